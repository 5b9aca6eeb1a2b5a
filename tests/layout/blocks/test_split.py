"""Pages into blocks: cards, boxes and columns are parted, tables and labels beside values are not."""

from __future__ import annotations

from ingest.document import BBox, Fill, Page, Paragraph, Rule, Table, Word
from ingest.layout.blocks.frames import frames_of
from ingest.layout.blocks.runs import runs_of
from ingest.layout.tables.model import tokens_of
from tests.layout.pages import arranged, lines, page, words

CARDS = (
    ("Måla om tunneln vid stationen", "Gatukontoret", "maj 2030"),
    ("Klipp buskarna längs gångvägen", "Parkenheten", "juni 2030"),
    ("Bjud in till möte om lås och larm", "Polisen", "hösten 2030"),
)
TINT = (0.9, 0.95, 0.9)


def card(x: float, top: float, texts: tuple[str, str, str]) -> list[Word]:
    deed, who, when = texts
    half = len(deed.split()) // 2
    first, second = " ".join(deed.split()[:half]), " ".join(deed.split()[half:])
    out = words("Åtgärd", x, top, bold=True) + words(first, x, top + 13) + words(second, x, top + 25)
    out += words("Ansvarig", x, top + 42, bold=True) + words(who, x, top + 55)
    return out + words("När", x, top + 72, bold=True) + words(when, x, top + 85)


def cards_page(tinted: bool) -> Page:
    xs = (60.0, 230.0, 400.0)
    made = page(words("Torget", 60, 70, size=14, bold=True), *(card(x, 110, c) for x, c in zip(xs, CARDS, strict=True)))
    fills = tuple(Fill(BBox(x - 8, 98, x + 150, 205), TINT) for x in xs) if tinted else ()
    return Page(made.number, made.width, made.height, made.method, words=made.words, fills=fills)


def test_cards_abreast_are_read_one_after_the_other() -> None:
    found = arranged(cards_page(True)).blocks
    assert not any(isinstance(b, Table) for b in found)
    texts = [b.text for b in found if isinstance(b, Paragraph)]
    at = [texts.index(who) for _, who, _ in CARDS]
    assert at == sorted(at)
    assert texts.index(CARDS[0][2]) < at[1]


def test_each_card_is_a_part_of_its_own() -> None:
    found = [b for b in arranged(cards_page(True)).blocks if isinstance(b, Paragraph)]
    parts = {b.part for b in found if b.text in {who for _, who, _ in CARDS}}
    assert None not in parts
    assert len(parts) == len(CARDS)
    assert next(b.part for b in found if b.text == "Torget") is None


def test_unsure_borders_are_told_on_the_text() -> None:
    found = [b for b in arranged(cards_page(False)).blocks if isinstance(b, Paragraph)]
    assert all(0 <= b.unsure <= 1 for b in found)


def test_labels_beside_values_stay_on_their_rows() -> None:
    made = page(
        lines(["Dokumenttyp", "Antagen av", "Gäller till", "Diarienummer"], 72, 110, leading=20),
        lines(["Handlingsplan", "Kommunfullmäktige", "31 december 2030", "KS 12"], 250, 110, leading=20),
    )
    joined = "\n".join(b.text for b in arranged(made).blocks)
    assert joined.index("Handlingsplan") < joined.index("Antagen")


def test_frames_are_fills_and_lone_rectangles() -> None:
    made = cards_page(True)
    sides = (
        Rule(BBox(60, 300, 260, 300), True),
        Rule(BBox(60, 380, 260, 380), True),
        Rule(BBox(60, 300, 60, 380), False),
        Rule(BBox(260, 300, 260, 380), False),
    )
    with_box = Page(1, 595, 842, made.method, words=made.words, rules=sides, fills=made.fills)
    assert len(frames_of(with_box)) == len(CARDS) + 1
    assert BBox(60, 300, 260, 380) in frames_of(with_box)


def test_a_page_wide_ground_is_no_frame() -> None:
    made = cards_page(False)
    ground = Page(1, 595, 842, made.method, words=made.words, fills=(Fill(BBox(0, 0, 595, 842), TINT),))
    assert frames_of(ground) == ()


def test_a_gutter_is_crossed_by_no_word() -> None:
    made = cards_page(True)
    tokens = tokens_of(made.words)
    found = list(runs_of(tokens, frames_of(made)))
    assert found
    for run in found:
        assert all(t.x1 <= run.x or t.x0 >= run.x for t in run.tokens)
        assert run.two_sided


def test_what_a_file_calls_a_table_is_parted_nowhere() -> None:
    made = cards_page(False)
    wall = BBox(50, 90, 580, 220)
    assert not list(runs_of(tokens_of(made.words), (), (wall,)))


def test_a_border_round_the_page_is_no_frame() -> None:
    made = cards_page(False)
    border = (
        Rule(BBox(24, 24, 571, 24), True),
        Rule(BBox(24, 818, 571, 818), True),
        Rule(BBox(24, 24, 24, 818), False),
        Rule(BBox(571, 24, 571, 818), False),
    )
    assert frames_of(Page(1, 595, 842, made.method, words=made.words, rules=border)) == ()


def test_bullets_are_no_block_beside_their_text() -> None:
    items = lines(["Måla om tunneln vid stationen", "Klipp buskarna", "Bjud in till möte om lås"], 86, 110, leading=20)
    made = page(lines(["•", "•", "•"], 72, 110, leading=20), items)
    assert not list(runs_of(tokens_of(made.words), frames_of(made)))
