"""What a person or a machine sees of a run: a bar, plain lines, structured logs, a metrics file."""

from __future__ import annotations

import json
import logging
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table

from ingest.batch.engine import Failure, Outcome
from ingest.batch.ledger import Totals
from ingest.batch.metrics import Metrics
from ingest.batch.run import Summary
from ingest.messages import t, translated
from ingest.write.atomic import write_bytes

__all__ = ["JsonFormatter", "Terminal", "set_aside", "set_up_logs", "status_table", "summary_table"]

SLOW_SECONDS = 20.0
LINE_SECONDS = 10.0
METRIC_SECONDS = 15.0


class Terminal:
    """Shows a bar on a terminal, a line now and then elsewhere; may keep a metrics file up to date."""

    def __init__(self, console: Console, metrics: Path | None = None, loudness: int = 0) -> None:
        self._console = console
        self._metrics = metrics
        self._loudness = loudness
        self._counts: Counter[str] = Counter()
        self._figures = Metrics()
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        self._total = 0
        self._active = 0
        self._is_listed = False
        self._started = self._last_line = self._last_metrics = time.monotonic()

    def listed(self, total: int, to_do: int) -> None:
        self._total = to_do
        self._started = time.monotonic()
        self._is_listed = True
        self._write_metrics()
        if self._loudness < 0:
            return
        if not self._console.is_terminal:
            self._console.print(t("{n} file, {to_do} to convert|{n} files, {to_do} to convert", n=total, to_do=to_do))
            return
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[slow]}", style="dim"),
            console=self._console,
        )
        self._task = self._progress.add_task(t("converting"), total=to_do, rate="", slow="")
        self._progress.start()

    def finished(self, outcome: Outcome, names: Sequence[str], active: Sequence[tuple[str, float]]) -> None:
        code = outcome.failure.code if outcome.failure else "done"
        self._counts[code] += 1
        self._figures.add(outcome)
        count = self._counts.total()
        now = time.monotonic()
        rate = count / max(1e-6, now - self._started)
        slow = [f"{escape(name)} ({age:.0f} s)" for name, age in active if age > SLOW_SECONDS]
        if self._progress is not None and self._task is not None:
            failed = count - self._counts["done"]
            self._progress.update(
                self._task,
                completed=count,
                description=t("converting") if not failed else t("converting, {failed} skipped", failed=failed),
                rate=f"{rate:.1f}/s",
                slow="slow: " + ", ".join(slow) if slow else "",
            )
        elif self._loudness >= 0 and (now - self._last_line > LINE_SECONDS or count == self._total):
            self._last_line = now
            left = (self._total - count) / rate
            by_outcome = ", ".join(f"{n} {c}" for c, n in sorted(self._counts.items()))
            tail = f"; slow: {', '.join(slow)}" if slow else ""
            self._console.print(f"{count}/{self._total} ({by_outcome}), {rate:.1f}/s, {left:.0f} s left{tail}")
        self._say_what_became(outcome, names)
        self._active = len(active)
        if now - self._last_metrics > METRIC_SECONDS:
            self._write_metrics()

    def _write_metrics(self) -> None:
        if self._metrics is None:
            return
        self._last_metrics = time.monotonic()
        waiting = max(0, self._total - self._counts.total() - self._active)
        gauges = {
            "ingest_documents_planned": ("Documents that this run has to convert.", float(self._total)),
            "ingest_documents_running": ("Documents under way.", float(self._active)),
            "ingest_documents_waiting": ("Documents received or waiting.", float(waiting)),
            "ingest_run_seconds": ("Wall time of the run.", self._last_metrics - self._started),
        }
        write_bytes(self._metrics, self._figures.text(gauges).encode())

    def refused(self, name: str, failure: Failure) -> None:
        """Show a file that is no document before any worker has seen it, and count it."""
        self._figures.refuse(failure)
        self._console.print(set_aside(name, failure), markup=False, highlight=False)

    def _say_what_became(self, outcome: Outcome, names: Sequence[str]) -> None:
        if self._loudness > 0 and outcome.plan is not None:
            for name in names:
                rows = outcome.tally.rows if outcome.tally is not None else 0
                line = t("{name}: {n} row, {seconds:.1f} s|{name}: {n} rows, {seconds:.1f} s", name=name, n=rows,
                         seconds=outcome.seconds)  # fmt: skip
                self._console.print(line, markup=False, highlight=False)
        if outcome.failure is not None:
            for name in names:
                self._console.print(set_aside(name, outcome.failure), markup=False, highlight=False)

    def writing(self, what: str) -> None:
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, description=t("writing {what}", what=what))

    def close(self) -> None:
        if self._is_listed:
            # The last word of the file, also where nothing was to be done or the run was stopped.
            self._active = 0
            self._write_metrics()
        if self._progress is not None:
            self._progress.stop()


def set_aside(name: str, failure: Failure) -> str:
    """The line that tells that a document has no result, and what to do."""
    why = f"{translated(failure.message)} {translated(failure.remedy)}"
    return t("skipped {name}: {why}", name=name, why=why)


def summary_table(summary: Summary) -> Table:
    """The closing table: documents, rows, filled fields, doubts, failures."""
    totals = summary.totals
    table = Table(title=t("interrupted") if summary.interrupted else None, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for label, value, is_part in (
        (t("documents"), totals.documents, False),
        (t("converted now"), summary.converted, True),
        (t("skipped"), totals.failed, True),
        (t("not yet converted"), totals.pending, True),
        (t("rows"), totals.rows, False),
        (t("filled fields"), totals.fields, False),
        (t("to look at"), totals.doubts, False),
        (t("fields looked at"), totals.looked, True),
        (t("stale corrections"), totals.stale, True),
    ):
        if value or not is_part:
            table.add_row(f"  {label}" if is_part else label, str(value))
    for code, count in totals.failures.items():
        table.add_row(t("failed: {code}", code=code), str(count))
    table.add_row(t("seconds"), f"{summary.seconds:.1f}")
    return table


def status_table(totals: Totals) -> Table:
    """What `ingest status` shows."""
    return summary_table(Summary(totals, 0, False, totals.seconds))


class JsonFormatter(logging.Formatter):
    """One JSON object a line, the record's own fields included."""

    _BUILT_IN = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime"}

    def format(self, record: logging.LogRecord) -> str:
        value = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        value.update({k: v for k, v in record.__dict__.items() if k not in self._BUILT_IN})
        return json.dumps(value, ensure_ascii=False)


def set_up_logs(path: Path | None, style: str) -> None:
    """Send the log of `ingest` to a file, as lines of text or of JSON; to nowhere without a file."""
    logger = logging.getLogger("ingest")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    logger.propagate = False
    logger.setLevel(logging.INFO)
    if path is None:
        logger.addHandler(logging.NullHandler())
        return
    file_handler = logging.FileHandler(path, encoding="utf-8")
    file_handler.setFormatter(
        JsonFormatter() if style == "json" else logging.Formatter("%(asctime)s %(levelname)s %(message)s")
    )
    logger.addHandler(file_handler)
