"""The commands; no logic. Each command is one file here, loaded when it is called."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from ingest import __version__
from ingest.errors import ExitCode, IngestError

__all__ = ["main"]

COMMANDS = {
    "convert": "ingest.cli.convert",
    "doctor": "ingest.cli.doctor",
    "export": "ingest.cli.export",
    "inspect": "ingest.cli.inspect",
    "load": "ingest.cli.load",
    "repair": "ingest.cli.repair",
    "retry": "ingest.cli.retry",
    "schema": "ingest.cli.schema",
    "show": "ingest.cli.show",
    "status": "ingest.cli.status",
    "tables": "ingest.cli.tables",
    "train": "ingest.cli.train",
}


class _Commands(click.Group):
    """Finds each command's module by name; the module offers it as `command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name]).command
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ingest")
def _ingest() -> None:
    """Turn crime-prevention plans (Word, PDF, scans, text) into clean, checkable rows."""


def main() -> None:
    """Run the command line; typed errors become one line and their exit code."""
    try:
        code = _ingest.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(ExitCode.USAGE)
    except click.Abort:
        sys.exit(ExitCode.INTERRUPTED)
    except IngestError as error:
        click.echo(f"ingest: {error}", err=True)
        sys.exit(error.exit_code)
    sys.exit(code if isinstance(code, int) else ExitCode.OK)
