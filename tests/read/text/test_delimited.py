"""Delimited files: separators, entities, signs of Windows-1252, quotes that nobody closed."""

from __future__ import annotations

import pytest

from ingest.document import Table
from ingest.options import Options
from ingest.read.text.encoding import decode, without_entities
from ingest.read.text.reader import blocks_of, read
from ingest.source import Source


def cells(data: str | bytes, name: str = "plan.csv") -> list[list[str]]:
    raw = data.encode() if isinstance(data, str) else data
    (table,) = (b for b in read(Source.from_bytes(raw, name), Options()).blocks if isinstance(b, Table))
    grid = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        grid[cell.row][cell.column] = cell.text
    return grid


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_separators(mark: str) -> None:
    rows = [["Mål", "Åtgärd", "Vem"], ["Tryggare torg", "Fler ronder", "Polisen"], ["Färre bränder", "Lås", "Skolan"]]
    assert cells("\n".join(mark.join(r) for r in rows)) == rows


def test_entities_are_read_before_cells_are_parted() -> None:
    data = "M&aring;l;&Aring;tg&auml;rd;Vem\nLugna g&aring;ngar;L&aring;sa d&ouml;rrar &amp; grindar;Skolan\n"
    assert cells(data) == [["Mål", "Åtgärd", "Vem"], ["Lugna gångar", "Låsa dörrar & grindar", "Skolan"]]


def test_an_ampersand_alone_is_no_entity() -> None:
    assert without_entities("A&B; R&D; &auml; visas") == ("A&B; R&D; &auml; visas", 0)


def test_control_characters_are_signs_of_windows() -> None:
    assert decode("1 maj \x96 30 juni \x93nu\x94 \x85".encode())[0] == "1 maj – 30 juni “nu” …"


def test_a_quote_that_is_never_closed_costs_its_own_line_alone() -> None:
    data = 'Mål;Åtgärd;Vem\n"Lugn;Ronder;Polisen\nTrygg;Lås;Skolan\nHel;Lampor;Parken\n'
    assert [r[1] for r in cells(data)] == ["Åtgärd", "Ronder", "Lås", "Lampor"]
    # The quote is none of its text; whole ones in the same line are read as ever.
    assert cells(data)[1] == ["Lugn", "Ronder", "Polisen"]
    assert cells('Mål;Åtgärd;Vem\n"Lugn";"Ronder;Polisen\nTrygg;Lås;Skolan\nHel;Lampor;Parken\n')[1:] == [
        ["Lugn", "Ronder", "Polisen"],
        ["Trygg", "Lås", "Skolan"],
        ["Hel", "Lampor", "Parken"],
    ]


def test_a_quoted_cell_of_several_lines_stays_one() -> None:
    data = 'Mål;Åtgärd;Vem\n"Lugn\nkväll";"Ronder; två\noch tre";Polisen\nTrygg;Lås;Skolan\n'
    assert [c.split() for c in cells(data)[1]] == [["Lugn", "kväll"], ["Ronder;", "två", "och", "tre"], ["Polisen"]]


def test_a_table_within_a_text_hangs_on_semicolons() -> None:
    table_lines = ("Ansvarig;Åtgärd;När", 'Polisen;"Ljus; målning";maj 2030', "Skolan;Vandra;Löpande")
    prose = (
        "Planen gäller; den följs upp; den ändras.",
        "Den beslutas av nämnden.",
        "Synpunkter lämnas till kansliet.",
    )
    found = blocks_of("\n".join(["Plan för hamnen", "", *table_lines, "", *"\n\n".join(prose).split("\n")]))
    (table,) = [b for b in found if isinstance(b, Table)]
    rows = ["Ansvarig\tÅtgärd\tNär", "Polisen\tLjus; målning\tmaj 2030", "Skolan\tVandra\tLöpande"]
    assert table.text.splitlines() == rows
    assert [b.text for b in found if not isinstance(b, Table)] == ["Plan för hamnen", *prose]
