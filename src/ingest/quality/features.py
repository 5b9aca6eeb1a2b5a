"""What speaks for and against a value, as numbers: the input of the confidence model.

Most are doubts: 0 where nothing speaks against the value, more the more does. They come from seven sources: what the
value gathered on its way (`evidence`), its words (`text_clues`), the page (`page_clues`), the rows beside it
(`row_clues`), the shape of the rows (`structure_clues`), whether they are measures at all (`measure_clues`), and the
same doubts averaged over its column and its row: a wrong structure shows in many places at once. (Means over the whole
document told families of training apart, and did harm on kinds held out.) All are read from the draft alone, so that
they hold whatever the steps before decide by.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from math import log

import numpy as np
from numpy.typing import NDArray

from ingest.classify.fields.vocabulary import Vocabulary
from ingest.document import Document, Method, words_of
from ingest.draft import Draft, DraftRow, Value
from ingest.plan import FIELDS, FieldName
from ingest.quality.measure_clues import MEASURE_FEATURES, MeasureLook
from ingest.quality.missing_clues import MissingLook
from ingest.quality.page_clues import PAGE_FEATURES, PageLook, values_of
from ingest.quality.row_clues import ROW_FEATURES, RowLook
from ingest.quality.structure_clues import STRUCTURE_FEATURES, StructureLook
from ingest.quality.text_clues import FIT_FEATURES, TEXT_FEATURES, fit_clues, text_clues

__all__ = ["DOCUMENT_FEATURES", "FEATURES", "GROUPS", "NOT_DOUBTS", "SHARED", "DraftLook", "Target"]

EVIDENCE_FEATURES: tuple[str, ...] = (
    "is_ocr",
    "is_text_layer",
    "is_text_file",
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
    "given_doubt",
)
# Doubts of one value that tell of a whole column or layout when many values have them.
SHARED: tuple[str, ...] = (
    "unknown_words",
    "lower_start",
    "open_end",
    "stray_number",
    "capital_inside",
    "lower_part",
    "fit_doubt",
    "fit_other",
    "no_time",
    "time_foreign",
    "unknown_actors",
    "action_short",
    "action_body",
    "gap_inside",
    "gutter_inside",
    "close_right",
    "close_left",
    "leading_inside",
    "foreign_inside",
    "unused_beside",
    "indent",
    "lacks",
    "column_doubt",
    "layout_doubt",
    "heading_unknown",
    "heading_against",
    "repeated_share",
    "label_inside",
    "label_whole",
    "stream_parts",
    "stream_foreign",
    "stream_back",
    "row_stream_mixed",
    "row_scattered",
    "nearer_other",
    "row_gap",
    "top_unlike",
    "left_unlike",
    "order_unlike",
    "row_overlap",
    "row_length_unlike",
    "pattern_unlike",
)
_OF_ROW: tuple[str, ...] = (
    "lower_start", "open_end", "fit_doubt", "gap_inside", "close_right", "foreign_inside", "repeated_share",
    "label_inside", "nearer_other", "top_unlike", "left_unlike", "order_unlike",
)  # fmt: skip
DOCUMENT_FEATURES: tuple[str, ...] = (
    "document_changes",
    "document_notes",
    "document_unplaced",
    "document_tables_left",
    "document_outside",
    "document_unused",
    "document_groups",
    "document_few_rows",
    "document_fields_missing",
)
COLUMN_FEATURES = tuple(f"column_{name}" for name in SHARED)
ROW_SHARED_FEATURES = tuple(f"row_{name}" for name in _OF_ROW)
GROUPS: Mapping[str, tuple[str, ...]] = {
    "evidence": EVIDENCE_FEATURES,
    "text": TEXT_FEATURES,
    "fit": FIT_FEATURES,
    "page": PAGE_FEATURES,
    "rows": ROW_FEATURES,
    "structure": STRUCTURE_FEATURES,
    "column": (*COLUMN_FEATURES, *ROW_SHARED_FEATURES),
    "document": DOCUMENT_FEATURES,
    "measures": MEASURE_FEATURES,
}
"""The features by source, for the ablation."""
FEATURES: tuple[str, ...] = tuple(name for names in GROUPS.values() for name in names)
_INDEX = {name: i for i, name in enumerate(FEATURES)}
NOT_DOUBTS = frozenset(
    {
        "is_ocr", "is_text_layer", "is_text_file", *(f"is_{n}" for n in FIELDS), "inherited", "joined", "list_row",
        "prose_row", "words", "parts", "one_word", "no_place", "group_small", "document_groups", "table_narrow",
        "group_no_body_or_time", "row_unfilled",
    }
)  # fmt: skip
"""Features that describe without speaking against: of all others more never makes a value surer."""

Target = tuple[int, str]
"""Index of a row, and a field or `other:` and a heading."""


class DraftLook:
    """A draft looked at once; the rows of `table` are its values, in the order of `targets`."""

    def __init__(self, draft: Draft, words: Vocabulary) -> None:
        self._draft = draft
        self._page = PageLook(draft)
        self._rows = RowLook(draft, words)
        self._structure = StructureLook(draft)
        self._measures = MeasureLook(draft, words, self._rows.group)
        self.missing = MissingLook(draft, words)
        self._words = words
        self._texts: dict[str, dict[str, float]] = {}
        self.targets: list[Target] = [(i, n) for i, row in enumerate(draft.rows) for n, _ in values_of(row)]

    @cached_property
    def table(self) -> NDArray[np.float64]:
        """The numbers of all values, of shape (values, features)."""
        out = np.zeros((len(self.targets), len(FEATURES)))
        if not self.targets:
            return out
        for feature, number in self.document.items():
            out[:, _INDEX[feature]] = number
        line = 0
        for index, row in enumerate(self._draft.rows):
            for name, value in values_of(row):
                found = self._of(index, row, name, value)
                out[line, [_INDEX[feature] for feature in found]] = list(found.values())
                line += 1
        self._share(out)
        return out

    def unused_pages(self) -> list[tuple[int, int, float]]:
        """Return for each page that holds rows how many of its words nothing of the plan took, and their share."""
        return [(page, self._page.unused_words[page], share) for page, share in sorted(self._page.unused.items())]

    @cached_property
    def document(self) -> dict[str, float]:
        """The document's own numbers, without the means over its values."""
        draft = self._draft
        words, changed = _changed_words(draft.document)
        held = sum(len(v.text.split()) for row in draft.rows for _, v in values_of(row) if not v.evidence.inherited)
        codes = [n.code for n in (*draft.document.notes, *draft.notes)]
        warnings = sum(n.severity != "info" for n in (*draft.document.notes, *draft.notes))
        filled = {n for row in draft.rows for n in row.fields}
        unused = self._page.unused.values()
        return {
            "document_changes": min(0.3, changed / max(1, words)),
            "document_notes": log(1 + warnings) / 3,
            "document_unplaced": log(1 + codes.count("text-not-placed")),
            "document_tables_left": log(1 + codes.count("table-without-plan-fields")),
            "document_outside": 1 - min(1.0, held / max(1, words)),
            "document_unused": max(unused, default=0.0),
            "document_groups": log(1 + len(set(self._rows.group))),
            "document_few_rows": 1 / max(1, len(draft.rows)),
            "document_fields_missing": 1 - len(filled) / len(FIELDS),
        }

    def _of(self, index: int, row: DraftRow, name: str, value: Value) -> dict[str, float]:
        field: FieldName | None = next((n for n in FIELDS if n == name), None)
        return {
            **_evidence(value, row, field),
            **self._of_text(value.text),
            **fit_clues(value, field),
            **self._page.clues(index, name),
            **self._rows.clues(index, field, value),
            **self._structure.clues(index, field),
            **self._measures.clues(index),
            "given_doubt": self._given_doubt(field, value),
        }

    def _of_text(self, text: str) -> dict[str, float]:
        # A cell over several rows, a heading's text: what rows share is looked at once.
        if text not in self._texts:
            self._texts[text] = text_clues(text, self._words)
        return self._texts[text]

    def _given_doubt(self, field: FieldName | None, value: Value) -> float:
        """Return how little a text that a row takes from elsewhere looks like one that gives rows the field."""
        if field is None or not value.evidence.inherited:
            return 0.0
        return 1 - self.missing.gives(value.text, field)

    def _share(self, table: NDArray[np.float64]) -> None:
        """Fill in the means over columns and rows. Columns beyond the five stay out of the means over rows."""
        is_five = {line for line, (_, name) in enumerate(self.targets) if name in FIELDS}
        columns: dict[object, list[int]] = defaultdict(list)
        rows: dict[int, list[int]] = defaultdict(list)
        for line, (index, name) in enumerate(self.targets):
            columns[self._rows.group[index], name].append(line)
            if line in is_five:
                rows[index].append(line)
        shared = [_INDEX[n] for n in SHARED]
        at = [_INDEX[f"column_{n}"] for n in SHARED]
        for lines in columns.values():
            table[np.ix_(lines, at)] = table[np.ix_(lines, shared)].mean(axis=0)
        of_row = [_INDEX[n] for n in _OF_ROW]
        to_row = [_INDEX[f"row_{n}"] for n in _OF_ROW]
        for lines in rows.values():
            if len(lines) > 1:
                values = table[np.ix_(lines, of_row)]
                table[np.ix_(lines, to_row)] = (values.sum(axis=0) - values) / (len(lines) - 1)


def _changed_words(document: Document) -> tuple[int, int]:
    total = changed = 0
    for word in words_of(document.blocks):
        total += 1
        changed += bool(word.changes)
    return total, changed


def _evidence(value: Value, row: DraftRow, field: FieldName | None) -> dict[str, float]:
    evidence = value.evidence
    out = {
        "is_ocr": float(evidence.method is Method.OCR),
        "is_text_layer": float(evidence.method is Method.TEXT_LAYER),
        "is_text_file": float(evidence.method is Method.TEXT),
        "page_doubt": 1 - evidence.page,
        "read_doubt": 1 - evidence.read,
        "read_least_doubt": 1 - evidence.read_min,
        "layout_doubt": 1 - evidence.layout,
        "column_doubt": 1 - evidence.column,
        "inherited": float(evidence.inherited),
        "joined": float(evidence.joined),
        "list_row": float(row.origin == "list"),
        "prose_row": float(row.origin == "prose"),
        "changes": log(1 + len(value.changes)),
        "least_change_doubt": 1 - min((c.confidence for c in value.changes), default=1.0),
    }
    if field is not None:
        out[f"is_{field}"] = 1.0
    return out
