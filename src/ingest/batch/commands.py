"""A run as the command line asks for it: engine, signals, screen, remote output."""

from __future__ import annotations

import signal
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from glob import has_magic
from pathlib import Path
from types import FrameType
from typing import Literal

from rich.console import Console

from ingest.batch.checks import check_formats, check_options
from ingest.batch.corrections import chosen_path, notices, store_of
from ingest.batch.engines import make_engine
from ingest.batch.inputs.finder import is_remote, local_path
from ingest.batch.inputs.remote import is_mirror, mirrored
from ingest.batch.ledger import Ledger, LedgerPlans
from ingest.batch.outputs import export_into
from ingest.batch.own_files import OwnFiles
from ingest.batch.progress import Terminal, set_up_logs, status_table, summary_table
from ingest.batch.run import RunOrder, Summary, run
from ingest.batch.same_documents import alike
from ingest.errors import ExitCode, OutputError, UsageError, of_os_error
from ingest.html.text import shown
from ingest.messages import t, translated
from ingest.options import Limits, Options
from ingest.write import FORMATS, Style, files_of
from ingest.write.correction_store import CorrectionStore
from ingest.write.plan_json import plan_path
from ingest.write.sql_schema import Naming

__all__ = ["convert", "export", "load", "local_folder", "retry", "status", "tell_edited"]


def convert(
    paths: Sequence[str],
    out: str,
    options: Options,
    *,
    formats: Sequence[str] = ("json", "csv"),
    style: Style | None = None,
    with_text: bool = False,
    redo: bool = False,
    only_failed: bool = False,
    engine: str = "local",
    address: str | None = None,
    workers: int = 1,
    log: Path | None = None,
    log_format: str = "text",
    metrics: Path | None = None,
    fail_under: float | None = None,
    sure: float = 0.8,
    corrections: str | None = None,
    prune: bool = False,
    loudness: int = 0,
) -> ExitCode:
    """Run, show, and say how it ended.

    `corrections` is the file of corrections; without it the one that an earlier run was given, else the one beside
    OUT. `prune` takes documents and formats that are not asked for out of OUT; without it they stay.

    Below 0 `loudness` says only what went wrong, above 0 what became of each document.

    `fail_under` is the least share of rows whose filled fields all have a confidence of at least `sure`; a smaller
    share ends with `BELOW_THRESHOLD` where nothing worse happened.

    Raises:
        UsageError, OutputError, MissingTool.
    """
    check_options(options, formats, engine)
    set_up_logs(log, log_format)
    console = Console(stderr=True, soft_wrap=True)
    terminal = Terminal(console, metrics, loudness)
    with mirrored(out) as folder:
        order = RunOrder(
            tuple(paths),
            folder,
            options,
            tuple(formats),
            style or Style(),
            with_text,
            redo,
            only_failed,
            chosen_path(corrections, out, folder),
            prune,
        )
        try:
            with _terminated_as_interrupt():
                summary = run(order, make_engine(engine, workers=workers, address=address), terminal)
            for name, failure in summary.refused:
                terminal.refused(name, failure)
        except OSError as error:
            raise of_os_error(error, folder) from error
        except sqlite3.Error as error:
            # A full disk shows itself at any change of the ledger.
            raise OutputError(f"the ledger cannot be written ({error}).") from error
        finally:
            terminal.close()
        share = _sure_share(folder, sure) if fail_under is not None else 1.0
    if loudness >= 0:
        console.print(summary_table(summary))
        if summary.totals.doubts:
            line = t("To look at: `ingest review {out}`, or `ingest report {out}`.", out=out)
            console.print(shown(line), markup=False, highlight=False)
    tell_edited(console, out, summary.edited)
    for notice in (*summary.notices, *_about_the_rest(summary, out)):
        console.print(shown(notice), markup=False, highlight=False)
    if fail_under is not None:
        line = t(
            "{share:.1%} of the rows have a confidence of at least {sure:g} in every field", share=share, sure=sure
        )
        console.print(line, highlight=False)
        if share < fail_under and summary.exit_code is ExitCode.OK:
            return ExitCode.BELOW_THRESHOLD
    return summary.exit_code


def _about_the_rest(summary: Summary, out: str) -> Iterator[str]:
    """Lines on what this run was not asked for, could not read, or took away."""
    if summary.exit_code is ExitCode.NO_INPUT:
        yield t("Nothing was found to convert. {out} was not touched.", out=out)
        return
    if summary.unread:
        yield t(
            "{names} cannot be read now; what was read earlier stays. Check your rights to it."
            "|{n} files cannot be read now ({names}); what was read earlier stays. Check your rights to them.",
            n=len(summary.unread),
            names=_some(summary.unread),
        )
    if summary.gone:
        yield t(
            "{names} is no longer where it was read; its rows stay. Add --prune to take it out of {out}."
            "|{n} documents are no longer where they were read ({names}); their rows stay. "
            "Add --prune to take them out of {out}.",
            n=len(summary.gone),
            names=_some(summary.gone),
            out=out,
        )
    others = summary.kept - len(summary.gone)
    if others:
        yield t(
            "{n} document of earlier runs stays in {out}.|{n} documents of earlier runs stay in {out}.",
            n=others,
            out=out,
        )
    if summary.removed:
        yield t("{n} document left {out}.|{n} documents left {out}.", n=summary.removed, out=out)
    if summary.passed_over:
        yield t(
            "{names} was passed over: a hidden file, a lock file or no file at all is never a document."
            "|{n} were passed over ({names}): hidden files, lock files and what is no file are never documents.",
            n=len(summary.passed_over),
            names=_some(summary.passed_over),
        )
    if summary.ledger_is_gone:
        yield t(
            "{out} was removed while it was written to: the next run converts everything again.",
            out=out,
        )
    if summary.report_is_old:
        yield t("The report in {out} is older than this; make it anew with `ingest report {out}`.", out=out)


_NAMED = 3


def _some(names: Sequence[str]) -> str:
    """The first names, with a sign that there are more."""
    return ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")


def tell_edited(console: Console, out: str, edited: Sequence[str]) -> None:
    """Say which files a person has changed, and what to do with them."""
    for name in edited:
        text = t("{name} was changed by hand since ingest wrote it, and is left as it is.", name=name)
        if name.endswith((".xlsx", ".csv")):
            text += " " + t(
                "Take the changes over with `ingest correct {out} --from {out}/{name}`, or move the file away.",
                out=out,
                name=name,
            )
        else:
            text += " " + t("Move the file away; then the next run writes it anew.")
        console.print(shown(text), markup=False, highlight=False)


def _sure_share(out: Path, sure: float) -> float:
    """Share of rows all of whose filled fields are at least so sure; 1 where there are no rows."""
    rows = good = 0
    with Ledger(out, create=False) as ledger:
        for plan in ledger.plans():
            for row in plan.rows:
                rows += 1
                good += all(value.confidence >= sure for _, value in row.fields() if value is not None)
    return good / rows if rows else 1.0


_MOMENT_SECONDS = 2.0
"""Who presses Ctrl-C several times within so long has asked once."""


@contextmanager
def _terminated_as_interrupt() -> Iterator[None]:
    """SIGTERM ends a run as cleanly as Ctrl-C, once, however often either comes within a moment.

    Only the main thread may ask for that.
    """
    last = -_MOMENT_SECONDS

    def interrupt(number: int, frame: FrameType | None) -> None:
        nonlocal last
        before, last = last, time.monotonic()
        if last - before > _MOMENT_SECONDS:
            raise KeyboardInterrupt

    signals = (signal.SIGTERM, signal.SIGINT)
    try:
        previous = [signal.signal(number, interrupt) for number in signals]
    except ValueError:
        yield
        return
    try:
        yield
    finally:
        for number, handler in zip(signals, previous, strict=True):
            signal.signal(number, handler)


def local_folder(out: str) -> Path:
    if is_remote(out):
        raise UsageError(
            f"{out} is not a folder of this machine.", remedy="Give a local folder, or a copy of that one."
        )
    return local_path(out)


def status(out: str, *, failures: bool = True, same: bool = False) -> ExitCode:
    """Print what the ledger holds: sums, and each document that was skipped with its reason.

    With `same` also the documents that say the same, for which all plans are read.
    """
    console = Console(soft_wrap=True)
    with Ledger(local_folder(out), create=False) as ledger:
        totals = ledger.totals()
        console.print(status_table(totals))
        store = store_of(chosen_path(None, out, local_folder(out)))
        for line in (*_about_corrections(store, ledger), *notices(store)):
            console.print(shown(line), markup=False, highlight=False)
        tell_edited(console, out, OwnFiles(local_folder(out), ledger).edited())
        for entry in ledger.entries() if failures else ():
            if entry.failure is not None:
                why = f"{translated(entry.failure.message)} {translated(entry.failure.remedy)}"
                text = f"{entry.name}: [{entry.failure.code}] {why}"
                console.print(text, markup=False, highlight=False)
        for group in alike(ledger.plans()) if same else ():
            line = t("these say the same, and their rows count several times: {names}", names=", ".join(group))
            console.print(shown(line), markup=False, highlight=False)
    return ExitCode.SOME_FAILED if totals.failed else ExitCode.OK


def _about_corrections(store: CorrectionStore | None, ledger: Ledger) -> Iterator[str]:
    """Lines on the file of corrections: how many hold, and which are of documents that are not here."""
    if store is None or not len(store.book):
        return
    here = {c.sha256 for c in ledger.contents()}
    names = {n for c in ledger.contents() for n in c.names}
    holding = list(store.book.holding())
    absent = sum(
        c.subject is not None and c.subject.sha256 not in here and c.subject.source not in names for c in holding
    )
    yield t(
        "{path}: {n} correction holds, {undone} were undone|{path}: {n} corrections hold, {undone} were undone",
        path=store.path,
        n=len(holding),
        undone=len(store.book.gone),
    )
    if absent:
        yield t(
            "{n} correction is of a document that is not here under its name or content"
            "|{n} corrections are of documents that are not here under their name or content",
            n=absent,
        )


def retry(
    out: str,
    limits: Limits,
    *,
    workers: int,
    engine: str = "local",
    address: str | None = None,
    log: Path | None = None,
    log_format: str = "text",
    metrics: Path | None = None,
) -> ExitCode:
    """Convert once more what was skipped, as the last run was asked to, within these limits."""
    folder = local_folder(out)
    with Ledger(folder, create=False) as ledger:
        settings = ledger.settings
    if not settings:
        # Killed between making the ledger and noting what was asked for.
        raise UsageError(f"{out} holds no conversion.", remedy="Give the command `ingest convert` once more.")
    return convert(
        _still_there(settings["paths"]),
        str(folder),
        Options.from_dict(settings["options"], limits),
        formats=settings["formats"],
        style=Style(**settings["style"]),
        with_text=settings["with_text"],
        only_failed=True,
        engine=engine,
        address=address,
        workers=workers,
        log=log,
        log_format=log_format,
        metrics=metrics,
    )


def _still_there(paths: Sequence[str]) -> list[str]:
    """What earlier runs were given, without what has been moved since; all of it where nothing is left."""
    there = [p for p in paths if is_remote(p) or has_magic(p) or local_path(p).exists()]
    return there or list(paths)


def export(out: str, formats: Sequence[str], style: Style, *, to: str | None = None) -> ExitCode:
    """Write what an output folder holds in other formats.

    Raises:
        UsageError, OutputError.
    """
    check_formats(formats)
    console = Console(stderr=True, soft_wrap=True)
    folder = local_folder(out)
    own = to is None or (not is_remote(to) and local_folder(to).resolve() == folder.resolve())
    edited: set[str] = set()
    # Another run must not write the same files.
    with Ledger(folder, create=False, lock=own) as ledger, mirrored(out if to is None else to) as target:
        files = OwnFiles(target, ledger) if own else None
        plans = LedgerPlans(ledger, None if is_mirror(target) else target)
        if own:
            export_into(ledger, formats, style)
        for name in formats:
            changed = [f for f in _files(target, ledger, name) if files is not None and files.is_edited(target / f)]
            if changed:
                edited.update(changed)
                continue
            for path in FORMATS[name](target, plans, style):
                if files is not None:
                    files.note(path)
                if name != "json":
                    console.print(str(path), highlight=False, markup=False)
    tell_edited(console, out, sorted(edited))
    return ExitCode.EDITED if edited else ExitCode.OK


def _files(out: Path, ledger: Ledger, name: str) -> list[str]:
    """What a format writes, as paths in the folder."""
    if name != "json":
        return list(files_of(name))
    return [plan_path(out, e.name).relative_to(out).as_posix() for e in ledger.entries() if e.state == "done"]


_LOADED = {
    ("mark", False): "{added} documents added, {changed} replaced, {unchanged} unchanged, "
    "{vanished} marked as vanished; {rows} rows",
    ("delete", False): "{added} documents added, {changed} replaced, {unchanged} unchanged, "
    "{vanished} deleted; {rows} rows",
    ("mark", True): "{added} documents would be added, {changed} would be replaced, {unchanged} unchanged, "
    "{vanished} would be marked as vanished; {rows} rows",
    ("delete", True): "{added} documents would be added, {changed} would be replaced, {unchanged} unchanged, "
    "{vanished} would be deleted; {rows} rows",
}
"""What is said of a load, by what became of vanished documents and whether nothing was written."""


def load(
    out: str,
    url: str,
    naming: Naming,
    *,
    archive: str | None = None,
    vanished: Literal["mark", "delete"] = "mark",
    dry_run: bool = False,
) -> ExitCode:
    """Bring a database up to date with an output folder.

    Raises:
        UsageError, OutputError, MissingTool.
    """
    from rich.progress import track

    from ingest.write.sql import connect
    from ingest.write.sql import load as load_plans

    console = Console(stderr=True, soft_wrap=True)
    with Ledger(local_folder(out), create=False) as ledger:
        total = ledger.totals().done
        waiting = {e.name for e in ledger.entries() if e.state != "done"}
        plans = track(ledger.stored(), t("loading"), total=total, console=console, disable=not console.is_terminal)
        engine = connect(url)
        try:
            done = load_plans(
                engine, plans, naming=naming, waiting=waiting, archive=archive, vanished=vanished, dry_run=dry_run
            )
        finally:
            engine.dispose()
    counts = {k: getattr(done, k) for k in ("added", "changed", "unchanged", "vanished", "rows")}
    console.print(t(_LOADED[vanished, dry_run], **counts), highlight=False)
    if done.kept:
        told = t(
            "{n} document of the input has no new result yet and keeps what was loaded before "
            "(`ingest status` lists it)"
            "|{n} documents of the input have no new result yet and keep what was loaded before "
            "(`ingest status` lists them)",
            n=done.kept,
        )
        console.print(told, highlight=False)
    return ExitCode.OK
