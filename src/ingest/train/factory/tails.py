"""Measures as one line that ends in who and when: `… Parkenheten, maj 2030`, `… – Parkenheten, maj 2030`, `… (…)`."""

from __future__ import annotations

import random
from dataclasses import replace

from ingest.train.factory.model import Measure

__all__ = ["STYLES", "Tail"]

# How often a time begins in lower case after a name.
_LOWER = 0.85
STYLES = ("sentence", "dash", "brackets")


class Tail:
    """How the lines of one document end."""

    def __init__(self, rng: random.Random, style: str | None = None) -> None:
        self._rng = rng
        self.style = style or rng.choice(STYLES)
        self.dash = rng.choice(("–", "–", "-", "—"))
        self.comma = rng.choice((", ", ", ", "; ") if self.style == "brackets" else (", ",))
        self.lower = rng.random() < _LOWER
        self.missing = rng.choice((0.0, 0.0, 0.15))

    def end(self, measure: Measure) -> tuple[Measure, str]:
        """Return the measure as the answer has it, and the line that prints it."""
        if self._rng.random() < self.missing:
            measure = replace(measure, vem=None) if self._rng.random() < 0.5 else replace(measure, när=None)
        measure = self._plain(measure)
        deed = (measure.åtgärd or "").rstrip()
        if self.style == "sentence":
            deed = deed if deed.endswith((".", "!", "?")) else deed + "."
        else:
            deed = deed.rstrip(".")
        measure = replace(measure, åtgärd=deed)
        return measure, self.line(measure)

    def _plain(self, measure: Measure) -> Measure:
        """Return a measure whose who and when can stand in a line: no stop after names, no time of several parts."""
        vem, när = measure.vem, measure.när
        if vem is not None:
            vem = replace(vem, text=vem.text.rstrip("."))
        if när is not None and set(när.text) & set(",;:()"):
            när = None
        if när is not None:
            text = när.text.rstrip(".")
            if vem is not None and self.lower and text[1:2].islower():
                text = text[0].lower() + text[1:]
            när = replace(när, text=text)
        return replace(measure, vem=vem, när=när)

    def line(self, measure: Measure) -> str:
        """Return the line that prints a measure as `end` gave it."""
        end = self.comma.join(t for t in (measure.text("vem"), measure.text("när")) if t)
        if self.style == "sentence":
            return f"{measure.åtgärd} {end}"
        return f"{measure.åtgärd} {self.dash} {end}" if self.style == "dash" else f"{measure.åtgärd} ({end})"
