#!/usr/bin/env python3
"""Measure reading of scans: letters right, time against bare tesseract, turned and skewed pages, two processes.

    python benchmarks/scan.py [--shared DIR] [--part letters,pose,time,pair,seeds] [--kinds flatbed,fax] [--pages N]

`letters`: clean pages of the development plans, made worse by the factory (`damage.pages`), read, and compared with
their text layer: 1 - (edit distance of matched words + letters of words without a partner) / letters, without regard to
order. The peer is the `tesseract` program with the same language data on the same picture.
`pose`: the same page turned by 90, 180, 270 degrees and skewed by 3 degrees against upright; with pages drawn by
`pose_pages.py`. `--kinds` (flatbed) says how they were scanned.
`time`: seconds a page of the whole reader against the program, same pictures, one after the other.
`pair`: pages a second of two processes against one.
`seeds`: word accuracy of the scanned letter against its clean text.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

os.environ.setdefault("OMP_THREAD_LIMIT", "1")

import cv2
import numpy as np
import pypdfium2
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from ingest.options import Options
from ingest.read import read
from ingest.read.ocr import reader as scan
from ingest.read.ocr.engines.tesseract import language_data
from ingest.read.ocr.images import PageImage
from ingest.source import Source
from ingest.train.factory.damage.pages import KINDS, at, skew
from material import SHARED
from pose_pages import drawn_pages

SOURCES = (
    "t2-01-tables", "t3-03-tables", "t2-05-onetable", "t3-05-onetable", "t3-08-tables", "t8-03-letter", "t2-07-tables",
    "t3-01-tables", "t2-04-onetable", "t3-06-onetable",
)  # fmt: skip


def clean_pages(shared: Path, count: int) -> list[tuple[str, np.ndarray, float, list[str]]]:
    """(name, picture, dpi, words) of the first page of drawn PDFs with a sound text layer."""
    out = []
    for name in SOURCES[:count]:
        path = shared / "plans-dev" / f"{name}.pdf"
        words = [w.raw for w in read(Source.open(path), Options(ocr="never")).pages[0].words]
        pdf = pypdfium2.PdfDocument(path)
        gray = np.array(pdf[0].render(scale=400 / 72, grayscale=True).to_numpy()).squeeze()
        out.append((name, np.ascontiguousarray(gray), 400.0, words))
    return out


def letters_right(truth: list[str], seen: list[str]) -> float:
    """Order-free: equal words first, then the rest paired by least edit distance."""
    left, other = Counter(truth), Counter(seen)
    common = left & other
    a, b = list((left - common).elements()), list((other - common).elements())
    wrong = 0.0
    if a and b:
        distance = cdist(a, b, scorer=Levenshtein.distance)
        order = np.dstack(np.unravel_index(np.argsort(distance, axis=None, kind="stable"), distance.shape))[0]
        used_a, used_b = set(), set()
        for i, j in order:
            if i in used_a or j in used_b or distance[i, j] > 0.7 * max(len(a[i]), len(b[j])):
                continue
            used_a.add(i)
            used_b.add(j)
            wrong += distance[i, j]
        a = [w for i, w in enumerate(a) if i not in used_a]
        b = [w for j, w in enumerate(b) if j not in used_b]
    wrong += sum(map(len, a)) + sum(map(len, b))
    return 1 - wrong / max(1, sum(map(len, truth)))


def ours(gray: np.ndarray, dpi: float) -> list[str]:
    page, _ = scan.read_image(PageImage(gray, dpi), 1, Options())
    return [w.raw for w in page.words]


def program(gray: np.ndarray, dpi: float) -> list[str]:
    data = language_data()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.png"
        cv2.imwrite(str(path), gray)
        command = ["tesseract", str(path), "-", "-l", data.languages, "--tessdata-dir", str(data.folder)]
        command += ["--dpi", str(round(dpi))]
        run = subprocess.run(command, capture_output=True, check=True)
    return run.stdout.decode().split()


def letters(args: argparse.Namespace) -> None:
    pages = clean_pages(args.shared, args.pages)
    kinds = args.kinds.split(",") if args.kinds else list(KINDS)
    print(f"{'letters right':<12}{'ours':>8}{'tesseract':>11}{'s':>7}{'s tess.':>9}   each page, ours")
    for kind in kinds:
        mine, theirs, seconds = [], [], [0.0, 0.0]
        for number, (_, gray, dpi, words) in enumerate(pages):
            picture, at_dpi = KINDS[kind](gray, dpi, np.random.default_rng(number))
            start = time.perf_counter()
            mine.append(letters_right(words, ours(picture, at_dpi)))
            seconds[0] += time.perf_counter() - start
            start = time.perf_counter()
            if args.peer:
                theirs.append(letters_right(words, program(picture, at_dpi)))
            seconds[1] += time.perf_counter() - start
        each = " ".join(f"{v:.3f}" for v in mine)
        peer = f"{np.mean(theirs):>11.4f}" if theirs else " " * 11
        spent = f"{seconds[0] / len(mine):>7.2f}{seconds[1] / len(mine):>9.2f}"
        print(f"{kind:<12}{np.mean(mine):>9.4f}{peer}{spent}   {each}", flush=True)


def pose(args: argparse.Namespace) -> None:
    print("letters right by pose")
    lost: dict[str, list[float]] = {}
    pages = [*clean_pages(args.shared, args.pages), *drawn_pages()]
    for kind in args.kinds.split(",") if args.kinds else ["flatbed"]:
        for number, (name, gray, dpi, words) in enumerate(pages):
            upright, at_dpi = KINDS[kind](gray, dpi, np.random.default_rng(number))
            values = {"upright": letters_right(words, ours(upright, at_dpi))}
            for turns in (1, 2, 3):
                picture = np.ascontiguousarray(np.rot90(upright, turns))
                values[f"{90 * turns}"] = letters_right(words, ours(picture, at_dpi))
            for degrees in (3.0, -3.0):
                picture, _ = KINDS[kind](skew(gray, degrees), dpi, np.random.default_rng(number))
                values[f"skew {degrees:+.0f}"] = letters_right(words, ours(picture, at_dpi))
            for key, value in values.items():
                lost.setdefault(key, []).append(values["upright"] - value)
            print(f"{kind:<8}{name:<16}" + "  ".join(f"{k} {v:.4f}" for k, v in values.items()), flush=True)
    for key, values_lost in lost.items():
        if key != "upright":
            print(f"{key:<8} lost against upright: mean {np.mean(values_lost):+.4f}, worst {max(values_lost):+.4f}")


def _pictures(args: argparse.Namespace) -> list[tuple[np.ndarray, float]]:
    return [
        KINDS[kind](gray, dpi, np.random.default_rng(n))
        for n, (_, gray, dpi, _) in enumerate(clean_pages(args.shared, args.pages))
        for kind in ("flatbed", "office")
    ]


def seconds_a_page(args: argparse.Namespace) -> None:
    pictures = _pictures(args)
    ours(*pictures[0])
    mine, theirs, bare = np.zeros(2), np.zeros(2), np.zeros(2)
    for gray, dpi in pictures:
        start = _spent()
        ours(gray, dpi)
        mine += _spent() - start
        start = _spent()
        program(gray, dpi)
        theirs += _spent() - start
        big = at(gray, dpi, max(300.0, dpi))
        start = _spent()
        program(big, max(300.0, dpi))
        bare += _spent() - start
    n = len(pictures)
    for k, name in enumerate(("wall", "processor")):
        each = [f"{label} {spent[k] / n:.2f}" for label, spent in (("ours", mine), ("tesseract", theirs))]
        print(f"{name} seconds a page: {', '.join(each)} (ratio {mine[k] / theirs[k]:.2f}),")
        print(f"  tesseract at our working resolution {bare[k] / n:.2f} (ratio {mine[k] / bare[k]:.2f}); {n} pages")


def _spent() -> np.ndarray:
    """Seconds by the clock, and of processors, programs that were started and have ended among them: on a machine that
    others use the second alone can be compared."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return np.array([time.perf_counter(), time.process_time() + children.ru_utime + children.ru_stime])


def _one(picture: tuple[np.ndarray, float]) -> int:
    return len(ours(*picture))


def pair(args: argparse.Namespace) -> None:
    pictures = _pictures(args)
    rates = []
    for workers in (1, 2):
        with ProcessPoolExecutor(workers) as pool:
            list(pool.map(_one, pictures[:2]))
            start = time.perf_counter()
            list(pool.map(_one, pictures, chunksize=1))
            rates.append(len(pictures) / (time.perf_counter() - start))
    print(f"pages a second: one process {rates[0]:.2f}, two {rates[1]:.2f} (x {rates[1] / rates[0]:.2f})")


def seeds(args: argparse.Namespace) -> None:
    clean = (args.shared / "seeds" / "inbjudan.clean.txt").read_text(encoding="utf-8").split()
    for name in ("inbjudan-scan.pdf", "inbjudan-badlayer.pdf"):
        document = read(Source.open(args.shared / "seeds" / name), Options())
        seen = [w.raw for page in document.pages for w in page.words]
        hit = sum((Counter(clean) & Counter(seen)).values())
        print(
            f"{name}: {hit}/{len(clean)} words right = {hit / len(clean):.4f}; letters {letters_right(clean, seen):.4f}"
        )


PARTS = {"letters": letters, "pose": pose, "time": seconds_a_page, "pair": pair, "seeds": seeds}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--part", default=",".join(PARTS))
    parser.add_argument("--kinds", default="")
    parser.add_argument("--pages", type=int, default=5)
    parser.add_argument("--no-peer", dest="peer", action="store_false", help="leave the tesseract program out")
    args = parser.parse_args()
    for part in args.part.split(","):
        if part not in PARTS:
            sys.exit(f"no part named {part}; known: {', '.join(PARTS)}")
        PARTS[part](args)


if __name__ == "__main__":
    main()
