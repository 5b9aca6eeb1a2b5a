"""Tasks in running text with who and when in narrow columns beside it: minutes of meetings."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.document import BBox, Method, Page, Word
from ingest.layout.tables.margin_columns.search import margin_columns, margin_tables
from ingest.layout.tables.model import tokens_of

WHO, WHEN = 300.0, 380.0
MINUTES: list[tuple[str, str, str, bool]] = [
    ("§ 1 Zwil", "", "", True),
    ("Ordföranden hälsade alla blomporna välkomna.", "", "", False),
    ("§ 2 Plank", "", "", True),
    ("Gruppen talade länge om planken vid ån.", "", "", False),
    ("Måla planken.", "Kim", "maj 2030", False),
    ("§ 3 Häck", "", "", True),
    ("Häcken växer ut över hela gångbanan vid torget.", "", "", False),
    ("Klippa häcken.", "Alex", "v. 20 2030", False),
    ("Köpa en ny sax.", "Kim", "juni 2030", False),
    ("§ 4 Övrigt", "", "", True),
    ("Nästa möte hålls den dag som bestäms.", "", "", False),
]
Line = tuple[str, str, str, bool]


def page(lines: Sequence[Line], *, heads: Sequence[str] = (), left: bool = False) -> Page:
    words: list[Word] = []
    text, columns = (200.0, (40.0, 120.0)) if left else (50.0, (WHO, WHEN))

    def put(said: str, x: float, y: float, bold: bool) -> None:
        for word in said.split():
            words.append(Word(word, word, bbox=BBox(x, y, x + 5 * len(word), y + 10), size=10, bold=bold))
            x += 5 * len(word) + 3

    for head, x in zip(heads, columns, strict=False):
        put(head, x, 40, False)
    for n, (said, who, when, bold) in enumerate(lines):
        put(said, text, 70 + 20 * n, bold)
        put(who, columns[0], 70 + 20 * n, False)
        put(when, columns[1], 70 + 20 * n, False)
    return Page(1, 600, 800, Method.TEXT_LAYER, words=tuple(words))


def tables(one: Page) -> list[list[str]]:
    columns = margin_columns([one])
    found = margin_tables(one, tokens_of(one.words), columns)
    return [[c.text for c in sorted(t.cells, key=lambda c: (c.row, c.column))] for t in found]


def test_what_stands_beside_a_paragraph_makes_a_row_of_it_under_the_pages_heads() -> None:
    assert tables(page(MINUTES, heads=("Blomp", "Zwil"))) == [
        ["", "Blomp", "Zwil", "Måla planken.", "Kim", "maj 2030"],
        ["", "Blomp", "Zwil", "Klippa häcken.", "Alex", "v. 20 2030", "Köpa en ny sax.", "Kim", "juni 2030"],
    ]


def test_columns_without_heads_are_told_by_their_times() -> None:
    assert tables(page(MINUTES))[0] == ["Måla planken.", "Kim", "maj 2030"]


def test_columns_may_stand_at_the_left() -> None:
    assert tables(page(MINUTES, heads=("Blomp", "Zwil"), left=True))[0][3:] == ["Kim", "maj 2030", "Måla planken."]


def test_one_column_of_names_is_enough_beside_numbered_items() -> None:
    names = [(said, who, "", bold) for said, who, _, bold in MINUTES]
    assert tables(page(names)) == [["Måla planken.", "Kim"], ["Klippa häcken.", "Alex", "Köpa en ny sax.", "Kim"]]


def test_what_stands_above_the_first_item_is_no_task() -> None:
    facts = [("Blompors byalag.", "Dnr", "7 maj 2030", False), *MINUTES]
    assert tables(page(facts))[0] == ["Måla planken.", "Kim", "maj 2030"]


def test_rows_that_all_have_who_and_when_are_a_table_of_another_kind() -> None:
    full = [(said, "Kim", "maj 2030", False) for said, *_ in MINUTES]
    assert tables(page(full)) == []


def test_text_in_several_columns_of_its_own_is_a_table_of_another_kind() -> None:
    one = page(MINUTES)
    parted = []
    for word in one.words:
        assert word.bbox is not None
        shift = 60 if 70 < word.bbox.x0 < WHO - 60 else 0
        box = BBox(word.bbox.x0 + shift, word.bbox.top, word.bbox.x1 + shift, word.bbox.bottom)
        parted.append(Word(word.text, word.raw, bbox=box, size=10, bold=word.bold))
    assert tables(Page(1, 600, 800, Method.TEXT_LAYER, words=tuple(parted))) == []


def test_lines_of_text_beside_each_other_are_two_columns_of_it() -> None:
    beside = [(said, "blev sedan" if who else "", "av det" if who else "", bold) for said, who, _, bold in MINUTES]
    assert tables(page(beside, heads=("Blomp", "Zwil"))) == []


def test_ticks_are_no_names() -> None:
    ticked = [(said, "X" if who else "", "X" if who else "", bold) for said, who, _, bold in MINUTES]
    assert tables(page(ticked, heads=("Blomp", "Zwil"))) == []


def test_heads_say_what_columns_beside_any_text_are() -> None:
    plan = [(said.replace("§ ", "Del "), who, when, bold) for said, who, when, bold in MINUTES[:-1]]
    assert tables(page(plan, heads=("Ansvarig", "När")))[0] == [
        "",
        "Ansvarig",
        "När",
        "Måla planken.",
        "Kim",
        "maj 2030",
    ]


def test_columns_whose_heads_say_who_and_when_need_less() -> None:
    tasks = [
        ("Flytta bryggan.", "Fritidsnämnden", "juni 2030"),
        ("Måla planken.", "Polisen", "maj 2030"),
        ("Klippa häcken.", "Fritidsnämnden", "v. 20 2030"),
        ("Köpa en ny sax.", "Polisen", "juni 2030"),
        ("Byta låset.", "Polisen", "maj 2030"),
    ]
    lines: list[Line] = []
    for number, (task, who, when) in enumerate(tasks, start=1):
        lines += [
            (f"§ {number} Zwil", "", "", False),
            ("Planken är nu så gammal att den faller ner över vägen och stör alla som går där förbi", "", "", False),
            ("ån.", "", "", False),
            (task, who, when, False),
        ]
    assert len(tables(page(lines, heads=("Ansvarig", "Klart")))) == len(tasks)
    assert not tables(page(lines, heads=("Zwil", "Plank")))
