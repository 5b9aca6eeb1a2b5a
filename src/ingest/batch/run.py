"""One run: list, compare with the ledger, convert what is new, write what the ledger then holds."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from ingest.artefacts import artefacts_version, code_version
from ingest.batch.corrections import corrected_outcome, notices, refresh, store_of
from ingest.batch.engine import Engine, Failure, Job, Outcome
from ingest.batch.inputs.finder import Input, find_inputs, is_remote, local_path, read_bytes
from ingest.batch.ledger import Ledger, Totals
from ingest.batch.outputs import Outputs
from ingest.corrections import Book
from ingest.errors import ClusterError, EmptyFile, ExitCode, IngestError
from ingest.options import Options
from ingest.privacy.detect import mask_text
from ingest.source import Source
from ingest.write import Style

__all__ = ["Observer", "Order", "Summary", "run", "version"]

_LOG = logging.getLogger("ingest.batch")


@dataclass(frozen=True, slots=True)
class Order:
    """What a run is asked to do."""

    paths: tuple[str, ...]
    out: Path
    options: Options
    formats: tuple[str, ...] = ("json", "csv")
    style: Style = field(default_factory=Style)
    with_text: bool = False
    redo: bool = False
    only_failed: bool = False
    corrections: Path | None = None
    """The file of corrections; None applies none."""


class Observer(Protocol):
    """Whoever shows progress."""

    def listed(self, total: int, to_do: int) -> None: ...

    def finished(self, outcome: Outcome, names: Sequence[str], active: Sequence[tuple[str, float]]) -> None: ...

    def writing(self, what: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Summary:
    """How a run ended."""

    totals: Totals
    converted: int
    interrupted: bool
    seconds: float
    edited: tuple[str, ...] = ()
    """Files of the output folder that a person has changed: they were left as they are."""
    notices: tuple[str, ...] = ()
    """What a person should know besides."""

    @property
    def exit_code(self) -> ExitCode:
        if self.interrupted:
            return ExitCode.INTERRUPTED
        if not self.totals.documents:
            return ExitCode.NO_INPUT
        if self.totals.failed == self.totals.documents:
            only_tools = set(self.totals.failures) == {"missing-tool"}
            return ExitCode.MISSING_TOOL if only_tools else ExitCode.ALL_FAILED
        if self.totals.failed or self.totals.pending:
            return ExitCode.SOME_FAILED
        return ExitCode.EDITED if self.edited else ExitCode.OK


def version() -> str:
    """The version of code and models that a result depends on."""
    return hashlib.sha256(f"{code_version()} {artefacts_version()}".encode()).hexdigest()


def run(order: Order, engine: Engine, observer: Observer) -> Summary:
    """Convert all inputs of an order; see the module.

    Raises:
        UsageError: no such path, or another run holds the output folder.
        OutputError: the output cannot be written; what was finished before is kept.
        ClusterError: the engine lost its cluster; what was finished before is kept and written.
    """
    started = time.monotonic()
    limits = order.options.limits
    items = find_inputs(order.paths, exclude=order.out, limits=limits, masked=order.options.mask_personal_data)
    interrupted = False
    converted = 0
    with Ledger(order.out) as ledger:
        masking = order.options.mask_personal_data
        ledger.register([replace(i, uri=mask_text(i.uri)) for i in items] if masking else items)
        ledger.settings = {
            "paths": [mask_text(p) if masking else p for p in map(_whole, order.paths)],
            "formats": list(order.formats),
            "style": asdict(order.style),
            "with_text": order.with_text,
            "options": _absolute(order.options.to_dict()),
            "corrections": None if order.corrections is None else str(order.corrections),
        }
        store = store_of(order.corrections)
        book = store.book if store is not None else Book()
        outputs = Outputs(order.out, ledger, order.formats, order.style, with_text=order.with_text)
        configuration, code = order.options.fingerprint(), version()
        names, jobs = _plan_jobs(order, ledger, items, configuration, code)
        observer.listed(len(items), len(jobs))
        # Whatever happens, nothing may be written when the ledger is free for another run.
        with closing(outputs):
            try:
                for outcome in engine.run(jobs, order.options):
                    same = names.get(outcome.job.sha256, [outcome.job.item.name])
                    outcome = corrected_outcome(outcome, book, same, order.options)
                    ledger.record(outcome, configuration, code)
                    converted += 1
                    outputs.document(same, outcome)
                    _log(outcome)
                    observer.finished(outcome, same, engine.active())
            except KeyboardInterrupt:
                interrupted = True
                _LOG.warning("interrupted", extra={"event": "interrupted"})
            except ClusterError:
                outputs.everything(observer.writing)
                raise
            finally:
                engine.close()
            if store is not None:
                # Somebody may have corrected while the documents were converted.
                store.refresh()
                refresh(ledger, store.book, order.options)
            outputs.everything(observer.writing)
        seconds = time.monotonic() - started
        return Summary(
            ledger.totals(), converted, interrupted, seconds, tuple(sorted(outputs.edited)), tuple(notices(store))
        )


def _whole(path: str) -> str:
    return path if is_remote(path) else str(local_path(path).absolute())


def _absolute(choices: dict[str, Any]) -> dict[str, Any]:
    """The choices with whole paths: `retry` may run in another folder."""
    files = {k: str(Path(choices[k]).absolute()) for k in ("vocabulary", "actors") if choices[k] is not None}
    return {**choices, **files}


def _plan_jobs(
    order: Order, ledger: Ledger, items: Sequence[Input], configuration: str, code: str
) -> tuple[dict[str, list[str]], list[Job]]:
    """Hash every input; give names by content, and a job for each content that needs one, largest first."""
    contents: dict[str, str] = {}
    names: dict[str, list[str]] = {}
    jobs: dict[str, Job] = {}
    for item in items:
        try:
            data = read_bytes(item, order.options.limits)
            Source.from_bytes(data, item.name, order.options.limits)
            sha256 = hashlib.sha256(data).hexdigest()
            del data
        except IngestError as error:
            # Never read: its own name stands for its content, so that two unreadable files stay two.
            sha256 = hashlib.sha256(b"").hexdigest() if isinstance(error, EmptyFile) else _no_content(item)
            contents[item.name] = sha256
            outcome = Outcome(Job(item, sha256), "failed", failure=Failure.of(error))
            ledger.record(outcome, configuration, code)
            _log(outcome)
            continue
        contents[item.name] = sha256
        names.setdefault(sha256, []).append(item.name)
        if sha256 in jobs or (order.only_failed and ledger.has_plan(sha256)):
            # Only what has no result: it failed, or the file was changed or mended since.
            continue
        done = ledger.is_done(sha256, configuration, code) and (not order.with_text or ledger.has_text(sha256))
        if order.redo or not done:
            jobs[sha256] = Job(item, sha256, order.with_text)
    ledger.identify(contents)
    return names, sorted(jobs.values(), key=lambda j: (-j.item.size, j.item.name))


def _no_content(item: Input) -> str:
    return "unread-" + hashlib.sha256(item.uri.encode("utf-8", "surrogateescape")).hexdigest()


def _log(outcome: Outcome) -> None:
    """One structured line a document; never the document's text."""
    fields = {
        "event": "document",
        "document": outcome.job.item.name,
        "state": outcome.state,
        "attempts": outcome.attempts,
        "seconds": round(outcome.seconds, 3),
        "memory_bytes": outcome.memory_bytes,
    }
    if outcome.where:
        fields["node"] = outcome.where
    if outcome.failure is None:
        _LOG.info("converted %s", outcome.job.item.name, extra=fields)
    else:
        fields["code"] = outcome.failure.code
        _LOG.warning(
            "set aside %s: %s %s",
            outcome.job.item.name,
            outcome.failure.message,
            outcome.failure.remedy,
            extra=fields,
        )
