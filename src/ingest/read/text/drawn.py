"""Tables drawn with characters: Markdown, grids of plus and minus signs, boxes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import Cell, Line, Table
from ingest.read.text.grids import spanning_cells
from ingest.read.text.lines import TextLine
from ingest.read.text.row_lines import row_starts
from ingest.read.text.tabs import cell_blocks, table_of, wrapped_blocks
from ingest.read.words import inline_words

__all__ = ["piped"]

Region = tuple[int, int, Table]
"""First line, line after the last, table."""

_BOX = str.maketrans(dict.fromkeys("│┃║┆┇┊┋╎╏¦", "|"))
_RULE = re.compile(r"[\s|+\-=_:─━═┄┅┈┉╌╍┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╒╓╕╖╘╙╛╜╞╟╡╢╤╥╧╨╪╫┍┎┏┑┒┓┕┖┗┙┚┛┝┠┡┢┣┥┨┩┪┫┯┰┳┷┸┻┿╂╋]+")
_PIPE = re.compile(r"(?<!\\)\|")


_STROKES_IN_WORDS = 0.3
"""Share of a text's strokes with a letter on either side, above which the stroke is a letter (ö in ISO 646-SE)."""
_FRAMED = 0.8
"""Share of lines that begin (end) with a stroke, from which a table has a frame at its left (right)."""
_RULES_OF_A_GRID = 3
"""Rules of a table that parts its rows; a header alone has one or two, a frame two."""
_PADDED_LINES = 3
"""Lines of one length, from which their length is the table's and no chance."""
_SHORTEST_RULE = 4
"""Characters of a rule without corners."""


# -- pipes and boxes


def piped(lines: Sequence[TextLine], *, markdown: bool) -> list[Region]:
    """Tables whose cells stand between vertical strokes."""
    out: list[Region] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and (end == at or not lines[end].gap) and _drawn(lines[end]):
            end += 1
        table = _piped(lines[at:end], markdown) if end - at >= 2 else None
        if table is not None:
            out.append((at, end, table))
        at = max(end, at + 1)
    return out


def _drawn(line: TextLine) -> bool:
    text = line.stripped.translate(_BOX)
    return bool(_PIPE.search(text)) or (_is_rule(text) and ("+" in text or len(text) >= _SHORTEST_RULE))


def _is_rule(text: str) -> bool:
    return bool(_RULE.fullmatch(text)) and bool(re.search(r"[-=_:─━═┄┈╌]", text))


def _piped(lines: Sequence[TextLine], markdown: bool) -> Table | None:
    spanning = _spanning(lines)
    if spanning is not None:
        return spanning
    drawn = _Drawn.of([line.stripped.translate(_BOX) for line in lines])
    if not drawn.is_table():
        return None
    grid = drawn.is_grid()
    padded = drawn.is_padded()
    starts = drawn.row_starts(grid, padded)
    rows: list[list[list[Line]]] = []
    header_rows = 0
    for at, text in enumerate(drawn.texts):
        if at in drawn.rules:
            if not header_rows and _ends_heading(text, len(rows), grid):
                header_rows = len(rows)
            continue
        if at in starts:
            rows.append([])
        for column, cell in enumerate(drawn.cells[at]):
            if column == len(rows[-1]):
                rows[-1].append([])
            rows[-1][column].extend(_lines(cell, lines[at].page, markdown))
    pages = sorted({line.page for line in lines if line.page is not None})
    width = max(map(len, rows))
    widths = [max((len(line.text) for row in rows if k < len(row) for line in row[k]), default=0) for k in range(width)]
    wrapped = grid or padded
    return table_of(
        [
            [wrapped_blocks(cell, widths[k]) if wrapped else cell_blocks(cell) for k, cell in enumerate(row)]
            for row in rows
        ],
        method="pipes",
        header_rows=header_rows if header_rows < len(rows) else 0,
        pages=tuple(pages),
    )


def _spanning(lines: Sequence[TextLine]) -> Table | None:
    """Return the table of a grid whose cells span rows or columns; None for any other lines."""
    found = spanning_cells([line.text.expandtabs(4).rstrip() for line in lines])
    if not found:
        return None
    widths = Counter[int]()
    for cell in found:
        if cell.colspan == 1:
            widths[cell.column] = max(widths[cell.column], *(len(text.strip()) for _, text in cell.lines))
    cells: list[Cell] = []
    for cell in found:
        own = [line for at, text in cell.lines for line in _lines(text.strip(), lines[at].page, False)]
        width = sum(widths[k] for k in range(cell.column, cell.column + cell.colspan))
        cells.append(Cell(cell.row, cell.column, wrapped_blocks(own, width), cell.rowspan, cell.colspan))
    rows, columns = max(c.row + c.rowspan for c in cells), max(c.column + c.colspan for c in cells)
    pages = tuple(sorted({line.page for line in lines if line.page is not None}))
    return Table(tuple(cells), rows, columns, method="pipes", pages=pages)


def _ends_heading(rule: str, rows: int, grid: bool) -> bool:
    """Whether a rule below so many rows ends the heading; in a grid every row has a rule, the heading's is double."""
    return rows > 0 and (not grid or "=" in rule or "═" in rule or rows == 1)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Lines that may be a drawn table, boxes' strokes as pipes; lines are named by their index."""

    texts: Sequence[str]
    rules: frozenset[int]
    cells: dict[int, list[str]]
    """Of each line that is no rule, in order."""

    @classmethod
    def of(cls, texts: Sequence[str]) -> _Drawn:
        rules = frozenset(at for at, text in enumerate(texts) if _is_rule(text))
        content = {at: text for at, text in enumerate(texts) if at not in rules}
        # Where most lines have none, a stroke at an end parts an empty cell off.
        left = sum(text.startswith("|") for text in content.values()) >= _FRAMED * len(content)
        right = sum(text.endswith("|") for text in content.values()) >= _FRAMED * len(content)
        return cls(texts, rules, {at: _cells(text, left=left, right=right) for at, text in content.items()})

    def is_table(self) -> bool:
        counts = {len(cells) for cells in self.cells.values()}
        if not counts or max(counts) < 2:
            return False
        if self.rules:
            return True
        strokes = sum(self.texts[at].count("|") for at in self.cells)
        inside = sum(len(re.findall(r"[^\W\d_]\|[^\W\d_]", self.texts[at])) for at in self.cells)
        if inside > _STROKES_IN_WORDS * strokes:
            # In seven-bit Swedish the stroke is a letter.
            return False
        framed = sum(1 for at in self.cells if self.texts[at].startswith("|")) >= _FRAMED * len(self.cells)
        return framed or (len(counts) == 1 and len(self.cells) >= 2)

    def is_grid(self) -> bool:
        """Return whether a rule follows every row: what stands between two rules is one row of wrapped lines."""
        return len(self.rules) >= _RULES_OF_A_GRID or any(
            self.texts[at].startswith(("+", "┌", "╔", "├", "╠")) for at in self.rules
        )

    def is_padded(self) -> bool:
        """Return whether cells are padded to their columns and wrapped in them: lines of one length, no rule."""
        return not self.rules and len(self.cells) >= _PADDED_LINES and len({len(text) for text in self.texts}) == 1

    def row_starts(self, grid: bool, padded: bool) -> set[int]:
        """The lines that begin a row."""
        content = list(self.cells)
        if grid:
            return {at for at in content if at == content[0] or at - 1 in self.rules}
        if padded:
            flags = row_starts(
                [self.cells[at] for at in content], [False] * len(content), _widths(self.texts[content[0]])
            )
            return {at for at, flag in zip(content, flags, strict=True) if flag}
        return set(content)


def _widths(text: str) -> list[int]:
    return [len(cell) for cell in _PIPE.split(text.removeprefix("|").removesuffix("|"))]


def _cells(text: str, *, left: bool, right: bool) -> list[str]:
    """The cells of a line, with a frame's stroke at its left or right or without."""
    if left:
        text = text.removeprefix("|")
    if right and text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    return [cell.replace("\\|", "|").strip() for cell in _PIPE.split(text)]


def _lines(cell: str, page: int | None, markdown: bool) -> list[Line]:
    parts = re.split(r"<br\s*/?>", cell, flags=re.IGNORECASE)
    return [Line(inline_words(part, markdown=markdown), page) for part in parts if part.strip()]
