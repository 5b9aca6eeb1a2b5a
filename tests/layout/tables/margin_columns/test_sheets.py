"""Sheets of a scan that lie aside from each other."""

from __future__ import annotations

from dataclasses import replace

from ingest.document import Method, Page, Word
from ingest.layout.tables.margin_columns.sheets import flush, sideways_shifts
from ingest.layout.tables.model import tokens_of, visual_rows
from tests.layout.pages import page, words


def sheet(number: int, aside: float, method: Method = Method.OCR) -> Page:
    own: list[Word] = []
    for k in range(6):
        own += words("Polisen", 60 + aside, 100 + 40 * k) + words("maj 2030", 190 + aside, 100 + 40 * k)
        own += words(f"Gruppen ska ta upp fråga {k} igen", 320 + aside, 100 + 40 * k)
    return replace(page(own, number=number), method=method)


def shifts(*pages: Page) -> dict[int, float]:
    return sideways_shifts(pages, [visual_rows(tokens_of(p.words)) for p in pages])


def test_how_far_a_sheet_lies_aside_shows_by_the_edges_of_its_columns() -> None:
    assert {n: round(x) for n, x in shifts(sheet(1, 0), sheet(2, -6), sheet(3, 11), sheet(4, 1)).items()} == {
        2: -6,
        3: 11,
    }


def test_pages_that_no_scanner_made_lie_still() -> None:
    assert shifts(sheet(1, 0, Method.TEXT_LAYER), sheet(2, -6, Method.TEXT_LAYER)) == {}
    assert shifts(sheet(1, 0)) == {}


def test_rows_are_moved_to_where_they_would_stand_on_the_first_sheet() -> None:
    rows = visual_rows(tokens_of(sheet(2, -6).words))
    assert [t.x0 for t in flush(rows, -6)[0]][:1] == [60]
    assert flush(rows, 0) is rows
