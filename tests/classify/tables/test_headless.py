"""Tables without a heading row: what the table before them, or their own cells, say of their columns."""

from __future__ import annotations

from tests.classify.build import h, p, rows, t

HEAD = ["Mål", "Åtgärd", "Ansvarig", "Tid"]
FIRST = ["Tryggare torg", "Byta lampor vid torget", "Parkenheten", "Maj 2030"]
SECOND = [
    "Fler vuxna ute",
    "Ordna kvällsvandringar med föreningarna",
    "Kultur- och fritidsförvaltningen",
    "Hösten 2030",
]
THIRD = ["Färre inbrott", "Märka cyklar och verktyg i området", "Polisen", "Juni 2030"]


def _fields(row: list[str]) -> dict[str, str]:
    return dict(zip(["mål", "åtgärd", "vem", "när"], row, strict=True))


def test_a_table_without_headings_goes_on_with_those_of_the_one_before() -> None:
    found = rows(h("Torget"), t([HEAD, FIRST, SECOND]), h("Centrum"), t([THIRD, SECOND]))
    assert found == [_fields(FIRST), _fields(SECOND), _fields(THIRD), _fields(SECOND)]


def test_a_column_that_is_empty_is_missing_and_the_cells_say_which() -> None:
    found = rows(t([HEAD, FIRST, SECOND]), t([THIRD[1:], SECOND[1:]]))
    assert found[2:] == [{k: v for k, v in _fields(r).items() if k != "mål"} for r in (THIRD, SECOND)]


def test_signatures_right_below_are_no_rows() -> None:
    found = rows(t([HEAD, FIRST, SECOND]), t([["Anna Berg", "Karin Holm"], ["Kommunchef", "Polismästare"]]))
    assert found == [_fields(FIRST), _fields(SECOND)]


def test_cells_of_tasks_with_who_and_when_speak_for_themselves() -> None:
    found = rows(h("Åtgärder"), t([FIRST[1:], SECOND[1:], THIRD[1:]]))
    assert [r.get("vem") for r in found] == ["Parkenheten", "Kultur- och fritidsförvaltningen", "Polisen"]
    assert [r.get("åtgärd") for r in found] == [FIRST[1], SECOND[1], THIRD[1]]


def test_a_table_of_another_kind_takes_no_headings_from_the_one_before() -> None:
    found = rows(
        t([HEAD, FIRST, SECOND]),
        h("Kontakter"),
        p("Hit kan du vända dig."),
        t(
            [
                ["Anna Berg", "0123-456 78", "a@norrhamn.se", "3"],
                ["Karin Holm", "0123-456 79", "karin@norrhamn.se", "Rum 4"],
            ]
        ),
    )
    assert found == [_fields(FIRST), _fields(SECOND)]
