"""The first look at a page, before anything is read from it: what the decision between text layer and OCR needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ingest.document import BBox

__all__ = ["PageCounts"]

CELLS = 100
"""A page is parted into so many rows and columns to see how much of it images cover."""


@dataclass(frozen=True, slots=True)
class PageCounts:
    """Counts of one PDF page. Boxes are in points as displayed."""

    number: int
    width: float
    height: float
    characters: int = 0
    """Of the text layer, white space left out."""
    invisible: int = 0
    """Of those, drawn invisibly: a layer that OCR has put over or under an image."""
    unmapped: int = 0
    """Of those, from fonts that do not say which letter they are and could not be recovered."""
    images: tuple[BBox, ...] = ()
    drawn: int = 0
    """Rules and fills."""
    struck: tuple[str, ...] = ()
    """Words that a line strikes out; they are left out of the page's words."""
    unseen: tuple[str, ...] = ()
    """Words outside of the page's visible box, or that their clip leaves out; they are no words of the page either."""
    noted: bool = False
    """Something may have been typed on it: a form field or a note."""
    stamped: bool = False
    """It bears a reader program's rubber stamp, which is no part of its text."""
    pinned: tuple[str, ...] = ()
    """Names of files that are attached to the page."""
    given_up: bool = False
    """So much is drawn that lines and fills were not looked at."""

    @property
    def image_share(self) -> float:
        """How much of the page its images cover together, 0..1: a scanner may give a page as many strips."""
        if not self.images or self.width <= 0 or self.height <= 0:
            return 0.0
        covered = np.zeros((CELLS, CELLS), dtype=bool)
        across, down = CELLS / self.width, CELLS / self.height
        for box in self.images:
            top, left = max(0, round(box.top * down)), max(0, round(box.x0 * across))
            covered[top : max(0, round(box.bottom * down)), left : max(0, round(box.x1 * across))] = True
        return float(covered.mean())

    @property
    def hidden_layer(self) -> bool:
        """A scan with the text layer of an unknown OCR under or over it."""
        return self.characters > 0 and self.invisible > 0.8 * self.characters and self.image_share > 0.5
