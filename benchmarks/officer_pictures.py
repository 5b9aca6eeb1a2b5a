"""Draw the pictures of docs/sv/kom-igang.md anew: terminal, workbook, report, drop page wide and on a phone.

    python benchmarks/officer_pictures.py [--to docs/pictures]

Needs LibreOffice Calc and Chromium; the documents are the samples.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = os.environ.get("INGEST_CHROMIUM", "/usr/bin/chromium")
SAMPLES = ("almvik-linjerad.pdf", "bjorkeby-tabeller.docx", "ekdalen-flikar.txt", "granvik-skannad.png")
PICTURES = ("arbetsbok.png", "visa.svg", "rapport.png", "slapp-sidan.png", "slapp-sidan-mobil.png")
COLUMNS = 100
WIDE, PHONE = {"width": 1180, "height": 1000}, {"width": 390, "height": 760}
WORKBOOK_DPI = 110
WAIT_MS = 120_000


def ingest(*arguments: str, cwd: Path) -> str:
    environment = {**os.environ, "INGEST_LANG": "sv", "COLUMNS": str(COLUMNS), "FORCE_COLOR": "1"}
    command = [sys.executable, "-m", "ingest", *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, check=True, stdout=subprocess.PIPE, text=True).stdout


def terminal(folder: Path, to: Path) -> None:
    said = ingest("show", "ut", "--doubtful", "--document", "almvik", cwd=folder)
    with Path(os.devnull).open("w") as nowhere:
        console = Console(record=True, width=COLUMNS, file=nowhere)
        console.print(Text.from_ansi(said))
        (to / "visa.svg").write_text(
            console.export_svg(title="ingest show ut --doubtful", unique_id="visa"), encoding="utf-8"
        )


def workbook(folder: Path, to: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise SystemExit("LibreOffice Calc is needed (apt-get install libreoffice-calc)")
    home = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    subprocess.run(
        [
            office,
            home,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(folder / "ut" / "ingest.xlsx"),
        ],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    with pypdfium2.PdfDocument(folder / "ingest.pdf") as document:
        picture = document[0].render(scale=WORKBOOK_DPI / 72).to_pil()
    picture.quantize(64).save(to / "arbetsbok.png", optimize=True)


@contextmanager
def server(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "ingest", "serve", "--port", "0", "-j", "1"]
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        found = re.search(r"http://\S+?:\d+", process.stderr.readline())
        assert found is not None
        yield found[0]
    finally:
        process.terminate()
        process.wait(60)


def pages(folder: Path, to: Path) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, server(folder) as address:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--lang=sv"])
        page = browser.new_page(viewport=WIDE, locale="sv-SE")
        page.goto((folder / "ut" / "report.html").as_uri())
        _shot(page, to / "rapport.png")
        for size, name in ((WIDE, "slapp-sidan.png"), (PHONE, "slapp-sidan-mobil.png")):
            page = browser.new_page(viewport=size, locale="sv-SE")
            page.goto(address)
            page.locator("#files").set_input_files([str(folder / "arkiv" / sample) for sample in SAMPLES[:3]])
            page.get_by_text("Klart: 3 av 3").wait_for(timeout=WAIT_MS)
            _shot(page, to / name)
        browser.close()


def _shot(page: Any, path: Path) -> None:
    from PIL import Image

    page.screenshot(path=path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(128).save(path, optimize=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "pictures")
    to = parser.parse_args().to.resolve()
    to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "arkiv").mkdir()
        for sample in SAMPLES:
            shutil.copy(ROOT / "samples" / sample, folder / "arkiv")
        ingest("convert", "arkiv", "-o", "ut", "--format", "xlsx", "--jobs", "1", "-q", cwd=folder)
        ingest("report", "ut", cwd=folder)
        terminal(folder, to)
        workbook(folder, to)
        pages(folder, to)
    print(*(f"{name}: {(to / name).stat().st_size:,} bytes" for name in PICTURES), sep="\n")


if __name__ == "__main__":
    main()
