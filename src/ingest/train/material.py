"""Draws the documents that the confidence model learns from, as `data/material.toml` lists them."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from ingest.train.factory.damage import choose_damages
from ingest.train.factory.draw import choose, draw, load_bank

__all__ = ["Folder", "draw_material", "folders"]


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder to draw: `count` documents of each family, by one seed."""

    name: str
    seed: int
    count: int = 1
    families: tuple[str, ...] = ()
    """Names of families, `*` is any text; all where there are none."""
    damages: tuple[str, ...] = ()
    damaged_only: bool = False
    """Leave out the documents as they were drawn."""


def folders() -> tuple[Folder, ...]:
    """Return what the shipped confidence model was made from, without what users add."""
    text = resources.files("ingest.train").joinpath("data/material.toml").read_text(encoding="utf-8")
    return tuple(
        Folder(
            name=entry["name"],
            seed=entry["seed"],
            count=entry.get("count", 1),
            families=tuple(entry.get("families", ())),
            damages=tuple(entry.get("damages", ())),
            damaged_only=entry.get("damaged_only", False),
        )
        for entry in tomllib.loads(text)["folder"]
    )


def draw_material(out: Path, chosen: Sequence[Folder], say: Callable[[str], object] = lambda _: None) -> int:
    """Draw folders below `out`, each with its manifest; return how many documents they hold.

    Raises:
        IngestError: a program that draws (Chromium, LibreOffice) is missing or fails.
    """
    bank = load_bank()
    total = 0
    for folder in chosen:
        drawn = draw(
            choose(folder.families),
            bank,
            out / folder.name,
            seed=folder.seed,
            count=folder.count,
            worse=choose_damages(folder.damages),
            damaged_only=folder.damaged_only,
        )
        say(f"{folder.name}: {len(drawn)}")
        total += len(drawn)
    return total
