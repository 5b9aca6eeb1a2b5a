"""Paragraphs of a text, and what stands beside each in narrow columns."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.layout.tables.margin_columns.tasks import (
    MarginColumns,
    MarginTask,
    PageTasks,
    read_tasks,
    says,
    without_specks,
)
from ingest.layout.tables.model import MeasuredWord, tokens_of
from tests.layout.pages import words

COLUMNS = MarginColumns((60.0, 360.0, 450.0), 0, 350.0)
Placed = tuple[str, float]


def row(y: float, *texts: Placed, bold: bool = False) -> list[MeasuredWord]:
    return list(tokens_of(tuple(w for text, x in texts for w in words(text, x, y, bold=bold))))


def read(*rows: Sequence[MeasuredWord], columns: MarginColumns = COLUMNS, number: int = 1) -> PageTasks:
    return read_tasks([without_specks(row, columns.edges[0]) for row in rows], columns, number)


def told(task: MarginTask) -> tuple[str, dict[int, str]]:
    beside = {k: " / ".join(" ".join(t.text for t in line) for line in held) for k, held in task.beside.items()}
    return " ".join(line.text for line in task.lines), beside


def test_what_stands_beside_a_paragraph_is_its_own() -> None:
    found = read(
        row(100, ("Byta lampor i tunneln vid torget.", 60), ("Kim", 360), ("maj 2031", 450)),
        row(130, ("Klippa häckarna längs skolvägen.", 60), ("Alex", 360), ("juni 2031", 450)),
    )
    assert [told(t) for t in found.paragraphs] == [
        ("Byta lampor i tunneln vid torget.", {1: "Kim", 2: "maj 2031"}),
        ("Klippa häckarna längs skolvägen.", {1: "Alex", 2: "juni 2031"}),
    ]
    assert (found.lost, found.crossing, found.rows, found.heads) == (0, 0, 2, ())


def test_a_name_of_two_lines_goes_on_beside_the_next_line_of_the_text() -> None:
    found = read(
        row(100, ("Byta lampor i tunneln vid torget och se", 60), ("Tekniska", 360), ("maj", 450)),
        row(112, ("till att de lyser hela natten.", 60), ("kontoret", 360)),
    )
    assert [told(t) for t in found.paragraphs] == [
        (
            "Byta lampor i tunneln vid torget och se till att de lyser hela natten.",
            {1: "Tekniska / kontoret", 2: "maj"},
        )
    ]


def test_two_tasks_without_white_between_are_parted_where_something_begins() -> None:
    found = read(
        row(100, ("Byta lampor i tunneln vid torget.", 60), ("Kim", 360)),
        row(112, ("Klippa häckarna längs skolvägen.", 60), ("Alex", 360)),
    )
    assert [told(t)[1] for t in found.paragraphs] == [{1: "Kim"}, {1: "Alex"}]


def test_heads_stand_over_the_columns_and_are_no_task() -> None:
    found = read(
        row(80, ("Vem", 360), ("Klart", 450), bold=True),
        row(110, ("Byta lampor i tunneln.", 60), ("Kim", 360), ("maj", 450)),
    )
    assert [h.text for h in found.heads] == ["", "Vem", "Klart"]
    assert len(found.paragraphs) == 1
    assert not found.again


def test_rows_beside_no_paragraph_are_counted_and_so_are_rows_across_an_edge() -> None:
    lost = read(row(100, ("Byta lampor.", 60)), row(160, ("Alex", 360)))
    assert lost.lost == 1
    across = read(row(100, ("Kommunen arbetar under hela året för att de flesta ska känna sig trygga i centrum", 60)))
    assert across.crossing == 1
    assert across.paragraphs == []


def test_nothing_above_the_first_item_is_a_task() -> None:
    columns = MarginColumns((60.0, 360.0, 450.0), 0, 350.0, begin=(1, 120.0))
    rows = [row(100, ("Närvarande", 60), ("Kim", 360)), row(140, ("Byta lampor.", 60), ("Alex", 360))]
    assert [told(t)[0] for t in read(*rows, columns=columns).paragraphs] == ["Byta lampor."]
    assert read(*rows, columns=columns, number=2).rows == 2


def test_specks_in_the_margin_are_no_words_and_ticks_say_nothing() -> None:
    found = read(row(100, ("·", 20), ("Byta lampor.", 60), ("Kim", 360)))
    assert found.crossing == 0
    assert [told(t)[0] for t in found.paragraphs] == ["Byta lampor."]
    assert says(row(1, ("Kim", 1)))
    assert not says(row(1, ("X", 1)))


def test_the_second_line_of_a_name_begins_no_task_where_a_sentence_of_the_text_has_ended() -> None:
    found = read(
        row(100, ("Byta lampor i tunneln vid torget och nere vid den ån.", 60), ("Parken och", 360), ("maj", 450)),
        row(112, ("Tolk finns vid behov.", 60), ("Skolan", 360)),
    )
    assert [told(t)[1] for t in found.paragraphs if t.beside] == [{1: "Parken och / Skolan", 2: "maj"}]


def test_a_word_too_long_for_its_column_runs_into_the_next_one() -> None:
    found = read(
        row(100, ("Byta lampor i tunneln.", 60), ("Kommunikationsavdelningen", 360), ("maj", 450)),
        row(130, ("Klippa häckarna längs skolvägen.", 60), ("Kim", 360), ("juni", 450)),
    )
    assert found.crossing == 0
    assert told(found.paragraphs[0])[1] == {1: "Kommunikationsavdelningen", 2: "maj"}
