"""Strips of a wide sheet, printed on pages of their own, stand beside each other again; tables that are none do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.document import BBox, Cell, Line, Method, Page, Paragraph, Rule, Table, Word
from ingest.layout.tables.page_breaks import PagePart
from ingest.layout.tables.sideways import is_strip, with_strips

LEFT = (("Nr", "Åtgärd"), ("1", "Klippa häcken"), ("2", "Måla planket"), ("3", "Byta låset"))
RIGHT = (("Vem", "När"), ("Parken", "maj"), ("Skolan", "juni"), ("Kyrkan", "juli"))
TOPS = (60.0, 80.0, 130.0, 155.0, 200.0)
PAGES = tuple(Page(number, 400.0, 600.0, Method.TEXT_LAYER) for number in (1, 2, 3))


def strip(rows: Sequence[Sequence[str]], page: int, *, tops: Sequence[float] = TOPS, width: float = 150.0) -> Table:
    cells = tuple(
        Cell(r, c, (Paragraph((Line((Word(text, text),), page),)),) if text else (),
             bbox=BBox(50 + c * width, tops[r], 50 + (c + 1) * width, tops[r + 1]))
        for r, row in enumerate(rows) for c, text in enumerate(row)
    )  # fmt: skip
    box = BBox(50, tops[0], 50 + len(rows[0]) * width, tops[-1])
    return Table(cells, len(rows), len(rows[0]), method="ruled", pages=(page,), boxes=((page, box),))


def texts(table: object) -> list[list[str]]:
    assert isinstance(table, Table)
    rows = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row][cell.column] = " ".join(b.text for b in cell.blocks if isinstance(b, Paragraph))
    return rows


def test_the_right_hand_columns_stand_beside_the_left_ones() -> None:
    (whole,) = with_strips([strip(LEFT, 1), strip(RIGHT, 2)], PAGES)
    assert texts(whole) == [[*a, *b] for a, b in zip(LEFT, RIGHT, strict=True)]
    assert isinstance(whole, Table)
    assert whole.pages == (1, 2)


def test_first_columns_printed_again_are_taken_once() -> None:
    again = [(a[0], *b) for a, b in zip(LEFT, RIGHT, strict=True)]
    (whole,) = with_strips([strip(LEFT, 1), strip(again, 2)], PAGES)
    assert texts(whole) == [[*a, *b] for a, b in zip(LEFT, RIGHT, strict=True)]


def test_three_strips() -> None:
    third = (("Status", "Kostnad"), ("Klar", "1"), ("", "2"), ("Klar", "3"))
    (whole,) = with_strips([strip(LEFT, 1), strip(RIGHT, 2), strip(third, 3)], PAGES)
    assert texts(whole)[2] == ["2", "Måla planket", "Skolan", "juni", "", "2"]


def test_rows_at_other_heights_are_another_table() -> None:
    other = strip(RIGHT, 2, tops=(60.0, 80.0, 110.0, 155.0, 200.0))
    assert len(with_strips([strip(LEFT, 1), other], PAGES)) == 2


def test_the_same_headings_are_another_table() -> None:
    assert len(with_strips([strip(LEFT, 1), strip(LEFT, 2)], PAGES)) == 2


def test_a_table_under_a_title_of_its_own_is_another_one() -> None:
    """Slides from one template have tables with rows at the same heights."""

    def title(text: str, page: int, size: float = 20.0) -> Paragraph:
        return Paragraph((Line((Word(text, text, BBox(50, 20, 120, 40), size=size),), page),))

    def sized(table: Table) -> Table:
        return replace(
            table,
            cells=tuple(
                replace(c, blocks=(title(_text(c), table.pages[0], 10.0),) if c.blocks else ()) for c in table.cells
            ),
        )

    left, right = sized(strip(LEFT, 1)), sized(strip(RIGHT, 2))
    assert len(with_strips([title("Parken", 1), left, title("Skolan", 2), right], PAGES)) == 4
    assert len(with_strips([title("Plan", 1), left, title("Plan", 2), right], PAGES)) == 3, "printed on each page"
    assert len(with_strips([title("Parken", 1), left, title("Skolan", 2, 10.0), right], PAGES)) == 3


def _text(cell: Cell) -> str:
    return " ".join(b.text for b in cell.blocks if isinstance(b, Paragraph))


def test_a_table_that_had_room_on_the_page_before_is_another_one() -> None:
    narrow = [strip(LEFT, 1, width=60.0), strip(RIGHT, 2, width=60.0)]
    assert len(with_strips(narrow, PAGES)) == 2


def _column(texts: Sequence[str], page: int, tops: Sequence[float] = TOPS) -> list[Paragraph]:
    """The loose text of a strip of one column, each word in the middle of its row."""
    out = []
    for text, top, bottom in zip(texts, tops, tops[1:], strict=False):
        middle = (top + bottom) / 2
        box = BBox(52, middle - 5, 52 + 5 * len(text), middle + 5)
        out.append(Paragraph((Line((Word(text, text, box),), page),)))
    return out


def _ruled(page: int, tops: Sequence[float]) -> Page:
    rules = tuple(Rule(BBox(50, y, 150, y), True) for y in tops)
    return Page(page, 400.0, 600.0, Method.TEXT_LAYER, rules=rules)


def test_a_last_strip_of_one_column_stands_beside_the_others() -> None:
    texts_of = ["Klart", "maj", "juni", "juli"]
    title = Paragraph((Line((Word("Plan", "Plan", BBox(50, 20, 90, 30)),), 2),))
    found = with_strips([strip(LEFT, 1), title, *_column(texts_of, 2)], (PAGES[0], _ruled(2, TOPS)))
    assert texts(found[0]) == [[*row, text] for row, text in zip(LEFT, texts_of, strict=True)]
    assert [b.text for b in found[1:] if isinstance(b, Paragraph)] == ["Plan"]


def test_loose_text_without_rules_at_the_heights_of_the_rows_is_no_strip() -> None:
    column = _column(["Klart", "maj", "juni", "juli"], 2)
    for page in (PAGES[1], _ruled(2, [y + 11 for y in TOPS])):
        assert len(with_strips([strip(LEFT, 1), *column], (PAGES[0], page))) == 5


def _part(table: Table) -> PagePart:
    edges = [c.bbox.x0 for c in table.cells if c.row == 0 and c.bbox is not None]
    return PagePart(table, (*edges, table.boxes[0][1].x1), table.pages[0])


def _told(first: Table, second: Table, *over: str) -> bool:
    """Whether the second is a strip beside the first, with words over the first."""
    words = tuple(Word(t, t, BBox(50, 20, 90, 30)) for t in over)
    pages = {n: Page(n, 400.0, 600.0, Method.TEXT_LAYER, words=words if n == 1 else ()) for n in (1, 2)}
    return is_strip(_part(first), _part(second), pages)


WIDE = (("Nr", "Åtgärd", "Vem"), ("1", "Klippa häcken", "Parken"), ("2", "Måla planket", "Skolan"))
NEXT = (("När", "Klar"), ("maj", "ja"), ("juni", "nej"))


def test_columns_at_the_same_places_are_a_strip_where_their_headings_and_heights_say_so() -> None:
    wide = strip(WIDE, 1, width=110.0)
    assert _told(wide, strip(NEXT, 2, width=110.0))
    assert not _told(wide, strip(NEXT, 2, width=110.0, tops=(60.0, 80.0, 110.0, 155.0)))
    # As many columns: the title's room above both tells it, or nothing does.
    assert _told(strip(LEFT, 1), strip(RIGHT, 2), "Handlingsplan")
    assert not _told(strip(LEFT, 1), strip(RIGHT, 2))
    # Rows of the next page.
    assert not _told(wide, strip((("3", "Byta låset", ""), ("4", "Laga bron", "Kyrkan"), ("5", "Så", "Vi")), 2))
    assert not _told(strip(LEFT, 1, width=90.0), strip(NEXT, 2, width=90.0))


def test_forms_at_the_same_heights_page_after_page_are_no_strips() -> None:
    def form(number: int, what: str, goal: str, who: str) -> Table:
        rows = [(f"Vad?|{what}", "Nr?|1"), (f"Mål?|{goal}", "Var?|Torget"), (f"Vem?|{who}", "När?|Maj")]
        made = strip(rows, number, tops=TOPS[:4])
        boxes = tuple(
            Cell(c.row, c.column, tuple(
                Paragraph((Line((Word(t, t),), number),)) for b in c.blocks if isinstance(b, Paragraph)
                for t in b.text.split("|")), bbox=c.bbox)
            for c in made.cells
        )  # fmt: skip
        return Table(boxes, made.rows, made.columns, method="ruled", pages=made.pages, boxes=made.boxes)

    forms = [form(1, "Måla", "Lugn", "Parken"), form(2, "Klippa", "Ljus", "Gatan"), form(3, "Byta", "Ro", "Skolan")]
    assert with_strips(forms, PAGES) == forms
