#!/usr/bin/env python3
"""Print plans with gold answers anew, scan them worse, and write the scans with their answers for `plans.py`.

    python benchmarks/scanned_plans.py --out DIR [--shared DIR] [--seed N] [--kinds office,bilevel] [--only TEXT]
    python benchmarks/plans.py --gold DIR

Word plans are printed in another font of those installed (LibreOffice), PDF plans as they are; each becomes a TIFF
of page pictures, made worse by one kind of the factory's `damage.pages`. Seed and name decide font and kind, so that a
mechanism tried on one seed can be judged on another.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image

from ingest.train.factory.damage.pages import KINDS
from material import SHARED

FONTS = (
    "Liberation Serif", "DejaVu Sans", "Liberation Sans Narrow", "DejaVu Serif", "Roboto", "Lato", "Caladea",
    "Source Sans Pro", "Source Serif Pro",
)  # fmt: skip
SCANS = (
    "office", "bilevel", "coarse", "speckled", "faint_coarse", "copied", "stamped", "bilevel_coarse", "through",
    "faint", "flatbed", "photo",
)  # fmt: skip
PAGES = 3
"""Longer documents are left out: they cost time and show nothing new."""


def installed() -> list[str]:
    run = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=True)
    known = set(re.split(r"[,\n]", run.stdout))
    return [f for f in FONTS if f in known]


def printed(path: Path, font: str, folder: Path) -> Path:
    """The Word file as a PDF in another font."""
    changed = folder / path.name
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename.endswith(".xml"):
                text = data.decode("utf-8")
                text = re.sub(r'(w:(?:ascii|hAnsi|cs|eastAsia))="[^"]*"', rf'\1="{font}"', text)
                text = re.sub(r'w:(?:ascii|hAnsi|cs|eastAsia)Theme="[^"]*"', "", text)
                text = re.sub(r'<a:latin typeface="[^"]*"', f'<a:latin typeface="{font}"', text)
                data = text.encode("utf-8")
            new.writestr(item, data)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(folder), str(changed)], check=True, capture_output=True, timeout=180)
    return changed.with_suffix(".pdf")


def scanned(pdf: Path, kind: str, seed: int) -> list[Image.Image] | None:
    document = pypdfium2.PdfDocument(pdf)
    if len(document) > PAGES:
        return None
    pages = []
    rng = np.random.default_rng(seed)
    for page in document:
        gray = np.array(page.render(scale=400 / 72, grayscale=True).to_numpy()).squeeze()
        picture, dpi = KINDS[kind](np.ascontiguousarray(gray), 400.0, rng)
        image = Image.fromarray(picture)
        image.info["dpi"] = (dpi, dpi)
        pages.append(image)
    return pages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kinds", default=",".join(SCANS))
    parser.add_argument("--only", default="t1-,t2-,t3-,t7-", help="parts of names, comma-separated")
    args = parser.parse_args()
    kinds = args.kinds.split(",")
    if unknown := [k for k in kinds if k not in KINDS]:
        sys.exit(f"unknown kinds {unknown}; known: {', '.join(KINDS)}")
    fonts = installed()
    args.out.mkdir(parents=True, exist_ok=True)
    rows = ["name,ext,tier"]
    done = 0
    for gold in sorted((args.shared / "plans-dev").glob("*.gold.json")):
        name = gold.name.removesuffix(".gold.json")
        if not any(part in name for part in args.only.split(",")):
            continue
        source = next(p for p in gold.parent.glob(f"{name}.*") if p != gold)
        original = source.suffix
        draw = zlib.crc32(f"{name} {args.seed}".encode())
        with tempfile.TemporaryDirectory() as folder:
            font = "as is"
            if source.suffix == ".docx":
                font = fonts[draw % len(fonts)]
                source = printed(source, font, Path(folder))
            if source.suffix != ".pdf":
                continue
            kind = kinds[(done + args.seed * 5) % len(kinds)]
            pages = scanned(source, kind, draw)
        if not pages:
            continue
        done += 1
        target = args.out / f"{name}.tif"
        dpi = pages[0].info["dpi"]
        pages[0].save(target, save_all=True, append_images=pages[1:], dpi=dpi, compression="tiff_deflate")
        answer = gold.read_text(encoding="utf-8").replace(f'"{name}{original}"', f'"{name}.tif"')
        (args.out / gold.name).write_text(answer, encoding="utf-8")
        rows.append(f"{name},tif,{kind}")
        print(f"{name}: {kind}, {font}, {len(pages)} pages", flush=True)
    (args.out / "manifest.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
