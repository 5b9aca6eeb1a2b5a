"""What a choice of columns beside a text is judged by."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ingest.document import BBox, Line, Word
from ingest.layout.tables.margin_columns.clues import FEATURES, clues, heads_table, odds, watched
from ingest.layout.tables.margin_columns.tasks import MarginColumns, MarginTask, PageTasks
from ingest.layout.tables.model import MeasuredWord, tokens_of

COLUMNS = MarginColumns((50.0, 300.0, 380.0), 0, 290.0)


def words(text: str, x: float, y: float, gap: float = 3.0, *, bold: bool = False) -> list[Word]:
    out: list[Word] = []
    for word in text.split():
        out.append(Word(word, word, bbox=BBox(x, y, x + 5 * len(word), y + 10), size=10, bold=bold))
        x += 5 * len(word) + gap
    return out


def entry(text: str, gap: float = 3.0) -> list[list[MeasuredWord]]:
    return [list(tokens_of(words(text, 300, 0, gap)))]


def paragraph(text: str, *beside: str, bold: bool = False, gap: float = 3.0) -> MarginTask:
    held = {k: entry(one, gap) for k, one in enumerate(beside, start=1) if one}
    return MarginTask([Line(tuple(words(text, 50, 0, bold=bold)), 1)], held)


def of(
    paragraphs: Sequence[MarginTask], *, lost: int = 0, crossing: int = 0, heads: tuple[Line, ...] = ()
) -> dict[str, float]:
    page = PageTasks(list(paragraphs), heads, lost, crossing, crossing, 20, again=False)
    return dict(zip(FEATURES, clues([page], COLUMNS), strict=True))


MINUTES = [
    paragraph("§ 2 Plank", bold=True),
    paragraph("Gruppen talade länge om planken vid ån."),
    paragraph("Måla planken.", "Kim", "maj 2030"),
    paragraph("§ 3 Häck", bold=True),
    paragraph("Klippa häcken.", "Alex", "v. 20 2030"),
]


def test_tasks_stand_between_headings_and_text() -> None:
    found = of(MINUTES)
    assert (found["task_share"], found["headings"], found["prose"]) == (0.4, 0.5, 0.25)
    assert (found["named"], found["timed"], found["paired"], found["labels"]) == (1.0, 1.0, 1.0, 0.0)


def test_rows_beside_nothing_and_across_edges_speak_against_it() -> None:
    assert of(MINUTES, lost=1)["lost"] == 0.5
    assert of(MINUTES, crossing=2)["crossing"] == pytest.approx(0.4)


def test_parts_of_a_sentence_are_no_names() -> None:
    assert of([*MINUTES, paragraph("Sedan kom", "blev sedan", "av det")])["named"] == pytest.approx(2 / 3)


def test_two_columns_in_one_leave_white_inside_its_entries() -> None:
    assert of([paragraph("Måla planken.", "Kim maj", gap=30.0)])["parted_entries"] == 1.0
    assert of([paragraph("Måla planken.", "Kim maj")])["parted_entries"] == 0.0


def test_ticks_say_nothing() -> None:
    assert of([paragraph("Måla planken.", "X"), paragraph("Klippa häcken.", "Alex")])["ticks"] == 0.5


def test_every_clue_lies_between_nought_and_one_and_nothing_beside_the_text_gives_none() -> None:
    assert all(0 <= value <= 1 for value in of(MINUTES, lost=30, crossing=20).values())
    assert set(of(MINUTES[:2]).values()) == {0.0}


def test_something_else_may_decide() -> None:
    with watched(lambda pages, columns: 7.0):
        assert odds([PageTasks(MINUTES, (), 0, 0, 0, 20, again=False)], COLUMNS) == 7.0


def test_heads_that_say_who_and_when_are_told_without_their_marks() -> None:
    heads = (Line((), 1), Line(tuple(words("Ansvarig •", 300, 0)), 1), Line(tuple(words("Klärt", 380, 0)), 1))
    assert of(MINUTES, heads=heads)["heads_say"] == 1.0
    other = (Line((), 1), Line(tuple(words("Sida", 300, 0)), 1), Line(tuple(words("Klart", 380, 0)), 1))
    assert of(MINUTES, heads=other)["heads_say"] == 0.5


def test_a_typewriters_space_parts_no_line() -> None:
    assert of([paragraph("Broschyr på fem språk trycks", "Siv Ek", gap=11.0)] * 3)["parted"] == 0.0


def test_a_head_over_the_text_itself_is_of_a_table() -> None:
    def heads(*paragraphs: MarginTask, over: str = "") -> bool:
        row = tuple(Line(tuple(words(text, 50, 0)), 1) for text in (over, "Ansvarig", "Klart")) if over else ()
        return heads_table(PageTasks(list(paragraphs), row, 0, 0, 0, 20, again=False), COLUMNS)

    assert heads(paragraph("Åtgärd", "Ansvarig", "Klart"))
    assert not heads(paragraph("Åtgärd", "Kim", "Klart"))
    assert not heads(paragraph("Byta lampor", "Ansvarig", "Klart"))
    assert not heads(paragraph("Åtgärd"))
    assert heads(over="Aktivitet")
    assert not heads(over="Ärende")


def test_labels_and_bodies_are_told() -> None:
    assert of([paragraph("Måla planken.", "Tekniska nämnden", "maj 2030")] * 2)["bodies"] == 1.0
    assert of([paragraph("Ansvarig Kim", "Datum", "maj 2030")] * 2)["labels"] == 1.0
