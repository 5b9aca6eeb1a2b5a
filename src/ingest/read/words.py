"""Words out of plain text, and the share of them that are no words: shared by the readers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from ingest.document import Word

__all__ = ["STRAY", "WORD", "TextRun", "inline_words", "lines_of_runs", "windows_signs", "words"]

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


class TextRun(NamedTuple):
    """A piece of a text that is set alike; `size` in points."""

    text: str
    size: float | None = None
    bold: bool = False
    italic: bool = False


def lines_of_runs(runs: Iterable[TextRun]) -> Iterator[tuple[Word, ...]]:
    """Words by forced line breaks; a word that two runs share has the look of its first letters."""
    line: list[Word] = []
    is_open = False
    for run in runs:
        for at, part in enumerate(_BREAK.split(run.text)):
            if at:
                yield tuple(line)
                line, is_open = [], False
            for found in WORD.finditer(part):
                if is_open and found.start() == 0 and line:
                    joined = line[-1].raw + found[0]
                    line[-1] = replace(line[-1], raw=joined, text=joined)
                else:
                    line.append(Word(found[0], found[0], size=run.size, bold=run.bold, italic=run.italic))
            if part:
                is_open = not part[-1].isspace()
    yield tuple(line)


_BREAK = re.compile(r"\r\n|[\r\n\v]")


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


def windows_signs(text: str) -> str:
    """The text with control characters as the signs of Windows-1252 at their numbers."""
    return _WINDOWS_SIGN.sub(lambda m: m[0].encode("latin-1").decode("cp1252"), text)


# Behind one of these letters such a character is half of a wrongly decoded one (`Ã\x85`): repair puts it right.
_WINDOWS_SIGN = re.compile("(?<![ÃÂâÄÅÆÇÈÉÊËÌÍÎÏ])[\x80\x82\x84-\x87\x89\x8b\x91-\x97\x99\x9b]")
