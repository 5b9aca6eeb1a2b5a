"""Pages into blocks: cards, boxes and columns are parted, tables and labels beside values are not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.document import BBox, Fill, Page, Paragraph, Rule, Table, Word
from ingest.layout.blocks.features import Surroundings, surroundings
from ingest.layout.blocks.frames import frames_of
from ingest.layout.blocks.runs import GutterRun, runs_of
from ingest.layout.blocks.split import SplitDecisions, parts_of
from ingest.layout.tables.model import FoundTable, MeasuredWord, tokens_of
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


def test_numbers_of_list_items_are_no_block_beside_their_text() -> None:
    items = lines(["Måla om tunneln vid stationen", "Klipp buskarna", "Bjud in till möte om lås"], 86, 110, leading=20)
    made = page(lines(["1.", "2.", "10."], 66, 110, leading=20), items)
    assert not list(runs_of(tokens_of(made.words), frames_of(made)))


def columns_page(xs: Sequence[float], *, rules: Sequence[Rule] = ()) -> Page:
    """Columns of four lines each."""
    texts = ["Måla om tunneln", "vid stationen", "Klippa buskar", "vid hamnen"]
    made = page(*(lines(texts, x, 110, leading=14) for x in xs))
    return Page(made.number, made.width, made.height, made.method, words=made.words, rules=tuple(rules))


def asked(chance: Callable[[GutterRun, Sequence[float]], float]) -> SplitDecisions:
    """Decisions that a test makes; no gap ends anything."""
    return SplitDecisions(
        lambda asked, _around: [chance(run, columns) for run, _whole, columns in asked],
        lambda asked, _around: [[0.0] * (len(whole.bands) - 1) for whole, _columns in asked],
    )


def around_of(made: Page, tables: Sequence[FoundTable] = ()) -> tuple[list[MeasuredWord], Surroundings]:
    tokens = tokens_of(made.words)
    return tokens, surroundings(made, tokens, frames_of(made), tables, ordered=True)


def table_over(tokens: Sequence[MeasuredWord], method: str) -> FoundTable:
    box = BBox(50, 100, 500, 200)
    return FoundTable(1, box, 4, 2, (), method, 0.9, frozenset(t.index for t in tokens))


def test_columns_of_one_grid_are_parted_while_all_stand_beside_each_other() -> None:
    tokens, around = around_of(columns_page((60, 220, 380)))
    # Two columns alone could as well be a table.
    sees_three = asked(lambda _run, columns: 0.9 if len(columns) > 1 else 0.0)
    assert len(parts_of(tokens, around, (), sees_three)) == 3


def test_borders_that_one_side_alone_has_are_those_of_boxes() -> None:
    def parts(left: Sequence[float], right: Sequence[float]) -> int:
        level = [(50.0, 200.0, y) for y in left] + [(210.0, 360.0, y) for y in right]
        rules = [Rule(BBox(x0, y, x1, y), True) for x0, x1, y in level]
        tokens, around = around_of(columns_page((60, 220), rules=rules))
        around = replace(around, tables=(table_over(tokens, "ruled"),))
        return len(parts_of(tokens, around, (), asked(lambda _run, _columns: 0.8)))

    assert parts((108, 122, 150, 164), (108, 136, 164)) == 2
    assert parts((108, 122, 136, 150, 164), (108, 122, 136, 150, 164)) == 1
    # A cell beside several rows.
    assert parts((108, 164), (108, 122, 136, 150, 164)) == 1


def test_a_table_seen_across_two_blocks_is_looked_for_anew_in_each() -> None:
    xs = (60, 170, 320, 430)
    tokens, around = around_of(columns_page(xs))
    around = replace(around, tables=(table_over(tokens, "aligned"),))
    seen: list[int] = []

    def look(side: Sequence[MeasuredWord]) -> Surroundings:
        seen.append(len(side))
        return replace(around, tables=(table_over(side, "ruled"),))

    middle = asked(lambda run, _columns: 0.8 if abs(run.x - 310) < 40 or len(run.tokens) < len(tokens) else 0.0)
    assert len(parts_of(tokens, around, (), middle, look=look)) == 2
    assert sum(seen) == len(tokens)


def test_a_column_goes_on_below_a_note_in_its_margin() -> None:
    column = lines(
        ["Problem: Rök", "Mål: Färre bränder", "Åtgärd: Sota oftare", "Ansvarig: Sotaren"], 60, 110, leading=20
    )
    note = lines(["Uppföljning", "Statistik", "ur rapporter"], 400, 114, leading=14)
    later = words("Flerbostadshus", 60, 230)
    made = page(column, note, later)
    made = Page(
        made.number,
        made.width,
        made.height,
        made.method,
        words=made.words,
        fills=(Fill(BBox(392, 104, 530, 158), TINT),),
    )
    tokens, around = around_of(made)
    # The fitted decision on gaps ends the block with the note.
    decide = SplitDecisions(
        lambda asked, _around: [0.9 for _ in asked],
        lambda asked, _around: [
            [float(whole.bands[at].top > 158) for at in range(1, len(whole.bands))] for whole, _columns in asked
        ],
    )
    parts = [" ".join(t.text for t in part.tokens) for part in parts_of(tokens, around, (), decide)]
    assert len(parts) == 3
    assert parts[0].endswith("Ansvarig: Sotaren")
    assert parts[1].startswith("Uppföljning")


def test_a_column_goes_on_below_the_end_of_its_neighbour() -> None:
    long = [f"Stycket i vänster spalt har rad nummer {n} här" for n in range(14)]
    short = [f"Stycket i höger spalt har rad nummer {n} där" for n in range(10)]
    made = page(words("Rubrik över båda", 60, 60, size=16, bold=True), lines(long, 60, 100), lines(short, 330, 100))
    texts = [b.text for b in arranged(made).blocks if isinstance(b, Paragraph)]
    whole = " ".join(texts)
    assert whole.index(long[-1]) < whole.index(short[0])
