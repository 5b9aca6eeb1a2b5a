"""A text's lines with what stands around them: blank lines, indentation, pages, running headers and footers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.document import BlockRole

__all__ = ["MOST_TABS", "TextLine", "lines_of", "margins"]


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line without its end; `gap` counts the blank lines before it, `indent` its leading spaces.

    `page` counts form feeds from 1; None in a text without any. `text` keeps tabs and inner spaces.
    """

    text: str
    gap: int = 0
    page: int | None = None

    @property
    def indent(self) -> int:
        expanded = self.text.expandtabs(4)
        return len(expanded) - len(expanded.lstrip(" "))

    @property
    def stripped(self) -> str:
        return self.text.strip(" \t\xa0\u3000")


# Not str.splitlines: it also cuts at U+0085, which is half a letter in doubly encoded text.
_END = re.compile(r"\r\n|\r|\n|\u2028|\u2029")

MOST_TABS = 200
"""Tabs in a row that count: no table has so many empty columns."""
_MANY_TABS = re.compile(r"\t{201,}")


_SPECKS = re.compile(r"\s*[.,;:'`~·](?:\s{3,}[.,;:'`~·]){0,3}\s*")
"""A line of nothing but what an OCR program made of dirt."""


_LEADERS = re.compile(
    r"^(?P<label>[ \t]*[^\W\d_][^\n.…:]{1,30}?)(?P<dots>[ ]?(?:[.…·_]{3,}|(?:[ ][.·]){3,})[ ]*)"
    r"(?:(?P<colon>:)|(?=[^\W\d_][^\n]{2}))",
    re.M,
)
"""A label with dots that lead to its colon (`Orsak.....: Mörkt`), or to its value; to a page's number they lead in a
list of contents."""
_FEWEST_LEADERS = 2
"""Lines with such dots, where they stand for the colon."""


def _without_leaders(text: str) -> str:
    """The text with a colon right behind each label in place of the dots, every line as wide as before."""
    if "..." not in text and ". . ." not in text and "…" not in text and "___" not in text:
        return text
    alone = sum(m["colon"] is None for m in _LEADERS.finditer(text))

    def closed(match: re.Match[str]) -> str:
        if match["colon"] is None and alone < _FEWEST_LEADERS:
            return match[0]
        return match["label"] + ":" + " " * (len(match[0]) - len(match["label"]) - 1)

    return _LEADERS.sub(closed, text)


def lines_of(text: str) -> list[TextLine]:
    """The lines that are not blank, nor hold only specks; dots that lead from labels to values are left out."""
    text = _without_leaders(text)
    text = _MANY_TABS.sub("\t" * MOST_TABS, text.rstrip("\x1a\x00"))
    feeds = "\f" in text.strip("\f \t\r\n")
    out: list[TextLine] = []
    gap = 0
    for number, page in enumerate(text.split("\f"), 1):
        gap = max(gap, 1) if number > 1 else gap
        for line in _END.split(page):
            if line.strip() and not _SPECKS.fullmatch(line):
                out.append(TextLine(line.rstrip("\r\n"), gap, number if feeds else None))
                gap = 0
            else:
                gap += 1
    return out


def margins(lines: Sequence[TextLine]) -> dict[int, BlockRole]:
    """Indices of lines that run over the pages: the first or last lines of a page that most others repeat.

    Digits count as equal, so that "Sida 2 av 7" is found; the lone number of a page too, which others need not repeat.
    """
    out: dict[int, BlockRole] = dict.fromkeys(_page_numbers(lines), "header")
    pages: dict[int, list[int]] = {}
    for at, line in enumerate(lines):
        if line.page is not None:
            pages.setdefault(line.page, []).append(at)
    if len(pages) < 2:
        return out
    roles: tuple[tuple[BlockRole, bool], ...] = (("header", False), ("footer", True))
    for role, at_end in roles:
        for depth in range(3):
            found: dict[int, str] = {}
            for members in pages.values():
                if len(members) > 2 * depth:
                    index = members[-1 - depth] if at_end else members[depth]
                    found[index] = re.sub(r"\d+", "#", lines[index].stripped.lower())
            counts = Counter(found.values())
            running = {text for text, n in counts.items() if n >= 2 and n >= 0.6 * len(pages)}
            if not running:
                break
            out.update({index: role for index, text in found.items() if text in running})
    return out


_NUMBER = re.compile(r"[-–(\s]*(?P<page>\d{1,3})(?:\s*[(/]\s*(?P<all>\d{1,3})\s*\)?)?[-–)\s]*")
_NUMBER_AT_END = re.compile(r"(?:^|\s)(\d{1,3})\s?[(/]\s?(\d{1,3})\)?$")


def _page_numbers(lines: Sequence[TextLine]) -> Iterator[int]:
    """Lines that are a page's number and nothing else: at a page's beginning or end, or one that counts on (`2 (3)`).

    Where form feeds are lost, the number before it stands at the end of a line above, with the same number of pages.
    """
    before: tuple[int, int] | None = None
    for at, line in enumerate(lines):
        found = _NUMBER.fullmatch(line.stripped)
        edge = line.page is not None and (
            at == 0 or at == len(lines) - 1 or lines[at - 1].page != line.page or lines[at + 1].page != line.page
        )
        if found is not None:
            counts_on = line.gap > 0 and found["all"] and (int(found["page"]) - 1, int(found["all"])) == before
            if counts_on or (edge and int(found["page"]) == line.page):
                yield at
        if (number := _NUMBER_AT_END.search(line.stripped)) is not None:
            before = (int(number[1]), int(number[2]))
