"""Where a row begins: wrapped lines go on, whatever the pitch; a wider space or a filled row begins."""

from __future__ import annotations

from ingest.document import Word
from ingest.layout.tables import row_begins
from ingest.layout.tables.finder import FoundTable, find_tables
from ingest.layout.tables.visual_rows import VisualRow
from ingest.options import Options
from tests.layout.pages import page, words

OPTIONS = Options()
XS = (60.0, 250.0, 420.0)
LINES = [
    ("Ordna vandringar runt stationen med", "Fritidsgården", "hela hösten"),
    ("föräldrar och ungdomar på fredagar", "", ""),
    ("Byta lampor i gångtunneln och måla om", "Gatukontoret", "mars 2030"),
    ("väggarna i ljusa färger", "", ""),
    ("Kartlägga hål i stängslet mot banan", "Parkenheten", "maj 2030"),
    ("tillsammans med banans ägare", "", ""),
]


def drawn(pitch: float) -> FoundTable:
    """Three rows of two lines each, all lines equally far apart, under bold headings."""
    found: list[Word] = []
    for x, name in zip(XS, ("Åtgärd", "Ansvarig", "Klart"), strict=True):
        found += words(name, x, 100, bold=True)
    for i, line in enumerate(LINES):
        for x, text in zip(XS, line, strict=True):
            found += words(text, x, 100 + pitch * (i + 1)) if text else []
    (table,) = find_tables(page(found), OPTIONS)
    return table


def test_wrapped_lines_at_one_pitch_with_the_rows_go_on() -> None:
    table = drawn(13.0)
    first = [" ".join(c.text.split()) for c in table.cells if c.column == 0 and c.row > 0]
    assert first == [f"{LINES[i][0]} {LINES[i + 1][0]}" for i in (0, 2, 4)]


def test_lines_far_apart_still_go_on() -> None:
    assert drawn(19.0).rows == 4


def test_another_may_decide_and_sees_each_question() -> None:
    seen: list[str] = []

    def every(group: object, row: VisualRow, following: object, spacing: row_begins.Spacing) -> float:
        seen.append(row.items[0].text)
        assert len(row_begins.clues([row], row, None, spacing)) == len(row_begins.FEATURES)
        return 1.0

    with row_begins.watched(every):
        assert drawn(13.0).rows == 7
    assert seen == [line[0] for line in LINES[1:]]


def test_rows_that_were_parted_by_a_narrow_decision_are_unsure() -> None:
    def unsure(odds: float) -> list[float]:
        with row_begins.watched(lambda *_: odds):
            return [cell.unsure for cell in drawn(13.0).cells if cell.row > 0]

    assert min(unsure(0.1)) > 0.9
    assert max(unsure(9.0)) < 0.01
    assert min(unsure(-0.1)) > 0.9, "whether they hold a second row is as unsure"
