"""`ingest doctor`: what is installed, what is missing, and the command that installs it."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from ingest.errors import ExitCode

__all__ = ["command"]

_MARK = {"ok": "ok      ", "optional": "optional", "missing": "MISSING "}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def command(as_json: bool) -> int:
    """Say what is installed, what is missing, and the command that installs it.

    Exit code 7 if something is missing that some documents need.
    """
    from ingest.doctor import examine

    findings = list(examine())
    if as_json:
        click.echo(json.dumps([asdict(f) for f in findings], ensure_ascii=False, indent=2))
    else:
        width = max(len(f.name) for f in findings)
        for f in findings:
            click.echo(f"{_MARK[f.state]}  {f.name:<{width}}  {f.detail}")
            if f.remedy:
                click.echo(f"{'':10}{'':{width}}  for {f.what_for}: {f.remedy}")
    missing = any(f.state == "missing" for f in findings)
    return ExitCode.MISSING_TOOL if missing else ExitCode.OK
