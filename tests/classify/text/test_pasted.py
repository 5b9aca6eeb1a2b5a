"""Tables that lost their grid when they were pasted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from ingest.classify import classify
from ingest.classify.fields.cell_scores import by_both
from ingest.classify.fields.vocabulary import load
from ingest.classify.text.pasted import with_pasted_tables
from ingest.document import Block, Document, Method, Paragraph, Table
from ingest.options import Options
from tests.classify.build import h, p

HEAD = ("Problem", "Mål", "Åtgärd", "Ansvarig", "När")
ROWS = (
    ("Mörka kajer vid hamnen.", "Tryggare kajer.", "Vi sätter upp ljus vid kajen.", "Parkenheten", "maj 2030"),
    ("Tomma torg på kvällarna.", "Fler vuxna ute.", "Vi startar en nattvandrargrupp.", "Polisen", "hösten 2030"),
    ("Klotter på skolan.", "Hela skolor.", "Vi tar bort klotter inom ett dygn.", "Skolan", "Löpande"),
)


def document(*blocks: Block, method: Method = Method.TEXT) -> Document:
    return Document("0" * 64, "plan.txt", "text/plain", method, blocks=(h("Plan för hamnen 2030", 1), *blocks))


def cells(*texts: str) -> list[Paragraph]:
    return [p(text) for text in texts]


def by_cells(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Paragraph]:
    return cells(*head, *(text for row in rows for text in row))


def by_columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Paragraph]:
    return cells(*(text for k, name in enumerate(head) for text in (name, *(row[k] for row in rows))))


def grids(found: Sequence[Block]) -> list[list[list[str]]]:
    out = []
    for table in (b for b in found if isinstance(b, Table)):
        grid = [[""] * table.columns for _ in range(table.rows)]
        for cell in table.cells:
            grid[cell.row][cell.column] = cell.text
        out.append(grid)
    return out


def pasted(*blocks: Block) -> tuple[Block, ...]:
    return with_pasted_tables(document(*blocks), load(), by_both)


EXPECTED = [list(HEAD), *map(list, ROWS)]


@pytest.mark.parametrize("paste", [by_cells, by_columns])
def test_a_pasted_table_is_a_table_again(paste: object) -> None:
    assert callable(paste)
    found = pasted(h("2 Hamnen", 2), *paste(HEAD, ROWS), h("3 Skolan", 2), p("Här står inget mer."))
    assert grids(found) == [EXPECTED]
    assert [b.text for b in found if isinstance(b, Paragraph)][-2:] == ["3 Skolan", "Här står inget mer."]


def test_rows_come_out_of_it() -> None:
    draft = classify(document(*by_cells(HEAD, ROWS)), Options())
    assert [r.fields["åtgärd"].text for r in draft.rows] == [row[2] for row in ROWS]
    assert [r.fields["när"].text for r in draft.rows] == [row[4] for row in ROWS]


def test_two_tables_one_after_the_other_keep_their_titles() -> None:
    found = pasted(p("Hamnen"), *by_cells(HEAD, ROWS[:2]), p("Skolan"), *by_cells(HEAD, ROWS[2:]))
    assert grids(found) == [EXPECTED[:3], [EXPECTED[0], EXPECTED[3]]]
    assert [b.text for b in found if isinstance(b, Paragraph)][1:] == ["Hamnen", "Skolan"]


def test_a_heading_word_that_nobody_listed_heads_its_column() -> None:
    assert grids(pasted(*by_cells(("Bekymret", *HEAD[1:]), ROWS))) == [[["Bekymret", *HEAD[1:]], *EXPECTED[1:]]]


def test_running_text_below_is_no_row() -> None:
    prose = (
        "Planen följs upp varje år.",
        "Den beslutas av nämnden.",
        "Synpunkter lämnas till registrator.",
        "Kontakta kansliet vid frågor.",
        "Bilagor finns på webben.",
    )
    found = pasted(*by_cells(HEAD, ROWS), *cells(*prose))
    assert grids(found) == [EXPECTED]
    assert [b.text for b in found if isinstance(b, Paragraph)][1:] == list(prose)


def test_labels_above_values_and_lists_of_words_are_no_tables() -> None:
    labels = cells(*(text for row in ROWS for pair in zip(HEAD, row, strict=True) for text in pair))
    assert grids(pasted(*labels)) == []
    assert grids(pasted(*cells("Mål", "Åtgärd", "Ansvarig", "När", "Inledning"))) == []


def test_every_word_stays() -> None:
    blocks = [*by_cells(HEAD, ROWS), *cells("En", "Två", "Tre")]
    before = sorted(w for b in blocks for w in b.text.split())
    after = sorted(w for b in pasted(*blocks)[1:] for w in b.text.split())
    assert after == before


def test_headings_of_word_end_a_table() -> None:
    blocks = by_cells(HEAD, ROWS)
    styled = replace(blocks[-6], role="heading", level=2)
    found = with_pasted_tables(document(*blocks[:-6], styled, *blocks[-5:], method=Method.WORD), load(), by_both)
    assert all(styled.text not in cell for grid in grids(found) for row in grid for cell in row)


def lines_of(*blocks: Sequence[str]) -> list[Paragraph]:
    """Paragraphs of several lines each."""
    return [Paragraph(tuple(line for text in texts for line in p(text).lines)) for texts in blocks]


def test_lines_that_reading_took_for_wrapped_text_are_cells() -> None:
    first, second, third = ROWS
    found = pasted(
        *lines_of(["Plan för hamnen"], HEAD[:3], HEAD[3:], first[:2], first[2:4], [first[4], *second[:2]], second[2:]),
        *lines_of(third, ["Hälsningar", "Kim"]),
    )
    assert grids(found) == [EXPECTED]
    assert [b.text for b in found if isinstance(b, Paragraph)][-1] == "Hälsningar Kim"


def test_two_tables_of_lines_in_one_text_are_two() -> None:
    table = [*HEAD, *(text for row in ROWS for text in row)]
    found = pasted(*lines_of(table[:7], table[7:], ["Parken"], table[:4], table[4:]))
    assert grids(found) == [EXPECTED, EXPECTED]


def test_wrapped_running_text_is_no_table() -> None:
    text = ["Planen gäller", "för hela hamnen och", "antas av nämnden"]
    assert not grids(pasted(*lines_of(text, ["Mål", "Åtgärd"], text)))


def test_a_heading_word_may_be_shortened() -> None:
    head = ("Problem", "Mål", "Åtgärd", "Ansv.", "När")
    assert grids(pasted(*by_columns(head, ROWS))) == [[list(head), *map(list, ROWS)]]


def test_facts_below_a_pasted_table_are_found_where_they_stand() -> None:
    signed = p("Hamnstad den 3 maj 2030")
    found = classify(document(*by_columns(HEAD, ROWS), h("Undertecknande", 2), signed), Options())
    assert len(found.rows) == len(ROWS)
    assert str(found.facts.dated) == "2030-05-03"


def test_heading_words_among_the_cells_are_labels_above_values() -> None:
    head = ("Åtgärd", "Ansvarig", "Önskad förflyttning")
    records = [text for row in ROWS for pair in zip(head, (row[2], row[3], row[1]), strict=True) for text in pair]
    blocks = with_pasted_tables(document(*cells(*records)), load(), by_both)
    assert not any(isinstance(block, Table) for block in blocks)
