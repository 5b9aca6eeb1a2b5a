"""Tables and texts that hold no measures give no rows and say so."""

from __future__ import annotations

import pytest

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
