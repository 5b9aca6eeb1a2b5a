"""`ingest inspect`: what was found in one file, in the terminal and drawn over its pages."""

from __future__ import annotations

from pathlib import Path

import click

from ingest.cli.options import ocr_option
from ingest.errors import IngestError
from ingest.options import OcrMode, Options

__all__ = ["command"]


@click.command("inspect")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--overlay", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
              help="Draw found words, cells and fields over the page images, one PNG a page.")  # fmt: skip
@click.option("--dpi", type=click.FloatRange(20, 600), default=100.0, show_default=True, help="Of the drawn pages.")
@ocr_option
def command(file: Path, overlay: Path | None, dpi: float, ocr: OcrMode) -> None:
    """Show what was found in FILE: facts, outline, tables, rows, doubts."""
    from rich.console import Console

    from ingest.inspection.files import save_overlays
    from ingest.inspection.terminal import views
    from ingest.pipeline import process
    from ingest.source import Source

    options = Options(ocr=ocr)
    source = Source.open(file, None, options.limits)
    conversion = process(source, options)
    # Before anything is printed: whoever reads that may close the pipe.
    drawn, failure = [], None
    try:
        if overlay is not None:
            drawn = list(save_overlays(source, conversion, options, overlay, dpi))
    except IngestError as error:
        failure = error
    console = Console()
    for view in views(conversion):
        console.print(view)
    for path in drawn:
        console.print(str(path), highlight=False, markup=False)
    if failure is not None:
        raise failure
