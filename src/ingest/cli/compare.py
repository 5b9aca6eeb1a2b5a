"""`ingest compare`: what changed between two conversions."""

from __future__ import annotations

from pathlib import Path

import click

from ingest.cli.options import NEW_FILE

__all__ = ["command"]


@click.command("compare")
@click.argument("old", type=click.Path(exists=True, path_type=Path))
@click.argument("new", type=click.Path(exists=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True,
              help="A table for the terminal, or JSON with every change.")  # fmt: skip
@click.option("-o", "--out", "page", type=NEW_FILE,
              help="Also write one self-contained HTML page with every change.")  # fmt: skip
@click.option("--language", type=click.Choice(["sv", "en"]), default="sv", show_default=True, help="Of the page.")
@click.option("--confidence-step", "step", type=click.FloatRange(0, 1, min_open=True), default=0.05, show_default=True,
              help="A confidence that moves less is no change.")  # fmt: skip
@click.option("--limit", type=click.IntRange(0), default=20, show_default=True,
              help="Documents whose changes the table shows one by one.")  # fmt: skip
@click.option("--fail-on-change", is_flag=True, help="End with code 10 if anything changed.")
def command(
    old: Path, new: Path, form: str, page: Path | None, language: str, step: float, limit: int, fail_on_change: bool
) -> int:
    """Show what changed from OLD to NEW: two output folders, or two plans' JSON files.

    Documents that are new, gone, failed or mended; rows that appeared, vanished or changed (found again by what they
    say, not by their numbers); which fields changed in text, times, actors or confidence.
    """
    from ingest.compare.command import compare_paths

    return compare_paths(
        old, new, form=form, page=page, language=language, step=step, limit=limit, fail_on_change=fail_on_change
    )
