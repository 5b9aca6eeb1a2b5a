"""Rows that other tables of the same headings show apart."""

from __future__ import annotations

from ingest.document import BBox, Block, Cell, Line, Paragraph, Table, Word
from ingest.layout.recurring_rows import split_recurring

PITCH = 12.0


def cell(row: int, column: int, *lines: tuple[float, str]) -> Cell:
    """A cell of lines, each at a place counted in lines from the top."""
    made = []
    for place, text in lines:
        box = BBox(100.0 * column, PITCH * place, 100.0 * column + 5 * len(text), PITCH * place + 10)
        made.append(Line(tuple(Word(w, w, bbox=box) for w in text.split()), 1))
    return Cell(row, column, (Paragraph(tuple(made)),) if made else ())


def head() -> list[Cell]:
    return [cell(0, 0, (0, "Förvaltning")), cell(0, 1, (0, "Ansvarig"))]


def texts(block: Block) -> list[list[str]]:
    assert isinstance(block, Table)
    return [[c.text for c in block.cells if c.row == row] for row in range(block.rows)]


APART = Table(
    (
        *head(),
        cell(1, 0, (1, "Fritidskontoret")),
        cell(1, 1, (1, "Enhetschef")),
        cell(2, 0, (2, "Gatukontoret")),
        cell(2, 1),
        cell(3, 0, (3, "Skolan")),
        cell(3, 1, (3, "Rektor")),
    ),
    4,
    2,
)


def test_a_row_of_names_that_stand_alone_elsewhere_is_parted_by_their_heights() -> None:
    joined = Table(
        (*head(), cell(1, 0, (1, "Fritidskontoret"), (2, "Gatukontoret"), (3, "Skolan")), cell(1, 1, (2, "Parkchef"))),
        2,
        2,
    )
    found = split_recurring([APART, joined])
    assert texts(found[1]) == [
        ["Förvaltning", "Ansvarig"],
        ["Fritidskontoret", ""],
        ["Gatukontoret", "Parkchef"],
        ["Skolan", ""],
    ]
    assert found[0] == APART


def test_a_wrapped_name_stays_one_row() -> None:
    wrapped = Table((*head(), cell(1, 0, (1, "Kultur- och"), (2, "Gatukontoret")), cell(1, 1, (1, "Chef"))), 2, 2)
    assert split_recurring([APART, wrapped])[1] == wrapped


def test_a_table_of_other_headings_bears_nothing_out() -> None:
    other = Table(
        (cell(0, 0, (0, "Plats")), cell(0, 1, (0, "Tid")), cell(1, 0, (1, "Skolan"), (2, "Gatukontoret")), cell(1, 1)),
        2,
        2,
    )
    assert split_recurring([APART, other])[1] == other
