"""Words printed across a page stand in no cell and part no table. Every text is invented."""

from __future__ import annotations

from dataclasses import replace

from ingest.document import BBox, Page, Table, Word
from ingest.layout.watermarks import with_marks_aside
from tests.layout.pages import arranged, grid, page, words

XS = [50.0, 200.0, 350.0, 500.0]
ROWS = [("Mål", "Åtgärd", "Vem"), ("Rena parker", "Måla bänkarna", "Park"), ("Ljusa gator", "Byta lampor", "Gata")]


def ruled(rows: list[tuple[str, str, str]], top: float, number: int = 1) -> Page:
    placed = [w for r, row in enumerate(rows) for x, text in zip(XS, row, strict=False)
              for w in words(text, x + 4, top + 12 + 20 * r, bold=row == ROWS[0])]  # fmt: skip
    return page(placed, rules=grid(XS, [top + 20 * r for r in range(len(rows) + 1)]), number=number)


def across(one: Page) -> Page:
    """A page with a turned word in large type over its table."""
    mark = Word("UTKAST", "UTKAST", BBox(100, 90, 400, 330), size=70.0)
    return replace(one, rotated=(mark,))


def test_a_turned_mark_over_a_table_is_in_no_cell_and_parts_no_table_from_its_rest() -> None:
    first = across(ruled(ROWS, 600))
    second = across(ruled([ROWS[0], ("Trygga stråk", "Klippa buskar", "Park")], 60, number=2))
    blocks = arranged(first, second).blocks
    (table,) = [b for b in blocks if isinstance(b, Table)]
    assert [c.text for c in table.cells if c.column == 0] == ["Mål", "Rena parker", "Ljusa gator", "Trygga stråk"]
    assert sum("UTKAST" in b.text for b in blocks) == 2


def test_an_upright_mark_over_the_text_stands_aside_and_a_large_title_does_not() -> None:
    lines = [w for n in range(6) for w in words("Vi målar bänkarna i parken varje vår", 60, 200 + 14 * n)]
    mark = Word("KOPIA", "KOPIA", BBox(60, 180, 300, 260), size=60.0)
    title = words("Handlingsplan", 60, 100, size=40)
    aside = with_marks_aside(page(title, lines, [mark]))
    assert [w.text for w in aside.rotated] == ["KOPIA"]
    assert "Handlingsplan" in {w.text for w in aside.words}


def test_large_numbers_at_the_right_of_cards_stand_aside_and_those_before_headings_do_not() -> None:
    def cards(number: float) -> Page:
        lines = [w for n in range(3) for w in words("Problemet", 60 + 200 * n, 200)]
        lines += [w for n in range(3) for w in words("Parken är mörk", 60 + 200 * n, 214)]
        counted = [w for n in range(3) for w in words(str(n + 1), number + 200 * n, 204, size=24)]
        return page(lines, counted)

    assert [w.text for w in with_marks_aside(cards(210)).rotated] == ["1", "2", "3"]
    assert not with_marks_aside(cards(42)).rotated
    assert not with_marks_aside(page(*([w for n in (1, 2, 4) for w in words(f"{n}", 200 * n, 200, size=24)],))).rotated
