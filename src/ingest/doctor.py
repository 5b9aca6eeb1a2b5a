"""What is installed, what is missing, and the command that installs it."""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Literal, get_args

from ingest.artefacts import root
from ingest.errors import MissingTool
from ingest.read.ocr.engines.choice import engine
from ingest.read.ocr.engines.second_engine import model as second_engine_model
from ingest.read.ocr.engines.tesseract import LanguageData, language_data
from ingest.system.programs import OfficePart, has_office_part, install_command, libreoffice, pip

__all__ = ["Requirement", "examine"]

State = Literal["ok", "optional", "missing"]


@dataclass(frozen=True, slots=True)
class Requirement:
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


def examine() -> Iterator[Requirement]:
    """Look at everything, in a fixed order; never raises."""
    yield Requirement("Python", "ok", platform.python_version(), "everything")
    yield from _ocr()
    yield _second_engine()
    yield _office()
    yield _fonts()
    yield from _models()
    for module, extra, what_for in EXTRAS:
        if find_spec(module) is not None:
            yield Requirement(module, "ok", _version(module), what_for)
        else:
            yield Requirement(module, "optional", "not installed", what_for, f"{pip()} install 'ingest[{extra}]'")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "installed"


def _ocr() -> Iterator[Requirement]:
    """Tesseract and its data; without them a network from wheels reads the scans, and both are only better."""
    what_for = "scans and images"
    instead = second_engine_model() is not None
    absent: State = "optional" if instead else "missing"
    if find_spec("tesserocr") is None:
        yield Requirement("tesserocr", absent, "not installed", what_for, f"{pip()} install tesserocr")
    else:
        import tesserocr

        found = tesserocr.tesseract_version().split()
        yield Requirement("tesserocr", "ok", f"{_version('tesserocr')}, Tesseract {found[1]}", what_for)
    data = language_data()
    if data is None:
        hint = f"{install_command('ocr')}   (or set TESSDATA_PREFIX to the folder that holds Latin.traineddata)"
        yield Requirement("Tesseract language data", absent, "found in no known folder", what_for, hint)
        if not instead:
            return
    else:
        yield from _language_data(data)
    try:
        running = engine()
    except MissingTool as error:
        yield Requirement("OCR engine", "missing", error.message, what_for, error.remedy)
    else:
        yield Requirement("OCR engine", "ok", f"starts with {running.languages}", what_for)


def _language_data(data: LanguageData) -> Iterator[Requirement]:
    yield Requirement("Tesseract language data", "ok", str(data.folder), "scans and images")
    if data.latin is None:
        only = "only Swedish is there, which cannot write § % @"
        yield Requirement("Latin script pack", "missing", only, "signs in scans", install_command("latin"))
    if not data.swedish:
        what_for = "second reading of blurred scans"
        yield Requirement("Swedish data", "optional", "not there", what_for, install_command("swedish"))


def _second_engine() -> Requirement:
    what_for = "a second reading of doubted lines (ingest convert --second-engine rapidocr)"
    found = second_engine_model()
    if found is None:
        return Requirement(
            "RapidOCR", "optional", "not installed", what_for, f"{pip()} install 'ingest[second-engine]'"
        )
    return Requirement("RapidOCR", "ok", f"{_version('rapidocr')}, {found.name}", what_for)


def _office() -> Requirement:
    path = libreoffice()
    what_for = ".doc, .rtf, .xls, .ods and presentations"
    if path is None:
        return Requirement("LibreOffice", "missing", "not found", what_for, install_command("libreoffice"))
    lacking = [part for part in get_args(OfficePart) if not has_office_part(path, part)]
    if lacking:
        found = f"{path}, without {', '.join(lacking)}"
        return Requirement("LibreOffice", "missing", found, what_for, install_command("libreoffice"))
    return Requirement("LibreOffice", "ok", str(path), what_for)


def _fonts() -> Requirement:
    what_for = "turning .doc and .rtf with the page breaks they had"
    program = shutil.which("fc-list")
    if program is None and not install_command("fontconfig"):
        return Requirement("Fonts", "ok", "those of the system", what_for)
    if program is None:
        return Requirement("Fonts", "optional", "fc-list is not there to ask", what_for, install_command("fontconfig"))
    try:
        run = subprocess.run([program, ":", "family"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return Requirement("Fonts", "optional", "fc-list does not answer", what_for)
    absent = [name for name in FONTS if name not in run.stdout]
    if absent:
        return Requirement("Fonts", "optional", f"missing: {', '.join(absent)}", what_for, install_command("fonts"))
    return Requirement("Fonts", "ok", ", ".join(FONTS), what_for)


def _models() -> Iterator[Requirement]:
    what_for = "classification and repair"
    # The file and not the name: a package of this name on an index may be anybody's.
    reinstall = f"{pip()} install --force-reinstall --no-deps ./ingest-….whl"
    try:
        folder = root()
    except MissingTool as error:
        yield Requirement("Models", "missing", error.message, what_for, reinstall)
        return
    names = sorted(p.name for p in folder.iterdir() if p.is_dir() and any(p.iterdir()))
    if names:
        yield Requirement("Models", "ok", ", ".join(names), what_for)
    else:
        yield Requirement("Models", "missing", "the folder of models is empty", what_for, reinstall)
