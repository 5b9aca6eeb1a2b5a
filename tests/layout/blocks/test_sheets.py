"""Two pages printed on one sheet are read one after the other. Every text is invented."""

from __future__ import annotations

from dataclasses import replace

from ingest.document import BBox, Fill, Page, Table, Word
from ingest.layout.blocks.sheets import pages_on
from tests.layout.pages import arranged, grid, page, words

WIDTH, HEIGHT = 842.0, 595.0
HEADS = ("Mål", "Åtgärd", "Ansvarig")
ROWS = [("Rena parker", "Måla bänkarna", "Park"), ("Ljusa gator", "Byta lamporna", "Gata")]


def table(left: float, right: float, top: float) -> tuple[list[Word], list[object]]:
    """A ruled table of three columns."""
    wide = (right - left) / 3
    xs = [left, left + wide, left + 2 * wide, right]
    placed = [
        w
        for r, row in enumerate((HEADS, *ROWS))
        for x, text in zip(xs, row, strict=False)
        for w in words(text, x + 4, top + 12 + 16 * r, bold=r == 0)
    ]
    return placed, list(grid(xs, [top + 16 * r for r in range(4)]))


def sheet(*parts: tuple[list[Word], list[object]]) -> Page:
    made = page(*(p[0] for p in parts), rules=[r for p in parts for r in p[1]])  # type: ignore[misc]
    return replace(made, width=WIDTH, height=HEIGHT)


def test_a_seam_between_tables_parts_two_pages() -> None:
    title = words("Handlingsplan för trygghet", 50, 80, size=16, bold=True), list[object]()
    both = sheet(title, table(50, 380, 120), table(462, 792, 120))
    left, right = pages_on(both)
    assert {w.text for w in left.words} >= {"Handlingsplan", "lamporna"}
    assert len(right.words) == len(table(0, 1, 0)[0])
    tables = [b for b in arranged(both).blocks if isinstance(b, Table)]
    assert [(t.rows, t.columns) for t in tables] == [(3, 3), (3, 3)]


def test_a_table_across_the_middle_is_one_page() -> None:
    assert len(pages_on(sheet(table(50, 792, 120)))) == 1


def test_narrow_white_between_two_tables_is_no_seam() -> None:
    assert len(pages_on(sheet(table(50, 412, 120), table(430, 792, 120)))) == 1


def test_a_line_across_the_middle_is_of_one_page() -> None:
    title = words("En lång rubrik som går över arkets mitt", 50, 80, size=24), list[object]()
    assert len(pages_on(sheet(title, table(50, 380, 120), table(462, 792, 120)))) == 1


def test_a_page_on_its_own_ground_is_parted_from_the_one_beside_it() -> None:
    left = words("Plan för en tryggare stad under år 2031", 50, 200, size=12), list[object]()
    right = words("Vi vill att alla ska våga gå hem på kvällen", 460, 120), list[object]()
    dark = Fill(BBox(0, 0, WIDTH / 2, HEIGHT), (0.1, 0.1, 0.3))
    assert [len(p.words) for p in pages_on(replace(sheet(left, right), fills=(dark,)))] == [8, 10]
    box = Fill(BBox(0, 0, WIDTH / 2, HEIGHT / 2), (0.1, 0.1, 0.3))
    assert len(pages_on(replace(sheet(left, right), fills=(box,)))) == 1
