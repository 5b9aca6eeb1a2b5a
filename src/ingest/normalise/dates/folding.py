"""Folding of a text for matching, character by character, so that offsets stay those of the original."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["alternatives", "fold_in_place", "words"]

_FOLDED = {"å": "a", "ä": "a", "ö": "o", "é": "e", "è": "e", "ü": "u", "á": "a", "à": "a"}
_DASHES = dict.fromkeys("‐‑‒–—―−﹣-\u00ad", "-")
_QUOTES = dict.fromkeys("’‘´`ʼ′'", "'")
_SPACES = dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\u2002\u2003\t\r\f\v", " ")
_MAP = {**_FOLDED, **_DASHES, **_QUOTES, **_SPACES, "⁄": "/", "∕": "/"}

# Letters that stand for digits inside numbers of days and years (l5, 2O24).
_MISREAD = re.compile(r"(?<!\w)(?=\w*\d)(?:[lI1-3][0-9OoIl]|2[0Oo][0-9OolI]{2})(?=[ ./]|$|-\d)")
_DIGITS = str.maketrans("OolI", "0011")


def fold_in_place(text: str) -> str:
    """Lower case without diacritics, dashes, quotes and spaces as one kind each; the same length as `text`."""
    out = []
    for char in _MISREAD.sub(lambda found: found[0].translate(_DIGITS), text):
        low = char.lower()
        low = low if len(low) == 1 else char
        out.append(_MAP.get(low, low))
    return "".join(out)


@cache
def words() -> Mapping[str, Any]:
    """The word lists of `words.toml`."""
    data = resources.files("ingest.normalise.dates").joinpath("words.toml").read_bytes()
    return tomllib.loads(unicodedata.normalize("NFC", data.decode("utf-8")))


def alternatives(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, the longest first: folded, full stops optional, any space."""
    folded = sorted({fold_in_place(p) for p in phrases}, key=lambda p: (-len(p), p))
    return "|".join(re.escape(p).replace(r"\ ", r"[ \n]+").replace(r"\.", r"\.?") for p in folded)
