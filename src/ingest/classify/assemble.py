"""From what the section builder found to a draft: sections that hold rows, rows with ids, and what was left over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.section_state import SectionState
from ingest.classify.spans import Piece, changes, places, text_of, value
from ingest.classify.tables.rows import GIVEN, FoundValue, Seed
from ingest.classify.text.charging import charging_headings
from ingest.classify.text.doers import with_doers
from ingest.classify.text.heading_fields import heading_who
from ingest.classify.text.measures import MeasureSetting
from ingest.classify.text.outline import Heading
from ingest.classify.unplaced import table_note
from ingest.document import Document, Note, Paragraph, Table
from ingest.draft import DraftRow, DraftSection, Value
from ingest.plan import FIELDS, FieldName

__all__ = ["Assembled", "Leftover", "assemble"]


@dataclass(frozen=True)
class Leftover:
    """A paragraph outside the tables that is in no row, section or fact; `section` is the id it stands under."""

    piece: Piece
    section: str | None


@dataclass(frozen=True)
class Assembled:
    sections: tuple[DraftSection, ...]
    rows: tuple[DraftRow, ...]
    notes: tuple[Note, ...]
    leftovers: tuple[Leftover, ...]


def assemble(document: Document, state: SectionState, stated: frozenset[int], setting: MeasureSetting) -> Assembled:
    """Number what holds rows and put the texts together.

    Args:
        document: the document.
        state: what the section builder found.
        stated: blocks that state the document's facts.
        setting: heading words, actors, and what else is known of the document.
    """
    words = setting.words
    headings = state.outline.headings
    told = [i for i, seed in enumerate(state.seeds) if _says_something(seed, words)]
    numbers = {f"r{i}": f"r{n}" for n, i in enumerate((i + 1 for i in told), start=1)}
    seeds = with_doers(_with_headings([_rehung(state.seeds[i], headings) for i in told], state, setting), setting)
    kept = _kept(seeds, headings)
    ids = {index: f"s{n}" for n, index in enumerate(kept, start=1)}
    sections = tuple(_section(headings[i], ids[i], _parent(i, headings, ids)) for i in kept)
    rows = tuple(_row(f"r{n}", seed, document, ids) for n, seed in enumerate(seeds, start=1))
    placed = state.placed | stated
    for i in kept:
        placed |= {p.block for p in (*headings[i].title, *headings[i].problem, *headings[i].goal)}
    leftovers = tuple(
        Leftover(Piece(block, index), _id_of(state.section_of.get(index), headings, ids))
        for index, block in enumerate(document.blocks)
        if isinstance(block, Paragraph) and index not in placed
    )
    gone = {f"r{n}" for n in range(1, len(state.seeds) + 1)} - numbers.keys()
    notes = [replace(n, target=numbers.get(n.target, n.target)) for n in state.notes if n.target not in gone]
    for index, block in enumerate(document.blocks):
        note = table_note(block) if isinstance(block, Table) and index not in placed else None
        if note is not None:
            notes.append(note)
    return Assembled(sections, rows, tuple(notes), leftovers)


def _says_something(seed: Seed, words: Vocabulary) -> bool:
    """Return whether a row holds anything but the labels of a form that nobody filled in."""
    found = [f for part in (*seed.fields.values(), *seed.other.values()) for f in part if not f.inherited]
    lines = [line.rstrip(" :") for f in found for line in f.text.split("\n") if line.strip()]
    return any(words.label(line) is None for line in lines)


def _rehung(seed: Seed, headings: Sequence[Heading]) -> Seed:
    """A line that is only a field word is no section where a real heading stands above it."""
    index = seed.section
    while index is not None and headings[index].bare and headings[index].parent is not None:
        index = headings[index].parent
    return replace(seed, section=index)


def _with_headings(seeds: Sequence[Seed], state: SectionState, setting: MeasureSetting) -> list[Seed]:
    """The rows with när and vem of the headings above them where they have none of their own."""
    headings = state.outline.headings
    when = {i: (p,) for i, p in state.times.items()} | {i: h.when for i, h in enumerate(headings) if h.when}
    who: dict[int, tuple[Piece, ...]] = {i: (p,) for i, p in charging_headings(headings, setting.registers).items()}
    who |= {i: w for i, h in enumerate(headings) if (w := h.who or heading_who(h, setting.words))}
    given: tuple[tuple[FieldName, dict[int, tuple[Piece, ...]]], ...] = (("vem", who), ("när", when))
    out = []
    for seed in seeds:
        fields = dict(seed.fields)
        index = seed.section
        while index is not None:
            for name, by_heading in given:
                if index in by_heading and not any(f.text for f in fields.get(name, ())):
                    fields[name] = (FoundValue(by_heading[index], GIVEN, inherited=True),)
            index = headings[index].parent
        out.append(replace(seed, fields={n: fields[n] for n in FIELDS if n in fields}))
    return out


def _kept(seeds: Sequence[Seed], headings: Sequence[Heading]) -> list[int]:
    keep: set[int] = set()
    for seed in seeds:
        index = seed.section
        while index is not None and index not in keep:
            keep.add(index)
            index = headings[index].parent
    return sorted(keep)


def _parent(index: int, headings: Sequence[Heading], ids: dict[int, str]) -> str | None:
    parent = headings[index].parent
    return ids.get(parent) if parent is not None else None


def _id_of(index: int | None, headings: Sequence[Heading], ids: dict[int, str]) -> str | None:
    while index is not None:
        if index in ids:
            return ids[index]
        index = headings[index].parent
    return None


def _section(heading: Heading, id_: str, parent: str | None) -> DraftSection:
    pieces = (*heading.title, *heading.problem)
    at = places(heading.title)
    problem = text_of(heading.problem).replace("\n", " ").strip("*") if heading.problem else None
    return DraftSection(
        id=id_,
        number=heading.number,
        title=heading.text,
        problem=problem or None,
        parent=parent,
        place=at[0] if at else None,
        changes=changes(pieces),
    )


def _row(id_: str, seed: Seed, document: Document, ids: dict[int, str]) -> DraftRow:
    fields = {n: v for n, found in seed.fields.items() if (v := _value(found, document)) is not None}
    other = {k: v for k, found in seed.other.items() if (v := _value(found, document)) is not None}
    section = None if seed.section is None else ids.get(seed.section)
    return DraftRow(id_, section, seed.origin, fields, other, seed.measure)


def _value(found: Sequence[FoundValue], document: Document) -> Value | None:
    """Columns of one field joined in their order, each on a line."""
    values = [
        v
        for f in found
        if (v := value(f.pieces, document, column=f.column, layout=f.layout, inherited=f.inherited, joined=f.joined))
    ]
    if len(values) < 2:
        return values[0] if values else None
    worst = min((v.evidence for v in values), key=lambda e: e.column * e.read * e.layout)
    return Value(
        "\n".join(v.text for v in values),
        "\n".join(v.raw for v in values),
        tuple(dict.fromkeys(p for v in values for p in v.places)),
        replace(
            worst, inherited=all(v.evidence.inherited for v in values), joined=any(v.evidence.joined for v in values)
        ),
        tuple(c for v in values for c in v.changes),
    )
