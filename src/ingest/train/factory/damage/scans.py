"""Prints that were scanned or photographed: page pictures, as TIFF, PDF, PNG or JPEG, with an OCR layer or without."""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pypdfium2
from PIL import Image

from ingest.errors import IngestError
from ingest.train.factory.damage import DamageMethod
from ingest.train.factory.damage.pages import KINDS, Gray, at

__all__ = ["DAMAGES", "MOST_PAGES", "page_pictures", "two_up"]

MOST_PAGES = 4
"""Longer documents are left as they are: they cost time and show nothing new."""
_DPI = 400.0
_PHOTOGRAPHS = ("photo",)
# The moment that stands in every file: no clock is read.
_STAMP = time.gmtime(1893499200)
_OCR_SECONDS = 120


_POINTS_PER_INCH = 72


def page_pictures(path: Path) -> list[Gray] | None:
    """Return the pages of a PDF in grey at 400 dpi; None for more than `MOST_PAGES`."""
    document = pypdfium2.PdfDocument(path)
    try:
        if len(document) > MOST_PAGES:
            return None
        drawn = (page.render(scale=_DPI / _POINTS_PER_INCH, grayscale=True).to_numpy() for page in document)
        return [np.ascontiguousarray(np.array(picture).squeeze()) for picture in drawn]
    finally:
        document.close()


_WHITE = 255
"""Grey level of paper."""


def two_up(pages: Sequence[Gray]) -> list[Gray]:
    """Return sheets with two pages, each reduced to fit; an odd last page stands alone on the first half.

    As printers set them: upright pages side by side on a lying sheet, lying pages one above the other on an upright
    one.
    """
    sheets: list[Gray] = []
    for first in range(0, len(pages), 2):
        pair = pages[first : first + 2]
        height, width = pair[0].shape
        sheet = np.full((width, height), _WHITE, np.uint8)
        room = (width, height // 2) if height >= width else (width // 2, height)
        for n, page in enumerate(pair):
            scale = min(room[0] / page.shape[0], room[1] / page.shape[1])
            small = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            y, x = (max(0, a - b) // 2 for a, b in zip(room, small.shape, strict=True))
            y, x = (y, x + n * room[1]) if height >= width else (y + n * room[0], x)
            part = sheet[y : y + small.shape[0], x : x + small.shape[1]]
            part[:] = small[: part.shape[0], : part.shape[1]]
        sheets.append(sheet)
    return sheets


_SEED_BITS = 32


def _scanned(pages: Sequence[Gray], kind: str, rng: random.Random) -> list[Image.Image]:
    numbers = np.random.default_rng(rng.getrandbits(_SEED_BITS))
    images: list[Image.Image] = []
    for page in pages:
        picture, dpi = KINDS[kind](page, _DPI, numbers)
        image = Image.fromarray(picture)
        # A telephone states no resolution.
        if kind not in _PHOTOGRAPHS:
            image.info["dpi"] = (dpi, dpi)
        images.append(image)
    return images


_USUAL_DPI = (200.0, 200.0)


def _saved(images: Sequence[Image.Image], stem: Path, suffix: str) -> Path:
    """Write page pictures as a file of the kind that a suffix names."""
    path = stem.with_name(stem.name + suffix)
    first, *others = images
    dpi = first.info.get("dpi", _USUAL_DPI)
    if suffix == ".pdf":
        first.save(path, save_all=True, append_images=others, resolution=dpi[0], creationDate=_STAMP, modDate=_STAMP)
    elif suffix == ".tif":
        first.save(path, save_all=True, append_images=others, dpi=dpi, compression="tiff_deflate")
    elif suffix == ".png":
        first.save(path, dpi=dpi)
    else:
        first.save(path, quality=80, **({"dpi": dpi} if "dpi" in first.info else {}))
    return path


def _suffix(images: Sequence[Image.Image], rng: random.Random) -> str:
    return rng.choice((".pdf", ".pdf", ".tif", ".png", ".jpg") if len(images) == 1 else (".pdf", ".tif"))


def _scan(kind: str) -> DamageMethod:
    def apply(path: Path, stem: Path, rng: random.Random) -> Path | None:
        pages = page_pictures(path)
        if pages is None:
            return None
        images = _scanned(pages, kind, rng)
        return _saved(images, stem, _suffix(images, rng))

    return DamageMethod(f"scan-{kind.replace('_', '-')}", ".pdf", apply)


def _scan_two_up(path: Path, stem: Path, rng: random.Random) -> Path | None:
    pages = page_pictures(path)
    if pages is None or len(pages) == 1:
        return None
    images = _scanned(two_up(pages), rng.choice(("office", "flatbed")), rng)
    return _saved(images, stem, _suffix(images, rng))


def _english_layer(path: Path, stem: Path, rng: random.Random) -> Path | None:
    """Write a scan with the hidden text of an OCR program set to English.

    Raises:
        IngestError: Tesseract's program is not installed.
    """
    pages = page_pictures(path)
    if pages is None:
        return None
    program = shutil.which("tesseract")
    if program is None:
        raise IngestError("the damage scan-english-layer needs the program tesseract.", remedy="Install tesseract-ocr.")
    target = stem.with_name(stem.name + ".pdf")
    with tempfile.TemporaryDirectory() as folder, pikepdf.new() as whole:
        for n, image in enumerate(_scanned(pages, rng.choice(("flatbed", "office", "coarse")), rng)):
            picture = Path(folder) / f"{n}.png"
            image.save(picture, dpi=image.info["dpi"])
            command = [program, str(picture), str(picture.with_suffix("")), "-l", "eng", "pdf"]
            subprocess.run(command, capture_output=True, timeout=_OCR_SECONDS, check=True)
            with pikepdf.open(picture.with_suffix(".pdf")) as page:
                whole.pages.extend(page.pages)
        whole.save(target, deterministic_id=True)
    return target


_SMALLER = (0.8, 0.93)
"""Share of its size that a print is copied at."""
_PLACED = (0.2, 0.8)
"""Shares of the free room before the smaller print."""


def _photocopy_of_a_print(path: Path, stem: Path, rng: random.Random) -> Path | None:
    """Write a scan of a sheet that was reduced on the copier, as inquiries are archived."""
    pages = page_pictures(path)
    if pages is None:
        return None
    share = rng.uniform(*_SMALLER)
    reduced: list[Gray] = []
    for page in pages:
        sheet = np.full_like(page, _WHITE)
        small = at(page, 1.0, share)
        y, x = (int(rng.uniform(*_PLACED) * (a - b)) for a, b in zip(page.shape, small.shape, strict=True))
        sheet[y : y + small.shape[0], x : x + small.shape[1]] = small
        reduced.append(sheet)
    images = _scanned(reduced, rng.choice(("copied", "edged", "bilevel")), rng)
    return _saved(images, stem, _suffix(images, rng))


DAMAGES = (
    *(_scan(kind) for kind in KINDS),
    DamageMethod("scan-two-up", ".pdf", _scan_two_up),
    DamageMethod("scan-english-layer", ".pdf", _english_layer),
    DamageMethod("scan-reduced-copy", ".pdf", _photocopy_of_a_print),
)
