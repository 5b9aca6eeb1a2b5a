"""Plans to files, data packages and databases: one file an output, found by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from ingest.messages import Language
from ingest.plan import Plan
from ingest.registry import Registry
from ingest.write.package import Dialect
from ingest.write.tables import TABLES

__all__ = ["FILES", "FORMATS", "Linked", "Style", "Writer", "files_of"]


@dataclass(frozen=True, slots=True)
class Style:
    """How outputs look: column names in ASCII, the dialect of CSV files, the language of the workbook."""

    ascii_names: bool = False
    dialect: Dialect = "rfc4180"
    headings: Language = "sv"


@runtime_checkable
class Linked(Protocol):
    """Plans that know where their documents' files are."""

    def link(self, source: str) -> str | None:
        """The file of a document as the written files can lead to it; None where nobody may or can."""
        ...


class Writer(Protocol):
    """What each format offers: write all plans below `out`, give the files written.

    `plans` can be iterated several times and gives the plans in order of their sources.
    """

    def __call__(self, out: Path, plans: Iterable[Plan], style: Style) -> list[Path]: ...


FORMATS = Registry(
    "format",
    {
        "csv": "ingest.write.package:write",
        "duckdb": "ingest.write.sql_files:write_duckdb",
        "json": "ingest.write.plan_json:write",
        "jsonl": "ingest.write.plan_json:write_lines",
        "parquet": "ingest.write.parquet:write",
        "sqlite": "ingest.write.sql_files:write_sqlite",
        "xlsx": "ingest.write.xlsx:write",
    },
    group="ingest.formats",
)

FILES: dict[str, tuple[str, ...]] = {
    "csv": ("datapackage.json", *(f"tables/{t.name}.csv" for t in TABLES)),
    "duckdb": ("ingest.duckdb",),
    "json": ("plans",),
    "jsonl": ("plans.jsonl",),
    "parquet": tuple(f"parquet/{t.name}.parquet" for t in TABLES),
    "sqlite": ("ingest.sqlite",),
    "xlsx": ("ingest.xlsx",),
}
"""What each format writes, as paths in the output folder; `json` a folder with a file a document."""


def files_of(name: str) -> tuple[str, ...]:
    """What a format writes, as paths in the output folder; a writer of another package says it in `files`."""
    return FILES[name] if name in FILES else tuple(getattr(FORMATS[name], "files", ()))
