"""What speaks for each field of a column, as named numbers: the input of the decision `column_fields`.

Two sorts of clues. `SHARED` ones are a number for each label and mean the same for all of them: what the heading says
of it by the vocabulary and what the cells say of it. `TRAITS` are a number for the column, weighed anew for each label:
the class of its heading (`data/column_classes.toml`: scope, focus area, hours, progress, indicator, risk value …) and
the forms of its cells (`data/cell_forms.toml`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ingest.classify.fields.heading import LABELS, Label, Meaning
from ingest.classify.tables.kind_features import FORMS, class_of, column_classes, shares

__all__ = ["SHARED", "TRAITS", "ColumnClues", "column_features"]

_BANDS = ("sure", "listed", "near", "part", "free")
"""How well the vocabulary knows a heading: as a word that says its field alone, as one that says it mostly, with an
edit, by a part, not at all."""
_LISTED, _NEAR, _PART = 0.97, 0.85, 0.3
"""The least `Meaning.known` of each of the next three bands."""
_SURE = 0.9
"""The least probability of a heading in the first band."""
_LEAST = 1e-3
"""Probabilities are taken no lower, so that no heading rules a label out."""

SHARED: tuple[str, ...] = (
    *(f"heading_{b}" for b in _BANDS[:-1]),
    # What a heading says that is sure of its field, its cells do not overrule.
    *(f"cells_{b}" for b in _BANDS[1:]),
    *(f"many_cells_{b}" for b in _BANDS[1:]),
)
TRAITS: tuple[str, ...] = (
    "always",
    *(f"class_{c}" for c in column_classes()),
    "no_heading",
    "unknown_heading",
    *(f"form_{f}" for f in FORMS),
)


@dataclass(frozen=True, slots=True)
class ColumnClues:
    """What the decision may look at of one column.

    Attributes:
        heading: its printed heading; "" for none.
        meaning: what the vocabulary says of it.
        texts: its filled cells.
        content: mean log-probability of each label over its cells (`column_fields.column_evidence`).
    """

    heading: str
    meaning: Meaning
    texts: Sequence[str]
    content: Mapping[Label, float]


def column_features(columns: Sequence[ColumnClues]) -> Iterator[tuple[list[list[float]], list[float]]]:
    """Yield for each column the `SHARED` clues of every label, shape (labels, clues), and its `TRAITS`."""
    for column in columns:
        yield [_shared(column, label) for label in LABELS], _traits(column)


def _band(meaning: Meaning) -> str:
    known = meaning.known
    if known >= _LISTED:
        return "sure" if meaning.probability >= _SURE else "listed"
    return "near" if known >= _NEAR else "part" if known >= _PART else "free"


def _shared(column: ColumnClues, label: Label) -> list[float]:
    band = _band(column.meaning)
    count = len(column.texts)
    content = column.content[label] if count else 0.0
    found = {
        f"heading_{band}": math.log(max(column.meaning.probabilities[label], _LEAST)),
        f"cells_{band}": content,
        f"many_cells_{band}": content * (1 - 1 / count) if count else 0.0,
    }
    return [found.get(name, 0.0) for name in SHARED]


def _traits(column: ColumnClues) -> list[float]:
    found = {"always": 1.0}
    found |= {f"class_{c}": 1.0 for c in class_of(column.heading)}
    found["no_heading"] = float(not column.heading.strip())
    found["unknown_heading"] = float(column.meaning.known < _PART and bool(column.heading.strip()))
    found |= {f"form_{name}": share for name, share in shares(column.texts).items()}
    return [found.get(name, 0.0) for name in TRAITS]
