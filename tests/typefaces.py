"""Type for pages that tests draw."""

from __future__ import annotations

from pathlib import Path

from PIL import ImageFont

__all__ = ["font"]


def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A sans-serif of this size in pixels: what the machine has, at the worst Pillow's own."""
    for path in (
        "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
        "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
    ):
        if Path(path).is_file():
            return ImageFont.truetype(path, size)
    return ImageFont.load_default(size)
