"""`ingest tables`: every table of any document as CSV and JSON."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.command("tables")
@click.argument("paths", nargs=-1, required=True)
@click.option("-o", "--out", required=True, help="Output folder.")
@click.option(
    "--repaired", is_flag=True, help="Mend the texts and join tables over pages, instead of giving each page as read."
)
@click.option("--ocr", type=click.Choice(["auto", "force", "never"]), default="auto", show_default=True)
def command(paths: tuple[str, ...], out: str, repaired: bool, ocr: str) -> int:
    """Write every table of PATHS (files, folders, globs), plan or not, to OUT.

    Each file gives STEM.json (page, box, and cells with their spans) and one CSV a table.
    """
    from ingest.batch.grids import extract_tables
    from ingest.options import Options

    options = Options(ocr=ocr)  # type: ignore[arg-type]
    return extract_tables(paths, out, options, lambda line: click.echo(line, err=True), repaired=repaired)
