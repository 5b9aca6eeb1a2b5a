"""Blocks of labels and values that the engine finds in pieces: one table, whatever is painted or ruled in it."""

from __future__ import annotations

from ingest.document import BBox, Rule, Word
from ingest.layout.tables.finder import FoundTable, find_tables
from ingest.options import Options
from tests.layout.pages import page, words

OPTIONS = Options()
LABELS, VALUES, SECOND, LAST = 60.0, 140.0, 340.0, 430.0


def texts(table: FoundTable) -> list[list[str]]:
    out = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        out[cell.row][cell.column] = " ".join(cell.text.split())
    return out


def block(rows: list[list[str]], top: float) -> tuple[list[Word], list[Rule]]:
    """Rows of two or four texts at the columns' left edges, a rule under each."""
    found: list[Word] = []
    rules = [Rule(BBox(55, top - 10, 540, top - 10), True)]
    for i, row in enumerate(rows):
        y = top + 18 * i
        for x, text in zip((LABELS, VALUES, SECOND, LAST), row, strict=False):
            found += words(text, x, y)
        rules.append(Rule(BBox(55, y + 6, 540, y + 6), True))
    return found, rules


FORM = [
    ["Insats", "Vandra i parken varje fredag under hösten."],
    ["Orsak", "Parken är mörk."],
    ["Ansvarig", "Parkenheten", "Klart", "2030-05-01"],
    ["Läge", "Pågår", "Vikt", "Hög"],
    ["Insats", "Byta lampor vid dammen."],
    ["Orsak", "Lamporna är trasiga."],
    ["Ansvarig", "Gatuenheten", "Klart", "2030-06-01"],
    ["Läge", "Väntar", "Vikt", "Låg"],
]


def test_labels_over_pairs_of_labels_are_one_table() -> None:
    found, rules = block(FORM, 120)
    (table,) = find_tables(page(found, rules=rules), OPTIONS)
    assert table.columns == 4
    assert [row[:2] for row in texts(table)] == [row[:2] for row in FORM]
    assert table.cells[1].colspan == 3


def test_blocks_far_from_each_other_stay_apart() -> None:
    found, rules = block(FORM[2:4] * 2, 120)
    others, more = block(FORM[2:4] * 2, 400)
    assert len(find_tables(page(found, others, rules=[*rules, *more]), OPTIONS)) == 2


def test_a_value_that_runs_over_the_next_label_is_whole() -> None:
    found, rules = block(FORM, 120)
    found += words("Grinden har stått öppen länge och många har klagat.", VALUES, 120 + 18 * len(FORM))
    found += words("Läge", LABELS, 120 + 18 * len(FORM))
    (table,) = find_tables(page(found, rules=rules), OPTIONS)
    assert texts(table)[-1][:2] == ["Läge", "Grinden har stått öppen länge och många har klagat."]


def test_turned_words_in_a_cell_do_no_harm() -> None:
    found, rules = block(FORM[2:4] * 2, 120)
    turned = words("Utkast", LABELS, 150)
    tables = find_tables(page(found, rules=[*rules, *grid_of(120)], rotated=tuple(turned)), OPTIONS)
    assert sum(t.rows for t in tables) == 4


def grid_of(top: float) -> list[Rule]:
    """Upright rules at the sides of all columns."""
    return [Rule(BBox(x, top - 10, x, top + 60), False) for x in (55, 135, 335, 425, 540)]
