"""Why a field is doubted: what of its numbers weighs against it in the model, in words.

Each reason stands for some features. How much it weighs is how much surer the model would be of the field without
them, all else alike.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from ingest.document import Note
from ingest.draft import Draft
from ingest.plan import FIELDS, SURE
from ingest.quality.confidence import ConfidenceModel
from ingest.quality.features import FEATURES, DraftLook, Target

__all__ = ["REMEDY", "UNFAMILIAR", "Reason", "doubtful", "named", "reasons", "weightiest"]

REMEDY = "Compare the text with the page."
UNFAMILIAR = "unfamiliar-layout"
_FALLBACK = "several"
_MOST = 3
"""Reasons told of one field."""
_WEIGHS = 0.1
"""Logits that a reason must weigh to be told: less moves a probability by under two and a half points."""
_UNUSED_WORDS, _UNUSED_SHARE = 20, 0.25
"""Words, and their share of a page with rows, from which on what nothing took is more than headings of columns."""
_SHARED = ("column_", "row_", "document_")

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason: its key, the positions of its features, and its words in the report's languages."""

    key: str
    features: tuple[int, ...]
    texts: Mapping[str, str]


@cache
def reasons() -> tuple[Reason, ...]:
    """Return all reasons, in the order of their file."""
    text = resources.files("ingest.quality").joinpath("data/reasons.toml").read_text(encoding="utf-8")
    out = []
    for key, entry in tomllib.loads(text).items():
        of = {f for n in entry["features"] for f in (n, *(f"{s}{n}" for s in _SHARED))}
        at = tuple(i for i, name in enumerate(FEATURES) if name in of)
        out.append(Reason(key, at, {"en": entry["en"], "sv": entry["sv"]}))
    return tuple(out)


def named(message: str) -> tuple[str, ...]:
    """Return the keys of the reasons that an issue's message tells, in its order."""
    found = [(message.find(r.texts["en"]), r.key) for r in reasons()]
    return tuple(key for at, key in sorted(found) if at >= 0)


def doubtful(draft: Draft, look: DraftLook, model: ConfidenceModel, stated: Mapping[Target, float]) -> Iterator[Note]:
    """Yield a warning for each field below the threshold, with its reasons, and for a document unlike what was learned.

    Args:
        draft: what was found.
        look: the numbers of its values.
        model: the confidence model.
        stated: the confidence of each value.
    """
    confidences = [stated[target] for target in look.targets]
    lines = [
        i for i, ((_, name), p) in enumerate(zip(look.targets, confidences, strict=True))
        if name in FIELDS and p < SURE
    ]  # fmt: skip
    for line, keys in zip(lines, weightiest(look.table[lines], lambda t: -model.logits(t), reasons()), strict=True):
        index, name = look.targets[line]
        why = "; ".join(r.texts["en"] for key in keys or (_FALLBACK,) for r in reasons() if r.key == key)
        message = f"right with a probability of {confidences[line]:.2f}: {why}. {REMEDY}"
        yield Note("low-confidence", "warning", message, f"{draft.rows[index].id}.{name}")
    for page, count, share in look.unused_pages():
        if count >= _UNUSED_WORDS and share >= _UNUSED_SHARE:
            message = f"{count} words of page {page} went into no row, section or statement. {REMEDY}"
            yield Note("unused-text", "warning", message, f"page.{page}")
    away = model.novelty.of(look.table)
    if away > model.novelty.bound:
        message = (
            "this layout is unlike those that confidences were learned on; they may be too high or too low here. "
            "Check the document's rows against its pages."
        )
        yield Note(UNFAMILIAR, "warning", message)


def weightiest(table: Floats, logits: Callable[[Floats], Floats], among: Sequence[Reason]) -> Iterator[tuple[str, ...]]:
    """Yield for each line of a table the keys of the reasons without which its logit would be lowest, those first.

    Args:
        table: numbers of shape (lines, features).
        logits: the model.
        among: the reasons, with the positions of their features.
    """
    if not len(table):
        return
    stated = logits(table)
    losses = np.zeros((len(among), len(table)))
    for i, reason in enumerate(among):
        at = list(reason.features)
        if at and table[:, at].any():
            without = table.copy()
            without[:, at] = 0.0
            losses[i] = stated - logits(without)
    for loss in losses.T:
        order = np.argsort(-loss, kind="stable")[:_MOST]
        yield tuple(among[i].key for i in order if loss[i] > _WEIGHS)
