"""What a run or a server has done, as Prometheus metrics (text format 0.0.4)."""

from __future__ import annotations

import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from ingest.batch.engine import Failure, Outcome

__all__ = ["LOG_ID", "Metrics"]

LOG_ID = 16
"""Characters of a document's SHA-256 that name it in logs."""
_BUCKETS = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0)
"""Upper bounds of the histogram of seconds that a document takes."""
_OFFICE = frozenset({"docx", "docm", "doc", "rtf", "odt", "xlsx", "xlsm", "xlsb", "xls", "ods", "ppt", "odp"})
_PICTURES = frozenset({"png", "jpg", "jpeg", "tif", "tiff", "webp"})
_KINDS = _OFFICE | _PICTURES | {"pptx", "pptm", "pdf", "html", "htm", "mhtml", "txt", "csv", "md"}


class Metrics:
    """Counts by outcome and by kind of file (the name's ending). Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._outcomes: Counter[str] = Counter()
        self._seconds: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, *[0.0] * len(_BUCKETS)])
        self._steps: defaultdict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0, 0.0])
        self._memory = 0

    def add(self, outcome: Outcome) -> None:
        """Count what became of a document."""
        ending = outcome.job.item.name.rpartition(".")[2].lower()
        with self._lock:
            self._outcomes[outcome.failure.code if outcome.failure else "done"] += 1
            self._memory = max(self._memory, outcome.memory_bytes)
            kind = ending if ending in _KINDS else "other"
            for step, seconds in outcome.steps.items():
                spent = self._steps[step, kind]
                spent[0] += 1
                spent[1] += seconds
            line = self._seconds[kind]
            line[0] += 1
            line[1] += outcome.seconds
            for i, bound in enumerate(_BUCKETS):
                line[2 + i] += outcome.seconds <= bound

    def refuse(self, failure: Failure) -> None:
        """Count a file that no worker was given; it has no duration."""
        with self._lock:
            self._outcomes[failure.code] += 1

    def text(self, gauges: Mapping[str, tuple[str, float]]) -> str:
        """All metrics, and these gauges (by name: what they mean, and their value)."""
        with self._lock:
            lines = [*self._counters(), *self._histogram(), *self._summary(), *_gauges(gauges, self._memory)]
            return "\n".join(lines) + "\n"

    def _counters(self) -> Iterator[str]:
        yield "# HELP ingest_documents_total Documents by outcome: done, or the code of the failure."
        yield "# TYPE ingest_documents_total counter"
        for code, number in sorted(self._outcomes.items()):
            yield f'ingest_documents_total{{outcome="{code}"}} {number}'

    def _histogram(self) -> Iterator[str]:
        yield "# HELP ingest_document_seconds Wall time of a document, by kind of file."
        yield "# TYPE ingest_document_seconds histogram"
        for kind, (number, total, *below) in sorted(self._seconds.items()):
            for bound, count in zip((*_BUCKETS, "+Inf"), (*below, number), strict=True):
                yield f'ingest_document_seconds_bucket{{kind="{kind}",le="{bound}"}} {count:.0f}'
            yield f'ingest_document_seconds_sum{{kind="{kind}"}} {total:.3f}'
            yield f'ingest_document_seconds_count{{kind="{kind}"}} {number:.0f}'

    def _summary(self) -> Iterator[str]:
        yield "# HELP ingest_step_seconds Wall time of a step of the pipeline, by step and kind of file."
        yield "# TYPE ingest_step_seconds summary"
        for (step, kind), (number, total) in sorted(self._steps.items()):
            labels = f'{{step="{step}",kind="{kind}"}}'
            yield f"ingest_step_seconds_sum{labels} {total:.3f}"
            yield f"ingest_step_seconds_count{labels} {number:.0f}"


def _gauges(gauges: Mapping[str, tuple[str, float]], memory: int) -> Iterator[str]:
    most = {"ingest_document_memory_bytes": ("Most memory that a document has taken.", float(memory))}
    for name, (meaning, value) in {**gauges, **most}.items():
        yield f"# HELP {name} {meaning}"
        yield f"# TYPE {name} gauge"
        yield f"{name} {value:g}"
