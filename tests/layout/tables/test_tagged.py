"""A tagged table is believed where the words of the page stand as its tags say, and only there."""

from __future__ import annotations

from dataclasses import replace

from ingest.document import BBox, Page, TaggedCell, TaggedTable, Tags, Word
from ingest.layout.tables.model import FoundTable
from ingest.layout.tables.tagged import with_tagged
from tests.layout.pages import page, words

ROWS = [["Orsak", "Vem"], ["Mörka vägar", "Parkenheten"], ["Klotter", "Skolan"]]
XS = [60.0, 300.0]


def _page(rows: list[list[str]], *, xs: list[float] | None = None, headings: int = 1, swap: bool = False) -> Page:
    """A page of cells at `xs`, one line a row, tagged as they stand (`swap`: the columns' tags the other way)."""
    placed: list[Word] = []
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            own = words(text, (xs or XS)[c], 100.0 + 20 * r) if text else []
            group = tuple(range(len(placed), len(placed) + len(own)))
            placed += own
            cells.append(TaggedCell(r, 1 - c if swap else c, 1, 1, r < headings, (group,) if group else ()))
    table = TaggedTable(len(rows), 2, tuple(cells))
    return page(placed, tags=Tags((table,)))


def _texts(table: FoundTable) -> list[str]:
    return [c.text for c in table.cells]


def test_a_page_without_tags_keeps_what_was_found() -> None:
    assert with_tagged(page(words("Orsak Vem", 60.0, 100.0)), []) == []


def test_a_table_that_the_engine_missed_is_taken_with_its_heading_row() -> None:
    (table,) = with_tagged(_page(ROWS), [])
    assert _texts(table) == [text for row in ROWS for text in row]
    assert (table.rows, table.columns, table.header_rows, table.method) == (3, 2, 1, "tagged")
    assert len(table.column_edges) == 3
    assert list(table.row_edges) == sorted(table.row_edges)


def test_an_empty_cell_keeps_its_place() -> None:
    (table,) = with_tagged(_page([*ROWS, ["Buller", ""]]), [])
    assert [c.text for c in table.cells if c.row == 3] == ["Buller", ""]


def test_columns_in_the_wrong_order_are_not_believed() -> None:
    assert with_tagged(_page(ROWS, swap=True), []) == []


def test_columns_that_overlap_are_not_believed() -> None:
    assert with_tagged(_page(ROWS, xs=[60.0, 90.0]), []) == []


def test_rows_that_stand_above_each_other_are_not_believed() -> None:
    made = _page(ROWS)
    assert made.tags is not None
    (table,) = made.tags.tables
    turned = tuple(replace(c, row=2 - c.row) for c in table.cells)
    assert with_tagged(replace(made, tags=Tags((replace(table, cells=turned),))), []) == []


def test_a_word_in_two_cells_is_not_believed() -> None:
    made = _page(ROWS)
    assert made.tags is not None
    (table,) = made.tags.tables
    doubled = (*table.cells[:-1], replace(table.cells[-1], paragraphs=table.cells[-2].paragraphs))
    assert with_tagged(replace(made, tags=Tags((replace(table, cells=doubled),))), []) == []


def test_heading_cells_all_the_way_down_are_no_heading_rows() -> None:
    (table,) = with_tagged(_page(ROWS, headings=3), [])
    assert table.header_rows == 0


def test_the_same_grid_found_by_the_engine_stays_and_gains_what_tags_know() -> None:
    made = _page(ROWS)
    (tagged,) = with_tagged(made, [])
    engine = replace(tagged, method="ruled", confidence=0.6, header_rows=0,
                     cells=tuple(replace(c, fill=(0.9, 0.9, 0.9)) for c in tagged.cells))  # fmt: skip
    (table,) = with_tagged(made, [engine])
    assert table.method == "ruled"
    assert table.header_rows == 1
    assert table.confidence == tagged.confidence
    assert all(c.fill == (0.9, 0.9, 0.9) for c in table.cells)


def test_a_found_table_with_other_cells_gives_way_but_leaves_its_paint() -> None:
    made = _page(ROWS)
    (tagged,) = with_tagged(made, [])
    whole = BBox(*tagged.bbox)
    lines = tuple(line for c in tagged.cells for line in c.lines)
    engine = replace(tagged, method="gutters", rows=1, columns=1,
                     cells=(replace(tagged.cells[0], bbox=whole, lines=lines, fill=(0.2, 0.4, 0.6)),))  # fmt: skip
    (table,) = with_tagged(made, [engine])
    assert table.method == "tagged"
    assert {c.fill for c in table.cells if c.lines} == {(0.2, 0.4, 0.6)}


def test_a_found_table_that_holds_more_is_not_cut_down_to_the_tags() -> None:
    made = _page(ROWS)
    (tagged,) = with_tagged(made, [])
    more = page([*made.words, *words("tre ord till under den här tabellen som bara motorn såg", 60.0, 160.0)])
    engine = replace(tagged, method="ruled", words=frozenset(range(len(more.words))))
    assert with_tagged(replace(more, tags=made.tags), [engine]) == [engine]


def test_a_heading_row_that_counts_as_decoration_on_a_later_page_is_kept() -> None:
    whole = _page([["Orsak", "Vem"], *ROWS[1:]])
    (engine,) = with_tagged(whole, [])
    assert whole.tags is not None
    (table,) = whole.tags.tables
    rest = tuple(replace(c, row=c.row - 1) for c in table.cells if c.row)
    later = replace(whole, tags=Tags((replace(table, rows=2, cells=rest),)))
    (found,) = with_tagged(later, [replace(engine, method="ruled")])
    assert _texts(found) == [text for row in ROWS for text in row]
    assert (found.rows, found.header_rows) == (3, 1)


def test_a_cell_that_the_engine_saw_merged_stands_beside_all_its_rows() -> None:
    made = _page([["Vem", "Åtgärd"], ["Parkenheten", "Röja"], ["", "Belysa"], ["Skolan", "Ronda"], ["", "Vaka"]])
    (tagged,) = with_tagged(made, [])
    park, light = (next(c for c in tagged.cells if c.text == text) for text in ("Parkenheten", "Belysa"))
    tall = replace(park, rowspan=2, bbox=BBox(park.bbox.x0, park.bbox.top, park.bbox.x1, light.bbox.bottom))
    others = tuple(c for c in tagged.cells if c.text and c is not park)
    engine = replace(tagged, method="ruled", rows=6, cells=(tall, *others))
    (table,) = with_tagged(made, [engine])
    assert {c.text: c.rowspan for c in table.cells if c.column == 0 and c.text} == {
        "Vem": 1,
        "Parkenheten": 2,
        "Skolan": 1,
    }
    assert [(c.row, c.text) for c in table.cells if c.column == 0 and not c.text] == [(4, "")]
