"""The commands; no logic. Each command is one file here, loaded when it is called; `options` is what they share."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

import click

from ingest import __version__
from ingest.errors import ExitCode, IngestError, of_os_error

__all__ = ["main"]

COMMANDS = {
    "check-personal": "ingest.cli.check_personal",
    "compare": "ingest.cli.compare",
    "convert": "ingest.cli.convert",
    "correct": "ingest.cli.correct",
    "doctor": "ingest.cli.doctor",
    "export": "ingest.cli.export",
    "inspect": "ingest.cli.inspect",
    "load": "ingest.cli.load",
    "repair": "ingest.cli.repair",
    "report": "ingest.cli.report",
    "retry": "ingest.cli.retry",
    "review": "ingest.cli.review",
    "schema": "ingest.cli.schema",
    "serve": "ingest.cli.serve",
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


def main(arguments: Sequence[str] | None = None, *, standalone_mode: bool = True) -> int:
    """Run the command line; typed errors become one line and their exit code.

    Args:
        arguments: those of the process by default.
        standalone_mode: end the process with the exit code, as click does; else return it.
    """
    code = _run(arguments)
    if standalone_mode:
        sys.exit(code)
    return code


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = _ingest.main(arguments, standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except click.Abort as error:
        if isinstance(error.__cause__, EOFError):
            # click takes it for the end of what a person types; here a helper process has died.
            raise error.__cause__ from None
        return ExitCode.INTERRUPTED
    except IngestError as error:
        _tell(error)
        return error.exit_code
    except BrokenPipeError:
        # Whoever reads our output has seen enough; the interpreter must not try to write the rest.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.OK
    except OSError as error:
        told = of_os_error(error)
        _tell(told)
        return told.exit_code
    return code if isinstance(code, int) else ExitCode.OK


def _tell(error: IngestError) -> None:
    from ingest.html.text import shown

    # Names of files may hold what a terminal obeys.
    click.echo(f"ingest: {shown(str(error))}", err=True)
