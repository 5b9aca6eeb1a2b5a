"""`ingest show`: the rows of an output folder in the terminal."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.command("show")
@click.argument("out")
@click.option("--limit", type=click.IntRange(1), default=None, help="Rows to show of each document; all by default.")
def command(out: str, limit: int | None) -> int:
    """Show what OUT holds: each document with its rows."""
    from ingest.batch.commands import show

    return show(out, limit=limit)
