"""`ingest report`: what an output folder holds, how sure it is, and what to look at first, as one HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

__all__ = ["command"]


@click.command("report")
@click.argument("out")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="HTML file to write; OUT/report.html by default.")
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
@click.option("--first", type=click.IntRange(0, 1000), default=50, show_default=True,
              help="How many of the most doubtful fields to show with cut-outs of their pages.")  # fmt: skip
@click.option("--split/--together", default=None,
              help="An index and one file a document, or one file; split above 1,000 documents.")  # fmt: skip
@click.option("--sources", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="DIR",
              help="Folder with the source files, where they are no longer where they were read.")  # fmt: skip
@click.option("--pictures/--no-pictures", default=True, show_default=True, help="Draw cut-outs of the source pages.")
@click.option(
    "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes that draw at the same time."
)
def command(
    out: str,
    output: Path | None,
    language: Literal["sv", "en"],
    first: int,
    split: bool | None,
    sources: Path | None,
    pictures: bool,
    jobs: int,
) -> int:
    """Write the quality report of OUT: one HTML file that opens from disk, and the same figures as JSON."""
    from ingest.report.build import Choices, write_report

    written = write_report(out, output, Choices(language, first, split, pictures, jobs, sources))
    click.echo(str(written.page))
    click.echo(str(written.data))
    return 0
