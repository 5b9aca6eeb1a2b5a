"""`ingest doctor`: what is installed, what is missing, and the command that installs it."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from ingest.errors import ExitCode
from ingest.messages import t, translated

__all__ = ["command"]


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
        marks = {"ok": "ok", "optional": t("optional"), "missing": t("MISSING")}
        width, mark_width = max(len(t(f.name)) for f in findings), max(map(len, marks.values()))
        for f in findings:
            click.echo(f"{marks[f.state]:<{mark_width}}  {t(f.name):<{width}}  {translated(f.detail)}")
            if f.remedy:
                line = t("for {what_for}: {remedy}", what_for=translated(f.what_for), remedy=translated(f.remedy))
                click.echo(f"{'':{mark_width + 2}}{'':{width}}  {line}")
    missing = any(f.state == "missing" for f in findings)
    return ExitCode.MISSING_TOOL if missing else ExitCode.OK
