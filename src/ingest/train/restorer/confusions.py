"""How OCR engines misread Swedish print: corpus text drawn in many types, read by Tesseract, differences counted."""

from __future__ import annotations

import csv
import io
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from rapidfuzz.distance import Levenshtein

from ingest.language.letters import unmark

__all__ = ["build_confusions", "differences", "draw", "read_pages"]

FONTS = (
    "LiberationSans-Regular", "LiberationSerif-Regular", "LiberationSans-Bold", "LiberationSerif-Italic",
    "LiberationSansNarrow-Regular", "DejaVuSans", "DejaVuSerif", "Carlito-Regular", "Carlito-Bold", "Caladea-Regular",
    "NotoSans-Regular", "NotoSerif-Regular",
)  # fmt: skip
TOTAL = "*"
"""Stands for 'all uses of the letter' in the table."""


_LEAST_LETTERS = 30
"""Characters of a line that is drawn."""
_MOST_LETTERS = 320
_CAPITALS_CHANCE = 0.06


def read_pages(lines: list[str], out: Path, number: int, seed: int) -> None:
    """Draw `number` paragraphs and write what Tesseract's English and Swedish models read: a JSON object a line.

    A file that holds some already is gone on with.
    """
    import tesserocr

    chance = random.Random(seed)
    short = [line for line in lines if _LEAST_LETTERS <= len(line) <= _MOST_LETTERS]
    fonts = [path for name in FONTS for path in sorted(Path("/usr/share/fonts").rglob(f"{name}.ttf"))[:1]]
    done = len(out.read_text(encoding="utf-8").splitlines()) if out.is_file() else 0
    data = str(next(Path("/usr/share/tesseract-ocr").glob("*/tessdata")))
    with (
        tesserocr.PyTessBaseAPI(path=data, lang="eng", psm=tesserocr.PSM.SINGLE_BLOCK) as english,
        tesserocr.PyTessBaseAPI(path=data, lang="swe", psm=tesserocr.PSM.SINGLE_BLOCK) as swedish,
        out.open("a", encoding="utf-8") as file,
    ):
        for i in range(number):
            text = chance.choice(short)
            if chance.random() < _CAPITALS_CHANCE:
                text = text.upper()
            state = chance.random()
            if i < done:
                continue
            picture = draw(text, fonts, random.Random(state))
            row = {"clean": text}
            for name, engine in (("eng", english), ("swe", swedish)):
                engine.SetImage(picture)
                row[name] = " ".join(engine.GetUTF8Text().split())
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            file.flush()


_DPI = [110, 130, 150, 150, 200, 200, 300]
_SIZES_PT = [9, 10, 10, 11, 12]
_POINTS_PER_INCH = 72
_LINE_INCHES = 6.2
_LEADING = 1.3
_PAGE_INCHES = 6.8
_WHITE = 255
_INK = (0, 60)
"""Grey levels."""
_BLUR = (0.0, 0.35)
"""Pixels at 100 dpi."""
_SEED_BITS = 32
_NOISE = (2, 22)
"""Sigma in grey levels."""
_BILEVEL_CHANCE = 0.4
_THRESHOLDS = (110, 190)
"""Grey levels from which a picture of two tones is white."""
_JPEG_QUALITIES = (28, 75)


def draw(text: str, fonts: list[Path], chance: random.Random) -> Image.Image:
    """A paragraph as a scanner would give it: 9–12 points, 110–300 dpi, blurred, noisy, black and white or JPEG."""
    dpi = chance.choice(_DPI)
    font = ImageFont.truetype(str(chance.choice(fonts)), round(chance.choice(_SIZES_PT) * dpi / _POINTS_PER_INCH))
    rows, row = [], ""
    for word in text.split():
        if row and font.getlength(f"{row} {word}") > _LINE_INCHES * dpi:
            rows.append(row)
            row = word
        else:
            row = f"{row} {word}".strip()
    rows.append(row)
    step = round(font.size * _LEADING)
    page = Image.new("L", (round(_PAGE_INCHES * dpi), step * len(rows) + dpi // 2), _WHITE)
    pen = ImageDraw.Draw(page)
    for i, line in enumerate(rows):
        pen.text((dpi // 4, dpi // 4 + i * step), line, font=font, fill=chance.randint(*_INK))
    page = page.rotate(chance.uniform(-0.5, 0.5), resample=Image.Resampling.BICUBIC, fillcolor=255)
    page = page.filter(ImageFilter.GaussianBlur(chance.uniform(*_BLUR) * dpi / 100))
    noise = np.random.default_rng(chance.getrandbits(_SEED_BITS)).normal(
        0, chance.uniform(*_NOISE), (page.height, page.width)
    )
    page = Image.fromarray(np.clip(np.asarray(page) + noise, 0, _WHITE).astype(np.uint8))
    if chance.random() < _BILEVEL_CHANCE:
        limit = chance.randint(*_THRESHOLDS)
        return page.point(lambda value: _WHITE if value > limit else 0)
    packed = io.BytesIO()
    page.save(packed, "JPEG", quality=chance.randint(*_JPEG_QUALITIES))
    return Image.open(packed).convert("L")


def differences(clean: str, seen: str) -> Iterator[tuple[str, str]]:
    """What was read for each letter or group of letters: (meant, read) for all of the text; equal where it was right.

    The texts are aligned without their marks, so that a lost mark is never taken for a lost letter.
    """
    for block in Levenshtein.opcodes(unmark(clean), unmark(seen)):
        meant, read = clean[block.src_start : block.src_end], seen[block.dest_start : block.dest_end]
        if block.tag == "equal":
            yield from zip(meant, read, strict=True)
        else:
            yield meant, read


_FARTHEST = 0.3
"""Normalised edit distance from which two readings are not of one line."""


def build_confusions(pages: Iterable[str], real: Path, path: Path, least: int = 2) -> None:
    """Count the differences and write the table: model, meant, read, times (read `*` is the number of all uses).

    Args:
        pages: JSON lines of `read_pages`.
        real: counts of the same kind from real scans; each letter there weighs as much as it does in the drawn pages.
        path: of the table.
        least: rarer differences are chance.
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    texts: dict[str, list[str]] = {"eng": [], "swe": []}
    for page in pages:
        row = json.loads(page)
        for model, clean in texts.items():
            if Levenshtein.normalized_distance(unmark(row["clean"]), unmark(row[model])) > _FARTHEST:
                continue  # the page was not read at all; its letters cannot be aligned
            clean.append(row["clean"])
            for meant, read in grown(list(differences(row["clean"], row[model]))):
                if len(meant) <= 2 and len(read) <= 2 and " " not in meant + read:
                    counts[model, meant, read] += 1
    _add_real(counts, texts, real)
    kept = {key: n for key, n in counts.items() if n >= least and key[1] != key[2]}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["model", "meant", "read", "times"])
        for model, meant in sorted({key[:2] for key in kept}):
            total = sum(text.count(meant) if meant else len(text) for text in texts[model])
            writer.writerow([model, meant, TOTAL, total])
            if total:
                writer.writerows([*key, n] for key, n in sorted(kept.items()) if key[:2] == (model, meant))


def _add_real(counts: Counter[tuple[str, str, str]], texts: dict[str, list[str]], real: Path) -> None:
    """Mix the counts from real scans in, half and half with those of the drawn pages."""
    with real.open(encoding="utf-8", newline="") as file:
        rows = [(model, meant, read, int(times)) for model, meant, read, times in list(csv.reader(file))[1:]]
    for letter in {(model, meant) for model, meant, _, _ in rows}:
        uses = sum(text.count(letter[1]) for text in texts[letter[0]])
        seen = sum(times for model, meant, _, times in rows if (model, meant) == letter)
        for key in [key for key in counts if key[:2] == letter]:
            counts[key] = round(counts[key] / 2)
        for model, meant, read, times in rows:
            if (model, meant) == letter:
                counts[model, meant, read] += round(uses * times / seen / 2)


def grown(pairs: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The pairs, one-sided ones (a letter lost or added) joined with the equal letter before them."""
    for i, (meant, read) in enumerate(pairs):
        yield meant, read
        if (not meant or not read or len(meant) != len(read)) and i and pairs[i - 1][0] == pairs[i - 1][1]:
            before = pairs[i - 1][0]
            if before != " ":
                yield before + meant, before + read
