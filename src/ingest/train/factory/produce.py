"""Turns a drawing's body into a file: Chromium for HTML, reportlab's own functions, LibreOffice, plain text.

Chromium is started once for all documents. Dates and identifiers that a producer writes into a PDF are replaced, so
that the same drawing gives the same pages with the same time stamps.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import pikepdf

from ingest.errors import IngestError
from ingest.train.factory.model import Body, Canvas, Html, Office, TextFile

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["MEDIA_TYPES", "Producers", "page_count", "producer_name"]

MEDIA_TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".rtf": "application/rtf",
    ".doc": "application/msword",
    ".txt": "text/plain",
    ".tif": "image/tiff",
    ".png": "image/png",
    ".jpg": "image/jpeg",
}
# The moment that stands in every drawn PDF; no clock is read.
_STAMP = "D:20300101120000+01'00'"
_OFFICE_SECONDS = 120
# CSS: 96 pixels an inch.
_PIXELS_PER_MILLIMETRE = 96 / 25.4
_VIEW_HEIGHT = 1000
# A little smaller than it must be, for rounding.
_FIT_MARGIN = 0.01
_OFFICE_SECONDS_A_FILE = 20


def producer_name(body: Body) -> str:
    """Return the producer of a body as the manifest names it."""
    if isinstance(body, Html):
        return "chromium"
    if isinstance(body, Canvas):
        return "reportlab"
    if isinstance(body, TextFile):
        return "text"
    return f"libreoffice {body.suffix}" if body.convert_to else body.suffix.lstrip(".")


def suffix_of(body: Body) -> str:
    """Return the suffix of the file that a body becomes."""
    if isinstance(body, Html | Canvas):
        return ".pdf"
    return body.suffix if isinstance(body, TextFile) or not body.convert_to else body.convert_to


def page_count(path: Path) -> int | None:
    """Return how many pages a file has; None for a format without pages."""
    if path.suffix != ".pdf":
        return None
    with pikepdf.open(path) as pdf:
        return len(pdf.pages)


class Producers:
    """The producers of one run of the factory; a context manager that ends Chromium."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._page: Page | None = None

    def __enter__(self) -> Producers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()
        self._page = None

    def produce(self, body: Body, stem: Path) -> Path:
        """Write a body into the file `stem` plus its suffix, and return that file.

        Raises:
            IngestError: a producer is missing or fails.
        """
        path = stem.with_name(stem.name + suffix_of(body))
        if isinstance(body, Html):
            self._print(body, path)
        elif isinstance(body, Canvas):
            body.draw(path)
        elif isinstance(body, TextFile):
            path.write_bytes(body.text.encode(body.encoding))
        else:
            _write_office(body, path)
        if path.suffix == ".pdf":
            _fix_stamps(path)
        return path

    def produce_all(self, bodies: Sequence[Body], stems: Sequence[Path]) -> list[Path]:
        """Write several bodies into files, as `produce` does; LibreOffice is started once for each kind of file.

        Raises:
            IngestError: a producer is missing or fails.
        """
        paths = [stem.with_name(stem.name + suffix_of(body)) for body, stem in zip(bodies, stems, strict=True)]
        batches: dict[str, list[tuple[Office, Path]]] = {}
        for body, stem, path in zip(bodies, stems, paths, strict=True):
            if isinstance(body, Office) and body.convert_to:
                batches.setdefault(body.convert_to, []).append((body, path))
            else:
                self.produce(body, stem)
        for suffix, batch in batches.items():
            with tempfile.TemporaryDirectory() as folder:
                sources = [Path(folder) / (path.stem + body.suffix) for body, path in batch]
                for source, (body, _) in zip(sources, batch, strict=True):
                    body.write(source)
                convert_office(sources, [path for _, path in batch])
            if suffix == ".pdf":
                for _, path in batch:
                    _fix_stamps(path)
        return paths

    def _print(self, body: Html, path: Path) -> None:
        page = self._browser_page()
        page.set_content(body.markup)
        if body.content_width is not None:
            _fit(page, body.content_width)
        top, right, bottom, left = (f"{side}mm" for side in body.margins or (0, 0, 0, 0))
        settings: dict[str, Any] = {"print_background": True, "tagged": body.tagged, "prefer_css_page_size": True}
        if body.header or body.footer:
            settings |= {
                "display_header_footer": True,
                "header_template": body.header or "<span></span>",
                "footer_template": body.footer or "<span></span>",
            }
        if body.margins is not None:
            settings["margin"] = {"top": top, "right": right, "bottom": bottom, "left": left}
        path.write_bytes(page.pdf(**settings))

    def _browser_page(self) -> Page:
        if self._page is None:
            try:
                from playwright.sync_api import sync_playwright
            except ImportError as error:
                raise IngestError(
                    "the factory draws with Chromium, but playwright is not installed.",
                    remedy="Run: pip install 'ingest[train]'.",
                ) from error
            executable = shutil.which("chromium") or shutil.which("google-chrome")
            browser = self._stack.enter_context(sync_playwright()).chromium.launch(
                executable_path=executable, args=["--no-sandbox", "--font-render-hinting=none"]
            )
            self._stack.callback(browser.close)
            self._page = browser.new_page(locale="sv-SE")
        return self._page


def _fit(page: Page, room: float) -> None:
    """Make a page's content smaller where a table is wider than the room between the margins, in millimetres."""
    pixels = room * _PIXELS_PER_MILLIMETRE
    page.emulate_media(media="print")
    page.set_viewport_size({"width": int(pixels), "height": _VIEW_HEIGHT})
    wide = int(page.evaluate("document.documentElement.scrollWidth"))
    if wide > pixels:
        page.add_style_tag(content=f"body {{ zoom: {pixels / wide - _FIT_MARGIN:.3f}; }}")


def _write_office(body: Office, path: Path) -> None:
    if not body.convert_to:
        body.write(path)
        return
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / (path.stem + body.suffix)
        body.write(source)
        convert_office([source], [path])


def convert_office(sources: Sequence[Path], targets: Sequence[Path]) -> None:
    """Convert office files with one start of LibreOffice into the kind that the targets' suffix names.

    Raises:
        IngestError: LibreOffice is missing or fails.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise IngestError("the factory converts office files with LibreOffice, which is not installed.",
                          remedy="Install libreoffice, or draw other families.")  # fmt: skip
    suffix = targets[0].suffix
    # LibreOffice may still be writing into its profile when it has handed over its files.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        arguments = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to"]
        arguments += [suffix.lstrip("."), "--outdir", folder, *map(str, sources)]
        seconds = _OFFICE_SECONDS + _OFFICE_SECONDS_A_FILE * len(sources)
        run = subprocess.run(arguments, capture_output=True, timeout=seconds, check=False)
        for source, target in zip(sources, targets, strict=True):
            made = Path(folder) / (source.stem + suffix)
            if not made.is_file():
                raise IngestError(
                    f"LibreOffice made no {suffix} of {source.name}: {run.stderr.decode()[-200:]}",
                    remedy="Sheets and slides need libreoffice-calc and libreoffice-impress.",
                )
            shutil.copyfile(made, target)


def _fix_stamps(path: Path) -> None:
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        for key in ("/CreationDate", "/ModDate"):
            if key in pdf.docinfo:
                pdf.docinfo[key] = _STAMP
        if "/Metadata" in pdf.Root:
            del pdf.Root.Metadata
        pdf.save(path, deterministic_id=True)
