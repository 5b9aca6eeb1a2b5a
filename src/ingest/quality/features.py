"""What speaks for and against a value, as numbers: the input of the confidence model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log

from ingest.document import Document, Method, words_of
from ingest.draft import Draft, DraftRow, Value
from ingest.language.lexicon import known
from ingest.plan import FIELDS, FieldName

__all__ = ["FEATURES", "Surroundings", "features", "surroundings"]

FEATURES: tuple[str, ...] = (
    "is_ocr",
    "is_text_layer",
    *(f"is_{name}" for name in FIELDS),
    "page_doubt",
    "read_doubt",
    "read_least_doubt",
    "layout_doubt",
    "column_doubt",
    "inherited",
    "joined",
    "list_row",
    "prose_row",
    "changes",
    "least_change_doubt",
    "unknown_words",
    "unknown_words_ocr",
    "words",
    "odd_signs",
    "hyphen_left",
    "no_time",
    "unknown_actors",
    "document_changes",
    "row_unfilled",
    "document_notes",
)
_ODD = frozenset("|~^_<>{}[]\\*=«»¤¦¬¢£€@")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all values of a document share."""

    changed_share: float
    """Words that repair changed, by all words."""
    notes: int
    """Warnings of readers, layout and classification."""


def surroundings(draft: Draft) -> Surroundings:
    """Look at the whole document once."""
    total, changed = _changed_words(draft.document)
    notes = sum(n.severity != "info" for n in (*draft.document.notes, *draft.notes))
    return Surroundings(changed / max(1, total), notes)


def _changed_words(document: Document) -> tuple[int, int]:
    total = changed = 0
    for word in words_of(document.blocks):
        total += 1
        changed += bool(word.changes)
    return total, changed


def features(value: Value, name: FieldName, row: DraftRow, around: Surroundings) -> list[float]:
    """Numbers in the order of `FEATURES`, most of them doubts: 0 where nothing speaks against the value."""
    evidence = value.evidence
    words = value.text.split()
    letters = [w for w in words if any(c.isalpha() for c in w)]
    unknown = sum(1 - known(w) for w in letters)
    is_ocr = evidence.method is Method.OCR
    found: Mapping[str, float] = {
        "is_ocr": is_ocr,
        "is_text_layer": evidence.method is Method.TEXT_LAYER,
        f"is_{name}": 1.0,
        "page_doubt": 1 - evidence.page,
        "read_doubt": 1 - evidence.read,
        "read_least_doubt": 1 - evidence.read_min,
        "layout_doubt": 1 - evidence.layout,
        "column_doubt": 1 - evidence.column,
        "inherited": evidence.inherited,
        "joined": evidence.joined,
        "list_row": row.origin == "list",
        "prose_row": row.origin == "prose",
        "changes": log(1 + len(value.changes)),
        "least_change_doubt": 1 - min((c.confidence for c in value.changes), default=1.0),
        "unknown_words": log(1 + unknown),
        "unknown_words_ocr": log(1 + unknown) * is_ocr,
        "words": log(1 + len(words)) / 4,
        "odd_signs": log(1 + sum(c in _ODD for c in value.text)),
        "hyphen_left": any(w.endswith("-") for w in words[:-1]),
        "no_time": name == "när" and not value.times,
        "unknown_actors": log(1 + sum(a.id is None and a.type == "annat" for a in value.actors or ())),
        "document_changes": min(0.3, around.changed_share),
        "row_unfilled": sum(n not in row.fields for n in FIELDS) / 5,
        "document_notes": log(1 + around.notes) / 3,
    }
    return [float(found.get(f, 0.0)) for f in FEATURES]
