"""Wildcards in local paths, and links met on the way: what a pattern matches, never through a link to a folder.

`glob.glob` goes through links: out of the folder that was meant, and in circles (two links to their own folder make
2⁴⁰ paths of `**`).
"""

from __future__ import annotations

import fnmatch
import glob
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

__all__ = ["LINKED_FOLDER", "LITTER", "is_link", "matches", "why_refused"]

LITTER = re.compile(r"^(\.|~\$|Thumbs\.db$|desktop\.ini$|ingest\.toml$)", re.IGNORECASE)
"""Lock files of Office programs, desktop litter; never documents."""
LINKED_FOLDER = "is a link to a folder, which is not followed."
"""It may lead in a circle, or out of what the user meant."""


def is_link(path: Path) -> bool:
    """False also where the system does not tell: reading says why."""
    return os.path.islink(path)  # noqa: PTH114 - pathlib raises where the folder may not be searched


def why_refused(link: Path, root: Path) -> str | None:
    """Why a link met in a folder is not followed: a folder from elsewhere must not name files of this machine."""
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError):
        return "is a link that leads nowhere."
    if target.is_dir():
        return LINKED_FOLDER
    if not target.is_relative_to(root.resolve()):
        return "is a link to a place outside the folder given, which is not followed."
    return None


def matches(pattern: Path) -> Iterator[tuple[Path, str | None]]:
    """Files and folders that a pattern (`*`, `?`, `[…]`, `**` for folders of any depth) matches, in order of names.

    Each comes with the reason if it is a link that is not followed. Litter is matched by what begins as it does only.
    """
    parts = pattern.parts
    fixed = next((i for i, part in enumerate(parts) if glob.has_magic(part)), len(parts))
    if fixed == len(parts):
        return
    root = Path(*parts[:fixed])
    seen: set[Path] = set()
    for path in _below(root, parts[fixed:]):
        if path not in seen:
            seen.add(path)
            yield path, why_refused(path, root) if is_link(path) else None


def _below(folder: Path, parts: Sequence[str]) -> Iterator[Path]:
    head, rest = parts[0], parts[1:]
    if head == "**":
        # Alone it stands for all that is in the folder.
        yield from _below(folder, rest) if rest else (folder,)
        yield from _inside(folder, "*", parts) if rest else ()
    elif glob.has_magic(head):
        yield from _inside(folder, head, rest)
    elif rest:
        yield from _below(folder / head, rest)
    elif os.path.lexists(folder / head):
        yield folder / head


def _inside(folder: Path, wanted: str, rest: Sequence[str]) -> Iterator[Path]:
    try:
        found = sorted(folder.iterdir())
    except PermissionError:
        # Given on, so that it is told; nobody may take it for empty.
        yield folder
        return
    except OSError:
        return
    for path in found:
        if not fnmatch.fnmatchcase(path.name, wanted) or (LITTER.match(path.name) and not LITTER.match(wanted)):
            continue
        if not rest:
            yield path
        elif os.path.isdir(path):  # noqa: PTH112 - pathlib raises where the folder may not be searched
            yield from (path,) if is_link(path) else _below(path, rest)
