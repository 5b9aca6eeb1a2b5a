"""Tables whose headings are painted cell by cell over rows that only rules part. Every text is invented."""

from __future__ import annotations

from itertools import pairwise

from ingest.document import BBox, Fill, Page, Rule, Table, Word
from ingest.layout.tables.finder import find_tables
from ingest.options import Options
from tests.layout.pages import arranged, page, words
from tests.layout.tables.test_finder import one, texts

GREEN = (0.86, 0.93, 0.88)
XS = [50.0, 230.0, 320.0, 400.0, 500.0]
HEADS = ("Insats", "Ansvar", "Start", "Läge")
SHORT = [["Städa torget"], ["Park"], ["2031-04-01"], ["Klart"]]
TALL = [
    ["Ta fram en rutin för hur", "vakter och skola talas", "vid om det som händer på", "kvällar"],
    ["Skola, fritid"],
    ["2031-01-15"],
    ["Ej börjat"],
]
LAST = [["Byta lampor vid stigen"], ["Gata"], ["2031-06-01"], ["Pågår"]]
Drawn = tuple[list[Word], list[Rule], list[Fill]]


def table(
    rows: list[list[list[str]]], top: float, *, size: float = 11.0, over: bool = False, closed: bool = True
) -> Drawn:
    """A table whose headings are smaller than its rows; a rule under each row, or over each."""
    fills = [Fill(BBox(a, top, b, top + 14), GREEN) for a, b in pairwise(XS)]
    placed = [w for x, head in zip(XS, HEADS, strict=False) for w in words(head, x + 4, top + 10, size=8, bold=True)]
    rules = []
    y = top + 14
    for n, row in enumerate(rows):
        if over:
            rules.append(Rule(BBox(XS[0], y, XS[-1], y), True))
        for x, cell in zip(XS, row, strict=False):
            placed += [w for k, line in enumerate(cell) for w in words(line, x + 4, y + 14 + 13 * k, size=size)]
        y += 13 * max(map(len, row)) + 7
        if not over and (closed or n + 1 < len(rows)):
            rules.append(Rule(BBox(XS[0], y, XS[-1], y), True))
    return placed, rules, fills


def drawn(*parts: Drawn, text: list[Word] | None = None, rules: list[Rule] | None = None, number: int = 1) -> Page:
    every = [w for placed, _, _ in parts for w in placed] + (text or [])
    lines = [r for _, own, _ in parts for r in own] + (rules or [])
    return page(every, rules=lines, fills=tuple(f for _, _, own in parts for f in own), number=number)


def joined(row: list[list[str]]) -> list[str]:
    return [" ".join(cell) for cell in row]


def said(found: list[list[str]]) -> list[list[str]]:
    return [[cell.replace("\n", " ") for cell in row] for row in found]


def test_a_row_is_what_stands_between_two_rules_however_tall_one_of_its_cells_is() -> None:
    rows = [SHORT, TALL, LAST]
    for over in (False, True):
        found = one(find_tables(drawn(table(rows, 100, over=over)), Options()))
        assert said(texts(found)) == [list(HEADS), *map(joined, rows)]


def test_the_next_section_and_a_table_of_other_headings_are_no_rows() -> None:
    heading = words("2 Grönare gator", 50, 240, size=14, bold=True)
    upper = table([SHORT, LAST], 100)
    lower = table([TALL, LAST], 300)
    under = Rule(BBox(XS[0], 246, XS[-1], 246), True)
    found = find_tables(drawn(upper, lower, text=heading, rules=[under]), Options())
    assert [said(texts(t))[1:] for t in found] == [[joined(SHORT), joined(LAST)], [joined(TALL), joined(LAST)]]


def test_shorter_rules_leave_merged_cells_whole() -> None:
    merged = [["Mörka stigar", "vid skolan"], ["Gata", "Park"], ["2031", "2032"], ["Klart", "Ej"]]
    placed, rules, fills = table([merged, SHORT], 100)
    inner = Rule(BBox(XS[1], 100 + 14 + 18, XS[-1], 100 + 14 + 18), True)
    found = one(find_tables(drawn((placed, rules, fills), rules=[inner]), Options()))
    assert [(c.text.replace("\n", " "), c.rowspan) for c in found.cells if c.column == 0] == [
        ("Insats", 1),
        ("Mörka stigar vid skolan", 2),
        ("Städa torget", 1),
    ]


def test_a_row_that_the_page_cuts_goes_on_under_the_headings_of_the_next_one() -> None:
    cut = [TALL[0][:2], *TALL[1:]]
    rest = [TALL[0][2:], [], [], []]
    first = drawn(table([SHORT, cut], 100, closed=False))
    second = drawn(table([rest, LAST], 60), number=2)
    tables = [b for b in arranged(first, second).blocks if isinstance(b, Table)]
    assert len(tables) == 1
    rows = [[c.text for c in tables[0].cells if c.row == r] for r in range(tables[0].rows)]
    assert rows == [list(HEADS), joined(SHORT), joined(TALL), joined(LAST)]


def test_white_rows_among_painted_ones_are_of_their_grid() -> None:
    placed, _, fills = table([SHORT, LAST, SHORT, LAST], 100)
    bands = [Fill(BBox(a, y, b, y + 20), (0.95, 0.95, 0.95)) for y in (114, 154) for a, b in pairwise(XS)]
    found = one(find_tables(drawn((placed, [], [*fills, *bands])), Options()))
    assert said(texts(found)) == [list(HEADS), *map(joined, [SHORT, LAST, SHORT, LAST])]
