"""`ingest retry`: convert once more what was skipped."""

from __future__ import annotations

import click

from ingest.cli.options import engine_options, jobs_option, limit_options, limits

__all__ = ["command"]


@click.command("retry")
@click.argument("out")
@jobs_option()
@limit_options()
@engine_options
def command(
    out: str,
    jobs: int,
    timeout: float | None,
    memory: int | None,
    max_pages: int | None,
    engine: str,
    address: str | None,
) -> int:
    """Convert again what has no result in OUT: what was skipped, perhaps with higher limits, and what was changed."""
    from ingest.batch.commands import retry as retry_all

    return retry_all(
        out,
        limits(timeout=timeout, memory=memory, max_pages=max_pages),
        workers=jobs,
        engine=engine,
        address=address,
    )
