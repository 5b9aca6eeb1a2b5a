"""What the columns of a part of a table mean, and whether its rows are measures."""

from __future__ import annotations

from ingest.classify.fields.cell_scores import by_both
from ingest.classify.fields.vocabulary import load
from ingest.classify.tables.column_meanings import (
    PartMeaning,
    TableJudge,
    meaning_of_column,
    sure_of_action,
    tells_who,
    texts_of,
)
from ingest.classify.tables.parsed import TablePart
from ingest.document import Table
from tests.classify.build import reading, t, wide

PLAN = t([["Åtgärd", "Ansvarig", "När"], ["Byta lampor", "Polisen", "maj"], ["Klippa häck", "Parken", "juni"]])


def judged(table: Table) -> PartMeaning:
    read = reading(table)
    (part,) = read.parts
    pool = dict(zip(part.key, texts_of(part, read.records()), strict=True))
    judge = TableJudge(load(), by_both, pool)
    return judge.judge(part, read.records(), judge.assignment(part), 0)


def test_a_table_of_measures_gives_rows() -> None:
    found = judged(PLAN)
    assert found.labels == ("åtgärd", "vem", "när")
    assert found.action
    assert found.gives
    assert found.has("vem")
    assert not found.has("orsak")
    assert found.rows_probability > 0.5


def test_a_table_of_people_gives_none() -> None:
    found = judged(t([["Namn", "Organisation", "Telefon"], ["A B", "Polisen", "070-1"]]))
    assert not found.action


def test_codes_that_refer_elsewhere_say_no_cause() -> None:
    found = judged(t([["Åtgärd", "Orsak", "Vem"], ["Byta lampor", "R1", "Polisen"], ["Klippa häck", "R2", "Parken"]]))
    assert found.labels == ("åtgärd", "other", "vem")


def test_marks_under_actors_say_who() -> None:
    found = judged(t([["Åtgärd", "Polisen", "Kommunen"], ["Byta lampor", "x", ""], ["Klippa häck", "", "x"]]))
    assert found.labels == ("åtgärd", "vem", "vem")
    assert found.action


def test_how_sure_a_table_acts_is_that_of_its_surest_column() -> None:
    assert sure_of_action(("åtgärd", "mål", "vem"), (0.6, 0.8, 0.99)) == 0.8
    assert sure_of_action(("vem",), (0.9,)) == 0.0


def test_who_and_when_tell_who() -> None:
    assert tells_who(("vem", "när"))
    assert not tells_who(("åtgärd", "mål"))


def test_the_upper_line_of_a_two_level_heading_is_taken_with_the_lower() -> None:
    words = load()
    below = TablePart(("Kommunen",), ("Ansvarig",))
    assert meaning_of_column(below, 0, words).best == "vem"
    read = reading(t([[wide("Ansvarig", 2), "Åtgärd"], ["Kommun", "Polis", ""], ["A", "B", "Byta lampor"]]))
    assert texts_of(read.parts[-1], read.records())[-1][-1] == "Byta lampor"


def test_columns_of_areas_and_occasions_give_way_to_the_field_itself() -> None:
    by_area = t([["Riskområde", "Orsak", "Åtgärd"], ["Väntrum", "Långa väntetider skapar oro.", "Införa en värd."]])
    assert judged(by_area).labels == ("other", "orsak", "åtgärd")
    alone = t([["Riskområde", "Åtgärd"], ["Väntrummet är mörkt om kvällen.", "Införa en värd."]])
    assert judged(alone).labels == ("orsak", "åtgärd")
    from_meeting = t([["Från möte", "Uppgift", "Vem", "Senast"], ["2030-03-19", "Byta låsen.", "Petra", "2030-12-18"]])
    assert judged(from_meeting).labels == ("other", "åtgärd", "vem", "när")


def test_the_name_of_a_group_says_nothing_of_a_column_beside_one_that_says_its_field() -> None:
    part = TablePart(("Insats", "Ansvarig", "Tidsrymd"), ("", "Genomförande", "Genomförande"))
    assert meaning_of_column(part, 2, load()).known == 0.0
    alone = TablePart(("Insats", "Nämnd", "Tidsrymd"), ("", "", "Genomförande"))
    assert meaning_of_column(alone, 2, load()).best == "åtgärd"


def test_other_participants_are_partners() -> None:
    head = ["Åtgärd", "Utförs av", "Övriga deltagare", "När"]
    found = judged(
        t([head, ["Byta lampor", "Polisen", "Parkenheten", "maj"], ["Klippa häck", "Parken", "Skolan", "juni"]])
    )
    assert found.labels == ("åtgärd", "vem", "other", "när")


def test_items_of_a_meeting_beside_the_measures_are_no_causes() -> None:
    head = ["Ärende", "Åtgärd", "Ansvarig"]
    found = judged(t([head, ["Klotter", "Tunneln målas om.", "Polisen"], ["Mörk gångväg", "Häcken klipps.", "Parken"]]))
    assert found.labels == ("other", "åtgärd", "vem")
