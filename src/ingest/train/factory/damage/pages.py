"""Pages made worse the way paper, scanners, cameras and faxes make them worse; every draw from a fixed seed.

Each function takes a clean grey page (uint8, at `dpi`) and gives (picture, its dpi).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

__all__ = ["KINDS", "Gray", "Kind", "at", "skew"]

Gray = npt.NDArray[np.uint8]
Kind = Callable[[Gray, float, np.random.Generator], tuple[Gray, float]]

_WHITE = 255
"""Grey level of paper."""
_DIGITS, _QUARTERS = 10, 4


def at(gray: Gray, dpi: float, wanted: float) -> Gray:
    made: Gray = cv2.resize(gray, None, fx=wanted / dpi, fy=wanted / dpi, interpolation=cv2.INTER_AREA)
    return made


def skew(gray: Gray, degrees: float) -> Gray:
    h, w = gray.shape
    m = cv2.getRotationMatrix2D((w / 2, h / 2), -degrees, 1.0)
    made: Gray = cv2.warpAffine(gray, m, (w, h), flags=cv2.INTER_CUBIC, borderValue=_WHITE)
    return made


def noise(gray: Gray, sigma: float, rng: np.random.Generator) -> Gray:
    return np.clip(gray + rng.normal(0, sigma, gray.shape), 0, _WHITE).astype(np.uint8)


def jpeg(gray: Gray, quality: int) -> Gray:
    _, data = cv2.imencode(".jpg", gray, [cv2.IMWRITE_JPEG_QUALITY, quality])
    made: Gray = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    return made


# Light of a page whose binding or far corner is dark: where the shadow lies and how wide it is, in page widths.
_BINDING, _BINDING_WIDTH = 0.02, 0.25


def shadow(gray: Gray, depth: float) -> Gray:
    """Darken a page at its binding by `depth` (share of the light), half as much towards its far corner."""
    h, w = gray.shape
    x, y = np.meshgrid(np.linspace(0, 1, w), np.linspace(0, 1, h))
    light = 1 - depth * np.exp(-(((x - _BINDING) / _BINDING_WIDTH) ** 2)) - 0.5 * depth * y * x
    return np.clip(gray * light, 0, _WHITE).astype(np.uint8)


_SPECK = (1, 4)
"""Sides of a speck in pixels, the upper bound excluded."""


def specks(gray: Gray, count: int, rng: np.random.Generator) -> Gray:
    out = gray.copy()
    for _ in range(count):
        y, x = int(rng.integers(gray.shape[0])), int(rng.integers(gray.shape[1]))
        out[y : y + int(rng.integers(*_SPECK)), x : x + int(rng.integers(*_SPECK))] = 0
    return out


def faded(gray: Gray, contrast: float) -> Gray:
    """Leave `contrast` (a share) of the ink's darkness."""
    made: Gray = (_WHITE - (_WHITE - gray) * contrast).astype(np.uint8)
    return made


def blurred(gray: Gray, sigma: float) -> Gray:
    """Blur by a Gaussian of `sigma` pixels."""
    made: Gray = cv2.GaussianBlur(gray, (0, 0), sigma)
    return made


def two_tones(gray: Gray, sigma: float, threshold: int, rng: np.random.Generator) -> Gray:
    """Add noise of `sigma` grey levels and turn what is darker than `threshold` black, all else white."""
    return np.where(noise(gray, sigma, rng) < threshold, 0, _WHITE).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class Scanner:
    """A scanner in grey. Steps are taken in this order, those of no effect left out.

    Attributes:
        dpi: resolution.
        skew: degrees that the sheet lies askew, counted clockwise; 0 for straight.
        blur: sigma of its optics in pixels.
        noise: sigma of its sensor in grey levels.
        contrast: share of the ink's darkness that is left.
        shadow: share of the light that is missing at the binding.
        quality: of the JPEG file, 1 to 100; 0 for no JPEG.
    """

    dpi: float
    blur: float
    noise: float
    skew: float = 0.0
    contrast: float = 1.0
    shadow: float = 0.0
    quality: int = 0

    def scan(self, gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
        page = at(gray, dpi, self.dpi)
        page = blurred(skew(page, self.skew) if self.skew else page, self.blur)
        return self.finish(page, rng), self.dpi

    def finish(self, page: Gray, rng: np.random.Generator) -> Gray:
        """The steps behind the optics."""
        if self.contrast < 1:
            page = faded(page, self.contrast)
        if self.shadow:
            page = shadow(page, self.shadow)
        page = noise(page, self.noise, rng)
        return jpeg(page, self.quality) if self.quality else page


@dataclass(frozen=True, slots=True)
class Copier:
    """A scanner of two tones: resolution, skew (degrees), blur (pixels), noise and threshold (grey levels), specks."""

    dpi: float
    skew: float
    blur: float
    noise: float
    threshold: int
    specks: int

    def scan(self, gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
        page = blurred(skew(at(gray, dpi, self.dpi), self.skew), self.blur)
        return specks(two_tones(page, self.noise, self.threshold, rng), self.specks, rng), self.dpi


_FLATBED = Scanner(dpi=300, skew=0.6, blur=0.8, noise=4, quality=80)
_OFFICE = Scanner(dpi=200, skew=-1.4, blur=0.8, noise=8, shadow=0.25, quality=60)
_COARSE = Scanner(dpi=150, skew=0.9, blur=0.7, noise=6, quality=50)
_FAINT = Scanner(dpi=200, skew=0.4, blur=0.8, noise=5, contrast=0.38, quality=70)
_NOISY = Scanner(dpi=200, blur=0.6, noise=32)
# An empty toner cartridge, scanned to save space.
_FAINT_COARSE = Scanner(dpi=150, skew=1.1, blur=0.7, noise=6, contrast=0.5, shadow=0.2, quality=70)
_BILEVEL = Copier(dpi=200, skew=1.2, blur=0.7, noise=18, threshold=165, specks=250)
_BILEVEL_COARSE = Copier(dpi=150, skew=-0.9, blur=0.6, noise=10, threshold=170, specks=60)


_FAX_DPI, _FAX_SKEW, _FAX_NOISE, _FAX_THRESHOLD = 204, -0.5, 10.0, 150
"""ITU-T T.4, standard resolution: 204 x 98 dots an inch; degrees; grey levels."""


def fax(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    """Group 3 standard resolution, 204 x 98 dots an inch, shown with square pixels."""
    page = skew(at(gray, dpi, _FAX_DPI), _FAX_SKEW)
    low = cv2.resize(page, (page.shape[1], page.shape[0] // 2), interpolation=cv2.INTER_AREA)
    low = two_tones(low, _FAX_NOISE, _FAX_THRESHOLD, rng)
    return cv2.resize(low, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_NEAREST), _FAX_DPI


_THIN_PAPER = Scanner(dpi=200, blur=0, noise=5, quality=70)
_BACK_BLUR, _BACK_CONTRAST = 1.5, 0.22
"""Pixels by which paper blurs its back, and the share of the back's darkness that comes through."""


def through(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    """The back of the sheet shines through, mirrored."""
    page = at(gray, dpi, _THIN_PAPER.dpi)
    back = blurred(page[:, ::-1], _BACK_BLUR).astype(np.float32)
    mixed = np.minimum(page, _WHITE - (_WHITE - back) * _BACK_CONTRAST)
    return _THIN_PAPER.finish(mixed.astype(np.uint8), rng), _THIN_PAPER.dpi


_CAMERA = Scanner(dpi=220, blur=0.8, noise=5, shadow=0.3, quality=75)
_DESK_MARGIN = 0.08
"""Share of the page's sides that the picture shows of the desk on each side."""
_CORNER_SHIFT, _LEAN = 0.025, 0.03
"""Shares of the page's sides by which its corners lie off, and by which its upper side is shorter."""
_DESK, _DESK_GRAIN, _DESK_BLUR = 90, 40, 3
"""Grey level of the desk, and sigma and size (pixels) of its grain."""
_PAPER_LIGHT = 0.92
"""Share of the light that paper sends back."""


def photo(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    """A sheet on a desk, from a telephone held aslant: perspective, uneven light, JPEG; no resolution stated."""
    page = at(gray, dpi, _CAMERA.dpi)
    h, w = page.shape
    pad = _DESK_MARGIN
    out_w, out_h = round(w * (1 + 2 * pad)), round(h * (1 + 2 * pad))
    source = np.array([[0, 0], [w, 0], [w, h], [0, h]], dtype=np.float32)
    shift = rng.uniform(-_CORNER_SHIFT, _CORNER_SHIFT, (len(source), 2)) * [w, h]
    target = (source + np.array([w * pad, h * pad]) + shift).astype(np.float32)
    target[0, 0] += _LEAN * w
    target[1, 0] -= _LEAN * w
    m = cv2.getPerspectiveTransform(source, target)
    inside = cv2.warpPerspective(page, m, (out_w, out_h), flags=cv2.INTER_CUBIC, borderValue=0).astype(np.float32)
    mask = cv2.warpPerspective(np.full_like(page, _WHITE), m, (out_w, out_h)) > _WHITE // 2 + 1
    grain = rng.normal(0, _DESK_GRAIN, (out_h, out_w)).astype(np.float32)
    desk = _DESK + cv2.GaussianBlur(grain, (0, 0), _DESK_BLUR)
    picture = np.where(mask, inside * _PAPER_LIGHT, desk)
    picture = blurred(shadow(np.clip(picture, 0, _WHITE).astype(np.uint8), _CAMERA.shadow), _CAMERA.blur)
    return jpeg(noise(picture, _CAMERA.noise, rng), _CAMERA.quality), _CAMERA.dpi


def turned(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    page, dpi = _FLATBED.scan(gray, dpi, rng)
    return np.ascontiguousarray(np.rot90(page, int(rng.integers(1, _QUARTERS)))), dpi


_DUSTY = Scanner(dpi=200, skew=-0.8, blur=0.7, noise=5, quality=70)
_DUST = 400
"""Specks of a page."""


def speckled(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    """Dust on the glass, in all sizes up to that of a full stop."""
    page = blurred(skew(at(gray, dpi, _DUSTY.dpi), _DUSTY.skew), _DUSTY.blur)
    return _DUSTY.finish(specks(page, _DUST, rng), rng), _DUSTY.dpi


_COPIES = 2
_COPY = Copier(dpi=300, skew=0.7, blur=1.3, noise=22, threshold=188, specks=300)


def copied(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    """A copy of a copy: swollen strokes, pepper near them, black and white at 300 dpi."""
    page = at(gray, dpi, _COPY.dpi)
    for _ in range(_COPIES):
        page = two_tones(blurred(page, _COPY.blur), _COPY.noise, _COPY.threshold, rng)
    return specks(skew(page, _COPY.skew), _COPY.specks, rng), _COPY.dpi


_STAMPED = Scanner(dpi=200, skew=0.8, blur=0.8, noise=5, shadow=0.15, quality=75)
_STAMP_W, _STAMP_H, _STAMP_FRAME, _FRAME_WIDTH = 420, 150, 6, 5
"""Pixels of a stamp at 200 dpi: its sides, where its frame begins, how thick the frame is."""
_STAMP_TURNED_W, _STAMP_TURNED_H, _STAMP_ROOM = 500, 270, (40, 60)
"""Pixels of a stamp set askew, and where it lies in them."""
_STAMP_ANGLE = 14.0
"""Degrees that a stamp is set askew at most."""
_STAMP_INK, _PEN_INK = 70, 60
"""Grey levels."""
_STAMP_TEXT, _STAMP_PITCH, _STAMP_SCALE, _STAMP_STROKE = (24, 62), 56, 1.2, 3
"""Where the first line of a stamp begins, how far below it the next one stands, its size and stroke."""
_STAMP_NUMBER = (100, 999)
_PEN_STROKES, _PEN_POINTS, _PEN_WIDTH = 3, (10, 25), (2, 4)
"""Strokes of a pen; points of one and its width in pixels, the upper bounds excluded."""
_PEN_START_X, _PEN_START_Y = (0.02, 0.8), (0.2, 0.9)
"""Shares of the page within which a stroke begins."""
_PEN_STEP, _PEN_SWAY = (2, 14), 14
"""Pixels from point to point, along the line and (sigma) across it."""


def _stamp(rng: np.random.Generator) -> Gray:
    """An incoming stamp with its day and a registry number, set askew."""
    stamp = np.full((_STAMP_H, _STAMP_W), _WHITE, np.uint8)
    corner = (_STAMP_W - _STAMP_FRAME - 1, _STAMP_H - _STAMP_FRAME - 1)
    cv2.rectangle(stamp, (_STAMP_FRAME, _STAMP_FRAME), corner, _STAMP_INK, _FRAME_WIDTH)
    day, number = str(rng.integers(_DIGITS)), str(rng.integers(*_STAMP_NUMBER))
    for i, line in enumerate(("INKOM 2024 -03- 1" + day, "Dnr KS " + number)):
        place = (_STAMP_TEXT[0], _STAMP_TEXT[1] + _STAMP_PITCH * i)
        cv2.putText(stamp, line, place, cv2.FONT_HERSHEY_SIMPLEX, _STAMP_SCALE, _STAMP_INK, _STAMP_STROKE, cv2.LINE_AA)
    angle = float(rng.uniform(-_STAMP_ANGLE, _STAMP_ANGLE))
    m = cv2.getRotationMatrix2D((_STAMP_W / 2, _STAMP_H / 2), angle, 1.0)
    m[:, 2] += _STAMP_ROOM
    made: Gray = cv2.warpAffine(stamp, m, (_STAMP_TURNED_W, _STAMP_TURNED_H), borderValue=_WHITE)
    return made


def stamped(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    """A stamp set askew and strokes of a pen, also across print, scanned in grey."""
    page = at(gray, dpi, _STAMPED.dpi)
    h, w = page.shape
    stamp = _stamp(rng)
    # In the upper quarter, from the second third of the line on.
    y, x = int(rng.integers(0, h // 4)), int(rng.integers(w // 3, w - _STAMP_TURNED_W - 20))
    place = np.s_[y : y + _STAMP_TURNED_H, x : x + _STAMP_TURNED_W]
    page[place] = np.minimum(page[place], stamp)
    for _ in range(_PEN_STROKES):
        n = int(rng.integers(*_PEN_POINTS))
        start = np.array([rng.uniform(*_PEN_START_X) * w, rng.uniform(*_PEN_START_Y) * h])
        steps = np.stack([rng.uniform(*_PEN_STEP, n), rng.normal(0, _PEN_SWAY, n)], axis=1)
        points = (start + np.cumsum(steps, axis=0)).round().astype(np.int32)
        cv2.polylines(page, [points], False, _PEN_INK, int(rng.integers(*_PEN_WIDTH)), cv2.LINE_AA)
    page = blurred(skew(page, _STAMPED.skew), _STAMPED.blur)
    return _STAMPED.finish(page, rng), _STAMPED.dpi


_FOLDED = Scanner(dpi=200, skew=0.5, blur=0.7, noise=5, quality=75)
_UPRIGHT_FOLDS, _THIRDS_FOLDS = 0.5, 0.4
"""Shares of sheets folded upright, and of the others that are folded in three."""
_FOLD_OFF = (-12, 13)
"""Pixels by which a crease misses its place, the upper bound excluded."""
_FOLD_SHADE, _FOLD_REACH = 0.1, 60
"""Share of light that is missing right below a crease, and pixels in which it comes back (to 1/e)."""
_CREASE_DARK, _CREASE_GRAIN, _CREASE_WIDTH = (0.15, 0.75), 9, (1, 4)
"""Darkness along a crease (share), pixels in which it changes, and its width in pixels, the upper bound excluded."""


def folded(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    """A sheet that was folded for an envelope or a pocket: a crease of uneven darkness, its sides lit differently."""
    page = at(gray, dpi, _FOLDED.dpi).astype(np.float32)
    upright = bool(rng.random() < _UPRIGHT_FOLDS)
    if upright:
        page = page.T.copy()
    h, w = page.shape
    in_three = not upright and rng.random() < _THIRDS_FOLDS
    for at_row in (h // 3, 2 * h // 3) if in_three else (h // 2,):
        row = at_row + int(rng.integers(*_FOLD_OFF))
        rows = np.arange(h, dtype=np.float32)[:, None]
        page *= 1 - _FOLD_SHADE * np.exp(-np.clip(rows - row, 0, None) / _FOLD_REACH) * (rows > row)
        dark = cv2.GaussianBlur(rng.uniform(*_CREASE_DARK, (1, w)).astype(np.float32), (0, 0), _CREASE_GRAIN)
        width = int(rng.integers(*_CREASE_WIDTH))
        page[row : row + width] *= 1 - dark
    if upright:
        page = page.T
    turned_page = skew(np.ascontiguousarray(page.clip(0, _WHITE).astype(np.uint8)), _FOLDED.skew)
    return _FOLDED.finish(blurred(turned_page, _FOLDED.blur), rng), _FOLDED.dpi


# ISO 838: holes of 6 mm, 80 mm apart, their centres 12 mm from the edge.
_HOLE_RADIUS, _HOLE_GAP, _HOLE_EDGE = 3.0, 80.0, 12.0
_MM_PER_INCH = 25.4


_HOLED = Scanner(dpi=200, blur=0.7, noise=5, shadow=0.2, quality=75)
_HOLED_SKEW = 1.0
"""Degrees that a sheet out of a file lies askew at most."""
_HOLE_SLIP = 4.0
"""Millimetres by which holes miss the middle of the sheet."""
_HOLE_TONES, _HOLE_RIM, _HOLE_RIM_WIDTH = (25, 60, 110), 90, 2
"""Grey levels of the lid behind a hole and of the hole's rim; pixels."""
_FOUR_HOLES = 0.25
"""Share of sheets with four holes."""
_TWO, _FOUR = (-0.5, 0.5), (-1.5, -0.5, 0.5, 1.5)
"""Where holes lie, counted in gaps from the middle."""
_HOLE_AT = (0.7, 1.0)
"""Share of the standard's distance from the edge: scanners cut a little off."""


def holed(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    """A sheet out of a file: punch holes at its edge, through which the scanner's lid is seen, and a binding shadow."""
    page = at(gray, dpi, _HOLED.dpi)
    h = page.shape[0]
    scale = _HOLED.dpi / _MM_PER_INCH
    middle = h / 2 + rng.uniform(-_HOLE_SLIP, _HOLE_SLIP) * scale
    tone = int(rng.choice(_HOLE_TONES))
    gaps = _FOUR if rng.random() < _FOUR_HOLES else _TWO
    x = round(_HOLE_EDGE * scale * rng.uniform(*_HOLE_AT))
    for gap in gaps:
        centre = (x, round(middle + gap * _HOLE_GAP * scale))
        cv2.circle(page, centre, round(_HOLE_RADIUS * scale), tone, -1, cv2.LINE_AA)
        cv2.circle(page, centre, round(_HOLE_RADIUS * scale), _HOLE_RIM, _HOLE_RIM_WIDTH, cv2.LINE_AA)
    page = blurred(skew(page, float(rng.uniform(-_HOLED_SKEW, _HOLED_SKEW))), _HOLED.blur)
    return _HOLED.finish(page, rng), _HOLED.dpi


_OPEN_LID = Copier(dpi=200, skew=1.2, blur=0.7, noise=14, threshold=170, specks=180)
"""Its skew is the most in either direction."""
_BAND, _ROUGH = (8, 26), (0, 5)
"""Pixels that are black along a side, and by which the band's edge is rough; the upper bounds excluded."""
_LEAST_BAND = 3


def edged(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    """A copy made with the lid open: black along two sides, dust, two tones."""
    page = skew(at(gray, dpi, _OPEN_LID.dpi), float(rng.uniform(-_OPEN_LID.skew, _OPEN_LID.skew)))
    h, w = page.shape
    band = int(rng.integers(*_BAND))
    rough = [int(rng.integers(*_ROUGH)) for _ in range(h)]
    for y in range(h):
        page[y, w - band + rough[y] :] = 0
    page[: max(_LEAST_BAND, band // 2)] = 0
    page = two_tones(blurred(page, _OPEN_LID.blur), _OPEN_LID.noise, _OPEN_LID.threshold, rng)
    return specks(page, _OPEN_LID.specks, rng), _OPEN_LID.dpi


KINDS: dict[str, Kind] = {
    "flatbed": _FLATBED.scan,
    "office": _OFFICE.scan,
    "coarse": _COARSE.scan,
    "bilevel": _BILEVEL.scan,
    "fax": fax,
    "through": through,
    "faint": _FAINT.scan,
    "noisy": _NOISY.scan,
    "photo": photo,
    "turned": turned,
    "speckled": speckled,
    "faint_coarse": _FAINT_COARSE.scan,
    "bilevel_coarse": _BILEVEL_COARSE.scan,
    "copied": copied,
    "stamped": stamped,
    "folded": folded,
    "holed": holed,
    "edged": edged,
}
