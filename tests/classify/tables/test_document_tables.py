"""What the columns of all tables of a document mean, decided together."""

from __future__ import annotations

from ingest.classify.fields.cell_scores import by_both
from ingest.classify.fields.vocabulary import load
from ingest.classify.tables.column_meanings import PartMeaning
from ingest.classify.tables.document_tables import read_meanings, with_nested
from ingest.document import Table
from tests.classify.build import reading, t

HEAD = ["Åtgärd", "Ansvarig", "När"]
ROWS = [["Byta lampor i parken", "Polisen", "maj 2030"], ["Klippa häcken vid torget", "Parken", "juni 2030"]]


def meanings(*tables: Table, following: frozenset[int] = frozenset()) -> list[PartMeaning]:
    readings = [reading(table, i) for i, table in enumerate(tables)]
    found = read_meanings(readings, load(), by_both, following)
    return [m for r in readings for m in found[id(r)]]


def test_a_table_without_headings_takes_those_of_the_one_before_it() -> None:
    first, second = meanings(t([HEAD, *ROWS]), t(ROWS, number=2), following=frozenset({1}))
    assert second.labels == first.labels == ("åtgärd", "vem", "när")
    assert second.action


def test_tables_with_the_same_headings_pool_their_cells() -> None:
    found = meanings(*(t([["Vad", "Vilka"], row[:2]], number=n) for n, row in enumerate(ROWS, 1)))
    assert len({m.labels for m in found}) == 1


def test_twin_tables_are_both_of_measures_where_the_two_together_are() -> None:
    twins = (
        t([["Insats", "Tid"], ["Sätta upp ny belysning längs ån", "maj 2030"], ["Klippa häcken", "juni 2030"]]),
        t([["Insats", "Tid"], ["Kaffe", "Löpande"]], number=2),
    )
    alone = meanings(twins[1])
    assert [m.action for m in alone] == [False]
    assert [m.action for m in meanings(*twins)] == [True, True]


def test_the_tables_inside_cells_are_read_as_well() -> None:
    inner = t([["Åtgärd", "Ansvarig"], ["Byta lampor", "Polisen"]], number=2)
    outer = reading(t([["Mål", "Åtgärder"], ["Färre inbrott", [inner]]]))
    every = with_nested(outer)
    assert len(every) == 2
    assert set(read_meanings([outer], load(), by_both)) == {id(r) for r in every}


def test_records_that_lack_a_label_are_of_the_sort_of_the_others() -> None:
    def record(number: int, *pairs: tuple[str, str]) -> Table:
        return t(pairs, number=number)

    who, when = ("Ansvarig", "Gatukontoret"), ("När", "våren 2030")
    found = meanings(
        record(1, ("Åtgärd", "Sätta upp belysning längs ån"), ("Varför", "Det är mörkt."), who, when),
        record(2, ("Åtgärd", "Klippa häckarna vid skolan"), who, when),
        record(3, ("Åtgärd", "Bänkar var hundrade meter"), ("Varför", "Det är långt mellan platserna."), who, when),
    )
    assert all(m.action for m in found)


def test_items_of_minutes_are_what_is_done_only_where_nothing_else_is() -> None:
    tasks = [["Byta lampor i parken vid torget", "Polisen", "maj 2030"], ["Klippa häcken", "Parken", "juni 2030"]]
    (alone,) = meanings(t([["Ärende", "Ansvarig", "Klart"], *tasks]))
    assert alone.labels == ("åtgärd", "vem", "när")
    beside = [["Klotter", "Måla över klottret", "Polisen"], ["Inbrott i villor", "Dela ut affischer", "Kommunen"]]
    (named,) = meanings(t([["Ärende", "Åtgärd", "Ansvarig"], *beside]))
    assert named.labels == ("other", "åtgärd", "vem")
