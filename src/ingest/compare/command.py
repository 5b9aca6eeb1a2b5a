"""`ingest compare` as the command line asks for it."""

from __future__ import annotations

import json
from pathlib import Path

from rich.console import Console

from ingest.batch.archive import opened
from ingest.compare.changes import compare
from ingest.compare.page import page as html_page
from ingest.compare.terminal import tables
from ingest.errors import ExitCode
from ingest.write.atomic import write_bytes

__all__ = ["compare_paths"]


def compare_paths(
    old: Path,
    new: Path,
    *,
    form: str = "table",
    page: Path | None = None,
    language: str = "sv",
    step: float = 0.05,
    limit: int = 20,
    fail_on_change: bool = False,
) -> ExitCode:
    """Compare, write the page, show on standard output.

    Raises:
        UsageError: one of the two holds no conversion.
        UnreadableFile: one of the files is no plan.
        OutputError: the page cannot be written.
    """
    with opened(old) as before, opened(new) as after:
        found = compare(before, after, step=step)
    # Before anything is printed: whoever reads that may close the pipe.
    if page is not None:
        write_bytes(page, html_page(found, old.name, new.name, language).encode())
    if form == "json":
        text = json.dumps(found.to_dict(), ensure_ascii=False, indent=1)
        # Names in old encodings and foreign JSON may hold halves of characters.
        print(text.encode("utf-8", "replace").decode())  # noqa: T201 - the result itself
    else:
        console = Console(soft_wrap=False)
        for table in tables(found, limit=limit):
            console.print(table)
    return ExitCode.CHANGED if fail_on_change and found.documents else ExitCode.OK
