"""Cut-outs of pages with the place of a field marked, drawn in a worker process that can be killed without harm.

The worker opens the source file again, as a conversion does, under the same kind of limits: a file that hangs or
crashes a renderer costs its pictures and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

from PIL import Image, ImageChops, ImageDraw

from ingest.batch.engine import Done, Job
from ingest.batch.inputs.finder import Input, read_bytes
from ingest.batch.workers.local import LocalEngine
from ingest.batch.workers.worker import Answer, Convert
from ingest.document import BBox
from ingest.errors import IngestError, UnreadableFile
from ingest.options import Limits, Options
from ingest.plan import Place
from ingest.source import IMAGES, PDF, Source

__all__ = [
    "Cutout",
    "CutoutTask",
    "Problem",
    "Request",
    "crop",
    "draw",
    "draw_all",
    "in_child",
    "pages_of",
    "source_of",
    "task",
]

Problem = Literal["missing", "changed", "no-pages", "no-place", "failed", "masked", "bound", "beyond", "off"]
"""Why there is no cut-out: the source is gone, is another file now, has no pages (Word, text); the value has no box;
the renderer failed; the text is masked; the bound on one file's size is reached; it is not among the worst of the
archive; no pictures were asked for."""

Box = tuple[float, float, float, float]

DPI = 144.0
# Enough for a line or two around a field, in points; wider or taller places are shown from their beginning.
MARGIN = (56.0, 18.0)
SMALLEST = (320.0, 64.0)
LARGEST = (620.0, 300.0)
MAX_PAGES = 2
# A picture above this is drawn at half the size.
MAX_BYTES = 64 * 2**10
_HIGHLIGHT = (255, 236, 150)
_FRAME = (194, 65, 12)
_COVER = (226, 226, 226)
# One document's pictures; a page takes some hundredths of a second.
LIMITS = Limits(wall_seconds=60.0, cpu_seconds=60.0, memory_bytes=2 * 2**30, pixels=60_000_000)


@dataclass(frozen=True, slots=True)
class Cutout:
    """One picture: a WebP data URI, its size in pixels, the page (from 1)."""

    page: int
    width: int
    height: int
    uri: str


@dataclass(frozen=True, slots=True)
class Request:
    """A field to be shown; `key` is the caller's. With `covered` all but the field's own lines is painted over."""

    key: str
    places: tuple[Place, ...]
    covered: bool = False

    def boxes(self) -> dict[int, list[Box]]:
        """Boxes in points by page, in order."""
        out: dict[int, list[Box]] = {}
        for place in self.places:
            if place.page is not None and place.bbox is not None:
                out.setdefault(place.page, []).append(place.bbox)
        return out


@dataclass(frozen=True, slots=True)
class CutoutTask(Job):
    """The fields to be shown of one document."""

    requests: tuple[Request, ...] = ()


def draw_all(
    tasks: Sequence[CutoutTask], *, workers: int = 1, work: Convert | None = None
) -> Iterator[tuple[str, Sequence[Cutout] | Problem]]:
    """(key, pictures or why there are none) of every request, document by document, in any order.

    `work` is what a worker does with a task: `in_child`, or a stand-in of the tests that misbehaves.
    """
    engine = LocalEngine(workers, work or in_child)
    for outcome in engine.run(tasks, Options(limits=LIMITS)):
        job = outcome.job
        assert isinstance(job, CutoutTask)
        if outcome.plan is None:
            problem: Problem = "missing" if outcome.failure and outcome.failure.code == "unreadable" else "failed"
            yield from ((request.key, problem) for request in job.requests)
            continue
        for key, value in json.loads(outcome.plan).items():
            yield key, value if isinstance(value, str) else [Cutout(**v) for v in value]  # type: ignore[misc]


def in_child(job: Job, options: Options) -> Answer:
    """`draw` with its answer as JSON bytes, for the way back to the parent."""
    assert isinstance(job, CutoutTask)
    found = draw(job, options)
    value = {k: v if isinstance(v, str) else [_dict(c) for c in v] for k, v in found.items()}
    return Done(json.dumps(value).encode())


def _dict(cutout: Cutout) -> dict[str, Any]:
    return {"page": cutout.page, "width": cutout.width, "height": cutout.height, "uri": cutout.uri}


def draw(task: CutoutTask, options: Options) -> Mapping[str, Sequence[Cutout] | Problem]:
    """The pictures of one document's requests, or why there are none.

    Raises:
        IngestError: the file cannot be opened; the caller's process guards against worse.
    """
    try:
        source = source_of(task, options.limits)
    except UnreadableFile:
        return {request.key: "missing" for request in task.requests}
    if source.id != task.sha256:
        return {request.key: "changed" for request in task.requests}
    if source.media_type != PDF and source.media_type not in IMAGES:
        return {request.key: "no-pages" for request in task.requests}
    wanted = sorted({page for request in task.requests for page in islice(request.boxes(), MAX_PAGES)})
    pages = dict(pages_of(source, wanted, options))
    out: dict[str, Sequence[Cutout] | Problem] = {}
    for request in task.requests:
        boxes = [(page, found) for page, found in request.boxes().items() if page in pages][:MAX_PAGES]
        pictures = [_cutout(page, *pages[page], found, request.covered) for page, found in boxes]
        out[request.key] = pictures or "no-place"
    return out


def source_of(task: Job, limits: Limits) -> Source:
    """The document's bytes; what is inside another file is found by its hash: the ledger keeps the outer one."""
    # The readers are loaded where they are needed, in the worker.
    from ingest.read.enclosed import enclosed

    for source in _candidates(task.item, limits):
        if source.id == task.sha256:
            return source
        for part in enclosed(source.data, limits):
            if hashlib.sha256(part.data).hexdigest() == task.sha256:
                return Source.from_bytes(part.data, task.item.name, limits)
    return Source.from_bytes(read_bytes(task.item, limits), task.item.name, limits)


def _candidates(item: Input, limits: Limits) -> Iterator[Source]:
    """The file at an input's address; of an archive its members, the likeliest first."""
    if item.member is not None or not item.uri.lower().endswith(".zip"):
        yield Source.from_bytes(read_bytes(item, limits), item.name, limits)
        return
    from ingest.batch.inputs.finder import find_inputs

    try:
        members = [m for m in find_inputs([item.uri], limits=limits) if m.member is not None]
    except IngestError:
        members = []
    # The name in the ledger holds the member's; others only if the archive was named anew.
    members.sort(key=lambda m: m.name.rpartition("/")[2] not in item.name)
    for member in members:
        yield Source.from_bytes(read_bytes(member, limits), item.name, limits)


def pages_of(
    source: Source, numbers: Iterable[int], options: Options, dpi: float = DPI
) -> Iterator[tuple[int, tuple[Image.Image, float]]]:
    """(number, (picture, pixels a point)) of the wanted pages that are there."""
    # Loaded where it is needed, in the worker: the readers and all below them cost seconds and memory.
    import pypdfium2

    from ingest.inspection.overlay import page_picture
    from ingest.read.ocr.images import image_pages
    from ingest.read.pdf.reader import opened

    wanted = set(numbers)
    if source.media_type == PDF:
        with opened(source, options) as pdf:
            for number in sorted(wanted):
                if number <= len(pdf):
                    try:
                        width, _ = pdf.get_page_size(number - 1)
                    except pypdfium2.PdfiumError:
                        continue
                    picture = page_picture(pdf, number - 1, options, dpi)
                    yield number, (picture, picture.width / (width or 1.0))
        return
    for number, page in enumerate(image_pages(source, options.limits), start=1):
        if number in wanted:
            picture = Image.fromarray(page.gray).convert("RGB")
            scale = min(1.0, dpi / page.dpi)
            size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
            yield number, (picture.resize(size, Image.Resampling.LANCZOS), page.dpi * scale / 72)


def crop(boxes: Sequence[Box], page: tuple[float, float]) -> Box:
    """The part of a page (width and height in points) that shows the boxes with their surroundings, in points."""
    union = BBox(min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    x0, x1 = _span(union.x0, union.x1, MARGIN[0], SMALLEST[0], LARGEST[0], page[0])
    top, bottom = _span(union.top, union.bottom, MARGIN[1], SMALLEST[1], LARGEST[1], page[1])
    return x0, top, x1, bottom


def _span(low: float, high: float, margin: float, smallest: float, largest: float, end: float) -> tuple[float, float]:
    low, high = low - margin, high + margin
    if high - low < smallest:
        middle = (low + high) / 2
        low, high = middle - smallest / 2, middle + smallest / 2
    # Moved inside the page before it is cut, so that an edge costs no width.
    shift = max(0.0, -low) - max(0.0, high - end)
    low, high = max(0.0, low + shift), min(end, high + shift)
    low = min(low, max(0.0, end - 1))
    return low, max(low + 1.0, min(high, low + largest))


def _cutout(page: int, picture: Image.Image, scale: float, boxes: Sequence[Box], covered: bool) -> Cutout:
    part = crop(boxes, (picture.width / scale, picture.height / scale))
    area = tuple(round(v * scale) for v in part)
    image = picture.crop((area[0], area[1], max(area[0] + 1, area[2]), max(area[1] + 1, area[3])))
    marks = [_inside(b, part, scale, image.size) for b in boxes]
    marks = [m for m in marks if m[2] > m[0] and m[3] > m[1]]
    image = _marked(image, marks, covered)
    data = _webp(image)
    if len(data) > MAX_BYTES:
        image = image.resize((max(1, image.width // 2), max(1, image.height // 2)), Image.Resampling.LANCZOS)
        data = _webp(image)
    return Cutout(page, image.width, image.height, "data:image/webp;base64," + base64.b64encode(data).decode())


def _inside(box: Box, part: Box, scale: float, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """A box in pixels of the cut-out, a little wider than the letters."""
    x0, top = (box[0] - part[0] - 1.5) * scale, (box[1] - part[1] - 1) * scale
    x1, bottom = (box[2] - part[0] + 1.5) * scale, (box[3] - part[1] + 1) * scale
    return max(0, round(x0)), max(0, round(top)), min(size[0] - 1, round(x1)), min(size[1] - 1, round(bottom))


def _marked(image: Image.Image, marks: Sequence[tuple[int, int, int, int]], covered: bool) -> Image.Image:
    tint = Image.new("RGB", image.size, "white")
    pen = ImageDraw.Draw(tint)
    for mark in marks:
        pen.rectangle(mark, fill=_HIGHLIGHT)
    if covered:
        mask = Image.new("L", image.size, 0)
        pen = ImageDraw.Draw(mask)
        for mark in marks:
            pen.rectangle(mark, fill=255)
        image = Image.composite(image, Image.new("RGB", image.size, _COVER), mask)
    image = ImageChops.multiply(image, tint)
    if marks:
        edge = 3
        frame = (
            max(0, min(m[0] for m in marks) - edge),
            max(0, min(m[1] for m in marks) - edge),
            min(image.width - 1, max(m[2] for m in marks) + edge),
            min(image.height - 1, max(m[3] for m in marks) + edge),
        )
        ImageDraw.Draw(image).rounded_rectangle(frame, radius=4, outline=_FRAME, width=2)
    return image


def _webp(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=55, method=4)
    return out.getvalue()


def task(name: str, uri: str, sha256: str, requests: Iterable[Request]) -> CutoutTask:
    """The task of one document of a ledger."""
    return CutoutTask(Input(name, uri, 0), sha256, requests=tuple(requests))
