"""The joint choice of columns: exact on few columns, linear on many."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Mapping

import pytest

from ingest.classify.fields.cell_scores import by_both
from ingest.classify.fields.heading import LABELS, Label, Meaning
from ingest.classify.fields.vocabulary import load as vocabulary
from ingest.classify.tables import column_fields as columns
from ingest.classify.tables.column_features import SHARED, TRAITS, ColumnClues, column_features
from ingest.classify.tables.column_fields import Assignment, assign, clues_of, load


def _given(count: int, seed: int) -> list[ColumnClues]:
    rng = random.Random(seed)
    columns = []
    for _ in range(count):
        weights = [rng.random() ** 3 for _ in LABELS]
        shares = {la: w / sum(weights) for la, w in zip(LABELS, weights, strict=True)}
        content: Mapping[Label, float] = {la: math.log(max(0.02, rng.random())) for la in LABELS}
        texts = [f"Text {n}" for n in range(rng.randint(0, 5))]
        columns.append(ColumnClues("Rubrik", Meaning(shares, rng.choice([0.0, 0.9, 1.0])), texts, content))
    return columns


def _run(count: int) -> tuple[Assignment, float]:
    given = _given(count, 1)
    started = time.process_time()
    found = assign(given)
    return found, time.process_time() - started


@pytest.mark.parametrize("seed", range(30))
def test_probabilities_are_of_the_labels(seed: int) -> None:
    found = assign(_given(seed % 8, seed))
    assert len(found.labels) == len(found.probabilities) == seed % 8
    assert all(0 < p <= 1 + 1e-9 for p in found.probabilities)


def test_time_grows_with_the_columns_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "_MOST", 10**6)
    _run(50)
    short = min(_run(300)[1] for _ in range(3))
    long = min(_run(1200)[1] for _ in range(3))
    # Four times the columns; by the square it would be sixteen times.
    assert long < 9 * short


def test_a_thousand_columns_are_not_weighed() -> None:
    found, seconds = _run(50_000)
    assert len(found.labels) == len(found.probabilities) == 50_000
    assert set(found.labels[1000:]) == {"other"}
    assert seconds < 2


def _column(heading: str, *texts: str) -> ColumnClues:
    return clues_of(heading, vocabulary().heading(heading), texts, by_both)


WHO = _column("Qvarx", "Parkenheten", "Fritidsnämnden", "Polisen")
WHEN = _column("Zwil", "maj 2031", "våren 2032", "Löpande")
WHAT = _column("Blomp", "Klippa buskarna vid torget", "Byta lampor i tunneln", "Måla planket runt skolan")


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_cells_decide_where_no_heading_is_known(order: tuple[int, ...]) -> None:
    columns_ = [((WHAT, "åtgärd"), (WHO, "vem"), (WHEN, "när"))[i] for i in order]
    assert assign([c for c, _ in columns_]).labels == tuple(label for _, label in columns_)


@pytest.mark.parametrize("heading", ["Samverkar med", "Målgrupp", "Omfattar", "Samverkanspart"])
def test_headings_that_are_known_decide_over_cells(heading: str) -> None:
    beside = _column(heading, "Polisen", "Fritidsnämnden", "Skolan")
    assert assign([WHAT, _column("Ansvarig", "Parkenheten", "Polisen"), beside]).labels == ("åtgärd", "vem", "other")


@pytest.mark.parametrize("heading", ["Tid (h)", "Klart %", "Riskvärde", "Timmar"])
def test_hours_progress_and_risk_values_are_no_time(heading: str) -> None:
    assert assign([WHAT, WHO, _column(heading, "40", "80", "16")]).labels[2] == "other"


def test_every_clue_has_a_weight_and_a_finite_number() -> None:
    model = load()
    assert len(model.shared) == len(SHARED)
    assert len(model.traits) == len(TRAITS)
    for shared, traits in column_features([WHO, WHEN, WHAT, _column("")]):
        assert all(math.isfinite(v) for row in [*shared, traits] for v in row)


def test_many_years_beside_each_other_say_no_more_of_the_field_before_them_than_a_few() -> None:
    years = [_column(str(2027 + n), "", "40") for n in range(9)]
    every = _column("Intervall", "15 år", "2 år", "30 år")
    assert [assign([WHAT, every, *years[:n]]).labels[1] for n in (0, 3, 9)] == ["other"] * 3
