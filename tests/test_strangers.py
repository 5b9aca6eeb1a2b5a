"""Plans by strangers: as many rows stay exact as once were."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import ingest
from ingest.plan import FIELDS

FOLDER = Path(__file__).resolve().parent / "strangers"
KINDS = (".docx", ".html", ".jpg", ".pdf", ".png", ".pptx", ".tif", ".txt", ".xlsx")
# Archives of scans: read by OCR.
_ROUNDS_OF_SCANS = (5, 7, 9, 12, 14, 18, 21, 23, 26, 28, 30, 34, 36, 39, 42, 44, 46, 48, 50, 52, 54, 56, 58, 60, 62, 64,
                    66, 68, 70, 72, 74, 76, 78, 80)  # fmt: skip
SCANS = tuple(f"round{n}/" for n in _ROUNDS_OF_SCANS)
EXACT: dict[str, int] = json.loads((FOLDER / "exact.json").read_text(encoding="utf-8"))


def texts(row: Any) -> tuple[str, ...]:
    values = (row.get(name) for name in FIELDS)
    return tuple(" ".join(value["text"].split()) if value else "" for value in values)


def exact_rows(document: Path) -> int:
    gold = json.loads((document.with_suffix(".gold.json")).read_text(encoding="utf-8"))
    plan = ingest.convert(document).to_dict()
    found = Counter(texts(row) for row in plan["rows"])
    wanted = Counter(texts(row) for row in gold["rows"])
    return (found & wanted).total()


def test_every_document_is_counted() -> None:
    documents = {p.relative_to(FOLDER).as_posix() for p in FOLDER.rglob("*") if p.suffix in KINDS}
    assert documents == set(EXACT)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=pytest.mark.slow) if n.startswith(SCANS) else n for n in sorted(EXACT)]
)
def test_no_exact_row_is_lost(name: str) -> None:
    assert exact_rows(FOLDER / name) >= EXACT[name]


@pytest.mark.parametrize("name", sorted(n for n in EXACT if EXACT[n] == 0 and not n.startswith(SCANS)))
def test_what_holds_no_measures_gives_none(name: str) -> None:
    gold = json.loads((FOLDER / name).with_suffix(".gold.json").read_text(encoding="utf-8"))
    if not gold["rows"]:
        assert ingest.convert(FOLDER / name).rows == ()
