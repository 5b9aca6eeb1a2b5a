"""What speaks for each field of a column, as named numbers."""

from __future__ import annotations

import math

import pytest

from ingest.classify.fields.heading import LABELS, PRIOR, Label, Meaning, meaning_of
from ingest.classify.tables.column_features import SHARED, TRAITS, ColumnClues, column_features

CONTENT: dict[Label, float] = dict.fromkeys(LABELS, -2.0) | {"vem": -0.1}


def clues(heading: str, meaning: Meaning, texts: list[str]) -> tuple[dict[Label, dict[str, float]], dict[str, float]]:
    ((shared, traits),) = column_features([ColumnClues(heading, meaning, texts, CONTENT)])
    named = {la: dict(zip(SHARED, values, strict=True)) for la, values in zip(LABELS, shared, strict=True)}
    return named, dict(zip(TRAITS, traits, strict=True))


def test_a_heading_of_the_lists_speaks_in_the_band_of_the_sure_ones() -> None:
    shared, traits = clues("Ansvarig", meaning_of("vem", 0.97, 1.0), ["Polisen", "Parken"])
    assert shared["vem"]["heading_sure"] == pytest.approx(math.log(0.97))
    assert shared["vem"]["heading_sure"] > shared["mål"]["heading_sure"]
    assert (traits["always"], traits["no_heading"], traits["unknown_heading"]) == (1.0, 0.0, 0.0)


def test_a_heading_that_says_nothing_leaves_it_to_the_cells() -> None:
    shared, traits = clues("Övrigt", Meaning(PRIOR, 0.0), ["Polisen", "Parken"])
    assert shared["vem"]["cells_free"] == -0.1
    assert shared["vem"]["many_cells_free"] == pytest.approx(-0.05)
    assert traits["unknown_heading"] == 1.0


def test_without_a_heading_and_without_cells_nothing_speaks() -> None:
    shared, traits = clues("", Meaning(PRIOR, 0.0), [])
    assert shared["vem"]["cells_free"] == 0.0
    assert traits["no_heading"] == 1.0
