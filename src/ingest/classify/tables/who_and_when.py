"""Who and when in one column: `Ansvarig och tid` over `Parkenheten, maj 2030`, `Ansvarig` over a name and a day.

Whether a column is set out so is told for all its cells together, by its heading and by what they hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.spans import Piece, part
from ingest.classify.tables.column_meanings import PartMeaning
from ingest.classify.tables.rows import FoundValue, Seed
from ingest.classify.text.tails import is_actor, is_time
from ingest.language.patterns import pattern
from ingest.normalise import Registers
from ingest.plan import FIELDS, FieldName

__all__ = ["parted", "says_both"]

_KNOWN = 0.8
"""How well the vocabulary knows each of two words in one heading."""
_OFTEN = 0.3
"""Share of a column's cells that hold both, from which a column of who under a plain heading holds when too."""
_BETWEEN = " ,;:|/–—-("
"""What stands between who and when on one line."""
_BEHIND = " ).,;"
_JOINED = pattern("classify", "who_and_when.joined")
_OPEN = pattern("classify", "who_and_when.open")
_GOES_ON = pattern("classify", "who_and_when.goes_on")
_BOTH: tuple[FieldName, FieldName] = ("vem", "när")


def says_both(heading: str, words: Vocabulary) -> bool:
    """Return whether a column's heading names who and when (`Ansvarig/tid`, `Vem gör det och när?`)."""
    named = {m.best for p in _JOINED.split(heading) if p and (m := words.heading(p.strip(" ?:"))).known >= _KNOWN}
    return named >= set(_BOTH)


def parted(seeds: Sequence[Seed], meaning: PartMeaning, words: Vocabulary, registers: Registers) -> list[Seed]:
    """Return the rows of a table, each cell that holds who and when parted into the two; unchanged where none does.

    Args:
        seeds: the rows of a part of the table.
        meaning: what its columns mean.
        words: heading words.
        registers: of known actors.
    """
    column = next((n for n in _BOTH if meaning.labels.count(n) == 1), None)
    if column is None or set(_BOTH) <= set(meaning.labels) or not seeds:
        return list(seeds)
    heading = meaning.part.headings[meaning.labels.index(column)]
    cells = [_own(seed, column) for seed in seeds]
    halves = [_halves(found) if found is not None else None for found in cells]
    filled = sum(found is not None for found in cells)
    both = [h for h in halves if h is not None and h.who and h.when]
    told = says_both(heading, words)
    if not both or not (told or _is_set_so(both, filled, column, registers)):
        return list(seeds)
    return [_with(s, column, f, h) for s, f, h in zip(seeds, cells, halves, strict=True)]


@dataclass(frozen=True)
class _Halves:
    """The pieces of a cell that say who, and those that say when."""

    who: tuple[Piece, ...]
    when: tuple[Piece, ...]


def _own(seed: Seed, column: FieldName) -> FoundValue | None:
    """What the row's own cell of a column holds; None where it is empty or comes from above."""
    found = seed.fields.get(column, ())
    return found[0] if len(found) == 1 and not found[0].inherited and found[0].text else None


def _is_set_so(both: Sequence[_Halves], filled: int, column: FieldName, registers: Registers) -> bool:
    """Whether a column whose heading names one of the two holds the other as well."""
    if len(both) < _OFTEN * filled:
        return False
    # A time has words of its own beside it (`Utbildning maj 2030`); who is somebody there.
    names = (" ".join(p.text for p in h.who) for h in both)
    return column == "vem" or all(is_actor(name, registers) for name in names)


def _halves(found: FoundValue) -> _Halves:
    who: list[Piece] = []
    when: list[Piece] = []
    for piece in found.pieces:
        name, time = _cut(piece)
        who += [name] if name is not None else []
        when += [time] if time is not None else []
    return _Halves(tuple(who), tuple(when))


def _cut(piece: Piece) -> tuple[Piece | None, Piece | None]:
    """A line of a cell as who and when; a line that is all of one of them has no other."""
    text = piece.paragraph.text
    if is_time(text.strip(_BEHIND)):
        return None, piece
    starts = [m.start() for m in re.finditer(r"\S+", text)]
    for start in starts[1:]:
        name, time = text[:start].rstrip(_BETWEEN), text[start:].rstrip(_BEHIND)
        if _is_cut(name, time):
            return _part(piece, 0, len(name)), _part(piece, start, start + len(time))
        time, name = text[:start].strip(_BETWEEN), text[start:].strip(f"{_BETWEEN}{_BEHIND}")
        if _is_cut(name, time) and not any(is_time(text[:s].strip(_BETWEEN)) for s in starts if s > start):
            at = text.index(name, start)
            return _part(piece, at, at + len(name)), _part(piece, 0, len(time))
    return piece, None


def _is_cut(name: str, time: str) -> bool:
    """Whether two halves of a line are somebody and a time; a month's name alone (`Maj`) may be one of two persons."""
    if not any(c.isalpha() for c in name) or _OPEN.search(name) or _GOES_ON.match(time) or not name[0].isalpha():
        return False
    named = time[:1].isupper() and len(time.split()) == 1 and not any(c.isdigit() for c in time)
    return not named and is_time(time) and not is_time(name)


def _part(piece: Piece, start: int, stop: int) -> Piece:
    return replace(piece, paragraph=part(piece.paragraph, start, stop))


def _with(seed: Seed, column: FieldName, found: FoundValue | None, halves: _Halves | None) -> Seed:
    if found is None or halves is None:
        return seed
    fields = {n: f for n, f in seed.fields.items() if n not in _BOTH or (n != column and any(x.text for x in f))}
    if halves.who:
        fields["vem"] = (replace(found, pieces=halves.who),)
    if halves.when:
        fields["när"] = (replace(found, pieces=halves.when),)
    return replace(seed, fields={n: fields[n] for n in FIELDS if n in fields})
