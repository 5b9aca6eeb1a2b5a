"""Minutes are told by their items, and give rows only for tasks."""

from __future__ import annotations

from ingest.classify.fields.vocabulary import load
from ingest.classify.text.meetings import is_meeting, people_of
from tests.classify.build import draft, h, p, rows, t

WORDS = load(None)


def test_a_meeting_is_told_by_its_items() -> None:
    assert is_meeting((h("§ 1 Mötet öppnas"), h("§ 2 Val av justerare"), p("Text.")), WORDS)
    assert not is_meeting((h("Val av metod"), h("2 Hamnen"), p("Text.")), WORDS)


def test_tasks_in_sentences_of_minutes_without_a_title_that_says_so() -> None:
    found = draft(
        h("Trygghetsgruppen 2030"),
        h("§ 1 Mötet öppnas", 2),
        h("§ 2 Val av justerare", 2),
        p("Gruppen tackade för informationen."),
        h("§ 3 Hamnen", 2),
        p("Polisen ska informera båtägarna om lås senast maj 2030."),
    ).rows
    assert [r.fields["vem"].text for r in found] == ["Polisen"]


def test_an_item_without_a_responsible_is_no_task() -> None:
    table = t(
        [
            ["§", "Uppgift", "Ansvarig"],
            ["1", "Mötet öppnas. Läget i området beskrevs kort.", ""],
            ["2", "Val av justerare.", ""],
            ["3", "Måla bänkarna på torget", "Parkenheten"],
            ["4", "Byta lås på badhuset", "Fastighetsenheten"],
            ["5", "Föregående protokoll. Lades till handlingarna.", ""],
        ]
    )
    assert [r["vem"] for r in rows(h("Plan för hamnen 2030"), table)] == ["Parkenheten", "Fastighetsenheten"]


def test_what_somebody_brings_to_the_next_meeting_is_a_task() -> None:
    found = draft(
        h("Protokoll trygghetsrådet 2030"),
        h("§ 1 Lägesbild", 2),
        p("Mats Ehn redovisar statistik för januari."),
        p("Kommunpolisen tar fram en karta över hamnen senast den 28 mars 2030."),
    ).rows
    assert [r.fields["vem"].text for r in found] == ["Kommunpolisen"]


def test_those_at_a_meeting_are_known_by_their_first_names() -> None:
    blocks = (p("Närvarande: Bo Lindh, Eva Karlsson (kassör) och Per-Erik Strand"), p("Ulf Ek skickar en hälsning."))
    assert people_of(blocks, WORDS) == {
        "Bo Lindh", "Bo", "Eva Karlsson", "Eva", "Per-Erik Strand", "Per-Erik"
    }  # fmt: skip


def test_what_somebody_at_the_meeting_does_is_a_task_and_what_they_tell_is_none() -> None:
    found = draft(
        h("Protokoll från byalagets möte 2031"),
        p("Närvarande: Bo Lindh, Eva Karlsson, Mats Ågren"),
        h("§ 1 Badplatsen", 2),
        p("Bryggan är trasig. Mats köper nya bräder och lagar bryggan före midsommar. Eva berättar om vattenproverna."),
        h("§ 2 Midsommar", 2),
        p("Bo och Eva ordnar lotteri till nästa möte. Ulf ordnar ofta lotteri. Bo är nöjd med förra året."),
    ).rows
    assert [(r.fields["vem"].text, r.fields["när"].text) for r in found] == [
        ("Mats", "före midsommar"),
        ("Bo och Eva", "till nästa möte"),
    ]
