"""A table as rows and columns of slots: what stands at each grid place, spans resolved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.classify.spans import Piece, Spot, is_blank, text_of
from ingest.document import Cell, Paragraph, Table, paragraphs
from ingest.system.worked_out import worked_out

__all__ = ["Slot", "SlotGrid"]


@dataclass(frozen=True)
class Slot:
    """A cell as seen from one row; `inherited` where it spans down from a row above."""

    cell: Cell
    pieces: tuple[Piece, ...]
    inherited: bool = False

    @worked_out
    def text(self) -> str:
        """The contract's text: "" for a blank cell."""
        return text_of(self.pieces)

    @property
    def tables(self) -> tuple[Table, ...]:
        """Tables nested in the cell."""
        return tuple(b for b in self.cell.blocks if isinstance(b, Table))

    @property
    def blank(self) -> bool:
        return not self.text and not self.tables

    @property
    def styled(self) -> bool:
        """Bold throughout or on a painted ground: set apart as headings are."""
        words = [w for p in self.pieces for line in p.paragraph.lines for w in line.words if w.text]
        painted = self.cell.fill is not None and min(self.cell.fill) < 0.97
        return painted or (bool(words) and all(w.bold for w in words))


class SlotGrid:
    """Slots by row and column; `block` is the index of the document's block that holds the table.

    `dropped` counts columns that were left out on the left, so that places stay those of the document's table.
    """

    def __init__(self, table: Table, block: int, dropped: int = 0) -> None:
        self.dropped = dropped
        self.table = table
        self.block = block
        self.rows = table.rows
        self.columns = table.columns
        self._at: dict[tuple[int, int], Cell] = {}
        for cell in table.cells:
            for r in range(cell.row, min(cell.row + cell.rowspan, table.rows)):
                for c in range(cell.column, min(cell.column + cell.colspan, table.columns)):
                    self._at.setdefault((r, c), cell)
        self._slots: dict[tuple[int, bool], Slot] = {}
        self._own: dict[int, list[Slot]] = {}
        self._distinct: dict[int, tuple[Slot, ...]] = {}
        self._pieces: dict[int, tuple[Piece, ...]] = {}

    @property
    def beside_text(self) -> bool:
        """Whether the columns stand in the margin of running text, so that no row of theirs is a heading."""
        return self.table.method == "margin"

    def slot(self, row: int, column: int) -> Slot | None:
        """What stands at a grid place; None where no cell covers it."""
        cell = self._at.get((row, column))
        if cell is None:
            return None
        key = (id(cell), cell.row < row)
        if key not in self._slots:
            self._slots[key] = Slot(cell, self._of(cell), inherited=cell.row < row)
        return self._slots[key]

    def pieces_with_tables(self, slot: Slot, apart: frozenset[int]) -> tuple[Piece, ...]:
        """The pieces of a cell in reading order, each row of a table inside it as one of them.

        Args:
            slot: the cell.
            apart: `id` of tables that are told elsewhere and left out.
        """
        if not any(id(t) not in apart for t in slot.tables):
            return slot.pieces
        spot = Spot(self.table.number, slot.cell.row + 1, slot.cell.column + 1 + self.dropped)
        own = {id(p.paragraph): p for p in slot.pieces}
        out: list[Piece] = []
        for block in slot.cell.blocks:
            if isinstance(block, Paragraph):
                out += [own[id(block)]] if id(block) in own else []
            elif id(block) not in apart:
                out += [Piece(p, self.block, spot) for p in _rows_as_paragraphs(block)]
        return tuple(out)

    def without_first(self) -> SlotGrid:
        """The grid without its first column."""
        cells = tuple(
            replace(c, column=max(0, c.column - 1), colspan=c.colspan - (c.column == 0))
            for c in self.table.cells
            if c.column > 0 or c.colspan > 1
        )
        return SlotGrid(replace(self.table, cells=cells, columns=self.columns - 1), self.block, self.dropped + 1)

    def row(self, row: int) -> list[Slot | None]:
        """One slot a column; a cell over several columns comes once for each."""
        return [self.slot(row, c) for c in range(self.columns)]

    def own(self, row: int) -> list[Slot]:
        """The filled cells that begin in this row, each once, from left to right."""
        if row not in self._own:
            self._own[row] = [s for s in self.distinct(row) if not s.inherited and not s.blank]
        return self._own[row]

    def distinct(self, row: int) -> Sequence[Slot]:
        """Every cell of the row once."""
        found = self._distinct.get(row)
        if found is None:
            slots = {id(slot.cell): slot for slot in self.row(row) if slot is not None}
            found = self._distinct[row] = tuple(slots.values())
        return found

    def lone(self, row: int) -> Slot | None:
        """The cell that has the row for itself: it spans all columns, or all others are blank."""
        own = self.own(row)
        if len(own) != 1 or any(s.inherited and not s.blank for s in self.distinct(row)):
            return None
        return own[0]

    def column_texts(self, column: int, rows: range) -> list[str]:
        """The filled texts of one column, cells over several columns left out."""
        out = []
        for r in rows:
            slot = self.slot(r, column)
            if slot is not None and not slot.inherited and slot.cell.colspan == 1 and slot.text:
                out.append(slot.text)
        return out

    def _of(self, cell: Cell) -> tuple[Piece, ...]:
        key = id(cell)
        if key not in self._pieces:
            source = Spot(self.table.number, cell.row + 1, cell.column + 1 + self.dropped)
            self._pieces[key] = tuple(
                Piece(b, self.block, source) for b in cell.blocks if isinstance(b, Paragraph) and not _empty(b)
            )
        return self._pieces[key]


def _empty(paragraph: Paragraph) -> bool:
    return not paragraph.text.strip() or (is_blank(paragraph.text) and not paragraph.lines)


def _rows_as_paragraphs(table: Table) -> Iterator[Paragraph]:
    """One paragraph a row: the lines of its cells from left to right, of tables inside them too."""
    for row in range(table.rows):
        cells = sorted((c for c in table.cells if c.row == row), key=lambda c: c.column)
        lines = tuple(line for p in paragraphs(b for c in cells for b in c.blocks) for line in p.lines)
        if lines:
            yield Paragraph(lines)
