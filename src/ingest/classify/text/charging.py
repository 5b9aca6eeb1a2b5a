"""Headings that name who does what the list below says: `Polisen gör`, `Kommunen ansvarar för`, `Det gör skolan`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.classify.spans import Piece, part
from ingest.classify.text.outline import Heading
from ingest.classify.text.tails import is_body
from ingest.language.patterns import expression, pattern
from ingest.normalise.actors import Registers, actor_spans

__all__ = ["charged_in", "charging_headings"]

_NAME = expression("classify", "charging.name")
_AFTER = expression("classify", "charging.after")
_HEADING = pattern("classify", "charging.heading", name=_NAME, after=_AFTER)
_NAMED = pattern("classify", "charging.named")
_ACTS = pattern("classify", "charging.acts")
_FEWEST = 2
"""Headings beside each other that are names of bodies alone."""
_ROLE = pattern("classify", "doers.role", role=expression("classify", "measures.role"))


def charged_in(text: str) -> tuple[int, int] | None:
    """Return where the name stands in a heading or lead of one of these forms, whoever it names; None for others."""
    match = _HEADING.match(text)
    return match.span(match.lastgroup or 0) if match is not None else None


def charging_headings(headings: Sequence[Heading], registers: Registers) -> dict[int, Piece]:
    """Return who each heading names for its rows, by the heading's index.

    A name counts that is a known body's or a role, or where a heading of the same form beside it names one: what the
    police and the municipality do bears out what the home does.
    """
    found: dict[int, Piece] = {}
    for index, heading in enumerate(headings):
        name = named_in(heading.title[0]) if len(heading.title) == 1 else None
        if name is not None:
            found[index] = name
    surely = {headings[i].parent for i, name in found.items() if is_somebody(name.text, registers)}
    told = {i: n for i, n in found.items() if is_somebody(n.text, registers) or headings[i].parent in surely}
    return _bodies_alone(headings, registers) | told


def _bodies_alone(headings: Sequence[Heading], registers: Registers) -> dict[int, Piece]:
    """The headings that are the name of a body each (`Kommunen`, `Polisen`), as all beside them are."""
    beside: dict[int | None, list[int]] = {}
    for index, heading in enumerate(headings):
        beside.setdefault(heading.parent, []).append(index)
    out: dict[int, Piece] = {}
    for group in beside.values():
        texts = [headings[i].text.rstrip(" :") for i in group]
        alone = all(
            len(headings[i].title) == 1 and headings[i].number is None and _is_name(text, registers)
            for i, text in zip(group, texts, strict=True)
        )
        if len(set(texts)) >= _FEWEST and alone and any(_ACTS.search(text) for text in texts):
            for i, text in zip(group, texts, strict=True):
                piece = headings[i].title[0]
                out[i] = replace(piece, paragraph=part(piece.paragraph, 0, len(text)))
    return out


def _is_name(text: str, registers: Registers) -> bool:
    return _NAMED.search(text) is not None and is_somebody(text, registers)


def named_in(piece: Piece) -> Piece | None:
    """Return the name that a heading or lead of one of these forms holds."""
    span = charged_in(piece.paragraph.text)
    return None if span is None else replace(piece, paragraph=part(piece.paragraph, *span))


def is_somebody(name: str, registers: Registers) -> bool:
    """Return whether a name is a body's that is known, or a role's."""
    known = sum(end - start for start, end in actor_spans(name, registers))
    return (2 * known >= len(name) and is_body(name, registers)) or _ROLE.fullmatch(name) is not None
