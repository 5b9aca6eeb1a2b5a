"""Parts of paragraphs, and values put together from them."""

from __future__ import annotations

import pytest

from ingest.classify.spans import Piece, Spot, bullet, changes, is_blank, part, places, plain, text_of, value
from ingest.document import BBox, Change, Line, Paragraph, Word

from .build import doc, p


def pieces(*texts: str) -> list[Piece]:
    return [Piece(p(t), n) for n, t in enumerate(texts)]


@pytest.mark.parametrize("text", ["", " – ", "…", "......", "___"])
def test_dashes_and_dots_say_nothing(text: str) -> None:
    assert is_blank(text)


def test_words_say_something() -> None:
    assert not is_blank("0")
    assert not is_blank("Nej.")


def test_a_bullet_before_the_words_goes_and_a_tick_alone_stays() -> None:
    assert [plain(t) for t in ("• Byta", "- Byta", "-5 grader", "✓")] == ["Byta", "Byta", "-5 grader", "✓"]
    assert bullet("• Byta")
    assert not bullet("Byta")


def test_part_cuts_the_words_at_its_borders() -> None:
    whole = p("Åtgärd: Byta lampor")
    assert part(whole, 8).text == "Byta lampor"
    assert part(whole, 0, 6).text == "Åtgärd"
    (line,) = part(whole, 0, 6).lines
    assert [w.raw for w in line.words] == ["Åtgärd"]


def test_part_keeps_words_that_repair_emptied_with_the_word_before_them() -> None:
    words = (Word("lampor", "lam-"), Word("", "por"), Word("byts", "byts"))
    found = part(Paragraph((Line(words),)), 0, 6)
    assert [w.raw for w in found.lines[0].words] == ["lam-", "por"]


def test_a_list_numbered_in_order_loses_its_numbers_and_one_with_gaps_keeps_them() -> None:
    assert text_of(pieces("1. Byta lampor", "2. Klippa häck")) == "Byta lampor\nKlippa häck"
    assert text_of(pieces("1. Byta lampor", "5. Klippa häck")) == "1. Byta lampor\n5. Klippa häck"
    assert text_of(pieces("a) Byta", "b) Klippa")) == "Byta\nKlippa"
    assert text_of(pieces("–")) == ""


def test_a_value_has_its_text_its_raw_reading_its_places_and_its_repairs() -> None:
    change = Change("1ampor", "lampor", "ocr-confusion", 0.9)
    repaired = Word("lampor", "1ampor", BBox(85, 90, 115, 100), 0.8, changes=(change,))
    words = (Word("Byta", "Byta", BBox(60, 90, 80, 100)), repaired)
    piece = Piece(Paragraph((Line(words, 2),), unsure=0.5), 0, Spot(1, 2, 3))
    found = value([piece], doc(), column=0.9)
    assert found is not None
    assert (found.text, found.raw) == ("Byta lampor", "Byta 1ampor")
    (place,) = found.places
    assert (place.page, place.bbox, place.table, place.row, place.column) == (2, (60, 90, 115, 100), 1, 2, 3)
    assert found.changes == changes([piece]) == (change,)
    assert places([piece]) == found.places
    assert (found.evidence.read, found.evidence.read_min) == (pytest.approx(0.9), 0.8)
    assert (found.evidence.layout, found.evidence.column) == (0.75, 0.9)


def test_a_blank_value_is_none() -> None:
    assert value(pieces("–"), doc(), column=1.0) is None
