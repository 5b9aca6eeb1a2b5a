"""All corrections of an archive, those undone taken out, found by document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from ingest.corrections.model import Correction
from ingest.corrections.sketch import NEAR, parts, similarity

__all__ = ["Closeness", "CorrectionBook", "Match", "undone"]

_ROUNDING = 1e-9
Closeness = Literal["same", "changed", "near"]
"""The same bytes; the same name and other bytes; another name, and nearly the same words."""


@dataclass(frozen=True, slots=True)
class Match:
    """A correction that concerns a document, and how near its own document is to that one."""

    correction: Correction
    closeness: Closeness


def undone(corrections: Iterable[Correction]) -> frozenset[str]:
    """Identifiers of what does not hold, whatever the order of the corrections given.

    An undo that is itself undone undoes nothing; the last word counts, by the time it was said.
    """
    gone: set[str] = set()
    for undo in sorted((c for c in corrections if c.kind == "undo"), key=lambda c: c.order, reverse=True):
        if undo.id not in gone:
            gone.add(str(undo.new["id"]))
    return frozenset(gone)


class CorrectionBook:
    """Corrections in the order in which they hold; the same ones give the same book, however they were added."""

    def __init__(self, corrections: Iterable[Correction] = ()) -> None:
        self._all: dict[str, Correction] = {}
        self._by_sha: dict[str, list[Correction]] = {}
        self._by_source: dict[str, set[str]] = {}
        self._by_hash: dict[str, set[str]] = {}
        self._sketches: dict[str, str] = {}
        self._gone: frozenset[str] | None = frozenset()
        self.add(corrections)

    def add(self, corrections: Iterable[Correction]) -> None:
        """Add further ones; one that is there already (by its identifier) changes nothing."""
        for c in corrections:
            if c.id in self._all:
                continue
            self._all[c.id] = c
            if c.kind == "undo":
                self._gone = None
            if c.subject is None:
                continue
            sha256 = c.subject.sha256
            self._by_sha.setdefault(sha256, []).append(c)
            self._by_source.setdefault(c.subject.source, set()).add(sha256)
            if sha256 not in self._sketches:
                self._sketches[sha256] = c.subject.sketch
                for part in parts(c.subject.sketch):
                    self._by_hash.setdefault(part, set()).add(sha256)

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Correction]:
        """All corrections in their order, undone ones and undos too."""
        return iter(sorted(self._all.values(), key=lambda c: c.order))

    def get(self, id: str) -> Correction | None:
        return self._all.get(id)

    @property
    def gone(self) -> frozenset[str]:
        """Identifiers of corrections that were undone."""
        if self._gone is None:
            self._gone = undone(self._all.values())
        return self._gone

    def holding(self) -> Iterator[Correction]:
        """The corrections that hold, in their order."""
        gone = self.gone
        return (c for c in self if c.id not in gone and c.kind != "undo")

    def documents(self) -> frozenset[str]:
        """SHA-256 of every document that a correction is of."""
        return frozenset(self._by_sha)

    def of(self, sha256: str, sources: Iterable[str], sketch: str) -> list[Match]:
        """The corrections that hold and concern a document, in their order.

        Args:
            sha256: of its bytes.
            sources: the names it stands under.
            sketch: of what the machine read in it.
        """
        if not self._all:
            return []
        close: dict[str, Closeness] = {}
        close |= {s: "near" for s in self._sharing(sketch) if similarity(sketch, self._sketches[s]) >= NEAR}
        close |= {s: "changed" for source in sources for s in self._by_source.get(source, ())}
        close[sha256] = "same"
        gone = self.gone
        found = [
            Match(c, closeness)
            for s, closeness in close.items()
            for c in self._by_sha.get(s, ())
            if c.id not in gone and c.kind != "undo"
        ]
        return sorted(found, key=lambda m: m.correction.order)

    def _sharing(self, sketch: str) -> set[str]:
        """Documents that may be near one.

        Whoever has `NEAR` of its hashes has one of any few more than it may lack; the rarest few spare looking at every
        document that says *Polisen* somewhere.
        """
        found = parts(sketch)
        lacking = len(found) - ceil(NEAR * len(found) - _ROUNDING)
        postings = sorted((self._by_hash.get(part, set()) for part in found), key=len)
        return set().union(*postings[: lacking + 1])

    @staticmethod
    def digest(matches: Sequence[Match]) -> str:
        """What tells one choice of corrections from another; empty for none."""
        if not matches:
            return ""
        text = " ".join(f"{m.correction.id}:{m.closeness}" for m in matches)
        return hashlib.sha256(text.encode()).hexdigest()[:32]
