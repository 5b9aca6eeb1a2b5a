"""Tables of one form side by side. Every text is invented."""

from __future__ import annotations

from ingest.document import Paragraph, Table, Word
from ingest.layout.blocks.twin_tables import twin_tables
from ingest.layout.tables.model import tokens_of
from tests.layout.pages import arranged, page, words

LEFT, RIGHT = 40, 310


def table(
    x: float, top: float, month: str, *rows: tuple[str, str], heads: tuple[str, str] = ("Vem", "Det gör vi")
) -> list[Word]:
    out = words(month, x, top, size=14, bold=True)
    for n, (who, what) in enumerate([heads, *rows]):
        out += [*words(who, x, top + 24 + 16 * n, bold=n == 0), *words(what, x + 95, top + 24 + 16 * n, bold=n == 0)]
    return out


MARCH = table(LEFT, 200, "Mars", ("Hamnkontoret", "Sätt upp räcken vid kajen"), ("Båtklubben", "Räkna livbojar"))
APRIL = table(RIGHT, 200, "April", ("Gatukontoret", "Byt lampor"))


def said(words_: list[Word]) -> list[list[str]]:
    return [[t.text for t in group.tokens] for group in twin_tables(tokens_of(page(words_).words))]


def test_each_table_is_read_with_its_own_month() -> None:
    blocks = arranged(page(words("Kajen", LEFT, 150, size=18, bold=True), MARCH, APRIL)).blocks
    texts = [b.text for b in blocks if isinstance(b, Paragraph)]
    tables = [b for b in blocks if isinstance(b, Table)]
    assert [t for t in texts if t in {"Mars", "April"}] == ["Mars", "April"]
    assert [[c.text for c in b.cells if c.row > 0 and c.column == 0] for b in tables] == [
        ["Hamnkontoret", "Båtklubben"], ["Gatukontoret"],
    ]  # fmt: skip


def test_what_stands_at_the_left_of_the_headings_names_the_rows_of_one_table() -> None:
    rows = [*words("Cyklar", 5, 240), *words("Mopeder", 5, 256)]
    assert len(said([*MARCH, *APRIL])) == 2
    assert said([*MARCH, *APRIL, *rows]) == []


def test_labels_with_the_same_value_in_two_cards_are_no_headings() -> None:
    cards = [
        [*words(title, x, 200, size=14, bold=True), *words(f"{title} byts ut", x, 220),
         *words("Ansvarig:", x, 236, bold=True), *words("Park", x + 80, 236),
         *words("Klart:", x, 252, bold=True), *words(when, x + 80, 252)]
        for x, title, when in ((LEFT, "Lås", "maj 2030"), (RIGHT, "Lampor", "juni 2030"))
    ]  # fmt: skip
    assert said([w for card in cards for w in card]) == []


def test_headings_that_differ_are_those_of_one_table() -> None:
    other = table(RIGHT, 200, "April", ("Gatukontoret", "Byt lampor"), heads=("När", "Hur"))
    assert said([*MARCH, *other]) == []


def test_text_below_the_tables_is_no_part_of_them() -> None:
    below = words("Alla grupper ses i juni och berättar för varandra hur det har gått under våren", LEFT, 290)
    assert all("grupper" not in group for group in said([*MARCH, *APRIL, *below]))
    far = words("Telefon", LEFT, 420)
    assert all("Telefon" not in group for group in said([*MARCH, *APRIL, *far]))
    assert said([]) == []
