"""Pages as pictures, and boxes on them read again: made on demand in one worker process, kept within bounds.

The worker opens the source file under the limits of the report's cut-outs; a file that hangs or crashes a renderer
costs its picture and nothing else.
"""

from __future__ import annotations

import io
import json
import threading
import time
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ingest.batch.engine import Done, Job
from ingest.batch.inputs.finder import Input
from ingest.batch.workers.worker import POLL_SECONDS, Answer, Child
from ingest.errors import IngestError, UnreadableFile
from ingest.options import Options
from ingest.report.cutouts import DPI, LIMITS, pages_of, source_of
from ingest.source import IMAGES, PDF

__all__ = ["Pictures", "ReadBox"]

# Of all pictures in memory; a page takes 50 to 300 KB.
CACHE_BYTES = 96 * 2**20
WEBP_QUALITY = 60
# A box read by OCR is enlarged to what Tesseract was trained on (Tesseract manual, "Improving the quality").
READ_DPI = 300.0
MARGIN_PIXELS = 24


@dataclass(frozen=True, slots=True)
class PageRequest(Job):
    """A page to be drawn, from 1; with a box (x0, top, x1, bottom in points) that is read instead."""

    page: int = 1
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class ReadBox:
    """What stands in a box: its text, and how it was read."""

    text: str
    method: str


class Pictures:
    """Draws and reads, one document at a time."""

    def __init__(self) -> None:
        self._child: Child | None = None
        self._lock = threading.Lock()
        self._cache: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._bytes = 0

    def picture(self, name: str, uri: str, sha256: str, page: int) -> bytes:
        """A page as WebP.

        Raises:
            IngestError: there is none; the message says why.
        """
        key = (sha256, page)
        with self._lock:
            if key in self._cache:
                self._cache.move_to_end(key)
                return self._cache[key]
            data = self._ask(PageRequest(Input(name, uri, 0), sha256, page=page))
            self._cache[key] = data
            self._bytes += len(data)
            while self._bytes > CACHE_BYTES and len(self._cache) > 1:
                self._bytes -= len(self._cache.popitem(last=False)[1])
            return data

    def read(self, name: str, uri: str, sha256: str, page: int, box: tuple[float, float, float, float]) -> ReadBox:
        """What stands in a box of a page.

        Raises:
            IngestError: the page cannot be read; the message says why.
        """
        with self._lock:
            value: dict[str, Any] = json.loads(self._ask(PageRequest(Input(name, uri, 0), sha256, page=page, box=box)))
        return ReadBox(value["text"], value["method"])

    def _ask(self, job: PageRequest) -> bytes:
        if self._child is None:
            self._child = Child(Options(limits=LIMITS), work=work)
        self._child.give(job)
        while (outcome := self._child.poll()) is None:
            time.sleep(POLL_SECONDS / 5)
        if outcome.failure is not None or outcome.plan is None:
            failure = outcome.failure
            message = failure.message if failure else "gave no answer."
            raise IngestError(message, remedy=failure.remedy if failure else "Try again.")
        return outcome.plan

    def warm(self) -> None:
        """Start the worker, so that the first page need not wait for its libraries."""
        with self._lock, suppress(IngestError):
            self._ask(PageRequest(Input("warm", "/dev/null/none", 0), ""))

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            if self._child is not None:
                self._child.kill() if self._child.running else self._child.stop()
            self._child = None


def work(job: Job, options: Options) -> Answer:
    """What the worker does."""
    assert isinstance(job, PageRequest)
    source = source_of(job, options.limits)
    if source.id != job.sha256:
        raise UnreadableFile("is another file now.", source=job.item.name, remedy="Convert the archive again.")
    if source.media_type != PDF and source.media_type not in IMAGES:
        raise IngestError("has no pages that can be drawn.", remedy="Look at the file itself.")
    if job.box is not None and source.media_type == PDF:
        text = _printed(source, job, options)
        if text:
            return Done(json.dumps({"text": text, "method": "text-layer"}).encode())
    found = dict(pages_of(source, [job.page], options, DPI if job.box is None else READ_DPI))
    if job.page not in found:
        raise IngestError("has no such page.", remedy="Look at the file itself.")
    picture, scale = found[job.page]
    if job.box is None:
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=WEBP_QUALITY, method=3)
        return Done(out.getvalue())
    return Done(json.dumps({"text": _recognised(picture, scale, job.box), "method": "ocr"}).encode())


def _printed(source: Any, job: PageRequest, options: Options) -> str:
    """The text layer's text in the box; empty where there is none."""
    from ingest.read.pdf.reader import opened

    assert job.box is not None
    with opened(source, options) as pdf:
        if job.page > len(pdf):
            return ""
        page = pdf[job.page - 1]
        height = page.get_height()
        x0, top, x1, bottom = job.box
        text: str = page.get_textpage().get_text_bounded(x0, height - bottom, x1, height - top)
        return _lines(text)


def _recognised(picture: Any, scale: float, box: tuple[float, float, float, float]) -> str:
    import cv2
    import numpy as np
    from PIL import Image

    from ingest.read.ocr.engines.choice import engine
    from ingest.read.ocr.engines.tesseract import BLOCK
    from ingest.repair import repair_text

    area = [max(0, round(v * scale)) for v in box]
    part = picture.crop((area[0], area[1], max(area[0] + 1, area[2]), max(area[1] + 1, area[3]))).convert("L")
    factor = READ_DPI / (72 * scale)
    size = (max(1, round(part.width * factor)), max(1, round(part.height * factor)))
    gray = np.asarray(part.resize(size, Image.Resampling.LANCZOS))
    gray = cv2.copyMakeBorder(gray, *[MARGIN_PIXELS] * 4, cv2.BORDER_CONSTANT, value=250)
    # Repaired as a conversion would: the engine loses dots and rings of Swedish letters.
    return _lines(repair_text(" ".join(word.text for word in engine().words(gray, READ_DPI, BLOCK))))


def _lines(text: str) -> str:
    """Lines joined as cells of a table are: by one space."""
    return " ".join(text.replace("\x02", "").split())
