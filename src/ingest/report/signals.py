"""Why the confidence model doubts a field, as far as a finished plan tells.

A plan keeps no evidence of its own beside the confidence, but most of what the model looked at can be read from it
again: the page's method and quality, the repairs, unknown words, what is missing. Each number goes through the
model's own features and weights, so a reason stands here because it weighed, and in the order of its weight. What
the plan does not keep (word confidences of the reader, margins of table and column) shows as the gap between what
these signals explain and the confidence that is stated.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log

from ingest.document import Change, Method
from ingest.draft import DraftRow, Evidence, Value
from ingest.plan import Field, FieldName, Plan, Row
from ingest.quality.confidence import Model
from ingest.quality.features import FEATURES, Surroundings, features

__all__ = ["Signals"]

# Weight times value below this moves a probability by under one point.
_WEIGHS = 0.1
# Logits between what is explained and what is stated, from which the unexplained is worth a line.
_GAP = 0.7
# How something was read, and which column it is, are no reasons of their own.
_NO_REASON = frozenset(
    {"is_text_layer", "document_notes", "read_doubt", "read_least_doubt", "layout_doubt", "column_doubt", "inherited"}
    | {f for f in FEATURES if f.startswith("is_") and f != "is_ocr"}
)


class Signals:
    """The reasons of one plan's fields."""

    def __init__(self, plan: Plan, model: Model) -> None:
        self._model = model
        self._quality = {e.page: (e.method, e.quality) for e in plan.document.extraction}
        self._changes: dict[str, list[Change]] = {}
        for repair in plan.repairs:
            change = Change(repair.before, repair.after, repair.rule, repair.confidence)
            self._changes.setdefault(repair.target, []).append(change)
        words = sum(len(f.text.split()) for row in plan.rows for _, f in row.fields() if f is not None)
        notes = sum(i.severity != "info" and "." not in i.target for i in plan.issues)
        self._around = Surroundings(min(1.0, len(plan.repairs) / max(1, words)), notes)

    def of(self, row: Row, name: FieldName, field: Field) -> list[str]:
        """Names of features (see `quality.features`) that speak against the field, the weightiest first.

        `unexplained` stands last where the stated confidence is clearly lower than these explain.
        """
        draft = DraftRow(
            row.id, row.section, row.origin, {n: self._value(row, n, f) for n, f in row.fields() if f is not None}
        )
        values = features(draft.fields[name], name, draft, self._around)
        weighed = [
            (w * v, f) for w, v, f in zip(self._model.weights, values, FEATURES, strict=True) if f not in _NO_REASON
        ]
        reasons = [f for weight, f in sorted(weighed) if weight < -_WEIGHS]
        if _logit(self._model.field(values)) - _logit(field.confidence) > _GAP:
            reasons.append("unexplained")
        return list(dict.fromkeys(_folded(reasons)))

    def _value(self, row: Row, name: FieldName, field: Field) -> Value:
        pages = [p.page for p in field.places] or [None]
        method, quality = min(
            (self._quality[p] for p in pages if p in self._quality), key=lambda found: found[1], default=("text", 1.0)
        )
        evidence = Evidence(Method(method), page=quality, joined=len(set(pages)) > 1)
        changes = tuple(self._changes.get(f"{row.id}.{name}", ()))
        return Value(field.text, field.raw, field.places, evidence, changes, field.actors, field.times)


def _folded(reasons: list[str]) -> Iterator[str]:
    for reason in reasons:
        yield "unknown_words" if reason == "unknown_words_ocr" else reason


def _logit(p: float) -> float:
    p = min(1 - 1e-4, max(1e-4, p))
    return log(p / (1 - p))
