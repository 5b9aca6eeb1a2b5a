"""A programme of events in the plan of a coming year: headings over lines that begin with a date (`Midsommarfest` over
`21 juni kl. 13–16 Musik och servering`), a measure each.

A report tells of such events as well: only a plan says that they are to come.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.classify.section_state import Context, SectionState
from ingest.classify.spans import Piece, part
from ingest.classify.tables.rows import FoundValue, Seed
from ingest.classify.text.headings import SKIPPED
from ingest.document import Block, Document, Paragraph
from ingest.language.patterns import pattern
from ingest.normalise.dates import time_spans
from ingest.plan import FIELDS, FieldName, Kind

__all__ = ["add_events", "is_programme"]

FEWEST_EVENTS = 3
"""Headings over a date, from which a plan holds a programme."""
LONGEST_EVENT = 40
"""Words of what is said of an event."""
LONGEST_UNDATED = 12
"""Words of what is said, among events, of one that has no date (`Öppet när vädret tillåter.`)."""
SAID = 0.85
"""Probability of what stands in a programme."""
_PLANS: frozenset[Kind] = frozenset({"verksamhetsplan"})
_DATED = pattern("classify", "programme.dated")


@dataclass(frozen=True)
class _Event:
    """A heading with the one paragraph below it; `when`: where its time ends, 0 for none."""

    heading: int
    text: Piece
    when: int


def is_programme(document: Document, kind: Kind) -> bool:
    """Return whether a document is the plan of a coming year that holds a programme of events."""
    if kind not in _PLANS:
        return False
    blocks = [b for b in document.blocks if not isinstance(b, Paragraph) or (b.role not in SKIPPED and b.text.strip())]
    pairs = pairwise(blocks)
    return sum(_is_heading(a) and isinstance(b, Paragraph) and _time_ends(b) > 0 for a, b in pairs) >= FEWEST_EVENTS


def _is_heading(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role == "heading"


def _time_ends(paragraph: Paragraph) -> int:
    """Where the time ends that a line of running text begins with, its hours with it; 0 where it begins with none."""
    text = paragraph.text
    if paragraph.role != "body" or len(text.split()) > LONGEST_EVENT:
        return 0
    match = _DATED.match(text)
    if match is None or not any(start == 0 for start, _ in time_spans(text)):
        return 0
    return len(match[0].rstrip(" ,–-"))


def add_events(context: Context, state: SectionState) -> list[Seed]:
    """Return the rows of a programme's events, and mark what they hold as placed."""
    found = list(_events(context, state))
    dated = [e.heading for e in found if e.when]
    if len(dated) < FEWEST_EVENTS:
        return []
    parents = {state.outline.headings[i].parent for i in dated}
    out = []
    for event in found:
        among = dated[0] < event.heading < dated[-1] and state.outline.headings[event.heading].parent in parents
        if event.when or (among and len(event.text.text.split()) <= LONGEST_UNDATED):
            out.append(_seed(state, event))
            state.placed.add(event.text.block)
    return out


def _events(context: Context, state: SectionState) -> Iterator[_Event]:
    own: dict[int, list[Piece]] = {}
    for index in sorted(state.free - state.placed):
        section, block = state.section_of.get(index), context.document.blocks[index]
        if section is not None and isinstance(block, Paragraph):
            own.setdefault(section, []).append(Piece(block, index))
    for section, pieces in sorted(own.items()):
        if len(pieces) == 1 and pieces[0].paragraph.role == "body" and state.outline.headings[section].title:
            yield _Event(section, pieces[0], _time_ends(pieces[0].paragraph))


def _seed(state: SectionState, event: _Event) -> Seed:
    title: Sequence[Piece] = state.outline.headings[event.heading].title
    text = event.text.paragraph.text
    begins = len(text) - len(text[event.when :].lstrip(" ,.–—-:"))
    rest = (replace(event.text, paragraph=part(event.text.paragraph, begins)),) if begins < len(text) else ()
    fields: dict[FieldName, tuple[FoundValue, ...]] = {"åtgärd": (FoundValue((*title, *rest), SAID),)}
    if event.when:
        fields["när"] = (FoundValue((replace(event.text, paragraph=part(event.text.paragraph, 0, event.when)),), SAID),)
    return Seed({n: fields[n] for n in FIELDS if n in fields}, {}, section=event.heading, origin="list")
