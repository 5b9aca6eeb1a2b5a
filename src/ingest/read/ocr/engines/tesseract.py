"""Tesseract through tesserocr: where its language data is, one engine a process, words with boxes and confidence."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from ingest.errors import MissingTool
from ingest.read.ocr.images import Gray
from ingest.system.programs import install_command, tessdata_folders

__all__ = ["SIGNS", "LanguageData", "OcrWord", "Tesseract", "TesseractEngine", "language_data"]

_LATIN = ("Latin", "script/Latin")

ACCENTED = (
    "àáâãāăąæçćčďđèêëēėęěğģìíîïīįıķĺļľłñńņňòóôõōőøœŕřśşšșţťțùúûūůűųýÿžźżþðÀÁÂÃĀĂĄÆÇĆČĎĐÈÊËĒĖĘĚĞĢÌÍÎÏĪĮİĶĹĻĽŁÑŃŅŇ"
    "ÒÓÔÕŌŐØŒŔŘŚŞŠȘŢŤȚÙÚÛŪŮŰŲÝŸŽŹŻÞÐß¿¡"
)
FOREIGN = ACCENTED + "{}|~_\\`^<>¢¥£¬¦¤"
"""Letters and signs of the Latin pack that Swedish plans do not use: without them a blurred å is not an â. The
losses (a Polish name, a net address with an underscore) are fewer than the gains; see benchmarks/scan.md."""

SIGNS = frozenset("§%@&+=$€*#")
"""What the Swedish data cannot write: where the Latin pack sees one, the other's reading is no evidence."""

LINE = 7
RAW_LINE = 13
BLOCK = 6


@dataclass(frozen=True, slots=True)
class LanguageData:
    """A tessdata folder and the names of the languages to use from it, best first."""

    folder: Path
    latin: str | None
    swedish: bool

    @property
    def languages(self) -> str:
        """The name that Tesseract is started with.

        The Latin script pack alone: it can write § % @, which `swe` cannot (benchmarks/scan.md).
        """
        return self.latin or "swe"


@dataclass(frozen=True, slots=True)
class OcrWord:
    """One word: box in pixels of the picture given (x0, y0, x1, y1), confidence 0..1, its line's number."""

    text: str
    box: tuple[float, float, float, float]
    confidence: float
    line: int
    x_height: float = 0.0
    """Of its line, in pixels; 0 where the engine does not say."""
    baseline: float = 0.0
    """Height of the foot of its letters in pixels, at the word's middle; 0 where the engine does not say."""


@cache
def language_data() -> LanguageData | None:
    """The first folder that holds the Latin script pack, else the first with Swedish; None for neither."""
    found = []
    for folder in tessdata_folders():
        latin = next((name for name in _LATIN if (folder / f"{name}.traineddata").is_file()), None)
        swedish = (folder / "swe.traineddata").is_file()
        if latin or swedish:
            found.append(LanguageData(folder, latin, swedish))
    return next((f for f in found if f.latin), found[0] if found else None)


class TesseractEngine(Protocol):
    """What reads pictures of print; made once a process by `engines.engine`."""

    @property
    def languages(self) -> str:
        """What it reads with, in its own words."""

    @property
    def whole(self) -> bool:
        """Whether it can write every sign that Swedish print uses."""

    @property
    def has_second(self) -> bool:
        """Whether it has other data to read a doubted line with."""

    def allow_accents(self, *, allowed: bool) -> None:
        """Return whether other languages' letters are read as they are, and not as those that Swedish has."""

    def words(self, gray: Gray, dpi: float, mode: int = LINE, *, second: bool = False) -> list[OcrWord]:
        """Read a grey picture.

        Args:
            dpi: pixels an inch.
            mode: Tesseract's page segmentation mode: `LINE`, `RAW_LINE`, `BLOCK`.
            second: read with the other data, where there is such.
        """


class Tesseract:
    """One running Tesseract; see `TesseractEngine`."""

    def __init__(self, data: LanguageData) -> None:
        # One thread: the worker processes share the cores, and Tesseract's own threads gain next to nothing.
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        import tesserocr

        self._tesserocr = tesserocr
        self.data = data
        self._second: Any = None
        self._api: Any = self._start(data.languages)

    def _start(self, language: str) -> Any:
        try:
            return self._tesserocr.PyTessBaseAPI(
                path=str(self.data.folder), lang=language, psm=LINE, variables={"tessedit_char_blacklist": FOREIGN}
            )
        except RuntimeError as error:
            raise MissingTool(
                f"Tesseract cannot load its language data ({language}) from {self.data.folder}.",
                remedy=f"Install it anew: {install_command('ocr')}",
            ) from error

    @property
    def languages(self) -> str:
        return self.data.languages

    @property
    def whole(self) -> bool:
        """The Swedish data alone cannot write § % @."""
        return self.data.latin is not None

    @property
    def has_second(self) -> bool:
        """Whether the Swedish data is there beside the Latin pack."""
        return self.data.latin is not None and self.data.swedish

    def allow_accents(self, *, allowed: bool) -> None:
        """Read other languages' letters as they are, or as those that Swedish has (as at the start)."""
        self._api.SetVariable("tessedit_char_blacklist", FOREIGN.removeprefix(ACCENTED) if allowed else FOREIGN)

    def words(self, gray: Gray, dpi: float, mode: int = LINE, *, second: bool = False) -> list[OcrWord]:
        """Read a grey picture; `second` with the Swedish data instead of the Latin pack."""
        if second and self._second is None:
            self._second = self._start("swe")
        api = self._second if second else self._api
        api.SetPageSegMode(mode)
        # The bytes as they are: as a picture they would be written as a file with a palette first.
        picture = np.ascontiguousarray(gray)
        api.SetImageBytes(picture.tobytes(), picture.shape[1], picture.shape[0], 1, picture.shape[1])
        api.SetSourceResolution(round(min(2400, max(70, dpi))))
        try:
            if not api.Recognize():
                return []
            return list(self._iterate(api.GetIterator()))
        finally:
            api.Clear()

    def _iterate(self, iterator: Any) -> Iterator[OcrWord]:
        level = self._tesserocr.RIL
        line = -1
        if iterator is None:
            return
        for item in self._tesserocr.iterate_level(iterator, level.WORD):
            if line < 0 or item.IsAtBeginningOf(level.TEXTLINE):
                line += 1
            if item.Empty(level.WORD):
                continue
            text = (item.GetUTF8Text(level.WORD) or "").strip()
            box = item.BoundingBox(level.WORD)
            if not text or box is None:
                continue
            confidence = max(0.0, min(1.0, item.Confidence(level.WORD) / 100.0))
            at = (float(box[0]), float(box[1]), float(box[2]), float(box[3]))
            yield OcrWord(text, at, confidence, line, _x_height(item), _baseline(item.Baseline(level.TEXTLINE), at))


def _x_height(item: Any) -> float:
    row = item.RowAttributes()
    if not row:
        return 0.0
    return float(max(0.0, row["row_height"] - row["ascenders"] + row["descenders"]))


def _baseline(ends: Any, box: tuple[float, float, float, float]) -> float:
    if not ends:
        return 0.0
    (x0, y0), (x1, y1) = ends
    if x1 <= x0:
        return 0.0
    y = y0 + (y1 - y0) * ((box[0] + box[2]) / 2 - x0) / (x1 - x0)
    return float(y) if box[1] < y <= box[3] + 0.5 * (box[3] - box[1]) else 0.0
