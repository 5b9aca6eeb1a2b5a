"""Tables of more columns than any author makes."""

from __future__ import annotations

from ingest.document import Cell, Document, Line, Method, Paragraph, Table, Word, words_of
from ingest.layout.limits import MOST_COLUMNS, bounded


def _cell(row: int, column: int, colspan: int = 1) -> Cell:
    name = f"{row}.{column}"
    return Cell(row, column, (Paragraph((Line((Word(name, name),)),)),), colspan=colspan)


def _document(table: Table) -> Document:
    return Document("0" * 64, "a.csv", "text/plain", Method.TEXT, blocks=(table,))


def test_no_cell_of_a_wide_table_is_lost() -> None:
    width = 3 * MOST_COLUMNS
    cells = [*(_cell(0, c) for c in range(width)), _cell(1, 5, width - 5), _cell(2, 0), _cell(2, width - 1)]
    inner = Table(tuple(cells), 3, width)
    outer = Table((Cell(0, 0, (inner,)),), 1, 1)
    for table in (inner, outer):
        read = bounded(_document(table))
        assert [w.raw for w in words_of(read.blocks)] == [w.raw for w in words_of((table,))]
        assert {n.code for n in read.notes} == {"wide-table"}
        made = read.blocks[0]
        assert isinstance(made, Table)
        if table is outer:
            made = made.cells[0].blocks[0]
            assert isinstance(made, Table)
        places = [(c.row, x) for c in made.cells for x in range(c.column, c.column + c.colspan)]
        assert len(places) == len(set(places))
        assert max(x for _, x in places) < made.columns == MOST_COLUMNS


def test_a_table_that_authors_make_stays() -> None:
    document = _document(Table(tuple(_cell(0, c) for c in range(400)), 1, 400))
    assert bounded(document) is document
