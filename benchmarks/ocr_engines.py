#!/usr/bin/env python3
"""Error rates and seconds of line recognisers on lines of Swedish print, made worse as archives do, with their truth.

    python benchmarks/ocr_engines.py [--shared DIR] [--kinds office,fax] [--pages N] [--engines NAMES] [--tessdata DIR]

Pages of sentences (the repair corpus's held-out part, and lines of dates, sections of acts and amounts) are drawn in
the fonts at hand, made worse by `degrade.py`, prepared and cut into runs as the reader does it; every engine gets the
very same pictures. CER and WER are edits over the truth's letters and words; `l+d` leaves out case, punctuation,
dashes and quotes. `--tessdata` names a folder with further Tesseract data (`*.traineddata`), each measured as well.
"""

from __future__ import annotations

import argparse
import lzma
import os
import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_THREAD_LIMIT", "1")

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from ingest.language.lexicon import known
from ingest.read.ocr import recognise as reading
from ingest.read.ocr.engines.choice import engine
from ingest.read.ocr.engines.second_engine import reconciled, second_engine
from ingest.read.ocr.engines.tesseract import LanguageData, OcrWord, Tesseract, TesseractEngine
from ingest.read.ocr.images import Gray, PageImage
from ingest.read.ocr.preprocess import prepare
from ingest.read.ocr.text_lines import InkRun, ink_of, picture, runs
from ingest.train.factory.damage.pages import KINDS
from material import SHARED

ARCHIVE = ("office", "coarse", "bilevel", "bilevel_coarse", "faint_coarse", "copied", "speckled", "fax", "photo")
DPI, SIZE, LINES, MARGIN = 400.0, 10.5, 16, 10
"""Of a drawn page: pixels an inch, points of the type, lines; and the white pixels around a run."""
EXTRA = (
    "Enligt {n} kap. {m} § socialtjänstlagen (2001:453)",
    "Klart senast 20{y}-0{d}-1{d}, uppföljning 20{y}–20{z}",
    "Minst {m} % av eleverna i årskurs {d}–9",
    "Kostnad: {n} {m}0 kr/år, ”Trygg kväll”",
    "I samverkan (polisen, räddningstjänsten) – Ö. Åkerby",
    "{d} gånger/år: januari, april, oktober",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One run as the reader cut it, and what stands there."""

    patch: Gray
    run: InkRun
    dpi: float
    truth: str


def fonts() -> list[Path]:
    """Fonts of the common sorts that are installed."""
    wanted = (
        "LiberationSerif-Regular",
        "LiberationSans-Regular",
        "DejaVuSans",
        "DejaVuSerif",
        "LiberationMono-Regular",
    )
    found = {p.stem: p for p in sorted(Path("/usr/share/fonts").rglob("*.ttf"))}
    return [found[name] for name in wanted if name in found]


def texts(shared: Path, rng: random.Random) -> list[str]:
    """Lines of three to nine words of the corpus's held-out part, every fourth with figures and signs."""
    with lzma.open(shared / "corpus" / "dev.txt.xz", "rt", encoding="utf-8") as handle:
        sentences = [line.split() for line in handle if 20 < len(line) < 400]
    out = []
    while len(out) < 4000:
        if len(out) % 4 == 3:
            n, y = rng.randint(2, 19), rng.randint(10, 28)
            out.append(rng.choice(EXTRA).format(n=n, m=rng.randint(1, 99), d=rng.randint(1, 8), y=y, z=y + 2))
            continue
        words = rng.choice(sentences)
        at = rng.randrange(max(1, len(words) - 3))
        out.append(" ".join(words[at : at + rng.randint(3, 9)]))
    return [t for t in out if re.fullmatch(r"[ -~åäöÅÄÖéÉ§–”’…]+", t) and "\\" not in t and "|" not in t]


def drawn(lines: list[str], font: Path) -> Gray:
    """A page with these lines, far enough apart that none can be taken for another."""
    face = ImageFont.truetype(str(font), round(SIZE * DPI / 72))
    step = round(2.4 * SIZE * DPI / 72)
    page = Image.new("L", (round(8.27 * DPI), step * (len(lines) + 6)), 255)
    pen = ImageDraw.Draw(page)
    for i, text in enumerate(lines):
        pen.text((round(0.9 * DPI), step * (i + 3)), text, fill=20, font=face)
    return np.asarray(page)


def cut(gray: Gray, dpi: float, truth: list[str]) -> list[Line]:
    """The runs of a page with their truth; lines that did not stay one run are left out."""
    prepared = prepare(PageImage(gray, dpi))
    ink = ink_of(prepared.text, prepared.letter_height)
    found = [r for r in runs(ink, prepared.rules, prepared.scale) if not r.sign]
    rows: list[list[InkRun]] = []
    for run in sorted(found, key=lambda r: r.box[1] + r.box[3]):
        middle = (run.box[1] + run.box[3]) / 2
        if rows and middle - (rows[-1][0].box[1] + rows[-1][0].box[3]) / 2 < 1.2 * ink.common:
            rows[-1].append(run)
        else:
            rows.append([run])
    rows = [[r for r in row if len(r.pieces) > 5] for row in rows]
    rows = [row for row in rows if row]
    if len(rows) != len(truth):
        return []
    out = []
    for row, text in zip(rows, truth, strict=True):
        if len(row) == 1:
            patch, _ = picture(prepared.text, ink, row[0], MARGIN)
            out.append(Line(patch, row[0], prepared.scale * 72.0, text))
    return out


def plain(text: str) -> str:
    """Letters and digits only, without case."""
    return " ".join("".join(c for c in word if c.isalnum()) for word in text.lower().split())


def wrong_words(truth: str, seen: str) -> tuple[int, int]:
    """Edits of words and the number of words."""
    a, b = truth.split(), seen.split()
    return Levenshtein.distance(a, b), len(a)


Reads = Callable[[Line], str]


def engines(names: list[str], tessdata: Path | None) -> dict[str, Reads]:
    """The recognisers by name, one thread each."""
    running = engine()
    out: dict[str, Reads] = {
        "tesseract latin": lambda line: _said(running.words(line.patch, line.dpi)),
        "tesseract swe fast": lambda line: _said(running.words(line.patch, line.dpi, second=True)),
        "votes": lambda line: _said(voted(running, line)),
    }
    for data in sorted(tessdata.glob("*.traineddata")) if tessdata else []:
        other = Tesseract(LanguageData(data.parent, data.stem, False))
        out[f"tesseract {data.stem}"] = lambda line, other=other: _said(other.words(line.patch, line.dpi))  # type: ignore[misc]
    second = second_engine("rapidocr")
    assert second is not None
    out["ppocrv6 small"] = lambda line: second(line.patch).text

    def both(line: Line, doubt: float) -> str:
        words = voted(running, line)
        if all(w.confidence >= doubt for w in words):
            return _said(words)
        return _said(reconciled(words, second(line.patch), known))

    out["votes + ppocr doubted"] = lambda line: both(line, reading.DOUBT)
    out["votes + ppocr below .95"] = lambda line: both(line, 0.95)
    out["votes + ppocr always"] = lambda line: both(line, 1.01)
    return {k: v for k, v in out.items() if not names or k in names}


def voted(running: TesseractEngine, line: Line) -> list[OcrWord]:
    """What the reader makes of a line: read again, and voted on, where it is doubted."""
    words = running.words(line.patch, line.dpi)
    doubted = min((w.confidence for w in words), default=0.0) < reading.DOUBTED_WORD
    if doubted or reading._worth(words, line.run) < reading.DOUBT:
        return reading._again(running, line.patch, line.dpi, line.run, words)
    return words


def _said(words: list[Any]) -> str:
    return " ".join(w.text for w in words)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--kinds", default=",".join(ARCHIVE))
    parser.add_argument("--pages", type=int, default=2, help="pages a kind")
    parser.add_argument("--engines", default="")
    parser.add_argument("--tessdata", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    pool, faces = texts(args.shared, rng), fonts()
    lines: dict[str, list[Line]] = {}
    for k, kind in enumerate(args.kinds.split(",")):
        for page in range(args.pages):
            truth = [pool.pop() for _ in range(LINES)]
            gray, dpi = KINDS[kind](drawn(truth, faces[(k + page) % len(faces)]), DPI, np.random.default_rng(page))
            lines.setdefault(kind, []).extend(cut(gray, dpi, truth))
    print("lines: " + ", ".join(f"{k} {len(v)}" for k, v in lines.items()))
    print(f"{'engine':<24}{'CER':>7}{'WER':>7}{'WER l+d':>9}{'ms/line':>9}   WER by kind")
    for name, reads in engines(list(filter(None, args.engines.split(","))), args.tessdata).items():
        total, by_kind, spent, count = np.zeros(6), [], 0.0, 0
        reads(next(iter(lines.values()))[0])
        for kind, own in lines.items():
            sums = np.zeros(6)
            for line in own:
                begin = time.process_time()
                seen = reads(line)
                spent += time.process_time() - begin
                count += 1
                words, bare = wrong_words(line.truth, seen), wrong_words(plain(line.truth), plain(seen))
                sums += [Levenshtein.distance(line.truth, seen), len(line.truth), *words, *bare]
            total += sums
            by_kind.append(f"{kind} {sums[2] / max(1, sums[3]):.3f}")
        rates = (total[0] / total[1], total[2] / total[3], total[4] / total[5])
        each = "".join(f"{r:{w}.4f}" for r, w in zip(rates, (7, 7, 9), strict=True))
        print(f"{name:<24}{each}{1000 * spent / count:9.1f}   {'  '.join(by_kind)}", flush=True)


if __name__ == "__main__":
    main()
