"""Database files beside the other outputs: OUT/ingest.sqlite and OUT/ingest.duckdb."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from ingest.plan import Plan
from ingest.write import Style
from ingest.write.atomic import replacing
from ingest.write.sql import connect, load
from ingest.write.sql_schema import Naming

__all__ = ["write_duckdb", "write_sqlite"]


def write_sqlite(out: Path, plans: Iterable[Plan], style: Style) -> list[Path]:
    """The format `sqlite`."""
    return _write(out / "ingest.sqlite", "sqlite", plans, style)


def write_duckdb(out: Path, plans: Iterable[Plan], style: Style) -> list[Path]:
    """The format `duckdb` (extra `ingest[duckdb]`)."""
    return _write(out / "ingest.duckdb", "duckdb", plans, style)


def _write(path: Path, scheme: str, plans: Iterable[Plan], style: Style) -> list[Path]:
    with replacing(path) as temporary, TemporaryDirectory(prefix="ingest-") as elsewhere:
        temporary.unlink(missing_ok=True)
        # DuckDB puts the name of its log before a question mark, wherever in the path it stands.
        is_misread = scheme == "duckdb" and "?" in str(temporary.absolute())
        made = Path(elsewhere, temporary.name) if is_misread else temporary.absolute()
        # As an address of parts: a path may hold what an address would take for its query.
        engine = connect(sa.URL.create(scheme, database=str(made)))
        try:
            load(engine, plans, naming=Naming(ascii_names=style.ascii_names))
        finally:
            engine.dispose()
        if is_misread:
            shutil.move(made, temporary)
    return [path]
