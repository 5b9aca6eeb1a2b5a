"""Columns with heads of their own go on beside each other on the next page; running text does not."""

from __future__ import annotations

from dataclasses import replace

from ingest.document import Page, Paragraph, Rule, Word
from ingest.layout.blocks.lanes import Lane, continued, joined, lanes_at_end
from tests.layout.pages import arranged, grid, lines, page

XS = (60.0, 240.0, 420.0)
MONTHS = ("Mars", "April", "Maj")


def lane(left: float, *, headed: bool = True, top: float = 100.0, beside: bool = True) -> Lane:
    return Lane((left, left + 4), left + 120, top, headed, beside)


def test_three_columns_with_heads_at_one_height_are_lanes() -> None:
    title = lane(60, headed=False, top=50, beside=False)
    assert lanes_at_end([title, *(lane(x) for x in XS)]) == (1, 1, 1)
    assert lanes_at_end([lane(x) for x in XS[:2]]) == ()
    assert lanes_at_end([lane(x, headed=x != XS[1]) for x in XS]) == ()
    assert lanes_at_end([lane(x, top=100 + x) for x in XS]) == ()
    assert lanes_at_end([*(lane(x) for x in XS), title]) == ()


def test_a_head_over_cards_of_their_own_makes_a_lane_of_several_blocks() -> None:
    heads = [replace(lane(x, headed=False), title=True) for x in XS]
    cards = [lane(x, headed=False, top=140) for x in XS]
    first, second, third = zip(heads, cards, strict=True)
    assert lanes_at_end([*first, *second, lane(XS[1], headed=False, top=180), *third]) == (2, 3, 2)
    assert lanes_at_end([*heads, *cards]) == (), "read row by row they are none"
    lanes = [joined([replace(a, size=12.0), replace(b, size=10.0)]) for a, b in (first, second, third)]
    assert continued(lanes, [replace(cards[2], size=10.0), replace(cards[0], size=10.0)]) == [2, 0]


def test_what_stands_below_a_lanes_left_edge_goes_on_with_it() -> None:
    lanes = [lane(x) for x in XS]
    assert continued(lanes, [lane(XS[0], headed=False), lane(XS[2] + 4, headed=False)]) == [0, 2]
    assert continued(lanes, [lane(XS[1])]) == []
    wide = Lane((XS[0],), 500, 50, False, False)
    assert continued(lanes, [wide]) == []


def test_the_next_pages_title_goes_on_with_no_lane() -> None:
    lanes = [replace(lane(x), size=10.0) for x in XS]
    text = replace(lane(XS[0], headed=False), size=10.0)
    assert continued(lanes, [text]) == [0]
    assert continued(lanes, [replace(text, title=True), text]) == []
    assert continued(lanes, [replace(text, size=18.0), text]) == []


def test_columns_go_on_with_their_own_on_the_next_page() -> None:
    deeds = ["Måla om tunneln", "vid stationen.", "", "Klippa buskarna", "vid hamnen."]

    def column(x: float, top: float, head: str | None) -> list[Word]:
        first = lines([head], x, top, bold=True) if head else []
        return [*first, *lines([d for d in deeds if d], x, top + 20, leading=14)]

    first = page(*(column(x, 110, m) for x, m in zip(XS, MONTHS, strict=True)))
    second = page(*(column(x, 60, None) for x in XS[:2]))
    second = Page(2, second.width, second.height, second.method, words=second.words)
    found = [b for b in arranged(first, second).blocks if isinstance(b, Paragraph)]
    pages = [b.lines[0].page for b in found]
    heads = [next(i for i, b in enumerate(found) if b.text == m) for m in MONTHS]
    assert heads == sorted(heads)
    assert 2 in pages[heads[0] : heads[1]]
    assert 2 in pages[heads[1] : heads[2]]
    assert 2 not in pages[heads[2] :]


def test_a_card_cut_off_by_the_pages_end_goes_on_with_its_time_before_the_text_below() -> None:
    def card(x: float, top: float, *texts: str) -> list[Word]:
        boxes.extend(grid([x - 8, x + 140], [top - 14, top + 14 * len(texts)]))
        return lines(list(texts), x, top, leading=14)

    boxes: list[Rule] = []
    heads = [lines([f"{m} 2030"], x, 100, bold=True) for x, m in zip(XS, MONTHS, strict=True)]
    cards = [card(x, 130, "Måla om tunneln", "vid stationen.") for x in XS]
    first = page(*heads, *cards, rules=list(boxes))
    boxes.clear()
    second = page(
        card(XS[1], 60, "Klippa buskarna", "(Kommunledningskontoret/Hamnen)", "vid hamnen."),
        lines(["Nora den 3 maj 2030"], 52, 160),
        number=2,
        rules=list(boxes),
    )
    found = [b.text for b in arranged(first, second).blocks if isinstance(b, Paragraph)]
    april, may = found.index("April 2030"), found.index("Maj 2030")
    assert any("Klippa" in text for text in found[april:may])
    assert "Nora den 3 maj 2030" in found[may:]
