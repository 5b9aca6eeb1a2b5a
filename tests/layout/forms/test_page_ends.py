"""Forms side by side that a page's end cuts are whole again. Every text is invented."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ingest.document import Page, Rule, Table, Word
from tests.layout.pages import arranged, grid, page, words

WIDTH, LABEL = 240.0, 70.0
LEFTS = (40.0, 310.0)
HIGH = 20.0
LABELS = ("Insats", "Bakgrund", "Mål", "Åtgärd", "Ansvarig", "Tidpunkt")
DEEDS = [
    ("Rena gator", "Skräpet blåser omkring", "Gatorna är rena", "Sopa varje morgon", "Gatukontoret", "Mars 2031"),
    ("Hela gungor", "Gungorna är trasiga", "Barnen vågar gunga", "Byta kedjorna", "Parkenheten", "April 2031"),
    ("Ljusa stigar", "Stigarna är mörka", "Alla hittar hem", "Sätta upp lyktor", "Elverket", "Maj 2031"),
    ("Tysta nätter", "Mopeder stör natten", "Natten är tyst", "Stänga av vägen", "Trafiken", "Juni 2031"),
]


def form(at: int, left: float, top: float, rows: range = range(6)) -> tuple[list[Word], list[Rule]]:
    """Some rows of a form, and its borders."""
    ys = [top + HIGH * n for n in range(len(rows) + 1)]
    placed: list[Word] = []
    for row, (y, _) in zip(rows, pairwise(ys), strict=True):
        placed += words(LABELS[row], left + 4, y + 4, bold=True)
        placed += words(DEEDS[at][row], left + LABEL + 4, y + 4)
    return placed, grid([left, left + LABEL, left + WIDTH], ys)


def sheet(number: int, *forms: tuple[list[Word], list[Rule]]) -> Page:
    return page(*(f[0] for f in forms), number=number, rules=[r for f in forms for r in f[1]])


def tables(*pages: Page) -> list[list[str]]:
    """The values of each table."""
    found = [b for b in arranged(*pages).blocks if isinstance(b, Table)]
    return [[c.text for c in t.cells if c.column == 1] for t in found]


@pytest.mark.parametrize("cut", [3, 4, 5])
def test_each_form_goes_on_in_its_own_column(cut: int) -> None:
    first = sheet(
        1,
        form(0, LEFTS[0], 480),
        form(1, LEFTS[1], 480),
        form(2, LEFTS[0], 660, range(cut)),
        form(3, LEFTS[1], 660, range(cut)),
    )
    second = sheet(2, form(2, LEFTS[0], 50, range(cut, 6)), form(3, LEFTS[1], 50, range(cut, 6)))
    assert sorted(tables(first, second)) == sorted(map(list, DEEDS))


def test_one_of_two_is_cut() -> None:
    second = sheet(2, form(2, LEFTS[0], 50, range(4, 6)), form(0, LEFTS[1], 50))
    first = sheet(1, form(1, LEFTS[1], 600), form(2, LEFTS[0], 640, range(4)))
    assert sorted(tables(first, second)) == sorted(map(list, DEEDS[:3]))


def test_whole_forms_of_the_next_page_stay_forms_of_their_own() -> None:
    first = sheet(1, form(0, LEFTS[0], 640), form(1, LEFTS[1], 640))
    second = sheet(2, form(2, LEFTS[0], 50), form(3, LEFTS[1], 50))
    assert sorted(tables(first, second)) == sorted(map(list, DEEDS))
