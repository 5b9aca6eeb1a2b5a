"""Lost marks and machine reading: what a passage suffers from, and the restorer's answer put to its words.

The evidence is counted over the whole document and over each page and passage; a passage with little text of its
own leans on its page, a page on the document. Passages in other languages count for nothing and stay as they are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from ingest.document import Method
from ingest.repair.body import Body, Passage, Token
from ingest.repair.health import Damage as Ailment
from ingest.repair.health import health, is_foreign, is_foreign_word
from ingest.repair.letters import MARKED, core, fold
from ingest.repair.lexicon import readings
from ingest.repair.restorer import HEALTHY, Damage, Restored, restore

__all__ = ["mend_letters"]

_PASSAGE, _PAGE, _DOCUMENT = 8.0, 6.0, 0.5
"""How many marks of evidence the larger unit is worth beside the smaller one's own."""
_THRESHOLD = 0.15
_LEAST = 0.9
"""Marks that a document must lack at least before any is put back."""
_NAME = 0.25
"""What a lost mark is worth in a word that may be a name or an acronym, or beside one (`Fit for 55`)."""
_OCR = 0.03
"""Share of letters that the English model misreads in Swedish print, marks apart: 0.02–0.05 (measured on the
development set)."""
_CLEAR = 5.6
"""log2 of how much likelier the commonest reading of a word must be to say what was meant (about 50 to 1)."""
_SLASH = re.compile(r"(?<=[^\W\d_])/(?=[^\W\d_])")


@dataclass(slots=True)
class _Count:
    lost: float = 0.0
    kept: float = 0.0

    def rate(self, prior: float, weight: float) -> float:
        return (self.lost + prior * weight) / (self.lost + self.kept + weight)


@lru_cache(maxsize=100_000)
def _marks(word: str) -> tuple[int, int]:
    """How many marks a lower-case word lacks, and how many it has, where its reading is clear."""
    options = readings(fold(word))
    if not options or len(options[0][0]) != len(word):
        return 0, 0
    if len(options) > 1 and options[0][1] - options[1][1] < _CLEAR:
        return 0, 0
    lost = kept = 0
    for seen, meant in zip(word, options[0][0], strict=True):
        if meant in MARKED:
            kept += seen == meant
            lost += seen != meant
    return lost, kept


def _count(tokens: list[Token], count: _Count) -> None:
    words = []
    for token in tokens:
        start, end = core(token.text)
        words.append("" if token.immune else token.text[start:end])
    for i, word in enumerate(words):
        if not word.isalpha():
            continue
        lost, kept = _marks(word.lower())
        count.kept += kept
        if lost:
            capital = word[0].isupper() and not word.isupper() and (i == 0 or words[i - 1].islower())
            short = word.isupper() and len(word) < 4
            beside = [w for w in (words[i - 1] if i else "", words[i + 1] if i + 1 < len(words) else "") if w]
            shared = is_foreign_word(word) and any(not w.islower() for w in beside)
            count.lost += lost * (_NAME if capital or short or shared else 1.0)


def mend_letters(body: Body) -> None:
    """The step over a whole body: rules `diacritics`, `ocr` and `space`."""
    if {"diacritics", "ocr", "space"} <= body.skip:
        return
    counted: list[tuple[Passage, list[Token], _Count]] = []
    pages: defaultdict[int | None, _Count] = defaultdict(_Count)
    whole = _Count()
    for passage in body.passages:
        tokens = [t for t in passage.tokens() if t.text]
        count = _Count()
        if tokens and not is_foreign([t.text for t in tokens]):
            _count(tokens, count)
            for larger in (pages[passage.page], whole):
                larger.lost += count.lost
                larger.kept += count.kept
            counted.append((passage, tokens, count))
    base = whole.rate(0.0, _DOCUMENT)
    machine = _machine_read(counted)
    for passage, tokens, count in counted:
        page = pages[passage.page].rate(base, _PAGE) if len(pages) > 1 else base
        rate = count.rate(page, _PASSAGE)
        damage = Damage(
            stripped=rate if rate >= _THRESHOLD and whole.lost >= _LEAST else 0.0,
            ocr=_OCR if machine[passage.page] else 0.0,
        )
        if damage != HEALTHY:
            _restore(body, passage, tokens, damage)


def _machine_read(counted: list[tuple[Passage, list[Token], _Count]]) -> dict[int | None, bool]:
    """Of each page, whether its text was read by a machine that knew no Swedish."""
    texts: defaultdict[int | None, list[str]] = defaultdict(list)
    for passage, tokens, _ in counted:
        texts[passage.page] += [t.text for t in tokens]
    everything = health([t for words in texts.values() for t in words])
    verdicts = {}
    for page, words in texts.items():
        own = health(words) if len(texts) > 1 and len(words) >= 60 else everything
        verdicts[page] = own.damage is Ailment.OCR and own.probability >= 0.7
    return verdicts


def _restore(body: Body, passage: Passage, tokens: list[Token], damage: Damage) -> None:
    """Put the passage to the restorer; words parted by a slash only (`gång/år`) are words to it."""
    pieces: list[str] = []
    owners: list[int] = []
    for i, token in enumerate(tokens):
        parted = [token.text] if token.immune else _SLASH.split(token.text)
        if len(parted) == 2 and fold(parted[1].strip(".,;")) == "ar":
            # `2 gånger/år` is read as "2 gånger per år".
            parted.insert(1, "per")
        pieces += parted
        owners += [i] * len(parted)
    confidences = [tokens[i].confidence for i in owners] if passage.method is Method.OCR else None
    restored = restore(pieces, damage=damage, confidences=confidences)
    results: list[list[Restored]] = [[] for _ in tokens]
    for i, result in zip(owners, restored, strict=True):
        results[i].append(result)
    for token, parts in zip(tokens, results, strict=True):
        if len(parts) == 3 and "per" not in token.text:
            del parts[1]
        changed = [r for r in parts if r.rule is not None]
        if changed and changed[0].rule is not None and not token.immune:
            least = min(r.confidence for r in changed)
            body.change(token, "/".join(r.text for r in parts), changed[0].rule, round(least, 3))
