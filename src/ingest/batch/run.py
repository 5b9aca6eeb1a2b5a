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
from ingest.batch.earlier_output import as_before, is_gone, refuse_unmasked
from ingest.batch.engine import Failure, Job, JobEngine, Outcome
from ingest.batch.inputs.finder import Input, find_inputs, is_remote, local_path
from ingest.batch.inputs.opened import OpenedInputs, place_of, read_inputs
from ingest.batch.ledger import Ledger, Totals
from ingest.batch.metrics import LOG_ID
from ingest.batch.outputs import Outputs
from ingest.corrections import CorrectionBook
from ingest.errors import ClusterError, EmptyFile, ExitCode, IngestError, UnreadableFile
from ingest.options import Options
from ingest.privacy.detect import mask_text
from ingest.registry import plugins
from ingest.write import Style

__all__ = ["Observer", "RunOrder", "Summary", "run", "version"]

_LOG = logging.getLogger("ingest.batch")


@dataclass(frozen=True, slots=True)
class RunOrder:
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
    prune: bool = False
    """Documents and formats that this order does not ask for leave the output folder."""


class Observer(Protocol):
    """Whoever shows progress."""

    def listed(self, total: int, to_do: int) -> None: ...

    def finished(self, outcome: Outcome, names: Sequence[str], active: Sequence[tuple[str, float]]) -> None: ...

    def writing(self, what: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Summary:
    """How a run ended."""

    totals: Totals
    """Of the output folder."""
    converted: int
    interrupted: bool
    seconds: float
    edited: tuple[str, ...] = ()
    """Files of the output folder that a person has changed: they were left as they are."""
    notices: tuple[str, ...] = ()
    """What a person should know besides."""
    asked: Totals | None = None
    """Of what this run was asked for, where the folder holds more; they decide how the run ended."""
    kept: int = 0
    """Documents of earlier runs that this one was not asked for."""
    gone: tuple[str, ...] = ()
    """Those of them whose files are no longer where they were read."""
    removed: int = 0
    """Documents that left the output folder."""
    unread: tuple[str, ...] = ()
    """Files that cannot be read now; what an earlier run read stays."""
    refused: tuple[tuple[str, Failure], ...] = ()
    """Files that are no documents before any worker has seen them: empty, too large, of no known type."""
    report_is_old: bool = False
    """The folder's report was made before this run."""
    ledger_is_gone: bool = False
    """Somebody removed the output folder, or its ledger, while the run wrote to it."""
    passed_over: tuple[str, ...] = ()
    """Hidden files, lock files of Office, pipes and devices: never documents."""

    @property
    def exit_code(self) -> ExitCode:
        if self.interrupted:
            return ExitCode.INTERRUPTED
        totals = self.asked or self.totals
        if not totals.documents:
            return ExitCode.NO_INPUT
        if totals.failed == totals.documents:
            only_tools = set(totals.failures) == {"missing-tool"}
            return ExitCode.MISSING_TOOL if only_tools else ExitCode.ALL_FAILED
        if totals.failed or totals.pending or self.unread:
            return ExitCode.SOME_FAILED
        return ExitCode.EDITED if self.edited else ExitCode.OK


def version() -> str:
    """The version of code and models that a result depends on, with the readers and repairs of other packages."""
    others = plugins("ingest.readers", "ingest.repairs")
    return hashlib.sha256(f"{code_version()} {artefacts_version()} {others}".strip().encode()).hexdigest()


def run(order: RunOrder, engine: JobEngine, observer: Observer) -> Summary:
    """Convert all inputs of an order; see the module.

    Raises:
        UsageError: no such path, or another run holds the output folder.
        OutputError: the output cannot be written; what was finished before is kept.
        ClusterError: the engine lost its cluster; what was finished before is kept and written.
    """
    started = time.monotonic()
    limits = order.options.limits
    passed_over: list[str] = []
    masked = order.options.mask_personal_data
    items = find_inputs(order.paths, exclude=order.out, limits=limits, masked=masked, passed_over=passed_over)
    if not items:
        return _nothing(order, started)
    interrupted = False
    converted = 0
    read = read_inputs(items, order.options)
    items = read.items
    with Ledger(order.out) as ledger:
        before = ledger.present().keys()
        items = _register(order, ledger, items)
        order = _settle(order, ledger)
        store = store_of(order.corrections)
        book = store.book if store is not None else CorrectionBook()
        outputs = Outputs(order.out, ledger, order.formats, order.style, with_text=order.with_text, prune=order.prune)
        configuration, code = order.options.fingerprint(), version()
        found = _plan_jobs(order, ledger, items, read, configuration, code)
        names, jobs = found.names, found.jobs
        kept = _follow_moved(ledger)
        gone = tuple(name for name, uri, _ in kept if is_gone(uri))
        removed = len(before - ledger.present().keys())
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
        return Summary(
            ledger.totals(),
            converted,
            interrupted,
            time.monotonic() - started,
            tuple(sorted(outputs.edited)),
            tuple(notices(store)),
            asked=ledger.totals(asked=True),
            kept=len(kept),
            gone=gone,
            removed=removed,
            unread=found.unread,
            refused=found.refused,
            report_is_old=outputs.report_is_old,
            ledger_is_gone=not ledger.is_there(),
            passed_over=tuple(passed_over),
        )


def _nothing(order: RunOrder, started: float) -> Summary:
    """Nothing was found, which may be a share that is not mounted: what OUT holds stays as it is."""
    nothing = Totals(0, 0, 0, 0, 0, 0, 0, {}, 0.0)
    totals = nothing
    if (order.out / ".ingest" / "ledger.sqlite").is_file():
        with Ledger(order.out, create=False) as ledger:
            totals = ledger.totals()
    return Summary(totals, 0, False, time.monotonic() - started, asked=nothing, kept=totals.documents)


def _register(order: RunOrder, ledger: Ledger, items: Sequence[Input]) -> list[Input]:
    """Note what was found, under the names that earlier runs gave it; what else is there stays, or leaves with prune.

    Raises:
        UsageError: documents that earlier runs did not mask would stay beside masked ones.
    """
    masking = order.options.mask_personal_data
    earlier = ledger.present()
    found, superseded = as_before(items, earlier if not order.prune else {}, masked=masking)
    stay = 0 if order.prune else len(earlier.keys() - superseded - {i.name for i in found})
    masked = bool(ledger.settings.get("options", {}).get("mask_personal_data"))
    refuse_unmasked(stay, masks=masking, masked=masked)
    noted = [replace(i, uri=mask_text(i.uri)) for i in found] if masking else found
    ledger.register(noted, prune=order.prune, superseded=superseded)
    return found


def _settle(order: RunOrder, ledger: Ledger) -> RunOrder:
    """Note in the ledger what is asked for; gives the order with what earlier runs asked for besides."""
    masking = order.options.mask_personal_data
    earlier = ledger.settings if not order.prune else {}
    if earlier.get("with_text") and (order.out / "text").is_dir():
        order = replace(order, with_text=True)
    paths = [mask_text(p) if masking else p for p in map(_whole, order.paths)]
    ledger.settings = {
        # A retry goes through all of them.
        "paths": list(dict.fromkeys([*earlier.get("paths", []), *paths])),
        "formats": list(order.formats),
        "style": asdict(order.style),
        "with_text": order.with_text,
        "options": _absolute(order.options.to_dict()),
        "corrections": None if order.corrections is None else str(order.corrections),
    }
    return order


def _follow_moved(ledger: Ledger) -> list[tuple[str, str, str | None]]:
    """Documents that were moved or renamed stand under their new name only; gives what else earlier runs left."""
    kept = ledger.kept()
    here = set(ledger.asked().values())
    moved = {name for name, uri, sha256 in kept if sha256 in here and is_gone(uri)}
    ledger.leave(moved)
    return [entry for entry in kept if entry[0] not in moved]


def _whole(path: str) -> str:
    return path if is_remote(path) else str(local_path(path).absolute())


def _absolute(choices: dict[str, Any]) -> dict[str, Any]:
    """The choices with whole paths: `retry` may run in another folder."""
    files = {k: str(Path(choices[k]).absolute()) for k in ("vocabulary", "actors") if choices[k] is not None}
    return {**choices, **files}


@dataclass(frozen=True, slots=True)
class _Found:
    """Names by content, a job for each content that needs one, largest first, what cannot be read, what is refused."""

    names: dict[str, list[str]]
    jobs: list[Job]
    unread: tuple[str, ...]
    refused: tuple[tuple[str, Failure], ...]


def _plan_jobs(
    order: RunOrder, ledger: Ledger, items: Sequence[Input], read: OpenedInputs, configuration: str, code: str
) -> _Found:
    """What is to be converted of the inputs; what is no document or cannot be read is noted."""
    before = ledger.asked()
    unread: list[str] = []
    refused: list[tuple[str, Failure]] = []
    contents: dict[str, str] = {}
    names: dict[str, list[str]] = {}
    jobs: dict[str, Job] = {}
    for item in items:
        content = read.contents[place_of(item)]
        if isinstance(content, IngestError):
            error = content
            earlier = before.get(item.name)
            if isinstance(error, UnreadableFile) and earlier is not None and ledger.has_plan(earlier):
                unread.append(item.name)
                _LOG.warning("cannot be read now: %s: %s", item.name, error.message)
                continue
            # Never read: its own name stands for its content, so that two unreadable files stay two.
            sha256 = hashlib.sha256(b"").hexdigest() if isinstance(error, EmptyFile) else _no_content(item)
            contents[item.name] = sha256
            failure = Failure.of(error)
            refused.append((item.name, failure))
            outcome = Outcome(Job(item, sha256), "failed", failure=failure)
            ledger.record(outcome, configuration, code)
            _log(outcome)
            continue
        sha256 = contents[item.name] = content
        names.setdefault(sha256, []).append(item.name)
        if sha256 in jobs or (order.only_failed and ledger.has_plan(sha256)):
            # Only what has no result: it failed, or the file was changed or mended since.
            continue
        done = ledger.is_done(sha256, configuration, code) and (not order.with_text or ledger.has_text(sha256))
        if order.redo or not done:
            jobs[sha256] = Job(item, sha256, order.with_text)
    ledger.identify(contents)
    by_size = sorted(jobs.values(), key=lambda j: (-j.item.size, j.item.name))
    return _Found(names, by_size, tuple(unread), tuple(refused))


def _no_content(item: Input) -> str:
    return "unread-" + hashlib.sha256(item.uri.encode("utf-8", "surrogateescape")).hexdigest()


def _log(outcome: Outcome) -> None:
    """One structured line a document; never the document's text."""
    fields = {
        "event": "document",
        "document": outcome.job.item.name,
        "id": outcome.job.sha256[:LOG_ID],
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
            "skipped %s: %s %s",
            outcome.job.item.name,
            outcome.failure.message,
            outcome.failure.remedy,
            extra=fields,
        )
