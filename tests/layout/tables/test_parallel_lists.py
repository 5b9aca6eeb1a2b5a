"""Lists beside each other are one row of a table, wherever their items begin."""

from __future__ import annotations

import pytest

from ingest.document import BBox, Rule, Table
from ingest.layout.tables.gutters import Gutter
from ingest.layout.tables.model import tokens_of
from ingest.layout.tables.parallel_lists import lists_abreast
from ingest.layout.tables.visual_rows import VisualRow, itemise
from tests.layout.pages import arranged, lines, page, words

BETWEEN = [Gutter(230.0, 220.0, 235.0, 3, 0)]
LEFT = ["• Byta lampor i tunneln", "och vid skolan", "• Klippa häcken", "• Måla muren vid torget"]
RIGHT = ["• Bjuda in föreningar", "• Ordna läxhjälp varje", "vecka på biblioteket"]


def rows(left: list[str], right: list[str], extra: float = 0.0) -> list[VisualRow]:
    """Lines of two columns at the same pitch; `extra` points of white space over the third."""
    out = []
    for n in range(max(len(left), len(right))):
        y = 100 + 14 * n + (extra if n > 1 else 0.0)
        held = [*words(left[n], 60, y)] if n < len(left) and left[n] else []
        held += words(right[n], 240, y) if n < len(right) and right[n] else []
        out.append(itemise(tokens_of(tuple(held)), BETWEEN))
    return out


def test_columns_that_begin_with_bullets_are_lists() -> None:
    assert lists_abreast(rows(LEFT, RIGHT))
    assert lists_abreast(rows(LEFT, ["• Bjuda in föreningar", "• Ordna läxhjälp"]))


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (LEFT, ["Parkenheten", "maj 2031"]),
        (LEFT, ["• Bjuda in föreningar"]),
        (["1 Byta lampor", "2 Klippa häcken"], ["1 Parken", "2 Skolan"]),
    ],
)
def test_a_list_beside_names_or_numbers_is_no_list_beside_lists(left: list[str], right: list[str]) -> None:
    assert not lists_abreast(rows(left, right))


def test_rows_set_apart_by_white_space_or_a_border_stay_rows() -> None:
    left, right = ["• Byta lampor", "• Klippa häcken", "• Måla muren"], ["• Parken", "• Skolan", "• Gatan"]
    assert lists_abreast(rows(left, right))
    assert not lists_abreast(rows(left, right, extra=20))
    barred = rows(left, right)
    barred[1].barrier = True
    assert not lists_abreast(barred)


def test_lists_between_upright_rules_are_one_row_under_their_headings() -> None:
    """Items of the same length stand at the same heights, as rows of a table do."""
    heads = [
        *words("Trygga platser", 56, 100, bold=True),
        *words("Ordning i kommunen", 226, 100, bold=True),
        *words("Rena gator", 396, 100, bold=True),
    ]
    texts = (
        ["• Byta lampor i", "gångtunneln", "• Klippa häcken", "vid skolan", "• Måla muren", "vid torget"],
        ["• Ta fram en bild", "av läget", "• Bjuda in alla", "föreningar"],
        ["• Laga bänkarna", "i parken", "• Sopa torget", "varje vecka", "• Tvätta skyltar", "längs gatan"],
    )
    held = list(heads)
    for x, column in zip((56, 226, 396), texts, strict=True):
        held += [w for n, text in enumerate(column) for w in lines([text], x, 124 + 14 * n + 3 * (n // 2))]
    rules = [Rule(BBox(x, 90, x, 220), False) for x in (50, 220, 390)]
    (table,) = [b for b in arranged(page(held, rules=rules)).blocks if isinstance(b, Table)]
    assert (table.rows, table.columns) == (2, 3)
