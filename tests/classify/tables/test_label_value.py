"""Tables of labels beside values: pairs in a line, and cards that are judged together."""

from __future__ import annotations

from typing import Any

import pytest

from tests.classify.build import h, p, rows, t, wide


def test_short_pairs_under_long_values_need_no_known_words() -> None:
    form = t(
        (
            ("Problem", wide("Mörka kajer.", 3)),
            ("Åtgärd", wide("Vi sätter upp ljus vid kajen.", 3)),
            ("Ansvarig", "Polisen", "Tidsrymd", "maj 2030"),
            ("Status", "Pågår", "Vikt", "Hög"),
        )
    )
    (row,) = rows(h("Handlingsplan för en trygg hamn 2030"), h("Hamnen", 2), form)
    assert (row["vem"], row["när"], row["+Vikt"]) == ("Polisen", "maj 2030", "Hög")


def test_tables_with_the_same_labels_under_headings_of_measures_are_judged_together() -> None:
    def card(title: str, cause: str, who: str) -> list[object]:
        return [h(title, 3), t((("Orsak", cause), ("Ansvar", who)))]

    found = rows(
        h("Handlingsplan för trygga skolvägar 2030"),
        h("Skolvägar", 2),
        *card("Vi bygger en mittrefug vid torget", "Bilar kör för fort vid torget", "Parkenheten"),  # type: ignore[arg-type]
        *card("Vi delar ut reflexer i oktober", "Trimmade mopeder stör boende", "Polisen"),  # type: ignore[arg-type]
        *card("Utbildning av elever om risker med A-traktor", "Många olyckor vid skolan", "Vinbergahem"),  # type: ignore[arg-type]
    )
    assert [row["vem"] for row in found] == ["Parkenheten", "Polisen", "Vinbergahem"]
    assert found[2]["åtgärd"] == "Utbildning av elever om risker med A-traktor"


def test_all_of_a_heading_is_the_measure_of_each_row_below_it() -> None:
    def table(*rows_: tuple[str, str]) -> object:
        return t((("Ansvarig", "Tid"), *rows_))

    found = rows(
        h("Handlingsplan för trygga möten 2030"),
        h("Vi tar fram en lathund till väktare. Alla deltagare får skriftligt material", 2),
        table(("Polisen", "maj 2030"), ("Vaktbolaget", "juni 2030")),  # type: ignore[arg-type]
    )
    measure = "Vi tar fram en lathund till väktare. Alla deltagare får skriftligt material"
    assert [(row["åtgärd"], row["vem"]) for row in found] == [(measure, "Polisen"), (measure, "Vaktbolaget")]


def test_a_dash_beside_a_label_says_that_it_has_no_value() -> None:
    def box(number: int, cause: str, aim: str, way: str) -> Any:
        labels = ((f"Åtgärd {number}", way), ("Varför", cause), ("Vad vi vill nå", aim), ("Utförs av", "Styrelsen"))
        return t(labels, number=number)

    found = rows(
        h("Åtgärdsprogram för Hålsjön 2027"),
        h("Åtgärder", 2),
        box(1, "Bäcken för med sig fosfor.", "Fosforhalten ska minska.", "Anlägga en damm i bäcken."),
        box(2, "Viken växer igen.", "–", "Slå vass i badviken."),
        box(3, "Siktdjupet minskar.", "Siktdjupet ska öka.", "Reducera mört i Norrviken."),
    )
    assert [row["åtgärd"] for row in found] == [
        "Anlägga en damm i bäcken.",
        "Slå vass i badviken.",
        "Reducera mört i Norrviken.",
    ]
    assert [row.get("mål") for row in found] == ["Fosforhalten ska minska.", None, "Siktdjupet ska öka."]


def test_pairs_whose_labels_are_set_apart_state_facts_and_no_measures() -> None:
    def pairs(*texts: str) -> list[Any]:
        return [[p(x, bold=i % 2 == 0)] for i, x in enumerate(texts)]

    block = t(
        (
            pairs("Objekt", "Brf Almgården, Almgatan 3", "Dag för brandsyn", "14 oktober 2026"),
            pairs("Lista upprättad", "19 oktober 2026", "Nästa genomgång", "Styrelsemötet i december"),
            pairs("Utförd av", "Brandskyddskonsult Per Wall", "Närvarande", "Fastighetsskötare Goran Ilic"),
        )
    )
    assert rows(h("Åtgärdslista efter brandsyn"), block) == []


@pytest.mark.parametrize("head", [("Term", "Innebörd"), ("Begrepp", "Förklaring")])
def test_a_list_of_words_and_what_they_mean_gives_no_rows(head: tuple[str, str]) -> None:
    words = t(
        (
            head,
            ("Åtgärd", "En insats som påverkar en orsak till brott."),
            ("Mål", "Det läge som eftersträvas vid periodens slut."),
            ("Ansvarig", "Den som leder arbetet."),
        ),
        bold_header=True,
    )
    assert rows(h("Lägesbild 2030"), h("Ordlista", 2), words) == []


def test_a_label_that_other_tables_have_is_no_title_where_its_value_is_missing() -> None:
    def box(number: int, cause: str, common: str, way: str) -> Any:
        labels = (("Orsak", cause), ("Gemensamt önskemål", common), ("Det här gör vi", way), ("Ansvarig", "Polisen"))
        return t(labels, number=number)

    found = rows(
        h("Överenskommelse om ett tryggt Tallmo 2030"),
        box(1, "Många cyklar stjäls.", "Tryggare cyklande", "Märka cyklar vid stationen."),
        box(2, "Mopeder kör på gångvägen.", "", "Kontrollera mopeder på våren."),
    )
    assert [(row["orsak"], row["åtgärd"]) for row in found] == [
        ("Många cyklar stjäls.", "Märka cyklar vid stationen."),
        ("Mopeder kör på gångvägen.", "Kontrollera mopeder på våren."),
    ]


def test_a_label_with_a_year_stands_before_its_value_too() -> None:
    form = t(
        (
            ("Insats", wide("Vi sätter upp ljus vid kajen.", 3)),
            ("Problembild", wide("Mörka kajer.", 3)),
            ("Ansvarig", "Polisen", "Klart senast", "maj 2030"),
            ("Utfall 2029", wide("Låg", 3)),
        )
    )
    (row,) = rows(h("Handlingsplan för en trygg hamn 2030"), h("Hamnen", 2), form)
    assert (row["åtgärd"], row["vem"], row["när"]) == ("Vi sätter upp ljus vid kajen.", "Polisen", "maj 2030")


def test_labels_that_no_list_knows_in_forms_that_come_again_under_long_values() -> None:
    def form(goal: str, deed: str, who: str, when: str) -> Any:
        return t(
            (
                ("Mål", wide(goal, 3)),
                ("Tilltag", wide(deed, 3)),
                ("Vem håller i det?", who, "När?", when),
                ("Status", "Pågår", None, None),
            )
        )

    held = [
        form("Fler ska trivas på kajen.", "Vi sätter upp ljus vid kajen.", "Hamnkontoret", "maj 2030"),
        form("Färre inbrott i båtar.", "Vi delar ut märk-dna till båtägare.", "Polisen", "juni 2030"),
    ]
    found = rows(h("Handlingsplan för en trygg hamn 2030"), h("Hamnen", 2), *held)
    assert [(r["åtgärd"], r["vem"], r["när"]) for r in found] == [
        ("Vi sätter upp ljus vid kajen.", "Hamnkontoret", "maj 2030"),
        ("Vi delar ut märk-dna till båtägare.", "Polisen", "juni 2030"),
    ]
