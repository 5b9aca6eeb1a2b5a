"""What speaks against the rows of a table or list being measures at all: reports tell of the past in plans' own words.

A table of what was done has a plan's columns and a plan's texts. What tells it apart is what the document is called,
texts that put nothing to anybody as a task, times that lie before the day that the document is dated, and columns of
who came or how it went. (The tense of the texts, the heading and the sentence above, and the log-odds of the table's
kind beside `measure_doubt` were tried: they gained nothing on kinds held out, nor on strangers' plans.)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.tables.kind_features import class_of, shares, signs_above
from ingest.draft import Draft, DraftRow, Value
from ingest.plan import FieldName

__all__ = ["MEASURE_FEATURES", "MeasureLook"]

MEASURE_FEATURES = (
    "in_report",
    "no_task",
    "times_gone",
    "done_beside",
)
_ACTIONS: tuple[FieldName, ...] = ("åtgärd", "mål")
_TASK = ("shall", "passive", "infinitive", "imperative")
_DONE = frozenset({"done", "statistic"})

Group = tuple[str, int, str]


class MeasureLook:
    """The tables and lists of a draft, each judged by all its rows; `clues` then answers for a row."""

    def __init__(self, draft: Draft, words: Vocabulary, groups: Sequence[Group]) -> None:
        """Args are the draft, heading words, and for each row what it shares with its neighbours (`row_clues`)."""
        self._draft = draft
        called = signs_above("", "", draft.facts.title or "", words)
        self._in_report = float(called["document_report"] > called["document_plan"])
        members: dict[Group, list[DraftRow]] = defaultdict(list)
        for group, row in zip(groups, draft.rows, strict=True):
            members[group].append(row)
        self._found = {group: self._of_group(rows) for group, rows in members.items()}
        self._groups = groups

    def clues(self, index: int) -> Mapping[str, float]:
        """Return the doubts whether a row is a measure; names of `MEASURE_FEATURES`, absent where 0."""
        return self._found[self._groups[index]]

    def _of_group(self, rows: Sequence[DraftRow]) -> dict[str, float]:
        texts = [value.text for row in rows if (value := _said(row)) is not None]
        tasks = [max(shares([text], _TASK).values()) for text in texts]
        return {
            "in_report": self._in_report,
            "no_task": 1 - sum(tasks) / max(1, len(tasks)),
            "times_gone": _gone(rows, self._draft.facts.dated),
            "done_beside": float(any(class_of(h) & _DONE for row in rows for h in row.other)),
        }


def _said(row: DraftRow) -> Value | None:
    """Return what the row says is done, or else is to be reached."""
    return next((row.fields[n] for n in _ACTIONS if n in row.fields), None)


def _gone(rows: Sequence[DraftRow], dated: date | None) -> float:
    """Return the share of the rows' dated times that end before the day that the document is dated; 0 without one."""
    ends = [t.end for row in rows if (when := row.fields.get("när")) for t in when.times or () if t.end is not None]
    if dated is None or not ends:
        return 0.0
    return sum(end < dated for end in ends) / len(ends)
