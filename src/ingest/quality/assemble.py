"""The plan out of the draft: identifiers as targets, repairs and issues collected, confidences filled in."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.classify.fields.vocabulary import Vocabulary
from ingest.document import Change, Document, Method, paragraphs
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
from ingest.quality.confidence import ConfidenceModel
from ingest.quality.features import DraftLook
from ingest.quality.first_looks import as_at_first_sight
from ingest.quality.missing import Missing, asked
from ingest.quality.page_clues import values_of
from ingest.quality.reasons import doubtful
from ingest.quality.recalibration import recalibrated
from ingest.quality.scan_doubts import with_scan_doubts
from ingest.source import IMAGES, PDF

__all__ = ["assemble", "extraction"]


def assemble(draft: Draft, model: ConfidenceModel, missing: Missing, words: Vocabulary) -> Plan:
    """Make the plan.

    Args:
        draft: what was found, with actors and times.
        model: gives the probability that a field's text is exactly right.
        missing: gives the probability that the document states a field which a row lacks.
        words: heading words, which tell whether a column's heading is known.
    """
    look = DraftLook(draft, words)
    judged = dict(zip(look.targets, model.confidences(look.table), strict=True))
    confidences = as_at_first_sight(draft, judged)
    said = {s.value.raw: _of_statement(s.value) for s in draft.statements}
    for (index, name), confidence in confidences.items():
        row = draft.rows[index]
        if row.origin == "prose":
            # Put together from sentences: no surer than the sentence that a value was made of.
            value = next(v for n, v in values_of(row) if n == name)
            sentence = min((sure for raw, sure in said.items() if value.raw in raw), default=1.0)
            confidences[index, name] = min(confidence, _of_statement(value), sentence)
    confidences = with_scan_doubts(draft, confidences)
    for (index, name), confidence in confidences.items():
        if name in words.confidence:
            confidences[index, name] = recalibrated(confidence, *words.confidence[name])
    rows = []
    for index, row in enumerate(draft.rows):
        five = {n: _field(row.fields.get(n), n, confidences.get((index, n), 0.0)) for n in FIELDS}
        filled = [f.confidence for f in five.values() if f is not None]
        other = {k: Field(v.text, v.raw, confidences[index, f"other:{k}"], v.places) for k, v in row.other.items()}
        rows.append(Row(row.id, row.section, row.origin, **five, other=other, confidence=model.row(filled)))
    statements = tuple(
        Statement(
            s.id,
            s.section,
            s.field,
            s.value.text,
            s.value.raw,
            _of_statement(s.value),
            s.value.places,
            s.value.actors or (),
            s.value.times or (),
        )
        for s in draft.statements
    )
    sections = tuple(Section(s.id, s.number, s.title, s.problem, s.parent, s.place) for s in draft.sections)
    doubts = (*doubtful(draft, look, model, confidences), *asked(draft, look.missing, missing))
    notes = dict.fromkeys((*draft.document.notes, *draft.notes, *doubts))
    issues = tuple(Issue(n.code, n.severity, n.target, n.message) for n in notes)
    return Plan(_facts(draft), sections, tuple(rows), statements, tuple(_repairs(draft)), issues)


def _field(value: Value | None, name: FieldName, confidence: float) -> Field | None:
    if value is None:
        return None
    actors = value.actors or () if name == "vem" else None
    times = value.times or () if name == "när" else None
    return Field(value.text, value.raw, confidence, value.places, actors, times)


def _of_statement(value: Value) -> float:
    """How sure a statement is: that it was read right and that it is of its field."""
    evidence = value.evidence
    return evidence.page * evidence.read * evidence.column


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
    """How each page was read, or the whole file where there are no pages.

    Where a Word document holds pictures of pages beside text of its own, the text comes first, without a page.
    """
    if not document.pages:
        return (Extraction(None, document.method.value, document.quality),)
    own: tuple[Extraction, ...] = ()
    if document.media_type not in (PDF, *IMAGES) and _unpaged(document):
        own = (Extraction(None, Method.WORD.value, 1.0),)
    return own + tuple(Extraction(p.number, p.method.value, p.quality) for p in document.pages)


def _unpaged(document: Document) -> bool:
    return any(line.page is None for p in paragraphs(document.blocks) for line in p.lines)


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
