"""The first look at a page, before anything is read from it: what the decision between text layer and OCR needs."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.document import BBox

__all__ = ["PageLook"]


@dataclass(frozen=True, slots=True)
class PageLook:
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

    @property
    def image_share(self) -> float:
        """How much of the page its largest image covers, 0..1."""
        area = self.width * self.height
        return max((min(b.width, self.width) * min(b.height, self.height) / area for b in self.images), default=0.0)

    @property
    def image_only(self) -> bool:
        """Nothing but a picture: a scan without a text layer."""
        return self.characters == 0 and self.image_share > 0.3

    @property
    def hidden_layer(self) -> bool:
        """A scan with the text layer of an unknown OCR under or over it."""
        return self.characters > 0 and self.invisible > 0.8 * self.characters and self.image_share > 0.5
