"""Web pages: as many rows stay exact as once were, and title, issuers and day are right; six were written before any was
converted, six are regression tests."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

import ingest
from ingest.plan import FIELDS, Row

FOLDER = Path(__file__).resolve().parent / "looks"
PAGES = sorted(p.relative_to(FOLDER).as_posix() for p in FOLDER.glob("*/*.*htm*"))


def texts(row: Row) -> tuple[str, ...]:
    return tuple("" if value is None else " ".join(value.text.split()) for _, value in row.fields())


@pytest.mark.parametrize("name", PAGES)
def test_rows_and_facts_are_those_that_its_author_gave(name: str) -> None:
    plan = ingest.convert(FOLDER / name)
    gold = json.loads((FOLDER / name).with_suffix(".gold.json").read_text(encoding="utf-8"))
    rows = [tuple(" ".join(row[n]["text"].split()) if row[n] else "" for n in FIELDS) for row in gold["rows"]]
    assert Counter(map(texts, plan.rows)) == Counter(rows)
    facts = gold["document"]
    found = plan.document
    assert (found.title, {i.name for i in found.issuers}) == (facts["title"], {i["name"] for i in facts["issuers"]})
    assert (None if found.dated is None else str(found.dated)) == facts["dated"]


def test_the_pages_are_there() -> None:
    assert len(PAGES) == 12
