"""Counts the words that tell healthy Swedish from stripped: `repair/data/signals.csv`, out of the corpus."""

from __future__ import annotations

import lzma
import re
from collections import Counter, defaultdict
from pathlib import Path

__all__ = ["train"]

_WORD = re.compile(r"[^\W\d_]+")
_BARE = str.maketrans("åäöéèáàü", "aaoeeaau")


def train(corpus: Path, out: Path, *, stripped: int = 1600, plain: int = 250) -> None:
    """Write the table of signal words.

    `stripped` rows are spellings without marks that are hardly ever right (at most 2 % of 20 or more uses are
    bare); `plain` rows are the commonest words that carry no marks: they tell Swedish from other languages.

    Args:
        corpus: Swedish text, one paragraph a line, packed with xz.
        out: the CSV file to write.
    """
    counts: Counter[str] = Counter()
    with lzma.open(corpus, "rt", encoding="utf-8") as lines:
        for line in lines:
            counts.update(_WORD.findall(line.lower()))
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for word, n in counts.items():
        forms[word.translate(_BARE)][word] += n
    bad: list[tuple[int, str]] = []
    good: list[tuple[int, str]] = []
    for bare, spelt in forms.items():
        total = sum(spelt.values())
        best = max(spelt, key=lambda w: (spelt[w], w))
        if total >= 20 and spelt[bare] <= 0.02 * total and set(best) & set("åäö") and len(bare) > 1:
            bad.append((total, bare))
        elif best == bare and spelt[bare] > 0.98 * total and len(bare) > 1:
            good.append((total, bare))
    rows = [f"stripped,{w}" for _, w in sorted(bad, key=lambda p: (-p[0], p[1]))[:stripped]]
    rows += [f"plain,{w}" for _, w in sorted(good, key=lambda p: (-p[0], p[1]))[:plain]]
    out.write_text("kind,word\n" + "\n".join(rows) + "\n", encoding="utf-8")
