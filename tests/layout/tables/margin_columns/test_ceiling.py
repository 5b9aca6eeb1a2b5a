"""What columns beside a text can be worth at most is never less than what they are worth."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

import pytest

from ingest.document import Page
from ingest.layout.tables.margin_columns.ceiling import Ceiling
from ingest.layout.tables.margin_columns.clues import odds
from ingest.layout.tables.margin_columns.tasks import MarginColumns, read_tasks, without_specks
from ingest.layout.tables.model import tokens_of, visual_rows
from ingest.options import Options
from ingest.read import read
from ingest.source import Source
from tests.layout.tables.margin_columns.test_search import MINUTES, page

SAMPLES = sorted((Path(__file__).resolve().parents[4] / "samples").glob("*.pdf"))


def compared(pages: Sequence[Page], edges: Sequence[float]) -> list[tuple[float, float]]:
    """What choices of columns can be worth, and what those are that leave none of them empty."""
    out = []
    for main, chosen in ((m, c) for n in (2, 3) for c in combinations(sorted(edges), n) for m in range(n)):
        columns = MarginColumns(chosen, main, 300.0)
        rows = [[without_specks(r, chosen[0]) for r in visual_rows(tokens_of(p.words))] for p in pages]
        most = Ceiling(rows, [p.number for p in pages], sorted(edges)).odds(columns)
        found = [read_tasks(own, columns, p.number) for own, p in zip(rows, pages, strict=True)]
        if len({k for one in found for p in one.paragraphs for k in p.beside}) == len(chosen) - 1:
            out.append((most, odds(found, columns)))
    return out


@pytest.mark.parametrize("heads", [(), ("Blomp", "Zwil")])
def test_minutes_may_have_their_columns(heads: tuple[str, ...]) -> None:
    found = compared([page(MINUTES, heads=heads)], (50.0, 300.0, 380.0))
    assert all(most >= worth for most, worth in found)
    assert max(most for most, _ in found) > 0


@pytest.mark.parametrize("path", SAMPLES, ids=lambda p: p.stem)
def test_no_columns_of_a_plan_are_worth_more(path: Path) -> None:
    pages = read(Source.open(path), Options()).pages[:2]
    starts = sorted({round(w.bbox.x0) for p in pages for w in p.words if w.bbox is not None})
    found = compared(pages, [float(x) for x in starts[:: max(1, len(starts) // 5)]][:6])
    assert all(most >= worth - 1e-6 for most, worth in found)


def test_where_a_column_stays_empty_there_are_none() -> None:
    one = page(MINUTES)
    rows = [visual_rows(tokens_of(one.words))]
    assert Ceiling(rows, [1], (50.0, 300.0, 590.0)).odds(MarginColumns((50.0, 300.0, 590.0), 0, 290.0)) == -float("inf")
