"""Boards of lanes in boxes, with cards in boxes of their own inside. Every text is invented."""

from __future__ import annotations

from ingest.document import BBox, Rule, Word
from ingest.layout.blocks.drawn_lanes import drawn_lanes
from ingest.layout.tables.model import tokens_of

Lane = tuple[str, list[tuple[str, float]]]
BOARD: list[Lane] = [
    ("Kajen", [("Räcken sätts upp", 60), ("Livbojar köps in", 130)]),
    ("Torget", [("Bänkar målas nu", 90)]),
]


def board(lanes: list[Lane], *, shadow: float = 0.0) -> tuple[list[Word], list[BBox]]:
    words: list[Word] = []
    boxes: list[BBox] = []

    def put(text: str, x: float, y: float) -> None:
        for word in text.split():
            words.append(Word(word, word, bbox=BBox(x, y, x + 5 * len(word), y + 10), size=10))
            x += 5 * len(word) + 3

    for n, (head, cards) in enumerate(lanes):
        left = 20.0 + 220 * n
        boxes.append(BBox(left, 20, left + 200, 220))
        put(head, left + 10, 30)
        for text, top in cards:
            boxes.append(BBox(left + 10, top, left + 190, top + 60))
            if shadow:
                boxes.append(BBox(left + 10 - shadow, top - shadow, left + 190 + shadow, top + 60 + shadow))
            put(text, left + 20, top + 10)
    return words, sorted(boxes, key=lambda b: b.width * b.height)


def read(words: list[Word], boxes: list[BBox]) -> list[str]:
    return [" ".join(t.text for t in part.tokens) for part in drawn_lanes(tokens_of(tuple(words)), boxes)]


def test_a_lane_is_read_to_its_end_its_head_first_and_then_card_by_card() -> None:
    wanted = ["Kajen", "Räcken sätts upp", "Livbojar köps in", "Torget", "Bänkar målas nu"]
    assert read(*board(BOARD)) == wanted
    assert read(*board(BOARD, shadow=4)) == wanted


def test_boxes_that_meet_are_cells_of_a_table() -> None:
    assert read(*board([(head, [(t, 60 + 60 * n) for n, (t, _) in enumerate(cards)]) for head, cards in BOARD])) == []


def test_one_lane_alone_and_boxes_without_cards_are_no_board() -> None:
    assert read(*board(BOARD[:1])) == []
    assert read(*board([(head, []) for head, _ in BOARD])) == []


def road(heads: list[str], *, wide: float = 0.0) -> list[str]:
    """Two cards under each head, without boxes around the lanes; the last column's cards are wider by `wide`."""
    words, boxes = board([(head, [(f"Måla {head}", 60), (f"Laga {head}", 140)]) for head in heads])
    boxes = [b for b in boxes if b.height < 100]
    last = max(b.x0 for b in boxes)
    return read(words, [BBox(b.x0, b.top, b.x1 + wide, b.bottom) if b.x0 == last else b for b in boxes])


def test_cards_under_heads_that_are_times_are_lanes_without_a_box_around_them() -> None:
    assert road(["Kvartal 1", "Kvartal 2"])[:3] == ["Kvartal 1", "Måla Kvartal 1", "Laga Kvartal 1"]
    assert road(["Januari–mars", "April–juni"])[3] == "April–juni"


def test_boxes_under_the_headings_of_a_table_are_none() -> None:
    assert road(["Åtgärd", "Ansvarig", "2030"]) == []
    assert road(["Kvartal 1", "Kvartal 2"], wide=20) == []


def test_the_time_at_a_cards_foot_heads_no_lane() -> None:
    """Cards in a grid, two abreast, whose last line says when: `Klart: juni 2030`, close above the next card."""
    words, boxes = board([(when, [("Måla", 60), ("Laga", 100)]) for when in ("Klart: juni 2030", "Klart: maj 2030")])
    boxes = [b for b in boxes if b.height < 100]
    assert len(read(words, boxes)) == 6, "heads outside boxes do"
    above = [BBox(b.x0, 10, b.x1, 45) for b in boxes if b.top == 60]
    assert len(read(words, [*above, *boxes])) == 6, "heads in boxes of their own do, too"
    lines = [Word("Byts", "Byts", bbox=BBox(b.x0 + 10, 15, b.x0 + 30, 25), size=10) for b in above]
    assert read([*words, *lines], [*above, *boxes]) == []


def test_cards_with_a_rule_above_each_end_where_their_text_does() -> None:
    words, boxes = board([("Mars 2030", [("Måla", 60), ("Laga", 130)]), ("Maj 2030", [("Rensa", 60), ("Byta", 110)])])
    rules = [Rule(BBox(b.x0, b.top, b.x1, b.top), True) for b in boxes if b.height < 100]
    found = drawn_lanes(tokens_of(tuple(words)), [], rules)
    wanted = ["Mars 2030", "Måla", "Laga", "Maj 2030", "Rensa", "Byta"]
    assert [" ".join(t.text for t in part.tokens) for part in found] == wanted
    level = [Rule(BBox(b.x0, y, b.x1, y), True) for b in boxes if b.height < 100 for y in (60, 120)]
    assert drawn_lanes(tokens_of(tuple(words)), [], level) == []


def test_rows_of_two_tables_side_by_side_are_no_cards() -> None:
    """Each as high as its texts, under heads with numbers: upright rules part labels from values."""
    words, boxes = board([("Insats 1", [("Måla", 60), ("Laga", 130)]), ("Insats 2", [("Rensa", 60), ("Byta", 110)])])
    cards = [b for b in boxes if b.height < 100]
    rules = [Rule(BBox(b.x0, b.top, b.x1, b.top), True) for b in cards]
    assert len(drawn_lanes(tokens_of(tuple(words)), [], rules)) == 6
    columns = [Rule(BBox(b.x0 + 30, b.top, b.x0 + 30, b.bottom + 40), False) for b in cards]
    assert drawn_lanes(tokens_of(tuple(words)), [], [*rules, *columns]) == []
