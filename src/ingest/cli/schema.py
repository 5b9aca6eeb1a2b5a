"""`ingest schema`: the published JSON Schema of a plan."""

from __future__ import annotations

import json

import click

from ingest.plan import schema

__all__ = ["command"]


@click.command("schema")
def command() -> None:
    """Print the JSON Schema that every written plan is valid against."""
    click.echo(json.dumps(schema(), ensure_ascii=False, indent=2))
