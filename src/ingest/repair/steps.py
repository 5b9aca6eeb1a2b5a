"""The steps of repair in their order, over one body, until nothing changes any more.

Steps of other packages, found by the entry point `ingest.repairs`, come last, by their names.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from ingest.registry import Registry
from ingest.repair.rules.diacritics import mend_letters
from ingest.repair.rules.glyph_maps import mend_glyphs
from ingest.repair.rules.hyphens_and_spaces import mend_inner_hyphens, mend_line_ends, mend_spaces, mend_spans
from ingest.repair.rules.lost_letters import mend_lost
from ingest.repair.rules.mojibake import mend_entities, mend_misread, mend_utf8
from ingest.repair.rules.ocr_signs import mend_capitals, mend_scanned
from ingest.repair.rules.recurring_labels import mend_recurring_labels
from ingest.repair.rules.unicode import mend_accents, mend_characters
from ingest.repair.working_text import Body

__all__ = ["REPAIRS", "mend_body"]

REPAIRS = Registry("repair", {}, group="ingest.repairs")
"""Steps of other packages: functions that change a `Body` through `Body.change` and `Body.join` alone."""


@cache
def _others() -> tuple[Callable[[Body], None], ...]:
    return tuple(REPAIRS[name] for name in sorted(REPAIRS))


_STEPS: tuple[Callable[[Body], object], ...] = (
    mend_entities,
    mend_utf8,
    mend_characters,
    mend_accents,
    mend_misread,
    mend_glyphs,
    mend_lost,
    mend_line_ends,
    mend_capitals,
    mend_letters,
    mend_inner_hyphens,
    mend_spaces,
    mend_spans,
    mend_recurring_labels,
    mend_scanned,
)


def mend_body(body: Body, seen: dict[Callable[[Body], object], int] | None = None) -> None:
    """All steps, once.

    Args:
        body: what is repaired.
        seen: kept from round to round: how many changes there were when a step last looked and changed nothing. It
            does not look again where nothing has changed since.
    """
    seen = {} if seen is None else seen
    for step in _STEPS:
        before = body.changed
        if seen.get(step) != before:
            step(body)
            if body.changed == before:
                seen[step] = before
    for other in _others():
        other(body)
