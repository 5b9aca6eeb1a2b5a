"""What is installed, what is missing, and the command that installs it."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Literal

from ingest.artefacts import root
from ingest.errors import MissingTool
from ingest.read.ocr.second_engine import model as second_engine_model
from ingest.read.ocr.tesseract import INSTALL, engine, language_data
from ingest.read.office import reader as office

__all__ = ["Finding", "examine"]

State = Literal["ok", "optional", "missing"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked for: `state` "missing" stops some documents, "optional" only costs comfort.

    `what_for` says what needs it; `remedy` is the command that installs it, empty where nothing is to be done.
    """

    name: str
    state: State
    detail: str
    what_for: str
    remedy: str = ""


EXTRAS = (
    ("duckdb", "duckdb", "loading into DuckDB"),
    ("psycopg", "postgres", "loading into PostgreSQL"),
    ("pymysql", "mariadb", "loading into MariaDB"),
    ("ray", "ray", "batches over many machines"),
    ("fastapi", "serve", "conversion over HTTP (ingest serve)"),
)
FONTS = ("Carlito", "Caladea", "Liberation Sans", "Liberation Serif", "DejaVu Sans")


def examine() -> Iterator[Finding]:
    """Look at everything, in a fixed order; never raises."""
    yield Finding("Python", "ok", platform.python_version(), "everything")
    yield from _ocr()
    yield _second_engine()
    yield _office()
    yield _fonts()
    yield from _models()
    for module, extra, what_for in EXTRAS:
        if find_spec(module) is not None:
            yield Finding(module, "ok", _version(module), what_for)
        else:
            yield Finding(module, "optional", "not installed", what_for, f"{_pip()} install 'ingest[{extra}]'")


def _pip() -> str:
    return f"{'python' if sys.platform == 'win32' else 'python3'} -m pip"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "installed"


def _ocr() -> Iterator[Finding]:
    what_for = "scans and images"
    if find_spec("tesserocr") is None:
        yield Finding("tesserocr", "missing", "not installed", what_for, f"{_pip()} install tesserocr")
    else:
        import tesserocr

        found = tesserocr.tesseract_version().split()
        yield Finding("tesserocr", "ok", f"{_version('tesserocr')}, Tesseract {found[1]}", what_for)
    data = language_data()
    if data is None:
        hint = f"{INSTALL}   (or set TESSDATA_PREFIX to the folder that holds Latin.traineddata)"
        yield Finding("Tesseract language data", "missing", "found in no known folder", what_for, hint)
        return
    yield Finding("Tesseract language data", "ok", str(data.folder), what_for)
    if data.latin is None:
        yield Finding(
            "Latin script pack",
            "missing",
            "only Swedish is there, which cannot write § % @",
            "signs in scans",
            "sudo apt-get install tesseract-ocr-script-latn",
        )
    if not data.swedish:
        yield Finding(
            "Swedish data",
            "optional",
            "not there",
            "second reading of blurred scans",
            "sudo apt-get install tesseract-ocr-swe",
        )
    try:
        engine()
    except MissingTool as error:
        yield Finding("OCR engine", "missing", error.message, what_for, error.remedy)
    else:
        yield Finding("OCR engine", "ok", f"starts with {data.languages}", what_for)


def _second_engine() -> Finding:
    what_for = "a second reading of doubted lines (ingest convert --second-engine rapidocr)"
    found = second_engine_model()
    if found is None:
        return Finding("RapidOCR", "optional", "not installed", what_for, f"{_pip()} install 'ingest[second-engine]'")
    return Finding("RapidOCR", "ok", f"{_version('rapidocr')}, {found.name}", what_for)


def _office() -> Finding:
    path = office.program()
    if path is None:
        return Finding(
            "LibreOffice",
            "missing",
            "not found",
            ".doc and .rtf files",
            "sudo apt-get install libreoffice-writer-nogui",
        )
    return Finding("LibreOffice", "ok", str(path), ".doc and .rtf files")


def _fonts() -> Finding:
    what_for = "turning .doc and .rtf with the page breaks they had"
    program = shutil.which("fc-list")
    if program is None:
        return Finding("Fonts", "optional", "fc-list is not there to ask", what_for, "sudo apt-get install fontconfig")
    try:
        run = subprocess.run([program, ":", "family"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return Finding("Fonts", "optional", "fc-list does not answer", what_for)
    absent = [name for name in FONTS if name not in run.stdout]
    if absent:
        install = "sudo apt-get install fonts-crosextra-carlito fonts-crosextra-caladea fonts-liberation fonts-dejavu"
        return Finding("Fonts", "optional", f"missing: {', '.join(absent)}", what_for, install)
    return Finding("Fonts", "ok", ", ".join(FONTS), what_for)


def _models() -> Iterator[Finding]:
    what_for = "classification and repair"
    reinstall = f"{_pip()} install --force-reinstall ingest"
    try:
        folder = root()
    except MissingTool as error:
        yield Finding("Models", "missing", error.message, what_for, reinstall)
        return
    names = sorted(p.name for p in folder.iterdir() if p.is_dir() and any(p.iterdir()))
    if names:
        yield Finding("Models", "ok", ", ".join(names), what_for)
    else:
        yield Finding("Models", "missing", "the folder of models is empty", what_for, reinstall)
