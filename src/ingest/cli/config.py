"""`ingest config`: which settings hold, and where each comes from."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ingest.messages import t

__all__ = ["command"]


@click.command("config")
@click.argument("paths", nargs=-1)
@click.option("--command", "name", default="convert", show_default=True, help="The command whose options are shown.")
@click.pass_context
def command(ctx: click.Context, paths: tuple[str, ...], name: str) -> None:
    """Show the settings that hold where PATHS are the input: each option, its value, and where it comes from."""
    from ingest.cli import COMMANDS, group
    from ingest.cli.settings import defaults, find, options_of, read

    def of(one: str) -> click.Command | None:
        return group.get_command(ctx, one)

    path = find(paths)
    chosen = of(name)
    if chosen is None:
        raise click.UsageError(f"No such command '{name}'.")
    click.echo(f"# {t('no settings file') if path is None else Path(path)}")
    said = {} if path is None else defaults(path, read(path), name, of, sorted(COMMANDS))
    inner = click.Context(chosen)
    for key, option in sorted(options_of(chosen).items()):
        assert option.name is not None
        is_set = option.name in said
        value = said[option.name] if is_set else option.get_default(inner)
        # Click marks what has no default by an object of its own.
        shown = json.dumps(value, ensure_ascii=False) if isinstance(value, str | int | float | bool | list) else None
        text = f"{key} = {shown}" if shown is not None else f"# {key}"
        click.echo(f"{text}{'' if is_set or shown is None else '  # ' + t('default')}")
