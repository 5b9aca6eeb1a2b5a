"""`ingest check-personal`: what looks like personal data in an output folder."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["command"]


@click.command("check-personal")
@click.argument("out")
def command(out: str) -> None:
    """List what looks like personal data in OUT and was left: numbers of persons, telephones, mail addresses.

    Numbers of switchboards and addresses of authorities are listed too: look at each before you publish. Names and
    street addresses are not looked for.
    """
    from ingest.batch.personal import left_in
    from ingest.html.text import shown

    count = 0
    for left in left_in(Path(out)):
        count += 1
        click.echo("\t".join(shown(part) for part in (left.source, left.target, left.kind, left.value)))
    click.echo(
        f"{count} values look like personal data." if count != 1 else "1 value looks like personal data.", err=True
    )
