#!/usr/bin/env python3
"""What one damage costs: pages of drawn plans scanned with it and without it, converted, and their rows compared.

    ingest train factory --families ruled-table,half-ruled-table --seed 7 -o DIR
    python benchmarks/damages.py --gold DIR [--damages fold,holes] [--pages 2] [--only NAME,NAME] [--out DIR]

Each damage is laid over the same scan (200 dpi, grey, a little askew, soft and noisy); `typewriter` sets the same rows
anew as columns of typed text. Exact rows have all five texts right; `l+d` leaves out case, punctuation, dashes and
quotes. `--out` keeps the scans.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_THREAD_LIMIT", "1")

import cv2
import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein
from scipy.optimize import linear_sum_assignment

from ingest.options import Options
from ingest.pipeline import convert
from ingest.train.factory.damage.pages import Gray, at, jpeg, noise, skew

DPI = 200.0
FIELDS = ("orsak", "mål", "åtgärd", "vem", "när")
MONO = Path("/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf")
Damage = Callable[[Gray, np.random.Generator], Gray]


def mm(value: float) -> int:
    """Pixels of a length in millimetres."""
    return round(value / 25.4 * DPI)


def scanned(page: Gray, rng: np.random.Generator) -> Gray:
    """What the scanner adds to whatever lies on the glass."""
    return jpeg(noise(cv2.GaussianBlur(skew(page, 0.4), (0, 0), 0.7), 4, rng), 75)


def none(page: Gray, rng: np.random.Generator) -> Gray:
    return page


def fold(page: Gray, rng: np.random.Generator) -> Gray:
    """Folded in three or in a cross: a crease that wanders by a pixel, dark on one side, light on the other."""
    out = page.astype(np.float32)
    h, w = page.shape
    for across in (False, True):
        length, breadth = (w, h) if across else (h, w)
        where = breadth * rng.uniform(0.42, 0.58)
        drift = np.cumsum(rng.normal(0, 0.12, length)) + np.linspace(0, rng.uniform(-4, 4), length)
        depth = np.clip(90 + np.cumsum(rng.normal(0, 3, length)), 40, 150)
        view = out.T if across else out
        for i in range(length):
            x = round(where + drift[i])
            view[i, x : x + 2] -= depth[i]
            view[i, x + 2 : x + 5] += 25
        view[:, max(0, round(where) - mm(12)) : round(where)] *= np.linspace(
            1, 0.88, round(where) - max(0, round(where) - mm(12))
        )
    return np.clip(out, 0, 255).astype(np.uint8)


def holes(page: Gray, rng: np.random.Generator) -> Gray:
    """Four holes at the left (80, 70 and 80 mm apart), a black lid behind, rings torn."""
    out = page.copy()
    middle, x = page.shape[0] // 2, mm(11)
    for y in (-115, -40, 40, 115):
        centre = (x + int(rng.integers(-2, 3)), middle + mm(y))
        cv2.circle(out, centre, mm(3), int(rng.integers(10, 60)), -1, cv2.LINE_AA)
        if rng.random() < 0.5:
            cv2.ellipse(out, centre, (mm(4.4), mm(4.4)), 0, 30, 300, 140, 1, cv2.LINE_AA)
    return out


def binding(page: Gray, rng: np.random.Generator) -> Gray:
    """The inner margin of a bound book: it darkens towards a black strip, and the lid shows at the other sides."""
    h, w = page.shape
    light = 1 - 0.85 * np.exp(-np.arange(w) / mm(5))
    out = (page * light[None, :]).astype(np.uint8)
    out[:, : mm(2)] = rng.integers(0, 30, (h, mm(2)))
    edge = mm(3) + np.cumsum(rng.normal(0, 0.3, h)).round().astype(int)
    for y in range(h):
        out[y, w - max(2, edge[y]) :] = 25
    out[h - mm(3) :] = 35
    return out


def shadow(page: Gray, rng: np.random.Generator, depth: float = 0.45) -> Gray:
    """A hand's shadow with a clear edge, as telephones' pictures have it, and light that falls off."""
    h, w = page.shape
    mask = np.zeros((h, w), np.float32)
    points = np.array([[0.55 * w, h], [0.38 * w, 0.5 * h], [0.66 * w, 0.28 * h], [w, 0.45 * h], [w, h]]).astype(
        np.int32
    )
    cv2.fillPoly(mask, [points], 1.0)
    mask = cv2.GaussianBlur(mask, (0, 0), mm(1.2))
    fall = np.linspace(1.0, 0.75, w)[None, :] * np.linspace(1.0, 0.9, h)[:, None]
    return np.clip(page * fall * (1 - depth * mask), 0, 255).astype(np.uint8)


def photo(page: Gray, rng: np.random.Generator) -> Gray:
    """On a desk, aslant, with that shadow."""
    page = shadow(page, rng, 0.25)
    h, w = page.shape
    out_w, out_h = round(w * 1.16), round(h * 1.16)
    source = np.array([[0, 0], [w, 0], [w, h], [0, h]], dtype=np.float32)
    aslant = np.array([[0.04, 0.03], [-0.04, 0.0], [0.02, -0.02], [-0.01, 0.01]])
    target = (source + [w * 0.08, h * 0.08] + aslant * [w, h]).astype(np.float32)
    m = cv2.getPerspectiveTransform(source, target)
    desk = cv2.GaussianBlur(rng.normal(70, 40, (out_h, out_w)).astype(np.float32), (0, 0), 3)
    mask = cv2.warpPerspective(np.full_like(page, 255), m, (out_w, out_h)) > 128
    return (
        np.where(mask, cv2.warpPerspective(page, m, (out_w, out_h), flags=cv2.INTER_CUBIC), desk)
        .clip(0, 255)
        .astype(np.uint8)
    )


def ticks(page: Gray, rng: np.random.Generator) -> Gray:
    """Ticks, crosses and strokes of a pen in both margins."""
    out = page.copy()
    h, w = page.shape
    for _ in range(10):
        x = mm(rng.uniform(3, 9)) if rng.random() < 0.5 else w - mm(rng.uniform(4, 10))
        y, s = int(rng.uniform(0.15, 0.9) * h), mm(rng.uniform(2, 4))
        kind = int(rng.integers(3))
        if kind == 0:
            points = np.array([[x, y], [x + s // 3, y + s // 2], [x + s, y - s]])
            cv2.polylines(out, [points.astype(np.int32)], False, 60, 2, cv2.LINE_AA)
        elif kind == 1:
            cv2.line(out, (x, y), (x + s, y + s), 60, 2, cv2.LINE_AA)
            cv2.line(out, (x + s, y), (x, y + s), 60, 2, cv2.LINE_AA)
        else:
            cv2.line(out, (x, y), (x + 3, y + 3 * s), 60, 2, cv2.LINE_AA)
    return out


def stamp(page: Gray, rng: np.random.Generator) -> Gray:
    """A grey registry stamp in the upper corner and a signature at the foot."""
    out = page.copy()
    h, w = page.shape
    board = np.full((mm(22), mm(52)), 255, np.uint8)
    cv2.rectangle(board, (4, 4), (board.shape[1] - 5, board.shape[0] - 5), 90, 3)
    for i, line in enumerate(("KOMMUNSTYRELSEN", "Ink. 2019 -04- 12", "Dnr 2019/118")):
        cv2.putText(board, line, (mm(4), mm(6 + 6 * i)), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 90, 2, cv2.LINE_AA)
    m = cv2.getRotationMatrix2D((board.shape[1] / 2, board.shape[0] / 2), float(rng.uniform(-9, 9)), 1.0)
    board = cv2.warpAffine(board, m, (board.shape[1], board.shape[0]), borderValue=255)
    y, x = mm(6), w - board.shape[1] - mm(14)
    out[y : y + board.shape[0], x : x + board.shape[1]] = np.minimum(
        out[y : y + board.shape[0], x : x + board.shape[1]], board
    )
    t = np.linspace(0, 1, 160)
    sx = mm(25) + t * mm(48) + mm(2.5) * np.sin(t * 40)
    sy = h - mm(14) - mm(4) * np.sin(t * 31) * (1 - 0.6 * t) - mm(2) * np.cos(t * 57)
    cv2.polylines(out, [np.stack([sx, sy], axis=1).astype(np.int32)], False, 50, 2, cv2.LINE_AA)
    return out


def speckle(page: Gray, rng: np.random.Generator) -> Gray:
    """Dust on the glass up to the size of a full stop."""
    out = page.copy()
    for _ in range(500):
        y, x = int(rng.integers(page.shape[0])), int(rng.integers(page.shape[1]))
        cv2.circle(out, (x, y), int(rng.integers(0, 3)), int(rng.integers(0, 90)), -1)
    return out


def lost_rules(page: Gray, rng: np.random.Generator) -> Gray:
    """Thin grey rules of which the copier kept a half."""
    ink = (page < 170).astype(np.uint8)
    rules = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, mm(10)), np.uint8))
    rules |= cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((mm(10), 1), np.uint8))
    thick = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((mm(1.5), mm(1.5)), np.uint8))
    rules = cv2.dilate(rules & (1 - cv2.dilate(thick, np.ones((5, 5), np.uint8))), np.ones((3, 3), np.uint8))
    field = cv2.GaussianBlur(rng.normal(0, 1, page.shape).astype(np.float32), (0, 0), mm(3))
    gone = (rules > 0) & (field > np.quantile(field, 0.6))
    out = page.copy()
    out[(rules > 0)] = np.clip(page[rules > 0].astype(np.int16) + 90, 0, 255)
    out[gone] = 255
    return out


def dark(page: Gray, rng: np.random.Generator) -> Gray:
    """Light letters on dark ground, as slides and negatives have it."""
    return np.clip(225 - page.astype(np.int16) * 0.78, 20, 235).astype(np.uint8)


DAMAGES: dict[str, Callable[..., Gray]] = {
    f.__name__: f for f in (none, fold, holes, binding, shadow, photo, ticks, stamp, speckle, lost_rules, dark)
}
MADE = (*DAMAGES, "two_up", "typewriter")


def pages_of(pdf: Path, most: int) -> list[Gray]:
    document = pypdfium2.PdfDocument(pdf)
    if len(document) > most:
        return []
    pages = [np.array(p.render(scale=400 / 72, grayscale=True).to_numpy()).squeeze() for p in document]
    return [at(np.ascontiguousarray(p), 400.0, DPI) for p in pages]


def two_up(pages: list[Gray]) -> list[Gray]:
    """Pages side by side, as an opened book lies on the glass, with the gutter's shadow between them."""
    out = []
    for i in range(0, len(pages), 2):
        left = pages[i]
        right = pages[i + 1] if i + 1 < len(pages) else np.full_like(left, 255)
        if left.shape[0] != right.shape[0]:
            return []
        sheet = np.hstack([left, right]).astype(np.float32)
        x = np.abs(np.arange(sheet.shape[1]) - left.shape[1])
        out.append((sheet * (1 - 0.5 * np.exp(-x / mm(3)))).astype(np.uint8))
    return out


def said(row: dict[str, Any], field: str) -> str:
    """A field's text; empty where it has none."""
    return (row.get(field) or {}).get("text") or ""


def typed(gold: dict[str, Any]) -> list[Gray]:
    """The rows typed in columns without rules, a blank line between rows, on pages of sixty lines."""
    widths = {"orsak": 17, "mål": 17, "åtgärd": 19, "vem": 14, "när": 11}
    used = [f for f in FIELDS if any(said(r, f) for r in gold["rows"])]

    def wrapped(text: str, width: int) -> list[str]:
        lines, line = [], ""
        for word in text.split():
            while len(word) > width:
                word, rest = word[: width - 1] + "-", word[width - 1 :]
                lines += [line, word] if line else [word]
                line, word = "", rest
            if line and len(line) + 1 + len(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        return [*lines, line] if line else lines

    def block(cells: dict[str, str]) -> list[str]:
        columns = [wrapped(cells[f], widths[f]) for f in used]
        high = max(map(len, columns))
        return [
            "  ".join((c[i] if i < len(c) else "").ljust(widths[f]) for c, f in zip(columns, used, strict=True))
            for i in range(high)
        ]

    head = [
        "  ".join(f.capitalize().ljust(widths[f]) for f in used),
        "  ".join(("-" * len(f)).ljust(widths[f]) for f in used),
    ]
    lines = [gold["document"]["title"] or "Plan", "", "", *head, ""]
    blocks = [block({f: said(r, f) for f in used}) for r in gold["rows"]]
    pages, current = [], lines
    for one in blocks:
        if len(current) + len(one) > 58:
            pages.append(current)
            current = [*head, ""]
        current = [*current, *one, ""]
    pages.append(current)
    face = ImageFont.truetype(str(MONO), round(9 * 400 / 72))
    out = []
    for page in pages:
        image = Image.new("L", (round(8.27 * 400), round(11.69 * 400)), 255)
        pen = ImageDraw.Draw(image)
        for i, line in enumerate(page):
            pen.text((round(0.4 * 400), round((0.6 + i * 0.172) * 400)), line, fill=25, font=face)
        out.append(at(np.asarray(image), 400.0, DPI))
    return out


def plain(text: str) -> str:
    """Letters and digits only, without case."""
    return "".join(c for c in (text or "").lower() if c.isalnum())


def rows_right(gold: list[dict[str, Any]], seen: list[dict[str, Any]]) -> tuple[int, int]:
    """Rows exactly right, and right in letters and digits; rows are paired by likeness."""

    def texts(row: dict[str, Any]) -> list[str]:
        return [re.sub(r"\s+", " ", said(row, f)).strip() for f in FIELDS]

    a, b = [texts(r) for r in gold], [texts(r) for r in seen]
    if not a or not b:
        return 0, 0
    like = np.array(
        [[np.mean([Levenshtein.normalized_similarity(x, y) for x, y in zip(p, q, strict=True)]) for q in b] for p in a]
    )
    pairs = list(zip(*linear_sum_assignment(-like), strict=True))
    same = sum(a[i] == b[j] for i, j in pairs)
    return same, sum(list(map(plain, a[i])) == list(map(plain, b[j])) for i, j in pairs)


def made(name: str, pages: list[Gray], gold: dict[str, Any], rng: np.random.Generator) -> list[Gray]:
    if name == "typewriter":
        return [scanned(p, rng) for p in typed(gold)]
    if name == "two_up":
        return [scanned(p, rng) for p in two_up(pages)]
    return [scanned(DAMAGES[name](p, rng), rng) for p in pages]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--damages", default=",".join(MADE))
    parser.add_argument("--pages", type=int, default=2, help="longer documents are left out")
    parser.add_argument("--only", default="", help="parts of names, comma-separated")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--show", action="store_true", help="a line for each document")
    args = parser.parse_args()
    folder = args.out or Path(tempfile.mkdtemp(prefix="ingest-damages-"))
    folder.mkdir(parents=True, exist_ok=True)
    plans = []
    for path in sorted(args.gold.glob("*.gold.json")):
        name = path.name.removesuffix(".gold.json")
        pdf = path.parent / f"{name}.pdf"
        if pdf.exists() and (not args.only or any(part in name for part in args.only.split(","))):
            pages = pages_of(pdf, args.pages)
            if pages:
                plans.append((name, pages, json.loads(path.read_text(encoding="utf-8"))))
    print(f"{len(plans)} documents, {sum(len(g['rows']) for _, _, g in plans)} rows")
    print(f"{'damage':<12}{'rows':>6}{'exact %':>9}{'l+d %':>8}{'s/page':>8}")
    for damage in args.damages.split(","):
        count = exact = bare = sheets = 0
        spent = 0.0
        for name, pages, gold in plans:
            pictures = made(damage, pages, gold, np.random.default_rng(len(name)))
            if not pictures:
                continue
            images = [Image.fromarray(p) for p in pictures]
            path = folder / f"{name}.{damage}.tif"
            images[0].save(path, save_all=True, append_images=images[1:], dpi=(DPI, DPI), compression="tiff_deflate")
            start = time.process_time()
            plan = convert(str(path), Options()).to_dict()
            spent += time.process_time() - start
            same, alike = rows_right(gold["rows"], plan["rows"])
            count, exact, bare, sheets = count + len(gold["rows"]), exact + same, bare + alike, sheets + len(images)
            if args.show:
                print(f"  {name}: {same}, {alike} of {len(gold['rows'])}; {len(plan['rows'])} rows seen", flush=True)
        shares = f"{100 * exact / max(1, count):>9.1f}{100 * bare / max(1, count):>8.1f}"
        print(f"{damage:<12}{count:>6}{shares}{spent / max(1, sheets):>8.2f}", flush=True)


if __name__ == "__main__":
    main()
