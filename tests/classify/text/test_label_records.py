"""Labelled records: labels above their values, their order, lines above them that say the measure."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.classify.fields.cell_scores import by_both
from ingest.classify.fields.vocabulary import load
from ingest.classify.text.label_records import read_label_records
from ingest.document import Document, Method, Paragraph, Table
from ingest.draft import DraftRow
from ingest.plan import FieldName
from tests.classify.build import draft, h, li, p, t

PLAN = h("Handlingsplan för en trygg hamn 2030")
RECORDS = (
    (("Mål", "Fler vuxna ute på kvällarna."), ("Insats", "Vi startar en nattvandrargrupp."), ("Ansvarig", "Polisen")),
    (("Mål", "Tryggare kajer."), ("Insats", "Vi sätter upp ljus vid kajen."), ("Ansvarig", "Parkenheten")),
)


def rows(*blocks: Paragraph | Table) -> Sequence[DraftRow]:
    return draft(PLAN, h("Hamnen", 2), *blocks).rows


def texts(found: Sequence[DraftRow], *names: FieldName) -> list[tuple[str | None, ...]]:
    return [tuple(r.fields[n].text if n in r.fields else None for n in names) for r in found]


def above(*records: Sequence[tuple[str, str]]) -> list[Paragraph]:
    return [p(text) for record in records for pair in record for text in pair]


EXPECTED = [
    ("Fler vuxna ute på kvällarna.", "Vi startar en nattvandrargrupp.", "Polisen"),
    ("Tryggare kajer.", "Vi sätter upp ljus vid kajen.", "Parkenheten"),
]


def test_labels_above_their_values_make_a_row_of_each_record() -> None:
    assert texts(rows(*above(*RECORDS)), "mål", "åtgärd", "vem") == EXPECTED


def test_a_label_that_no_list_knows_is_told_by_its_values_and_by_what_is_taken() -> None:
    times = ("hösten 2030", "maj 2031")
    records = [(*record, ("Så dags", time)) for record, time in zip(RECORDS, times, strict=True)]
    found = rows(*above(*records))
    assert texts(found, "mål", "åtgärd", "vem") == EXPECTED
    assert texts(found, "när") == [(time,) for time in times]


def test_a_value_of_several_lines_goes_up_to_the_next_label_and_the_last_value_is_one() -> None:
    blocks = above(*RECORDS)
    at = next(i for i, b in enumerate(blocks) if b.text == "Vi sätter upp ljus vid kajen.")
    blocks[at + 1 : at + 1] = [p("Vi målar bänkarna.")]
    found = rows(*blocks, p("Planen följs upp varje år av nämnden och redovisas i fullmäktige."))
    assert texts(found, "åtgärd", "vem")[1] == ("Vi sätter upp ljus vid kajen.\nVi målar bänkarna.", "Parkenheten")


def test_a_record_that_lacks_its_first_label_is_a_record_of_its_own() -> None:
    """The document's order of labels tells that `Problem` stands before what was seen last."""

    def labels(*pairs: tuple[str, str]) -> list[Paragraph]:
        return [p(f"{name}: {value}") for name, value in pairs]

    found = rows(
        *labels(("Problem", "Mörka kajer."), ("Ansvarig", "Polisen"), ("Åtgärd", "Vi sätter upp ljus vid kajen.")),
        *labels(("Ansvarig", "Parkenheten"), ("Åtgärd", "Vi målar bänkarna vid kajen.")),
        *labels(("Problem", "Tomma torg."), ("Ansvarig", "Skolan"), ("Åtgärd", "Vi ordnar musik på torget.")),
    )
    assert texts(found, "orsak", "vem", "åtgärd") == [
        ("Mörka kajer.", "Polisen", "Vi sätter upp ljus vid kajen."),
        (None, "Parkenheten", "Vi målar bänkarna vid kajen."),
        ("Tomma torg.", "Skolan", "Vi ordnar musik på torget."),
    ]


@pytest.mark.parametrize("bold", [True, False])
def test_a_line_above_the_labels_of_each_record_is_its_measure(bold: bool) -> None:
    def title(text: str) -> Paragraph:
        return h(text, 3) if bold else p(text)

    found = rows(
        title("Vi sätter upp ljus vid kajen."),
        p("Mål: Tryggare kajer."),
        p("Ansvarig: Parkenheten"),
        title("Vi startar en nattvandrargrupp."),
        p("Mål: Fler vuxna ute på kvällarna."),
        p("Ansvarig: Polisen"),
    )
    assert texts(found, "åtgärd", "mål", "vem") == [
        ("Vi sätter upp ljus vid kajen.", "Tryggare kajer.", "Parkenheten"),
        ("Vi startar en nattvandrargrupp.", "Fler vuxna ute på kvällarna.", "Polisen"),
    ]


def test_a_list_of_a_record_is_one_value_and_a_list_of_a_section_is_not() -> None:
    """`Åtgärder` in every record is a label; over one list it heads the measures."""
    records = []
    for (_, goal), (_, action), (_, who) in RECORDS:
        records += [p(f"Mål: {goal}"), p("Åtgärder:"), li(action), li("Vi målar bänkarna."), p(f"Ansvarig: {who}")]
    assert len(rows(*records)) == len(RECORDS)
    assert len(rows(h("Åtgärder", 3), li("Vi sätter upp ljus vid kajen."), li("Vi startar en nattvandrargrupp."))) == 2


def test_prose_and_headings_teach_no_labels() -> None:
    blocks = (PLAN, h("Bakgrund", 2), p("Hamnen är gammal."), h("Polisen", 2), p("Polisen arbetar på kvällar."))
    found = read_label_records(
        Document("0" * 64, "plan.docx", "application/x", Method.WORD, blocks=blocks), load(), by_both
    )
    assert (found.above, found.values, found.titles) == ({}, {}, {})


def test_a_line_between_two_labels_of_a_record_goes_on_with_the_first_ones_value() -> None:
    found = rows(
        *[
            p(line)
            for line in (
                "Åtgärd: Vi sätter upp ljus vid kajen.",
                "Huvudansvarig: Polisen",
                "Parkenheten",
                "Slutdatum: maj 2030",
                "Åtgärd: Vi målar bänkarna vid kajen.",
                "Huvudansvarig: Skolan",
                "Fritidsgården",
                "Tullverket",
                "Slutdatum: juni 2030",
            )
        ]
    )
    assert texts(found, "åtgärd", "vem", "när") == [
        ("Vi sätter upp ljus vid kajen.", "Polisen\nParkenheten", "maj 2030"),
        ("Vi målar bänkarna vid kajen.", "Skolan\nFritidsgården\nTullverket", "juni 2030"),
    ]


def test_a_label_right_above_a_table_makes_no_record_of_the_heading() -> None:
    head = ("Åtgärd", "Tid")
    found = draft(
        PLAN,
        h("Hamnen", 2),
        p("Huvudansvarig: Polisen"),
        t((head, ("Vi sätter upp ljus vid kajen.", "maj 2030"))),
        h("Torget", 2),
        p("Huvudansvarig: Parkenheten"),
        t((head, ("Vi målar bänkarna på torget.", "juni 2030"))),
    ).rows
    assert texts(found, "åtgärd", "vem") == [
        ("Vi sätter upp ljus vid kajen.", "Polisen"),
        ("Vi målar bänkarna på torget.", "Parkenheten"),
    ]


def test_a_labelled_goal_under_a_heading_is_that_of_all_its_tables() -> None:
    def form(measure: str, who: str) -> Table:
        return t((("Åtgärd", measure), ("Ansvarig", who), ("Tid", "maj 2030")))

    found = draft(
        PLAN,
        h("Hamnen", 2),
        p("Mål: Tryggare kajer."),
        form("Vi sätter upp ljus vid kajen.", "Polisen"),
        form("Vi målar bänkarna vid kajen.", "Parkenheten"),
        h("Torget", 2),
        form("Vi ordnar musik på torget.", "Skolan"),
    ).rows
    assert texts(found, "mål", "vem") == [
        ("Tryggare kajer.", "Polisen"),
        ("Tryggare kajer.", "Parkenheten"),
        (None, "Skolan"),
    ]


def test_all_of_a_heading_over_labels_is_the_measure_of_the_first_record() -> None:
    found = draft(
        PLAN,
        h("Hamnen", 2),
        h("Vi sätter upp ljus vid kajen. Rutinen gås igenom vid introduktion", 3),
        p("Anledning: Mörka kajer"),
        p("Ansvarig aktör: Polisen"),
        p("Vi målar bänkarna vid kajen. En kort enkät besvaras före och efter"),
        p("Anledning: Slitna bänkar"),
        p("Ansvarig aktör: Parkenheten"),
        h("Torget", 2),
        h("Vi ordnar musik på torget", 3),
        p("Anledning: Tomma torg"),
        p("Ansvarig aktör: Skolan"),
    ).rows
    assert texts(found, "åtgärd", "vem") == [
        ("Vi sätter upp ljus vid kajen. Rutinen gås igenom vid introduktion", "Polisen"),
        ("Vi målar bänkarna vid kajen. En kort enkät besvaras före och efter", "Parkenheten"),
        ("Vi ordnar musik på torget", "Skolan"),
    ]


def test_a_question_that_comes_again_before_values_is_a_label() -> None:
    found = rows(
        *[
            p(line)
            for line in (
                "Varför gör vi detta? Mörka kajer.",
                "Insats: Vi sätter upp ljus vid kajen.",
                "Ansvarig: Polisen",
                "Varför gör vi detta? Slitna bänkar.",
                "Insats: Vi målar bänkarna vid kajen.",
                "Ansvarig: Parkenheten",
            )
        ]
    )
    assert texts(found, "orsak", "vem") == [("Mörka kajer.", "Polisen"), ("Slitna bänkar.", "Parkenheten")]


def test_a_word_of_the_front_page_is_a_label_inside_a_record() -> None:
    found = draft(
        PLAN,
        h("Hamnen", 2),
        h("Vi sätter upp ljus vid kajen", 3),
        p("Mål: Tryggare kajer"),
        p("Hos vem: Polisen"),
        p("Datum: maj 2030"),
        p("Indikator: Antal lampor"),
        p("Vi målar bänkarna vid kajen varje vår"),
        p("Mål: Hela bänkar"),
        p("Hos vem: Parkenheten"),
        p("Datum: juni 2030"),
        p("Indikator: Antal bänkar"),
    ).rows
    assert texts(found, "åtgärd", "vem", "när") == [
        ("Vi sätter upp ljus vid kajen", "Polisen", "maj 2030"),
        ("Vi målar bänkarna vid kajen varje vår", "Parkenheten", "juni 2030"),
    ]


def test_a_label_over_a_list_is_one_though_it_looks_like_a_heading() -> None:
    found = rows(
        p("Bakgrund: Mörka kajer."),
        h("Insats:", 3),
        li("Sätta upp ljus"),
        li("Laga räcket"),
        p("Ansvarig: Parkenheten"),
        p("Nr: 17"),
        p("Bakgrund: Tomma torg."),
        p("Insats: Vi startar en nattvandrargrupp."),
        p("Ansvarig: Polisen"),
        p("Nr: 18"),
        p("Bakgrund: Klotter i tunneln."),
        p("Insats: Vi målar tunneln."),
        p("Ansvarig: Skolan"),
        p("Nr: 19"),
    )
    assert texts(found, "orsak", "åtgärd", "vem") == [
        ("Mörka kajer.", "Sätta upp ljus\nLaga räcket", "Parkenheten"),
        ("Tomma torg.", "Vi startar en nattvandrargrupp.", "Polisen"),
        ("Klotter i tunneln.", "Vi målar tunneln.", "Skolan"),
    ]


def test_a_list_over_a_pages_date_makes_no_records_of_items() -> None:
    found = draft(
        h("Handlingsplan för klimat 2029–2031"),
        h("Egna hus", 2),
        p("Mål: Energin ska minska med 25 procent."),
        h("Solceller på skolornas tak", 3),
        p("Vi sätter upp solceller på två skolor."),
        p("Ansvarig: Fastighetsavdelningen"),
        p("Tid: 2029"),
        h("Energironder i förskolorna", 3),
        p("Vaktmästarna går igenom ventilationen."),
        p("Ansvarig: Energicontrollern"),
        p("Tid: 2030"),
        h("Relaterad information", 2),
        li("Sorteringsguiden"),
        p("Sidan senast uppdaterad: 2029-06-03"),
    ).rows
    assert [r.fields["åtgärd"].text for r in found] == [
        "Solceller på skolornas tak\nVi sätter upp solceller på två skolor.",
        "Energironder i förskolorna\nVaktmästarna går igenom ventilationen.",
    ]


def test_a_mails_head_is_no_part_of_a_record() -> None:
    mail = [p("Från: Lena Wiberg"), p("Skickat: den 5 november 2029"), p("Till: Gruppen"), p("Ämne: Åtgärdslista 2030")]
    record = [
        p("Orsak: Lamporna är trasiga."),
        p("Åtgärd: Byta lamporna."),
        p("Ansvarig: Gatuenheten"),
        p("Klart: maj 2030"),
    ]
    again = [p("Orsak: Kön är lång."), p("Åtgärd: Ställa ut staket."), p("Ansvarig: Polisen"), p("Klart: juni 2030")]
    found = draft(*mail, *record, *again, p("Kaffet var gott. Vi ses i januari."), *mail).rows
    assert [r.fields["när"].text for r in found] == ["maj 2030", "juni 2030"]


def test_a_heading_above_the_labels_level_ends_a_record() -> None:
    def record(name: str, cause: str | None, done: str) -> list[Paragraph]:
        why = [h("Orsak", 6), p(cause)] if cause else []
        return [
            h(name, 5),
            *why,
            h("Åtgärd", 6),
            p(done),
            h("Ansvarig", 6),
            p("Rektor"),
            h("Datum", 6),
            p("2030-06-10"),
        ]

    found = draft(
        h("Plan mot kränkande behandling"),
        h("Främjande insatser", 4),
        *record("Faddrar", "Nya elever är ensamma.", "Faddrarna möter sina fadderbarn."),
        *record("Raster", None, "Personalen håller i lekar."),
        h("Kartläggning", 4),
        p("Underlaget kommer från enkäten."),
        h("Förebyggande åtgärder", 4),
        *record("Omklädningsrum", "Duschen undviks.", "En vuxen är med."),
    ).rows
    assert ["orsak" in r.fields for r in found] == [True, False, True]


def test_a_word_that_is_half_known_is_a_label_between_labels() -> None:
    first, second = RECORDS
    found = rows(*above((first[0], first[1], ("Tidsplanering", "hösten 2030"), first[2]), second))
    assert texts(found, "mål", "åtgärd", "vem") == EXPECTED
    assert texts(found, "när")[0] == ("hösten 2030",)


def test_a_word_of_the_front_page_is_a_label_where_it_comes_again_above_values() -> None:
    times = ("hösten 2030", "maj 2031")
    records = [(*record[:2], ("Datum", time), record[2]) for record, time in zip(RECORDS, times, strict=True)]
    assert texts(rows(*above(*records)), "när") == [(time,) for time in times]


def test_a_chapter_of_the_plans_purpose_is_no_part_of_the_records_below_it() -> None:
    turned = [(record[1], record[2], ("Önskad förflyttning", record[0][1])) for record in RECORDS]
    found = rows(p("Syfte"), p("Medel finns i ordinarie budget."), p("Trygga kajer"), *above(*turned))
    assert texts(found, "mål", "åtgärd", "vem")[1] == EXPECTED[1]
