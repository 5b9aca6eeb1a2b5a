"""Tables and texts that hold no measures give no rows and say so."""

from __future__ import annotations

import pytest

from ingest.classify.unplaced import MOST, quoted
from ingest.document import Paragraph, Table

from .build import draft, h, li, p, t, wide

TITLE = p("Verksamhetsplan 2025", "heading", 1)
TABLES: dict[str, list[Paragraph | Table]] = {
    "budget": [
        h("Budget"),
        t([["Aktivitet", "2024", "2025"], ["Vandringar", "50 tkr", "60 tkr"], ["Kampanjer", "100", "120 tkr"]]),
    ],
    "contents": [t([["Innehåll", "Sida"], ["Bakgrund", "3"], ["Åtgärder", "5"], ["Uppföljning", "9"]])],
    "risks": [h("Riskanalys"), t([["Risk", "Sannolikhet", "Konsekvens", "Riskvärde"], ["Brand", "3", "4", "12"]])],
    "people": [h("Styrgrupp"), t([["Namn", "Organisation", "Telefon"], ["A B", "Polisen", "070-1"]])],
    "roles": [h("Arbetsgrupp"), t([["Funktion", "Förvaltning"], ["Ordförande", "Kommunledningskontoret"]])],
    "versions": [
        h("Versionshistorik"),
        t([["Version", "Datum", "Ändring", "Ansvarig"], ["1.0", "2024-01-01", "Första", "AB"]]),
    ],
    "glossary": [h("Begrepp"), t([["Begrepp", "Förklaring"], ["SSPF", "Samverkan mellan skola och polis"]])],
    "programme": [
        h("Program"),
        t([["Tid", "Aktivitet"], ["09.00–09.30", "Inledning"], ["09.30–10.30", "Föreläsning om våld"]]),
    ],
    "figures": [t([["Brottstyp", "2021", "2022"], ["Misshandel", "120", "130"], ["Bostadsinbrott", "33", "28"]])],
    "signatures": [
        t([["För Säffle kommun\n______________\nKommundirektör", "För Polisområde Värmland\n________\nChef"]])
    ],
    "empty form": [t([["Åtgärd", "Ansvarig", "Klart"], ["", "", ""], ["……", "……", "……"]])],
    "letters": [t([["Datum", "Avsändare"], ["2025-01-01", "Kommunen"], ["2025-02-01", "Polisen"]])],
    "salaries": [t([["Befattning", "Antal", "Kronor"], ["Lärare", "12", "400 000"], ["Rektor", "1", "600 000"]])],
}


@pytest.mark.parametrize("name", sorted(TABLES))
def test_tables_of_other_kinds(name: str) -> None:
    found = draft(TITLE, p("Här står en inledande text om verksamheten."), *TABLES[name])
    assert found.rows == ()
    assert found.sections == ()
    # What the document's facts were read from is no loss.
    if name != "versions":
        assert "table-without-plan-fields" in [n.code for n in found.notes]


def test_the_block_on_the_front_page() -> None:
    block = t(
        [
            ["Dokumenttyp", "Handlingsplan"], ["Antagen av", "Kommunfullmäktige"], ["Giltighetstid", "2024-2027"],
            ["Ansvarig", "Säkerhetschef"], ["Syfte", "Minska brott"], ["Uppföljning", "Årligen"],
        ]
    )  # fmt: skip
    assert draft(TITLE, block).rows == ()
    lines = [
        p("Beslutad av: Kommunstyrelsen"),
        p("Ansvarig: Säkerhetschef"),
        p("Giltig till: 2027"),
        p("Syfte: Minska brott"),
    ]
    assert draft(TITLE, *lines).rows == ()


def test_a_policy_in_prose() -> None:
    found = draft(
        p("Policy mot droger", "heading", 1),
        h("Bakgrund", 2),
        p("Droger är ett problem på arbetsplatser."),
        h("Syfte", 2),
        p("Syftet är en drogfri arbetsplats."),
        h("Ansvar", 2),
        p("Chefen ansvarar för att policyn är känd."),
        li("Rektor informerar eleverna."),
        h("Uppföljning", 2),
        p("Policyn följs upp årligen."),
    )
    assert found.rows == ()


def test_the_contents_list_is_no_outline() -> None:
    found = draft(
        TITLE,
        p("Innehåll", bold=True),
        p("1 Narkotika 2"),
        p("1.1 Unga 2"),
        p("2 Våld 3"),
        p("Kommunen och polisen har en gemensam problembild."),
        h("1 Narkotika", 1),
        h("1.1 Unga", 2),
        t([["Åtgärd", "Vem"], ["Föräldramöten", "Skolan"]]),
    )
    assert [(s.number, s.title) for s in found.sections] == [("1", "Narkotika"), ("1.1", "Unga")]


def test_a_total_row_across_is_no_measure() -> None:
    table = t([["Åtgärd", "Vem", "Kostnad"], ["Larm", "Fastighetsenheten", "100 tkr"], [wide("", 3)]])
    assert len(draft(TITLE, table).rows) == 1


def test_signatures_below_a_plan_are_no_rows() -> None:
    plan = t([["Orsak", "Åtgärd", "Vem"], ["Mörka stråk", "Ny belysning", "Tekniska förvaltningen"]])
    below = t(
        [["För Enköpings kommun", "För Lokalpolisområde Enköping"], ["Kommunstyrelsens ordförande", "Chef"]], number=2
    )
    assert len(draft(TITLE, plan, below).rows) == 1


def test_every_word_of_a_table_without_rows_is_told() -> None:
    words = [f"belopp{n}" for n in range(400)]
    inner = t([["Inre ruta", "Sista ordet"]], number=2)
    table = t([["Aktivitet", "Kostnad"], *([w, "50 tkr"] for w in words), ["Vandring", [inner]]])
    found = draft(TITLE, table)
    assert found.rows == ()
    (note,) = (n for n in found.notes if n.code == "table-without-plan-fields")
    for word in ("Aktivitet", *words, "Inre ruta", "Sista ordet"):
        assert word in note.message


def test_a_quotation_that_is_cut_says_how_much_is_left_out() -> None:
    assert quoted(["Vem", "", " Polisen\noch skolan "]) == "“Vem | Polisen och skolan”"
    cut = quoted(["a" * MOST, "b" * 97])
    assert cut == "“" + "a" * MOST + "…” and 100 characters more"


def test_a_row_that_fills_no_field_is_told_in_full() -> None:
    aside = "Kommentar från arbetsgruppen " + " ".join(f"ord{n}" for n in range(80))
    table = t([["Åtgärd", "Vem", "Anteckning"], ["Utbilda personal", "Skolan", ""], ["", "", aside]])
    found = draft(TITLE, table)
    assert len(found.rows) == 1
    (note,) = (n for n in found.notes if n.code == "text-not-placed" and n.message.startswith("Row"))
    assert aside in note.message


def test_a_heading_row_that_stands_apart_from_its_table_is_no_loss() -> None:
    head = t([["Åtgärd", "Ansvarig", "Klart"]])
    body = t(
        [
            ["Utbilda personal om våld i nära relationer", "Socialtjänsten", "2025"],
            ["Inventera otrygga platser i centrum", "Polisen", "2026"],
            ["Nattvandra på fredagar och lördagar", "Föreningar", "2025"],
        ],
        number=2,
    )
    found = draft(TITLE, head, body)
    assert [r.fields["vem"].text for r in found.rows] == ["Socialtjänsten", "Polisen", "Föreningar"]
    assert {n.code for n in found.notes} <= {"text-not-placed", "issuer-unsure"}


def test_the_rows_of_a_part_that_gives_none_are_told() -> None:
    table = t(
        [
            ["Åtgärd", "Vem", "När"],
            ["Utbilda personal", "Skolan", "2025"],
            ["Risk", "Sannolikhet", "Konsekvens"],
            ["Brand i förrådet", "3", "4"],
        ]
    )
    found = draft(TITLE, table)
    said = " ".join(str(r) for r in found.rows) + " ".join(n.message for n in found.notes)
    assert "Brand i förrådet" in said
