"""Minutes of meetings: what tells them from other documents, and which of their items are no tasks; promises."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ingest.classify.fields.vocabulary import Vocabulary
from ingest.document import Block, Document, Paragraph, Table
from ingest.language.patterns import pattern
from ingest.plan import Kind

__all__ = ["is_agenda", "is_meeting", "kind_by_content", "names_members", "people_of"]

FEWEST_ITEMS = 2
"""Items that every meeting has (`Mötet öppnas`, `Val av justerare`), from which a text is of one."""
LONGEST_ITEM = 8
"""Words of such an item where it stands as a line of its own."""
_PERSON = pattern("classify", "meetings.person")
_SHORT_NAME = re.compile(r"[A-ZÅÄÖ][a-zåäöéü]+(?:-[A-ZÅÄÖ][a-zåäöéü]+)?(?: [A-ZÅÄÖ])?|[A-ZÅÄÖ] ?[A-ZÅÄÖ]")
"""A first name, with the initial of the last one or without, or initials alone."""
FEWEST_NAMES = 2
_INITIALS = 3
"""Characters of initials with the space between."""
_MEMBER = re.compile(r"[A-ZÅÄÖ][\wéü.-]{0,14}(?: [A-ZÅÄÖ][\wéü.-]*){0,3}")
"""A member: a name of one to four words, or initials."""
LONGEST_BODY = 4
"""Words of what a board or committee is called."""
_BRACKETS = re.compile(r"\([^)]*\)")
_BETWEEN_NAMES = pattern("classify", "tails.between")
_NUMBER = re.compile(r"^(?:§+\s*)?\d{0,3}[.)]?\s*")


def kind_by_content(document: Document, kind: Kind, title: str | None, words: Vocabulary) -> Kind:
    """Return as what kind of document its lists and sentences are read, where it differs from what its title says.

    A document with the items of a meeting is read as minutes, one whose title is a promise (`Medborgarlöfte 2030`) as
    an agreement.
    """
    if is_meeting(document.blocks, words):
        return "protokoll"
    if kind == "annat" and title and any(p.search(title.casefold()) for p in words.signs.get("promise", ())):
        return "överenskommelse"
    return kind


def is_meeting(blocks: Sequence[Block], words: Vocabulary) -> bool:
    """Return whether a document is the minutes of a meeting by its items, whatever its title says."""
    return is_agenda((t for t in _lines(blocks) if len(t.split()) <= LONGEST_ITEM), words)


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    """The paragraphs, those in the cells of tables among them."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            for cell in block.cells:
                yield from _lines(cell.blocks)


def people_of(blocks: Sequence[Block], words: Vocabulary) -> frozenset[str]:
    """Return the names of those at a meeting, whole and as first names, as its lists give them (`Närvarande: …`)."""
    signs = words.signs.get("present", ())
    out: set[str] = set()
    for block in blocks:
        lines = [(block.text, block.text)] if isinstance(block, Paragraph) else _labelled(block)
        for label, names in lines:
            lead = next((m for p in signs if (m := p.match(label.strip().casefold()))), None)
            if lead is not None:
                told = names[lead.end() :] if names == label else names
                found = {m[0] for m in _PERSON.finditer(told)}
                out |= found or _short_names(told)
    return frozenset(out | {name.split()[0] for name in out if len(name.split()[0]) > 1})


def _short_names(text: str) -> set[str]:
    """The first names and initials of a line of those present (`P O, Sture och Britt-Marie`), initials without space
    too; none where a part of it is anything else, as bodies and roles are."""
    parts = [p.strip(" .") for p in _BETWEEN_NAMES.split(_BRACKETS.sub("", text)) if p.strip(" .")]
    if len(parts) < FEWEST_NAMES or not all(_SHORT_NAME.fullmatch(p) for p in parts):
        return set()
    return {*parts, *("".join(p.split()) for p in parts if len(p) <= _INITIALS)}


def names_members(text: str) -> bool:
    """Return whether a line says who is of a board or a committee, and nothing else (`Valberedning: A, B och C.`)."""
    body, colon, names = text.partition(":")
    parts = [p.strip(" .") for p in _BETWEEN_NAMES.split(_BRACKETS.sub("", names)) if p.strip(" .")]
    if not colon or not 0 < len(body.split()) <= LONGEST_BODY or len(parts) < FEWEST_NAMES:
        return False
    named = sum(_MEMBER.fullmatch(p) is not None for p in parts)
    return named == len(parts)


def _labelled(table: Table) -> list[tuple[str, str]]:
    """The first cell of each row of a table, and the cells beside it."""
    rows: dict[int, list[str]] = {}
    for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
        rows.setdefault(cell.row, []).append(" ; ".join(b.text for b in cell.blocks if isinstance(b, Paragraph)))
    return [(own[0], " ; ".join(own[1:])) for own in rows.values() if len(own) > 1]


def is_agenda(texts: Iterable[str], words: Vocabulary) -> bool:
    """Return whether texts, each a line or a cell, hold the items that every meeting has."""
    signs = words.signs.get("noted", ())
    bare = (_NUMBER.sub("", " ".join(t.split())).casefold() for t in texts)
    return sum(any(p.match(t) for p in signs) for t in bare) >= FEWEST_ITEMS
