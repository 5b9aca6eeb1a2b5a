"""Who a list item says does what it says, and by when: the subject of its sentence (`Parkenheten målar bänkarna före
maj 2030`), or the one by whom it is done (`Bänkarna målas av Parkenheten`).

A row has vem and när from labels, columns, tails and headings first; what a sentence says counts where they say none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.classify.spans import Piece, part
from ingest.classify.tables.rows import FoundValue, Seed
from ingest.classify.text.measures import MeasureSetting
from ingest.language.patterns import expression, pattern
from ingest.language.sentences import sentences
from ingest.normalise.actors import actor_spans
from ingest.normalise.dates import read_times, time_spans
from ingest.plan import FIELDS, FieldName

__all__ = ["Deed", "deed_of", "with_doers"]

SAID = 0.75
"""Probability of vem and när that a row's own sentence says."""
_DOES = pattern("classify", "doers.does", no_verbs=expression("classify", "measures.no_verbs"))
_ROLE = pattern("classify", "doers.role", role=expression("classify", "measures.role"))
_JOINED = pattern("classify", "listing.joined")
_DONE_BY = pattern("classify", "doers.done_by")
_INFINITIVE = pattern("classify", "doers.infinitive")
_DATE = pattern("classify", "doers.date")


@dataclass(frozen=True)
class Deed:
    """Where the names of those who do what a text says stand in it, and the time by which; None where it names none."""

    who: tuple[int, int] | None = None
    when: tuple[int, int] | None = None


def deed_of(text: str, setting: MeasureSetting) -> Deed:
    """Return who does what a text in NFC says, and when, as its words say it."""
    spans = _named(text, setting)
    subject = _subject(text, spans)
    first = next((text[:end] for _, end in sentences(text)), text)
    if subject is not None:
        return Deed(subject, _day(first))
    by = _DONE_BY.search(first)
    if by is not None:
        return Deed(_agent(text, *by.span(by.lastgroup or 0), spans))
    times = time_spans(text)
    if times and times[0][0] == 0 and _INFINITIVE.match(text[times[0][1] :]):
        # What a body shall do, each with its time (`senast den 3 maj 2030 redovisa arbetet`).
        return Deed(None, times[0])
    return Deed()


def _named(text: str, setting: MeasureSetting) -> list[tuple[int, int]]:
    """Where actors and roles stand, those with nothing but a separator between them as one."""
    roles = [m.span() for m in _ROLE.finditer(text)]
    known = [s for s in actor_spans(text, setting.registers) if not any(a < s[1] and s[0] < b for a, b in roles)]
    out: list[tuple[int, int]] = []
    for start, end in sorted((*known, *roles)):
        if out and _JOINED.match(text[out[-1][1] : start]):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _subject(text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The names that a text begins with, where a verb of theirs follows."""
    if not spans or spans[0][0] != 0 or not text[:1].isupper():
        return None
    return spans[0] if _DOES.match(text[spans[0][1] :]) else None


def _agent(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The actors that stand where the one does by whom something is done."""
    found = next((s for s in spans if s[0] == start), None)
    return found or ((start, end) if _ROLE.fullmatch(text[start].upper() + text[start + 1 : end]) else None)


def _day(text: str) -> tuple[int, int] | None:
    """The one time of a sentence that names a date."""
    dated = [s for s in time_spans(text) if _dated(text[slice(*s)])]
    return dated[0] if len(dated) == 1 else None


def _dated(time: str) -> bool:
    """Whether a time names a date and no more: how often something is done belongs to what is done."""
    times = read_times(time).times
    return bool(times) and not any(t.recurrence for t in times) and _DATE.search(time) is not None


def with_doers(seeds: Sequence[Seed], setting: MeasureSetting) -> list[Seed]:
    """Return the rows, those of lists and sentences with who and when as they say it where nothing else does."""
    return [seed if seed.origin == "table" else _with_doer(seed, setting) for seed in seeds]


def _with_doer(seed: Seed, setting: MeasureSetting) -> Seed:
    own = [p for f in seed.fields.get("åtgärd", ()) if not f.inherited for p in f.pieces]
    if not own:
        return seed
    piece = own[0]
    deed = deed_of(piece.paragraph.text, setting)
    fields = dict(seed.fields)
    given: dict[FieldName, tuple[int, int] | None] = {"vem": deed.who, "när": deed.when}
    for name, span in given.items():
        if span is not None and not any(f.text for f in fields.get(name, ())):
            fields[name] = (FoundValue((_cut(piece, *span),), SAID),)
    return replace(seed, fields={n: fields[n] for n in FIELDS if n in fields})


def _cut(piece: Piece, start: int, end: int) -> Piece:
    end = start + len(piece.paragraph.text[start:end].rstrip(" .,;"))
    return replace(piece, paragraph=part(piece.paragraph, start, end))
