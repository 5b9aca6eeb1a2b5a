"""Answers in few words: rows as (section, orsak, mål, åtgärd, vem, när), written in the form of the contract."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FIELDS = ("orsak", "mål", "åtgärd", "vem", "när")


def write(
    path: Path,
    rows: Sequence[tuple[str | None, ...]],
    *,
    title: str | None,
    issuers: Sequence[str] = (),
    period: tuple[str, str] | None = None,
    dated: str | None = None,
    kind: str = "handlingsplan",
    sections: Sequence[tuple[str | None, str]] = (),
) -> None:
    """Write the answer of a document beside it."""
    ids = {name: f"s{at}" for at, (_, name) in enumerate(sections, 1)}
    found: list[dict[str, Any]] = []
    for at, (section, *texts) in enumerate(rows, 1):
        row: dict[str, Any] = {"id": f"r{at}", "section": ids.get(section or "")}
        for name, text in zip(FIELDS, texts, strict=True):
            row[name] = None if text is None else {"text": text}
        found.append({**row, "other": {}, "origin": "table"})
    gold = {
        "schema_version": "1.0",
        "document": {
            "source": path.name,
            "title": title,
            "kind": kind,
            "dated": dated,
            "period": None if period is None else {"start": period[0], "end": period[1]},
            "issuers": [{"name": name} for name in issuers],
        },
        "sections": [{"id": ids[name], "number": number, "title": name} for number, name in sections],
        "rows": found,
    }
    text = json.dumps(gold, ensure_ascii=False, indent=1) + "\n"
    path.with_suffix(".gold.json").write_text(text, encoding="utf-8")
