"""A frame with rules between the rows and none between the columns: the headings show these."""

from __future__ import annotations

import pytest

from ingest.document import BBox, Method, Page, Rule, Word
from ingest.layout.tables.finder import find_tables
from ingest.options import Options

HEADS = ("Problem", "Delmål", "Vad ska göras?", "Ansvarig")
STARTS = (60.0, 200.0, 390.0, 560.0)
BODY = (
    (
        "Barns synpunkter saknas",
        "Alla barn känner till sina rättigheter",
        "Införa analys i nämndernas mallar",
        "Rektor",
    ),
    ("Våld i hela kommunen", "Minskning av elever som är otrygga på", "Start av råd på skolan", "Samordnare"),
    ("Förluster i snitt", "Sund konkurrens", "Bjuda in banker till samverkan", "Brå"),
)


def page(bold: bool, shift: float = 0.0) -> Page:
    """Rows 30 points apart; the second column's longest line nearly reaches the third column."""
    words: list[Word] = []
    rules: list[Rule] = []
    for n, row in enumerate((HEADS, *BODY)):
        top = 100.0 + 30 * n
        rules.append(Rule(BBox(54, top - 8, 700, top - 7.5), True, 0.5))
        for start, text in zip(STARTS, row, strict=True):
            x = start + (shift if n % 2 else 0.0)
            for part in text.split():
                width = 5.0 * len(part)
                words.append(Word(part, part, BBox(x, top, x + width, top + 10), size=10.0, bold=bold and n == 0))
                x += width + 2.5
    rules.append(Rule(BBox(54, 212, 700, 212.5), True, 0.5))
    rules += [Rule(BBox(x, 92, x + 0.5, 212.5), False, 0.5) for x in (54.0, 699.5)]
    return Page(1, 760.0, 400.0, Method.OCR, words=tuple(words), rules=tuple(rules))


@pytest.mark.parametrize("bold", [True, False])
@pytest.mark.parametrize("shift", [0.0, 0.8])
def test_columns_of_a_frame_are_those_of_its_headings(bold: bool, shift: float) -> None:
    (table,) = find_tables(page(bold, shift), Options())
    cells = {(c.row, c.column): " ".join(line.text for line in c.lines) for c in table.cells}
    assert (table.rows, table.columns) == (4, 4)
    assert tuple(cells[0, c] for c in range(4)) == HEADS
    assert [tuple(cells[r, c] for c in range(4)) for r in (1, 2, 3)] == list(BODY)


def test_headings_and_rows_in_one_piece_below_a_band_are_parted_too() -> None:
    made = page(bold=True)
    band = [
        Word(w, w, BBox(60 + 60 * n, 70, 115 + 60 * n, 80), size=10.0, bold=True) for n, w in enumerate(("Mål:", "Ro"))
    ]
    rules = [Rule(BBox(54, y, 700, y + 0.5), True, 0.5) for y in (64.0, 88.0, 212.0)]
    rules += [Rule(BBox(x, 64, x + 0.5, 212.5), False, 0.5) for x in (54.0, 699.5)]
    whole = Page(1, 760.0, 400.0, Method.OCR, words=(*band, *made.words), rules=tuple(rules))
    (table,) = find_tables(whole, Options())
    assert table.columns == len(HEADS)
    assert {c.text for c in table.cells if c.row == 1} == set(HEADS)
