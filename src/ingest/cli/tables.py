"""`ingest tables`: every table of any document as CSV and JSON."""

from __future__ import annotations

import click

from ingest.cli.options import jobs_option, limit_options, limits, ocr_option
from ingest.options import OcrMode, Options

__all__ = ["command"]


@click.command("tables")
@click.argument("paths", nargs=-1, required=True)
@click.option("-o", "--out", required=True, help="Output folder.")
@click.option(
    "--repaired", is_flag=True, help="Repair the texts and join tables over pages, instead of giving each page as read."
)
@jobs_option()
@ocr_option
@limit_options()
def command(
    paths: tuple[str, ...],
    out: str,
    repaired: bool,
    jobs: int,
    ocr: OcrMode,
    timeout: float | None,
    memory: int | None,
    max_pages: int | None,
) -> int:
    """Write every table of PATHS (files, folders, globs), plan or not, to OUT.

    Each file gives STEM.json (page, box, and cells with their spans) and one CSV a table.
    """
    from ingest.batch.tables import extract_tables

    options = Options(ocr=ocr, limits=limits(timeout=timeout, memory=memory, max_pages=max_pages))
    return extract_tables(
        paths,
        out,
        options,
        lambda line: click.echo(line, err=True),
        repaired=repaired,
        workers=jobs,
    )
