"""The figures: expected share, doubts, changes, reasons, plots."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.artefacts import root
from ingest.html.differences import repaired_runs
from ingest.plan import FIELDS, SURE, Issue
from ingest.quality.confidence import Spread
from ingest.quality.reasons import reasons
from ingest.report import share as share_module
from ingest.report.charts import reliability, timeline
from ingest.report.doubts import Worst, doubts
from ingest.report.figures import Figures
from ingest.report.share import Stated, expected_share
from tests import strategies

from .ledgers import golden, simple


def _archive(*documents: Sequence[float], alike: bool = False) -> list[Stated]:
    return [Stated("same" if alike else str(i), {"vem": tuple(d)}) for i, d in enumerate(documents)]


def test_without_spread_the_interval_is_that_of_chance() -> None:
    p = [0.9, 0.8, 0.99, 0.5, 0.7, 0.95, 0.6, 0.85] * 40
    share = expected_share(_archive(p), Spread(), FIELDS)
    assert share is not None
    assert share.expected == pytest.approx(sum(p) / len(p))
    deviation = float(np.sqrt(sum(x * (1 - x) for x in p))) / len(p)
    assert share.high - share.low == pytest.approx(2 * 1.96 * deviation, rel=0.1)


def test_what_whole_documents_and_layouts_stray_widens_the_interval() -> None:
    documents = [[0.95] * 20] * 10
    chance, strays, alike = (
        expected_share(_archive(*documents, alike=same), spread, FIELDS)
        for spread, same in ((Spread(), False), (Spread(1.0, 0.5), False), (Spread(1.0, 0.5), True))
    )
    assert chance is not None
    assert strays is not None
    assert alike is not None
    assert chance.low > strays.low > alike.low
    assert chance.expected == strays.expected == alike.expected


def test_the_mean_over_the_effects_stays_what_is_stated() -> None:
    mean, _ = share_module._shifted(np.array([0.9]), Spread(1.0, 0.8, 0.6))
    draws = np.interp(np.sqrt(2) * np.random.default_rng(1).standard_normal(20000), share_module._SHIFTS, mean)
    assert draws.mean() == pytest.approx(0.9, abs=0.01)


@given(st.lists(strategies.probabilities, max_size=60))
def test_a_share_lies_in_its_interval(values: Any) -> None:
    share = expected_share(_archive(values), Spread(0.5, 0.5), FIELDS)
    if not values:
        assert share is None
        return
    assert share is not None
    assert 0 <= share.low <= share.expected <= share.high <= 1


@given(st.text("åäö ab\n-", max_size=40), st.text("åäö ab\n-", max_size=40))
def test_changes_put_together_give_both_texts(raw: str, text: str) -> None:
    runs = repaired_runs(raw, text)
    assert "".join(r.text for r in runs if r.kind != "gone") == text
    assert " ".join(r.text for r in runs if r.kind != "new").split() == raw.split()


def test_changes_mark_the_mended_word_only() -> None:
    runs = repaired_runs("Samtal med\nvardnadshavare i tid", "Samtal med vårdnadshavare i tid")
    assert [(r.kind, r.text.strip()) for r in runs] == [
        ("same", "Samtal med"),
        ("gone", "vardnadshavare"),
        ("new", "vårdnadshavare"),
        ("same", "i tid"),
    ]


def test_joined_lines_are_no_change() -> None:
    assert {r.kind for r in repaired_runs("två\nrader", "två rader")} == {"same"}


def test_doubtful_is_what_is_not_sure_or_has_a_warning(samples: Path) -> None:
    plan, _ = golden("almvik-linjerad.pdf", samples, {("r2", "vem"): 0.4})
    plan = replace(plan, issues=(*plan.issues, Issue("many-repairs", "warning", "r3.mål", "m")))
    found = {(d.row, d.field): d for d in doubts(plan)}
    low = {(r.id, n) for r in plan.rows for n, f in r.fields() if f is not None and f.confidence < SURE}
    assert set(found) == low | {("r3", "mål")}
    assert ("r2", "vem") in low
    assert found["r3", "mål"].issues == ("many-repairs",)


def test_reasons_are_those_of_the_issue() -> None:
    plan = simple("a.txt", {"när": "Snarast", "åtgärd": "Utbilda personal"}, 0.3)
    words = {r.key: r.texts["en"] for r in reasons()}
    message = f"right with a probability of 0.30: {words['time']}; {words['cut']}. Compare the text with the page."
    plan = replace(plan, issues=(Issue("low-confidence", "warning", "r1.när", message),))
    found = {d.field: d.signals for d in doubts(plan)}
    assert found["när"] == ("time", "cut")
    assert found["åtgärd"] == ()


@settings(max_examples=20)
@given(st.lists(strategies.plans(), max_size=3), st.integers(0, 5))
def test_the_worst_are_the_lowest_of_all(plans: Any, size: int) -> None:
    every = [d for p in plans for d in doubts(p)]
    worst: Worst[Any] = Worst(size)
    for doubt in every:
        worst.add(doubt)
    assert worst.total == len(every)
    assert [d.rank for d in worst.sorted()] == sorted(d.rank for d in every)[:size]


@settings(max_examples=20)
@given(st.lists(strategies.plans(), max_size=3))
def test_figures_count_every_document_row_and_field_once(plans: Any) -> None:
    figures = Figures()
    for plan in plans:
        figures.add(plan, 0)
    value = figures.to_dict()
    json.dumps(value)
    assert value["documents"] == len(plans)
    assert value["rows"] == sum(len(p.rows) for p in plans)
    assert sum(e["count"] for e in value["by_kind"]) == len(plans)
    assert sum(e["count"] for e in value["by_year"]) == len(plans)
    for entry in value["fields"]:
        filled = [r[entry["name"]] for p in plans for r in p.rows if r[entry["name"]] is not None]
        assert entry["filled"] == len(filled)
        if filled:
            assert entry["mean_confidence"] == pytest.approx(sum(f.confidence for f in filled) / len(filled), abs=1e-4)
    assert [e["name"] for e in value["fields"]] == list(FIELDS)


def test_an_actor_counts_once_a_row_under_its_commonest_name(samples: Path) -> None:
    figures = Figures()
    plan, _ = golden("almvik-linjerad.pdf", samples)
    figures.add(plan, 0)
    key = "polismyndigheten"
    rows = [r for r in plan.rows if r.vem and any(a.id == key for a in r.vem.actors or ())]
    assert rows
    assert figures.actors[key] == len(rows)
    assert figures.actor_name(key) in {a.name for r in rows for a in r.vem.actors if a.id == key}


@given(st.lists(st.none() | st.dates(date(1600, 1, 1), date(2400, 1, 1)), max_size=30))
def test_the_timeline_shows_every_dated_document(days: Any) -> None:
    chart = timeline(days)
    dated = [d for d in days if d is not None]
    if not dated:
        assert chart is None
        return
    assert chart is not None
    assert sum(b.count for b in chart.bars) == len(dated)
    assert chart.undated == len(days) - len(dated)
    for bar in chart.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= chart.width
        assert 0 <= bar.y <= bar.y + bar.height <= chart.base + 0.2


def test_quarters_up_to_three_years_and_gaps_stay() -> None:
    chart = timeline([date(2024, 1, 5), date(2024, 12, 1)], "K")
    assert chart is not None
    assert [(b.name, b.count) for b in chart.bars] == [("2024 K1", 1), ("2024 K2", 0), ("2024 K3", 0), ("2024 K4", 1)]


def test_the_reliability_diagram_is_that_of_the_models_card() -> None:
    chart = reliability()
    assert chart is not None
    card = (root() / "confidence" / "README.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| (0\.\d)–(\d\.\d) \| (\d+) \| ([\d.]+) \|$", card, re.MULTILINE)
    assert [(f"{d.low:.1f}", f"{d.high:.1f}", str(d.count)) for d in chart.dots] == [t[:3] for t in table]
    for dot, line in zip(chart.dots, table, strict=True):
        assert dot.right == pytest.approx(float(line[3]), abs=6e-4)
        assert dot.low <= dot.stated <= dot.high
