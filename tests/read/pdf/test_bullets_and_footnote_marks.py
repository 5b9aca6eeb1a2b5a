"""Small marks of a PDF page: bullets that are drawn, and the raised numbers of notes."""

from __future__ import annotations

from ingest.document import BBox, Rule, Word
from ingest.read.pdf.drawn_bullets import with_bullets
from ingest.read.pdf.footnote_marks import without_note_marks
from tests.layout.pages import words


def marked(*parts: list[Word]) -> list[tuple[Word, int]]:
    return [(w, -1) for part in parts for w in part]


def raws(found: list[tuple[Word, int]]) -> list[str]:
    return [w.raw for w, _ in found]


def dot(x: float, baseline: float) -> BBox:
    return BBox(x, baseline - 4.5, x + 3, baseline - 1.5)


def raised(text: str, x: float, baseline: float) -> list[Word]:
    return words(text, x, baseline - 3, size=6)


def test_drawn_bullets_become_words_before_their_lines() -> None:
    page = marked(words("Informera alla", 90, 100), words("Låna ut", 90, 112))
    found = raws(with_bullets(page, [dot(80, 100), dot(80, 112)]))
    assert found == ["•", "Informera", "alla", "•", "Låna", "ut"]


def test_a_text_in_the_column_before_leaves_a_bullet_one() -> None:
    # `Överlämning` ends 22 points before the bullet, the bullet 7 before its item.
    page = marked(
        words("Överlämning", 3, 100, size=11), words("Informera alla", 90, 100), words("Låna ut", 90, 112)
    )  # fmt: skip
    assert raws(with_bullets(page, [dot(80, 100), dot(80, 112)])).count("•") == 2


def test_dots_that_stand_alone_or_inside_a_line_are_no_bullets() -> None:
    page = marked(words("Informera alla", 90, 100), words("Låna ut", 90, 112), words("Status", 300, 100))
    assert with_bullets(page, [dot(80, 100)]) == page
    assert with_bullets(page, [dot(80, 100), dot(20, 112), dot(96, 300)]) == page
    text = marked(words("Pågår ännu", 90, 100), words("Pågår ännu", 90, 112))
    assert with_bullets(text, [dot(121, 100), dot(121, 112)]) == text


def test_marks_of_the_page_s_notes_are_left_out() -> None:
    page = marked(
        words("vid stationen", 50, 100), raised("1", 115, 100), words("Polisen¹,", 200, 100),
        raised("1", 50, 700), words("Polisens statistik", 60, 700),
    )  # fmt: skip
    assert raws(without_note_marks(page)) == ["vid", "stationen", "Polisen,", "1", "Polisens", "statistik"]


def test_numbers_without_a_note_and_units_stay() -> None:
    page = marked(words("vid stationen", 50, 100), raised("2", 115, 100), words("yta m²", 200, 100))
    assert without_note_marks(page) == page
    listed = marked(words("av 20 m", 50, 100), raised("2", 85, 100), words("2 Se", 50, 700), words("Mål 2", 50, 300))
    assert without_note_marks(listed) == listed


def test_a_text_beyond_the_border_of_the_cell_leaves_a_bullet_one() -> None:
    lines = marked(words("Sanera", 90, 100), words("Låna ut", 90, 112))
    dots = [dot(80, 100), dot(80, 112)]
    near = [(Word("Dela", "Dela", BBox(40, 92, 70, 102), size=10.0), -1)]
    border = Rule(BBox(74, 80, 74.5, 130), horizontal=False)
    assert raws(with_bullets([*near, *lines], dots, [border])).count("•") == 2
    assert raws(with_bullets([*near, *lines], dots)).count("•") < 2
