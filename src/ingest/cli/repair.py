"""`ingest repair`: damaged plain text in, whole text out."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, BinaryIO, get_args

import click

from ingest.plan import RepairRule

if TYPE_CHECKING:
    from ingest.repair import RepairedText

__all__ = ["command"]


@click.command("repair")
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--diff", "form", flag_value="diff", help="Show each changed line before and after, in colour.")
@click.option("--json", "form", flag_value="json", help="Write the text and the record of every change as JSON.")
@click.option(
    "--skip",
    multiple=True,
    type=click.Choice(sorted(get_args(RepairRule))),
    help="Switch a repair rule off; may be given several times.",
)
def command(file: BinaryIO, form: str | None, skip: tuple[str, ...]) -> None:
    """Repair plain text as a filter: wrong encodings, lost å, ä, ö, OCR confusions, hyphens.

    Reads FILE, or standard input for - or nothing; the encoding is found by evidence. Writes UTF-8.
    """
    from ingest.read.text.encoding import decode
    from ingest.repair import repair_record

    text, _, _ = decode(file.read())
    record = repair_record(text, skip=frozenset(skip))
    if form == "json":
        click.echo(json.dumps(asdict(record), ensure_ascii=False, indent=2))
    elif form == "diff":
        _show(record)
    else:
        click.echo(record.text, nl=False)


def _show(record: RepairedText) -> None:
    from ingest.html.text import shown

    before, after = record.raw.splitlines(), record.text.splitlines()
    for number, (old, new) in enumerate(zip(before, after, strict=False), start=1):
        if old != new:
            click.echo(click.style(f"@@ line {number} @@", fg="cyan"))
            click.echo(click.style(f"- {shown(old)}", fg="red"))
            click.echo(click.style(f"+ {shown(new)}", fg="green"))
