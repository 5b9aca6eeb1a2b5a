"""Stacks of cards above and below a time line. Every text is invented."""

from __future__ import annotations

from ingest.document import Paragraph, Word
from ingest.layout.blocks.headed_stacks import headed_stacks
from ingest.layout.tables.model import tokens_of
from tests.layout.pages import arranged, lines, page, words


def stack(head: str, texts: list[str], x: float, top: float) -> list[Word]:
    return [*words(head, x, top, size=16, bold=True), *lines(texts, x + 6, top + 20)]


UPPER = [
    stack("Mars", ["Kajen får räcken", "längs sidan", "Hamnkontoret"], 40, 100),
    stack("Juni", ["Värdar går runt", "Turistbyrån"], 240, 112),
    stack("Oktober", ["Ljusen byts"], 440, 124),
]
LOWER = [
    stack("April", ["Bryggan lagas nu", "Hamnkontoret"], 140, 260),
    stack("Augusti", ["Båtägare går kurs", "Klubben"], 340, 260),
]


def test_each_head_goes_with_its_own_cards_left_to_right_over_and_under_the_line() -> None:
    texts = [b.text for b in arranged(page(*UPPER, *LOWER)).blocks if isinstance(b, Paragraph)]
    heads = [t for t in texts if t in {"Mars", "April", "Juni", "Augusti", "Oktober"}]
    assert heads == ["Mars", "April", "Juni", "Augusti", "Oktober"]
    assert "Bryggan" in texts[texts.index("April") + 1]
    assert "Ljusen" in texts[texts.index("Oktober") + 1]


def test_cards_in_rows_are_left_to_the_decisions_on_blocks() -> None:
    level = [stack(h, ["Kajen får räcken", "Hamnkontoret"], x, 100) for h, x in (("A1", 40), ("B2", 240), ("C3", 440))]
    assert headed_stacks(tokens_of(page(*level).words)) == []
    assert headed_stacks(tokens_of(page(*LOWER).words)) == []
    assert headed_stacks([]) == []


def test_a_box_of_two_labels_beside_a_list_is_no_stack() -> None:
    box = [*stack("Bakgrund", ["Kajen är mörk"], 40, 100), *stack("Syfte", ["Ljus hela natten"], 40, 156)]
    texts = ["Lampor byts ut nu", "Hamnkontoret", "Värdar går runt", "Turistbyrån", "Skyltar sätts upp", "Kajlaget"]
    listed = stack("Insatser", texts, 240, 88)
    assert headed_stacks(tokens_of(page(box, listed).words)) == []


def test_columns_in_which_a_chapter_goes_on_at_the_top_are_no_stacks() -> None:
    assert headed_stacks(tokens_of(page(*UPPER, *LOWER).words))
    rest = lines(["som går", "förbi"], 246, 88)
    assert headed_stacks(tokens_of(page(*UPPER, *LOWER, rest).words)) == []
