"""A record of a form as a table of two columns."""

from __future__ import annotations

from ingest.document import Word
from ingest.layout.forms.labels import FormLabels
from ingest.layout.forms.tables import form_tables
from ingest.layout.tables.model import tokens_of
from tests.layout.pages import page, words

LABELS = FormLabels({"insats": 0, "lägesbild": 1, "enhet": 2}, {"enhet": frozenset({"tid"})})


def found(placed: list[Word], labels: FormLabels = LABELS) -> list[list[list[str]]]:
    drawn = page(placed)
    out = []
    for table in form_tables(drawn, tokens_of(drawn.words), labels):
        rows = [[""] * table.columns for _ in range(table.rows)]
        for cell in table.cells:
            rows[cell.row][cell.column] = " ".join(cell.text.split())
        out.append(rows)
    return out


def record(top: float) -> list[Word]:
    text = words("Insats", 60, top) + words("Byta lampor vid dammen i parken", 150, top)
    text += words("Lägesbild", 60, top + 18) + words("Parken är mörk", 150, top + 18)
    return text + words("Enhet", 60, top + 36) + words("Parken", 150, top + 36)


ROWS = [["Insats", "Byta lampor vid dammen i parken"], ["Lägesbild", "Parken är mörk"], ["Enhet", "Parken"]]


def test_each_record_is_a_table_of_its_labels_and_values() -> None:
    assert found(record(100) + record(300)) == [ROWS, ROWS]


def test_a_known_label_behind_a_value_is_a_row_of_its_own() -> None:
    placed = record(100) + words("Tid", 300, 136) + words("maj 2030", 360, 136)
    assert found(placed) == [[*ROWS, ["Tid", "maj 2030"]]]


def test_what_stands_below_a_value_goes_on_with_it() -> None:
    placed = record(100) + words("hela dagen", 150, 148)
    assert found(placed)[0][2] == ["Enhet", "Parken hela dagen"]


def test_without_labels_or_with_fewer_than_a_record_has_there_is_no_table() -> None:
    assert found(record(100), FormLabels()) == []
    assert found(words("Insats", 60, 100) + words("Byta lampor vid dammen i parken", 150, 100)) == []
