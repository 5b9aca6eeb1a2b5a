"""Forms of ruled boxes, each with its label over its value."""

from __future__ import annotations

from tests.classify.build import h, p, rows, t, wide

TITLE = h("Handlingsplan mot skadegörelse i skolan 1999")


def sheet(number: int, cause: str, done: str, who: str, when: str) -> list[tuple[object, ...]]:
    return [
        (wide(f"ÅTGÄRD NR {number}", 2),),
        (wide(f"Problem (vad har hänt, var och hur ofta?)\n{cause}", 2),),
        (wide("Mål\nAlla känner sig trygga.", 2),),
        (wide(f"Åtgärd\n{done}", 2),),
        (f"Ansvarig\n{who}", f"Klart/tid\n{when}"),
    ]


def test_a_number_over_the_boxes_and_a_question_behind_a_label_make_it_no_less_a_form() -> None:
    found = rows(TITLE, t(sheet(1, "Rutor krossas.", "Glaset byts mot plast.", "Vaktmästaren", "1999-10-29")))
    assert found == [
        {
            "orsak": "Rutor krossas.",
            "mål": "Alla känner sig trygga.",
            "åtgärd": "Glaset byts mot plast.",
            "vem": "Vaktmästaren",
            "när": "1999-10-29",
        }
    ]


def test_each_sheet_is_a_record_of_its_own() -> None:
    both = [
        *sheet(1, "Rutor krossas.", "Glaset byts mot plast.", "Vaktmästaren", "1999-10-29"),
        *sheet(2, "Mopeder körs på gården.", "Bommar sätts upp.", "Gatukontoret", "1999-09-01"),
    ]
    assert [r["vem"] for r in rows(TITLE, t(both))] == ["Vaktmästaren", "Gatukontoret"]


def test_a_weak_label_is_one_only_with_a_value_below_and_where_its_words_are_known() -> None:
    form = [
        ("Mål (vad ska ha uppnåtts?)\nIngen krossad ruta.", "Åtgärd\nGlaset byts mot plast."),
        ("Ansvarig\nVaktmästaren", "Klart (när?)\n1999-10-29"),
    ]
    (found,) = rows(TITLE, t(form))
    assert found["mål"] == "Ingen krossad ruta."
    assert found["vem"] == "Vaktmästaren"
    plain = [
        ("Rutan är krossad\nGlaset byts mot plast.", "Vaktmästaren"),
        ("Gården är mörk\nLampor sätts upp.", "Rektor"),
    ]
    assert not any(r.get("mål") for r in rows(TITLE, p("Text."), t(plain)))


def test_values_stand_below_labels_that_share_a_row() -> None:
    card = [
        ("Det här såg vi\nMånga väntar länge i telefon.", "Dit vill vi\nAlla blir uppringda samma dag."),
        (wide("Så gör vi\nVi lägger om schemat på måndagar.", 2),),
        ("Ansvarig", "Klart"),
        ("Vårdenhetschefen", "1 oktober 2029"),
    ]
    found = rows(h("Åtgärdsplan efter enkäten 2029"), t(card))
    assert [(r["åtgärd"], r["vem"], r["när"]) for r in found] == [
        ("Vi lägger om schemat på måndagar.", "Vårdenhetschefen", "1 oktober 2029")
    ]


def test_a_label_that_says_its_field_in_two_ways_may_be_long() -> None:
    form = [
        (wide("Punkt 1", 2),),
        (wide("Risk eller brist – vad har vi sett?\nGolvet är halt när barnen kommer in.", 2),),
        (wide("Vad vill vi uppnå?\nIngen ska halka.", 2),),
        (wide("Åtgärd\nNy matta innanför dörren", 2),),
        ("Ansvarig\nVaktmästaren", "Klart senast\n2001-11-30"),
    ]
    (found,) = rows(TITLE, t(form))
    assert (found["orsak"], found["mål"]) == ("Golvet är halt när barnen kommer in.", "Ingen ska halka.")


def test_an_unknown_label_is_told_by_its_colon_where_all_labels_have_one() -> None:
    form = [
        (wide("Åtgärd:\nSpärr mot okända nummer köps in.", 2),),
        (wide("Mål:\nAlla känner till regeln.", 2),),
        ("Ansvarig:\nGymnasieskolan", "Tidsrymd:\nstartar 31.1.2022"),
    ]
    (found,) = rows(TITLE, t(form))
    assert found["vem"] == "Gymnasieskolan"
