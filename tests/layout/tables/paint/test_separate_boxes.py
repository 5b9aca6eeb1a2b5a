"""Boxes with white on every side are rows of a table under headings of plans. Every text is invented."""

from __future__ import annotations

import pytest

from ingest.document import BBox, Fill, Page, Word
from ingest.layout.tables.finder import find_tables
from ingest.options import Options
from tests.layout.pages import lines, page, words
from tests.layout.tables.test_finder import one, texts

GREY, BLUE = (0.9, 0.9, 0.9), (0.1, 0.2, 0.5)
LEFTS, WIDTH, HIGH, WHITE = [40.0, 170.0, 300.0, 430.0], 122.0, 60.0, 8.0
HEADS = ["Orsak", "Aktivitet", "Ansvarig", "Tidpunkt"]
ROWS = [
    (["Hallen står öppen", "om nätterna"], ["Byta låset"], ["Fastighet"], ["Maj 2031"]),
    (
        ["Stigen är mörk", "bakom skolan", "om vintern"],
        ["Sätta upp lyktor"],
        ["Gatukontoret", "och Elverket"],
        ["2031"],
    ),
    (["Klotter"], ["Måla om väggen", "mot torget"], ["Park"], ["Löpande"]),
]


def slide(heads: list[str], *, painted: bool = True, middle: bool = True, shift: float = 0.0) -> Page:
    """Rows of boxes under headings; a chevron is wider than its column, `shift` moves the last box of the first row."""
    placed: list[Word] = []
    fills: list[Fill] = []
    for c, (x, head) in enumerate(zip(LEFTS, heads, strict=True)):
        placed += words(head, x + 8, 107, bold=True)
        fills += [Fill(BBox(x, 100, x + WIDTH + 12, 124), BLUE)] if painted else []
        for r, row in enumerate(ROWS):
            top = 132 + (HIGH + WHITE) * r + (shift if (r, c) == (0, 3) else 0)
            fills.append(Fill(BBox(x, top, x + WIDTH, top + HIGH), GREY))
            placed += lines(row[c], x + 6, top + (HIGH / 2 - 6 * len(row[c]) if middle else 4))
    return page(placed, fills=tuple(fills))


@pytest.mark.parametrize("painted", [True, False])
@pytest.mark.parametrize("middle", [True, False])
def test_boxes_at_one_height_are_a_row_whatever_lines_their_texts_have(painted: bool, middle: bool) -> None:
    table = one(find_tables(slide(HEADS, painted=painted, middle=middle), Options()))
    assert [[" ".join(c.split()) for c in row] for row in texts(table)] == [
        HEADS,
        *([" ".join(cell) for cell in row] for row in ROWS),
    ]


def test_headings_may_stand_in_boxes_of_the_same_columns() -> None:
    sheet = slide(HEADS, painted=False)
    own = tuple(Fill(BBox(x, 100, x + WIDTH, 124), BLUE) for x in LEFTS)
    table = one(find_tables(page(list(sheet.words), fills=(*sheet.fills, *own)), Options()))
    assert (table.rows, table.columns) == (4, 4)
    assert texts(table)[0] == HEADS


def test_boxes_under_other_heads_or_at_heights_of_their_own_are_no_grid() -> None:
    names = ["Hamnen", "Torget", "Parken", "Skolan"]
    for sheet in (slide(names), slide(HEADS, shift=30)):
        assert not any(t.method == "ruled" and t.rows == len(ROWS) + 1 for t in find_tables(sheet, Options()))
