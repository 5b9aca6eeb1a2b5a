"""The table engine on pages drawn as words, rules and fills."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import BBox, Fill, Page, Rule, Word
from ingest.layout.tables.finder import FoundTable, find_tables
from ingest.options import Options
from tests.grids import assert_each_place_once
from tests.layout.pages import grid, lines, page, words

OPTIONS = Options()
HEADS = ["Mål", "Åtgärd", "Ansvarig", "När"]
XS = [60.0, 180.0, 320.0, 430.0]


def texts(table: FoundTable) -> list[list[str]]:
    out = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        out[cell.row][cell.column] = " ".join(cell.text.split())
    return out


def rows_at(
    rows: list[list[str | list[str]]], xs: list[float], top: float, *, pad: float = 0.0, **style: Any
) -> list[Word]:
    """Cells of one or several lines at the columns' left edges, rows under each other."""
    out: list[Word] = []
    y = top
    for number, row in enumerate(rows):
        cells = [[c] if isinstance(c, str) else c for c in row]
        for x, cell in zip(xs, cells, strict=True):
            for i, text in enumerate(cell):
                out += words(text, x, y + 12 * i, bold=number == 0 and style.get("bold_head", True))
        y += 12 * max(len(c) for c in cells) + pad
    return out


def one(found: list[FoundTable]) -> FoundTable:
    assert len(found) == 1, [texts(t) for t in found]
    return found[0]


PLAN: list[list[str | list[str]]] = [
    list(HEADS),
    [["Färre", "anmälningar"], ["Utbilda alla som", "möter unga"], "Skolan", "maj 2025"],
    ["Trygga stråk", ["Byta armaturer", "längs gångvägen"], ["Tekniska", "förvaltningen"], "2026"],
    ["Fler lovaktiviteter", "Öppna hallen", "Fritid", ["våren", "2026"]],
]
PLAN_TEXTS = [
    HEADS,
    ["Färre anmälningar", "Utbilda alla som möter unga", "Skolan", "maj 2025"],
    ["Trygga stråk", "Byta armaturer längs gångvägen", "Tekniska förvaltningen", "2026"],
    ["Fler lovaktiviteter", "Öppna hallen", "Fritid", "våren 2026"],
]


class TestDrawn:
    def test_a_full_grid_gives_its_cells(self) -> None:
        table = one(
            find_tables(
                page(rows_at(PLAN, XS, 100, pad=6), rules=grid([55, 175, 315, 425, 520], [88, 106, 136, 166, 196])),
                OPTIONS,
            )
        )
        assert texts(table) == PLAN_TEXTS
        assert table.method == "ruled"
        assert table.header_rows == 1

    def test_a_missing_upper_border_loses_no_row(self) -> None:
        rules = [
            r for r in grid([55, 175, 315, 425, 520], [88, 106, 136, 166, 196]) if r.bbox.top != 88 or not r.horizontal
        ]
        assert texts(one(find_tables(page(rows_at(PLAN, XS, 100, pad=6), rules=rules), OPTIONS))) == PLAN_TEXTS

    def test_borders_that_run_on_into_the_text_above_take_none_of_it(self) -> None:
        """Image detection draws borders too long; the sentence over the table runs across them."""
        rules = [r for r in grid([55, 175, 315, 425, 520], [88, 106, 136, 166, 196]) if r.horizontal]
        rules += [Rule(BBox(x, 68, x, 196), False) for x in (55, 175, 315, 425, 520)]
        intro = words("Ordningsstörningar i samband med matcher tar stora resurser varje år", 60, 80)
        table = one(find_tables(page(intro, rows_at(PLAN, XS, 100, pad=6), rules=rules), OPTIONS))
        assert texts(table) == PLAN_TEXTS

    def test_double_and_broken_lines_are_one_border(self) -> None:
        rules = []
        for r in grid([55, 175, 315, 425, 520], [88, 106, 136, 166, 196]):
            b = r.bbox
            if r.horizontal:
                rules += [
                    Rule(BBox(b.x0, b.top, 250, b.top), True),
                    Rule(BBox(252, b.top + 0.4, b.x1, b.top + 0.4), True),
                ]
                rules.append(Rule(BBox(b.x0, b.top + 2, b.x1, b.top + 2), True))
            else:
                rules.append(r)
        assert texts(one(find_tables(page(rows_at(PLAN, XS, 100, pad=6), rules=rules), OPTIONS))) == PLAN_TEXTS

    def test_a_merged_cell_spans_its_rows(self) -> None:
        rules = grid([55, 175, 315], [88, 106, 124, 142])
        rules = [r for r in rules if not (r.horizontal and r.bbox.top == 124)] + [Rule(BBox(175, 124, 315, 124), True)]
        body = words("Mål", 60, 100) + words("Åtgärd", 180, 100) + words("Trygghet", 60, 118)
        body += words("Ronder", 180, 118) + words("Samtal", 180, 136)
        table = one(find_tables(page(body, rules=rules), OPTIONS))
        tall = next(c for c in table.cells if c.text == "Trygghet")
        assert (tall.row, tall.rowspan, tall.column) == (1, 2, 0)
        assert [c.text for c in table.cells if c.column == 1] == ["Åtgärd", "Ronder", "Samtal"]

    def test_a_border_left_out_in_one_row_is_implied(self) -> None:
        rules = [r for r in grid([55, 175, 315, 425, 520], [88, 106, 136, 166, 196]) if r.horizontal]
        rules += [Rule(BBox(55, 88, 55, 196), False), Rule(BBox(520, 88, 520, 196), False)]
        for x in (175, 315, 425):
            rules += [Rule(BBox(x, 88, x, 136), False), Rule(BBox(x, 166, x, 196), False)]
        assert texts(one(find_tables(page(rows_at(PLAN, XS, 100, pad=6), rules=rules), OPTIONS))) == PLAN_TEXTS

    def test_a_ruled_head_over_an_open_body_of_values_is_cut_into_rows(self) -> None:
        rows = [["Land", "2023", "2024"]] + [[f"Ort {c}", f"{i}1", f"{i}7"] for i, c in enumerate("ABCDEF", start=1)]
        xs = [60.0, 180.0, 320.0]
        rules = [*grid([55, 175, 315, 420], [88, 106]), Rule(BBox(55, 178, 420, 178), True)]
        rules += [Rule(BBox(x, 106, x, 178), False) for x in (55, 175, 315, 420)]
        assert texts(one(find_tables(page(rows_at(rows, xs, 100, pad=0), rules=rules), OPTIONS))) == rows

    def test_wrapped_cells_of_a_ruled_row_stay_one_row(self) -> None:
        rows: list[list[str | list[str]]] = [
            ["Åtgärd", "Vem"],
            [["Ronder", "Samtal", "Besök"], ["Polisen", "Skolan", "Kyrkan"]],
        ]
        rows += [[["Möten"], ["Alla"]]] * 3
        table = one(
            find_tables(
                page(rows_at(rows, [60, 180], 100, pad=6), rules=grid([55, 175, 315], [88, 106, 148, 166, 184, 202])),
                OPTIONS,
            )
        )
        assert table.rows == 5
        assert texts(table)[1] == ["Ronder Samtal Besök", "Polisen Skolan Kyrkan"]

    def test_paint_without_lines_is_a_grid_too(self) -> None:
        fills = tuple(
            Fill(BBox(x0 + 0.5, y0 + 0.5, x1 - 0.5, y1 - 0.5), (0.9, 0.9, 0.95))
            for y0, y1 in ((88, 106), (106, 136), (136, 166), (166, 196))
            for x0, x1 in ((55, 175), (175, 315), (315, 425), (425, 520))
        )
        table = one(find_tables(page(rows_at(PLAN, XS, 100, pad=6), fills=fills), OPTIONS))
        assert texts(table) == PLAN_TEXTS
        assert table.cells[0].fill == (0.9, 0.9, 0.95)

    def test_a_table_drawn_in_a_cell_belongs_to_that_cell(self) -> None:
        outer = grid([50, 150, 500], [88, 106, 200])
        inner = grid([170, 300, 480], [120, 138, 156])
        body = words("Område", 55, 100) + words("Åtgärder", 155, 100) + words("Skola", 55, 118)
        body += (
            words("Vad", 175, 132) + words("Vem", 305, 132) + words("Rastvärdar", 175, 150) + words("Rektor", 305, 150)
        )
        table = one(find_tables(page(body, rules=outer + inner), OPTIONS))
        (nested,) = [t for c in table.cells for t in c.tables]
        assert texts(nested) == [["Vad", "Vem"], ["Rastvärdar", "Rektor"]]
        assert len(table.words) == 7
        assert sum(len(line.words) for c in table.cells for line in c.lines) == 3

    def test_turned_headings_stand_in_their_cells(self) -> None:
        rules = grid([55, 175, 215, 255], [60, 106, 124])
        upright = words("Nämnd", 60, 100) + words("Skola", 60, 118) + words("Ja", 180, 118) + words("Nej", 220, 118)
        turned = tuple(
            Word(t, t, BBox(x, top, x + 10, top + 20), size=10.0)
            for t, x, top in (("Tredje", 190, 84), ("kvartalet", 190, 62), ("Hösten", 230, 70))
        )
        table = one(find_tables(page(upright, rules=rules, rotated=turned), OPTIONS))
        assert texts(table)[0] == ["Nämnd", "Tredje kvartalet", "Hösten"]
        assert table.rotated == {0, 1, 2}

    def test_leaders_lead_to_amounts(self) -> None:
        rows = [
            ("Personal", "4 500"),
            ("Lokaler", "320"),
            ("Utbildning", "1 210"),
            ("Material", "85"),
            ("Summa", "6 115"),
        ]
        body = words("Kostnad", 60, 86, bold=True) + words("Tkr", 440, 86, bold=True)
        for i, (label, amount) in enumerate(rows):
            body += words(label + "." * (66 - len(label)), 60, 100 + 13 * i) + words(amount, 440, 100 + 13 * i)
        found = texts(one(find_tables(page(body), OPTIONS)))
        assert [r[1] for r in found] == ["Tkr", "4 500", "320", "1 210", "85", "6 115"]

    def test_tables_side_by_side_stay_two(self) -> None:
        left, right = grid([55, 155, 255], [88, 106, 124]), grid([300, 400, 500], [88, 106, 124])
        body = [w for x in (60, 160, 305, 405) for y in (100, 118) for w in words(f"c{x}", x, y)]
        found = find_tables(page(body, rules=left + right), OPTIONS)
        assert [(t.rows, t.columns) for t in found] == [(2, 2), (2, 2)]

    def test_a_frame_around_prose_is_no_table(self) -> None:
        frame = grid([50, 500], [80, 160])
        text = lines(
            ["Det här är en ruta med löpande text som fyller hela raden", "och fortsätter på nästa rad."], 60, 100
        )
        assert find_tables(page(text, rules=frame), OPTIONS) == []

    def test_gridlines_through_the_labels_are_a_chart(self) -> None:
        rules = [Rule(BBox(100, y, 400, y), True) for y in range(100, 220, 20)]
        rules += [Rule(BBox(x, 100, x, 200), False) for x in (100, 200, 300, 400)]
        body = [w for i, y in enumerate(range(100, 220, 20)) for w in words(str(60 - 10 * i), 80, y + 2.6)]
        body += [w for i, x in enumerate((140, 240, 340)) for w in words(f"A{i}", x, 214)]
        assert find_tables(page(body, rules=rules), OPTIONS) == []


class TestAligned:
    @pytest.mark.parametrize("pad", [5.0, 9.0, 14.0])
    def test_no_lines_at_all(self, pad: float) -> None:
        table = one(find_tables(page(rows_at(PLAN, XS, 100, pad=pad)), OPTIONS))
        assert texts(table) == PLAN_TEXTS
        assert table.method == "aligned"

    def test_horizontal_rules_only(self) -> None:
        rules = [Rule(BBox(55, y, 520, y), True) for y in (88, 106, 136, 166, 196)]
        assert texts(one(find_tables(page(rows_at(PLAN, XS, 100, pad=6), rules=rules), OPTIONS))) == PLAN_TEXTS

    def test_zebra(self) -> None:
        fills = tuple(Fill(BBox(55, a, 520, b), (0.92, 0.92, 0.92)) for a, b in ((88, 106), (136, 166)))
        assert texts(one(find_tables(page(rows_at(PLAN, XS, 100, pad=6), fills=fills), OPTIONS))) == PLAN_TEXTS

    def test_the_small_table_under_a_measure(self) -> None:
        """Bodies, who, when, with nothing drawn and most cells empty: a real kind."""
        bodies = [
            "Kommunledningen",
            "Utbildning",
            "Socialtjänst",
            "Kultur och fritid",
            "Bostadsbolaget",
            "Räddningstjänst",
        ]
        rows: list[list[str | list[str]]] = [["Förvaltning/Bolag", "Ansvarig", "Tidsplan"]]
        rows += [
            [b, "Genom KLF" if i % 3 == 0 else "", "31 dec 2026" if i % 3 == 0 else ""] for i, b in enumerate(bodies)
        ]
        heading = words("1.1 Kartlägga energianvändningen", 60, 70, size=13, bold=True)
        prose = lines(["Alla ska kartlägga sin användning av energi och göra en plan för hur den kan minska"], 60, 92)
        found = one(find_tables(page(heading, prose, rows_at(rows, [60, 220, 380], 125, pad=3)), OPTIONS))
        assert texts(found) == rows

    def test_values_row_by_row_with_spanning_heads(self) -> None:
        body = words("2023", 225, 100, bold=True) + words("2024", 385, 100, bold=True)
        body += words("Län", 60, 112, bold=True)
        for x, t in ((200, "Antal"), (270, "Andel"), (360, "Antal"), (430, "Andel")):
            body += words(t, x, 112, bold=True)
        for i in range(6):
            body += words(f"Län {i}", 60, 128 + 12 * i)
            for x, t in ((200, f"{i}34"), (270, f"{i},5"), (360, f"{i}78"), (430, f"{i},9")):
                body += words(t, x, 128 + 12 * i)
        rules = [Rule(BBox(55, y, 480, y), True) for y in (88, 117, 194)]
        rules += [Rule(BBox(198, 102, 297, 102), True), Rule(BBox(358, 102, 457, 102), True)]
        table = one(find_tables(page(body, rules=rules), OPTIONS))
        assert (table.rows, table.columns) == (8, 5)
        spanning = {c.text: (c.column, c.colspan) for c in table.cells if c.colspan > 1}
        assert spanning == {"2023": (1, 2), "2024": (3, 2)}
        assert texts(table)[-1] == ["Län 5", "534", "5,5", "578", "5,9"]

    def test_label_and_value_keep_their_first_row_over_the_first_rule(self) -> None:
        rows: list[list[str | list[str]]] = [
            ["MÅL", "Lugnare skolvägar"],
            ["ÅTGÄRD", "Vandrande skolbuss"],
            ["VEM", "Rektor"],
            ["NÄR", "2026"],
        ]
        body = [
            w
            for i, r in enumerate(rows)
            for x, t in zip((60, 180), r, strict=True)
            for w in words(str(t), x, 100 + 16 * i)
        ]
        rules = [Rule(BBox(55, 104 + 16 * i, 520, 104 + 16 * i), True) for i in range(4)]
        assert texts(one(find_tables(page(body, rules=rules), OPTIONS))) == rows

    def test_titles_and_notes_stay_outside(self) -> None:
        title = words("Tabell 3. Antal anmälda brott i kommunen per år", 60, 70)
        note = words("Källa: Brå, den officiella statistiken över anmälda brott", 60, 215, size=8)
        rows = [["År", "Stöld", "Våld", "Narkotika"]] + [[f"20{n}", f"{n}4", f"{n}", f"{n}8"] for n in range(15, 23)]
        table = one(find_tables(page(title, rows_at(rows, XS, 95, pad=1), note), OPTIONS))
        assert texts(table) == rows


class TestLeftAlone:
    def test_two_columns_of_prose(self) -> None:
        left = lines(["Planen visar hur kommunen och polisen", "arbetar tillsammans för att minska brott"] * 10, 50, 80)
        right = lines(
            ["och för att fler ska känna sig trygga i", "sin vardag, både hemma och på torget då"] * 10, 310, 80
        )
        assert find_tables(page(left, right), OPTIONS) == []

    def test_bullets_and_numbered_items(self) -> None:
        body = [
            w
            for i in range(8)
            for w in words("•", 60, 100 + 13 * i) + words(f"En punkt i listan nummer {i}", 78, 100 + 13 * i)
        ]
        body += [
            w
            for i in range(8)
            for w in words(f"{i + 1}.", 60, 300 + 13 * i) + words("Ett steg i arbetet", 84, 300 + 13 * i)
        ]
        assert find_tables(page(body), OPTIONS) == []

    def test_a_contents_list(self) -> None:
        heads = [
            "Inledning",
            "Bakgrund till planen",
            "Lägesbild",
            "Prioriterade områden",
            "Åtgärder under året",
            "Uppföljning",
        ]
        body = [
            w
            for i, t in enumerate(heads)
            for w in words(t, 60, 100 + 15 * i) + words(str(2 + 3 * i), 500, 100 + 15 * i)
        ]
        assert find_tables(page(body), OPTIONS) == []
        dotted = [
            w
            for i, t in enumerate(heads)
            for w in words(t, 60, 100 + 15 * i)
            + words("." * 40, 230, 100 + 15 * i)
            + words(str(4 + i), 500, 100 + 15 * i)
        ]
        assert find_tables(page(dotted), OPTIONS) == []

    def test_an_address_block_and_lines_to_sign(self) -> None:
        body = (
            words("Norrhamns kommun", 60, 80)
            + words("Datum", 400, 80)
            + words("Box 12", 60, 92)
            + words("2025-03-01", 400, 92)
        )
        body += (
            words("Anna Ek", 60, 700)
            + words("Bo Al", 320, 700)
            + words("Kommunchef", 60, 712)
            + words("Polischef", 320, 712)
        )
        assert find_tables(page(body), OPTIONS) == []

    def test_an_empty_page(self) -> None:
        assert find_tables(page([]), OPTIONS) == []


# ---------------------------------------------------------------- what always holds


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """Tables of random texts, drawn or not, beside loose words and stray lines."""
    columns = draw(st.integers(2, 5))
    rows = draw(st.integers(2, 7))
    word = st.sampled_from(["trygg", "skola", "12", "3,5", "polisen", "–", "åtgärd", "2026", "och", "a"])
    width = 460 / columns
    out: list[Word] = []
    y = draw(st.floats(60, 200))
    ys = [y - 12]
    for _ in range(rows):
        tall = 1
        for c in range(columns):
            cell = draw(st.lists(st.lists(word, min_size=1, max_size=3), max_size=3))
            for i, parts in enumerate(cell):
                out += words(" ".join(parts), 50 + c * width, y + 12 * i, size=draw(st.sampled_from([8.0, 10.0])))
            tall = max(tall, len(cell))
        y += 12 * tall + draw(st.sampled_from([0.0, 4.0, 10.0]))
        ys.append(y - 12)
    for _ in range(draw(st.integers(0, 6))):
        out += words(draw(word), draw(st.floats(0, 560)), draw(st.floats(20, 820)))
    rules: list[Rule] = []
    if draw(st.booleans()):
        rules += [Rule(BBox(45, v, 510, v), True) for v in ys]
    if draw(st.booleans()):
        rules += [Rule(BBox(46 + c * width, ys[0], 46 + c * width, ys[-1]), False) for c in range(columns + 1)]
    for _ in range(draw(st.integers(0, 3))):
        x, v = draw(st.floats(0, 500)), draw(st.floats(0, 800))
        rules.append(Rule(BBox(x, v, x + draw(st.floats(5, 90)), v), True))
    fills: tuple[Fill, ...] = ()
    if draw(st.booleans()):
        fills = (Fill(BBox(45, ys[0], 510, ys[1]), (0.8, 0.85, 0.9)),)
    return page(out, rules=rules, fills=fills)


def every(tables: list[FoundTable]) -> list[FoundTable]:
    return [t for table in tables for t in [table, *every([n for c in table.cells for n in c.tables])]]


@settings(max_examples=150, deadline=None)
@given(pages())
def test_every_word_is_in_at_most_one_cell_and_cells_never_overlap(drawn: Page) -> None:
    found = find_tables(drawn, OPTIONS)
    held = Counter(id(w) for t in every(found) for c in t.cells for line in c.lines for w in line.words)
    assert not held or max(held.values()) == 1
    taken = [i for t in found for i in t.words]
    assert len(taken) == len(set(taken))
    assert held.total() == len(taken)
    assert {id(drawn.words[i]) for i in taken} == set(held)
    for table in every(found):
        assert_each_place_once(table)
        assert len(table.row_edges) == table.rows + 1
        assert len(table.column_edges) == table.columns + 1
        assert list(table.column_edges) == sorted(table.column_edges)
        assert list(table.row_edges) == sorted(table.row_edges)
        assert 0 <= table.confidence <= 1


@settings(max_examples=60, deadline=None)
@given(pages(), st.randoms(use_true_random=False))
def test_the_order_of_words_and_rules_does_not_matter(drawn: Page, random: Any) -> None:
    order = list(range(len(drawn.words)))
    random.shuffle(order)
    rules = list(drawn.rules)
    random.shuffle(rules)
    mixed = replace(drawn, words=tuple(drawn.words[i] for i in order), rules=tuple(rules))
    first, second = find_tables(drawn, OPTIONS), find_tables(mixed, OPTIONS)
    assert [texts(t) for t in first] == [texts(t) for t in second]
    assert [t.bbox for t in first] == [t.bbox for t in find_tables(drawn, OPTIONS)]


@settings(max_examples=60, deadline=None)
@given(pages(), st.sampled_from([-16.0, 8.0, 32.0]), st.sampled_from([-8.0, 16.0]))
def test_moving_the_page_moves_the_tables_and_nothing_else(drawn: Page, dx: float, dy: float) -> None:
    def moved(b: BBox | None) -> BBox:
        assert b is not None
        return BBox(b.x0 + dx, b.top + dy, b.x1 + dx, b.bottom + dy)

    other = replace(
        drawn,
        words=tuple(replace(w, bbox=moved(w.bbox)) for w in drawn.words),
        rules=tuple(replace(r, bbox=moved(r.bbox)) for r in drawn.rules),
        fills=tuple(replace(f, bbox=moved(f.bbox)) for f in drawn.fills),
    )
    first, second = find_tables(drawn, OPTIONS), find_tables(other, OPTIONS)
    assert [texts(t) for t in first] == [texts(t) for t in second]
    for a, b in zip(first, second, strict=True):
        assert moved(a.bbox) == pytest.approx(b.bbox, abs=0.6)


CENTRED: list[list[list[str]]] = [
    [["Mål"], ["Åtgärd"], ["Ansvarig"], ["När"]],
    [["Färre", "anmälningar"], ["Utbilda alla", "som möter", "unga i", "centrum"], ["Skolan"], ["maj 2025"]],
    [["Trygga stråk"], ["Byta armaturer", "längs gångvägen"], ["Tekniska", "förvaltningen", "och park"], ["2026"]],
    [["Fler lov"], ["Öppna hallen"], ["Fritid", "och skola"], ["våren", "2026"]],
]


def centred(rows: list[list[list[str]]], xs: list[float], top: float, pad: float) -> list[Word]:
    """Cells set in the middle of their rows' heights."""
    out: list[Word] = []
    for row in rows:
        height = 12 * max(map(len, row))
        for x, cell in zip(xs, row, strict=True):
            out += lines(cell, x, top + (height - 12 * len(cell)) / 2)
        top += height + pad
    return out


def test_cells_set_in_the_middle_of_their_rows_stay_in_their_rows() -> None:
    table = one(find_tables(page(centred(CENTRED, XS, 100, 12)), OPTIONS))
    assert texts(table) == [[" ".join(cell) for cell in row] for row in CENTRED]


def test_lines_set_wide_apart_are_rows_though_they_begin_small() -> None:
    rows = [
        ["Förvaltning", "Ansvarig", "Tidsplan"],
        ["Kommunledningsförvaltningen", "säkerhetssamordnare", "hösten 2026"],
        ["Samhällsbyggnadsförvaltningen", "gatuchef", "våren 2027"],
        ["Bostadsbolaget", "genom förvaltaren", "löpande"],
    ]
    drawn = [w for i, row in enumerate(rows) for x, t in zip([60, 240, 400], row, strict=True)
             for w in words(t, x, 100 + 20 * i, bold=i == 0)]  # fmt: skip
    assert texts(one(find_tables(page(drawn), OPTIONS))) == rows


def test_a_last_line_in_step_with_the_rows_is_a_row_with_empty_cells() -> None:
    rows = [
        ["Bolag", "Ansvarig", "Tid"],
        ["Energi AB", "Nätchef", "2026"],
        ["Hem AB", "Teknisk chef", "2027"],
        ["Park"],
    ]
    drawn = [w for i, row in enumerate(rows) for x, t in zip([60, 240, 400], row, strict=False)
             for w in words(t, x, 100 + 20 * i, bold=i == 0)]  # fmt: skip
    table = one(find_tables(page(drawn, words("Nästa stycke står långt under tabellen.", 60, 220)), OPTIONS))
    assert texts(table) == [*rows[:3], ["Park", "", ""]]


def test_the_same_headings_once_more_begin_the_next_table() -> None:
    heads = ["Bolag", "Ansvarig", "Tid"]
    first, second = [heads, ["Energi AB", "Nätchef", "2026"]], [heads, ["Hem AB", "Teknisk chef", "2027"]]
    drawn = rows_at(first, [60, 240, 400], 100, pad=8) + words("1.2 Belysning på gångvägar", 60, 146)
    drawn += rows_at(second, [60, 240, 400], 166, pad=8)
    assert [texts(t) for t in find_tables(page(drawn), OPTIONS)] == [first, second]


def test_a_wrapped_heading_over_the_first_rule_heads_the_table() -> None:
    rows: list[list[str | list[str]]] = [
        [["Fokus-", "område"], "Åtgärd", "Ansvarig", "När"],
        ["Droger", ["Kontroller görs", "varje helg"], "Polisen", "2026"],
        ["Stölder", ["Märkning av", "cyklar"], "Skolan", "maj 2026"],
        ["Brand", ["Soprum låses", "av värdar"], "Bolaget", "hösten 2026"],
    ]
    drawn = rows_at(rows, XS, 100, pad=10)
    rules = [Rule(BBox(58, y, 520, y), True) for y in (121.0, 155.0, 189.0, 223.0)]
    title = words("Program för trygghet 2026", 60, 60, size=16, bold=True)
    table = one(find_tables(page(title, drawn, rules=rules), OPTIONS))
    assert texts(table)[0] == ["Fokus- område", "Åtgärd", "Ansvarig", "När"]
    assert len(texts(table)) == 4


def test_a_border_seen_in_one_row_only_parts_the_rows_whose_text_keeps_off_it() -> None:
    xs, ys = [55.0, 230.0, 310.0, 400.0], [100.0, 122.0, 144.0, 166.0, 188.0]
    rows = [["Aktivitet", "Status", "Klart"], ["Installera larm", "Pågår", "2025-09-30"],
            ["Öppen gård", "Nytt", "2025-12-15"], ["Vakter i centrum", "Klar", "2025-12-31"]]  # fmt: skip
    drawn = [w for i, row in enumerate(rows) for x, t in zip([60, 236, 316], row, strict=True)
             for w in words(t, x, 115 + 22 * i)]  # fmt: skip
    rules = [r for r in grid(xs, ys) if r.horizontal or abs(r.bbox.x0 - 230) > 1]
    rules.append(Rule(BBox(230, 144, 230, 166), False))
    assert texts(one(find_tables(page(drawn, rules=rules), OPTIONS))) == rows


def test_paragraphs_of_one_cell_off_the_lines_of_the_others_make_no_rows() -> None:
    xs = [40.0, 200.0, 340.0, 460.0]
    drawn = grid(xs, [90.0, 120.0, 150.0, 230.0])
    placed = [w for x, head in zip(xs, ("Orsak", "Mål", "Vem"), strict=False) for w in words(head, x + 4, 100)]
    placed += [
        w for x, text in zip(xs, ("Sen hjälp", "Tidig hjälp", "Skolan"), strict=False) for w in words(text, x + 4, 130)
    ]
    first = (
        "Platsen erbjuder många",
        "vägar, dålig insyn och",
        "svag belysning, vilket",
        "gör det enkelt att sälja",
        "utan att märkas",
    )
    for i, text in enumerate(first):
        placed += words(text, 44, 160 + 12.5 * i)
    for i, text in enumerate(("Ingen öppen", "handel i", "parken")):
        placed += words(text, 204, 160 + 12.5 * i)
    # Names with space between them: two on the lines of the others, the next off them.
    for y, text in ((160.0, "Tekniska kontoret"), (172.5, "Polisen"), (191.2, "Kommunens"), (203.7, "säkerhetschef")):
        placed += words(text, 344, y)
    (table,) = find_tables(page(placed, rules=drawn), OPTIONS)
    assert [row[0] for row in texts(table)] == ["Orsak", "Sen hjälp", " ".join(first)]


def test_paragraphs_between_the_lines_of_others_make_no_rows_where_only_lines_across_part_them() -> None:
    xs = [63.0, 168.0, 263.0, 376.0, 473.0]
    heads = ("Problem", "Mål", "Aktiviteter", "Ansvarig", "När")
    body = (
        (
            "Arrangörer av större|evenemang i|kommunen lämnar ofta|in sina ansökningar så|sent att någon egentlig|"
            "riskbedömning inte|hinner göras innan|tillstånd måste ges",
            "Alla evenemang med|fler än 500 besökare|har en säkerhetsplan",
            "Evenemangsgrupp med|representanter från|kommun, polis,|räddningstjänst och|arrangör",
            "Evenemangsenheten|Polisen|Räddningstjänsten|Arrangören",
            "Start mars,|klart|december|2022",
        ),
        (
            "Berusade åskådare",
            "Lugnare inpassering",
            "Alkoholutandning vid|entréer och|vattenutdelning",
            "Idrottsrörelsen och|Ordningsvakterna",
            "Klart under|sommaren|2022",
        ),
        (
            "Fickstölder på|festivalområdet",
            "Färre anmälda|stölder",
            "Bevakade skåp",
            "Arrangören|Polisen",
            "En|gång/termin",
        ),
        (
            "Läktarvåld sprider sig|till ungdomsmatcher",
            "Trygg idrott",
            "Matchvärdar vid alla|matcher",
            "Idrottsföreningarna/RF-SISU",
            "|december",
        ),
    )
    placed = [w for x, head in zip(xs, heads, strict=True) for w in words(head, x, 470.0, size=9.0, bold=True)]
    level, y = [455.6, 484.4], 497.4
    for row in body:
        foot = y
        for column, (x, cell) in enumerate(zip(xs, row, strict=True)):
            # Each actor is a paragraph of its own, wider apart than lines are.
            leading = 14.4 if column == 3 else 11.4
            placed += lines(cell.split("|"), x, y, leading=leading, size=9.0)
            foot = max(foot, y + leading * cell.count("|"))
        level.append(foot + 5.0)
        y = foot + 18.0
    rules = [Rule(BBox(60.0, at, 536.0, at), True) for at in level]
    (table,) = find_tables(page(placed, rules=rules), OPTIONS)
    assert [row[1] for row in texts(table)] == ["Mål", *(row[1].replace("|", " ") for row in body)]


def test_a_frame_around_a_table_with_painted_headings_is_no_column_of_it() -> None:
    xs = (64.0, 200.0, 340.0, 440.0, 530.0)
    heads = ("Orsak", "Steg", "Ansvariga", "Tid")
    lines = [
        (("Handlare vittnar om hot från", "Kartläggning av platser", "BRÅ", "maj 2030"), 150.0),
        (("ungdomsgäng.", "med digital karta", "", ""), 162.0),
        (("Mörka stråk vid torget och", "Byta lampor på torget", "Gatuenheten, Skolan", "juni 2030"), 186.0),
        (("längs hela ån.", "", "och Parken", ""), 198.0),
    ]
    text = [w for x, head in zip(xs, heads, strict=False) for w in words(head, x + 4, 128, size=9, bold=True)]
    text += [w for row, y in lines for x, part in zip(xs, row, strict=False) for w in words(part, x + 4, y, size=9)]
    level = [Rule(BBox(64, y, 530, y), True) for y in (134, 172, 208)]
    fills = tuple(Fill(BBox(a, 116, b, 134), (0.8, 0.85, 0.9)) for a, b in pairwise(xs))
    band = words("Övergripande mål: Färre som undviker torget.", 64, 104, size=9, bold=True)
    frame = [*grid([58, 536], [90, 214]), *level]
    ground = Fill(BBox(58, 91, 536, 110), (0.9, 0.95, 0.9))
    (table,) = find_tables(page(text, band, rules=frame, fills=(ground, *fills)), OPTIONS)
    assert table.columns == 4
    assert [c.text for c in table.cells if c.row == 0] == list(heads)
