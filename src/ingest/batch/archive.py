"""What a conversion left behind, read again: an output folder with its ledger or without, or one plan's JSON."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.batch.ledger import Ledger
from ingest.errors import UnreadableFile, UsageError
from ingest.plan import Plan
from ingest.write.package import read_package
from ingest.write.plan_json import read_lines, read_plan
from ingest.write.records import Record, Stored, digest, records
from ingest.write.tables import TABLES

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Archive", "frames", "opened"]


@dataclass(frozen=True, slots=True)
class Archive:
    """The plans of a conversion by source, and the codes of what was skipped."""

    plans: Mapping[str, Stored]
    failures: Mapping[str, str] = field(default_factory=dict)
    is_single: bool = False
    """One plan's JSON, not a folder."""


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """What was converted to a folder, or the plan of one JSON file; plans can be fetched inside the block.

    A folder's ledger says what is in it; without one (a copy, say) its plans/*.json or plans.jsonl do.

    Raises:
        UsageError: nothing of the kind there.
        UnreadableFile: a file is no plan of this version.
    """
    if path.is_file():
        plan = _read(path)
        yield Archive({plan.document.source: _at_hand(plan)}, is_single=True)
    elif (path / ".ingest" / "ledger.sqlite").is_file():
        with Ledger(path, create=False) as ledger:
            failures = {e.name: e.failure.code for e in ledger.entries() if e.failure is not None}
            yield Archive({s.source: s for s in ledger.stored()}, failures)
    elif (path / "plans").is_dir() or (path / "plans.jsonl").is_file():
        yield Archive({s.source: s for s in _without_ledger(path)})
    else:
        raise UsageError(
            f"{path} holds no conversion.", remedy="Give the folder that `ingest convert -o` wrote, or a plan's JSON."
        )


def _without_ledger(folder: Path) -> Iterator[Stored]:
    if (folder / "plans").is_dir():
        for path in sorted((folder / "plans").rglob("*.json")):
            plan = _read(path)
            # The plan is read again where it is wanted: an archive need not fit in memory.
            yield Stored(plan.document.source, digest(records(plan)), partial(_read, path))
    else:
        yield from (_at_hand(plan) for plan in _parsed(folder / "plans.jsonl", read_lines))


def _at_hand(plan: Plan) -> Stored:
    return Stored(plan.document.source, digest(records(plan)), lambda: plan)


def _read(path: Path) -> Plan:
    (plan,) = _parsed(path, lambda p: iter([read_plan(p)]))
    return plan


def _parsed(path: Path, read: Callable[[Path], Iterator[Plan]]) -> Iterator[Plan]:
    try:
        yield from read(path)
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            "is no plan: a plan is JSON.",
            source=str(path),
            remedy="Give what `ingest convert` wrote below OUT/plans; convert documents first.",
        ) from error
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableFile(
            f"is no plan ({type(error).__name__}: {error}).",
            source=str(path),
            remedy="Give what `ingest convert` of this version wrote.",
        ) from error


def frames(out: str | Path) -> Mapping[str, pd.DataFrame]:
    """The nine tables of an output folder that `ingest convert` wrote, by name, whatever formats it was asked for.

    Read from the ledger; without one (a copy of some of the files) from plans/*.json, plans.jsonl or tables/*.csv.

    Raises:
        UsageError: the folder holds no conversion.
        UnreadableFile: a file is not what its name says.
    """
    from ingest.write.frames import frame

    folder = Path(out)
    lines: dict[str, list[Record]]
    if (folder / "datapackage.json").is_file() and not any(
        (folder / name).exists() for name in (".ingest/ledger.sqlite", "plans", "plans.jsonl")
    ):
        try:
            lines = read_package(folder)
        except (OSError, ValueError, LookupError, TypeError, StopIteration, csv.Error) as error:
            raise UnreadableFile(
                f"is no data package of ingest ({type(error).__name__}: {error}).", source=str(folder)
            ) from error
    else:
        lines = {t.name: [] for t in TABLES}
        with opened(folder) as archive:
            for found in (records(stored.fetch()) for stored in archive.plans.values()):
                for name, part in found.items():
                    lines[name] += part
    return {t.name: frame(t, lines[t.name]) for t in TABLES}
