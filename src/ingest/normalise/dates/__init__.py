"""*När*: times as people write them, to EDTF and days. The grammar is told in docs/when-and-who.md."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from ingest.normalise.dates.folding import fold_in_place
from ingest.normalise.dates.grammar import parse
from ingest.normalise.dates.lexer import atoms
from ingest.normalise.dates.resolve_years import TimeDoubt, fill, to_time
from ingest.normalise.limits import LONGEST
from ingest.plan import Period, Time
from ingest.privacy.detect import without_identity_numbers

__all__ = ["TimeDoubt", "TimesReading", "parse_times", "read_times", "time_spans"]


@dataclass(frozen=True, slots=True)
class TimesReading:
    """The times of a text in their order, and what is doubtful about them."""

    times: tuple[Time, ...]
    doubts: tuple[TimeDoubt, ...] = ()


def read_times(
    text: str, *, period: Period | None = None, dated: date | None = None, prose: bool = False
) -> TimesReading:
    """The times that a *när* names.

    Args:
        text: the cell or sentence, repaired; line feeds part paragraphs and list items. Its first `LONGEST`
            characters are looked at.
        period: the plan's, for years that the text leaves out.
        dated: the plan's date, used where it has no period.
        prose: a sentence rather than a cell: no labels, and *pågår* is only its verb.
    """
    clauses = parse(without_identity_numbers(unicodedata.normalize("NFC", text[:LONGEST])), prose)
    fill(clauses, period, dated)
    times: list[Time] = []
    doubts: list[TimeDoubt] = []
    for clause in clauses:
        time, doubt = to_time(clause)
        if time.edtf is not None and time in times:
            # "2025 (hela året)" says it twice.
            continue
        times.append(time)
        if doubt is not None:
            doubts.append(doubt)
        if not clause.exact:
            doubts.append(TimeDoubt("recurrence-rounded", "how often was rounded to the nearest category"))
    if not times and any(c.isalnum() for c in text):
        doubts.append(TimeDoubt("no-date-parsed", "the text names no date and no recurrence"))
    return TimesReading(tuple(times), tuple(dict.fromkeys(doubts)))


def parse_times(
    text: str, *, period: Period | None = None, dated: date | None = None, prose: bool = False
) -> tuple[Time, ...]:
    """The times of `read_times` alone."""
    return read_times(text, period=period, dated=dated, prose=prose).times


def time_spans(text: str) -> tuple[tuple[int, int], ...]:
    """(start, end) of each run of words in a text in NFC that names a day, a part of a year or how often."""
    found: list[tuple[int, int]] = []
    ahead: int | None = None
    for atom in atoms(text):
        if atom.kind in ("bound", "part", "skip") and atom.end > atom.start:
            # "senast den", "i slutet av" belong to the time right after them.
            ahead = atom.start if ahead is None else ahead
        elif atom.kind == "unit" or (
            atom.kind == "rec" and not fold_in_place(text[atom.start : atom.end]).startswith("pag")
        ):
            start = atom.start if ahead is None or text[ahead : atom.start].count(" ") > 5 else ahead
            if found and not text[found[-1][1] : start].strip(" -–"):
                found[-1] = (found[-1][0], atom.end)
            elif atom.end > start:
                found.append((start, atom.end))
            ahead = None
        else:
            ahead = None
    return tuple(found)
