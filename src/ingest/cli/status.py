"""`ingest status`: what an output folder holds and what was skipped."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.command("status")
@click.argument("out")
@click.option("--failures/--no-failures", default=True, help="List what was skipped.", show_default=True)
@click.option("--same", is_flag=True, help="List documents that say the same, such as a plan as Word, PDF and scan.")
def command(out: str, failures: bool, same: bool) -> int:
    """Show the sums of OUT and each document that was skipped, with its reason."""
    from ingest.batch.commands import status

    return status(out, failures=failures, same=same)
