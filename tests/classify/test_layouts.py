"""Layouts of real plans, each with the rows that the contract wants of it."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.document import Paragraph, Table

from .build import draft, h, li, p, rows, sections, t, tall, wide

TITLE = p("Handlingsplan för trygghet 2025", "heading", 1)


def test_a_table_under_each_measure_takes_the_measure_from_its_heading_and_the_goal_from_the_area() -> None:
    blocks = (
        TITLE,
        h("1 Energieffektiva byggnader", 2),
        p("Energianvändningen i kommunens lokaler ska minska med 20 procent till 2026."),
        h("1.1 Byt till LED i alla lokaler", 3),
        p("Belysningen byts i takt med att armaturerna går sönder. Arbetet samordnas av fastighetsavdelningen."),
        t(
            [
                ["Förvaltning/Bolag", "Ansvarig", "Tidsplan"],
                ["KLF", "", ""],
                ["Tekniska", "Teknisk chef", "31 dec 2024"],
            ]
        ),
        h("1.2 Utbilda vaktmästare", 3),
        t([["Förvaltning/Bolag", "Ansvarig", "Tidsplan"], ["Hus AB", "VD", "2025"]], number=2),
    )
    goal = "Energianvändningen i kommunens lokaler ska minska med 20 procent till 2026."
    led = (
        "Byt till LED i alla lokaler\n"
        "Belysningen byts i takt med att armaturerna går sönder. Arbetet samordnas av fastighetsavdelningen."
    )
    assert rows(*blocks) == [
        {"mål": goal, "åtgärd": led, "vem": "KLF"},
        {"mål": goal, "åtgärd": led, "vem": "Tekniska\nTeknisk chef", "när": "31 dec 2024"},
        {"mål": goal, "åtgärd": "Utbilda vaktmästare", "vem": "Hus AB\nVD", "när": "2025"},
    ]
    found = draft(*blocks)
    assert [(n.code, n.target) for n in found.notes if n.code == "row-without-action"] == [("row-without-action", "r1")]
    assert [(s.number, s.title, s.problem, s.parent) for s in found.sections] == [
        ("1", "Energieffektiva byggnader", None, None),
        ("1.1", "Byt till LED i alla lokaler", None, "s1"),
        ("1.2", "Utbilda vaktmästare", None, "s1"),
    ]
    assert found.rows[0].fields["åtgärd"].evidence.inherited


def test_matrix_of_boards_with_values_for_years() -> None:
    goal = "Fler invånare ska känna sig trygga"
    table = t(
        [
            ["Nämnd", "Mål för nämndens verksamhet", "Indikator", "Senast uppmätta värde", "Mål 2022", "Mål 2025"],
            [tall("KS", 2), tall(goal, 2), "Andel trygga", "71 % (2020)", "75 %", "80 %"],
            [None, None, "Anmälda brott", "812", "780", "700"],
        ]
    )
    first = {
        "+Indikator": "Andel trygga",
        "+Senast uppmätta värde": "71 % (2020)",
        "+Mål 2022": "75 %",
        "+Mål 2025": "80 %",
    }
    second = {"+Indikator": "Anmälda brott", "+Senast uppmätta värde": "812", "+Mål 2022": "780", "+Mål 2025": "700"}
    assert rows(TITLE, table) == [{"mål": goal, "vem": "KS", **first}, {"mål": goal, "vem": "KS", **second}]


def test_goal_bands_and_comment_rows_of_a_follow_up_table() -> None:
    table = t(
        [
            [wide("Mål: En trygg och säker kommun", 3)],
            ["Aktivitet", "Status", "Färdiggrad"],
            ["Genomföra trygghetsvandringar", "", ""],
            [wide("Kommentar: Två vandringar är gjorda.", 3)],
            ["Ta fram en belysningsplan", "Pågår", "50 %"],
            [wide("Mål: Färre unga prövar narkotika", 3)],
            ["Föräldramöten i årskurs 7", "", ""],
        ]
    )
    assert rows(TITLE, table) == [
        {"mål": "En trygg och säker kommun", "åtgärd": "Genomföra trygghetsvandringar",
         "+Kommentar": "Två vandringar är gjorda."},
        {"mål": "En trygg och säker kommun", "åtgärd": "Ta fram en belysningsplan", "+Status": "Pågår",
         "+Färdiggrad": "50 %"},
        {"mål": "Färre unga prövar narkotika", "åtgärd": "Föräldramöten i årskurs 7"},
    ]  # fmt: skip
    assert [s[1] for s in sections(TITLE, table)] == ["En trygg och säker kommun", "Färre unga prövar narkotika"]


def test_a_plain_target_across_the_table_is_the_goal_of_the_rows_below() -> None:
    table = t(
        [
            ["Åtgärd", "Ansvarig", "Klart"],
            [wide("Färre ungdomar ska begå brott", 3)],
            ["Fältarbete på kvällar", "Fältgruppen", "2025"],
            [wide("Ökad trygghet i centrum", 3)],
            ["Ny belysning", "Tekniska förvaltningen", "2026"],
        ]
    )
    assert [r["mål"] for r in rows(TITLE, table)] == ["Färre ungdomar ska begå brott", "Ökad trygghet i centrum"]


def test_measure_bands_over_who_and_when() -> None:
    table = t(
        [
            [wide("Åtgärd 1: Utbilda vakter", 3)],
            ["Ansvarig", "Tidplan", "Status"],
            ["Polisen", "2025", "Pågår"],
            [wide("Åtgärd 2: Köp kameror", 3)],
            ["Kommunen", "2027", ""],
        ]
    )
    assert rows(TITLE, table) == [
        {"åtgärd": "Utbilda vakter", "vem": "Polisen", "när": "2025", "+Status": "Pågår"},
        {"åtgärd": "Köp kameror", "vem": "Kommunen", "när": "2027"},
    ]


@pytest.mark.parametrize(
    "name",
    [
        "Fas 1. Förberedelse\njanuari–mars 2031\nAnsvarig: Projektledaren",
        "Fas 1. Förberedelse\njanuari–mars 2031 Ansvarig: Projektledaren",
        "Planeringsfas (januari–mars 2031)\nAnsvarig: Projektledaren",
    ],
)
def test_a_list_whose_name_stands_beside_it_gives_a_row_for_each_item(name: str) -> None:
    first = [p("Mål: Alla trapphus är inventerade."), li("Inventera låsen hos alla brukare"),
             li("Samla in skriftliga samtycken (Enhetscheferna, februari 2031)")]  # fmt: skip
    second = [li("Annonsera upphandlingen"), li("Testa låsen på provdörrar (Testgruppen, vecka 20 2031)")]
    table = t([[name, first], ["Fas 2. Upphandling\napril–juni 2031\nAnsvarig: Inköp", second]])
    goal = "Alla trapphus är inventerade."
    assert rows(TITLE, table) == [
        {"mål": goal, "åtgärd": "Inventera låsen hos alla brukare", "vem": "Projektledaren",
         "när": "januari–mars 2031"},
        {"mål": goal, "åtgärd": "Samla in skriftliga samtycken", "vem": "Enhetscheferna", "när": "februari 2031"},
        {"åtgärd": "Annonsera upphandlingen", "vem": "Inköp", "när": "april–juni 2031"},
        {"åtgärd": "Testa låsen på provdörrar", "vem": "Testgruppen", "när": "vecka 20 2031"},
    ]  # fmt: skip


def test_bullets_beside_a_theme_or_under_headings_stay_one_row() -> None:
    items = [li("Måla bänkarna vid torget"), li("Byta armaturer längs gångvägen")]
    headed = t([["Fas", "Aktivitet"], ["Fas 1 (våren 2031)", items]])
    assert len(rows(TITLE, headed)) == 1


def test_phases_counted_from_the_alarm_are_the_time_of_what_is_done_in_them() -> None:
    found = rows(
        p("Kontinuitetsplan för telefoni", "heading", 1),
        h("Fas 1: 0–4 timmar", 2),
        p("Ansvarig: Driftledaren"),
        li("Larma personalen på växeln", marker="☐"),
        li("Starta driftloggen", marker="☐"),
        h("Fas 2 (efter 24 timmar)", 2),
        p("Ansvarig: IT-chefen"),
        li("Återstarta systemen i turordning", marker="☐"),
        li("Informera förvaltningarna", marker="☐"),
    )
    assert [(r["vem"], r["när"]) for r in found] == [("Driftledaren", "Fas 1: 0–4 timmar")] * 2 + [
        ("IT-chefen", "Fas 2 (efter 24 timmar)")
    ] * 2


def test_a_numbered_phase_without_a_time_is_one_beside_others_that_have_one() -> None:
    found = rows(
        p("Beredskapsplan för vattenavbrott", "heading", 1),
        h("Fas 1: 0–2 timmar", 2),
        li("Larma vaktmästaren", marker="☐"),
        li("Hämta dunkarna i förrådet", marker="☐"),
        h("Fas 2: längre än 8 timmar", 2),
        li("Boka om skolskjutsarna", marker="☐"),
        li("Besluta om skolan ska stängas", marker="☐"),
        h("Fas 3: återgång", 2),
        li("Spola alla kranar", marker="☐"),
        li("Byt filter i köket", marker="☐"),
    )
    times = ["Fas 1: 0–2 timmar", "Fas 2: längre än 8 timmar", "Fas 3: återgång"]
    assert [r["när"] for r in found] == [t_ for t_ in times for _ in range(2)]


def test_a_goal_in_a_box_of_its_own_is_that_of_the_table_below() -> None:
    def area(name: str, goal: str, measure: str, number: int) -> list[Any]:
        columns = [["Det här ska vi göra", "Vem", "När"], [measure, "Trafikenheten", "juni 2031"]]
        return [h(name, 2), t([["Mål", goal]], number=number), t(columns, number=number + 1)]

    found = rows(
        TITLE,
        *area("Hållplatser", "Minst 70 procent av hållplatserna är tillgängliga.", "Bygga om 36 hållplatser", 1),
        *area("Fordon", "Alla resenärer kan lita på ramp och utrop.", "Skärpa viten i avtalen", 3),
    )
    assert [r["mål"] for r in found] == [
        "Minst 70 procent av hållplatserna är tillgängliga.",
        "Alla resenärer kan lita på ramp och utrop.",
    ]


def test_how_items_end_is_told_by_all_lists_that_stand_alike() -> None:
    # Two bodies are known; alone in its month neither `Kassören` nor `Skidsektionen` would be told from a remark.
    months = (
        ("Januari", "Skicka ut avgifterna (Kassören)"),
        ("Februari", "Klubbmästerskap på skidor (Skidsektionen)"),
        ("Mars", "Söka tillstånd för loppet (Polisen)"),
        ("April", "Söka bidrag för hösten (Kommunstyrelsen)"),
    )
    blocks = [b for month, deed in months for b in (h(month, 2), li(deed))]
    found = rows(p("Årshjul för idrottsklubben 2031", "heading", 1), *blocks)
    assert [(r["vem"], r["när"]) for r in found] == [
        ("Kassören", "Januari"),
        ("Skidsektionen", "Februari"),
        ("Polisen", "Mars"),
        ("Kommunstyrelsen", "April"),
    ]


def test_what_a_class_means_is_no_goal() -> None:
    found = rows(
        TITLE,
        h("Sammanfattning", 2),
        p("Prioritet 1 avser åtgärder som är nödvändiga för att syftet ska nås, 2 åtgärder som bör göras."),
        t([["Skötselåtgärd", "När", "Prio", "Utförare"], ["Röjning av tall på mossen", "2031", "1", "Entreprenör"]]),
    )
    assert [r.get("mål") for r in found] == [None]


@pytest.mark.parametrize("number", ["1:2", "1.2", "3"])
def test_a_number_parts_a_measure_s_mark_from_its_text(number: str) -> None:
    found = rows(
        TITLE,
        h("Lön", 2),
        p(f"Åtgärd {number} Utbilda chefer i sakliga kriterier."),
        p("Ansvarig: HR-avdelningen"),
        p("Tidplan: oktober 2031"),
    )
    assert found == [{"åtgärd": "Utbilda chefer i sakliga kriterier.", "vem": "HR-avdelningen", "när": "oktober 2031"}]


def test_whom_a_task_is_reported_to_does_not_do_it() -> None:
    table = t(
        [
            ["Uppgift", "Görs av", "Tidsgräns", "Återrapport till"],
            ["Läs av termometrarna", "Personalen", "Dagligen", "Enhetschef"],
        ]
    )
    assert rows(TITLE, table) == [
        {"åtgärd": "Läs av termometrarna", "vem": "Personalen", "när": "Dagligen", "+Återrapport till": "Enhetschef"}
    ]


LABELLED_BANDS: tuple[list[object], ...] = (
    [wide("Tak och plåt", 2), wide("Ansvarig: Takgruppen", 2)],
    ["Tak och plåt", "", "", "Ansvarig: Takgruppen"],
    [wide("Tak och plåt Ansvarig: Takgruppen", 4)],
    [wide("TAK OCH PLÅT – Ansvarig: Takgruppen", 4)],
    [wide("Tak och plåt\nAnsvarig: Takgruppen", 4)],
)


@pytest.mark.parametrize("band", LABELLED_BANDS)
def test_a_label_behind_the_title_of_a_row_across_gives_who_to_the_rows_below(band: list[object]) -> None:
    table = t(
        [
            ["Brist", "Åtgärd", "År", "Ansvarig"],
            band,
            ["Spruckna pannor", "Byta nockpannor", "2027", ""],
            ["Vatten blir stående", "Rensa brunnarna", "2028", "Vicevärden"],
            [wide("Fasad", 2), wide("När: 2029. Ansvarig: Fasadgruppen", 2)],
            ["Lös puts", "Laga med kalkbruk", "", ""],
        ]
    )
    found = rows(TITLE, table)
    assert [(r["vem"], r["när"]) for r in found] == [
        ("Takgruppen", "2027"),
        ("Vicevärden", "2028"),
        ("Fasadgruppen", "2029"),
    ]
    assert [s[1].lower() for s in sections(TITLE, table)] == ["tak och plåt", "fasad"]


def test_goals_in_one_chapter_and_measures_in_another_bound_by_number() -> None:
    found = rows(
        TITLE,
        h("Mål", 1),
        p("MÅL 10 Fler ska cykla."),
        p("MÅL 11 Energianvändningen ska minska."),
        p("MÅL 12 Andelen förnybar el ska öka."),
        h("Genomförande", 1),
        p("Åtgärder, mål 11-12", bold=True),
        li("Energirådgivning till villaägare"),
        li("Solcellskarta för hela kommunen"),
    )
    goals = "Energianvändningen ska minska.\nAndelen förnybar el ska öka."
    assert found == [
        {"mål": goals, "åtgärd": "Energirådgivning till villaägare"},
        {"mål": goals, "åtgärd": "Solcellskarta för hela kommunen"},
    ]


def test_goal_and_bulleted_measures_under_headings() -> None:
    found = draft(
        TITLE,
        h("1. Förebygga våld", 2),
        h("Nuläge", 3),
        p("Många utsatta söker inte hjälp."),
        h("Mål", 3),
        p("Fler ska söka hjälp i tid."),
        h("Åtgärder", 3),
        li("Informera på alla vårdcentraler. Ansvarig: Regionen. Tid: 2025"),
        li("Utbilda personal"),
        h("Ansvarig", 3),
        p("Socialnämnden"),
        h("Tidplan", 3),
        p("Hösten 2025"),
    )
    shared = {"orsak": "Många utsatta söker inte hjälp.", "mål": "Fler ska söka hjälp i tid."}
    assert [{n: v.text for n, v in r.fields.items()} for r in found.rows] == [
        {**shared, "åtgärd": "Informera på alla vårdcentraler.", "vem": "Regionen", "när": "2025"},
        {**shared, "åtgärd": "Utbilda personal", "vem": "Socialnämnden", "när": "Hösten 2025"},
    ]
    assert [(s.number, s.title) for s in found.sections] == [("1", "Förebygga våld")]
    assert {r.origin for r in found.rows} == {"list"}


def test_numbered_paragraphs_of_labels() -> None:
    text = (
        "Aktivitet: Tillsyn av krogar. Ansvarig: Alkoholhandläggaren. Samverkanspartner: Polisen. Uppföljning: Rapport."
    )
    other = "Aktivitet: Utbildning. Ansvarig: Folkhälsoplaneraren. Samverkanspartner: Regionen. Uppföljning: Antal."
    found = rows(TITLE, h("Alkohol", 2), p(f"1. {text}"), p(f"2. {other}"))
    assert [(r["åtgärd"], r["vem"], r["+Samverkanspartner"]) for r in found] == [
        ("Tillsyn av krogar.", "Alkoholhandläggaren", "Polisen"),
        ("Utbildning.", "Folkhälsoplaneraren", "Regionen"),
    ]


def test_year_wheel_gives_one_row_for_each_filled_month() -> None:
    table = t(
        [
            ["", "Januari", "Februari", "Mars", "April"],
            ["APT", "Genomgång av rutiner", "Arbetsmiljörond", "", "Medarbetarsamtal"],
        ]
    )
    assert [(r["åtgärd"], r["när"]) for r in rows(TITLE, table)] == [
        ("Genomgång av rutiner", "Januari"),
        ("Arbetsmiljörond", "Februari"),
        ("Medarbetarsamtal", "April"),
    ]


def test_marks_under_months() -> None:
    table = t(
        [
            ["Aktivitet", "Jan", "Feb", "Mars", "April"],
            ["Trygghetsvandring", "", "X", "", "X"],
            ["Temavecka", "X", "", "", ""],
        ]
    )
    assert [(r["åtgärd"], r["när"]) for r in rows(TITLE, table)] == [
        ("Trygghetsvandring", "Feb\nApril"),
        ("Temavecka", "Jan"),
    ]


def test_marks_under_actors() -> None:
    table = t(
        [
            ["Uppgift", "Styrelsen", "Förvaltaren", "Boende"],
            ["Snöröjning av gångar", "", "Ja", ""],
            ["Trygghetsvandring varje höst", "Ja", "Ja", "Nej"],
        ]
    )
    assert rows(TITLE, table) == [
        {"åtgärd": "Snöröjning av gångar", "vem": "Förvaltaren"},
        {"åtgärd": "Trygghetsvandring varje höst", "vem": "Styrelsen\nFörvaltaren"},
    ]


def test_marks_under_actors_below_one_heading() -> None:
    table = t(
        [
            ["Åtgärd", wide("Ansvarig", 3)],
            ["", "Kommunen", "Polisen", "Region"],
            ["Kontroller", "X", "X", ""],
            ["Vårdplan", "", "", "X"],
        ]
    )
    assert rows(TITLE, table) == [
        {"åtgärd": "Kontroller", "vem": "Kommunen\nPolisen"},
        {"åtgärd": "Vårdplan", "vem": "Region"},
    ]


def test_lists_abreast_under_themes_are_no_fields_of_one_row() -> None:
    columns = (
        ("Fysisk aktivitet", ("Bygga ett utegym vid badet", "Dela ut broddar till alla äldre")),
        ("Barn och unga", ("Erbjuda sommarjobb åt alla sökande", "Öppna fritidsgården på lov")),
        ("Droger", ("Besöka krogar vid terminsstart", "Bjuda in krögare till möte")),
    )
    lists = [[li(text) for text in items] for _, items in columns]
    made = draft(h("Åtgärdsplan 2030"), h("Insatser", 2), t([[head for head, _ in columns], lists]))
    found = [row.fields["åtgärd"].text for row in made.rows]
    assert found == [text for _, items in columns for text in items]
    # Words of fields stand in themes too.
    themes = ["Hälsa", "Cirkulär ekonomi", "Organisation och uppföljning"]
    alike = draft(h("Åtgärdsplan 2030"), h("Insatser", 2), t([themes, lists]))
    assert [row.fields["åtgärd"].text for row in alike.rows] == found
    named = draft(h("Åtgärdsplan 2030"), h("Insatser", 2), t([["Mål", "Åtgärder", "Uppföljning"], lists]))
    assert len(named.rows) < len(found)


def test_parallel_columns_of_bullets_give_a_row_for_each_bullet() -> None:
    table = t(
        [
            ["Tema", "Trygghet", "Delaktighet"],
            ["Utvecklingsområde", "Otrygghet i centrum", "Få deltar"],
            ["Målbeskrivning", [li("Fler vågar vara ute"), li("Bättre belysning")], [li("Fler unga deltar")]],
        ]
    )
    assert [(r["orsak"], r["mål"]) for r in rows(TITLE, table)] == [
        ("Otrygghet i centrum", "Fler vågar vara ute"),
        ("Otrygghet i centrum", "Bättre belysning"),
        ("Få deltar", "Fler unga deltar"),
    ]


def test_lists_aligned_over_columns_give_a_row_for_each_item() -> None:
    table = t(
        [
            ["Mål", "Åtgärd", "Ansvarig", "När"],
            [
                "Trygga elever",
                [li("Fler vuxna på raster", marker="1."), li("Utbilda kamratstödjare", marker="2.")],
                [li("Rektor", marker="1."), li("Kurator", marker="2.")],
                [li("HT 2025", marker="1."), li("VT 2026", marker="2.")],
            ],
            ["Färre bråk", [li("Medling"), li("Dialog")], "Kurator", "Löpande"],
        ]
    )
    assert rows(TITLE, table) == [
        {"mål": "Trygga elever", "åtgärd": "Fler vuxna på raster", "vem": "Rektor", "när": "HT 2025"},
        {"mål": "Trygga elever", "åtgärd": "Utbilda kamratstödjare", "vem": "Kurator", "när": "VT 2026"},
        {"mål": "Färre bråk", "åtgärd": "Medling\nDialog", "vem": "Kurator", "när": "Löpande"},
    ]


def test_labels_in_the_first_column_with_several_records() -> None:
    table = t(
        [
            *(["Problem", "Öppen handel"], ["Mål", "Ingen handel"], ["Åtgärd", "Kameror"]),
            *(["Ansvarig", "KS"], ["Tid", "2025"]),
            *(["Problem", "Langning"], ["Mål", "Färre köper"], ["Åtgärd", "Kontrollköp"]),
            *(["Ansvarig", "Polisen"], ["Tid", "Löpande"]),
        ]
    )
    assert rows(TITLE, table) == [
        {"orsak": "Öppen handel", "mål": "Ingen handel", "åtgärd": "Kameror", "vem": "KS", "när": "2025"},
        {"orsak": "Langning", "mål": "Färre köper", "åtgärd": "Kontrollköp", "vem": "Polisen", "när": "Löpande"},
    ]


def test_pairs_of_label_and_value_under_a_measure() -> None:
    table = t(
        [
            [wide("Åtgärd 1: Trygghetsvandringar", 4)],
            ["Mål", "Ökad trygghet", "Orsak", "Mörka stråk"],
            ["Ansvarig", "Trygghetssamordnaren", "Tidplan", "Hösten 2025"],
        ]
    )
    assert rows(TITLE, table) == [
        {"orsak": "Mörka stråk", "mål": "Ökad trygghet", "åtgärd": "Trygghetsvandringar", "vem": "Trygghetssamordnaren",
         "när": "Hösten 2025"}
    ]  # fmt: skip


def test_labels_in_words_of_their_own_are_read_by_their_values() -> None:
    labels = ["Utlösande faktor", "Dit ska vi", "Arbetet", "Ägs av", "Sista dag"]
    first = [
        "Öppen handel i centrum på kvällarna",
        "Ingen handel",
        "Sätta upp kameror",
        "Kommunstyrelsen, Polisen",
        "31 maj 2025",
    ]
    second = ["Langning till unga", "Färre får tag på alkohol", "Genomföra kontrollköp", "Polisen", "Löpande"]
    tables = [
        t([list(x) for x in zip(labels, values, strict=True)], number=n) for n, values in enumerate((first, second), 1)
    ]
    assert [list(r.values()) for r in rows(TITLE, *tables)] == [first, second]


def test_two_level_headings_columns_of_one_field_and_partners() -> None:
    table = t(
        [
            ["Åtgärd", wide("Ansvar", 2), wide("Tid", 2)],
            ["", "Huvudansvar", "Medverkande", "Start", "Slut"],
            ["Utbilda i HLR", "Socialförvaltningen", "Räddningstjänsten", "2024-01-01", "2024-12-31"],
        ]
    )
    assert rows(TITLE, table) == [
        {"åtgärd": "Utbilda i HLR", "vem": "Socialförvaltningen", "när": "2024-01-01\n2024-12-31",
         "+Medverkande": "Räddningstjänsten"}
    ]  # fmt: skip
    table = t(
        [
            ["Aktivitet", "Uppgift", "Förvaltning/Bolag", "Ansvarig", "Samverkanspart", "Månad"],
            ["Vandring", "Kalla", "KLF", "Säkerhetschef", "Polisen", "Maj"],
        ]
    )
    assert rows(TITLE, table) == [
        {"åtgärd": "Vandring\nKalla", "vem": "KLF\nSäkerhetschef", "när": "Maj", "+Samverkanspart": "Polisen"}
    ]


def test_nested_tables_give_each_inner_line_the_outer_cells() -> None:
    inner = t([["Aktivitet", "Vem", "När"], ["Enkät", "Polisen", "2025"], ["Möte", "Skolan", "2026"]], number=2)
    table = t([["Orsak", "Mål", "Insatser"], ["Otrygghet", "Trygghet", [inner]]])
    assert rows(TITLE, table) == [
        {"orsak": "Otrygghet", "mål": "Trygghet", "åtgärd": "Enkät", "vem": "Polisen", "när": "2025"},
        {"orsak": "Otrygghet", "mål": "Trygghet", "åtgärd": "Möte", "vem": "Skolan", "när": "2026"},
    ]


def test_one_line_of_cells_inside_a_cell_is_its_text() -> None:
    inner = t([["Skyltar", "Vakter", "Kameror"]], number=2)
    table = t([["Orsak", "Åtgärd", "Vem"], ["Stölder", [inner], "Hamnen"], ["Mörker", "Fler lampor", "Gatan"]])
    assert rows(TITLE, table) == [
        {"orsak": "Stölder", "åtgärd": "Skyltar Vakter Kameror", "vem": "Hamnen"},
        {"orsak": "Mörker", "åtgärd": "Fler lampor", "vem": "Gatan"},
    ]


def test_spanning_cells_stand_in_each_row_and_empty_ones_in_none() -> None:
    table = t(
        [["Orsak", "Åtgärd", "Vem", "När"], [tall("Otrygghet", 2), "Enkät", "–", "2025"], [None, "Möte", "Skolan", "…"]]
    )
    found = draft(TITLE, table)
    assert [{n: v.text for n, v in r.fields.items()} for r in found.rows] == [
        {"orsak": "Otrygghet", "åtgärd": "Enkät", "när": "2025"},
        {"orsak": "Otrygghet", "åtgärd": "Möte", "vem": "Skolan"},
    ]
    assert not found.rows[0].fields["orsak"].evidence.inherited
    assert found.rows[1].fields["orsak"].evidence.inherited
    assert (found.rows[1].fields["orsak"].places[0].row, found.rows[1].fields["åtgärd"].places[0].row) == (2, 3)


def test_a_table_without_headings_goes_on_with_those_before_it() -> None:
    first = t([["Åtgärd", "Vem", "När", "Not"], ["Utbilda personal", "HR-avdelningen", "2025", "a"]])
    second = t([["Köpa in larm till receptionen", "Fastighetsenheten", "2026", "b"]], number=2)
    assert rows(TITLE, first, second)[1] == {
        "åtgärd": "Köpa in larm till receptionen", "vem": "Fastighetsenheten", "när": "2026", "+Not": "b"
    }  # fmt: skip


def test_no_headings_at_all() -> None:
    table = t(
        [
            ["A1", "Ta fram en ny policy för föreningsbidrag", "Kultur- och fritidsförvaltningen", "2024-03-01"],
            ["A2", "Genomföra utbildning i lågaffektivt bemötande", "HR-avdelningen", "2024-06-15"],
            ["A3", "Upphandla nytt larmsystem till receptionen", "Upphandlingsenheten", "2024-09-30"],
        ]
    )
    assert [(r["vem"], r["när"]) for r in rows(TITLE, table)] == [
        ("Kultur- och fritidsförvaltningen", "2024-03-01"),
        ("HR-avdelningen", "2024-06-15"),
        ("Upphandlingsenheten", "2024-09-30"),
    ]


def test_labelled_lines_above_a_table_fill_what_it_lacks() -> None:
    found = rows(
        TITLE,
        h("2 Skola", 2),
        p("Ansvarig: Barn- och utbildningsförvaltningen"),
        t([["Mål", "Åtgärd", "Tid"], ["Trygga raster", "Fler vuxna ute", "2025"]]),
    )
    assert found[0]["vem"] == "Barn- och utbildningsförvaltningen"


HEADLESS = [
    ["A1", "Klotter på stationen saneras inom ett dygn", "Trafikkontoret", "2025-03-01"],
    ["A2", "Områdesvärdar anställs för centrum", "Stadsdelsförvaltningen", "2025-06-30"],
    ["A3", "Lokala ordningsregler kommuniceras till alla krögare", "Tillståndsenheten", "Löpande"],
    ["A4", "Trygghetsmätning redovisas per delområde", "Säkerhetssamordnaren", "oktober 2025"],
]


def test_a_table_without_headings_is_read_by_its_cells() -> None:
    found = rows(TITLE, t(HEADLESS))
    assert [r["åtgärd"] for r in found] == [r[1] for r in HEADLESS]
    assert [r["när"] for r in found] == [r[3] for r in HEADLESS]


def test_headings_parted_from_all_their_lines_still_head_them() -> None:
    heads = ["Utmaning vi ser", "Dit vill vi", "Så gör vi", "Vi som håller i det", "Klart när?"]
    lines = [
        ["Äldre luras på pengar", "Ingen äldre ska bli av med sparpengar", "Temadagar med banken och polisen",
         "Omsorgskontoret", "v. 40 2026"],
        ["Buskörning på torget", "Lugnare kvällar på torget", "Farthinder byggs och dialog förs", "Gata och park",
         "Före sommaren 2026"],
    ]  # fmt: skip
    found = rows(TITLE, t([heads], bold_header=True, fills=[0]), t(lines, number=2))
    assert [list(r.values())[:5] for r in found] == lines


def test_a_value_to_reach_under_a_heading_is_the_goal() -> None:
    goal = "Andelen invånare som känner sig otrygga ska vara högst 18 procent år 2028."
    table = t([["Förvaltning", "Ansvarig", "Tid"], ["Hus AB", "VD", "2025"]])
    found = rows(TITLE, h("1 Trygga miljöer", 2), p(goal), h("1.1 Byt lampor", 3), table)
    assert [r["mål"] for r in found] == [goal]


def test_a_heading_named_like_a_body_is_a_heading_where_its_level_comes_again() -> None:
    labels = p("Aktivitet: Föräldramöten hålls. Ansvarig: Rektorerna")
    found = sections(TITLE, h("Skolan", 2), labels, h("Fritiden", 2), p("Aktivitet: Nattvandring. Ansvarig: Gården"))
    assert [s[1] for s in found] == ["Skolan", "Fritiden"]


def test_sentences_that_charge_somebody_are_rows_of_prose_with_their_times() -> None:
    blocks = (
        p("Handlingsplan mot extremism", "heading", 1),
        h("Så ska vi arbeta", 2),
        p("Utbildningsförvaltningen ska senast den 1 oktober 2025 ha utbildat all personal på högstadiet. "
          "Socialtjänsten ansvarar för att erbjuda stöd till anhöriga. Skolan ska vara en trygg plats för alla."),
    )  # fmt: skip
    found = [(r.origin, r.fields["vem"].text, r.fields["när"].text if "när" in r.fields else None)
             for r in draft(*blocks).rows]  # fmt: skip
    assert found == [
        ("prose", "Utbildningsförvaltningen", "senast den 1 oktober 2025"),
        ("prose", "Socialtjänsten", None),
    ]


def test_small_tables_that_say_all_but_the_measure_take_it_from_their_headings() -> None:
    def card(number: int, why: str, what: str, who: str, when: str) -> object:
        return t([["Bakgrund", why], ["Förväntat resultat", what], ["Ansvar", who], ["Tid", when]], number=number)

    blocks = (
        TITLE,
        h("1 Stölder", 2),
        h("1.1 Grannsamverkan i fler områden", 3),
        card(1, "Få märker sina ägodelar.", "Inbrotten ska minska.", "Polisen", "2025"),
        h("1.2 Stöldsäkra cykelparkeringar", 3),
        card(2, "Cyklar stjäls.", "Halverat antal stölder.", "Tekniska förvaltningen", "maj 2025"),
    )
    assert [r["åtgärd"] for r in rows(*blocks)] == ["Grannsamverkan i fler områden", "Stöldsäkra cykelparkeringar"]


def test_one_table_without_measures_takes_none_from_the_area_above() -> None:
    table = t([["Problem", "Mål", "Ansvarig", "När"], ["Cyklar stjäls.", "Färre stölder.", "Polisen", "2025"]])
    assert "åtgärd" not in rows(TITLE, h("1 Stölder", 2), table)[0]


def test_a_line_with_years_for_start_and_end_is_no_heading_row() -> None:
    head = ["Risk", "Mål", "Aktivitet", "Funktion", "Start", "Slut"]
    line = ["Mopedstölder", "Färre stölder", "Märkning vid träffar", "Fritidsledare", "2026-04", "2026-05"]
    years = ["Klotter", "Rena väggar", "Sanering i centrum", "Fritidschef", "2025", "2026"]
    found = rows(TITLE, t([head, line, years]))
    assert [(r["åtgärd"], r["vem"], r["när"]) for r in found] == [
        ("Märkning vid träffar", "Fritidsledare", "2026-04\n2026-05"),
        ("Sanering i centrum", "Fritidschef", "2025\n2026"),
    ]


def test_vad_between_varfor_and_hur_is_what_the_cells_say() -> None:
    wanted = [
        ["Varför?", "Vad?", "Hur?", "Vem?", "När?"],
        ["Narkotika säljs öppet.", "Färre langningsplatser.", "Riktade patruller.", "Polisen", "april 2025"],
        ["Långa väntetider.", "Vård inom två veckor.", "Extra tider på mottagningen.", "Regionen", "maj 2025"],
        ["Unga röker.", "Färre unga ska pröva.", "Lektioner i årskurs 8.", "Skolan", "2025"],
    ]
    assert [r["mål"] for r in rows(TITLE, t(wanted))] == [line[1] for line in wanted[1:]]
    done = [["Vad?", "Vem?", "När?"], ["Riktade patruller.", "Polisen", "2025"], ["Lektioner.", "Skolan", "maj 2025"]]
    assert [r["åtgärd"] for r in rows(TITLE, t(done))] == ["Riktade patruller.", "Lektioner."]


def test_a_label_that_is_a_word_of_the_title_is_no_part_of_it() -> None:
    blocks = (
        p("Åtgärdsplan mot skadegörelse 2025", "heading", 1),
        h("Skadegörelse", 2),
        h("Problembild", 3),
        p("Klotter lockar mer klotter."),
        h("Åtgärd", 3),
        p("Sanera inom ett dygn."),
        h("Ansvarig", 3),
        p("Tekniska kontoret"),
    )
    assert rows(*blocks) == [
        {"orsak": "Klotter lockar mer klotter.", "åtgärd": "Sanera inom ett dygn.", "vem": "Tekniska kontoret"}
    ]
    assert sections(*blocks) == [(None, "Skadegörelse", None, None)]


def test_questions_over_text_and_lists() -> None:
    blocks = (
        TITLE,
        h("Näthat", 2),
        h("Hur ser det ut idag?", 3),
        p("Elever hånas i chattar."),
        h("Vad vill vi uppnå?", 3),
        p("Alla elever ska veta hur man anmäler."),
        h("Vad ska vi göra?", 3),
        li("Bjuda in föreläsare."),
        li("Ta fram en guide."),
    )
    goal = {"orsak": "Elever hånas i chattar.", "mål": "Alla elever ska veta hur man anmäler."}
    assert rows(*blocks) == [{**goal, "åtgärd": "Bjuda in föreläsare."}, {**goal, "åtgärd": "Ta fram en guide."}]
    assert sections(*blocks) == [(None, "Näthat", None, None)]


def test_the_days_of_meetings_are_no_measures() -> None:
    table = t([["Datum", "Nämnd", "Plats"], ["2025-02-04", "Socialnämnden", "Kommunhuset"]])
    assert rows(p("Sammanträdesdagar 2025", "heading", 1), h("Sammanträden", 2), table) == []


def test_a_caption_between_a_goal_and_its_table_is_neither() -> None:
    def area(title: str, goal: str, number: int) -> list[Paragraph | Table]:
        head = ["Åtgärd", "Ansvarig", "Genomförs"]
        table = t([head, [f"Byt pumpar i etapp {number}", "Teknik AB", "2028"]])
        return [h(title), p(goal), p(f"Tabell {number}. Åtgärder inom området", "caption"), table]

    vatten = "Senast 2030 ska vattenförlusterna i ledningsnätet ha minskat till tio procent."
    varme = "År 2030 är alla undercentraler utbytta."
    found = rows(TITLE, *area("Vatten", vatten, 1), *area("Värme", varme, 2))
    assert [row["mål"] for row in found] == [vatten, varme]


def test_headings_that_name_a_responsible_over_a_list_each_give_it_to_their_items() -> None:
    blocks = (
        p("Handlingsplan för marknaden 2030", "heading", 1),
        h("Ansvarig: Hamnkaptenen", 2),
        t([["Måla alla bänkar på kajen", "3 maj 2030"], ["Ställa ut livbojar vid bryggan", "juni 2030"]]),
        h("Ansvarig: Räddningstjänsten", 2),
        t([["Granska planen för utrymning", "7 maj 2030"]], number=2),
    )
    assert rows(*blocks) == [
        {"åtgärd": "Måla alla bänkar på kajen", "vem": "Hamnkaptenen", "när": "3 maj 2030"},
        {"åtgärd": "Ställa ut livbojar vid bryggan", "vem": "Hamnkaptenen", "när": "juni 2030"},
        {"åtgärd": "Granska planen för utrymning", "vem": "Räddningstjänsten", "när": "7 maj 2030"},
    ]
