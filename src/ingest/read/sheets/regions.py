"""What stands on a sheet: lines of text, and tables parted by empty rows and columns.

A sheet has no paragraphs and no tables of its own, only cells. Rows with one text above a table are its title or what
is said of the plan; a row of texts set alike is the heading; an empty row parts two tables only where another heading
follows, since people set off groups of rows with empty ones too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.document import Cell, Line, Paragraph, Table, Word
from ingest.read.sheets.grid import Merge, Sheet, SheetCell
from ingest.read.sheets.looks import Color
from ingest.read.text.tabs import cell_blocks

__all__ = ["LooseLines", "Region", "regions_of"]

_FEWEST = 2
"""Texts in a row of a table."""
_HEAD_WITHIN = 20
"""Rows of a block among which the one with its headings is looked for."""
_WIDE = 0.5
"""Share of a block's columns beyond which a row of headings goes."""
_ALIKE = 0.5
"""Share of its headings that a second heading row has from the first."""
_LONGEST_HEADING = 60
"""Characters of a heading; longer texts are a line of data."""
_LEAST_TEXTS = 3
"""Columns of a table above which a row of label and value can be told from its rows."""


@dataclass(frozen=True, slots=True)
class LooseLines:
    """Texts that stand for themselves, in their order; `first` is the sheet's row of the first."""

    paragraphs: tuple[Paragraph, ...]
    first: int


Region = LooseLines | Table


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows and columns that belong together, all with text."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    lines: bool
    """Whether no row has more than one text."""


def regions_of(sheet: Sheet, page: int | None) -> list[Region]:
    """Cut a sheet into lines and tables, from top to bottom.

    Args:
        page: what the lines name as their page: the sheet's number in the workbook.
    """
    return _Cutter(sheet, page).regions()


class _Cutter:
    def __init__(self, sheet: Sheet, page: int | None) -> None:
        self._sheet = sheet
        self._page = page
        self._rows: dict[int, dict[int, SheetCell]] = {}
        for row, column in sorted(sheet.cells):
            self._rows.setdefault(row, {})[column] = sheet.cells[row, column]

    def regions(self) -> list[Region]:
        blocks: list[_Block] = []
        for rows in _runs(sorted(self._rows), self._bridges(rows=True)):
            blocks += self._parts(rows)
        out: list[Region] = []
        for block in self._joined(blocks):
            if block.lines:
                out.append(
                    LooseLines(tuple(p for row in block.rows for p in self._line(row, block.columns)), block.rows[0])
                )
            else:
                out.append(self._table(block))
        return out

    def _bridges(self, *, rows: bool) -> list[tuple[int, int]]:
        """First and last row (or column) of each merged text: no gap lies inside."""
        merges = self._sheet.merges.values()
        return sorted((m.top, m.bottom) if rows else (m.left, m.right) for m in merges)

    # -- blocks

    def _parts(self, rows: Sequence[int]) -> Iterator[_Block]:
        """The lines above a table, then the table, or several beside each other."""
        count = next((at for at, row in enumerate(rows) if len(self._rows[row]) >= _FEWEST), len(rows))
        head = self._head(rows[count:])
        top = rows[: count + head]
        if top:
            yield _Block(tuple(top), self._columns(top), True)
        rest = rows[count + head :]
        if not rest:
            return
        groups = self._groups(rest)
        for columns in groups:
            own = [row for row in rest if any(c in self._rows[row] for c in columns)]
            if len(groups) == 1:
                yield self._block(own, columns)
            else:
                for part in _runs(own, self._bridges(rows=True)):
                    yield self._block(part, columns)

    def _block(self, rows: Sequence[int], columns: Sequence[int]) -> _Block:
        single = all(sum(c in self._rows[row] for c in columns) < _FEWEST for row in rows)
        return _Block(tuple(rows), tuple(columns), single)

    def _columns(self, rows: Iterable[int]) -> tuple[int, ...]:
        return tuple(sorted({c for row in rows for c in self._rows[row]}))

    def _head(self, rows: Sequence[int]) -> int:
        """How many rows of label and value stand above a block's headings."""
        if not rows:
            return 0
        named = next((at for at, row in enumerate(rows) if row in self._sheet.heads), None)
        if named is not None and named < _HEAD_WITHIN:
            # A group's headings stand above those that are filtered.
            while named > 0 and self._heads_groups(rows[named - 1], self._width(rows)):
                named -= 1
            return named
        width = self._width(rows)
        if width < _LEAST_TEXTS:
            return 0
        return next((at for at, row in enumerate(rows[:_HEAD_WITHIN]) if self._heads(row, width)), 0)

    def _width(self, rows: Sequence[int]) -> int:
        return max(self._reach(row) for row in rows[:_HEAD_WITHIN])

    def _reach(self, row: int) -> int:
        """How many columns the texts of a row cover, a merged one all of its own, where there are several."""
        found = self._rows[row]
        if len(found) < _FEWEST:
            return len(found)
        return sum(self._merge(row, c).right - self._merge(row, c).left + 1 for c in found)

    def _heads(self, row: int, width: int) -> bool:
        """Whether a row can be one of headings: wide enough, and no label beside its value."""
        found = self._rows[row]
        if len(found) < _FEWEST or self._reach(row) <= _WIDE * width:
            return False
        labels = [c for c in found.values() if c.text.endswith(":")]
        return not labels or len(labels) == len(found)

    def _heads_groups(self, row: int, width: int) -> bool:
        """Whether a row names groups of columns: at least one of its texts stands over several."""
        merges = (self._merge(row, c) for c in self._rows[row])
        return self._heads(row, width) and any(m.right > m.left for m in merges)

    def _merge(self, row: int, column: int) -> Merge:
        return self._sheet.merges.get((row, column)) or Merge(row, column, row, column)

    def _groups(self, rows: Sequence[int]) -> list[tuple[int, ...]]:
        """Columns of the tables that stand beside each other: parted by an empty column, of other rows or the same
        headings; a table with an empty column inside is one."""
        inside = set(rows)
        bridges = [(m.left, m.right) for m in self._sheet.merges.values() if m.top in inside]
        groups = [tuple(run) for run in _runs(self._columns(rows), sorted(bridges))]
        if len(groups) < _FEWEST:
            return groups
        out = [groups[0]]
        for group in groups[1:]:
            if self._apart(rows, out[-1], group):
                out.append(group)
            else:
                out[-1] += group
        return out

    def _apart(self, rows: Sequence[int], left: Sequence[int], right: Sequence[int]) -> bool:
        a, b = ([row for row in rows if any(c in self._rows[row] for c in columns)] for columns in (left, right))
        first, second = (self._texts(own[0], columns) for own, columns in ((a, left), (b, right)))
        if len(second) >= _FEWEST and first == second:
            return True
        if a[0] != b[0]:
            return True
        if len(right) == 1 or len(left) == 1:
            # One column: of the same table, unless it is much shorter than that.
            return len(set(a) & set(b)) * 2 < max(len(a), len(b))
        return (not set(b) <= set(a) and not set(a) <= set(b)) or len(a) >= 2 * len(b)

    def _texts(self, row: int, columns: Sequence[int]) -> list[str]:
        return [self._rows[row][c].text.casefold() for c in columns if c in self._rows[row]]

    # -- blocks that one table holds

    def _joined(self, blocks: Sequence[_Block]) -> Iterator[_Block]:
        """Blocks below each other that are one table: no headings of its own stand over what an empty row sets off."""
        last: _Block | None = None
        pending: list[_Block] = []
        for block in blocks:
            if last is not None and block.lines and self._within(block, last):
                pending.append(block)
            elif last is not None and not block.lines and self._goes_on(last, block):
                rows = (*last.rows, *(r for b in pending for r in b.rows), *block.rows)
                last = _Block(rows, last.columns, False)
                pending = []
            else:
                if last is not None:
                    yield last
                yield from pending
                last, pending = (None, []) if block.lines else (block, [])
                if block.lines:
                    yield block
        if last is not None:
            yield last
        yield from pending

    @staticmethod
    def _within(block: _Block, table: _Block) -> bool:
        return set(block.columns) <= set(table.columns) and block.rows[0] > table.rows[-1]

    def _goes_on(self, above: _Block, below: _Block) -> bool:
        if not self._within(below, above) or len(above.rows) < _FEWEST:
            return False
        head, first = self._rows[above.rows[0]], self._rows[below.rows[0]]
        if below.rows[0] in self._sheet.heads or len(first) < _FEWEST:
            return len(first) < _FEWEST and below.rows[0] not in self._sheet.heads
        same = {c.text.casefold() for c in head.values()} & {c.text.casefold() for c in first.values()}
        if len(same) >= _FEWEST and len(same) >= _ALIKE * len(first):
            return False
        return not self._set_as_head(first.values(), head.values(), above)

    def _set_as_head(self, row: Iterable[SheetCell], head: Iterable[SheetCell], table: _Block) -> bool:
        """Whether a row is set as a table's headings are and its other rows are not."""
        usual = Counter(_set(c) for r in table.rows[1:] for c in self._rows[r].values()).most_common(1)
        plain = usual[0][0] if usual else None
        return all(_set(c) in {_set(h) for h in head} and _set(c) != plain and not c.number for c in row)

    # -- what comes out

    def _line(self, row: int, columns: Sequence[int]) -> tuple[Paragraph, ...]:
        """A row as text: the paragraphs of its only cell, or one line of all of them (a label and its value)."""
        found = [self._rows[row][c] for c in columns if c in self._rows[row]]
        if len(found) == 1:
            blocks = cell_blocks(Line(line, self._page) for line in found[0].lines)
            return tuple(b for b in blocks if isinstance(b, Paragraph))
        return (Paragraph((Line(tuple(w for cell in found for w in cell.words), self._page),)),)

    def _table(self, block: _Block) -> Table:
        number_of_row = {row: at for at, row in enumerate(block.rows)}
        number_of_column = {column: at for at, column in enumerate(block.columns)}
        taken: set[tuple[int, int]] = set()
        cells: list[Cell] = []
        for row in block.rows:
            found = {c: cell for c, cell in self._rows[row].items() if c in number_of_column}
            for column in block.columns:
                at = number_of_row[row], number_of_column[column]
                if at in taken:
                    continue
                cell = found.get(column)
                down, wide = 1, 1
                if cell is not None:
                    merge = self._merge(row, column)
                    down = sum(merge.top <= r <= merge.bottom for r in block.rows[at[0] :])
                    wide = sum(merge.left <= c <= merge.right for c in block.columns[at[1] :])
                    if len(found) == 1 and self._is_band(row, column, cell, block, wide):
                        down, wide = 1, len(block.columns) - at[1]
                down, wide = _free(at, down, wide, taken)
                taken.update((at[0] + i, at[1] + k) for i in range(down) for k in range(wide))
                cells.append(self._made(at, (row, column), cell, down, wide))
        heads = 1 if block.rows[0] in self._sheet.heads else 0
        pages = () if self._page is None else (self._page,)
        return Table(
            tuple(cells),
            len(block.rows),
            len(block.columns),
            header_rows=heads,
            pages=pages,
            sheet_rows=block.rows,
            sheet_columns=block.columns,
        )

    def _made(self, at: tuple[int, int], place: tuple[int, int], cell: SheetCell | None, down: int, wide: int) -> Cell:
        if cell is None:
            return Cell(*at, (), fill=self._sheet.fills.get(place))
        blocks = cell_blocks(Line(line, self._page) for line in cell.lines)
        return Cell(*at, blocks, down, wide, cell.look.fill, cell.look.rotated)

    def _is_band(self, row: int, column: int, cell: SheetCell, block: _Block, wide: int) -> bool:
        """Whether a row's only text is a heading over the rows below: merged, or set unlike its column's others."""
        if column != block.columns[0] or row == block.rows[0] or len(block.columns) == 1:
            return False
        if wide > 1:
            return True
        if cell.number or self._merge(row, column).bottom > row:
            return False
        others = [
            self._rows[r][column] for r in block.rows[1:] if column in self._rows[r] and len(self._rows[r]) >= _FEWEST
        ]
        usual = Counter(_set(c) for c in others).most_common(1)
        return not usual or _set(cell) != usual[0][0]


def _set(cell: SheetCell) -> tuple[bool, Color | None]:
    """How a cell is set: bold as a whole, and on what ground."""
    words: Sequence[Word] = cell.words
    return bool(words) and all(w.bold for w in words), cell.look.fill


def _free(at: tuple[int, int], down: int, wide: int, taken: set[tuple[int, int]]) -> tuple[int, int]:
    """How far a cell may reach until it meets another one."""
    wide = next((k for k in range(wide) if (at[0], at[1] + k) in taken), wide)
    return next((i for i in range(down) if any((at[0] + i, at[1] + k) in taken for k in range(wide))), down), wide


def _runs(values: Sequence[int], bridges: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Ascending numbers in groups without a gap; a bridge (first, last) closes those inside of it.

    Both are walked once, side by side.
    """
    reach: dict[int, int] = {}
    for first, last in bridges:
        reach[first] = max(reach.get(first, first), last)
    out: list[list[int]] = []
    starts = sorted(reach)
    at, end = 0, 0
    for value in values:
        while at < len(starts) and starts[at] < value:
            end = max(end, reach[starts[at]])
            at += 1
        if out and (value == out[-1][-1] + 1 or end >= value):
            out[-1].append(value)
        else:
            out.append([value])
    return out
