"""Options that several commands share, so that they mean the same everywhere."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar, get_args

import click

from ingest.options import Limits, OcrMode, Options, SecondEngineName
from ingest.plan import RepairRule

__all__ = [
    "NEW_FILE",
    "SECONDS",
    "SECONDS_OR_NONE",
    "SIZE",
    "chosen",
    "corrections_option",
    "document_options",
    "engine_options",
    "jobs_option",
    "limit_options",
    "limits",
    "log_options",
    "ocr_option",
]

Command = TypeVar("Command", bound=Callable[..., Any])
# A century: from now until then every day has a date.
_MOST_SECONDS = 100 * 366 * 86400.0


_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?|nan|inf", re.IGNORECASE)
_TIME = re.compile(r"(\d+(?:\.\d+)?) ?(s|m|min|h|d)", re.IGNORECASE)
_SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400}
_SIZE = re.compile(r"(\d+(?:\.\d+)?) ?([KMGT])(i?)B?", re.IGNORECASE)
_POWERS = "KMGT"


class Size(click.IntRange):
    """A number of bytes, also as people write it: 2GB (powers of 1000), 2GiB (powers of 1024)."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, str) and (parts := _SIZE.fullmatch(value.strip())):
            base = 1024 if parts[3] else 1000
            value = int(float(parts[1]) * base ** (_POWERS.index(parts[2].upper()) + 1))
        elif isinstance(value, str) and not value.strip().lstrip("-").isdigit():
            self.fail(f"{value} is no size: write bytes, or 500MB, 2GB.", param, ctx)
        found: int = super().convert(value, param, ctx)
        return found


SIZE = Size(1)


class Seconds(click.FloatRange):
    """A time in seconds, at most a century; `nan` passes every comparison of `FloatRange`."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if isinstance(value, str) and (parts := _TIME.fullmatch(value.strip())):
            value = float(parts[1]) * _SECONDS[parts[2].lower()]
        elif isinstance(value, str) and not _NUMBER.fullmatch(value.strip()):
            self.fail(f"{value} is no time: write seconds, or 90s, 10m, 2h.", param, ctx)
        found: float = super().convert(value, param, ctx)
        if not found <= _MOST_SECONDS:
            self.fail(f"{value} is no number of seconds up to a century.", param, ctx)
        return found


class NewFile(click.Path):
    """A file to be written; its folder must be there, so that a slip of the pen makes none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        found = super().convert(value, param, ctx)
        if not Path(str(found)).absolute().parent.is_dir():
            self.fail(f"the folder of {value} is not there. Make it first.", param, ctx)
        return found


NEW_FILE = NewFile(dir_okay=False, path_type=Path)
SECONDS = Seconds(0, min_open=True)
SECONDS_OR_NONE = Seconds(0)
_OWN_FILE = click.Path(exists=True, dir_okay=False)


def _all(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """One decorator of several, in the order of the help."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def limit_options(timeout: float | None = None) -> Callable[[Command], Command]:
    """`--timeout`, `--memory` and `--max-pages`; `timeout` is a default other than that of `Limits`."""
    usual = Limits()
    return _all(
        click.option("--timeout", type=SECONDS, default=timeout,
                     help=f"Time a document may take, such as 90 or 10m [{timeout or usual.wall_seconds:g} s]."),
        click.option("--memory", type=SIZE,
                     help=f"Memory a document may take, such as 2GB [{usual.memory_bytes // 2**30}GiB]."),
        click.option("--max-pages", type=click.IntRange(1), help=f"Pages a document may have [{usual.pages}]."),
    )  # fmt: skip


def limits(*, timeout: float | None, memory: int | None, max_pages: int | None) -> Limits:
    """The default limits with what the user gave; a time holds for the clock and for the processor."""
    given = {"wall_seconds": timeout, "cpu_seconds": timeout, "memory_bytes": memory, "pages": max_pages}
    return replace(Limits(), **{k: v for k, v in given.items() if v is not None})  # type: ignore[arg-type]


ocr_option = click.option("--ocr", type=click.Choice(get_args(OcrMode)), default="auto", show_default=True)


def document_options(
    *, timeout: float | None = None, mask: str = "Mask personal numbers, phone numbers, private e-mail."
) -> Callable[[Command], Command]:
    """How documents are converted, everything in `Options`; `chosen` reads them."""
    return _all(
        ocr_option,
        click.option("--second-engine", type=click.Choice(get_args(SecondEngineName)),
                     help="Ask a second OCR engine about lines of a scan that stay doubtful."),
        click.option("--witness", type=click.Choice(get_args(SecondEngineName)), hidden=True,
                     help="The former name of --second-engine."),
        click.option("--skip-repair", multiple=True, type=click.Choice(sorted(get_args(RepairRule))),
                     help="Switch a repair rule off; may be repeated."),
        click.option("--vocabulary", type=_OWN_FILE, help="Your own heading words (TOML)."),
        click.option("--actors", type=_OWN_FILE, help="Your own actors (TOML)."),
        click.option("--mask-personal-data", is_flag=True, help=mask),
        limit_options(timeout),
    )  # fmt: skip


def chosen(choices: Mapping[str, Any]) -> Options:
    """What `document_options` was given."""
    return Options(
        ocr=choices["ocr"],
        second_engine=choices["second_engine"] or choices["witness"],
        skip_repairs=frozenset(choices["skip_repair"]),
        vocabulary=choices["vocabulary"],
        actors=choices["actors"],
        mask_personal_data=choices["mask_personal_data"],
        limits=limits(timeout=choices["timeout"], memory=choices["memory"], max_pages=choices["max_pages"]),
    )


def jobs_option(help: str = "Worker processes; all cores by default.") -> Callable[[Command], Command]:
    """`--jobs`: how many documents at a time."""
    return click.option("-j", "--jobs", type=click.IntRange(1), help=help, callback=_jobs)


def _jobs(_ctx: click.Context, _param: click.Parameter, value: int | None) -> int:
    return value or os.cpu_count() or 1


corrections_option = click.option(
    "--corrections", metavar="FILE", help="File of corrections [OUT.corrections.jsonl beside OUT]."
)

engine_options = _all(
    click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True,
                 help="Where documents are converted: processes here, or a Ray cluster."),
    click.option("--address", metavar="HOST:PORT", help="Head of the Ray cluster; without it Ray is started here."),
)  # fmt: skip

log_options = _all(
    click.option("--log", type=NEW_FILE, help="Write a log to this file."),
    click.option("--log-format", type=click.Choice(["text", "json"]), default="text", show_default=True),
)
