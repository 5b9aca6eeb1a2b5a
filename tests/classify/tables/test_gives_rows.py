"""Which tables hold measures: invented tables of each kind, with headings and titles that plans and others have."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.classify.tables.gives_rows import THRESHOLD, load
from ingest.classify.tables.kind_features import FEATURES
from tests.classify.build import draft, h, p, rows, t

Table = Sequence[Sequence[str]]

NONE: dict[str, tuple[str, Table]] = {
    "board": ("Styrelse", [["Ledamot", "Mandat till"], ["Ulla Ekvall", "Suppleant, 2031"], ["Bo Kvist", "2032"]]),
    "election": (
        "Val",
        [["Uppdrag", "Vald", "Tid"], ["Kassör", "Bo Kvist", "2 år"], ["Revisor", "Ulla Ekvall", "1 år"]],
    ),
    "delegation": (
        "Delegationsbeslut",
        [
            ["Nr", "Beslut", "Delegat", "Datum"],
            ["1.4", "Beslut om bidrag", "Enhetschef", "2031-02-03"],
            ["2.1", "Beslut om avskrivning", "Handläggare", "2031-03-04"],
        ],
    ),
    "letters": (
        "Inkomna skrivelser",
        [
            ["Datum", "Avsändare", "Ärende", "Åtgärd"],
            ["2031-01-05", "Region Norr", "Remiss om hastigheter", "Till handlingarna"],
            ["2031-01-09", "Bo Kvist", "Skrivelse om avgifter", "För kännedom"],
        ],
    ),
    "revisions": (
        "Versionshistorik",
        [
            ["Version", "Datum", "Ändring", "Ansvarig"],
            ["1.0", "2030-05-03", "Första utgåva", "Ulla Ekvall"],
            ["1.1", "2031-02-01", "Nytt avsnitt om uppföljning", "Bo Kvist"],
        ],
    ),
    "definitions": (
        "Begrepp",
        [["Begrepp", "Betydelse"], ["Åtgärd", "Något som görs för att nå ett mål"], ["Mål", "Det som ska uppnås"]],
    ),
    "accounts": (
        "Resultaträkning",
        [
            ["Benämning", "Budget 2031", "Utfall 2031", "Kommentar"],
            ["Lokalhyra", "40 000", "39 200", "Lägre än väntat"],
            ["Resor", "12 000", "15 100", "Fler resor i maj"],
        ],
    ),
    "scorecard": (
        "Resultat",
        [
            ["Fokusområden", "Resultatindikatorer", "Mål (utfall) 2030", "Mål 2031"],
            ["Trygga elever", "Andel nöjda elever", "95 (93)", "97"],
            ["Trygga elever", "Andel nöjda föräldrar", "88 (85)", "90"],
        ],
    ),
    "risk values": (
        "Riskmatris",
        [
            ["Risk", "Sannolikhet", "Konsekvens", "Riskvärde"],
            ["Strömavbrott", "3", "4", "12"],
            ["Smitta", "2", "5", "10"],
        ],
    ),
    "done": (
        "Genomförda aktiviteter 2030",
        [
            ["Aktivitet", "Datum", "Antal deltagare"],
            ["Genomförde föräldramöten i alla skolor", "2030-03-04", "120"],
            ["Ordnade en temadag om cyklar", "2030-05-06", "45"],
        ],
    ),
    "done maintenance": (
        "Tidigare utfört underhåll",
        [["Åtgärd", "År", "Kommentar"], ["Målning av fönster", "2006", "Garanti"], ["Byte av hissmotor", "2011", ""]],
    ),
    "empty form": ("Bilaga: mall", [["Mål", "Åtgärd", "Ansvarig", "Klart"], ["", "", "", ""], ["", "", "", ""]]),
    "agenda": (
        "Dagordning",
        [
            ["§", "Ärende", "Tid"],
            ["1", "Mötet öppnas", "13.00"],
            ["2", "Val av justerare", "13.05"],
            ["3", "Rapporter", "13.15"],
        ],
    ),
    "decisions of officers": (
        "Anmälan av delegationsbeslut",
        [
            ["Nr", "Ärende", "Beslut", "Delegat", "Datum"],
            ["1", "Bostadsanpassning", "Beviljas", "Ulla Ekvall", "2031-02-01"],
            ["2", "Färdtjänst", "Avslag", "Bo Kvist", "2031-02-03"],
        ],
    ),
    "decisions noted": (
        "Ärenden",
        [
            ["Punkt", "Beslut", "Föredragande"],
            ["Mötets öppnande", "Mötet öppnas av ordföranden.", "Ulla Ekvall"],
            ["Verksamhetsberättelse", "Läggs till handlingarna.", "Bo Kvist"],
            ["Medlemsavgift", "Avgiften är oförändrad, 150 kronor.", "Bo Kvist"],
        ],
    ),
    "kinds of services": (
        "Samhällsviktig verksamhet",
        [
            ["Vatten och avlopp", "Hantering av avfall", "Vägar och gator"],
            ["Verksamhet som säkerställer dricksvatten", "Insamling, sortering och behandling av avfall", "Snöröjning"],
            ["Rening av avloppsvatten i verk", "Slamtömning hos fastigheter på landet", "Reparation av broar"],
        ],
    ),
    "dependencies": (
        "Kritiska beroenden",
        [
            ["Verksamhet", "Kritiskt beroende", "Reservlösning"],
            ["Hemtjänst", "drivmedel", "Saknas"],
            ["Måltider", "dricksvatten", "24 timmar"],
        ],
    ),
    "approval": (
        "",
        [["Roll", "Namn", "Datum"], ["Granskad", "Ulla Ekvall", "2031-05-01"], ["Godkänd", "Bo Kvist", "2031-05-03"]],
    ),
    "done in a year": (
        "Aktiviteter under året",
        [
            ["Aktivitet", "Arrangör", "Genomfördes", "Besökare"],
            ["Kvällsvandring med lyktor", "Byalaget", "7 november", "85"],
            ["Basar till förmån för badhuset", "Hembygdsföreningen", "3 maj", "210"],
        ],
    ),
    "told of what was done": (
        "Vad som hände",
        [
            ["Insats", "Ansvarig", "Genomfört"],
            ["Rutinen för larm skrevs om", "Säkerhetsenheten", "mars 2030"],
            ["Eleverna höll en temavecka om trafik", "Rektor", "vecka 12 2030"],
        ],
    ),
    "where and when": (
        "Utsatta platser",
        [
            ["Plats", "Tid", "Vad som händer", "Bidragande faktorer"],
            ["Ågatan", "Fredagar efter kl. 22", "Gräl och slagsmål", "Tre krogar stänger samtidigt"],
            ["Tunneln", "Skoltid", "Försäljning av cigaretter, hot", "Dold från vägen, inga vuxna"],
        ],
    ),
    "who does what in an organisation": (
        "Så är vi organiserade",
        [
            ["Grupp", "Uppgift", "Ansvarig", "Möts"],
            ["Styrgrupp", "Beslutar om inriktning och budget", "Kommunchefen", "Fyra gånger per år"],
            ["Arbetsgrupp", "Håller ihop det dagliga arbetet", "Samordnaren", "Varje månad"],
        ],
    ),
    "programme": (
        "Program",
        [
            ["Tid", "Punkt", "Ansvarig"],
            ["09.00", "Kaffe", "Bo Kvist"],
            ["09.30", "Föreläsning om trafik", "Ulla Ekvall"],
        ],
    ),
}

MEASURES: dict[str, tuple[str, Table, int]] = {
    "few words": ("2 Skola", [["Mål", "Åtgärd", "Tid"], ["Trygga raster", "Fler vuxna ute", "2031"]], 1),
    "tending": (
        "Skötselplan",
        [
            ["Yta", "Gör så här", "Timmar"],
            ["Häck", "Klippa bort döda grenar och ogräs", "6"],
            ["Rabatt", "Rensa ogräs och fylla på jord", "4"],
        ],
        2,
    ),
    "planned maintenance": (
        "Underhållsplan",
        [
            ["Byggdel", "Åtgärd", "År", "Kostnad"],
            ["Tak", "Omläggning av tak", "2033", "400 000"],
            ["Hiss", "Byte av hissmotor", "2035", "90 000"],
        ],
        2,
    ),
    "tasks of minutes": (
        "Att göra",
        [["Uppgift", "Vem", "Klart"], ["Boka lokal till temadagen", "Bo", "maj"], ["Köpa in västar", "Ulla", "3/4"]],
        2,
    ),
    "decisions with a responsible": (
        "Protokoll föräldraråd",
        [
            ["Punkt", "Beslut", "Ansvarig"],
            ["1. Skolmaten", "Matrådet startas om med två elever från varje årskurs.", "Rektor"],
            ["2. Uteleksaker", "Inventering görs och en önskelista lämnas till rektor.", "Fritids"],
            ["3. Föregående protokoll", "Godkändes.", "–"],
        ],
        2,
    ),
    "decisions with who and when": (
        "Ärenden",
        [
            ["§", "Ärende", "Beslut", "Vem", "Klart"],
            ["1", "Garagetaket", "Två entreprenörer kontaktas för offert på ny papp.", "Bo Kvist", "30 april"],
            ["2", "Sophuset", "Nytt lås monteras och koden byts två gånger om året.", "Ulla Ekvall", "maj 2031"],
            ["3", "Ekonomisk rapport", "Rapporten läggs till handlingarna.", "–", "–"],
        ],
        2,
    ),
    "where, why and what to do": (
        "Platser",
        [
            ["Plats", "Vad som sker", "Bidragande orsaker", "Åtgärd", "Ansvarig"],
            ["Torget", "Bråk", "Krogar stänger samtidigt", "Införa taxivärdar på helger", "Parkenheten"],
            ["Tunneln", "Hot", "Mörkt", "Byta till ljusare armaturer", "Trafikenheten"],
        ],
        2,
    ),
    "planned events": (
        "Aktiviteter 2031",
        [
            ["Aktivitet", "Ansvarig", "Genomförs", "Deltagare"],
            ["Kvällsvandring med lyktor", "Byalaget", "november", "alla"],
            ["Kurs i första hjälpen", "Ulla Ekvall", "april", "ledare"],
        ],
        2,
    ),
    "risk plan": (
        "Internkontrollplan",
        [
            ["Risk", "S", "K", "Riskvärde", "Åtgärd", "Ansvarig"],
            ["Strömavbrott", "3", "4", "12", "Köpa in reservkraft till ledningsplatsen", "Tekniska förvaltningen"],
            ["Smitta", "2", "5", "10", "Ta fram rutin för smittskydd", "Socialförvaltningen"],
        ],
        2,
    ),
}


@pytest.mark.parametrize("kind", NONE)
def test_a_table_of_another_kind_gives_no_rows(kind: str) -> None:
    title, table = NONE[kind]
    assert draft(h("Nora kommun"), h(title, 2), t(table, bold_header=True)).rows == ()


@pytest.mark.parametrize("kind", MEASURES)
def test_a_table_of_measures_gives_a_row_a_line(kind: str) -> None:
    title, table, count = MEASURES[kind]
    found = rows(h("Handlingsplan"), h(title, 2), t(table, bold_header=True))
    assert len(found) == count
    assert all(r["åtgärd"] for r in found)


def test_what_stands_above_makes_a_table_one_of_the_past() -> None:
    table = t([["Aktivitet", "Ansvarig", "Datum"], ["Städdag vid sjön", "Byalaget", "3 maj"]], bold_header=True)
    plan = draft(h("Aktivitetsplan 2031"), h("Aktiviteter", 2), table)
    report = draft(h("Årsrapport 2031"), h("Aktiviteter", 2), p("Under året genomfördes följande."), table)
    assert len(plan.rows) == 1
    assert all(row.measure < plan.rows[0].measure - 0.05 for row in report.rows)


def test_the_same_template_gives_the_same_answer_every_year() -> None:
    found = [
        len(rows(h("Resultat", 2), t([["Indikator", f"Utfall {y}", f"Mål {y + 1}"], ["Andel nöjda", "9", str(n)]])))
        for y, n in ((2029, 10), (2030, 11), (2031, 95))
    ]
    assert found == [0, 0, 0]


def test_the_model_fits_the_features() -> None:
    model = load()
    assert len(model.weights) == len(FEATURES)
    assert 0 < model([0.0] * len(FEATURES)) < THRESHOLD


def test_columns_that_are_kinds_of_things_give_no_rows() -> None:
    table = [
        ["Bygg", "Utrikeshandel", "Livsmedel"],
        [
            "Brist på personal gör att vägar och broar inte kan underhållas.",
            "Varor ska kunna föras in och ut ur landet.",
            "Kontrollera livsmedel och ge råd till företagen.",
        ],
        [
            "Maskiner saknas ofta vid större skador på anläggningar.",
            "Tullen ska ha öppet dygnet runt i hamnen.",
            "Ordna lager av torrvaror.",
        ],
    ]
    assert not rows(h("Handlingsplan"), h("Översikt över sektorer", 2), t(table, bold_header=True))


DATED = [["Byggdel", "Åtgärd", "Mängd", "Intervall (år)", "År", "Kostnad (kr)"]]
PARTS = [["Tak", "Omläggning av papp", "300 m2", "25"], ["Hiss", "Byte av hissmotor och linor", "2 st", "30"]]


@pytest.mark.parametrize(("years", "count"), [(("2034", "2036–2037"), 2), (("2019", "2024"), 0)])
def test_years_after_the_document_tell_what_is_planned_from_what_was_done(years: tuple[str, str], count: int) -> None:
    table = DATED + [[*part, year, "90 000"] for part, year in zip(PARTS, years, strict=True)]
    found = draft(h("Underhållsplan 2031–2040"), p("Uppdaterad: 2030-11-18"), t(table, bold_header=True)).rows
    assert len(found) == count


def test_what_a_report_of_last_year_tells_is_no_measure() -> None:
    table = [
        ["Aktivitet", "Ansvarig", "Tidpunkt"],
        ["Trettio lampor byttes på Ågatan", "Gatuenheten", "mars 2030"],
        ["Fem vandringar genomfördes i tätorten", "Samordnaren", "april–oktober 2030"],
        ["Föräldrar fick information om langning", "Skolkontoret", "september 2030"],
    ]
    title = h("Rapport om trygghetsarbetet 2030")
    assert draft(title, p("Fastställd 2031-02-14"), h("Aktiviteter", 2), t(table, bold_header=True)).rows == ()


def test_until_when_somebody_is_elected_is_no_year_of_what_is_planned() -> None:
    table = [["Uppdrag", "Ansvarig", "Vald till"], ["Ordförande", "Eva Ek", "2032"], ["Kassör", "Bo Kvist", "2033"]]
    assert draft(h("Handlingsplan 2031"), p("Fastställd: 2030-10-03"), t(table, bold_header=True)).rows == ()


@pytest.mark.parametrize("heading", ["Objekt", "Byggdel", "Anläggning", "Fastighet"])
def test_names_of_places_under_a_heading_of_objects_are_nobody(heading: str) -> None:
    table = [
        [heading, "Vad ska göras", "2031", "2032"],
        ["Lekplatsen Sippan", "Byta sand och staket", "140", ""],
        ["Lekplatsen Vargen", "Måla om lekhuset", "", "35"],
    ]
    made = rows(h("Underhållsplan 2031–2032"), p("Ansvarig: Parkenheten"), t(table, bold_header=True))
    assert [(r["vem"], r["när"]) for r in made] == [("Parkenheten", "2031"), ("Parkenheten", "2032")]
