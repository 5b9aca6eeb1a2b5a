"""A conversion between standard input and standard output: the same isolation and limits, no output folder."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

from ingest.batch.checks import check_formats
from ingest.batch.commands import convert
from ingest.batch.inputs.finder import safe_name
from ingest.errors import ExitCode, FileTooLarge, UsageError
from ingest.options import Options

__all__ = ["STANDARD", "convert_to_stdout"]

STANDARD = "-"
"""What stands for standard input among the paths, and for standard output as the folder."""
_FILES = {
    "csv": "tables/rows.csv",
    "duckdb": "ingest.duckdb",
    "jsonl": "plans.jsonl",
    "parquet": "parquet/rows.parquet",
    "sqlite": "ingest.sqlite",
    "xlsx": "ingest.xlsx",
}
"""The file of each format that is written; of a format of several tables the rows."""
_TEXTS = ("csv", "json", "jsonl")
_CHUNK_BYTES = 2**20
_NOTHING = (ExitCode.NO_INPUT, ExitCode.ALL_FAILED, ExitCode.MISSING_TOOL)


def convert_to_stdout(
    paths: Sequence[str], options: Options, *, formats: Sequence[str], name: str, **more: Any
) -> ExitCode:
    """Convert, and write one file to standard output; errors alone are said, on standard error.

    Args:
        paths: as for `convert`; `-` is a document on standard input.
        options: how to convert.
        formats: the format that was asked for; without one `json` for one document and `jsonl` for several.
        name: what the result calls the document on standard input.
        more: what else `convert` takes.

    Raises:
        UsageError: more than one format, or one that a terminal cannot show.
        FileTooLarge: standard input holds more than the limit.
        OutputError, MissingTool.
    """
    chosen = _chosen(formats)
    with tempfile.TemporaryDirectory(prefix="ingest-") as scratch:
        folder, out = Path(scratch, "in"), Path(scratch, "out")
        folder.mkdir()
        if STANDARD in paths:
            _take(sys.stdin.buffer, folder / (Path(safe_name(name)).name or "stdin"), options.limits.file_bytes)
        asked = list(dict.fromkeys(str(folder) if path == STANDARD else path for path in paths))
        code = convert(
            asked, str(out), options, formats=("json", "jsonl") if chosen is None else (chosen,),
            loudness=-1, **more,
        )  # fmt: skip
        if code not in _NOTHING:
            with _written(out, chosen).open("rb") as handle:
                shutil.copyfileobj(handle, sys.stdout.buffer)
            sys.stdout.buffer.flush()
    return code


def _chosen(formats: Sequence[str]) -> str | None:
    """The format asked for, None where it goes by the number of documents."""
    if not formats:
        return None
    check_formats(formats)
    if len(formats) > 1:
        raise UsageError("standard output takes one format.", remedy="Give --format once.")
    if formats[0] not in (*_FILES, "json"):
        raise UsageError(f"the format {formats[0]} is not one file.", remedy="Give an output folder.")
    if formats[0] not in _TEXTS and sys.stdout.isatty():
        raise UsageError(f"a terminal cannot show the format {formats[0]}.", remedy="Send it to a file: … -o - > FILE.")
    return formats[0]


def _take(stream: BinaryIO, path: Path, most: int) -> None:
    """Write standard input to a file, at most so many bytes."""
    size = 0
    with path.open("wb") as handle:
        while chunk := stream.read(_CHUNK_BYTES):
            size += len(chunk)
            if size > most:
                raise FileTooLarge(f"is larger than the limit (file_bytes) of {most}.", source=path.name)
            handle.write(chunk)


def _written(out: Path, chosen: str | None) -> Path:
    """The file that goes to standard output.

    Raises:
        UsageError: JSON was asked for, which is one document, and there are several.
    """
    if chosen is not None and chosen != "json":
        return out / _FILES[chosen]
    plans = sorted(p for p in (out / "plans").rglob("*.json") if p.is_file())
    if len(plans) == 1:
        return plans[0]
    if chosen == "json":
        raise UsageError("JSON is one document, and these are several.", remedy="Choose --format jsonl.")
    return out / _FILES["jsonl"]
