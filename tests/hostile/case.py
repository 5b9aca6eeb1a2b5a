"""A hostile file: its name, the code that builds it, and the outcome that it must give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

__all__ = ["CASES", "Bait", "Case", "Group", "case"]

Group = Literal["quick", "office", "limit", "slow"]
"""Which run a file belongs to: many at once, through LibreOffice, under short limits, or too slow for every day."""


@dataclass(frozen=True)
class Bait:
    """What the files try to reach: an address that must see no call, a file that must not come to be, one that must
    not be read (its text must stand in no output)."""

    url: str
    canary: Path
    secret: Path

    SECRET = "hemligheten-som-ingen-far-lasa"


@dataclass(frozen=True)
class Case:
    """`outcomes` are error codes, or "done"; several only where versions of a library below us differ."""

    name: str
    build: Callable[[Bait], bytes]
    outcomes: frozenset[str]
    holds: tuple[str, ...] = ()
    """Texts that a plan must hold."""
    lacks: tuple[str, ...] = ()
    """Texts that a plan must not hold."""
    issues: tuple[str, ...] = ()
    """Codes of issues that a plan must hold."""
    group: Group = "quick"


CASES: dict[str, Case] = {}


def case(
    name: str,
    *outcomes: str,
    holds: tuple[str, ...] = (),
    lacks: tuple[str, ...] = (),
    issues: tuple[str, ...] = (),
    group: Group = "quick",
) -> Callable[[Callable[[Bait], bytes]], Callable[[Bait], bytes]]:
    """Enter a builder in the table under a file name with its outcome."""

    def enter(build: Callable[[Bait], bytes]) -> Callable[[Bait], bytes]:
        assert name not in CASES, name
        CASES[name] = Case(name, build, frozenset(outcomes), holds, lacks, issues, group)
        return build

    return enter
