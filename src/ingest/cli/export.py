"""`ingest export`: other formats of what was converted, without converting."""

from __future__ import annotations

from typing import Literal

import click

__all__ = ["command"]


@click.command("export")
@click.argument("out")
@click.option(
    "--format",
    "formats",
    multiple=True,
    required=True,
    help="Output format (csv, duckdb, json, jsonl, parquet, sqlite, xlsx); may be given several times.",
)
@click.option("--columns", type=click.Choice(["contract", "ascii"]), default="contract", show_default=True)
@click.option("--csv-dialect", type=click.Choice(["rfc4180", "excel-sv"]), default="rfc4180", show_default=True)
@click.option("--headings", type=click.Choice(["sv", "en"]), default="sv", show_default=True,
              help="Language of the workbook's headings and notes.")  # fmt: skip
@click.option("--to", help="Folder to write to; OUT itself by default.")
def command(
    out: str,
    formats: tuple[str, ...],
    columns: str,
    csv_dialect: Literal["rfc4180", "excel-sv"],
    headings: Literal["sv", "en"],
    to: str | None,
) -> int:
    """Write the plans of OUT again in other formats."""
    from ingest.batch.commands import export
    from ingest.write import Style

    return export(out, formats, Style(columns == "ascii", csv_dialect, headings), to=to)
