"""Plans and corrections of invented documents, for the tests of corrections."""

from __future__ import annotations

from datetime import date
from typing import Any

from ingest.corrections import (
    Anchor,
    Correction,
    CorrectionBook,
    Origin,
    Subject,
    apply,
    fact_anchor,
    field_anchor,
    new_id,
    row_anchor,
    sketch,
)
from ingest.corrections.model import now
from ingest.plan import Actor, CorrectionKind, Extraction, Facts, Field, Issue, Period, Place, Plan, Row, Section

SHA = "ab" * 32


def value(text: str, row: int, column: int, confidence: float = 0.8, raw: str | None = None) -> Field:
    box = (50.0 + 100 * column, 100.0 + 20 * row, 140.0 + 100 * column, 115.0 + 20 * row)
    place = Place(1, box, 1, row + 1, column)
    return Field(text, text if raw is None else raw, confidence, (place,))


def a_row(number: int, åtgärd: str, vem: str | None, när: str | None, **other: str) -> Row:
    five = {
        "åtgärd": value(åtgärd, number, 3),
        "vem": None if vem is None else value(vem, number, 4, 0.6),
        "när": None if när is None else value(när, number, 5),
    }
    found = {k: value(v, number, 6) for k, v in other.items()}
    return Row(f"r{number}", "s1", "table", **five, other=found, confidence=0.5)


ROWS = (
    a_row(1, "Måla bänkarna i parken", "Parkenheten", "maj", Status="Ej påbörjad"),
    a_row(2, "Byta lås på skolan", "Polisen", "2030", Status="Pågår"),
    a_row(3, "Ringa runt till föreningar", "Polisen", None, Status="Klart"),
    a_row(4, "Städa gången och tända lampor", None, "juni 2030"),
)


def plan(rows: tuple[Row, ...] = ROWS, sha256: str = SHA, source: str = "nora.pdf") -> Plan:
    facts = Facts(
        sha256,
        source,
        "application/pdf",
        1,
        "Handlingsplan för Nora",
        "handlingsplan",
        None,
        Period(date(2030, 1, 1), date(2030, 12, 31)),
        (Actor("Nora kommun", "kommun-1884", "kommun"),),
        "sv",
        (Extraction(1, "text-layer", 1.0),),
    )
    sections = (Section("s1", "1", "Trygga parker"), Section("s2", "2", "Skolan"))
    issues = (Issue("reading-doubtful", "warning", "r2.vem", "letters are doubted"),)
    return Plan(facts, sections, rows, (), (), issues)


def origins(found: Plan) -> dict[str, Origin]:
    return {r.id: Origin(r) for r in found.rows}


def correction(
    kind: CorrectionKind,
    anchor: Anchor | None,
    new: Any = None,
    *,
    of: Plan | None = None,
    who: str = "Anna",
    old: Any = None,
) -> Correction:
    found = of or plan()
    subject = Subject(found.document.id, sketch(found), found.document.source) if anchor is not None else None
    return Correction(new_id(), now(), who, kind, subject, anchor, old, new)


def on_field(row: int, name: str, text: str | None, **more: Any) -> Correction:
    return correction("field", field_anchor(ROWS[row], name), {"text": text, **more})


def on_row(kind: CorrectionKind, row: int, new: Any = None) -> Correction:
    return correction(kind, row_anchor(ROWS[row]), new)


def on_fact(name: str, new: Any) -> Correction:
    return correction("fact", fact_anchor(plan(), name), {"value": new})


def applied(*corrections: Correction, to: Plan | None = None, mask: bool = False) -> Plan:
    found = to or plan()
    matches = CorrectionBook(corrections).of(found.document.id, (found.document.source,), sketch(found))
    return apply(found, matches, mask=mask).plan
