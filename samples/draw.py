#!/usr/bin/env python3
"""Draw the samples and write their gold answers: the same bytes on every run.

    python samples/draw.py [FOLDER]

Needs the development extras (python-docx, reportlab, pillow, pypdfium2). Fonts come with reportlab.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from gold import gold
from pdf_files import pdf
from plans import (
    ALMVIK,
    BJORKEBY,
    BREV,
    EKDALEN,
    GRANVIK,
    HAVSNAS,
    LOVSTRAND,
    MYRBY,
    NORRHAMN,
    SJOFORS,
    STENBY,
    TALLMO,
    Sample,
)
from scans import scan_png, scan_with_bad_layer
from text_files import STRIPPED, text_list, text_tables
from word_files import word_blocks, word_letter, word_one_table, word_tables

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Drawn = tuple[str, Sample, str, Callable[[Sample, Path], int | None]]


def written(make: Callable[[Sample], bytes]) -> Callable[[Sample, Path], int | None]:
    def write(sample: Sample, path: Path) -> None:
        path.write_bytes(make(sample))

    return write


SAMPLES: tuple[Drawn, ...] = (
    ("bjorkeby-tabeller.docx", BJORKEBY, WORD, word_tables),
    ("lovstrand-entabell.docx", LOVSTRAND, WORD, word_one_table),
    ("stenby-block.docx", STENBY, WORD, word_blocks),
    ("inbjudan-brev.docx", BREV, WORD, word_letter),
    (
        "almvik-linjerad.pdf",
        ALMVIK,
        "application/pdf",
        lambda s, p: pdf(s, p, ruled=True, wide=False, size=9, gap=168, font="Helvetica"),
    ),
    ("norrhamn-linjelos.pdf", NORRHAMN, "application/pdf", lambda s, p: pdf(s, p, ruled=False, wide=True, size=10)),
    ("sjofors-skannad.pdf", SJOFORS, "application/pdf", scan_with_bad_layer),
    ("granvik-skannad.png", GRANVIK, "image/png", scan_png),
    (
        "ekdalen-flikar.txt",
        EKDALEN,
        "text/plain",
        written(lambda s: text_tables(s, spread=False).replace("\n", "\r\n").encode("cp1252")),
    ),
    (
        "tallmo-avskalad.txt",
        TALLMO,
        "text/plain",
        written(lambda s: text_tables(s, spread=True).translate(STRIPPED).encode()),
    ),
    (
        "havsnas-felkodad.txt",
        HAVSNAS,
        "text/plain",
        written(lambda s: text_tables(s, spread=True).encode().decode("cp1252", errors="replace").encode()),
    ),
    ("myrby-lista.txt", MYRBY, "text/plain", written(lambda s: text_list(s).encode("utf-8-sig"))),
)


def draw(folder: Path, names: Iterable[str] = ()) -> None:
    """Draw all samples, or those named, into a folder."""
    wanted = set(names)
    for name, sample, media_type, make in SAMPLES:
        if wanted and name not in wanted:
            continue
        path = folder / name
        pages = make(sample, path)
        answer = gold(sample, path, media_type, pages)
        text = json.dumps(answer, ensure_ascii=False, indent=1) + "\n"
        path.with_name(path.name.rsplit(".", 1)[0] + ".gold.json").write_text(text, encoding="utf-8")
        print(f"{path.stat().st_size:9d}  {name}")


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    target.mkdir(parents=True, exist_ok=True)
    draw(target)
