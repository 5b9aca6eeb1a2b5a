"""Draws documents of chosen families into a folder: NAME.EXT, NAME.gold.json and the list `manifest.csv`."""

from __future__ import annotations

import csv
import fnmatch
import hashlib
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ingest.errors import UsageError
from ingest.train.factory import gold
from ingest.train.factory.bank import Bank
from ingest.train.factory.damage import DamageMethod
from ingest.train.factory.families import Family, families
from ingest.train.factory.model import UNDAMAGED, ContentBank, Drawn, DrawnDocument
from ingest.train.factory.produce import MEDIA_TYPES, Producers, page_count, producer_name

__all__ = ["COLUMNS", "choose", "damaged", "draw", "drawing_of", "load_bank", "write_manifest"]

# `tier` is the family, with its damage: the scorers of plans group by a column of this name.
COLUMNS = ("name", "ext", "tier", "family", "producer", "damage", "seed", "pages", "rows")


def choose(patterns: Sequence[str]) -> tuple[Family, ...]:
    """Return the families whose names match one of the patterns (`*` is any text); all where there are none.

    Raises:
        UsageError: a pattern matches no family.
    """
    known = families()
    for pattern in patterns:
        if not fnmatch.filter(known, pattern):
            raise UsageError(f"no family {pattern}.", remedy=f"Known: {', '.join(known)}.")
    return tuple(f for name, f in known.items() if not patterns or any(fnmatch.fnmatch(name, p) for p in patterns))


def load_bank() -> ContentBank:
    """Return the bank that comes with the factory."""
    return Bank.load()


def drawing_of(family: Family, bank: ContentBank, seed: int, number: int) -> DrawnDocument:
    """Return drawing `number` of a family; the same numbers give the same drawing."""
    rng = random.Random(f"{seed}/{family.name}/{number}")
    return family.draw(rng, bank.document(rng))


def draw(
    chosen: Sequence[Family],
    bank: ContentBank,
    folder: Path,
    *,
    seed: int = 0,
    count: int = 1,
    worse: Sequence[DamageMethod] = (),
    damaged_only: bool = False,
    say: Callable[[str], object] = lambda _: None,
) -> list[Drawn]:
    """Draw `count` documents of each family into a folder, with their answers and a manifest.

    Each document is drawn as it is, and once more with each damage of `worse` that its kind of file can have; with
    `damaged_only` what is not damaged is taken away again.

    Raises:
        IngestError: a producer is missing or fails.
    """
    folder.mkdir(parents=True, exist_ok=True)
    drawn: list[Drawn] = []
    with Producers() as producers:
        for family in chosen:
            clean = list(_draw_family(family, bank, folder, seed, count, producers))
            if not damaged_only:
                drawn.extend(clean)
            drawn.extend(made for d in clean for w in worse if (made := damaged(d, w, folder)) is not None)
            if damaged_only:
                for file in (file for d in clean for file in d.files):
                    file.unlink()
            say(f"{family.name}: {count}")
    write_manifest(folder / "manifest.csv", drawn)
    return drawn


def _draw_family(
    family: Family, bank: ContentBank, folder: Path, seed: int, count: int, producers: Producers
) -> Iterator[Drawn]:
    drawings = [drawing_of(family, bank, seed, number) for number in range(1, count + 1)]
    names = [f"{family.name}-{seed}-{number:03d}" for number in range(1, count + 1)]
    paths = producers.produce_all([d.body for d in drawings], [folder / name for name in names])
    for name, drawing, path in zip(names, drawings, paths, strict=True):
        pages = page_count(path)
        answer = gold.answer(drawing.content, path.name, path.read_bytes(), MEDIA_TYPES[path.suffix], pages)
        answer_path = folder / f"{name}.gold.json"
        answer_path.write_text(gold.as_text(answer), encoding="utf-8")
        yield Drawn(name, family.name, producer_name(drawing.body), (path, answer_path), answer, seed, pages=pages)


def damaged(drawn: Drawn, worse: DamageMethod, folder: Path) -> Drawn | None:
    """Write a drawn document with a damage and its answer; return None where the damage does not fit it.

    Raises:
        IngestError: a program that the damage needs is missing.
    """
    source = drawn.files[0]
    if source.suffix != worse.suffix:
        return None
    name = f"{drawn.name}+{worse.name}"
    path = worse.apply(source, folder / name, random.Random(f"{drawn.seed}/{name}"))
    if path is None:
        return None
    pages = page_count(path) or drawn.pages
    document = {
        **drawn.gold["document"],
        "id": hashlib.sha256(path.read_bytes()).hexdigest(),
        "source": path.name,
        "media_type": MEDIA_TYPES[path.suffix],
        "pages": pages,
    }
    answer = {**drawn.gold, "document": document}
    answer_path = folder / f"{name}.gold.json"
    answer_path.write_text(gold.as_text(answer), encoding="utf-8")
    return replace(drawn, name=name, files=(path, answer_path), gold=answer, damage=worse.name, pages=pages)


def write_manifest(path: Path, drawn: Sequence[Drawn]) -> None:
    """Write the list of drawn documents."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for d in drawn:
            suffix = d.files[0].suffix.lstrip(".")
            pages = "" if d.pages is None else d.pages
            writer.writerow(
                (d.name, suffix, _tier(d), d.family, d.producer, d.damage, d.seed, pages, len(d.gold["rows"]))
            )


def _tier(drawn: Drawn) -> str:
    return drawn.family if drawn.damage == UNDAMAGED else f"{drawn.family}+{drawn.damage}"
