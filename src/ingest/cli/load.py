"""`ingest load`: plans into a database."""

from __future__ import annotations

from typing import Literal

import click

__all__ = ["command"]


@click.command("load")
@click.argument("out")
@click.argument("url")
@click.option("--schema", help="Database schema; made when missing (PostgreSQL, DuckDB).")
@click.option("--prefix", default="", help="Put before every table's name.")
@click.option("--archive", help="Name under which OUT stands beside other folders in the same tables.")
@click.option("--columns", type=click.Choice(["contract", "ascii"]), default="contract", show_default=True)
@click.option("--vanished", type=click.Choice(["mark", "delete"]), default="mark", show_default=True,
              help="What happens to documents that are no longer in OUT.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would be done; write nothing.")
def command(
    out: str,
    url: str,
    schema: str | None,
    prefix: str,
    archive: str | None,
    columns: str,
    vanished: Literal["mark", "delete"],
    dry_run: bool,
) -> int:
    """Load the plans of OUT into the database at URL (postgresql, mariadb, mysql, sqlite, duckdb)."""
    from ingest.batch.commands import load
    from ingest.write.sql_schema import Naming

    naming = Naming(schema, prefix, columns == "ascii")
    return load(out, url, naming, archive=archive, vanished=vanished, dry_run=dry_run)
