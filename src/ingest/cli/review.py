"""`ingest review`: look at what was read and put it right, in the browser."""

from __future__ import annotations

from typing import Literal

import click

from ingest.cli.options import corrections_option
from ingest.errors import MissingTool

__all__ = ["command"]


@click.command("review")
@click.argument("out")
@click.option("--host", default="127.0.0.1", show_default=True, help="A loopback address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default=True, help="0 takes a free one.")
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True)
@click.option("--browser/--no-browser", default=True, show_default=True, help="Open it in your browser.")
@corrections_option
def command(
    out: str, host: str, port: int, language: Literal["sv", "en"], browser: bool, corrections: str | None
) -> int:
    """Look at the doubtful fields of OUT beside their pages, and put right what is wrong.

    Every correction is saved at once, outlives new conversions, and can be undone.
    """
    try:
        from ingest.review.desk import Desk
        from ingest.review.server import review
    except ModuleNotFoundError as error:
        raise MissingTool(
            f"the package {error.name} is not installed.", remedy="Run: pip install 'ingest[serve]'."
        ) from None
    desk = Desk(out, corrections)
    return review(desk, host, port, language, lambda line: click.echo(f"ingest: {line}", err=True), browser=browser)
