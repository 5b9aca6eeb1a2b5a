"""What stands in the margin beside a heading is read after it. Every text is invented."""

from __future__ import annotations

from dataclasses import replace

from ingest.document import Line, Paragraph
from ingest.layout.blocks.margins import behind_headings
from tests.layout.pages import words


def block(text: str, x: float, baseline: float, part: int, role: str = "body", size: float = 10.0) -> Paragraph:
    line = Line(tuple(words(text, x, baseline, size=size)), 1)
    return Paragraph((line,), role, 2 if role == "heading" else None, part=part)  # type: ignore[arg-type]


def chapter(number: int, top: float, *, goal: str = "Alla ska våga gå hem.") -> list[Paragraph]:
    return [
        block(str(number), 100, top, 10 * number, size=30),
        block(goal, 40, top + 20, 10 * number),
        block(f"Område {number}", 220, top, 10 * number + 1, "heading", 16),
        block("Så ser det ut här hos oss.", 220, top + 30, 10 * number + 2),
    ]


def test_a_goal_in_the_margin_is_read_behind_its_heading_and_the_number_is_a_side_note() -> None:
    found = behind_headings([*chapter(1, 100), *chapter(2, 400)])
    assert [(b.text, b.role) for b in found[:4] if isinstance(b, Paragraph)] == [
        ("Område 1", "heading"),
        ("Alla ska våga gå hem.", "body"),
        ("1", "side"),
        ("Så ser det ut här hos oss.", "body"),
    ]
    assert [b.text for b in found[4:6]] == ["Område 2", "Alla ska våga gå hem."]


def test_lines_that_layout_parted_are_one_sentence() -> None:
    one = chapter(1, 100, goal="Alla ska våga gå")
    one.insert(2, block("hem på kvällen.", 40, 132, 10))
    found = behind_headings([*one, *chapter(2, 400)])
    assert found[1].text == "Alla ska våga gå hem på kvällen."


def test_one_text_beside_a_heading_and_columns_of_text_stay_where_they_are() -> None:
    alone = chapter(1, 100)
    assert behind_headings(alone) == alone
    long = [*chapter(1, 100, goal="ord " * 60), *chapter(2, 400, goal="ord " * 60)]
    assert behind_headings(long) == long
    same = [replace(b, part=None) for b in (*chapter(1, 100), *chapter(2, 400))]
    assert behind_headings(same) == same


def test_the_numbers_of_headings_stay_before_them() -> None:
    numbers = [b for n in (1, 2) for b in (block(f"3.{n}", 100, 300 * n, 5), chapter(n, 300 * n)[2])]
    assert behind_headings(numbers) == numbers
