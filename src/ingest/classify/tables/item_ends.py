"""Who stands behind each item of a calendar: `Måla bänkarna (Parkenheten)` under `Kvartal 2`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ingest.classify.tables.column_meanings import PartMeaning
from ingest.classify.tables.rows import FoundValue, Seed
from ingest.classify.text.tails import Ending, endings_of
from ingest.normalise import Registers
from ingest.plan import FIELDS, FieldName

__all__ = ["with_ends_apart"]

ENDS = 0.8
"""How sure a name is that ends an item, beside one of a column of its own."""


def with_ends_apart(seeds: Sequence[Seed], meaning: PartMeaning, registers: Registers) -> list[Seed]:
    """Return the rows of a calendar, who and when at the end of an item apart from it; others as they are.

    Args:
        seeds: the rows of a part of a table.
        meaning: what its columns mean.
        registers: of known actors.
    """
    if not meaning.matrix.calendar:
        return list(seeds)
    acts = [seed.fields.get("åtgärd", ()) for seed in seeds]
    items = [
        list(found[0].pieces) if len(found) == 1 and "vem" not in seed.fields else []
        for seed, found in zip(seeds, acts, strict=True)
    ]
    ends = endings_of(items, registers)
    return [
        seed if end is None or end.who is None else _parted(seed, end) for seed, end in zip(seeds, ends, strict=True)
    ]


def _parted(seed: Seed, end: Ending) -> Seed:
    """The row with the parts of its action's end; a time there says more than its column's heading."""
    (act,) = seed.fields["åtgärd"]
    fields: dict[FieldName, tuple[FoundValue, ...]] = dict(seed.fields)
    fields["åtgärd"] = (replace(act, pieces=(*act.pieces[:-1], end.action)),)
    fields |= end.fields(ENDS)
    return replace(seed, fields={name: fields[name] for name in FIELDS if name in fields})
