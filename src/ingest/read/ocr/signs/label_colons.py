"""Colons behind labels: what a page mostly has behind the first words of its lines (`Ansvarig:`), it has behind all.

A worn or half lost dot makes a full stop, a semicolon or a comma of a colon, and a label no label.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.read.ocr.engines.tesseract import OcrWord

__all__ = ["with_colons"]

MOST_WORDS = 3
"""Words of a label, at most."""
LEAST = 2
"""Lines of the page that have the label with its colon, at least; as many as have it with another sign."""
LIKE_COLONS = ".;,"


def with_colons(words: Sequence[OcrWord]) -> list[OcrWord]:
    """The words of a page, labels that lost their colon with it.

    Args:
        words: line by line, each from left to right; `OcrWord.line` is the line's number.
    """
    lines: dict[int, list[int]] = {}
    for i, word in enumerate(words):
        lines.setdefault(word.line, []).append(i)
    labels = [
        (found, words[found[1]].text[-1]) for line in lines.values() if (found := _label(words, line)) is not None
    ]
    colons = Counter(label for (label, _), sign in labels if sign == ":")
    others = Counter(label for (label, _), sign in labels if sign != ":")
    out = list(words)
    for (label, at), sign in labels:
        if sign != ":" and colons[label] >= LEAST and colons[label] >= others[label]:
            out[at] = replace(out[at], text=out[at].text[:-1] + ":")
    return out


def _label(words: Sequence[OcrWord], line: Sequence[int]) -> tuple[str, int] | None:
    """A line's first words up to a sign, without it, and the position of the last of them."""
    texts = [words[i].text for i in line[:MOST_WORDS]]
    for n, text in enumerate(texts, 1):
        if text[-1] in ":" + LIKE_COLONS:
            label = " ".join(texts[:n])[:-1]
            return (label, line[n - 1]) if label[:1].isupper() and label.replace(" ", "").isalpha() else None
    return None
