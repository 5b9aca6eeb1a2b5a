"""Tables that alignment alone shows, and those under a row of headings."""

from __future__ import annotations

from ingest.document import Word
from ingest.layout.tables.borderless import HEADED, aligned_tables, headed_tables
from ingest.layout.tables.model import FoundTable, tokens_of
from ingest.layout.tables.rules import PageEvidence
from tests.layout.pages import lines, page, words

XS = (60.0, 220.0, 360.0)
ROWS = (("Byta lampor", "Polisen", "12"), ("Klippa häck", "Parken", "7"), ("Måla mur", "Skolan", "30"))


def table(*rows: tuple[str, ...], bold: bool = False) -> list[Word]:
    return [
        w
        for r, row in enumerate(rows)
        for text, x in zip(row, XS, strict=True)
        for w in words(text, x, 100 + 20 * r, bold=bold and r == 0)
    ]


def texts(found: list[FoundTable]) -> list[list[str]]:
    return [[c.text for c in t.cells] for t in found]


def test_rows_that_line_up_are_a_table() -> None:
    drawn = page(table(*ROWS))
    found = aligned_tables(drawn, tokens_of(drawn.words), PageEvidence())
    assert texts(found) == [[c for row in ROWS for c in row]]
    assert found[0].method == "aligned"
    assert 0.5 <= found[0].confidence <= 1


def test_running_text_is_none() -> None:
    drawn = page(lines(["Polisen och kommunen går i parken varje kväll."] * 4, 60, 100))
    assert aligned_tables(drawn, tokens_of(drawn.words), PageEvidence()) == []
    assert headed_tables(drawn, tokens_of(drawn.words), PageEvidence()) == []


def test_a_table_under_bold_headings_knows_its_heading_row_and_is_sure() -> None:
    drawn = page(
        table(("Åtgärd", "Vem", "När"), ("Byta lampor", "Polisen", "maj"), ("Klippa", "Parken", "juni"), bold=True)
    )
    (found,) = headed_tables(drawn, tokens_of(drawn.words), PageEvidence())
    assert (found.rows, found.columns, found.header_rows) == (3, 3, 1)
    assert found.confidence >= HEADED
