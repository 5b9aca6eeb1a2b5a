"""What a document is: title, kind, date, period, issuers and language, from its front page and margins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from ingest.classify.facts.bodies import bodies_of
from ingest.classify.facts.dates import dated, is_fact_line, of_document, period
from ingest.classify.facts.issuers import LEAST_SURE, Issuers, issuers
from ingest.classify.facts.title_page import Front, fold, kind_at, line_of, read_front, same_line, words
from ingest.document import Change, Document, Method, Note, Paragraph, paragraphs
from ingest.draft import DraftFacts
from ingest.language.patterns import word_set
from ingest.normalise import Registers, load_registers
from ingest.plan import Kind, Period

__all__ = ["FoundFacts", "find_facts", "front_of", "kind_of_front"]

_FRONT = 60
_SAMPLE = 4000
"""Words read to tell the language."""


@dataclass(frozen=True, slots=True)
class FoundFacts:
    """The facts, and the indices of the top-level blocks that state them and nothing else (no sections)."""

    facts: DraftFacts
    consumed: frozenset[int]
    notes: tuple[Note, ...] = ()


def find_facts(document: Document, registers: Registers | None = None) -> FoundFacts:
    """Read the document's facts.

    Args:
        document: arranged and repaired.
        registers: the known actors; the package's own by default.
    """
    known = registers or load_registers()
    bodies, facts = _bodies_and_facts(document, known)
    front = _front(document, bodies, facts)
    kind = kind_of_front(front)
    day, of_date = dated(front, kind)
    span, of_period = period(front, kind)
    issued = issuers(document, front, kind, known)
    title, changes = front.title_text, tuple(c for line in front.title for c in line.changes)
    used = {line.index for line in front.title} | of_date | of_period
    used |= {line.index for line in front.lines if bodies.get(line.index)} | of_document(front, facts)
    used |= {line.index for line in front.lines if kind_at(line.text) is not None and len(line.text.split()) <= 14}
    if document.method is Method.OCR:
        used |= _halves(document, used)
    return FoundFacts(
        DraftFacts(
            title=title or _margin_title(front) or document.properties.title,
            kind=kind,
            dated=day,
            period=_begun(span, day),
            issuers=issued.actors,
            language=_language(document),
            changes=changes,
        ),
        frozenset(i for i in used if i >= 0),
        _doubts(issued),
    )


def front_of(document: Document, registers: Registers) -> Front:
    """Return the front of a document, divided as `find_facts` divides it."""
    return _front(document, *_bodies_and_facts(document, registers))


def _front(document: Document, bodies: Mapping[int, bool], facts: Mapping[int, bool]) -> Front:
    front = read_front(document, bodies, facts)
    return _right_years(front) if document.method is Method.OCR else front


def _bodies_and_facts(document: Document, registers: Registers) -> tuple[dict[int, bool], dict[int, bool]]:
    """Whether the first paragraphs name issuing bodies, or are dates, periods and other labelled facts, by index."""
    bodies: dict[int, bool] = {}
    facts: dict[int, bool] = {}
    for index, block in enumerate(document.blocks[:_FRONT]):
        if isinstance(block, Paragraph) and block.text.strip():
            text = line_of(block, index, document.method is Method.OCR).text
            bodies[index] = bool(bodies_of(text, registers))
            facts[index] = is_fact_line(text)
    return bodies, facts


def _begun(span: Period | None, day: date | None) -> Period | None:
    """A period that names its end alone (`Giltig till 2030-12-31`) holds from the day of the document."""
    if span is None or day is None or span.start is not None or span.end is None or day >= span.end:
        return span
    return Period(day, span.end)


def _doubts(issued: Issuers) -> tuple[Note, ...]:
    """The issue of an answer that is less sure than not."""
    if issued.chance >= LEAST_SURE:
        return ()
    taken = ", ".join(a.name for a in issued.actors) or "–"
    others = ", ".join(issued.others[:_OTHERS]) or "–"
    told = f"The issuer is unsure ({issued.chance:.0%}): {taken}; it may also be {others}."
    return (Note("issuer-unsure", "info", told),)


_OTHERS = 3
"""Further names that the issue gives."""
_MISREAD_YEAR = re.compile(r"\b(20\d\d\s?[-–]\s?2)([CcOoQD])(\d\d)\b")


def _halves(document: Document, used: set[int]) -> set[int]:
    """Blocks of a scan that are printed on the lines of those used."""
    found: set[int] = set()
    for index in used:
        if index < 0 or index + 1 >= len(document.blocks):
            continue
        block, below = document.blocks[index], document.blocks[index + 1]
        if isinstance(block, Paragraph) and isinstance(below, Paragraph) and same_line(block, below) is not None:
            found.add(index + 1)
    return found


def _right_years(front: Front) -> Front:
    """A span of years in the title with a zero read as a letter (2025-2C27)."""
    lines = []
    for line in front.title:
        text = _MISREAD_YEAR.sub(r"\g<1>0\3", line.text)
        changes = line.changes if text == line.text else (*line.changes, Change(line.text, text, "ocr", 0.95))
        lines.append(replace(line, text=text, changes=changes))
    return replace(front, title=tuple(lines))


def kind_of_front(front: Front) -> Kind:
    """By the title, else by the stated type of document, else by the lines around the title or the margins."""
    texts = [front.title_text or ""]
    texts += [value for label, value, _ in front.labels if fold(label) in word_set("classify", "finder.kind_labels")]
    texts += [line.text for line in front.lines if len(line.text.split()) <= 14]
    texts += [line.text for line in front.margins]
    for number, text in enumerate(texts):
        found = kind_at(text)
        if found is not None:
            return cast(Kind, found[0])
        if number == 0 and any(fold(w) in fold(text).split() for w in words()["titles"]["letters"]):
            # The title says that it is a letter: what surrounds it is not asked.
            return "annat"
    return "annat"


def _margin_title(front: Front) -> str | None:
    """A running head that names the document, where the first page has no heading."""
    return next((line.text for line in front.margins if line.role == "header" and kind_at(line.text)), None)


def _language(document: Document) -> str:
    """BCP 47 code of the language whose small words are most frequent; Swedish where nothing tells."""
    counts: Counter[str] = Counter()
    total = 0
    for paragraph in paragraphs(document.blocks):
        for word in paragraph.text.lower().split():
            counts[word.strip(".,;:()")] += 1
            total += 1
        if total > _SAMPLE:
            break
    shares = {code: sum(counts[w] for w in small) / len(small) for code, small in words()["languages"].items()}
    best = max(shares, key=lambda code: shares[code])
    return (
        best if shares[best] > 1.5 * shares["sv"] and sum(counts[w] for w in words()["languages"][best]) >= 12 else "sv"
    )
