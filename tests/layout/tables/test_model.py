"""Words of a table as tokens, visual rows and the lines of a cell."""

from __future__ import annotations

from ingest.document import BBox, Line, Word
from ingest.layout.tables.model import (
    FoundCell,
    MeasuredWord,
    cell_lines,
    tokens_of,
    turned_lines,
    visual_rows,
    words_shared,
)
from tests.layout.pages import words


def texts(rows: list[list[MeasuredWord]]) -> list[str]:
    return [" ".join(t.text for t in row) for row in rows]


def test_words_without_a_place_or_a_text_are_no_tokens_and_the_others_keep_their_position() -> None:
    placed = words("Byta lampor", 60, 100)
    found = tokens_of((Word("utan", "utan"), placed[0], Word("", "x", placed[0].bbox), placed[1]))
    assert [(t.index, t.text) for t in found] == [(1, "Byta"), (3, "lampor")]


def test_a_raised_note_mark_stays_on_its_line() -> None:
    mark = words("1", 112, 96, size=6)
    assert texts(visual_rows(tokens_of((*words("Byta lampor", 60, 100), *mark, *words("Klippa", 60, 113))))) == [
        "Byta lampor 1",
        "Klippa",
    ]
    assert visual_rows([]) == []


def test_the_lines_of_a_cell_are_its_visual_rows() -> None:
    tokens = tokens_of((*words("Byta lampor", 60, 100), *words("i parken", 60, 112)))
    cell = FoundCell(0, 0, BBox(50, 90, 200, 120), cell_lines(tokens, 3))
    assert cell.text == "Byta lampor\ni parken"
    assert {line.page for line in cell.lines} == {3}


def test_turned_words_one_below_the_other_are_a_line_and_one_beside_begins_the_next() -> None:
    def turned(text: str, x: float, top: float) -> Word:
        return Word(text, text, BBox(x, top, x + 10, top + 40), size=10.0)

    tokens = tokens_of((turned("Byta", 60, 150), turned("lampor", 60, 100), turned("nu", 72, 150)))
    found: tuple[Line, ...] = turned_lines(tokens, 1)
    assert [line.text for line in found] == ["Byta lampor", "nu"]


def test_steps_share_a_page_s_words_and_rows_and_may_change_their_own_lists() -> None:
    placed = tuple(w for n in range(30) for w in words("Byta lampor nu", 60, 100 + 12 * n))
    alone = texts(visual_rows(tokens_of(placed)))
    with words_shared():
        tokens = tokens_of(placed)
        rows = visual_rows(tokens)
        again = tokens_of(placed)
        assert all(a is b for a, b in zip(tokens, again, strict=True))
        again.clear()
        rows[0].clear()
        assert texts(visual_rows(tokens_of(placed))) == alone
    assert tokens_of(placed)[0] is not tokens[0]
