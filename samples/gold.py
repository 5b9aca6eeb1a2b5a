"""The right answer to a sample, as the JSON of a plan."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from pathlib import Path

from plans import TYPES, Action, Sample, When

__all__ = ["gold"]

# ISO 8601-2, 4.8: seasons, quarters, halves of a year as first and last month.
MONTHS = {
    21: (3, 5),
    22: (6, 8),
    23: (9, 11),
    33: (1, 3),
    34: (4, 6),
    35: (7, 9),
    36: (10, 12),
    40: (1, 6),
    41: (7, 12),
}


def bounds(edtf: str) -> tuple[str | None, str | None]:
    """First and last day of the EDTF forms that the samples use."""
    if "/" in edtf:
        first, last = edtf.split("/")
        return (None if first == ".." else bounds(first)[0]), (None if last == ".." else bounds(last)[1])
    year, *rest = (int(x) for x in edtf.split("-"))
    if not rest:
        return f"{year}-01-01", f"{year}-12-31"
    if len(rest) == 2:
        return edtf, edtf
    first_month, last_month = MONTHS.get(rest[0], (rest[0], rest[0]))
    following = date(year + last_month // 12, last_month % 12 + 1, 1)
    return f"{year}-{first_month:02d}-01", (following - timedelta(days=1)).isoformat()


def time_of(when: When) -> dict[str, object]:
    start, end = bounds(when.edtf) if when.edtf else (None, None)
    return {
        "edtf": when.edtf,
        "start": start,
        "end": end,
        "role": when.role,
        "preliminary": when.preliminary,
        "recurrence": when.recurrence,
        "label": when.label,
    }


def actor(name: str) -> dict[str, str]:
    kind = "kommun" if name.endswith(" kommun") else "myndighet" if name.split()[0] in POLICE else TYPES[name]
    return {"name": name, "type": kind}


POLICE = ("Lokalpolisområde", "Polisregion", "Länsstyrelsen")


def gold(sample: Sample, path: Path, media_type: str, pages: int | None) -> dict[str, object]:
    """The right answer, in the form of the shared gold files."""
    sections: list[dict[str, object]] = []
    rows: list[dict[str, object]] = []
    parents: dict[int, str] = {}
    for part in sample.parts:
        key = f"s{len(sections) + 1}"
        parents[part.level] = key
        sections.append(
            {
                "id": key,
                "number": part.number or None,
                "title": part.title,
                "problem": part.problem or None,
                "parent": parents.get(part.level - 1),
            }
        )
        for action in part.rows:
            rows.append(row_of(action, f"r{len(rows) + 1}", key, sample))
    return {
        "schema_version": "1.0",
        "document": {
            "id": hashlib.sha256(path.read_bytes()).hexdigest(),
            "source": path.name,
            "media_type": media_type,
            "pages": pages,
            "title": sample.title,
            "kind": sample.kind,
            "dated": sample.dated,
            "period": {"start": sample.period[0], "end": sample.period[1]} if sample.period else None,
            "issuers": [actor(name) for name in sample.issuers],
            "language": "sv",
        },
        "sections": sections,
        "rows": rows,
        "statements": [statement(n, *s) for n, s in enumerate(sample.statements, 1)],
    }


def row_of(action: Action, key: str, section: str, sample: Sample) -> dict[str, object]:
    row: dict[str, object] = {"id": key, "section": section, "origin": sample.origin}
    for name in ("orsak", "mål", "åtgärd", "vem", "när"):
        text = getattr(action, name)
        value: dict[str, object] | None = {"text": text} if text else None
        if value is not None and name == "vem":
            value["actors"] = [actor(a) for a in action.actors]
        if value is not None and name == "när":
            value["times"] = [time_of(t) for t in action.times]
        row[name] = value
    extra = [heading for heading, name in sample.columns if name == heading]
    row["other"] = {h: {"text": t} for h, t in zip(extra, action.other, strict=False) if t.strip("-")}
    return row


def statement(number: int, name: str, text: str) -> dict[str, object]:
    out: dict[str, object] = {"id": f"t{number}", "section": None, "field": name, "text": text}
    if name == "vem":
        out["actors"] = [actor(n) for n in ("rektorer", "kommunala trygghetssamordnare", "kommunpoliser")]
    if name == "när":
        out["times"] = [time_of(When("2025-10-09") if "oktober" in text else When("../2025-09-12", "done"))]
    return out
