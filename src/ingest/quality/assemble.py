"""The plan out of the draft: identifiers as targets, repairs and issues collected, confidences filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ingest.document import Change, Document
from ingest.draft import Draft, DraftRow, Value
from ingest.plan import (
    FIELDS,
    Extraction,
    Facts,
    Field,
    FieldName,
    Issue,
    Plan,
    Repair,
    Row,
    Section,
    Statement,
)

__all__ = ["Confidence", "assemble", "extraction"]

Confidence = Callable[[Value, FieldName | None], float]


def assemble(draft: Draft, confidence: Confidence) -> Plan:
    """Make the plan; `confidence` gives the probability that a value's text is exactly right."""

    def field(value: Value, name: FieldName | None) -> Field:
        actors = value.actors or () if name == "vem" else None
        times = value.times or () if name == "när" else None
        return Field(value.text, value.raw, confidence(value, name), value.places, actors, times)

    rows = []
    for row in draft.rows:
        five = {n: field(row.fields[n], n) if n in row.fields else None for n in FIELDS}
        filled = [f.confidence for f in five.values() if f is not None]
        rows.append(
            Row(
                row.id,
                row.section,
                row.origin,
                **five,
                other={k: field(v, None) for k, v in row.other.items()},
                # A row is exactly right only where all its fields are: the weakest one bounds it from above.
                confidence=min(filled, default=0.0),
            )
        )
    statements = tuple(
        Statement(
            s.id,
            s.section,
            s.field,
            s.value.text,
            s.value.raw,
            confidence(s.value, None),
            s.value.places,
            s.value.actors or (),
            s.value.times or (),
        )
        for s in draft.statements
    )
    sections = tuple(Section(s.id, s.number, s.title, s.problem, s.parent, s.place) for s in draft.sections)
    notes = dict.fromkeys((*draft.document.notes, *draft.notes))
    issues = tuple(Issue(n.code, n.severity, n.target, n.message) for n in notes)
    return Plan(_facts(draft), sections, tuple(rows), statements, tuple(_repairs(draft)), issues)


def _facts(draft: Draft) -> Facts:
    document, facts = draft.document, draft.facts
    return Facts(
        document.id,
        document.source,
        document.media_type,
        document.page_count,
        facts.title,
        facts.kind,
        facts.dated,
        facts.period,
        facts.issuers,
        facts.language,
        extraction(document),
    )


def extraction(document: Document) -> tuple[Extraction, ...]:
    """How each page was read, or the whole file where there are no pages."""
    if not document.pages:
        return (Extraction(None, document.method.value, document.quality),)
    return tuple(Extraction(p.number, p.method.value, p.quality) for p in document.pages)


def _repairs(draft: Draft) -> Iterator[Repair]:
    yield from _changed("document.title", draft.facts.changes)
    for section in draft.sections:
        yield from _changed(f"{section.id}.title", section.changes)
    for row in draft.rows:
        for name, value in _values(row):
            yield from _changed(f"{row.id}.{name}", value.changes)
    for statement in draft.statements:
        yield from _changed(statement.id, statement.value.changes)


def _values(row: DraftRow) -> Iterator[tuple[str, Value]]:
    for name in FIELDS:
        if name in row.fields:
            yield name, row.fields[name]
    yield from row.other.items()


def _changed(target: str, changes: tuple[Change, ...]) -> Iterator[Repair]:
    for change in changes:
        yield Repair(target, change.before, change.after, change.rule, change.confidence)
