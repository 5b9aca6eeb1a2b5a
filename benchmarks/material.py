"""Where the development material lies: a folder `shared` beside the project or above it; not part of the project."""

from __future__ import annotations

from pathlib import Path

__all__ = ["SHARED"]

SHARED = next(
    (p / "shared" for p in Path(__file__).resolve().parents if (p / "shared" / "plans-dev").is_dir()), Path("../shared")
)
