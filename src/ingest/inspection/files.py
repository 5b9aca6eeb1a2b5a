"""Overlay pictures as files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ingest.errors import OutputError
from ingest.inspection.overlay import overlays
from ingest.options import Options
from ingest.pipeline import Conversion
from ingest.source import Source

__all__ = ["save_overlays"]


def save_overlays(source: Source, conversion: Conversion, options: Options, out: Path, dpi: float) -> Iterator[Path]:
    """Write `<stem>-<page>.png` for every page into `out`.

    Raises:
        OutputError: the folder or a picture cannot be written.
        UnsupportedFile: the format has no pages.
    """
    stem = Path(source.name).stem
    for number, picture in enumerate(overlays(source, conversion, options, dpi), start=1):
        path = out / f"{stem}-{number}.png"
        try:
            out.mkdir(parents=True, exist_ok=True)
            # Few colours are used: a palette keeps the files small.
            picture.quantize(128).save(path, optimize=True)
        except OSError as error:
            raise OutputError(f"{path.name} cannot be written ({error.strerror}).") from error
        yield path
