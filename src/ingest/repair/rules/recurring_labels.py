"""Labels that a scanned form has again and again (`Ansvarig`, `Klart (tidpunkt)`): all of them read as the best one.

Small print over the boxes of a form is read worse than what was filled in, but the same words were read on each sheet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from ingest.document import Method
from ingest.language.lexicon import frequency, known
from ingest.repair.working_text import Body, Passage, WorkingWord

__all__ = ["mend_recurring_labels"]

_MOST_WORDS = 4
"""Words of a label, at most."""
_LEAST = 3
"""Times that a label stands in the document, at least, alike or nearly so."""
_ALIKE = 72.0
"""Similarity of two readings of one label (per cent, after Levenshtein without substitutions)."""
_SAME_WORD = 60.0
"""The same of two readings of one of its words."""
_MISREAD, _MISREAD_SHARE = 2, 0.25
"""Letters of a word that are misread, at most, or this share of a long one's: `Gatuenheten` and `Parkenheten` end alike
and are two values behind one label."""
_KNOWN = 0.5
"""`known` of a word from which it is one."""
_MOSTLY = 0.6
"""Share of a label's readings from which a sign is right (`Problem / orsak`)."""
_COMMONER = 20.0
"""Times as often as another word that one must be in use which is meant instead."""
_LENGTHS = 1
"""Letters by which a short label's worst reading is longer or shorter."""
_SURE = 0.85
"""Certainty of a label that was read better elsewhere."""


def mend_recurring_labels(body: Body) -> None:
    """The step over a whole body: short lines of scanned cells with their value below them."""
    labels = [tokens for p, after in pairwise(body.passages) if p.column == after.column and (tokens := _short(p))]
    groups: list[list[list[WorkingWord]]] = []
    for tokens in labels:
        text = _text(tokens)
        near = next((g for g in groups if len(g[0]) == len(tokens) and fuzz.ratio(_text(g[0]), text) >= _ALIKE), None)
        groups.append([tokens]) if near is None else near.append(tokens)
    for group in groups:
        if len(group) >= _LEAST:
            for place in range(len(group[0])):
                _mend(body, [tokens[place] for tokens in group])
    _by_neighbours(body, labels)


def _short(passage: Passage) -> list[WorkingWord]:
    """The words of a passage that may be a label; none where it is a text."""
    tokens = [t for t in passage.tokens() if t.text]
    fits = passage.method is Method.OCR and len(passage.lines) == 1
    if not fits or not 0 < len(tokens) <= _MOST_WORDS or any(c.isdigit() for t in tokens for c in t.text):
        return []
    return tokens


def _text(tokens: Sequence[WorkingWord]) -> str:
    return " ".join(t.text for t in tokens).lower()


def _mend(body: Body, same: Sequence[WorkingWord]) -> None:
    """Give the words that stand at one place of a label the best reading of them."""
    counts = Counter(t.text for t in same)
    if len(counts) == 1:
        return
    usual, times = counts.most_common(1)[0]
    if times >= _MOSTLY * len(same) and not any(c.isalpha() for c in usual):
        best = usual
    else:
        best = max(counts, key=lambda text: (*_worth(text), counts[text], text))
    for token in same:
        known_word, used = _worth(token.text)
        # A common word may be meant as it stands.
        worse = not known_word or used * _COMMONER <= _worth(best)[1]
        sign = not any(c.isalpha() for c in best) and counts[token.text] == 1
        # Values behind one label (`Ansvarig: Hemtjänsten`) make lines that are alike, and are other words.
        alike = sign or _same_word(token.text.lower(), best.lower())
        if token.text != best and not token.immune and (worse or sign) and alike:
            body.change(token, best, "ocr", _SURE)


def _same_word(text: str, best: str) -> bool:
    most = max(_MISREAD, int(_MISREAD_SHARE * len(best)))
    return fuzz.ratio(text, best) >= _SAME_WORD and Levenshtein.distance(text, best) <= most


def _worth(text: str) -> tuple[bool, float]:
    word = text.strip(".,;:()?!").lower()
    return bool(word) and word.isalpha() and known(word) >= _KNOWN, frequency(word)


def _by_neighbours(body: Body, labels: Sequence[list[WorkingWord]]) -> None:
    """What stands where a short label stands between the same two on the other sheets, and begins as it does."""
    texts = [_text(tokens) for tokens in labels]
    counts = Counter(texts)
    usual = {text for text, n in counts.items() if n >= _LEAST}
    row = [i for i, text in enumerate(texts) if text in usual]
    between = Counter(
        (texts[a], texts[b], texts[c])
        for a, b, c in zip(row, row[1:], row[2:], strict=False)
        if c - a <= 2 * _MOST_WORDS
    )
    for a, b in pairwise(row):
        meant = [m for (before, m, after), n in between.items() if (before, after) == (texts[a], texts[b]) and n > 1]
        if len(meant) != 1:
            continue
        example = next(tokens for tokens, text in zip(labels, texts, strict=True) if text == meant[0])
        for tokens in labels[a + 1 : b]:
            text = _text(tokens)
            near = abs(len(text) - len(meant[0])) <= _LENGTHS and text[0] == meant[0][0]
            if near and len(tokens) == len(example) == 1 and not tokens[0].immune:
                body.change(tokens[0], example[0].text, "ocr", _SURE)
                break
