"""Damages of drawn documents: text layers that say other than the page shows, prints that were scanned, broken text.

A damage makes another file of a drawn one; the answer stays what the undamaged document said.
"""

from __future__ import annotations

import fnmatch
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.errors import UsageError

__all__ = ["DamageMethod", "choose_damages", "damages"]


@dataclass(frozen=True, slots=True)
class DamageMethod:
    """A way to damage files of one kind.

    Attributes:
        name: its name, such as `scan-office`.
        suffix: the suffix of the files that it damages.
        apply: writes the damaged file of a file beside a stem and returns it; None where the file has nothing that this
            damage hurts, or too many pages.
    """

    name: str
    suffix: str
    apply: Callable[[Path, Path, random.Random], Path | None]


@cache
def damages() -> Mapping[str, DamageMethod]:
    """Return all damages by name."""
    from ingest.train.factory.damage import layers, scans, texts

    return {d.name: d for d in sorted((*layers.DAMAGES, *scans.DAMAGES, *texts.DAMAGES), key=lambda d: d.name)}


def choose_damages(patterns: Sequence[str]) -> tuple[DamageMethod, ...]:
    """Return the damages whose names match one of the patterns (`*` is any text); none where there are none.

    Raises:
        UsageError: a pattern matches no damage.
    """
    known = damages()
    for pattern in patterns:
        if not fnmatch.filter(known, pattern):
            raise UsageError(f"no damage {pattern}.", remedy=f"Known: {', '.join(known)}.")
    return tuple(d for name, d in known.items() if any(fnmatch.fnmatch(name, p) for p in patterns))
