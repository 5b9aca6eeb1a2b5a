"""Sheets and decks written before any was converted: as many rows stay exact as once were (looks/exact.json)."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

import ingest
from ingest.plan import FIELDS, Row
from ingest.system.programs import has_office_part, libreoffice

FOLDER = Path(__file__).resolve().parent / "looks"
EXACT: dict[str, int] = json.loads((FOLDER / "exact.json").read_text(encoding="utf-8"))
NATIVE = (".xlsx", ".pptx")


def _has_office() -> bool:
    office = libreoffice()
    return office is not None and has_office_part(office, "calc") and has_office_part(office, "impress")


needs_libreoffice = pytest.mark.skipif(not _has_office(), reason="LibreOffice is not installed")


def texts(row: Row) -> tuple[str, ...]:
    return tuple("" if value is None else " ".join(value.text.split()) for _, value in row.fields())


def wanted(path: Path) -> Counter[tuple[str, ...]]:
    gold = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
    return Counter(tuple(" ".join(row[n]["text"].split()) if row[n] else "" for n in FIELDS) for row in gold["rows"])


def test_every_document_is_counted() -> None:
    assert {p.relative_to(FOLDER).as_posix() for p in FOLDER.glob("*/*") if p.suffix != ".json"} == set(EXACT)


@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    "name", [n if n.endswith(NATIVE) else pytest.param(n, marks=needs_libreoffice) for n in sorted(EXACT)]
)
def test_no_exact_row_is_lost(name: str) -> None:
    plan = ingest.convert(FOLDER / name)
    found, gold = Counter(texts(row) for row in plan.rows), wanted(FOLDER / name)
    assert (found & gold).total() >= EXACT[name]
    assert found.total() <= gold.total()
