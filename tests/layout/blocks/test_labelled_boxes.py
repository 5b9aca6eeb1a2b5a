"""Boxes that all hold the same labels: a grid of cards, strips with labels beside their text."""

from __future__ import annotations

from ingest.document import BBox, Word
from ingest.layout.blocks.labelled_boxes import labelled_boxes
from ingest.layout.tables.model import tokens_of
from tests.layout.pages import words

CARDS = [BBox(x, y, x + 220, y + 150) for y in (100, 270) for x in (50, 300)]
STRIPS = [BBox(50, y, 540, y + 60) for y in (100, 180, 260)]


def card(box: BBox, deed: list[str], who: str) -> list[Word]:
    out = [w for n, line in enumerate(deed) for w in words(line, box.x0 + 12, box.top + 20 + 14 * n, bold=True)]
    out += words("Ansvarig", box.x0 + 12, box.bottom - 40, size=7) + words(who, box.x0 + 12, box.bottom - 28)
    return out


def strip(box: BBox, deed: list[str], who: str, when: str) -> list[Word]:
    out = [w for n, line in enumerate(deed) for w in words(line, 70, box.top + 15 + 14 * n)]
    return out + words(f"Ansvarig: {who}", 350, box.top + 14) + words(f"När: {when}", 350, box.top + 34)


def texts(found: list[Word], frames: list[BBox]) -> list[str]:
    return [" ".join(t.text for t in side) for side in labelled_boxes(tokens_of(tuple(found)), frames)]


def test_each_card_of_a_grid_is_one_though_their_lines_are_level() -> None:
    deeds = [["Byta lampor", "i tunneln"], ["Klippa häcken", "vid skolan"], ["Bjuda in", "till möte"], ["Måla", "om"]]
    page = [w for box, deed in zip(CARDS, deeds, strict=True) for w in card(box, deed, "Gatan")]
    assert texts(page, CARDS) == [
        "Byta lampor i tunneln Ansvarig Gatan",
        "Klippa häcken vid skolan Ansvarig Gatan",
        "Bjuda in till möte Ansvarig Gatan",
        "Måla om Ansvarig Gatan",
    ]


def test_the_labels_of_a_strip_stand_apart_from_its_text() -> None:
    page = strip(STRIPS[0], ["Hålla öppet fredag", "och lördag"], "Fritid", "maj 2031")
    page += strip(STRIPS[1], ["Laga bänkar"], "Park", "juni 2031")
    page += words("Alla ska känna sig trygga på torget", 70, STRIPS[2].top + 20)
    assert texts(page, STRIPS) == [
        "Hålla öppet fredag och lördag",
        "Ansvarig: Fritid När: maj 2031",
        "Laga bänkar",
        "Ansvarig: Park När: juni 2031",
    ]


def test_painted_cells_that_touch_are_no_cards() -> None:
    cells = [BBox(x, y, x + 220, y + 150) for y in (100, 250) for x in (50, 270)]
    page = [w for box in cells for w in card(box, ["Byta lampor"], "Gatan")]
    assert texts(page, cells) == []


def test_boxes_without_a_common_label_and_text_that_crosses_stay_as_they_are() -> None:
    page = [w for n, box in enumerate(CARDS) for w in words(f"Ruta {n} om annat", box.x0 + 12, box.top + 20)]
    assert texts(page, CARDS) == []
    crossing = [w for box in STRIPS for w in words("x" * 60, 70, box.top + 48)]
    crossing += [w for box in STRIPS for w in strip(box, ["Laga"], "Park", "maj")]
    assert texts(crossing, STRIPS) == []


def test_cards_may_begin_lower_than_their_neighbours_and_hold_badges() -> None:
    cards = [BBox(x, y + 10 * n, x + 160, y + 150 + 10 * n) for y in (100, 290) for n, x in enumerate((40, 215, 390))]
    badges = [BBox(b.x0 + 6, b.top + 6, b.x0 + 30, b.top + 30) for b in cards]
    page = []
    for n, box in enumerate(cards, start=1):
        page += words(str(n), box.x0 + 12, box.top + 20) + card(box, [f"Göra {n}"], "Gatan")
    # The number stands left of the title in its disc.
    found = texts(page, [*badges, *cards])
    assert [sorted(t.split()) for t in found] == [
        sorted([str(n), "Göra", str(n), "Ansvarig", "Gatan"]) for n in range(1, 7)
    ]


def test_text_in_a_free_place_of_the_grid_is_no_heading_of_cards() -> None:
    page = [w for box in CARDS[:3] for w in card(box, ["Byta lampor"], "Gatan")]
    free = words("Så läser du korten", CARDS[3].x0, CARDS[3].top + 20)
    assert len(texts(page + free, CARDS[:3])) == 3
    between = words("Mål 2 för hela staden", CARDS[0].x0, 262)
    assert len(texts(page + between, CARDS[:3])) == 2, "what is below the heading is looked at by itself"
    aside = words("Mål 2", CARDS[0].x1 + 2, CARDS[0].top + 60)
    assert texts(page + aside, CARDS[:3]) == []


def test_cards_below_a_box_that_heads_each_column_are_read_down_with_it() -> None:
    heads = [BBox(50, 60, 270, 96), BBox(300, 60, 520, 84)]
    cards = [BBox(50, 108, 270, 200), BBox(50, 210, 270, 310), BBox(300, 96, 520, 190), BBox(300, 204, 520, 300)]
    page = words("Skolan", 60, 80) + words("Hamnen", 310, 78)
    for box, deed in zip(cards, ("Byta lampor", "Klippa häcken", "Bjuda in", "Måla om"), strict=True):
        page += card(box, [deed], "Gatan")
    found = texts(page, [*heads, *cards])
    assert [text.split()[0] for text in found] == ["Skolan", "Byta", "Klippa", "Hamnen", "Bjuda", "Måla"]


def test_a_painted_strip_across_a_box_is_of_the_box() -> None:
    strips = [BBox(b.x0, b.top + 4, b.x1, b.top + 24) for b in CARDS]
    page: list[Word] = []
    for box, month in zip(CARDS, ("Maj", "Juni", "Juli", "Augusti"), strict=True):
        page += words(month, box.x0 + 12, box.top + 18) + card(box, ["", "", "Byta lampor"], "Gatan")
    frames = sorted([*strips, *CARDS], key=lambda b: b.width * b.height)
    assert [text.split()[0] for text in texts(page, frames)] == ["Maj", "Juni", "Juli", "Augusti"]
