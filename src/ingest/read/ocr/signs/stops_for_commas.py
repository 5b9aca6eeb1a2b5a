"""Worn full stops that were read as commas where no comma stands: behind a line's number, in an abbreviation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.read.ocr.engines.tesseract import OcrWord

__all__ = ["with_stops"]

_NUMBER = re.compile(r"\d{1,2},")
_ABBREVIATION = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_],")


def with_stops(words: Sequence[OcrWord]) -> list[OcrWord]:
    """The words of a page, `1, SKOLORNA` at a line's beginning as `1. SKOLORNA` and `o.m,` as `o.m.`.

    Args:
        words: line by line, each from left to right; `OcrWord.line` is the line's number.
    """
    out = list(words)
    for i, word in enumerate(words):
        begins = i == 0 or words[i - 1].line != word.line
        following = words[i + 1] if i + 1 < len(words) and words[i + 1].line == word.line else None
        # The number of a heading may be a line of its own, as wide white parts them.
        leads = begins and (following is None or following.text[0].isupper())
        if (leads and _NUMBER.fullmatch(word.text)) or _ABBREVIATION.fullmatch(word.text):
            out[i] = replace(word, text=word.text[:-1] + ".")
    return out
