"""Tables that a page break has cut: which are parts of one, what is the rest of a row, what a heading repeats."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.document import BBox, Cell, Line, Paragraph, Table, Word
from ingest.layout.tables.page_breaks import PagePart, column_of, join_parts, rest_of_row, same_columns
from ingest.layout.text.paragraphs import cell_paragraphs

EDGES = (50.0, 200.0, 350.0)


def _line(text: str, page: int, x: float = 52.0, top: float = 100.0) -> Line:
    words = []
    for raw in text.split():
        words.append(Word(raw, raw, BBox(x, top, x + 5.0 * len(raw), top + 10.0), size=10.0))
        x += 5.0 * len(raw) + 3.0
    return Line(tuple(words), page)


def _cell(row: int, column: int, text: str, page: int, rowspan: int = 1) -> Cell:
    return Cell(row, column, (Paragraph((_line(text, page),)),), rowspan=rowspan)


def test_a_merged_cell_cut_by_a_page_break_keeps_the_rows_below() -> None:
    top = Table((_cell(0, 0, "Alla rektorer vet hur", 1), _cell(0, 1, "Erbjud stöd genom", 1)), 1, 2, pages=(1,))
    low = Table(
        (
            _cell(0, 0, "ett ärende hanteras", 2, rowspan=2),
            _cell(0, 1, "avhopparverksamheten", 2),
            _cell(1, 1, "Bjud in till dialog", 2),
        ),
        2,
        2,
        pages=(2,),
    )
    table = join_parts(PagePart(top, EDGES, 1), PagePart(low, EDGES, 2), (0, 1)).table
    assert table.rows == 2
    goal = next(c for c in table.cells if c.column == 0)
    assert (goal.row, goal.rowspan) == (0, 2)
    assert goal.text == "Alla rektorer vet hur ett ärende hanteras"


def test_a_place_after_a_preposition_is_no_next_name() -> None:
    lines = [_line("Bilbränder runt", 1, top=100.0), _line("Södergårdetskolan nattetid", 1, top=112.0)]
    found = cell_paragraphs(lines, BBox(50.0, 90.0, 184.0, 140.0), {20: 12.0})
    assert len(found) == 1


def _table(rows: list[list[str]], page: int, header_rows: int = 0) -> Table:
    cells = [_cell(r, c, text, page) for r, row in enumerate(rows) for c, text in enumerate(row) if text]
    return Table(tuple(cells), len(rows), len(rows[0]), pages=(page,), header_rows=header_rows)


def _rows(table: Table) -> list[list[str]]:
    out = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        out[cell.row][cell.column] = cell.text
    return out


def _joined(top: list[list[str]], low: list[list[str]], header_rows: int = 0) -> list[list[str]]:
    parts = PagePart(_table(top, 1, header_rows), EDGES, 1), PagePart(_table(low, 2), EDGES, 2)
    return _rows(join_parts(*parts, (0, 1)).table)


@pytest.mark.parametrize(
    ("edges", "columns"),
    [
        ((50.0, 200.0, 350.0), (0, 1)),
        ((54.0, 205.0, 357.0), (0, 1)),
        ((50.0, 240.0, 350.0), None),
        ((150.0, 200.0, 450.0), None),
    ],
)
def test_parts_of_one_table_have_their_columns_at_the_same_places(
    edges: tuple[float, ...], columns: tuple[int, ...] | None
) -> None:
    first = PagePart(_table([["Vad", "Vem"]], 1), EDGES, 1)
    assert same_columns(first, PagePart(_table([["Laga lampor", "Parken"]], 2), edges, 2)) == columns


def test_a_column_that_is_empty_on_the_second_page_is_left_out() -> None:
    wide = (50.0, 150.0, 250.0, 350.0)
    first = PagePart(_table([["Vad", "Vem", "När"]], 1), wide, 1)
    assert same_columns(first, PagePart(_table([["Laga", "maj"]], 2), (50.0, 150.0, 250.0), 2)) == (0, 1)
    assert same_columns(first, PagePart(_table([["Laga", "maj"]], 2), (50.0, 200.0, 350.0), 2)) is None
    more = PagePart(_table([["a", "b", "c"]], 2), wide, 2)
    assert same_columns(PagePart(_table([["Vad", "Vem"]], 1), EDGES, 1), more) is None


def test_the_same_headings_once_more_say_it_where_the_edges_do_not() -> None:
    heads = [["Vad", "Vem", "När"]]
    first = PagePart(_table([*heads, ["Laga lampor", "Parken", "maj"]], 1), (50.0, 150.0, 250.0, 350.0), 1)
    moved = (50.0, 170.0, 290.0, 420.0)
    assert same_columns(first, PagePart(_table([*heads, ["Klipp häckar", "Parken", "juni"]], 2), moved, 2)) == (0, 1, 2)
    assert same_columns(first, PagePart(_table([["Klipp häckar", "Parken", "juni"]], 2), moved, 2)) is None


def test_a_repeated_heading_is_dropped() -> None:
    top = [["Vad", "Vem"], ["Laga lampor.", "Parken."]]
    low = [["Vad", "Vem"], ["Klipp häckar.", "Parken."]]
    assert _joined(top, low, 1) == [*top, low[1]]


def test_a_second_page_with_nothing_but_the_heading_adds_no_row() -> None:
    top = [["Vad", "Vem"], ["Laga lampor.", "Parken."]]
    assert _joined(top, [["Vad", "Vem"]], 1) == top


@pytest.mark.parametrize(
    ("above", "below", "text"),
    [
        ("Byt belys-", "ningen vid torget", "Byt belys- ningen vid torget"),
        ("Byt belysningen,", "bänkarna med", "Byt belysningen, bänkarna med"),
        ("Byt belysningen och", "måla bänkarna", "Byt belysningen och måla bänkarna"),
        ("Byt belysningen vid", "torget i Norrhamn", "Byt belysningen vid torget i Norrhamn"),
    ],
)
def test_a_sentence_that_breaks_off_goes_on(above: str, below: str, text: str) -> None:
    (row, last) = _joined([["Vad", "Vem"], [above, "Parken."]], [[below, ""]], 1)
    assert row == ["Vad", "Vem"]
    assert last[0] == text
    assert last[1] == "Parken."


@pytest.mark.parametrize(
    ("above", "below"), [("Byt belysningen.", "Måla bänkarna"), ("Byt belysningen", "2 Måla bänkarna")]
)
def test_a_row_that_begins_anew_is_a_row(above: str, below: str) -> None:
    assert _joined([["Vad", "Vem"], [above, "Parken."]], [[below, "Skolan"]], 1)[1:] == [
        [above, "Parken."],
        [below, "Skolan"],
    ]


def test_loose_text_at_a_pages_top_is_the_rest_of_the_last_row() -> None:
    part = PagePart(_table([["Vad", "Vem"], ["Byt belysningen vid", "Parken."]], 1, 1), EDGES, 1)
    box = BBox(50.0, 100.0, 190.0, 110.0)
    found = rest_of_row(part, [_cell(0, 0, "torget före vintern", 2)], 2, box)
    assert found is not None
    assert _rows(found.table)[1] == ["Byt belysningen vid torget före vintern", "Parken."]
    assert found.table.pages == (1, 2)


def test_loose_text_that_begins_anew_or_is_set_otherwise_is_none() -> None:
    part = PagePart(_table([["Vad", "Vem"], ["Byt belysningen vid", "Parken."]], 1, 1), EDGES, 1)
    box = BBox(50.0, 100.0, 190.0, 110.0)
    assert rest_of_row(part, [_cell(0, 0, "Nästa avsnitt börjar här.", 2)], 2, box) is None
    bold = _cell(0, 0, "torget före vintern", 2)
    (paragraph,) = bold.blocks
    assert isinstance(paragraph, Paragraph)
    line = Line(tuple(replace(w, bold=True) for w in paragraph.lines[0].words), 2)
    assert rest_of_row(part, [replace(bold, blocks=(Paragraph((line,)),))], 2, box) is None


def test_the_last_words_of_a_cell_stand_in_the_column_that_holds_them() -> None:
    assert column_of(BBox(60.0, 100.0, 180.0, 110.0), EDGES) == 0
    assert column_of(BBox(210.0, 100.0, 300.0, 110.0), EDGES) == 1
    assert column_of(BBox(150.0, 100.0, 300.0, 110.0), EDGES) is None
    assert column_of(None, EDGES) is None


def test_one_cell_over_all_columns_whose_text_keeps_to_one_goes_on_there() -> None:
    top = PagePart(_table([["Vad", "Vem"], ["Byt belysningen vid", "Parken."]], 1, 1), EDGES, 1)
    low = Table((replace(_cell(0, 0, "torget före vintern", 2), colspan=2),), 1, 2, pages=(2,))
    found = join_parts(top, PagePart(low, EDGES, 2), (0, 1)).table
    assert _rows(found)[1] == ["Byt belysningen vid torget före vintern", "Parken."]


def _listed(column: int, row: int, items: list[str], page: int, *, marked: bool = True) -> Cell:
    paragraphs = tuple(
        Paragraph((_line(t, page),), "list-item" if marked else "body", 0 if marked else None, "•" if marked else None)
        for t in items
    )
    return Cell(row, column, paragraphs)


def _lists(*columns: list[str], page: int, row: int = 0) -> list[Cell]:
    return [_listed(c, row, items, page) for c, items in enumerate(columns)]


def test_lists_beside_each_other_go_on_over_a_page_break() -> None:
    """The only row is a list a column; an item that stands alone may have lost its bullet."""
    heads = [_cell(0, 0, "Trygghet", 1), _cell(0, 1, "Skola", 1)]
    above = _lists(["Laga lampor.", "Klipp häckar."], ["Ordna läxhjälp.", "Öppna biblioteket."], page=1, row=1)
    top = Table((*heads, *above), 2, 2, pages=(1,), header_rows=1)
    rest = (_listed(0, 0, ["Måla muren.", "Sopa torget."], 2), _listed(1, 0, ["Bjud in alla."], 2, marked=False))
    table = join_parts(PagePart(top, EDGES, 1), PagePart(Table(rest, 1, 2, pages=(2,)), EDGES, 2), (0, 1)).table
    assert table.rows == 2
    cells = {c.column: c for c in table.cells if c.row == 1}
    assert [len(cells[c].blocks) for c in (0, 1)] == [4, 3]
    assert all(isinstance(b, Paragraph) and b.role == "list-item" for b in cells[1].blocks)


def test_lists_of_a_second_row_begin_a_row_after_a_page_break() -> None:
    above = _lists(["Laga lampor."], ["Ordna läxhjälp."], page=1) + _lists(
        ["Klipp häckar.", "Sopa."], ["Öppna.", "Låsa."], page=1, row=1
    )
    top = Table(
        (_cell(0, 0, "Trygghet", 1), _cell(0, 1, "Skola", 1), *(replace(c, row=c.row + 1) for c in above)), 3, 2
    )
    low = Table(tuple(_lists(["Måla muren.", "Tvätta."], ["Bjud in alla.", "Ring."], page=2)), 1, 2, pages=(2,))
    assert join_parts(PagePart(top, EDGES, 1), PagePart(low, EDGES, 2), (0, 1)).table.rows == 4


def test_a_tagged_part_whose_texts_lie_in_the_columns_is_of_the_table() -> None:
    first = PagePart(_table([["Vad", "Vem"], ["Laga lampor", "Parken"]], 1, 1), EDGES, 1)
    cells = (
        Cell(0, 0, (Paragraph((_line("Klipp häckar", 2),)),)),
        Cell(0, 1, (Paragraph((_line("Parken", 2, 205.0),)),)),
    )
    low = Table(cells, 1, 2, pages=(2,), method="tagged")
    moved = (50.0, 230.0, 350.0)
    assert same_columns(first, PagePart(low, moved, 2)) == (0, 1)
    assert same_columns(first, PagePart(replace(low, method="ruled"), moved, 2)) is None
    assert same_columns(first, PagePart(replace(low, header_rows=1), moved, 2)) is None


def test_columns_of_which_two_are_one_where_nothing_parts_them() -> None:
    edges = (50.0, 100.0, 150.0, 200.0, 250.0)
    top = _table([["Orsak", "Mål", "Åtgärd", "Vem"], ["Mörkt", "Ljust", "Lampor", "Park"]], 1)
    low = Table(
        tuple(Cell(0, c, (Paragraph((_line(text, 2, x),)),)) for c, (text, x) in
              enumerate((("Is", 52.0), ("Sand", 152.0), ("Gata", 202.0)))), 1, 3, pages=(2,),
    )  # fmt: skip
    assert same_columns(PagePart(top, edges, 1), PagePart(low, (50.0, 150.0, 200.0, 250.0), 2)) == (0, 2, 3)
