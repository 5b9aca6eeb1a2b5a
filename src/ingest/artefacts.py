"""Where the trained artefacts are: `models/` of the checkout, or the copy inside an installed wheel."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from ingest.errors import MissingTool

__all__ = ["artefact", "artefacts_version", "code_version", "linear_weights", "root"]


@cache
def root() -> Path:
    """The folder of artefacts.

    Raises:
        MissingTool: neither the wheel's copy nor a checkout's `models/` is there.
    """
    here = Path(__file__).resolve().parent
    for candidate in (here / "_models", here.parent.parent / "models"):
        if candidate.is_dir():
            return candidate
    raise MissingTool("the trained models are not installed.", remedy="Install ingest again from its wheel.")


def artefact(name: str, file: str) -> Path:
    """Path of one file of one artefact, such as `artefact("restorer", "model.npz")`.

    Raises:
        MissingTool: the file is not there.
    """
    path = root() / name / file
    if not path.is_file():
        raise MissingTool(f"the model file {name}/{file} is missing.", remedy="Install ingest again from its wheel.")
    return path


def linear_weights(name: str, file: str, features: Sequence[str]) -> tuple[tuple[float, ...], float]:
    """Return a linear decision's weights in the order of its clues, and its bias.

    Raises:
        MissingTool: the model file is not there.
        ValueError: it was made for other clues.
    """
    data = json.loads(artefact(name, file).read_text(encoding="utf-8"))
    if tuple(data["features"]) != tuple(features):
        raise ValueError(f"models/{name}/{file} was made for other clues: run `ingest train {name}`")
    return tuple(data["weights"]), data["bias"]


@cache
def artefacts_version() -> str:
    """SHA-256 over names and bytes of all artefact files: part of what makes a result reproducible."""
    digest = hashlib.sha256()
    for path in sorted(p for p in root().rglob("*") if p.is_file() and p.suffix != ".md"):
        digest.update(path.relative_to(root()).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@cache
def code_version() -> str:
    """SHA-256 over the package's own files (code, registers, word lists); results of another version are remade."""
    package = Path(__file__).resolve().parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.is_file() and "_models" not in path.parts and path.suffix != ".pyc":
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
