"""Type for pages that tests draw."""

from __future__ import annotations

from pathlib import Path

from PIL import ImageFont

__all__ = ["font", "typewriter"]


def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """A sans-serif of this size in pixels: what the machine has, at the worst Pillow's own."""
    for path in (
        "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
        "/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf",
    ):
        if Path(path).is_file():
            return ImageFont.truetype(path, size)
    return ImageFont.load_default(size)


def typewriter(size: int) -> ImageFont.FreeTypeFont | None:
    """A face whose letters are all as wide; None where the machine has none."""
    for path in (
        "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
        "/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf",
    ):
        if Path(path).is_file():
            return ImageFont.truetype(path, size)
    return None
