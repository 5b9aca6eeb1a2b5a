"""`ingest retry`: convert once more what was set aside."""

from __future__ import annotations

import os

import click

from ingest.cli.convert import limit_options, limits

__all__ = ["command"]


@click.command("retry")
@click.argument("out")
@click.option("-j", "--jobs", type=click.IntRange(1), default=None, help="Worker processes; all cores by default.")
@limit_options
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True,
              help="Where documents are converted: processes here, or a Ray cluster.")  # fmt: skip
@click.option("--address", metavar="HOST:PORT", help="Head of the Ray cluster; without it Ray is started here.")
def command(
    out: str,
    jobs: int | None,
    timeout: float | None,
    memory: int | None,
    max_pages: int | None,
    engine: str,
    address: str | None,
) -> int:
    """Convert again what has no result in OUT: what was set aside, perhaps with higher limits, and what was changed."""
    from ingest.batch.front import retry as retry_all

    return retry_all(
        out,
        limits(timeout=timeout, memory=memory, max_pages=max_pages),
        workers=jobs or os.cpu_count() or 1,
        engine=engine,
        address=address,
    )
