"""Only the room `system` knows one system from another."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "ingest"
ONLY_POSIX = {"fcntl", "resource", "pwd", "grp", "termios", "pty", "tty", "syslog", "posix", "msvcrt", "winreg"}
# Run as a script of its own, on POSIX alone (read/office/reader.py).
APART = {"read/office/supervisor.py"}


def _imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(a.name.split(".")[0] for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def test_modules_of_one_system_are_imported_in_one_room() -> None:
    found = {
        str(path.relative_to(SOURCE)): sorted(_imported(path) & ONLY_POSIX)
        for path in SOURCE.rglob("*.py")
        if not path.is_relative_to(SOURCE / "system") and str(path.relative_to(SOURCE)) not in APART
    }
    assert {name: what for name, what in found.items() if what} == {}
