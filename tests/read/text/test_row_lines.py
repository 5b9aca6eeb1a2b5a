"""Which lines of a text table begin a row."""

from __future__ import annotations

from ingest.document import Table
from ingest.read.text.reader import blocks_of
from ingest.read.text.row_lines import row_starts


def _rows(text: str) -> list[list[list[str]]]:
    """The rows of each table, cell by cell."""
    tables = [b for b in blocks_of(text) if isinstance(b, Table)]
    return [
        [
            [
                " ".join(p.text for c in t.cells if (c.row, c.column) == (r, k) for p in c.blocks)
                for k in range(t.columns)
            ]
            for r in range(t.rows)
        ]
        for t in tables
    ]


SPACED = """\
Mål                       Åtgärd                        Ansvarig              Tid
Säkra soprum.             Kontrollera brandvarnare      Vaktbolaget           Våren och
                          vid hembesök hos äldre.                             hösten 2033

Färre bränder.            Informera boende om           rektorer              2033
                          laddning på sju språk.

Trygga trapphus.          Laga belysningen i varje      Bostadsbolaget        Mars 2033
                          trapphus.
"""
TWO = """\
1 Heder
Klart          Ansvarig           Åtgärd
2031           Rektorerna         Skolan ser över rutiner
2032           Trygghetsrådet     Utbildning av lärare

2 Rörelse
Klart                Ansvarig          Åtgärd
Med början 2031      Föreningarna      Öppna en hall
vid behov            Kommunen          Bygg ett utegym
"""


def test_the_heading_row_stands_apart_where_blank_lines_part_the_others() -> None:
    (rows,) = _rows(SPACED)
    assert [row[0] for row in rows] == ["Mål", "Säkra soprum.", "Färre bränder.", "Trygga trapphus."]
    assert rows[1][3] == "Våren och hösten 2033"


def test_the_next_table_keeps_its_own_columns() -> None:
    first, second = _rows(TWO)
    assert first[1] == ["2031", "Rektorerna", "Skolan ser över rutiner"]
    assert second[1] == ["Med början 2031", "Föreningarna", "Öppna en hall"]


def test_a_dash_inside_a_period_is_no_bullet() -> None:
    text = SPACED.replace("Våren och", "Sept 2033").replace("hösten 2033", "– mars 2034")
    assert _rows(text)[0][1][3] == "Sept 2033 – mars 2034"


def test_cells_set_with_tabs_and_wrapped_by_hand_are_put_together() -> None:
    (rows,) = _rows(
        "Mål\tÅtgärd\tAnsvarig\n"
        "Färre stölder av\tVi ser över belysningen vid\tKommunen\n"
        "båtar i hamnen.\tbryggorna.\n"
        "Antalet inbrott\tVi märker stöldgods\tPolisen\n"
        "ska halveras.\t\toch Byalaget\n"
        "\tVi ordnar vaktgång med\tBåtklubben\n"
        "\tandra klubbar.\n"
    )
    assert [row[1] for row in rows] == [
        "Åtgärd",
        "Vi ser över belysningen vid bryggorna.",
        "Vi märker stöldgods",
        "Vi ordnar vaktgång med andra klubbar.",
    ]


def test_lines_with_tabs_that_nothing_shows_to_be_wrapped_are_rows() -> None:
    (rows,) = _rows("Åtgärd\tVem\tNär\nMåla bänkar\tparken\tmaj\nBygga bro\tgatan\tjuni\nLaga lås\thamnen\t\n")
    assert len(rows) == 4


def test_blank_lines_part_the_rows_where_all_others_go_on() -> None:
    grid = [
        ["Åtgärd", "Ansvarig", "Tid"],
        ["Mäta syrehalten", "Förbundet", "Februari-mars"],
        ["under isen.", "", "1986 och 1987"],
        ["Kontrollera plattor", "Nämnden i", "Senast 1 oktober"],
        ["på gårdar.", "Kvarnby", "1986"],
        ["Plantera al", "Markägarna", "Våren 1987"],
        ["vid ån.", "", ""],
        ["Utreda läckaget", "Kommunen", "Klart december"],
        ["i Mörkhult.", "", "1988"],
    ]
    blanks = [False, False, False, True, False, True, False, True, False]
    assert row_starts(grid, blanks, [20, 12, 18])[3:] == [True, False, True, False, True, False]
