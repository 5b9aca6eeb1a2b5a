"""Records set as templates of authorities and web plans set them (invented words, real ways of setting)."""

from __future__ import annotations

import pytest

import ingest
from ingest.plan import FIELDS, Plan

SCHOOL = """Likabehandlingsplan för Björkskolan läsåret 2026/2027

Främjande insatser
Namn: Kompissamtal
Områden: Kränkande behandling, kön
Mål: Alla elever ska känna att de har en vän på rasterna.
Insats: Mentorerna håller kompissamtal i klasserna varje månad.
Ansvarig: Mentorerna
Datum när det ska vara klart: 2027-06-10

Namn: Trygga raster
Områden: Kränkande behandling
Mål: Rasterna är lugna.
Insats: Rastvärdar bär gula västar och organiserar lekar.
Ansvarig: Rektor
Datum när det ska vara klart: 2026-09-01

Förebyggande åtgärder
Namn: Omklädningsrum
Områden: Sexuella trakasserier
Mål: Ingen elev ska undvika idrotten.
Åtgärd: En vuxen finns i omklädningsrummet före och efter lektionen.
Motivera åtgärd: Eleverna uppger i enkäten att de är otrygga där.
Ansvarig: Idrottslärarna
Datum när det ska vara klart: HT 2026
"""
REGION = """Regional handlingsplan mot mäns våld 2021–2023
Länsstyrelsen i Bergslagens län

Mål 1 Ökat förebyggande arbete
Delmål 1.1 Fler kommuner arbetar våldsförebyggande i skolan
Insats
Genomföra utbildning i Mentorer i våldsprevention för skolpersonal
Ansvarig aktör
Länsstyrelsen
Medverkande aktörer
Kommunerna, Region Bergslagen
Tidsperiod
2021-2022

Insats
Ta fram ett stödmaterial för elevhälsan
Ansvarig aktör
Region Bergslagen
Medverkande aktörer
Länsstyrelsen
Tidsperiod
Hösten 2021

Delmål 1.2 Fler våldsutövare får stöd
Insats
Kartlägga kommunernas verksamheter för våldsutövare
Ansvarig aktör
Länsstyrelsen
Medverkande aktörer
Kommunerna, Kriminalvården
Tidsperiod
2022
"""
GRAFFITI = """Åtgärdsplan mot klotter
Sundby kommun

Åtgärd: Sanera klotter inom ett dygn
Varför är det viktigt: Klotter föder klotter.
Huvudansvarig aktör: Fastighetskontoret
Stödjande aktörer: Polisen, skolorna
Tidsplan för genomförande: 2027–2028
Hur ska det följas upp: Antal anmälningar per kvartal

Åtgärd: Informera i skolorna
Varför är det viktigt: Flera av klottrarna går i årskurs 7–9.
Huvudansvarig aktör: Kommunpolisen
Stödjande aktörer: Rektorerna
Tidsplan för genomförande: varje hösttermin
Hur ska det följas upp: Antal besökta klasser
"""
GOALS = """Handlingsplan mot våld 2021–2023

{0} Fler kommuner arbetar våldsförebyggande

- Genomföra utbildning i Mentorer i våldsprevention. Ansvarig: Länsstyrelsen, 2021
- Ta fram ett stödmaterial för elevhälsan. Ansvarig: Region Bergslagen, 2022

{1} Fler våldsutövare får stöd

- Kartlägga kommunernas verksamheter för våldsutövare. Ansvarig: Länsstyrelsen, 2022
- Utbilda socialtjänsten i samtalsmetoder. Ansvarig: Länsstyrelsen, 2023
"""


def texts(plan: Plan) -> list[tuple[str | None, ...]]:
    return [tuple(None if (value := row[name]) is None else value.text for name in FIELDS) for row in plan.rows]


def convert(text: str) -> Plan:
    return ingest.convert(text.encode(), name="plan.txt")


def test_the_form_of_a_school() -> None:
    plan = convert(SCHOOL)
    assert texts(plan) == [
        (None, "Alla elever ska känna att de har en vän på rasterna.",
         "Mentorerna håller kompissamtal i klasserna varje månad.", "Mentorerna", "2027-06-10"),
        (None, "Rasterna är lugna.", "Rastvärdar bär gula västar och organiserar lekar.", "Rektor", "2026-09-01"),
        ("Eleverna uppger i enkäten att de är otrygga där.", "Ingen elev ska undvika idrotten.",
         "En vuxen finns i omklädningsrummet före och efter lektionen.", "Idrottslärarna", "HT 2026"),
    ]  # fmt: skip
    # When a measure shall be ready dates no document.
    assert plan.document.dated is None


def test_labels_above_values_that_come_again_themselves() -> None:
    first, second = "Fler kommuner arbetar våldsförebyggande i skolan", "Fler våldsutövare får stöd"
    assert texts(convert(REGION)) == [
        (
            None,
            first,
            "Genomföra utbildning i Mentorer i våldsprevention för skolpersonal",
            "Länsstyrelsen",
            "2021-2022",
        ),
        (None, first, "Ta fram ett stödmaterial för elevhälsan", "Region Bergslagen", "Hösten 2021"),
        (None, second, "Kartlägga kommunernas verksamheter för våldsutövare", "Länsstyrelsen", "2022"),
    ]


def test_a_first_label_set_as_a_heading_and_who_only_helps() -> None:
    assert texts(convert(GRAFFITI)) == [
        ("Klotter föder klotter.", None, "Sanera klotter inom ett dygn", "Fastighetskontoret", "2027–2028"),
        ("Flera av klottrarna går i årskurs 7–9.", None, "Informera i skolorna", "Kommunpolisen", "varje hösttermin"),
    ]


@pytest.mark.parametrize("numbers", [("Mål 1:", "Mål 2:"), ("Mål 1", "Mål 2"), ("Mål 1 –", "Mål 2 –"),
                                     ("Delmål 1.1", "Delmål 1.2"), ("Delmål 1.1:", "Delmål 1.2:")])  # fmt: skip
def test_a_goal_with_its_number_over_a_list(numbers: tuple[str, str]) -> None:
    first, second = "Fler kommuner arbetar våldsförebyggande", "Fler våldsutövare får stöd"
    assert [row[1] for row in texts(convert(GOALS.format(*numbers)))] == [first, first, second, second]


def test_a_table_pasted_below_lines_of_facts() -> None:
    """Its cells were lines before: the places of what states facts are those after."""
    head = "Handlingsplan 2027\nSundby kommun\nAntagen 2027-01-15\n\n"
    cells = ["Insats", "Ansvarig", "Klart", "Byta lampor i parken", "Parkenheten", "mars 2027", "Måla om tunneln",
             "Fastighet", "maj 2027", "Klippa häckar vid skolan", "Parkenheten", "juni 2027"]  # fmt: skip
    plan = convert(head + "\n".join(cells) + "\n\nFastställd: 2027-02-01\n")
    assert [row[2] for row in texts(plan)] == ["Byta lampor i parken", "Måla om tunneln", "Klippa häckar vid skolan"]
