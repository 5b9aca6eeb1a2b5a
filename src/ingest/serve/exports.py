"""Plans of finished jobs in one file of another format: a workbook, or a ZIP where a format is of several files."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from ingest.plan import Plan
from ingest.write import FORMATS, Style
from ingest.write.plan_json import read_plan

__all__ = ["Export", "ExportFormat", "export"]

ExportFormat = Literal["xlsx", "csv", "json", "jsonl", "sqlite"]
MEDIA_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".sqlite": "application/vnd.sqlite3",
    ".zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class Export:
    """One file to be given away: its name, its media type, its bytes."""

    name: str
    media_type: str
    data: bytes


def export(name: ExportFormat, plans: Sequence[Path], style: Style, scratch: Path) -> Export:
    """Write plans in a format.

    Args:
        name: the format.
        plans: files of plans as a job leaves them.
        style: columns, dialect, headings.
        scratch: folder for what is written on the way; nothing is left in it.

    Raises:
        OSError: a plan has been forgotten meanwhile, or there is no room.
        OutputError: the format cannot hold so much.
    """
    found = sorted(_distinct(read_plan(path) for path in plans), key=lambda plan: plan.document.source)
    with tempfile.TemporaryDirectory(prefix="export-", dir=scratch) as folder:
        out = Path(folder)
        written = FORMATS[name](out, found, style)
        if len(written) == 1:
            path = written[0]
            return Export(path.name, MEDIA_TYPES[path.suffix], path.read_bytes())
        packed = out / f"ingest-{name}.zip"
        _pack(packed, out, written)
        return Export(packed.name, MEDIA_TYPES[".zip"], packed.read_bytes())


def _distinct(plans: Iterable[Plan]) -> list[Plan]:
    """The plans with names that differ: people drop `plan.pdf` of two folders."""
    taken: set[str] = set()
    found = []
    for plan in plans:
        source = plan.document.source
        path, number = PurePosixPath(source), 2
        while source in taken:
            source = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
            number += 1
        taken.add(source)
        found.append(replace(plan, document=replace(plan.document, source=source)))
    return found


def _pack(packed: Path, out: Path, files: Iterable[Path]) -> None:
    """Put files into a ZIP without the clock: the same plans give the same bytes."""
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files:
            part = zipfile.ZipInfo(path.relative_to(out).as_posix())
            part.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(part, path.read_bytes())
