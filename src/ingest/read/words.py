"""Words and lines out of plain text, and how few are none: shared by the readers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from ingest.document import Word

__all__ = ["BULLETS", "STRAY", "WORD", "inline_words", "lower_start", "open_end", "split_bullet", "words"]

BULLETS = frozenset("•●○◦▪■□◻▫☐☑☒‣⁃∙·➢➤➔→▶►▸✓✗❑❒❖◆◇★–—-*\uf0b7\uf0a7\uf0d8\uf0fc")
"""What stands before a typed list item; always with a space after it."""

STRAY = 30
"""Characters; fewer on top of a page-sized picture are a stamp, a page number or a stray letter."""

# White space parts words, but two of its characters are halves of doubly encoded letters ("Ã\x85" is Å) and
# must reach repair together with the other half.
WORD = re.compile(r"(?:\S|(?<=[ÃÂ])[\x85\xa0])+")

_EMPHASIS = re.compile(r"(?<![\w*\\])(\*{1,3})(?=[^\s*])(.{1,300}?)(?<=[^\s*])\1(?![\w*])")
_UNDERSCORES = re.compile(r"(?<![\w\\])(_{1,2})(?=[^\s_])(.{1,300}?)(?<=[^\s_])\1(?!\w)")


_MOST_MARKS = 100
"""A line with more stars and underscores than this is no prose; pairing them would take long."""


def words(text: str) -> tuple[Word, ...]:
    """The words of a text without looks."""
    return tuple(Word(w, w) for w in WORD.findall(text))


def inline_words(text: str, *, markdown: bool = False) -> tuple[Word, ...]:
    """Words with typed emphasis (*so*, **so**) taken as their look; `markdown` takes _so_ as well."""
    if not 0 < text.count("*") + text.count("_") <= _MOST_MARKS:
        return words(text)
    shown, looks = text, [""] * len(text)
    for pattern in (_EMPHASIS, _UNDERSCORES) if markdown else (_EMPHASIS,):
        while match := pattern.search(shown):
            mark = len(match[1])
            begin, end = match.span()
            inner = [look + {1: "i", 2: "b", 3: "bi"}[mark] for look in looks[begin + mark : end - mark]]
            shown = shown[:begin] + match[2] + shown[end:]
            looks[begin:end] = inner
    out = []
    for match in WORD.finditer(shown):
        part = looks[match.start() : match.end()]
        out.append(Word(match[0], match[0], bold=all("b" in x for x in part), italic=all("i" in x for x in part)))
    return tuple(out)


_BOX = re.compile(r"\[[xX_]?\]")


def _typed_box(line: Sequence[Word]) -> tuple[str, int] | None:
    """A box to tick made of brackets (`[ ] Ring polisen`), as it is typed, and of how many words it is."""
    if _BOX.fullmatch(line[0].raw):
        return line[0].raw, 1
    return ("[ ]", 2) if line[0].raw == "[" and line[1].raw == "]" else None


def split_bullet(line: Sequence[Word]) -> tuple[str | None, Sequence[Word]]:
    """A line's typed bullet and the words after it; a bullet alone is no bullet (an empty cell's sign)."""
    if len(line) < 2:
        return None, line
    first = line[0].raw
    box = _typed_box(line)
    if box is not None and len(line) > box[1]:
        return box[0], line[box[1] :]
    if len(first) == 1 and first in BULLETS:
        return first, line[1:]
    # A letter as bullet: what Word's "o" of Courier New becomes in text.
    if first == "o" and re.match(r"[A-ZÅÄÖ]", line[1].raw):
        return first, line[1:]
    return None, line


def lower_start(line: Sequence[Word]) -> bool:
    """Whether a line begins as the middle of a sentence does."""
    return bool(line) and line[0].raw[:1].islower()


@cache
def _open_ends() -> frozenset[str]:
    text = resources.files("ingest.read").joinpath("open_ends.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["words"])


def open_end(word: str) -> bool:
    """Whether a text that ends with this word goes on: a comma, a hyphen, a slash, or a word that joins."""
    return word.endswith((",", "-", "/", "–", "&")) or word.lower() in _open_ends()
