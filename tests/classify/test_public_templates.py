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


PROMISES = """Medborgarlöfte 2027

Buskörning i centrum

Vi vill att

Fler ska känna sig trygga i centrum på kvällar och helger.

Polisen lovar att
- göra två riktade kontroller i månaden
- besöka skolorna och berätta om trimning

Kommunen lovar att
- sätta upp farthinder på Kyrkogatan
- ha fältare på plats på fredagar
"""
PAIRS = """Åtgärdsplan för trygghet i Solbacken

Problembild

Stölder ur bilar har ökat vid pendlarparkeringen.

Mål

Antalet stölder ska minska med 20 procent.

Åtgärder kommunen

Sätta upp bommar vid infarten. Ansvarig: Gatuchef. Klart: 2027-08-31

Byta till starkare lampor. Ansvarig: Driftchef. Klart: 2027-11-30

Åtgärder polisen

Kontrollera parkeringen varje vecka. Ansvarig: Områdespolis. Klart: Löpande

Problembild

Rutor krossas på skolan under lov.

Mål

Kostnaden för glas ska halveras.

Åtgärder kommunen

Tända lampor på gården. Ansvarig: Fastighetschef. Klart: 2027-10-01

"""
PAGE = """Åtgärdsplan för Sandhem

Varför?
Många unga samlas på torget.
Vad ska vi göra?
Fritidsgården håller öppet på fredagar.
Vem är ansvarig?
Fritidskontoret
När ska det vara klart?
Mars 2027

Varför?
Det brinner vid återvinningen.
Vad ska vi göra?
Kommunen sätter upp kameror.
Vem är ansvarig?
Gatukontoret
När ska det vara klart?
Höst 2027 och vår 2028

Kontakt
Säkerhetssamordnare
0512-310 00
Sidan uppdaterad: 14 januari 2027
"""


def test_who_promises_a_list_is_of_that_list_alone() -> None:
    rows = texts(convert(PROMISES))
    assert [row[3] for row in rows] == ["Polisen", "Polisen", "Kommunen", "Kommunen"]
    assert {row[1] for row in rows} == {"Fler ska känna sig trygga i centrum på kvällar och helger."}


def test_measures_below_a_label_that_end_in_labels_of_who_and_when() -> None:
    cars, glass = "Stölder ur bilar har ökat vid pendlarparkeringen.", "Rutor krossas på skolan under lov."
    assert [(row[0], row[2], row[3], row[4]) for row in texts(convert(PAIRS))] == [
        (cars, "Sätta upp bommar vid infarten.", "Gatuchef", "2027-08-31"),
        (cars, "Byta till starkare lampor.", "Driftchef", "2027-11-30"),
        (cars, "Kontrollera parkeringen varje vecka.", "Områdespolis", "Löpande"),
        (glass, "Tända lampor på gården.", "Fastighetschef", "2027-10-01"),
    ]


def test_whom_to_ask_is_no_value_of_the_last_record() -> None:
    assert [row[4] for row in texts(convert(PAGE))] == ["Mars 2027", "Höst 2027 och vår 2028"]


def test_a_problem_across_a_table_is_of_the_lines_below_it() -> None:
    lines = [
        "Åtgärdsplan Solbacken", "", "Problem: Inbrott i källare", "Mål: Halvera inbrotten",
        "Vad                         Vem                  När",
        "Byta dörrar                 Solbackahus          2027",
        "Märka cyklar                Polisen              Våren 2027", "",
        "Problem: Skräp vid lekparken", "Mål: En ren lekpark",
        "Vad                         Vem                  När",
        "Fler papperskorgar          Gatukontoret         Maj 2027",
    ]  # fmt: skip
    rows = texts(convert("\n".join(lines)))
    assert [(row[0], row[1]) for row in rows] == [
        ("Inbrott i källare", "Halvera inbrotten"), ("Inbrott i källare", "Halvera inbrotten"),
        ("Skräp vid lekparken", "En ren lekpark"),
    ]  # fmt: skip


def test_dots_that_lead_from_labels_to_values() -> None:
    record = "Orsak ........ {0}\nÅtgärd ....... {1}\nAnsvarig ..... {2}\nTid .......... {3}\n\n"
    plan = convert("Handlingsplan mot klotter\n\n" + record.format("Klotter", "Sanera väggen", "Fastighet", "maj 2003")
                   + record.format("Mörker", "Byta lampor", "Gatukontoret", "juni 2003"))  # fmt: skip
    assert texts(plan) == [
        ("Klotter", None, "Sanera väggen", "Fastighet", "maj 2003"),
        ("Mörker", None, "Byta lampor", "Gatukontoret", "juni 2003"),
    ]
    # The time of a measure is not the document's.
    assert plan.document.period is None
    dotted = record.replace(" ...", "...").replace(". ", ".: ")
    assert (
        len(convert("Handlingsplan\n\n" + dotted.format("Klotter", "Sanera väggen", "Fastighet", "maj 2003")).rows) == 1
    )


def test_labels_over_lists_say_who_and_when_of_their_items() -> None:
    text = """# Handlingsplan mot hedersförtryck

## Utveckla samordningen

Utföra: Kompetensteamet
Tid: 2027
- Kartlägga läget genom en enkät
- Ta fram en rutin för samverkan

## Öka kunskapen

Utföra: Elevhälsan
Tid: Varje läsår
- Föreläsa för all personal
- Skriva en broschyr på sju språk
"""
    plan = ingest.convert(text.encode(), name="plan.md")
    assert [(row[2], row[3], row[4]) for row in texts(plan)] == [
        ("Kartlägga läget genom en enkät", "Kompetensteamet", "2027"),
        ("Ta fram en rutin för samverkan", "Kompetensteamet", "2027"),
        ("Föreläsa för all personal", "Elevhälsan", "Varje läsår"),
        ("Skriva en broschyr på sju språk", "Elevhälsan", "Varje läsår"),
    ]


def test_tasks_of_a_plan_told_in_sentences() -> None:
    text = """Säkerhetsplan för Tallmo IF 2027

Två inbrott i förrådet under hösten kostade oss både bollar och nattsömn. Vaktmästaren byter låset till förrådet före
den 1 mars 2027.

Vi har 61 ledare. Ungdomssektionen ska begära utdrag ur registret av alla ledare senast 30 april 2027.
"""
    assert [(row[3], row[4]) for row in texts(convert(text))] == [
        ("Vaktmästaren", "före den 1 mars 2027"),
        ("Ungdomssektionen", "senast 30 april 2027"),
    ]


def test_validity_below_its_labels() -> None:
    validity = (
        "Plan mot kränkningar\nBjörkskolan\n\nPlanen gäller från\n\n2027-09-01\n\nPlanen gäller till\n\n2028-08-31\n\n"
    )
    period = convert(validity + SCHOOL).document.period
    assert period is not None
    assert (str(period.start), str(period.end)) == ("2027-09-01", "2028-08-31")


def test_the_subject_of_a_letter_is_its_title() -> None:
    text = """Från: Lena Hult <lena@example.se>
Till: Gruppen
Ämne: SV: Åtgärdslista inför valborg
Datum: 2027-03-18

Hej alla!

Åtgärd: Beställa toaletter
Ansvarig: Gatukontoret
När: vecka 17
"""
    assert convert(text).document.title == "Åtgärdslista inför valborg"
