"""Rows across a table: sections, goals, measures, problem statements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.spans import Piece, part
from ingest.classify.tables.parsed import Band
from ingest.classify.text.labels import LabelSegment, label_segments, labels_behind, record_marker, said_to_rows
from ingest.classify.text.leads import Form, Purpose
from ingest.classify.text.outline import Heading, HeadingLook, look_of, number_of, split_problem

__all__ = ["PurposeOf", "band_heading", "states_problem"]

PurposeOf = Callable[[str, Form], Purpose]
"""The likeliest purpose of a row across, or of what follows its title (`leads`)."""


def states_problem(band: Band, purpose_of: PurposeOf) -> bool:
    """Return whether a row across says the problem of the heading row above it: one text without a number."""
    pieces = band.slot.pieces
    first = pieces[0].paragraph
    if number_of(first.text, first.marker)[0] is not None or split_problem(pieces)[1]:
        return False
    return purpose_of(" ".join(p.text for p in pieces), "band") == "problem"


def band_heading(band: Band, purpose_of: PurposeOf, words: Vocabulary) -> Heading | None:
    """The heading that a row across is; None where it only numbers the record below (`Åtgärd 1`).

    Args:
        band: the row.
        purpose_of: decides what the row is to the rows below.
        words: heading words.
    """
    pieces, given = _without_labels(band.slot.pieces, words)
    if given:
        heading = band_heading(replace(band, slot=replace(band.slot, pieces=pieces)), purpose_of, words)
        return heading if heading is None else _with_given(heading, given)
    first = pieces[0]
    number, start = number_of(first.paragraph.text, first.paragraph.marker)
    look = look_of(pieces[:1], None, band.slot.cell.fill, banded=True)
    if start:
        first = replace(first, paragraph=part(first.paragraph, start))
    body = (first, *pieces[1:])
    if number is None:
        marked = record_marker(first, words)
        if marked is True:
            return None
        if isinstance(marked, Piece):
            title, problem = split_problem((marked, *pieces[1:]))
            return Heading(None, title, look, problem, measure=title)
        said = _said_by_label(first, pieces[1:], look, words)
        if said is not None:
            return said
    title, problem = split_problem(body)
    if not problem and purpose_of(" ".join(p.text for p in pieces), "band") == "goal":
        return Heading(number, body[:1], look, goal=body)
    if problem and purpose_of(" ".join(p.text for p in problem), "tail") == "goal":
        return Heading(number, title, look, goal=problem)
    return Heading(number, title, look, problem)


def _said_by_label(first: Piece, rest: tuple[Piece, ...], look: HeadingLook, words: Vocabulary) -> Heading | None:
    """The heading that a row across is which begins with a label (`Problem: …`, `Mål: …`, `Åtgärd: …`)."""
    segments = label_segments(first, words)
    if not segments or segments[0].value is None:
        return None
    said = (segments[0].value, *rest)
    match segments[0].label:
        case "orsak":
            return Heading(None, said[:1], look, cause=said)
        case "mål":
            return Heading(None, said[:1], look, said[1:], goal=said)
        case "åtgärd":
            return Heading(None, said[:1], look, said[1:], measure=said)
    return None


def _without_labels(pieces: tuple[Piece, ...], words: Vocabulary) -> tuple[tuple[Piece, ...], list[LabelSegment]]:
    """What a row across says before the labels of who, when and what for at its end, and these labels."""
    title, given = labels_behind(pieces[0], words)
    rest: list[Piece] = []
    for piece in pieces[1:]:
        found = said_to_rows(piece, words)
        if found:
            given += found
        else:
            rest.append(piece)
    return (title, *rest), given


def _with_given(heading: Heading, given: Sequence[LabelSegment]) -> Heading:
    """The heading with what its labels give to the rows below."""
    for segment in given:
        value = () if segment.value is None else (segment.value,)
        if segment.label == "vem":
            heading = replace(heading, who=value)
        elif segment.label == "när":
            heading = replace(heading, when=value)
        elif not heading.goal:
            heading = replace(heading, goal=value)
    return heading
