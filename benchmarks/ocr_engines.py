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
import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_THREAD_LIMIT", "1")

import numpy as np
from rapidfuzz.distance import Levenshtein

from ingest.language.lexicon import known
from ingest.read.ocr import recognise as reading
from ingest.read.ocr.engines.choice import engine
from ingest.read.ocr.engines.second_engine import reconciled, second_engine
from ingest.read.ocr.engines.tesseract import Engine, LanguageData, OcrWord, Tesseract
from ingest.read.ocr.engines.voting import vote, word_bits
from ingest.train.factory.damage.pages import KINDS
from ingest.train.readings.print_lines import ARCHIVE, DPI, LINES, PrintedLine, cut, drawn, fonts, texts
from material import SHARED


def plain(text: str) -> str:
    """Letters and digits only, without case."""
    return " ".join("".join(c for c in word if c.isalnum()) for word in text.lower().split())


def wrong_words(truth: str, seen: str) -> tuple[int, int]:
    """Edits of words and the number of words."""
    a, b = truth.split(), seen.split()
    return Levenshtein.distance(a, b), len(a)


Reads = Callable[[PrintedLine], str]


def engines(names: list[str], tessdata: Path | None) -> dict[str, Reads]:
    """The recognisers by name, one thread each."""
    running = engine()
    out: dict[str, Reads] = {
        "tesseract latin": lambda line: _said(running.words(line.patch, line.dpi)),
        "tesseract swe fast": lambda line: _said(running.words(line.patch, line.dpi, second=True)),
        "votes": lambda line: _said(_voted(running, line)),
    }
    for data in sorted(tessdata.glob("*.traineddata")) if tessdata else []:
        other = Tesseract(LanguageData(data.parent, data.stem, False))
        out[f"tesseract {data.stem}"] = lambda line, other=other: _said(other.words(line.patch, line.dpi))  # type: ignore[misc]
    second = second_engine("rapidocr")
    assert second is not None
    out["ppocrv6 small"] = lambda line: second(line.patch).text

    def both(line: PrintedLine, doubt: float) -> str:
        words = _voted(running, line)
        if all(w.confidence >= doubt for w in words):
            return _said(words)
        return _said(reconciled(words, second(line.patch), known))

    out["votes + ppocr doubted"] = lambda line: both(line, reading.ASKED)
    out["votes + ppocr below .95"] = lambda line: both(line, 0.95)
    out["votes + ppocr always"] = lambda line: both(line, 1.01)
    return {k: v for k, v in out.items() if not names or k in names}


def _voted(running: Engine, line: PrintedLine) -> list[OcrWord]:
    """A line as the reader reads it: again by other means where it is doubted, with a vote."""
    words = running.words(line.patch, line.dpi)
    if not reading.is_doubted(words, line.run):
        return words
    readings, swedish = reading.all_readings(running, line.patch, line.dpi, line.run, words)
    return vote(readings, word_bits, swedish)


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
    pool, faces = texts(args.shared / "corpus" / "dev.txt.xz", rng), fonts()
    lines: dict[str, list[PrintedLine]] = {}
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
