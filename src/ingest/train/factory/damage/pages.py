"""Pages made worse the way paper, scanners, cameras and faxes make them worse; every draw from a fixed seed.

Each function takes a clean grey page (uint8, at `dpi`) and gives (picture, its dpi).
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

__all__ = ["KINDS", "Gray", "Kind", "at", "skew"]

Gray = npt.NDArray[np.uint8]
Kind = Callable[[Gray, float, np.random.Generator], tuple[Gray, float]]


def at(gray: Gray, dpi: float, wanted: float) -> Gray:
    made: Gray = cv2.resize(gray, None, fx=wanted / dpi, fy=wanted / dpi, interpolation=cv2.INTER_AREA)
    return made


def skew(gray: Gray, degrees: float) -> Gray:
    h, w = gray.shape
    m = cv2.getRotationMatrix2D((w / 2, h / 2), -degrees, 1.0)
    made: Gray = cv2.warpAffine(gray, m, (w, h), flags=cv2.INTER_CUBIC, borderValue=255)
    return made


def noise(gray: Gray, sigma: float, rng: np.random.Generator) -> Gray:
    return np.clip(gray + rng.normal(0, sigma, gray.shape), 0, 255).astype(np.uint8)


def jpeg(gray: Gray, quality: int) -> Gray:
    _, data = cv2.imencode(".jpg", gray, [cv2.IMWRITE_JPEG_QUALITY, quality])
    made: Gray = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    return made


def shadow(gray: Gray, depth: float) -> Gray:
    h, w = gray.shape
    x, y = np.meshgrid(np.linspace(0, 1, w), np.linspace(0, 1, h))
    light = 1 - depth * np.exp(-(((x - 0.02) / 0.25) ** 2)) - 0.5 * depth * y * x
    return np.clip(gray * light, 0, 255).astype(np.uint8)


def specks(gray: Gray, count: int, rng: np.random.Generator) -> Gray:
    out = gray.copy()
    for _ in range(count):
        y, x = int(rng.integers(gray.shape[0])), int(rng.integers(gray.shape[1]))
        out[y : y + int(rng.integers(1, 4)), x : x + int(rng.integers(1, 4))] = 0
    return out


def flatbed(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    page = cv2.GaussianBlur(skew(at(gray, dpi, 300), 0.6), (0, 0), 0.8)
    return jpeg(noise(page, 4, rng), 80), 300


def office(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    page = cv2.GaussianBlur(skew(at(gray, dpi, 200), -1.4), (0, 0), 0.8)
    return jpeg(noise(shadow(page, 0.25), 8, rng), 60), 200


def coarse(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    page = cv2.GaussianBlur(skew(at(gray, dpi, 150), 0.9), (0, 0), 0.7)
    return jpeg(noise(page, 6, rng), 50), 150


def bilevel(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    page = cv2.GaussianBlur(skew(at(gray, dpi, 200), 1.2), (0, 0), 0.7)
    page = np.where(noise(page, 18, rng) < 165, 0, 255).astype(np.uint8)
    return specks(page, 250, rng), 200


def fax(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    """Group 3 standard resolution, 204 x 98 dots an inch, shown with square pixels."""
    page = skew(at(gray, dpi, 204), -0.5)
    low = cv2.resize(page, (page.shape[1], page.shape[0] // 2), interpolation=cv2.INTER_AREA)
    low = np.where(noise(low, 10, rng) < 150, 0, 255).astype(np.uint8)
    return cv2.resize(low, (page.shape[1], page.shape[0]), interpolation=cv2.INTER_NEAREST), 204


def through(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    """The back of the sheet shines through, mirrored."""
    page = at(gray, dpi, 200)
    back = cv2.GaussianBlur(page[:, ::-1], (0, 0), 1.5).astype(np.float32)
    mixed = np.minimum(page, 255 - (255 - back) * 0.22)
    return jpeg(noise(mixed.astype(np.uint8), 5, rng), 70), 200


def faint(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    page = cv2.GaussianBlur(skew(at(gray, dpi, 200), 0.4), (0, 0), 0.8)
    return jpeg(noise((255 - (255 - page) * 0.38).astype(np.uint8), 5, rng), 70), 200


def noisy(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    page = cv2.GaussianBlur(at(gray, dpi, 200), (0, 0), 0.6)
    return noise(page, 32, rng), 200


def photo(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    """A sheet on a desk, from a telephone held aslant: perspective, uneven light, JPEG; no resolution stated."""
    page = at(gray, dpi, 220)
    h, w = page.shape
    pad = 0.08
    out_w, out_h = round(w * (1 + 2 * pad)), round(h * (1 + 2 * pad))
    source = np.array([[0, 0], [w, 0], [w, h], [0, h]], dtype=np.float32)
    shift = rng.uniform(-0.025, 0.025, (4, 2)) * [w, h]
    target = (source + np.array([w * pad, h * pad]) + shift).astype(np.float32)
    target[0, 0] += 0.03 * w
    target[1, 0] -= 0.03 * w
    m = cv2.getPerspectiveTransform(source, target)
    inside = cv2.warpPerspective(page, m, (out_w, out_h), flags=cv2.INTER_CUBIC, borderValue=0).astype(np.float32)
    mask = cv2.warpPerspective(np.full_like(page, 255), m, (out_w, out_h)) > 128
    desk = 90 + cv2.GaussianBlur(rng.normal(0, 40, (out_h, out_w)).astype(np.float32), (0, 0), 3)
    picture = np.where(mask, inside * 0.92, desk)
    picture = cv2.GaussianBlur(shadow(np.clip(picture, 0, 255).astype(np.uint8), 0.3), (0, 0), 0.8)
    return jpeg(noise(picture, 5, rng), 75), 220


def turned(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    page, dpi = flatbed(gray, dpi, rng)
    return np.ascontiguousarray(np.rot90(page, int(rng.integers(1, 4)))), dpi


def speckled(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    """Dust on the glass, in all sizes up to that of a full stop."""
    page = cv2.GaussianBlur(skew(at(gray, dpi, 200), -0.8), (0, 0), 0.7)
    return jpeg(noise(specks(page, 400, rng), 5, rng), 70), 200


def faint_coarse(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    """An empty toner cartridge, scanned to save space."""
    page = cv2.GaussianBlur(skew(at(gray, dpi, 150), 1.1), (0, 0), 0.7)
    return jpeg(noise(shadow((255 - (255 - page) * 0.5).astype(np.uint8), 0.2), 6, rng), 70), 150


def bilevel_coarse(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    page = cv2.GaussianBlur(skew(at(gray, dpi, 150), -0.9), (0, 0), 0.6)
    return specks(np.where(noise(page, 10, rng) < 170, 0, 255).astype(np.uint8), 60, rng), 150


def copied(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    """A copy of a copy: swollen strokes, pepper near them, black and white at 300 dpi."""
    page = at(gray, dpi, 300)
    for _ in range(2):
        page = cv2.GaussianBlur(page, (0, 0), 1.3)
        page = np.where(noise(page, 22, rng) < 188, 0, 255).astype(np.uint8)
    return specks(skew(page, 0.7), 300, rng), 300


def stamped(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    """A stamp set askew and strokes of a pen, also across print, scanned in grey."""
    page = at(gray, dpi, 200)
    h, w = page.shape
    stamp = np.full((150, 420), 255, np.uint8)
    cv2.rectangle(stamp, (6, 6), (413, 143), 70, 5)
    for i, line in enumerate(("INKOM 2024 -03- 1" + str(rng.integers(10)), "Dnr KS " + str(rng.integers(100, 999)))):
        cv2.putText(stamp, line, (24, 62 + 56 * i), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 70, 3, cv2.LINE_AA)
    m = cv2.getRotationMatrix2D((210, 75), float(rng.uniform(-14, 14)), 1.0)
    m[:, 2] += (40, 60)
    stamp = cv2.warpAffine(stamp, m, (500, 270), borderValue=255)
    y, x = int(rng.integers(0, h // 4)), int(rng.integers(w // 3, w - 520))
    page[y : y + 270, x : x + 500] = np.minimum(page[y : y + 270, x : x + 500], stamp)
    for _ in range(3):
        n = int(rng.integers(10, 25))
        start = np.array([rng.uniform(0.02, 0.8) * w, rng.uniform(0.2, 0.9) * h])
        steps = np.stack([rng.uniform(2, 14, n), rng.normal(0, 14, n)], axis=1)
        points = (start + np.cumsum(steps, axis=0)).round().astype(np.int32)
        cv2.polylines(page, [points], False, 60, int(rng.integers(2, 4)), cv2.LINE_AA)
    page = cv2.GaussianBlur(skew(page, 0.8), (0, 0), 0.8)
    return jpeg(noise(shadow(page, 0.15), 5, rng), 75), 200


def folded(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    """A sheet that was folded for an envelope or a pocket: a crease of uneven darkness, its sides lit differently."""
    page = at(gray, dpi, 200).astype(np.float32)
    upright = bool(rng.random() < 0.5)
    if upright:
        page = page.T.copy()
    h, w = page.shape
    for at_row in (h // 3, 2 * h // 3) if not upright and rng.random() < 0.4 else (h // 2,):
        row = at_row + int(rng.integers(-12, 13))
        rows = np.arange(h, dtype=np.float32)[:, None]
        page *= 1 - 0.1 * np.exp(-np.clip(rows - row, 0, None) / 60) * (rows > row)
        dark = cv2.GaussianBlur(rng.uniform(0.15, 0.75, (1, w)).astype(np.float32), (0, 0), 9)
        width = int(rng.integers(1, 4))
        page[row : row + width] *= 1 - dark
    if upright:
        page = page.T
    turned_page = skew(np.ascontiguousarray(page.clip(0, 255).astype(np.uint8)), 0.5)
    return jpeg(noise(cv2.GaussianBlur(turned_page, (0, 0), 0.7), 5, rng), 75), 200


# ISO 838: holes of 6 mm, 80 mm apart, their centres 12 mm from the edge.
_HOLE_RADIUS, _HOLE_GAP, _HOLE_EDGE = 3.0, 80.0, 12.0
_MM_PER_INCH = 25.4


def holed(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    """A sheet out of a file: punch holes at its edge, through which the scanner's lid is seen, and a binding shadow."""
    page = at(gray, dpi, 200)
    h = page.shape[0]
    scale = 200 / _MM_PER_INCH
    middle = h / 2 + rng.uniform(-4, 4) * scale
    tone = int(rng.choice([25, 60, 110]))
    gaps = (-1.5, -0.5, 0.5, 1.5) if rng.random() < 0.25 else (-0.5, 0.5)
    x = round(_HOLE_EDGE * scale * rng.uniform(0.7, 1.0))
    for gap in gaps:
        centre = (x, round(middle + gap * _HOLE_GAP * scale))
        cv2.circle(page, centre, round(_HOLE_RADIUS * scale), tone, -1, cv2.LINE_AA)
        cv2.circle(page, centre, round(_HOLE_RADIUS * scale), 90, 2, cv2.LINE_AA)
    page = cv2.GaussianBlur(skew(page, float(rng.uniform(-1.0, 1.0))), (0, 0), 0.7)
    return jpeg(noise(shadow(page, 0.2), 5, rng), 75), 200


def edged(gray: Gray, dpi: float, rng: np.random.Generator) -> tuple[Gray, float]:
    """A copy made with the lid open: black along two sides, dust, two tones."""
    page = skew(at(gray, dpi, 200), float(rng.uniform(-1.2, 1.2)))
    h, w = page.shape
    band = int(rng.integers(8, 26))
    rough = [int(rng.integers(0, 5)) for _ in range(h)]
    for y in range(h):
        page[y, w - band + rough[y] :] = 0
    page[: max(3, band // 2)] = 0
    page = np.where(noise(cv2.GaussianBlur(page, (0, 0), 0.7), 14, rng) < 170, 0, 255).astype(np.uint8)
    return specks(page, 180, rng), 200


KINDS: dict[str, Kind] = {
    k.__name__: k
    for k in (
        flatbed,
        office,
        coarse,
        bilevel,
        fax,
        through,
        faint,
        noisy,
        photo,
        turned,
        speckled,
        faint_coarse,
        bilevel_coarse,
        copied,
        stamped,
        folded,
        holed,
        edged,
    )
}
