"""The commands; no logic. Each command is one file here, loaded when it is called; `options` is what they share."""

from __future__ import annotations

import errno
import os
import re
import signal
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any

import click

from ingest import __version__
from ingest.errors import ExitCode, IngestError, of_os_error
from ingest.messages import LANGUAGES, chosen, t, translated, use

__all__ = ["group", "main"]

COMMANDS = {
    "check-personal": "ingest.cli.check_personal",
    "compare": "ingest.cli.compare",
    "config": "ingest.cli.config",
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


class _Formatter(click.HelpFormatter):
    """Writes help in the language that is spoken: click's own words and ours."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, t("Usage: ") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        super().write_heading(t(heading))

    def write_text(self, text: str) -> None:
        super().write_text("\n\n".join(t(" ".join(part.split())) for part in text.split("\n\n")))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(first, _described(second)) for first, second in rows], col_max, col_spacing)


_EXTRAS = re.compile(r"^(.*?)(?:  (\[[^\]]*\]))?$", re.DOTALL)
_EXTRA_WORDS = {"default: ": "förval: ", "required": "krävs", "env var: ": "variabel: "}


def _described(text: str) -> str:
    """The help of an option: its text, and what click puts behind it in brackets."""
    if chosen() == "en":
        return text
    found = _EXTRAS.fullmatch(text)
    main, extra = (found[1], found[2] or "") if found is not None else (text, "")
    for word, translation in _EXTRA_WORDS.items():
        extra = extra.replace(word, translation)
    return f"{t(main)}  {extra}" if extra else t(main)


click.Context.formatter_class = _Formatter


class _NobodyReads(Exception):
    """Whoever read our output has closed the pipe; click, which would end with 1, must not see it."""


class _Commands(click.Group):
    """Finds each command's module by name; the module offers it as `command`."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        try:
            # Help is printed here.
            return super().make_context(info_name, args, parent, **extra)
        except BrokenPipeError:
            raise _NobodyReads from None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except OSError as error:
            if _is_closed_pipe(error):
                raise _NobodyReads from None
            raise

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # Help is written while the line is read: the language must be known before.
        use(_language_of(args))
        left = super().parse_args(ctx, args)
        self._take_settings(ctx, args)
        return left

    def _take_settings(self, ctx: click.Context, args: Sequence[str]) -> None:
        """What `ingest.toml` says becomes the defaults of the command."""
        from ingest.cli.settings import defaults, find, read

        at = next((n for n, a in enumerate(args) if a in COMMANDS), None)
        path = find(args[at + 1 :]) if at is not None and args[at] not in ("config", "train") else None
        if at is None or path is None:
            return
        name = args[at]
        found = defaults(path, read(path), name, lambda one: self.get_command(ctx, one), sorted(COMMANDS))
        ctx.default_map = {name: found}
        if found and not {"-q", "--quiet"}.intersection(args):
            click.echo(t("settings: {path}", path=path), err=True)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = []
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            first = (command.help or "").split("\n\n")[0] if command is not None else ""
            rows.append((name, t(" ".join(first.split()))))
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name]).command
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", prog_name="ingest")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of what ingest says [that of the system].")
def group(lang: str | None) -> None:
    """Turn crime-prevention plans (Word, PDF, Excel, PowerPoint, web pages, scans, text) into clean, checkable rows."""


def _language_of(arguments: Sequence[str]) -> str | None:
    """What `--lang` says, before the command."""
    for at, argument in enumerate(arguments):
        if argument == "--lang" and at + 1 < len(arguments):
            return arguments[at + 1]
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
        if not argument.startswith("-"):
            break
    return None


def main(arguments: Sequence[str] | None = None, *, standalone_mode: bool = True) -> int:
    """Run the command line; typed errors become one line and their exit code.

    Args:
        arguments: those of the process by default.
        standalone_mode: end the process with the exit code, as click does; else return it.
    """
    code = _run(arguments)
    if standalone_mode:
        if code == ExitCode.INTERRUPTED:
            # Once more Ctrl-C while the process ends would only show where it is.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
        sys.exit(code)
    return code


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = group.main(arguments, standalone_mode=False)
        # What is left in the buffer meets a closed pipe here and not when the process ends.
        sys.stdout.flush()
    except _NobodyReads:
        return _heard()
    except SystemExit as end:
        # rich ends the process itself.
        if not _is_closed_pipe(end.__context__):
            raise
        return _heard()
    except click.ClickException as error:
        _show(error)
        return ExitCode.USAGE
    except click.Abort as error:
        if isinstance(error.__cause__, EOFError):
            # click takes it for the end of what a person types; here a helper process has died.
            raise error.__cause__ from None
        return ExitCode.INTERRUPTED
    except IngestError as error:
        _tell(error)
        return error.exit_code
    except OSError as error:
        if _is_closed_pipe(error):
            return _heard()
        told = of_os_error(error)
        _tell(told)
        return told.exit_code
    return code if isinstance(code, int) else ExitCode.OK


def _is_closed_pipe(error: BaseException | None) -> bool:
    """Whether whoever read our output has gone; on Windows that is EINVAL (bugs.python.org/issue35754)."""
    if isinstance(error, OSError) and not error.filename and error.errno == errno.EINVAL:
        return sys.platform == "win32"
    return isinstance(error, BrokenPipeError)


def _heard() -> ExitCode:
    """Whoever reads our output has seen enough; the interpreter must not try to write the rest."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitCode.OK


def _show(error: click.ClickException) -> None:
    """What click says of a wrong line, in the language that is spoken."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        click.echo(context.get_usage(), err=True)
        click.echo(translated(f"Try '{context.command_path} --help' for help.") + "\n", err=True)
    click.echo(t("Error: {}").format(translated(error.format_message())), err=True)


def _tell(error: IngestError) -> None:
    from ingest.html.text import shown

    where = f"{error.source}: " if error.source else ""
    # Names of files may hold what a terminal obeys.
    click.echo(f"ingest: {shown(where + translated(error.message))} {translated(error.remedy)}".rstrip(), err=True)
