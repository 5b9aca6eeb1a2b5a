"""Every English text of the source that people read, found in its syntax tree."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from ingest import errors
from ingest.cli import COMMANDS, group

SOURCE = Path(errors.__file__).parent
# For those who build the product: English.
LEFT_OUT = ("train/", "cli/train.py", "batch/ray/")
_KINDS = {name: kind for name, kind in vars(errors).items() if isinstance(kind, type)}
_ERRORS = {name for name, kind in _KINDS.items() if issubclass(kind, errors.IngestError)}
# Where the message stands among the arguments.
_ISSUES = {"Issue": 3, "Note": 2, "_issue": 2, "TimeDoubt": 1}
# Rooms that speak through `t`; the templates of the report and the review have keys instead.
_SPOKEN = ("batch/", "cli/", "serve/", "doctor.py")
# Problems of the server: title and remedy of a kind, detail of one.
_PROBLEMS = {"Kind": (1, 2), "_kind": (1,), "Problem": (1,)}


def template(node: ast.expr | None) -> str | None:
    """A literal, an f-string with `{}` for what is filled in, or both added; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(v.value if isinstance(v, ast.Constant) else "{}" for v in node.values)  # type: ignore[misc]
    return None


def branches(node: ast.expr | None, named: Mapping[str, Sequence[ast.expr]] = {}) -> Iterator[str]:
    """The texts that an expression may give; `named` has what is assigned to each name of its file."""
    if isinstance(node, ast.IfExp):
        yield from branches(node.body, named)
        yield from branches(node.orelse, named)
        return
    if isinstance(node, ast.Name):
        for value in named.get(node.id, ()):
            yield from branches(value)
        return
    found = template(node)
    if found is not None and any(c.isalpha() for c in found.replace("{}", "")):
        yield found


def texts_of_file(path: Path, *, spoken: bool) -> Iterator[tuple[int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            named.setdefault(node.targets[0].id, []).append(node.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name in _ERRORS:
            for part in node.body:
                if isinstance(part, ast.Assign) and getattr(part.targets[0], "id", "") == "remedy":
                    yield from ((part.lineno, text) for text in branches(part.value))
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name in _ERRORS:
            chosen = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "remedy")]
        elif name in _PROBLEMS:
            chosen = [*(a for n in _PROBLEMS[name] for a in node.args[n : n + 1]),
                      *(k.value for k in node.keywords if k.arg == "remedy")]  # fmt: skip
        elif name == "Requirement":
            chosen = [*node.args[2:4], *(k.value for k in node.keywords if k.arg == "what_for")]
        elif name == "Unread":
            chosen = node.args[:2]
        elif name in _ISSUES:
            at = _ISSUES[name]
            chosen = [*node.args[at : at + 1], *(k.value for k in node.keywords if k.arg == "message")]
        elif name == "t" and node.args and spoken:
            chosen = node.args[:1]
        else:
            continue
        for argument in chosen:
            yield from ((node.lineno, text) for text in branches(argument, named))


def texts_of_source() -> dict[str, str]:
    """Each text with the place where it stands."""
    found: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        if not name.startswith(LEFT_OUT):
            for line, text in texts_of_file(path, spoken=name.startswith(_SPOKEN)):
                found.setdefault(text, f"{name}:{line}")
    return found


def texts_of_help() -> dict[str, str]:
    """The help of all commands and options."""
    context = click.Context(group)
    found: dict[str, str] = {}
    commands = {name: group.get_command(context, name) for name in COMMANDS}
    train = commands["train"]
    assert isinstance(train, click.Group)
    commands |= {f"train {name}": train.commands[name] for name in train.commands}
    for name, command in {"": group, **commands}.items():
        assert command is not None
        for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
            found.setdefault(" ".join(paragraph.split()), name)
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.help and not parameter.hidden:
                found.setdefault(parameter.help, f"{name} {parameter.opts[-1]}")
    return found
