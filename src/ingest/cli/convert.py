"""`ingest convert`: files, folders, globs or addresses to an output folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar, get_args

import click

from ingest.errors import UsageError
from ingest.options import Limits
from ingest.plan import RepairRule

__all__ = ["command", "limit_options", "limits"]

Command = TypeVar("Command", bound=Callable[..., Any])


def limits(*, timeout: float | None = None, memory: int | None = None, max_pages: int | None = None) -> Limits:
    """The default limits with what the user gave; a time holds for the clock and for the processor.

    Raises:
        UsageError: a time that is no number of seconds (`nan`, `inf`).
    """
    if timeout is not None and not isfinite(timeout):
        raise UsageError(f"--timeout {timeout} is no number of seconds.", remedy="Leave it out for the default of 600.")
    given = {"wall_seconds": timeout, "cpu_seconds": timeout, "memory_bytes": memory, "pages": max_pages}
    return replace(Limits(), **{k: v for k, v in given.items() if v is not None})  # type: ignore[arg-type]


def limit_options(command: Command) -> Command:
    """The options `--timeout`, `--memory` and `--max-pages`, the same for every command that converts."""
    for option in (
        click.option("--max-pages", type=click.IntRange(1), help="Pages a document may have [2000]."),
        click.option("--memory", type=click.IntRange(1), help="Bytes of memory a document may take [3 GiB]."),
        click.option("--timeout", type=click.FloatRange(0, min_open=True),
                     help="Seconds of wall time a document may take [600]."),
    ):  # fmt: skip
        command = option(command)
    return command


@click.command("convert")
@click.argument("paths", nargs=-1, required=True)
@click.option("-o", "--out", required=True, help="Output folder.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    default=("json", "csv"),
    show_default=True,
    help="Output format; may be given several times.",
)
@click.option("--columns", type=click.Choice(["contract", "ascii"]), default="contract", show_default=True,
              help="Field names with å/ä/ö, or in ASCII.")  # fmt: skip
@click.option("--csv-dialect", type=click.Choice(["rfc4180", "excel-sv"]), default="rfc4180", show_default=True,
              help="excel-sv opens by double click in a Swedish Excel.")  # fmt: skip
@click.option("--text", "with_text", is_flag=True, help="Also write each document's plain text to OUT/text.")
@click.option("-j", "--jobs", type=click.IntRange(1), default=None, help="Worker processes; all cores by default.")
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True,
              help="Where documents are converted: processes here, or a Ray cluster.")  # fmt: skip
@click.option("--address", metavar="HOST:PORT", help="Head of the Ray cluster; without it Ray is started here.")
@click.option("--ocr", type=click.Choice(["auto", "force", "never"]), default="auto", show_default=True)
@click.option("--witness", type=click.Choice(["rapidocr"]),
              help="Ask a second OCR engine about lines of a scan that stay doubtful.")  # fmt: skip
@click.option("--skip-repair", multiple=True, type=click.Choice(sorted(get_args(RepairRule))),
              help="Switch a repair rule off; may be repeated.")  # fmt: skip
@click.option("--vocabulary", type=click.Path(exists=True, dir_okay=False), help="Your own heading words (TOML).")
@click.option("--actors", type=click.Path(exists=True, dir_okay=False), help="Your own actors (TOML).")
@click.option("--mask-personal-data", is_flag=True, help="Mask personal numbers, phone numbers, private e-mail.")
@click.option("--redo", is_flag=True, help="Convert everything anew.")
@limit_options
@click.option("--log", type=click.Path(dir_okay=False, path_type=Path), help="Write a log to this file.")
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--metrics", type=click.Path(dir_okay=False, path_type=Path), help="Keep a Prometheus text file here.")
@click.option("--fail-under", type=click.FloatRange(0, 1),
              help="End with code 8 if a smaller share of rows has every field at least --sure.")  # fmt: skip
@click.option(
    "--sure", type=click.FloatRange(0, 1), default=0.8, show_default=True, help="Confidence for --fail-under."
)
def command(paths: tuple[str, ...], out: str, **choices: Any) -> int:
    """Convert PATHS (files, folders, globs, addresses) and write rows to OUT.

    A second run converts only what is new, changed, failed or made by an older version.
    """
    from ingest.batch.front import convert
    from ingest.options import Options
    from ingest.write import Style

    options = Options(
        ocr=choices["ocr"],
        witness=choices["witness"],
        skip_repairs=frozenset(choices["skip_repair"]),
        vocabulary=choices["vocabulary"],
        actors=choices["actors"],
        mask_personal_data=choices["mask_personal_data"],
        limits=limits(timeout=choices["timeout"], memory=choices["memory"], max_pages=choices["max_pages"]),
    )
    return convert(
        paths,
        out,
        options,
        formats=choices["formats"],
        style=Style(choices["columns"] == "ascii", choices["csv_dialect"]),
        with_text=choices["with_text"],
        redo=choices["redo"],
        engine=choices["engine"],
        address=choices["address"],
        workers=choices["jobs"] or os.cpu_count() or 1,
        log=choices["log"],
        log_format=choices["log_format"],
        metrics=choices["metrics"],
        fail_under=choices["fail_under"],
        sure=choices["sure"],
    )
