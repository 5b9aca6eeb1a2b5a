"""`ingest retry`: convert once more what was set aside."""

from __future__ import annotations

import os

import click

__all__ = ["command"]


@click.command("retry")
@click.argument("out")
@click.option("-j", "--jobs", type=click.IntRange(1), default=None, help="Worker processes; all cores by default.")
@click.option("--timeout", type=float, help="Seconds of wall time a document may take [600].")
@click.option("--memory", type=int, help="Bytes of memory a document may take [3 GiB].")
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True,
              help="Where documents are converted: processes here, or a Ray cluster.")  # fmt: skip
@click.option("--address", metavar="HOST:PORT", help="Head of the Ray cluster; without it Ray is started here.")
def command(
    out: str, jobs: int | None, timeout: float | None, memory: int | None, engine: str, address: str | None
) -> int:
    """Convert again the documents of OUT that were set aside, perhaps with higher limits."""
    from ingest.batch.front import retry as retry_all
    from ingest.cli.convert import limits

    return retry_all(
        out,
        limits(timeout=timeout, memory=memory),
        workers=jobs or os.cpu_count() or 1,
        engine=engine,
        address=address,
    )
