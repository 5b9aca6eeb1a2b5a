"""`ingest convert`: files, folders, globs or addresses to an output folder."""

from __future__ import annotations

from typing import Any

import click
from click.core import ParameterSource

from ingest.cli.options import (
    NEW_FILE,
    chosen,
    corrections_option,
    document_options,
    engine_options,
    jobs_option,
    log_options,
)
from ingest.errors import UsageError

__all__ = ["command"]


@click.command("convert")
@click.argument("paths", nargs=-1, required=True)
@click.option("-o", "--out", required=True, help="Output folder; - for standard output.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    default=("json", "csv"),
    show_default=True,
    help="Output format (csv, duckdb, json, jsonl, parquet, sqlite, xlsx); may be given several times.",
)
@click.option("--name", default="stdin", show_default=True,
              help="What the result calls a document on standard input.")  # fmt: skip
@click.option("--columns", type=click.Choice(["contract", "ascii"]), default="contract", show_default=True,
              help="Field names with å/ä/ö, or in ASCII.")  # fmt: skip
@click.option("--csv-dialect", type=click.Choice(["rfc4180", "excel-sv"]), default="rfc4180", show_default=True,
              help="excel-sv opens by double click in a Swedish Excel.")  # fmt: skip
@click.option("--headings", type=click.Choice(["sv", "en"]), default="sv", show_default=True,
              help="Language of the workbook's headings and notes.")  # fmt: skip
@click.option("--text", "with_text", is_flag=True, help="Also write each document's plain text to OUT/text.")
@jobs_option()
@engine_options
@document_options()
@corrections_option
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say what became of each document.")
@click.option("--redo", is_flag=True, help="Convert everything anew.")
@click.option("--prune", is_flag=True,
              help="Documents and formats of earlier runs that this command does not ask for leave OUT.")  # fmt: skip
@log_options
@click.option("--metrics", type=NEW_FILE, help="Keep a Prometheus text file here.")
@click.option("--fail-under", type=click.FloatRange(0, 1),
              help="End with code 8 if a smaller share of rows has every field at least --sure.")  # fmt: skip
@click.option(
    "--sure", type=click.FloatRange(0, 1), default=0.8, show_default=True, help="Confidence for --fail-under."
)
@click.pass_context
def command(context: click.Context, /, paths: tuple[str, ...], out: str, **choices: Any) -> int:
    """Convert PATHS (files, folders, globs, addresses) and write rows to OUT.

    A second run converts only what is new, changed, failed or made by an older version. What earlier runs put into OUT
    stays there and is kept up to date, whatever PATHS are now; --prune takes it away.

    `ingest convert - -o -` reads a document from standard input and writes its plan to standard output.
    """
    from ingest.batch.commands import convert
    from ingest.batch.streams import STANDARD, convert_to_stdout
    from ingest.write import Style

    said = {
        "style": Style(choices["columns"] == "ascii", choices["csv_dialect"], choices["headings"]),
        "engine": choices["engine"],
        "address": choices["address"],
        "workers": choices["jobs"],
        "log": choices["log"],
        "log_format": choices["log_format"],
        "metrics": choices["metrics"],
        "fail_under": choices["fail_under"],
        "sure": choices["sure"],
        "corrections": choices["corrections"],
    }
    if out == STANDARD:
        is_given = context.get_parameter_source("formats") is ParameterSource.COMMANDLINE
        formats = choices["formats"] if is_given else ()
        return convert_to_stdout(paths, chosen(choices), formats=formats, name=choices["name"], **said)
    if STANDARD in paths:
        raise UsageError(
            "standard input has no place to be found again.", remedy="Save it to a file, or write to -o -."
        )
    return convert(
        paths,
        out,
        chosen(choices),
        formats=choices["formats"],
        with_text=choices["with_text"],
        redo=choices["redo"],
        prune=choices["prune"],
        loudness=choices["verbose"] - choices["quiet"],
        **said,
    )
