"""Tables whose every other row is shaded, no rule between rows and columns. Every text is invented."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from ingest.document import BBox, Fill, Page, Rule
from ingest.layout.tables.finder import find_tables
from ingest.options import Options
from tests.layout.pages import page, words
from tests.layout.tables.test_finder import one, texts

GREY, GOLD = (0.75, 0.75, 0.75), (1.0, 0.95, 0.8)
XS = [50.0, 160.0, 330.0, 440.0]
WAYS = [
    ("Rena parker", "Måla alla bänkar", "Park"),
    ("", "Tömma korgarna oftare", "Renhållning"),
    ("Ljusa gator", "Byta ut lamporna", "Gata"),
    ("", "Klippa buskarna", "Park"),
    ("", "Flytta stolparna", "Gata"),
]
"""A goal merged over the measures below it."""


def shaded(rows: list[tuple[str, str, str]], painted: set[int], *, merged: bool = True) -> Page:
    """A heading row in gold, rows of 30 points, a rule over and below all of them; in the painted ones the cells with
    text, or all of them, are shaded."""
    placed = [words(text, x + 3, 113, bold=True) for text, x in zip(("Mål", "Åtgärd", "Vem"), XS, strict=False)]
    fills = [Fill(BBox(a, 100, b, 120), GOLD) for a, b in pairwise(XS)]
    for n, row in enumerate(rows):
        top = 120 + 30.0 * n
        for c, text in enumerate(row):
            placed.append(words(text, XS[c] + 3, top + 11, bold=c == 0))
            if n in painted and (text or not merged):
                fills.append(Fill(BBox(XS[c], top, XS[c + 1], top + 30), GREY))
    foot = 120 + 30.0 * len(rows)
    rules = [Rule(BBox(XS[0], y, XS[-1], y), True) for y in (100, 120, foot)]
    return page(*placed, rules=rules, fills=tuple(fills))


def filled(found: list[list[str]]) -> list[list[str]]:
    return [[c for c in row if c] for row in found]


def test_white_rows_between_shaded_ones_and_merged_cells_that_only_white_parts() -> None:
    table = one(find_tables(shaded(WAYS, {1, 3}), Options()))
    spans = {c.text: c.rowspan for c in table.cells if c.column == 0 and c.row}
    assert spans == {"Rena parker": 2, "Ljusa gator": 3}
    assert filled(texts(table))[1:] == [[c for c in row if c] for row in WAYS]


def test_a_white_last_row_ends_at_the_rule() -> None:
    rows = [(f"Mål {n}", f"Göra det {n}:e", "Park") for n in range(1, 5)]
    table = one(find_tables(shaded(rows, {0, 2}, merged=False), Options()))
    assert texts(table)[1:] == [list(row) for row in rows]


def test_a_white_row_at_the_top_of_a_page_that_goes_on() -> None:
    rows = [(f"Mål {n}", f"Göra det {n}:e", "Park") for n in range(1, 4)]
    drawn = shaded(rows, {1}, merged=False)
    on = replace(drawn, words=drawn.words[3:], fills=drawn.fills[3:], rules=drawn.rules[2:])
    table = one(find_tables(on, Options(), known=(52.0, 155.0, 322.0, 400.0)))
    assert texts(table) == [list(row) for row in rows]


def test_a_merged_cell_beside_whose_rows_a_rule_is_missing() -> None:
    ways = [
        ("Rena parker", "Måla alla bänkar"),
        ("", "Tömma korgarna"),
        ("Ljusa gator", "Byta ut lampor"),
        ("", "Klippa"),
    ]
    placed = [w for r, row in enumerate(ways) for x, text in zip(XS, row, strict=False)
              for w in words(text, x + 3, 111 + 30.0 * r)]  # fmt: skip
    right = [Rule(BBox(XS[1], 100 + 30.0 * r, XS[2], 100 + 30.0 * r), True) for r in range(5)]
    outer = [Rule(BBox(XS[0], y, XS[1], y), True) for y in (100, 220)]
    upright = [Rule(BBox(x, 100, x, 220), False) for x in XS[:3]]
    table = one(find_tables(page(placed, rules=[*right, *outer, *upright]), Options()))
    assert {c.text: c.rowspan for c in table.cells if c.column == 0} == {"Rena parker": 2, "Ljusa gator": 2}
