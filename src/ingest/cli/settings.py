"""`ingest.toml`: options that a person does not want to type each time.

It is looked for in the folder that the input lies in and upwards, then in the working folder and upwards; never inside
a folder that is given as input, which may come from strangers. Keys are the options' long names; at the top they hold
for every command that has them, in a table `[convert]` for that command. What stands on the command line wins.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from ingest.errors import UsageError

__all__ = ["FILE", "Commands", "defaults", "find", "options_of", "read"]

FILE = "ingest.toml"
Commands = Callable[[str], click.Command | None]


def find(arguments: Iterable[str]) -> Path | None:
    """The settings that hold for these arguments, None where there are none."""
    starts = [Path(a).absolute().parent for a in arguments if not a.startswith("-") and Path(a).exists()]
    for start in (*starts, Path.cwd()):
        for folder in (start, *start.parents):
            path = folder / FILE
            if path.is_file() and _is_ours(path):
                return path
    return None


def _is_ours(path: Path) -> bool:
    """Not one that another user put above our files, in a folder that all may write to."""
    me = getattr(os, "getuid", None)
    return me is None or path.stat().st_uid in (0, me())


def read(path: Path) -> Mapping[str, Any]:
    """What the file says.

    Raises:
        UsageError: it cannot be read, or is no TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(
            f"the settings {path} cannot be read: {error}", remedy="Write it as TOML, in UTF-8."
        ) from error


def options_of(command: click.Command) -> dict[str, click.Option]:
    """The options of a command by their long names."""
    found = {}
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            for name in (*parameter.opts, *parameter.secondary_opts):
                if name.startswith("--") and name not in parameter.secondary_opts:
                    found[name[2:]] = parameter
    return found


def defaults(
    path: Path, said: Mapping[str, Any], name: str, commands: Commands, all_names: Sequence[str]
) -> dict[str, Any]:
    """What the settings say to one command, by the names of its parameters; paths are taken from the file's folder.

    Raises:
        UsageError: a key that no command has.
    """
    command = commands(name)
    own = options_of(command) if command is not None else {}
    found: dict[str, Any] = {}
    for key, value in {**{k: v for k, v in said.items() if not isinstance(v, dict)}, **said.get(name, {})}.items():
        option = own.get(key.replace("_", "-"))
        if option is None:
            if key in said.get(name, {}) or not _is_known(key, commands, all_names):
                close = difflib.get_close_matches(key, own, 1)
                remedy = f"Did you mean {close[0]}?" if close else f"See `ingest {name} --help`."
                raise UsageError(f"the settings {path} name {key}, which is no option.", remedy=remedy)
            continue
        assert option.name is not None
        is_path = isinstance(option.type, click.Path) or option.name == "corrections"
        found[option.name] = str(path.parent / value) if is_path and isinstance(value, str) else value
    return found


def _is_known(key: str, commands: Commands, all_names: Sequence[str]) -> bool:
    others = (commands(name) for name in all_names)
    return any(key.replace("_", "-") in options_of(other) for other in others if other is not None)
