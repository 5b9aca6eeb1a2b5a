"""The answer of a drawn document, in the form of the contract (`plan.schema.json`).

It leaves out what cannot be known beforehand: raw text, confidence, places, repairs, issues and identifiers of actors.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Any

from ingest.train.factory.model import Actor, DrawnContent, Measure, Section, Time
from ingest.train.factory.wording import said_to

__all__ = ["SCHEMA_VERSION", "answer", "as_text"]

SCHEMA_VERSION = "1.0"


def answer(content: DrawnContent, name: str, data: bytes, media_type: str, pages: int | None) -> dict[str, Any]:
    """Return the gold answer of a document.

    Args:
        content: what the document says.
        name: the document's file name.
        data: its bytes.
        media_type: its media type.
        pages: how many pages it has; None for a format without pages.
    """
    front = content.front
    sections: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = [_row(m, f"r{i}", None) for i, m in enumerate(content.measures, 1)]
    for section in content.sections:
        _walk(section, None, sections, rows)
    return {
        "schema_version": SCHEMA_VERSION,
        "document": {
            "id": hashlib.sha256(data).hexdigest(),
            "source": name,
            "media_type": media_type,
            "pages": pages,
            "title": _text(front.title),
            "kind": front.kind,
            "dated": front.dated,
            "period": None if front.period is None else {"start": front.period[0], "end": front.period[1]},
            "issuers": [_actor(a) for a in front.issuers],
            "language": "sv",
        },
        "sections": sections,
        "rows": rows,
        "statements": [],
    }


def as_text(gold: Mapping[str, Any]) -> str:
    """Return an answer as the text of its file."""
    return json.dumps(gold, ensure_ascii=False, indent=1) + "\n"


def _walk(section: Section, parent: str | None, sections: list[dict[str, Any]], rows: list[dict[str, Any]]) -> None:
    identifier = f"s{len(sections) + 1}"
    sections.append(
        {
            "id": identifier,
            "number": section.number,
            "title": _text(section.title),
            "problem": None if section.problem is None else _text(section.problem),
            "parent": parent,
        }
    )
    rows.extend(_row(m, f"r{len(rows) + i}", identifier) for i, m in enumerate(section.measures, 1))
    for child in section.children:
        _walk(child, identifier, sections, rows)


def _row(measure: Measure, identifier: str, section: str | None) -> dict[str, Any]:
    row: dict[str, Any] = {"id": identifier, "section": section, "origin": measure.origin}
    for name in ("orsak", "mål", "åtgärd"):
        text = measure.text(name)
        row[name] = {"text": _text(text)} if text else None
    vem, när = measure.vem, measure.när
    if vem is None and measure.origin == "list" and measure.åtgärd:
        # An item that says itself who shall do it, where nothing else does.
        vem = said_to(measure.åtgärd)
    row["vem"] = {"text": _text(vem.text), "actors": [_actor(a) for a in vem.actors]} if vem else None
    row["när"] = {"text": _text(när.text), "times": [_time(t) for t in när.times]} if när else None
    row["other"] = {_text(k): {"text": _text(v)} for k, v in measure.other.items() if v}
    return row


def _actor(actor: Actor) -> dict[str, str]:
    return {"name": _text(actor.name), "type": actor.type}


def _time(time: Time) -> dict[str, Any]:
    return {
        "edtf": time.edtf,
        "start": time.start,
        "end": time.end,
        "role": time.role,
        "preliminary": time.preliminary,
        "recurrence": time.recurrence,
        "label": time.label,
    }


def _text(text: str) -> str:
    return unicodedata.normalize("NFC", text)
