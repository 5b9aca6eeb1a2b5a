"""The way of the data, on one page: each step is a function from one immutable value to the next.

::

    file ─ read ─▶ Document ─ layout ─▶ Document ─ repair ─▶ Document
         ─ classify ─▶ Draft ─ normalise ─▶ Draft ─ judge ─▶ Plan
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ingest import classify, layout, normalise, quality, read, repair
from ingest.document import Document
from ingest.options import Options
from ingest.plan import Plan
from ingest.privacy.mask import mask_document
from ingest.quality.places import on_page
from ingest.source import Source
from ingest.system.garbage import collected_rarely

if TYPE_CHECKING:
    from ingest.corrections import CorrectionBook

__all__ = ["Conversion", "Stopwatch", "arrange", "convert", "convert_source", "process"]


def convert(
    path: str | Path | bytes,
    options: Options | None = None,
    *,
    name: str | None = None,
    corrections: str | Path | CorrectionBook | None = None,
) -> Plan:
    """Convert one local file, or the bytes of one.

    Args:
        path: the file, or its bytes.
        options: how to convert; the defaults suit most plans.
        name: what the result calls the file; its base name by default, `document` for bytes.
        corrections: a file of corrections (`ingest review`), or what was read from one; they are applied.

    Raises:
        IngestError: the file cannot be converted; the subclass says why and what to do.
    """
    chosen = options or Options()
    book = None if corrections is None else _book(corrections)
    if isinstance(path, bytes):
        source = Source.from_bytes(path, name or "document", chosen.limits)
    else:
        source = Source.open(path, name, chosen.limits)
    plan = convert_source(source, chosen)
    if book is None:
        return plan
    return _corrected(plan, book, chosen)


def _book(corrections: str | Path | CorrectionBook) -> CorrectionBook:
    # Loaded for those who have corrections: the first document of a process waits for what is imported.
    from ingest.corrections import CorrectionBook
    from ingest.write.correction_store import load_book

    return corrections if isinstance(corrections, CorrectionBook) else load_book(corrections)


def _corrected(plan: Plan, book: CorrectionBook, options: Options) -> Plan:
    from ingest.corrections import apply, sketch

    facts = plan.document
    matches = book.of(facts.id, (facts.source,), sketch(plan))
    return apply(plan, matches, actors=options.actors, mask=options.mask_personal_data).plan if matches else plan


def convert_source(source: Source, options: Options) -> Plan:
    """Convert bytes that are at hand; see `convert`."""
    return process(source, options).plan


@dataclass(frozen=True, slots=True)
class Stopwatch:
    """How long each step took, in seconds of wall time; never part of a result."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what is done inside; a step that fails is timed too."""
        started = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - started


@dataclass(frozen=True, slots=True)
class Conversion:
    """A plan together with the arranged document that it was made from."""

    document: Document
    plan: Plan


def process(source: Source, options: Options, watch: Stopwatch | None = None) -> Conversion:
    """Convert bytes that are at hand and keep the document; see `convert`. `watch` is told how long each step took."""
    watch = watch or Stopwatch()
    with collected_rarely():
        document = arrange(source, options, watch)
        with watch.step("classify"):
            draft = classify.classify(document, options)
        with watch.step("normalise"):
            draft = normalise.resolve(draft, options)
        with watch.step("judge"):
            return Conversion(document, on_page(quality.judge(draft, options), draft.document))


def arrange(source: Source, options: Options, watch: Stopwatch | None = None) -> Document:
    """The first half: the repaired document in reading order, before anything is called a row."""
    watch = watch or Stopwatch()
    with watch.step("read"):
        document = read.read(source, options)
    with watch.step("layout"):
        document = layout.arrange(document, options)
    with watch.step("repair"):
        document = repair.mend(document, options)
    return mask_document(document) if options.mask_personal_data else document
