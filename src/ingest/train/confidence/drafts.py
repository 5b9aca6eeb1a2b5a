"""Documents with gold answers, converted as far as the confidence model looks at them, and kept for the next fit.

Conversion is by far the longest part of a fit. Its results lie in a folder by the bytes of the document and by the
code that made them, so that a second fit with other features converts nothing, and one after a change of the reader,
the layout or the classification converts everything anew.
"""

from __future__ import annotations

import csv
import hashlib
import json
import pickle
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import ingest
from ingest import classify, normalise
from ingest.artefacts import artefact
from ingest.draft import Draft
from ingest.errors import IngestError
from ingest.options import Options
from ingest.pipeline import arrange
from ingest.source import Source
from ingest.train.confidence.false_rows import taken_for_measures

__all__ = ["Material", "code_digest", "converted", "listed"]

# What a draft depends on: packages and modules of `ingest`, and trained artefacts.
_CODE = ("language", "read", "layout", "repair", "classify", "normalise", "document.py", "draft.py", "source.py")
_JUDGES = "confidence"
"""The artefact that judges drafts and makes none."""
_SUFFIXES = (".py", ".toml", ".csv", ".json", ".npz", ".txt")
_JOBS = 2


@dataclass(frozen=True, slots=True)
class Material:
    """One document of the material. `family` is what is held out together, `producer` made the file."""

    path: Path
    gold: Path
    family: str
    producer: str

    @property
    def without_rows(self) -> bool:
        """Whether its answer has no rows."""
        return not self.answer()["rows"]

    @property
    def name(self) -> str:
        return self.path.name

    def answer(self) -> dict[str, Any]:
        """Return the gold answer."""
        found: dict[str, Any] = json.loads(self.gold.read_text(encoding="utf-8"))
        return found


def listed(folder: Path) -> list[Material]:
    """Return the documents of a folder, searched for all `NAME.gold.json`, in the order of their paths.

    Where a folder has a `manifest.csv` its columns `family` and `producer` count; elsewhere a document belongs to the
    family of its folder and name up to the last hyphen, and its printings (`NAME-scan`) belong to it.
    """
    out: list[Material] = []
    for gold in sorted(folder.rglob("*.gold.json")):
        stem = gold.name.removesuffix(".gold.json")
        known = _manifest(gold.parent).get(stem, {})
        for path in sorted(gold.parent.glob(f"{stem}*")):
            if path.suffix != ".json" and path.stem in (stem, f"{stem}-scan"):
                family = known.get("family") or f"{gold.parent.name}/{stem.rsplit('-', 1)[0]}"
                producer = known.get("producer") or path.suffix.lstrip(".")
                if damage := known.get("damage"):
                    producer = f"{producer} {damage}"
                out.append(Material(path, gold, family, producer))
    return out


@cache
def _manifest(folder: Path) -> dict[str, dict[str, str]]:
    path = folder / "manifest.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {line["name"]: line for line in csv.DictReader(file)}


def converted(
    material: list[Material], kept: Path, *, jobs: int = _JOBS, say: Callable[[str], object] = lambda _: None
) -> Iterator[tuple[Material, Draft | None, Draft | None]]:
    """Yield each document with its draft, None where it cannot be converted, in their order.

    A document whose answer has no rows comes with a second draft, whose tables or lists were taken for measures.

    Args:
        material: the documents.
        kept: folder that drafts are kept in.
        jobs: processes that convert.
        say: told how many are done.
    """
    kept.mkdir(parents=True, exist_ok=True)
    code = code_digest()
    targets = [kept / f"{code[:12]}-two-{_digest(one.path)[:24]}.pickle" for one in material]
    missing = [
        (str(one.path), str(t), one.without_rows) for one, t in zip(material, targets, strict=True) if not t.exists()
    ]
    say(f"{len(material)} documents, {len(missing)} to convert")
    if missing:
        with ProcessPoolExecutor(min(jobs, len(missing))) as pool:
            for done, _ in enumerate(pool.map(_convert, missing, chunksize=4), start=1):
                if done % 50 == 0:
                    say(f"{done} converted")
    for one, target in zip(material, targets, strict=True):
        # Only this function writes there.
        draft, taken = pickle.loads(target.read_bytes())
        yield one, draft, taken


def _convert(job: tuple[str, str, bool]) -> None:
    path, target, without = job
    options = Options()
    draft: Draft | None
    taken: Draft | None = None
    try:
        document = arrange(Source.open(Path(path), limits=options.limits), options)
        draft = normalise.resolve(classify.classify(document, options), options)
        if without:
            taken = taken_for_measures(document, options, random.Random(Path(path).name))
    except IngestError:
        draft = None
    part = Path(f"{target}.part")
    part.write_bytes(pickle.dumps((draft, taken), protocol=pickle.HIGHEST_PROTOCOL))
    part.replace(target)


@cache
def code_digest() -> str:
    """Return the SHA-256 over everything that a draft depends on beside its document."""
    package = Path(ingest.__file__).parent
    found = hashlib.sha256()
    for name in _CODE:
        at = package / name
        for path in [at] if at.is_file() else sorted(p for p in at.rglob("*") if p.suffix in _SUFFIXES):
            found.update(str(path.relative_to(package)).encode())
            found.update(path.read_bytes())
    models = artefact("meaning", "classifier.npz").parent.parent
    for path in sorted(p for p in models.rglob("*") if p.is_file() and p.suffix != ".md"):
        if path.relative_to(models).parts[0] != _JUDGES:
            found.update(str(path.relative_to(models)).encode())
            found.update(path.read_bytes())
    return found.hexdigest()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
