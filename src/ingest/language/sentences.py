"""Sentences of administrative Swedish: by sight where every full stop is clear, else by spaCy's tokens."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module, resources
from typing import Any

__all__ = ["is_abbreviation", "is_quotation", "sentences"]

_MARK = re.compile(r"[.!?…]")
_MARKED = re.compile(r"(?<![^ ])[^ .!?…]*[.!?…][^ ]*")
"""What stands between blanks and holds a mark; looked for from its first sign alone, for it may be very long."""
_WORD = re.compile(r"[A-ZÅÄÖ]?[a-zåäö]{2,}[.!?]")
"""A word in small letters and the mark that ends it."""
_SIGNS = re.compile(r"([^\w\s.!?…])\1{29,}")
"""A sign so often in a row is a line drawn with it."""
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)+")
_QUOTATION = re.compile(r"""["”“»][^"”“»«]+["”“«»][.,]?(?:\s*[–—-]\s*\S.{1,80})?""")
"""A text within quotation marks, with or without the speaker's name behind it."""
_FEWEST = 3
"""Words of a quotation; fewer within quotation marks are a name."""
_WHITE = re.compile(r"\s\s|[^\S ]")
"""White space that spaCy makes a token of."""


def sentences(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence in a text, without the white space around it."""
    out: list[tuple[int, int]] = []
    for start, end in _whole(text):
        for closing in _closing().finditer(text, start, end):
            out.append((start, closing.end() - 1))
            start = closing.end()
        out.append((start, end))
    return out


@cache
def _closing() -> re.Pattern[str]:
    """An abbreviation that closes a list, and a capital after it: the sentence ends with the list."""
    text = resources.files(__package__).joinpath("data/closing_abbreviations.txt").read_text(encoding="utf-8")
    known = "|".join(re.escape(line) for line in text.split("\n") if line and not line.startswith("#"))
    return re.compile(rf"\b(?:{known}) (?=[A-ZÅÄÖ])")


def _whole(text: str) -> list[tuple[int, int]]:
    """The sentences, an abbreviation ending none."""
    seen = _by_sight(text)
    if seen is not None:
        return seen
    nlp = _splitter()
    # The tokenizer takes signs off a word one by one and looks at the whole rest each time.
    text = _SIGNS.sub(lambda run: "X" * len(run[0]), text)
    with nlp.memory_zone():
        spans = [(s.start_char, s.end_char) for s in nlp(text).sents]
    out = []
    for start, end in spans:
        part = text[start:end]
        lead = len(part) - len(part.lstrip())
        if part.strip():
            out.append((start + lead, start + lead + len(part.strip())))
    return out


def is_quotation(text: str) -> bool:
    """Return whether a whole text is what somebody is quoted as saying (`”Det lönar sig” – Anna, lärare`)."""
    return len(text.split()) >= _FEWEST and _QUOTATION.fullmatch(text.strip()) is not None


def _by_sight(text: str) -> list[tuple[int, int]] | None:
    """The sentences of a text whose every mark surely ends a word or a sentence; None where spaCy has to tell.

    Gives what `spacy_pipeline` gives, without loading spaCy (a test compares them).
    """
    if not text or text != text.strip() or _WHITE.search(text):
        return None
    out: list[tuple[int, int]] = []
    start = 0
    for found in _MARKED.finditer(text):
        part, end = found[0], found.end()
        if part in _abbreviations() or _NUMBER.fullmatch(part):
            continue
        if end == len(text) and _MARK.search(part[:-1]) is None:
            break
        if not _WORD.fullmatch(part) or end == len(text) or not text[end + 1].isalnum():
            return None
        if not text[end + 1].islower():
            out.append((start, end))
            start = end + 1
    return [*out, (start, len(text))]


def is_abbreviation(text: str) -> bool:
    """Return whether a word with a full stop behind it is an abbreviation (`kl.`, `bl.a.`)."""
    return text in _abbreviations()


@cache
def _abbreviations() -> frozenset[str]:
    """Words that spaCy's tokenizer keeps together with the mark after them."""
    folder = resources.files("ingest.language").joinpath("data")
    own = folder.joinpath("abbreviations.txt").read_text(encoding="utf-8").split()
    spacys = folder.joinpath("spacy_abbreviations.txt").read_text(encoding="utf-8").split()
    return frozenset([*own, *(word.capitalize() for word in own), *spacys])


@cache
def _splitter() -> Any:
    return import_module("ingest.language.spacy_pipeline").blank()
