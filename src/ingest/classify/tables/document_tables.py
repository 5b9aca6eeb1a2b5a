"""What the columns of all tables of a document mean, decided together.

Tables with the same headings count as one: their cells are pooled. A part without headings takes those of the part
before it where that suits its cells; else its contents decide alone (`headless`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import mean

from ingest.classify.fields.cell_scores import Scorer
from ingest.classify.fields.heading import Label
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.tables.captions import Above
from ingest.classify.tables.column_meanings import PartMeaning, TableJudge, tells_who
from ingest.classify.tables.gives_rows import THRESHOLD, about_probability, rows_probability
from ingest.classify.tables.headless import headless_meaning
from ingest.classify.tables.parsed import ParsedRecord, ParsedTable, TablePart

__all__ = ["read_meanings", "with_nested"]

_TASK: tuple[Label, ...] = ("åtgärd", "vem", "när")
"""What a record of a task says."""
_ALIKE = 2
"""Tables with the same labels that are judged together, at least."""


def read_meanings(
    readings: Sequence[ParsedTable],
    words: Vocabulary,
    content: Scorer,
    following: frozenset[int] = frozenset(),
    above: Above | None = None,
    decide: Callable[[Sequence[float]], float] | None = None,
) -> dict[int, tuple[PartMeaning, ...]]:
    """Return for each reading (by its `id`, nested ones included) the meaning of each of its parts.

    Args:
        readings: the tables of a document, taken apart.
        words: heading words.
        content: what scores the words of cells.
        following: blocks of tables that stand right after another table, as over a page break.
        above: what stands above the tables.
        decide: gives the probability that rows are measures from clues; the package's models by default.
    """
    everything = [r for top in readings for r in with_nested(top)]
    about = decide or about_probability
    judge = TableJudge(words, content, _pool(everything), above or Above(), decide or rows_probability, about)
    out: dict[int, tuple[PartMeaning, ...]] = {}
    # The headings last seen for a number of columns, for tables that go on without; before any, those that come.
    last: dict[int, PartMeaning] = {}
    judged: dict[tuple[int, int], PartMeaning] = {}
    coming = _first_headed(everything, judge, judged)
    newest: PartMeaning | None = None
    tasks = _beside_text(everything)
    for reading in everything:
        made: list[PartMeaning] = []
        block = reading.grid.block
        for index, (part, records) in enumerate(_parts(reading)):
            if part.kind == "none":
                follows = newest if block in following else None
                columns = len(part.headings)
                # Lines above a table's own headings do not stand under them.
                later, ahead = coming.get(columns, (reading, None))
                before = last.get(columns, None if later is reading else ahead)
                if reading.grid.beside_text:
                    records = tasks[columns]
                meaning = headless_meaning(judge, part, records, before, follows, block)
            else:
                known = judged.get((id(reading), index))
                meaning = known or judge.judge(part, records, judge.assignment(part), block)
                if part.kind == "columns" and meaning.gives and not part.turned:
                    last[len(part.headings)] = newest = meaning
            made.append(meaning)
        out[id(reading)] = tuple(made)
    return _together(out, about)


def _beside_text(readings: Sequence[ParsedTable]) -> dict[int, list[ParsedRecord]]:
    """The lines of all tables whose columns stand beside the document's text, without headings, by their number of
    columns: they are few at a place, and of one kind."""
    found: dict[int, list[ParsedRecord]] = {}
    for reading in readings:
        for part, records in _parts(reading):
            if part.kind == "none" and reading.grid.beside_text:
                found.setdefault(len(part.headings), []).extend(records)
    return found


def _first_headed(
    readings: Sequence[ParsedTable], judge: TableJudge, judged: dict[tuple[int, int], PartMeaning]
) -> dict[int, tuple[ParsedTable, PartMeaning]]:
    """The first table of measures under headings, by how many columns it has, and what these mean; `judged` takes what
    was judged for it, by the reading's `id` and the part's number."""
    first: dict[int, tuple[ParsedTable, PartMeaning]] = {}
    for reading in reversed(readings):
        block = reading.grid.block
        for index, (part, records) in enumerate(_parts(reading)):
            if part.kind == "columns" and not part.turned:
                meaning = judge.judge(part, records, judge.assignment(part), block)
                judged[id(reading), index] = meaning
                if meaning.gives:
                    first[len(part.headings)] = reading, meaning
    return first


def _together(
    meanings: dict[int, tuple[PartMeaning, ...]], about: Callable[[Sequence[float]], float]
) -> dict[int, tuple[PartMeaning, ...]]:
    """Let tables with the same headings, one a measure or an area, be judged by what most of them are."""
    meanings = _as_most(meanings)
    alike: dict[tuple[str, ...], list[PartMeaning]] = {}
    for made in meanings.values():
        for meaning in made:
            if meaning.part.kind != "none" and not meaning.action and tells_who(meaning.labels):
                alike.setdefault(meaning.part.key, []).append(meaning)
    sure = {key: mean(about(m.clues) for m in same) for key, same in alike.items() if len(same) >= _ALIKE}
    out = {}
    for key, made in meanings.items():
        judged = []
        for meaning in made:
            one = sure.get(meaning.part.key)
            if one is not None and not meaning.action:
                meaning = replace(meaning, about=one >= THRESHOLD, rows_probability=one)
            judged.append(meaning)
        out[key] = tuple(judged)
    return out


def _as_most(meanings: dict[int, tuple[PartMeaning, ...]]) -> dict[int, tuple[PartMeaning, ...]]:
    """Let a table that alone would give no rows give some where those with the same headings do, all taken together."""
    alike: dict[tuple[str, ...], list[PartMeaning]] = {}
    for made in meanings.values():
        for meaning in made:
            if meaning.part.kind != "none":
                alike.setdefault(_sort(meaning), []).append(meaning)
    sure = {
        key: mean(m.rows_probability for m in same)
        for key, same in alike.items()
        if 2 * sum(m.action for m in same) >= len(same)
    }
    return {
        key: tuple(
            replace(m, action=True, about=False, rows_probability=sure[_sort(m)])
            if not m.action and m.part.kind != "none" and sure.get(_sort(m), 0.0) >= THRESHOLD
            else m
            for m in made
        )
        for key, made in meanings.items()
    }


def _sort(meaning: PartMeaning) -> tuple[str, ...]:
    """The headings by which tables are of one sort: all of them, of a record's labels those of what, who and when (the
    others may be missing)."""
    key = meaning.part.key
    names = dict(zip(reversed(meaning.labels), reversed(key), strict=True))
    record = meaning.part.kind == "labels" and names.keys() >= set(_TASK)
    return ("labels", *(names[label] for label in _TASK)) if record else key


def with_nested(reading: ParsedTable) -> list[ParsedTable]:
    """Return a reading and those of the tables inside its cells."""
    out = [reading]
    for record in reading.records():
        for inner in record.nested:
            out += with_nested(inner)
    return out


def _parts(reading: ParsedTable) -> list[tuple[TablePart, list[ParsedRecord]]]:
    records = reading.records()
    return [(part, [e for e in records if e.part == index]) for index, part in enumerate(reading.parts)]


def _pool(readings: Sequence[ParsedTable]) -> dict[str, list[str]]:
    """Return the texts of all cells below each heading (by `TablePart.key`) of the document."""
    pool: dict[str, list[str]] = {}
    for reading in readings:
        for record in reading.records():
            part = reading.parts[record.part]
            for name, slot in zip(part.key, record.slots, strict=False):
                if slot is None or not slot.text or slot.inherited:
                    continue
                if slot.cell.colspan == 1 or part.kind == "labels":
                    pool.setdefault(name, []).append(slot.text)
    return pool
