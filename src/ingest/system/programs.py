"""Where foreign programs lie on each system, and the command that installs them there."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Literal

__all__ = ["Missing", "OfficePart", "has_office_part", "install_command", "libreoffice", "pip", "tessdata_folders"]

Missing = str
"""Name of something that may be missing: a key of `_PACKAGES`."""

_PACKAGES: dict[Missing, dict[str, str]] = {
    "ocr": {
        "linux": "sudo apt-get install tesseract-ocr tesseract-ocr-script-latn tesseract-ocr-swe",
        "darwin": "brew install tesseract tesseract-lang",
        "win32": "winget install --id UB-Mannheim.TesseractOCR (choose the script Latin and the language Swedish)",
    },
    "latin": {
        "linux": "sudo apt-get install tesseract-ocr-script-latn",
        "darwin": "brew install tesseract-lang",
        "win32": "winget install --id UB-Mannheim.TesseractOCR (choose the script Latin)",
    },
    "swedish": {
        "linux": "sudo apt-get install tesseract-ocr-swe",
        "darwin": "brew install tesseract-lang",
        "win32": "winget install --id UB-Mannheim.TesseractOCR (choose the language Swedish)",
    },
    "libreoffice": {
        "linux": "sudo apt-get install libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui",
        "darwin": "brew install --cask libreoffice",
        "win32": "winget install --id TheDocumentFoundation.LibreOffice",
    },
    "fontconfig": {"linux": "sudo apt-get install fontconfig"},
    "fonts": {
        "linux": "sudo apt-get install fonts-crosextra-carlito fonts-crosextra-caladea fonts-liberation fonts-dejavu",
    },
}


def install_command(what: Missing) -> str:
    """The command that installs something on this system; empty where it is part of the system.

    Debian's is told on every Linux: its package names are the ones that others' users can translate.
    """
    return _PACKAGES[what].get(sys.platform if sys.platform in ("darwin", "win32") else "linux", "")


def pip() -> str:
    """How pip is called on this system."""
    return f"{'py' if sys.platform == 'win32' else 'python3'} -m pip"


def libreoffice() -> str | None:
    """Path of LibreOffice: on PATH, else in its usual places; None where it is not installed.

    On Windows `soffice.com` is taken, which waits for its end and can be listened to; `soffice.exe` does neither.
    """
    for name in ("soffice.com", "soffice", "libreoffice") if sys.platform == "win32" else ("soffice", "libreoffice"):
        found = shutil.which(name)
        if found:
            return found
    return next((str(path) for path in _offices() if path.is_file()), None)


OfficePart = Literal["writer", "calc", "impress"]
"""A program of LibreOffice that systems install by itself."""
_PARTS: dict[OfficePart, str] = {"writer": "swlo", "calc": "sclo", "impress": "sdlo"}
"""The library that each of them is."""


def has_office_part(soffice: str, part: OfficePart) -> bool:
    """Return whether LibreOffice at this path can open documents of a kind; where it does not tell, it can.

    Debian has a package for each program, and one of them brings `soffice` along.
    """
    home = Path(soffice).resolve().parent
    folders = (home, home.parent / "Frameworks")
    found = {p.stem.removeprefix("lib") for folder in folders if folder.is_dir() for p in folder.glob("*lo.*")}
    return _PARTS[part] in found or found.isdisjoint(_PARTS.values())


def _offices() -> list[Path]:
    if sys.platform == "win32":
        return [folder / "LibreOffice" / "program" / "soffice.com" for folder in _program_folders()]
    return [
        Path("/usr/lib/libreoffice/program/soffice"),
        Path("/opt/libreoffice/program/soffice"),
        Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    ]


def _program_folders() -> list[Path]:
    """Windows' folders of programs, for all users and for this one."""
    names = ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)")
    folders = [Path(os.environ[name]) for name in names if os.environ.get(name)]
    local = os.environ.get("LOCALAPPDATA")
    return [*folders, *([Path(local) / "Programs"] if local else [])]


def tessdata_folders() -> list[Path]:
    """Where Tesseract's language data may lie, the user's own choice (TESSDATA_PREFIX) first."""
    prefix = os.environ.get("TESSDATA_PREFIX")
    chosen = [Path(prefix), Path(prefix) / "tessdata"] if prefix else []
    if sys.platform == "win32":
        return chosen + [folder / "Tesseract-OCR" / "tessdata" for folder in _program_folders()]
    usual = (
        "/usr/share/tesseract-ocr/5/tessdata",
        "/usr/share/tesseract-ocr/4.00/tessdata",
        "/usr/share/tessdata",
        "/usr/share/tesseract/tessdata",
        "/usr/local/share/tessdata",
        "/usr/local/share/tesseract-ocr/tessdata",
        "/opt/homebrew/share/tessdata",
        "/opt/local/share/tessdata",
    )
    return chosen + [Path(place) for place in usual]
