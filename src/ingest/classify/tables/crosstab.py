"""Matrices: actors or months as columns, marks or activities in the cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.classify.fields.cell_scores import Scorer
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.tables.cells import Slot
from ingest.classify.tables.parsed import ParsedRecord, TablePart
from ingest.language.patterns import pattern
from ingest.plan import FieldName

__all__ = ["Crosstab", "find_matrix", "is_bar", "says_training"]

_KNOWN = 0.8
"""How well the vocabulary knows a heading by its deciding part."""
_AMOUNT = pattern("classify", "crosstab.amount")
_LEAST_BARRED = 3
"""Columns of times that make a chart of bars."""
_PALE = 0.97
"""Least share of each colour from which a ground is white."""
_LEAST_TIMES = 2
"""Columns of years that make a grid."""
_MOST_LINES = 0.7
"""Share of a grid's lines that have a value in some year."""
_TRAINING = pattern("classify", "crosstab.training")
_YEAR = re.compile(r"\w{0,2}\s?20\d\d")
"""A year (`2030`, `År 2030`)."""
_LEAST_TRAININGS = 0.1
"""Share of the texts of a plan of training that name one; others say `Vid behov`, `Efter önskemål`."""
_SPARSE = 0.5
"""Share of a grid's years that have a value at most."""


@dataclass(frozen=True)
class Crosstab:
    """Columns that say by a mark what their heading says (`marked`), or hold one activity a cell (`calendar`)."""

    marked: Mapping[int, FieldName] = field(default_factory=dict)
    calendar: tuple[int, ...] = ()
    who: int | None = None
    """The column of those who have the activities (a plan of training by role and year)."""


def find_matrix(part: TablePart, records: Sequence[ParsedRecord], words: Vocabulary, content: Scorer) -> Crosstab:
    """Look for mark columns and month columns; an empty `Crosstab` where there are none."""
    marked: dict[int, FieldName] = {}
    months: list[int] = []
    for c, heading in enumerate(part.headings):
        if not heading:
            continue
        texts = [_text(r, c) for r in records]
        filled = [t for t in texts if t]
        is_time = words.is_time_heading(heading)
        if filled and all(t.casefold() in words.yes or t.casefold() in words.no for t in filled):
            name = _field(part, c, heading, is_time, words, content)
            if name is not None:
                marked[c] = name
        elif is_time and filled and all(len(t) > 3 and not t.replace(" ", "").isdigit() for t in filled):
            months.append(c)
    if len(marked) < 2 and "när" not in marked.values():
        marked = {}
    marked |= dict.fromkeys(_barred(part, records, words), "när")
    for c in _years_of_values(part, records, words):
        marked.setdefault(c, "när")
    # Years as headings carry values, not activities; months, terms and quarters carry activities.
    named = [c for c in months if any(ch.isalpha() for ch in part.headings[c])]
    if not marked and _is_training(part, records):
        return Crosstab({}, tuple(c for c in range(1, len(part.headings))), who=0)
    return Crosstab(marked, tuple(named) if len(named) >= 3 else ())


def says_training(text: str) -> bool:
    """Return whether a text names a training or an exercise."""
    return _TRAINING.search(text.casefold()) is not None


def _is_training(part: TablePart, records: Sequence[ParsedRecord]) -> bool:
    """Whether a table says which role has which training in which year: its other columns are years, with texts."""
    times = part.headings[1:]
    if len(times) < _LEAST_TIMES or not all(_YEAR.fullmatch(h.strip()) for h in times):
        return False
    texts = [t for c in range(1, len(part.headings)) for r in records if (t := _text(r, c))]
    trainings = sum(map(says_training, texts))
    return trainings > _LEAST_TRAININGS * len(texts) and not any(_AMOUNT.fullmatch(t.casefold()) for t in texts)


def is_bar(record: ParsedRecord, column: int) -> bool:
    """Return whether a cell is part of a chart's bar: empty, and on a ground that its line's texts have not."""
    slot = record.slots[column] if column < len(record.slots) else None
    if slot is None or not slot.blank or not _painted(slot):
        return False
    return all(s is None or s.blank or s.cell.fill != slot.cell.fill for s in record.slots)


def _painted(slot: Slot) -> bool:
    return slot.cell.fill is not None and min(slot.cell.fill) < _PALE


def _barred(part: TablePart, records: Sequence[ParsedRecord], words: Vocabulary) -> list[int]:
    """Return the columns of times in which bars say when; [] where the table is no chart."""
    times = [c for c, h in enumerate(part.headings) if h and words.is_time_heading(h)]
    lines = [r for r in records if any(is_bar(r, c) for c in times)]
    if len(times) < _LEAST_BARRED or any(_text(r, c) for r in records for c in times):
        return []
    return times if lines and len(lines) >= _MOST_LINES * len(records) else []


def _years_of_values(part: TablePart, records: Sequence[ParsedRecord], words: Vocabulary) -> list[int]:
    """Return the columns of years or months in which a line has its amount or hours where it is done, and none else.

    In a budget or a scorecard most years have a value; here most have none, and no other column says when.
    """
    if any(m.best == "när" and m.known >= _KNOWN and not words.is_time_heading(h)
           for h in part.headings for m in [words.heading(h)] if h):  # fmt: skip
        return []
    found: list[int] = []
    cells = 0
    for c, heading in enumerate(part.headings):
        if not heading or not words.is_time_heading(heading):
            continue
        texts = [t for t in (_text(r, c) for r in records) if t]
        if not all(_AMOUNT.fullmatch(t.casefold()) or t.casefold() in words.yes for t in texts):
            return []
        found.append(c)
        cells += len(texts)
    lines = [r for r in records if any(_text(r, c) for c in found)]
    if len(found) < _LEAST_TIMES or len(lines) < max(1, _MOST_LINES * len(records)):
        return []
    return found if cells <= _SPARSE * len(found) * len(lines) or cells == len(lines) else []


def _field(
    part: TablePart, column: int, heading: str, is_time: bool, words: Vocabulary, content: Scorer
) -> FieldName | None:
    if is_time:
        return "när"
    upper = part.uppers[column] if part.uppers else ""
    if upper:
        meaning = words.heading(upper)
        if meaning.known >= 0.8:
            return meaning.best if meaning.best in ("vem", "när") else None
    meaning = words.heading(heading)
    if meaning.known >= 0.9 and meaning.best != "vem":
        return None
    score = content([heading])[0]
    return "vem" if score["vem"] >= 0.2 or meaning.best == "vem" or (heading.isupper() and len(heading) <= 6) else None


def _text(record: ParsedRecord, column: int) -> str:
    slot = record.slots[column] if column < len(record.slots) else None
    return slot.text.strip() if slot is not None else ""
