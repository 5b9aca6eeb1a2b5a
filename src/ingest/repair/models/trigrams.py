"""How likely a word is after two others: hashed counts of pairs and triples, smoothed into the word's own frequency.

Dirichlet smoothing (MacKay and Peto 1995): P(c|ab) = (n(abc) + m·P(c|b)) / (n(ab) + m), likewise for pairs; m grows
with the context's uses as the number of different words after it does.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cache
from math import log2

import numpy as np

from ingest.artefacts import artefact

__all__ = ["CODES", "MULTIPLIERS", "UNIT", "Sequences", "sequences", "units"]

CODES = tuple([float(n) for n in range(32)] + [31.0 * 1.06**n for n in range(1, 225)])
"""The count each byte stands for: exact up to 31, then in steps of 6 per cent."""
MULTIPLIERS = (0x9E3779B97F4B, 0xC2B2AE3D27D5, 0x165667B19E39)
"""Odd 48-bit numbers that mix the word numbers of a sequence into its hash (golden ratio and xxHash primes, cut)."""
PAIRS = 100.0
TRIPLES = 100.0
NOVEL, GROWTH = 1.0, 0.75
"""Weight m of the shorter sequence: PAIRS or TRIPLES, plus the new words to expect after a context seen n times,
n^0.75 (Heaps' law; chosen on the development sets)."""
UNIT = re.compile(r"[^\W\d_]+|\d+|[.!?:;•●\n]")


def units(text: str) -> list[str]:
    """Lower-case words of a text, numbers as '0', sentence ends as '.'; other punctuation is left out."""
    return ["0" if unit[0].isdigit() else "." if not unit[0].isalpha() else unit for unit in UNIT.findall(text.lower())]


@dataclass(frozen=True, slots=True)
class Sequences:
    size: int
    marks: memoryview
    more: bytes
    codes: bytes
    singles: bytes

    def count(self, value: int) -> float:
        """Uses of the sequence with this hash (24 lower bits tell it from its neighbours)."""
        i = (value >> 24) % self.size
        mark = value & 0xFFFF
        codes, marks = self.codes, self.marks
        while codes[i]:
            if marks[i] == mark and self.more[i] == value >> 16 & 0xFF:
                return CODES[codes[i]]
            i += 1
        return 0.0

    def log2(self, a: int, b: int, c: int, own: float) -> float:
        """log2 probability of word number c after a and b.

        Args:
            own: log2 probability of c by itself.
        """
        m0, m1, m2 = MULTIPLIERS
        last = (c + 1) * m2
        ab = self.count(((a + 1) * m1 + (b + 1) * m2) & 0xFFFFFFFFFFFF)
        n = CODES[self.singles[b]]
        weight = PAIRS + NOVEL * n**GROWTH
        p = (self.count(((b + 1) * m1 + last) & 0xFFFFFFFFFFFF) + weight * 2.0**own) / (n + weight)
        if ab:
            abc = self.count(((a + 1) * m0 + (b + 1) * m1 + last) & 0xFFFFFFFFFFFF)
            weight = TRIPLES + NOVEL * ab**GROWTH
            p = (abc + weight * p) / (ab + weight)
        return log2(p)


@cache
def sequences() -> Sequences:
    """The table, loaded once a process."""
    table = np.load(io.BytesIO(artefact("restorer", "sequences.npz").read_bytes()))
    return Sequences(
        int(table["size"]),
        table["marks"].data,
        table["more"].tobytes(),
        table["codes"].tobytes(),
        table["singles"].tobytes(),
    )
