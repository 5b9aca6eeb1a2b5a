"""Counts of word pairs and triples in hashed tables, as `ingest.repair.models.trigrams` reads them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingest.repair.models.trigrams import CODES, MULTIPLIERS, units
from ingest.train.restorer.lexicon import CountedLexicon

__all__ = ["build_sequences"]

Int = npt.NDArray[np.int64]

LOAD = 0.7
"""Share of the table's places that are taken."""
LEAST = {2: 1, 3: 2}
"""Rarer sequences are left out, by their length."""


def build_sequences(lines: list[str], lexicon: CountedLexicon, path: Path) -> None:
    """Count pairs and triples of the corpus and write the table.

    Args:
        lines: paragraphs.
        lexicon: gives the words their numbers.
        path: of the file, `sequences.npz`.
    """
    number = {word: i for i, word in enumerate(lexicon.words) if lexicon.score[i]}
    ids = np.fromiter(_numbers(lines, number, len(lexicon.words)), np.int64)
    start = len(lexicon.words) + 1
    singles = np.bincount(ids, minlength=start + 2)
    places, counts = [], []
    for order in (2, 3):
        windows = np.stack([ids[i : len(ids) - order + 1 + i] for i in range(order)], axis=1)
        # Two starts stand before each sentence; a sequence that ends in a start says nothing.
        windows = windows[windows[:, -1] != start]
        found, n = np.unique(windows, axis=0, return_counts=True)
        keep = n >= LEAST[order]
        places.append(_hash(found[keep]))
        counts.append(n[keep])
    write(np.concatenate(places), np.concatenate(counts), singles, path)


def _numbers(lines: list[str], number: dict[str, int], size: int) -> Iterator[int]:
    for line in lines:
        yield size + 1
        yield size + 1
        for unit in units(line):
            if unit == ".":
                yield size + 1
                yield size + 1
            elif unit == "0":
                yield size + 2
            else:
                yield number.get(unit, size)


def _hash(windows: Int) -> npt.NDArray[np.uint64]:
    value = np.zeros(len(windows), np.uint64)
    offset = len(MULTIPLIERS) - windows.shape[1]
    for column in range(windows.shape[1]):
        value += (windows[:, column].astype(np.uint64) + np.uint64(1)) * np.uint64(MULTIPLIERS[offset + column])
    return value & np.uint64(0xFFFFFFFFFFFF)


def write(hashes: npt.NDArray[np.uint64], counts: Int, singles: Int, path: Path) -> None:
    """Lay the sequences out by open addressing: home place, then the next free one."""
    size = int(len(hashes) / LOAD)
    home = ((hashes >> np.uint64(24)) % np.uint64(size)).astype(np.int64)
    order = np.lexsort((hashes, home))
    home = home[order]
    rank = np.arange(len(home))
    place = rank + np.maximum.accumulate(home - rank)
    length = max(size, int(place[-1]) + 1) + 1
    marks = np.zeros(length, np.uint16)
    codes = np.zeros(length, np.uint8)
    more = np.zeros(length, np.uint8)
    marks[place] = (hashes[order] & np.uint64(0xFFFF)).astype(np.uint16)
    more[place] = (hashes[order] >> np.uint64(16) & np.uint64(0xFF)).astype(np.uint8)
    codes[place] = encode(counts[order])
    with path.open("wb") as file:
        np.savez(file, size=np.int64(size), marks=marks, more=more, codes=codes, singles=encode(singles))


def encode(counts: Int) -> npt.NDArray[np.uint8]:
    """Counts as the nearest of 255 steps; see `ingest.repair.models.trigrams.CODES`."""
    steps = np.asarray(CODES)
    middle = (steps[1:] + steps[:-1]) / 2
    return np.searchsorted(middle, counts).astype(np.uint8)
