"""Wrong structures made on purpose: drafts whose rows were torn, shifted or run together, for the confidence to see.

What the extractor gets wrong on drawn documents is what it gets wrong today; a stranger's page makes it fail in other
ways. So each converted document is looked at a second time with one fault of structure put into its draft. Texts and
places move together, so that every clue measures the fault as it would measure a real one. Whether a field is right is
told by the gold answers, as of every other draft.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from ingest import normalise
from ingest.document import Method
from ingest.draft import Draft, DraftRow, Value
from ingest.options import Options
from ingest.plan import FIELDS, FieldName, Place

__all__ = ["damaged"]

Rows = list[DraftRow]
_LABELS: Mapping[FieldName, tuple[str, ...]] = {
    "vem": ("Ansvarig:", "Ansvar:", "Ansvarig", "Vem:"),
    "när": ("Tid:", "Klart:", "När:", "Tidplan"),
    "mål": ("Mål:", "Mål"),
    "orsak": ("Orsak:", "Problem:"),
    "åtgärd": ("Åtgärd:", "Insats:"),
}
_SHIFTED: tuple[tuple[FieldName, ...], ...] = (
    ("vem", "när"), ("vem",), ("när",), ("orsak",), ("mål",), ("orsak", "mål"), ("åtgärd",),
)  # fmt: skip
_ALIKE: tuple[tuple[FieldName, FieldName], ...] = (
    ("vem", "när"), ("orsak", "mål"), ("åtgärd", "mål"), ("åtgärd", "orsak"), ("vem", "mål"),
)  # fmt: skip
_FOLLOWING: tuple[tuple[FieldName, FieldName], ...] = (
    ("åtgärd", "vem"), ("åtgärd", "när"), ("vem", "när"), ("mål", "åtgärd"), ("orsak", "mål"),
)  # fmt: skip
_PART = 0.6
"""Share of a document's rows that a fault befalls, where it befalls single rows."""


def damaged(draft: Draft, rng: random.Random) -> Draft | None:
    """Return the draft with a fault of structure in its rows; None where it has too few rows, or none was possible."""
    if len(draft.rows) < 2:
        return None
    faults = list(_FAULTS)
    rng.shuffle(faults)
    for fault in faults:
        rows = fault(list(draft.rows), rng)
        if rows is not None and rows != list(draft.rows):
            numbered = tuple(replace(row, id=f"r{n}") for n, row in enumerate(rows, 1))
            return normalise.resolve(replace(draft, rows=numbered), Options())
    return None


def _shifted(rows: Rows, rng: random.Random) -> Rows | None:
    """Some fields come from the row before or after, from one row on."""
    names = rng.choice(_SHIFTED)
    if not any(n in row.fields for row in rows for n in names):
        return None
    step, start = rng.choice((-1, 1)), rng.randrange(max(1, len(rows) - 2))
    out = rows[:start]
    for index in range(start, len(rows)):
        source = rows[index + step].fields if 0 <= index + step < len(rows) else {}
        fields = {n: v for n, v in rows[index].fields.items() if n not in names}
        fields |= {n: source[n] for n in names if n in source}
        if fields:
            out.append(replace(rows[index], fields=_in_order(fields)))
    return out


def _merged(rows: Rows, rng: random.Random) -> Rows | None:
    """Rows that follow each other became one."""
    out: Rows = []
    index = 0
    while index < len(rows):
        row = rows[index]
        if index + 1 < len(rows) and rng.random() < _PART:
            other = rows[index + 1].fields
            joined = {n: _join(row.fields[n], other[n], rng) if n in other else v for n, v in row.fields.items()}
            out.append(replace(row, fields=_in_order({**other, **joined})))
            index += 2
        else:
            out.append(row)
            index += 1
    return out


def _torn(rows: Rows, rng: random.Random) -> Rows | None:
    """Rows became two: some of their fields, and the others."""
    out: Rows = []
    for row in rows:
        names = list(row.fields)
        if len(names) < 2 or rng.random() > _PART:
            out.append(row)
            continue
        at = rng.randrange(1, len(names))
        for part in (names[:at], names[at:]):
            out.append(replace(row, fields={n: row.fields[n] for n in part}))
    return out


def _cut(rows: Rows, rng: random.Random) -> Rows | None:
    """The last lines of a field are lost, or stand in the next row's."""
    name = rng.choice(FIELDS)
    moved = rng.random() < 0.5
    out: Rows = []
    rest: Value | None = None
    for row in rows:
        value = row.fields.get(name)
        fields = dict(row.fields)
        if rest is not None:
            fields[name] = _join(rest, value, rng, space=True) if value is not None else rest
            rest = None
        elif value is not None and rng.random() < _PART and (parts := _halves(value, rng)) is not None:
            fields[name] = parts[0]
            rest = parts[1] if moved else None
        out.append(replace(row, fields=_in_order(fields)))
    return out


def _read_across(rows: Rows, rng: random.Random) -> Rows | None:
    """Two fields that stand beside each other were read as one, line by line."""
    one, other = rng.sample(FIELDS, 2)
    if not any(one in row.fields and other in row.fields for row in rows):
        return None
    out: Rows = []
    for row in rows:
        fields = dict(row.fields)
        if one in fields and other in fields:
            fields[one] = _interleaved(fields[one], fields.pop(other))
        out.append(replace(row, fields=_in_order(fields)))
    return out


def _abreast(rows: Rows, rng: random.Random) -> Rows | None:
    """Two rows that stand beside each other were read as one, line by line."""
    out: Rows = []
    for one, other in itertools.zip_longest(rows[::2], rows[1::2]):
        if other is None or rng.random() > _PART:
            out += [row for row in (one, other) if row is not None]
            continue
        fields = {
            n: _interleaved(v, other.fields[n]) if n in other.fields else v for n, v in one.fields.items()
        }  # fmt: skip
        out.append(replace(one, fields=_in_order({**other.fields, **fields})))
    return out


def _mislabelled(rows: Rows, rng: random.Random) -> Rows | None:
    """Two fields were taken for each other."""
    one, other = rng.choice(_ALIKE)
    swap: dict[FieldName, FieldName] = {one: other, other: one}
    if not any(n in row.fields for row in rows for n in swap):
        return None
    return [replace(r, fields=_in_order({swap.get(n, n): v for n, v in r.fields.items()})) for r in rows]


def _doubled(rows: Rows, rng: random.Random) -> Rows | None:
    """Words or whole texts are said twice."""
    whole = rng.random() < 0.5
    out: Rows = []
    for row in rows:
        fields = dict(row.fields)
        for name, value in row.fields.items():
            if rng.random() < _PART:
                words = value.text.split()
                text = f"{value.text} {value.text}" if whole else " ".join(f"{w} {w}" for w in words)
                fields[name] = replace(value, text=text)
        out.append(replace(row, fields=fields))
    return out


def _swallowed(rows: Rows, rng: random.Random) -> Rows | None:
    """A field holds the next field's label and text."""
    one, other = rng.choice(_FOLLOWING)
    if not any(one in row.fields and other in row.fields for row in rows):
        return None
    label = rng.choice((*_LABELS[other], ""))
    out: Rows = []
    for row in rows:
        fields = dict(row.fields)
        if one in fields and other in fields and rng.random() < 1.5 * _PART:
            first, second = fields[one], fields.pop(other)
            text = " ".join(t for t in (first.text, label, second.text) if t)
            fields[one] = replace(first, text=text, places=(*first.places, *second.places))
        out.append(replace(row, fields=_in_order(fields)))
    return out


def _faded(rows: Rows, rng: random.Random) -> Rows | None:
    """Print of one field had faded over some rows, and what the reader found of its words are pieces; only of pages
    read by OCR."""
    names = [n for n in FIELDS if any(n in r.fields and r.fields[n].evidence.method is Method.OCR for r in rows)]
    if not names:
        return None
    name = rng.choice(names)
    begin = rng.randrange(len(rows))
    end = begin + rng.randint(1, len(rows) - begin)
    out: Rows = []
    for number, row in enumerate(rows):
        value = row.fields.get(name)
        fields = dict(row.fields)
        if value is not None and begin <= number < end:
            left = " ".join(piece for word in value.text.split() if (piece := _piece(word, rng)))
            if left:
                fields[name] = replace(value, text=left, raw=left, places=value.places[:1])
            else:
                del fields[name]
        out.append(replace(row, fields=fields))
    return [row for row in out if row.fields]


def _piece(word: str, rng: random.Random) -> str:
    """Return what is left of a faded word: all of it, its beginning, its end, or nothing."""
    if rng.random() > _PART or len(word) < 2:
        return word
    at = rng.randrange(1, len(word))
    return rng.choice((word[:at], word[at:], ""))


_FAULTS: tuple[Callable[[Rows, random.Random], Rows | None], ...] = (
    _shifted,
    _merged,
    _torn,
    _cut,
    _read_across,
    _abreast,
    _mislabelled,
    _doubled,
    _swallowed,
    # Thrice: it befalls pages read by OCR alone, a third of what is drawn.
    _faded,
    _faded,
    _faded,
)


def _in_order(fields: Mapping[FieldName, Value]) -> dict[FieldName, Value]:
    return {n: fields[n] for n in FIELDS if n in fields}


def _join(a: Value, b: Value, rng: random.Random, *, space: bool = False) -> Value:
    between = " " if space or rng.random() < 0.5 else "\n"
    return replace(
        a, text=a.text + between + b.text, raw=f"{a.raw}\n{b.raw}", places=tuple(dict.fromkeys((*a.places, *b.places)))
    )


def _lines(value: Value) -> list[tuple[str, Place]] | None:
    """Return the lines of a value as printed with their places; None where they cannot be told apart."""
    lines = value.raw.split("\n")
    if len(lines) != len(value.places) or not all(line.strip() for line in lines):
        return None
    return list(zip(lines, value.places, strict=True))


def _halves(value: Value, rng: random.Random) -> tuple[Value, Value] | None:
    """Return a value cut between two of its lines; None for one that stands on one line."""
    lines = _lines(value)
    if lines is None or len(lines) < 2:
        return None
    at = rng.randrange(1, len(lines))
    return _of_lines(value, lines[:at]), _of_lines(value, lines[at:])


def _of_lines(value: Value, lines: Sequence[tuple[str, Place]]) -> Value:
    text = " ".join(" ".join(line.split()) for line, _ in lines)
    return replace(value, text=text, raw="\n".join(line for line, _ in lines), places=tuple(p for _, p in lines))


def _interleaved(a: Value, b: Value) -> Value:
    """Return two values read line by line across both."""
    of_a, of_b = _lines(a), _lines(b)
    if of_a is None or of_b is None:
        return replace(a, text=f"{a.text} {b.text}", places=tuple(dict.fromkeys((*a.places, *b.places))))
    mixed = [line for pair in itertools.zip_longest(of_a, of_b) for line in pair if line is not None]
    return _of_lines(a, mixed)
