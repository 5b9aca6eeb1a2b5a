"""Holds the coverage of `layout` and `classify` by their own tests to its floor, which only rises.

Run by tests/run after `coverage run -m pytest tests/layout tests/classify`. Exits with 1 where the rooms, or one
of them, fall below `fail_under` of pyproject.toml. Where they stand well above it, a line asks to raise it: that is no
failure, since drawn examples move the figure by some tenths and a run must not fail for having covered more.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("layout", "classify")
SLACK = 1.5
"""Per cent above the floor from which it is to be raised."""
LEAST_OF_A_ROOM = 85.0
"""Per cent of lines that each room has at least."""


def verdict(lines: dict[str, tuple[int, int]], floor: float) -> list[str]:
    """Return what is wrong with the coverage, if anything.

    Args:
        lines: of each room, how many of its lines were run and how many there are.
        floor: per cent of the lines of all rooms, at least.
    """
    shares = {room: 100 * run / total for room, (run, total) in lines.items()}
    whole = 100 * sum(run for run, _ in lines.values()) / sum(total for _, total in lines.values())
    wrong = [f"{room}: {s:.1f} % < {LEAST_OF_A_ROOM} %" for room, s in shares.items() if s < LEAST_OF_A_ROOM]
    if whole < floor:
        wrong.append(f"layout and classify: {whole:.1f} % < {floor} %: test the lines that are new")
    return wrong


def hint(lines: dict[str, tuple[int, int]], floor: float) -> str:
    """Return a line that asks to raise the floor where the coverage stands well above it; else an empty one."""
    whole = 100 * sum(run for run, _ in lines.values()) / sum(total for _, total in lines.values())
    if whole < floor + SLACK:
        return ""
    return f"layout and classify: {whole:.1f} %: raise fail_under in pyproject.toml to {whole - SLACK / 2:.1f}"


def measured() -> dict[str, tuple[int, int]]:
    """Return the lines run and the lines there are of each room, of the data files that lie here."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        for command in (["combine", "-q"], ["json", "-q", "--fail-under=0", "-o", str(report)]):
            subprocess.run([sys.executable, "-m", "coverage", *command], cwd=ROOT, check=True)
        files = json.loads(report.read_text(encoding="utf-8"))["files"]
    found = dict.fromkeys(ROOMS, (0, 0))
    for path, figures in files.items():
        room = Path(path).parts[2]
        run, total = found[room]
        summary = figures["summary"]
        found[room] = (run + summary["covered_lines"], total + summary["num_statements"])
    return found


def main() -> int:
    """Print the figures; 1 where something is wrong."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = measured()
    for room, (run, total) in lines.items():
        sys.stdout.write(f"coverage of {room} by tests/{room}: {100 * run / total:.1f} % of {total} lines\n")
    floor = settings["tool"]["coverage"]["report"]["fail_under"]
    wrong = verdict(lines, floor)
    sys.stderr.writelines(f"{line}\n" for line in [*wrong, hint(lines, floor)] if line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
