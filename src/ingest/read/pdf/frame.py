"""From PDF user space (origin at the bottom left, unrotated) to the page as it is displayed."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.document import BBox
from ingest.read.pdf.bindings import Matrix

__all__ = ["Frame"]


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible box of a page in user space and its rotation in quarter turns clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int = 0

    @property
    def width(self) -> float:
        """As displayed, in points."""
        return self.top - self.bottom if self.turns % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """As displayed, in points."""
        return self.right - self.left if self.turns % 2 else self.top - self.bottom

    @property
    def matrix(self) -> Matrix:
        """User space to points from the displayed page's top left corner, y downwards."""
        match self.turns % 4:
            case 0:
                return Matrix(1, 0, 0, -1, -self.left, self.top)
            case 1:
                return Matrix(0, 1, 1, 0, -self.bottom, -self.left)
            case 2:
                return Matrix(-1, 0, 0, 1, self.right, -self.bottom)
            case _:
                return Matrix(0, -1, -1, 0, self.top, self.right)

    def turned(self, turns: int) -> Frame:
        """The same page turned by further quarter turns clockwise."""
        return Frame(self.left, self.bottom, self.right, self.top, (self.turns + turns) % 4)

    def holds(self, box: BBox) -> bool:
        """Return whether any part of a displayed box lies on the page."""
        return box.x1 > 0 and box.x0 < self.width and box.bottom > 0 and box.top < self.height
