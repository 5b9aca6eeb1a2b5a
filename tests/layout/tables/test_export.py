"""Tables as plain grids: from pages as found, from blocks as declared, nested ones after the one they stand in."""

from __future__ import annotations

from ingest.document import BBox, Cell, Document, Line, Method, Paragraph, Table, Word
from ingest.layout.tables.export import grids
from ingest.options import Options
from tests.layout.pages import grid, page, words


def _document(**fields: object) -> Document:
    return Document("0" * 64, "plan.pdf", "application/pdf", Method.TEXT_LAYER, **fields)  # type: ignore[arg-type]


def _cell(row: int, column: int, text: str, *inner: Table, **spans: int) -> Cell:
    paragraph = Paragraph((Line(tuple(Word(w, w) for w in text.split())),))
    return Cell(row, column, (paragraph, *inner), **spans)


def test_a_page_gives_its_tables_as_they_stand() -> None:
    texts = [["Vad", "Vem"], ["Laga belysningen", "Parkenheten"]]
    parts = [words(t, 55.0 + 200 * c, 115.0 + 30 * r) for r, row in enumerate(texts) for c, t in enumerate(row)]
    (found,) = grids(
        _document(pages=(page(*parts, rules=grid([50.0, 250.0, 450.0], [100.0, 130.0, 160.0])),)), Options()
    )
    assert found.records() == texts
    assert found.page == 1
    assert found.bbox is not None
    assert abs(found.bbox.x0 - 50.0) < 2


def test_what_stands_on_two_pages_is_two_grids() -> None:
    def sheet(number: int) -> list[list[str]]:
        return [["Vad", "Vem"], [f"Laga lampa {number}", "Parkenheten"]]

    pages = []
    for number in (1, 2):
        parts = [
            words(t, 55.0 + 200 * c, 115.0 + 30 * r) for r, row in enumerate(sheet(number)) for c, t in enumerate(row)
        ]
        pages.append(page(*parts, number=number, rules=grid([50.0, 250.0, 450.0], [100.0, 130.0, 160.0])))
    found = grids(_document(pages=tuple(pages)), Options())
    assert [g.page for g in found] == [1, 2]
    assert [g.records() for g in found] == [sheet(1), sheet(2)]


def test_blocks_give_declared_tables_and_those_inside_their_cells() -> None:
    inner = Table((_cell(0, 0, "inne"),), 1, 1)
    outer = Table(
        (_cell(0, 0, "rubrik", colspan=2), _cell(1, 0, "a", inner), _cell(1, 1, "b")),
        2, 2, pages=(3,), boxes=((3, BBox(1, 2, 3, 4)),),
    )  # fmt: skip
    first, second = grids(_document(blocks=(outer,)), Options())
    assert first.page == 3
    assert first.bbox == BBox(1, 2, 3, 4)
    assert first.cells[0].colspan == 2
    assert first.records()[0] == ["rubrik", ""]
    assert second.records() == [["inne"]]
    assert (second.page, second.bbox) == (None, None)
