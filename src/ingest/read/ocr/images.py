"""Pictures of pages: image files and rendered PDF pages as grey arrays with their resolution."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from ingest.errors import FileTooLarge, TruncatedFile
from ingest.options import Limits
from ingest.source import Source

__all__ = ["TINT_DPI", "Gray", "PageImage", "embedded_page", "image_pages", "page_resolution", "tint_of"]

Gray = npt.NDArray[Any]
"""uint8, (height, width). cv2's stubs give unions of types, which is why the type says less than that."""

A4_INCHES = (8.27, 11.69)
TINT_DPI = 150.0
"""Enough for a pen's stroke (0.4 mm: 2 pixels), and 7 MB for an A4 page in three colours."""
MIN_DPI = 90.0
"""Resolutions below this, as stated by an image file, are a program's default (72, 96 of a screen) and no fact."""
UNEVEN, MOST_UNEVEN = 1.03, 4.5
"""Ratio of the resolutions across and down from which pixels are no squares, and up to which that is believed: a fax
has 204 by 98 dots an inch, coarsely 204 by 49 (ITU-T T.4)."""
FIRST_LYING = 5
"""First of the orientations (EXIF, TIFF 6.0) in which the picture's rows are the page's columns."""


DARK_PAGE = 110
"""Grey of the middle pixel below which a page may be light print on dark ground."""
LIGHT_PRINT = (0.004, 0.3)
"""Share of such a page that its letters and rules take."""
STROKE_WIDTH = 0.12
"""Inches: lighter areas that are wider are paper before something dark, not letters."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as displayed: `gray` (height, width), 0 black to 255 white, at `dpi` pixels an inch.

    `tint` is 1 where the ink is coloured, of the whole page at TINT_DPI or less; None for a page without colour.
    `turns` are the quarter turns clockwise that were already done to the page as displayed. `left` is where the picture
    begins on the sheet as displayed, in points from its left edge, where it is one of two pages of a sheet.
    """

    gray: Gray
    dpi: float
    tint: Gray | None = None
    turns: int = 0
    left: float = 0.0

    @property
    def points(self) -> tuple[float, float]:
        """Width and height in points."""
        height, width = self.gray.shape
        return width * 72.0 / self.dpi, height * 72.0 / self.dpi

    @property
    def to_displayed(self) -> npt.NDArray[Any]:
        """Matrix (3 x 3) from points of this picture to points of the page as displayed."""
        width, height = self.points
        back = {
            0: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
            1: [[0, 1, 0], [-1, 0, width], [0, 0, 1]],
            2: [[-1, 0, width], [0, -1, height], [0, 0, 1]],
            3: [[0, -1, height], [1, 0, 0], [0, 0, 1]],
        }[self.turns]
        matrix = np.array(back, dtype=np.float64)
        matrix[0] += self.left * matrix[2]
        return matrix

    def dark_on_light(self) -> PageImage:
        """With its grey values the other way round where the page is light print on dark ground; else this very page.

        A sheet photographed before something dark has large light areas; letters and rules are thin.
        """
        reduce = max(1, round(self.dpi / 75.0))
        small = self.gray[::reduce, ::reduce]
        ground = float(np.median(small))
        if ground > DARK_PAGE:
            return self
        light = (small > (ground + float(small.max())) / 2).astype(np.uint8)
        size = max(3, round(STROKE_WIDTH * self.dpi / reduce) | 1)
        solid = cv2.morphologyEx(light, cv2.MORPH_OPEN, np.ones((size, size), np.uint8))
        share = float(light.mean())
        if not LIGHT_PRINT[0] <= share <= LIGHT_PRINT[1] or float(solid.mean()) > 0.1 * share:
            return self
        return PageImage(cv2.bitwise_not(self.gray), self.dpi, None, self.turns, self.left)

    def turned(self, turns: int) -> PageImage:
        """Turned by quarter turns clockwise, pixel for pixel."""
        if turns % 4 == 0:
            return self
        gray = np.ascontiguousarray(np.rot90(self.gray, -turns))
        tint = None if self.tint is None else np.ascontiguousarray(np.rot90(self.tint, -turns))
        return PageImage(gray, self.dpi, tint, (self.turns + turns) % 4, self.left)


def image_pages(source: Source, limits: Limits) -> Iterator[PageImage]:
    """The pages of a PNG, JPEG, WebP or (multi-page) TIFF file, one at a time.

    A camera's turning note (EXIF) is obeyed. A file that does not say its resolution is taken for an A4 page.

    Raises:
        TruncatedFile: damaged beyond what can be opened.
        FileTooLarge: more pages or pixels than the limits allow.
    """
    try:
        # A camera's MPO is opened as JPEG; the name MPO itself has no opener.
        image = Image.open(io.BytesIO(source.data), formats=("PNG", "JPEG", "TIFF", "WEBP"))
        count = getattr(image, "n_frames", 1)
    except Image.DecompressionBombError as error:
        raise FileTooLarge(f"has too many pixels ({_reason(error)}).", source=source.name) from error
    except MemoryError:
        raise
    except Exception as error:
        # Pillow raises whatever a damaged header leads to: OSError, ValueError, SyntaxError, KeyError, struct.error.
        raise TruncatedFile(f"is a damaged image ({_reason(error)}).", source=source.name) from error
    if image.format in ("MPO", "WEBP"):
        count = 1  # further frames are other views of the same page, or an animation
    if count > limits.pages:
        raise FileTooLarge(f"has {count} pages; the limit (pages) is {limits.pages}.", source=source.name)
    for index in range(count):
        try:
            image.seek(index)
            width, height = image.size
            if width * height > limits.pixels:
                raise FileTooLarge(
                    f"page {index + 1} has {width * height} pixels; the limit (pixels) is {limits.pixels}.",
                    source=source.name,
                )
            page = _page(image, limits)
        except (FileTooLarge, MemoryError):
            raise
        except Image.DecompressionBombError as error:
            raise FileTooLarge(f"page {index + 1} has too many pixels.", source=source.name) from error
        except Exception as error:
            raise TruncatedFile(f"page {index + 1} is damaged ({_reason(error)}).", source=source.name) from error
        yield page


def _page(image: Image.Image, limits: Limits) -> PageImage:
    """The frame at hand as displayed, with square pixels.

    Raises:
        FileTooLarge: more pixels than the limits allow once they are squares.
    """
    across, down = _stated_dpi(image) or (0.0, 0.0)
    dpi = max(across, down)
    if image.getexif().get(ExifTags.Base.Orientation, 1) >= FIRST_LYING:
        across, down = down, across
    frame = ImageOps.exif_transpose(image)
    if dpi > UNEVEN * min(across, down):
        frame = _square(frame, across, down, limits)
    gray = _gray(frame)
    dpi = dpi or _guessed_dpi(gray)
    wide = _widened(gray)
    return PageImage(wide, dpi, _tint(frame, dpi) if wide is gray else None)


def embedded_page(data: bytes, limits: Limits, least: int) -> Gray | None:
    """A picture out of another file (its first frame) in grey; None where its longer side has under `least` pixels.

    Raises:
        TruncatedFile: damaged, or of a kind that is not opened.
        FileTooLarge: more pixels than the limits allow.
    """
    try:
        image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF", "GIF", "BMP"))
        width, height = image.size
        if max(width, height) < least:
            return None
        if width * height > limits.pixels:
            raise FileTooLarge(f"has {width * height} pixels; the limit (pixels) is {limits.pixels}.")
        return _widened(_gray(ImageOps.exif_transpose(image)))
    except (FileTooLarge, MemoryError):
        raise
    except Image.DecompressionBombError as error:
        raise FileTooLarge(f"has too many pixels ({_reason(error)}).") from error
    except Exception as error:
        # As in `image_pages`: Pillow raises whatever a damaged file leads to. Its reason may name an object's address.
        why = "of an unknown kind" if isinstance(error, UnidentifiedImageError) else _reason(error)
        raise TruncatedFile(f"cannot be opened ({why}).") from error


def page_resolution(pixels: tuple[int, int], points: tuple[float, float]) -> float:
    """Pixels an inch of an image of (width, height) `pixels` shown on (width, height) `points`."""
    return max(pixels[0] / points[0], pixels[1] / points[1]) * 72.0


def tint_of(rgb: npt.NDArray[Any]) -> Gray | None:
    """1 where ink is coloured, from (height, width, 3 or more) uint8; None where next to nothing is.

    Ink of a stamp or ballpoint takes more than two fifths of the light it takes from one colour only; black print,
    yellowed paper and pale fills do not.
    """
    least, most = rgb[..., :3].min(axis=2), rgb[..., :3].max(axis=2)
    spread = most - least
    out: Gray = ((spread > 50) & (least < 170) & (spread > 0.4 * (256.0 - least))).astype(np.uint8)
    return out if int(out.sum()) > 60 else None


def _tint(image: Image.Image, dpi: float) -> Gray | None:
    if image.mode not in ("RGB", "RGBA", "CMYK", "YCbCr", "P", "LAB", "HSV"):
        return None
    factor = min(1.0, TINT_DPI / dpi)
    size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
    way = Image.Resampling.NEAREST if image.mode == "P" else Image.Resampling.BOX
    small = image.resize(size, way)
    if "A" in small.getbands() or "transparency" in small.info:
        paper = Image.new("RGBA", size, "white")
        paper.alpha_composite(small.convert("RGBA"))
        small = paper
    return tint_of(np.asarray(small.convert("RGB")))


def _gray(image: Image.Image) -> Gray:
    if image.mode == "1":
        return np.asarray(image.convert("L"))
    if image.mode.startswith(("I", "F")):
        wide: npt.NDArray[Any] = np.asarray(image, dtype=np.float32)
        top = 65535.0 if wide.max(initial=0.0) > 255 else 255.0
        return np.clip(wide * (255.0 / top), 0, 255).astype(np.uint8)
    if "A" in image.getbands() or "transparency" in image.info:
        # What is transparent shows the paper.
        rgba = image.convert("RGBA")
        paper = Image.new("RGBA", rgba.size, "white")
        paper.alpha_composite(rgba)
        image = paper
    return np.asarray(image.convert("L"))


def _widened(gray: Gray) -> Gray:
    """With white beside it where it is a mere thread: the steps that scale it down need a pixel of each side."""
    height, width = gray.shape
    least = max(height, width) // 300
    if min(height, width) >= least:
        return gray
    return np.pad(gray, ((0, max(0, least - height)), (0, max(0, least - width))), constant_values=255)


def _stated_dpi(image: Image.Image) -> tuple[float, float] | None:
    """Pixels an inch across and down the picture as it is stored; None where nothing true is stated."""
    stated = image.info.get("dpi")
    try:
        x, y = float(stated[0]), float(stated[1])  # type: ignore[index]
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        return None
    if not min(x, y) > 0 or max(x, y) > MOST_UNEVEN * min(x, y):
        y = x = max(x, y)
    inches = max(image.width / x, image.height / y) if x > 0 else 0.0
    return (x, y) if max(x, y) >= MIN_DPI and 2.0 < inches < 60.0 else None


def _square(frame: Image.Image, across: float, down: float, limits: Limits) -> Image.Image:
    """A fax's picture with square pixels, at the finer of its two resolutions.

    Raises:
        FileTooLarge: more pixels than `limits.pixels`.
    """
    dpi = max(across, down)
    size = round(frame.width * dpi / across), round(frame.height * dpi / down)
    if size[0] * size[1] > limits.pixels:
        raise FileTooLarge(f"has {size[0] * size[1]} pixels; the limit (pixels) is {limits.pixels}.")
    # Grey between the rows: edges of letters are smooth, as recognition was trained on.
    grey = frame.convert("L") if frame.mode == "1" else frame
    way = Image.Resampling.NEAREST if grey.mode == "P" else Image.Resampling.BILINEAR
    return grey.resize(size, way)


def _guessed_dpi(gray: Gray) -> float:
    height, width = gray.shape
    dpi: float = max(max(width, height) / A4_INCHES[1], min(width, height) / A4_INCHES[0], 1.0)
    return dpi


def _reason(error: BaseException) -> str:
    return type(error).__name__ if not str(error) else str(error).splitlines()[0][:80]
