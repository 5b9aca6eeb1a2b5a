#!/usr/bin/env python3
"""How dense the code is, counted as the house review of 28 November 2026 counts.

    python benchmarks/house.py [--worst N] [ROOM …]

For each room of `src/ingest`: lines, functions over 15 and over 25 branches, unnamed numbers per 1,000 lines.

Branches are the cyclomatic count with boolean operators included (McCabe 1976, the extended form of Myers 1977): one,
and one more for each `if`, `elif`, loop, `except`, conditional expression, condition of a comprehension, `assert`,
`case` and each further operand of `and` and `or`. An unnamed number is a numeric literal other than 0, 1, 2, 0.5 and
100 that is no index, no default of a parameter, no constant of a module or class and no keyword's value.
"""

from __future__ import annotations

import argparse
import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src" / "ingest"
PLAIN_NUMBERS = frozenset({0, 1, 2, 0.5, 100, -1})
MANY, TOO_MANY = 15, 25

_BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.IfExp, ast.Assert, ast.match_case)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Function:
    """One function: where it stands (path relative to `src/ingest`), its qualified name, its branches."""

    path: str
    name: str
    line: int
    branches: int

    @property
    def room(self) -> str:
        return self.path.split("/")[0].removesuffix(".py")


def functions(path: Path, root: Path = SOURCE) -> Iterator[Function]:
    """Every function of a module; branches of inner functions count for these alone."""
    tree = ast.parse(path.read_text(encoding="utf-8"))

    def walk(node: ast.AST, prefix: str) -> Iterator[Function]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, _FUNCTIONS):
                name = f"{prefix}{child.name}"
                yield Function(path.relative_to(root).as_posix(), name, child.lineno, 1 + _branches(child))
                yield from walk(child, f"{name}.")
            else:
                yield from walk(child, f"{prefix}{child.name}." if isinstance(child, ast.ClassDef) else prefix)

    yield from walk(tree, "")


def _branches(function: ast.AST) -> int:
    count = 0
    for child in ast.iter_child_nodes(function):
        if isinstance(child, _FUNCTIONS):
            continue
        if isinstance(child, _BRANCHES):
            count += 1
        elif isinstance(child, ast.BoolOp):
            count += len(child.values) - 1
        elif isinstance(child, ast.comprehension):
            count += len(child.ifs)
        count += _branches(child)
    return count


def unnamed_numbers(path: Path) -> int:
    """How many numbers of a module have no name; see above."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef):
            for statement in node.body:
                if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
                    named.update(id(inner) for inner in ast.walk(statement.value))
        elif isinstance(node, ast.Subscript):
            named.update(id(inner) for inner in ast.walk(node.slice))
        elif isinstance(node, ast.arguments):
            defaults = [*node.defaults, *(d for d in node.kw_defaults if d is not None)]
            named.update(id(inner) for default in defaults for inner in ast.walk(default))
        elif isinstance(node, ast.keyword):
            named.update(
                id(inner) for inner in ast.walk(node.value) if isinstance(node.value, ast.Constant | ast.UnaryOp)
            )
        elif isinstance(node, ast.JoinedStr):
            named.update(id(inner) for inner in ast.walk(node))
    return sum(
        isinstance(node, ast.Constant)
        and type(node.value) in (int, float)
        and node.value not in PLAIN_NUMBERS
        and id(node) not in named
        for node in ast.walk(tree)
    )


@dataclass(slots=True)
class Room:
    """What one room adds up to."""

    lines: int = 0
    over_many: int = 0
    over_too_many: int = 0
    numbers: int = 0


def rooms(root: Path = SOURCE) -> tuple[dict[str, Room], list[Function]]:
    """Every room's sums and every function over `MANY` branches, the worst first."""
    found: dict[str, Room] = defaultdict(Room)
    dense: list[Function] = []
    for path in sorted(root.rglob("*.py")):
        room = found[path.relative_to(root).parts[0].removesuffix(".py")]
        room.lines += len(path.read_text(encoding="utf-8").splitlines())
        room.numbers += unnamed_numbers(path)
        for function in functions(path, root):
            if function.branches > MANY:
                dense.append(function)
                room.over_many += 1
                room.over_too_many += function.branches > TOO_MANY
    return dict(found), sorted(dense, key=lambda f: (-f.branches, f.path, f.name))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rooms", nargs="*")
    parser.add_argument("--worst", type=int, default=0, help="list this many functions with the most branches")
    arguments = parser.parse_args()
    found, dense = rooms()
    print(f"{'room':14}{'lines':>8}{'> 15':>6}{'> 25':>6}{'numbers / 1,000 lines':>24}")
    chosen = {name: room for name, room in found.items() if not arguments.rooms or name in arguments.rooms}
    total = Room()
    for name, room in sorted(chosen.items(), key=lambda item: -item[1].lines):
        print(_line(name, room))
        total.lines += room.lines
        total.over_many += room.over_many
        total.over_too_many += room.over_too_many
        total.numbers += room.numbers
    print(_line("all", total))
    for function in [f for f in dense if f.room in chosen][: arguments.worst]:
        print(f"{function.branches:4}  {function.path}:{function.line} {function.name}")


def _line(name: str, room: Room) -> str:
    return f"{name:14}{room.lines:8}{room.over_many:6}{room.over_too_many:6}{room.numbers * 1000 / room.lines:24.1f}"


if __name__ == "__main__":
    main()
