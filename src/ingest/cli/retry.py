"""`ingest retry`: convert once more what was skipped."""

from __future__ import annotations

from typing import Any

import click

from ingest.cli.options import NEW_FILE, engine_options, jobs_option, limit_options, limits, log_options

__all__ = ["command"]


@click.command("retry")
@click.argument("out")
@jobs_option()
@limit_options()
@engine_options
@log_options
@click.option("--metrics", type=NEW_FILE, help="Keep a Prometheus text file here.")
def command(
    out: str,
    jobs: int,
    timeout: float | None,
    memory: int | None,
    max_pages: int | None,
    **choices: Any,
) -> int:
    """Convert again what has no result in OUT: what was skipped, perhaps with higher limits, and what was changed."""
    from ingest.batch.commands import retry as retry_all

    return retry_all(out, limits(timeout=timeout, memory=memory, max_pages=max_pages), workers=jobs, **choices)
