"""From the runs of text between two tags to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.document import Block, BlockRole, Line, Paragraph
from ingest.language.lists import begins_with_label, split_bullet
from ingest.read.html.list_marks import ItemMarks
from ingest.read.text.tabs import cell_blocks
from ingest.read.words import TextRun, lines_of_runs

__all__ = ["Look", "OpenText"]

_SPACES = re.compile(r"[ \t\r\n\f]+")
"""White space that a page shows as one space (HTML, 2.1.4: ASCII whitespace); a no-break space is none of it."""
_SHOWN_NOWHERE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Soft hyphens and places where a word may be cut."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the text at a place of a page is set, and what it is part of."""

    bold: bool = False
    italic: bool = False
    role: BlockRole = "body"
    level: int | None = None
    depth: int = -1
    """Of the lists around the place, from 0; -1 outside of lists."""
    marks: ItemMarks | None = None
    in_cell: bool = False


@dataclass(slots=True)
class OpenText:
    """What is read of one container: its blocks, the text that is not yet a block, the mark of the list item."""

    out: list[Block] = field(default_factory=list)
    item: tuple[int, str] | None = None
    _runs: list[TextRun] = field(default_factory=list)

    def say(self, text: str | None, look: Look) -> None:
        """Go on with the text of a tag."""
        if text:
            plain = _SPACES.sub(" ", _SHOWN_NOWHERE.sub("", text))
            self._runs.append(TextRun(plain, None, look.bold, look.italic))

    def set_apart(self, text: str, look: Look) -> None:
        """Go on with a text that stands between spaces."""
        self._runs.append(TextRun(" "))
        self.say(text, look)
        self._runs.append(TextRun(" "))

    def new_line(self) -> None:
        """Break the line."""
        self._runs.append(TextRun("\n"))

    def end(self, look: Look) -> None:
        """End the paragraph that is open."""
        if not self._runs:
            return
        lines = [Line(words) for words in lines_of_runs(self._runs)]
        self._runs.clear()
        made = list(_paragraphs(lines, look))
        if made and self.item is not None and look.role in ("body", "heading"):
            made[0] = _marked(made[0], *self.item)
            self.item = None
        self.out.extend(made)


def _marked(first: Paragraph, depth: int, marker: str) -> Paragraph:
    """The first paragraph of a list item with its mark; a heading in a list stays one."""
    if first.role == "heading":
        return replace(first, marker=marker)
    return replace(first, role="list-item", level=depth, marker=first.marker or marker)


def _paragraphs(lines: Sequence[Line], look: Look) -> Iterator[Paragraph]:
    full = tuple(line for line in lines if line.words)
    if not full:
        return
    if look.role != "body":
        yield Paragraph(full, look.role, look.level)
    elif look.in_cell:
        yield from (b for b in cell_blocks(full) if isinstance(b, Paragraph))
    else:
        for group in _groups(lines):
            bullet, rest = split_bullet(group[0].words)
            if bullet is None:
                yield Paragraph(tuple(group))
            else:
                yield Paragraph((Line(tuple(rest)), *group[1:]), "list-item", max(look.depth, 0), bullet)


def _groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines that make one paragraph together: forced breaks both wrap and part, as in a letter."""
    group: list[Line] = []
    for line in lines:
        if group and (not line.words or _begins(group[-1], line)):
            yield group
            group = []
        if line.words:
            group.append(line)
    if group:
        yield group


def _begins(before: Line, line: Line) -> bool:
    """Return whether a line behind a forced break begins a paragraph: a label, a bullet, a change of weight."""
    if split_bullet(line.words)[0] is not None or begins_with_label(line.text):
        return True
    return all(w.bold for w in before.words) != all(w.bold for w in line.words)
