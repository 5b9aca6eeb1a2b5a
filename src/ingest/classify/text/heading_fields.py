"""What a heading gives to the rows below it besides its title: when (`Mars`, `Fas 1 (januari–mars)`), and who."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.classify.fields.vocabulary import Vocabulary, tail_signs
from ingest.classify.spans import Piece, part
from ingest.classify.text.labels import label_segments
from ingest.classify.text.outline import Heading
from ingest.classify.text.tails import flat, is_span, is_time

__all__ = ["heading_times", "heading_who", "is_phase", "names_phase", "names_time"]

_BRACKETS = re.compile(r"\((?P<inside>[^()]+)\)\s*:?\s*$")
_SEPARATOR = re.compile(r"\s[–—-]\s+|[,:]\s+")
_BARE = re.compile(r"^(?P<name>.*?\S)\s+(?P<time>(?:19|20)\d\d(?:\s?[-–/]\s?(?:(?:19|20)\d\d|\d\d))?)\s*:?\s*$")
_COUNTED = re.compile(r"[^\W\d_]+ \d{1,2}\b")
"""A word and its number (`Period 2`)."""
_WITHIN = re.compile(r"\((?P<inside>[^()]+:[^()]+)\)")


def heading_times(headings: Sequence[Heading], words: Vocabulary, title: str = "") -> dict[int, Piece]:
    """Return the time that each heading names for its rows, by the heading's index.

    A heading that is nothing but a time (`Hösten 2030`) names one, and so does one that ends in a time set apart by
    brackets, a dash or a comma. A bare year at the end, or a span since the beginning (`Fas 1: 0–4 timmar`), counts
    only where headings beside it end in others: then they part the plan by time. The year of the plan's own title
    parts nothing (`Vad vi ska göra 2030` in `Verksamhetsplan 2030`). Of a heading that calls itself a phase
    (`Fas 1 (januari–mars 2026)`) all is the time, as the contract has it.
    """
    plan = _BARE.match(title)
    whole = "" if plan is None else plan.group("time")
    out: dict[int, Piece] = {}
    bare: dict[int | None, dict[int, Piece]] = {}
    for index, heading in enumerate(headings):
        if len(heading.title) != 1:
            continue
        piece = heading.title[0]
        text = piece.paragraph.text
        cut = _set_apart(text, words)
        if cut is not None:
            out[index] = _part(piece, *((0, len(text)) if is_phase(text) else cut))
            continue
        span = _span_behind(text)
        if span is not None:
            bare.setdefault(heading.parent, {})[index] = _part(piece, *((0, len(text)) if is_phase(text) else span))
            continue
        match = _BARE.match(text)
        if match is not None and words.list_field(match.group("name")) is None:
            bare.setdefault(heading.parent, {})[index] = _part(piece, match.start("time"), match.end("time"))
    for found in bare.values():
        if len({p.text for p in found.values()}) > 1:
            out |= {i: p for i, p in found.items() if p.text != whole}
    out = {i: p for i, p in out.items() if not _is_topic(headings, i, out)}
    return out | _phases_beside(headings, out)


def _is_topic(headings: Sequence[Heading], index: int, timed: Mapping[int, Piece]) -> bool:
    """Whether a numbered heading that is a time without figures (`4. Valborg`) stands among other topics: most of the
    numbered headings beside it name none."""
    heading = headings[index]
    if heading.number is None or any(c.isdigit() for c in heading.text):
        return False
    beside = [i for i, h in enumerate(headings) if h.parent == heading.parent and h.number is not None]
    return 2 * sum(i in timed for i in beside) < len(beside)


def _phases_beside(headings: Sequence[Heading], timed: Mapping[int, Piece]) -> dict[int, Piece]:
    """The numbered phases without a time beside several that have one (`Fas 4: återgång`): each is the *när* of its
    rows."""
    phases = {i: h for i, h in enumerate(headings) if len(h.title) == 1 and is_phase(h.title[0].paragraph.text)}
    told = Counter(h.parent for i, h in phases.items() if i in timed)
    return {
        i: _part(h.title[0], 0, len(h.title[0].paragraph.text))
        for i, h in phases.items()
        if i not in timed and told[h.parent] > 1
    }


def is_phase(text: str) -> bool:
    """Return whether a heading calls itself a phase by its number (`Fas 1: Planering`), with or without its time."""
    return any(p.fullmatch(flat(text)) for p in tail_signs("phase"))


def names_phase(text: str, words: Vocabulary) -> bool:
    """Return whether a heading is a phase with its time (`Period 2: Bygget, mars–april 2030`), whatever word it counts
    (`Sprint 3`, `Block 2`): that word is no label of when."""
    return (is_phase(text) or _COUNTED.match(text) is not None) and names_time(text, words)


def _span_behind(text: str) -> tuple[int, int] | None:
    """Where a span since the beginning stands in a heading: all of it, or set apart by brackets, a colon, a comma or a
    dash."""
    end = len(text.rstrip(" :"))
    if is_span(text[:end]):
        return 0, end
    match = _BRACKETS.search(text)
    if match is not None and is_span(match.group("inside")):
        return match.span("inside")
    at = next((m.end() for m in _SEPARATOR.finditer(text[:end]) if is_span(text[m.end() : end])), None)
    return None if at is None else (at, end)


def names_time(text: str, words: Vocabulary) -> bool:
    """Return whether a heading's text is a time, or ends in one that is set apart (`Steg 2: Avslut (mars 2030)`)."""
    return _set_apart(text, words) is not None


def _set_apart(text: str, words: Vocabulary) -> tuple[int, int] | None:
    """Where the time stands in a heading that is a time, or ends in one that is set apart."""
    end = len(text.rstrip(" :"))
    if is_time(text[:end], dated=True) and words.list_field(text[:end]) is None:
        return 0, end
    match = _BRACKETS.search(text)
    if match is not None and is_time(match.group("inside"), dated=True):
        return match.span("inside")
    for match in _SEPARATOR.finditer(text[:end]):
        # The first one that leaves nothing but a time behind it: a range has dashes of its own.
        if is_time(text[match.end() : end], dated=True):
            before = text[: match.start()].rstrip()
            # "Period 3, april – maj 2030" is a phase by its number, "Tid: maj" a label.
            plain = before[-1:].isdigit() or words.list_field(before) is None
            return (match.end(), end) if plain else None
    return None


def _part(piece: Piece, start: int, end: int) -> Piece:
    end = start + len(piece.paragraph.text[start:end].rstrip(" :"))
    return replace(piece, paragraph=part(piece.paragraph, start, end))


def heading_who(heading: Heading, words: Vocabulary) -> tuple[Piece, ...]:
    """Return the responsible that a heading names after a label (`Ansvarig: Parkenheten`)."""
    for piece in heading.title:
        for segment in label_segments(piece, words):
            if segment.label == "vem" and segment.value is not None:
                return (segment.value,)
        match = _WITHIN.search(piece.paragraph.text)
        if match is not None:
            inside = _part(piece, match.start("inside"), match.end("inside"))
            for segment in label_segments(inside, words):
                if segment.label == "vem" and segment.value is not None:
                    return (segment.value,)
    return ()
