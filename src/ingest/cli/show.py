"""`ingest show`: the rows of an output folder in the terminal."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.command("show")
@click.argument("out")
@click.option("--limit", type=click.IntRange(1), default=None, help="Rows to show of each document; all by default.")
@click.option("--document", metavar="TEXT", help="Only documents whose name or title holds this.")
@click.option("--doubtful", is_flag=True, help="Only rows with something to look at.")
@click.option("--json", "as_json", is_flag=True, help="Print the plans as JSON, one a line.")
def command(out: str, limit: int | None, document: str | None, doubtful: bool, as_json: bool) -> int:
    """Show what OUT holds: each document with its rows."""
    from ingest.batch.show import ShowOrder, show

    return show(out, ShowOrder(limit, document, doubtful, as_json))
