#!/usr/bin/env python3
"""An archive overnight, killed again and again: is every document there once, and the output the same to the byte?

    python benchmarks/archive.py [--files 10000] [--kills 5] [--bad 0.02] [--workers 2] [--seed 7] [--work DIR]
                                 [--formats json,csv,jsonl,parquet] [--rtf 0] [--scans 0] [--archive DIR] [--keep]

Makes an archive out of the samples (`archive_files.py`), converts it once undisturbed and once while the parent is
killed with SIGKILL at random moments (seeded: after a random share of the documents and up to two seconds more), and
once more while the tables are written; each time the same command goes on. Then it checks that

- every healthy document is `done` in the ledger and stands in OUT/plans once and in the table of documents once, as the
  plan of its own file (by content hash); none that was finished was converted again;
- every bad one is set aside with the right error and reason, and in no output;
- OUT has the same files with the same bytes as after the undisturbed run, and nothing else;
- no process of a killed run lives on.

Prints the figures and a verdict; ends with 1 where anything is amiss. Tesseract is needed for `--scans`, LibreOffice
for `--rtf`.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import logging
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from archive_files import Made, make, work
from ingest.batch.engine import Outcome
from ingest.batch.ledger import Ledger
from ingest.batch.progress import set_up_logs
from ingest.batch.run import RunOrder, run, version
from ingest.batch.workers.local import LocalEngine
from ingest.errors import ExitCode, IngestError
from ingest.options import Limits, Options

# Only what hangs, spins or hoards should ever meet these, on a busy machine too.
LIMITS = Limits(wall_seconds=20, cpu_seconds=15, memory_bytes=2**30)
# How long a killed run's children may take to be gone.
GONE_SECONDS = 10.0


# -- one run, in a process of its own that can be killed


class _Spoken:
    """Tells the log where the run is, so that the one who kills knows."""

    def listed(self, total: int, to_do: int) -> None:
        logging.getLogger("ingest.batch").info(
            "listed", extra={"event": "listed", "to_do": to_do, "version": version()}
        )

    def finished(self, outcome: Outcome, names: Sequence[str], active: Sequence[tuple[str, float]]) -> None: ...

    def writing(self, what: str) -> None:
        logging.getLogger("ingest.batch").info("writing", extra={"event": "writing", "format": what})


def _run(source: Path, out: Path, log: Path, formats: Sequence[str], workers: int) -> int:
    set_up_logs(log, "json")
    order = RunOrder((str(source),), out, Options(limits=LIMITS), tuple(formats))
    return int(run(order, LocalEngine(workers, work), _Spoken()).exit_code)


# -- watching and killing


@dataclass(slots=True)
class Attempt:
    """One start of the command, from its log; seconds count from the start."""

    killed: bool = False
    seconds: float = 0.0
    listed: float | None = None
    to_do: int = 0
    version: str = ""
    done: list[str] = field(default_factory=list)
    set_aside: list[str] = field(default_factory=list)
    where: str = "converting"
    lost_seconds: float = 0.0
    """Of work of all workers: the time since as many last outcomes, which is about what was under way."""
    survivors: int = 0


class _Log:
    """Follows a log that is being written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._at = 0

    def events(self) -> Iterator[dict[str, object]]:
        if not self._path.exists():
            return
        with self._path.open("rb") as handle:
            handle.seek(self._at)
            for line in handle:
                if not line.endswith(b"\n"):
                    return
                self._at += len(line)
                yield json.loads(line)


def _attempt(
    args: argparse.Namespace, source: Path, out: Path, log: Path, *, after: int | None, pause: float, writing: bool
) -> Attempt:
    """Start the command; kill it `pause` seconds after its `after`th outcome, or in the middle of `writing`."""
    command = [sys.executable, __file__, "--run", str(source), str(out), str(log)]
    command += ["--formats", args.formats, "--workers", str(args.workers)]
    started = time.monotonic()
    process = subprocess.Popen(command)
    attempt, follow, due = Attempt(), _Log(log), None
    last: list[float] = [started] * args.workers
    while process.poll() is None:
        now = time.monotonic()
        for event in follow.events():
            _note(attempt, event, now - started)
            if event.get("event") == "document":
                last = [*last[1:], now]
            elif event.get("event") == "listed":
                last = [now] * args.workers
        outcomes = len(attempt.done) + len(attempt.set_aside)
        if due is None and ((after is not None and outcomes >= after) or (writing and attempt.where != "converting")):
            due = now + pause
        if due is not None and now >= due:
            children = psutil.Process(process.pid).children(recursive=True)
            process.send_signal(signal.SIGKILL)
            killed_at = time.monotonic()
            attempt.killed = process.wait() == -signal.SIGKILL
            alive = psutil.wait_procs(children, timeout=GONE_SECONDS)[1]
            attempt.survivors = len(alive)
            if attempt.where == "converting":
                attempt.lost_seconds = sum(killed_at - t for t in last)
            break
        time.sleep(0.02)
    attempt.seconds = time.monotonic() - started
    for event in follow.events():
        _note(attempt, event, attempt.seconds)
    if not attempt.killed and process.returncode not in (int(ExitCode.OK), int(ExitCode.SOME_FAILED)):
        raise SystemExit(f"the run ended with {process.returncode}; see {log}")
    return attempt


def _note(attempt: Attempt, event: dict[str, object], at: float) -> None:
    if event.get("event") == "listed":
        attempt.listed, attempt.to_do = at, int(str(event["to_do"]))
        attempt.version = str(event["version"])
    elif event.get("event") == "writing":
        attempt.where = f"writing {event['format']}"
    elif event.get("event") == "document":
        (attempt.done if event["state"] == "done" else attempt.set_aside).append(str(event["document"]))


# -- checks


def _files(out: Path) -> dict[str, str]:
    """Every file of OUT but the ledger's own, by hash."""
    return {
        p.relative_to(out).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(out.rglob("*"))
        if p.is_file() and ".ingest" not in p.relative_to(out).parts
    }


def check(out: Path, calm: Path, made: Sequence[Made], attempts: Sequence[Attempt]) -> Iterator[str]:
    """What is wrong, one line each."""
    names = {m.name: m for m in made}
    with Ledger(out, create=False) as ledger:
        entries = {e.name: e for e in ledger.entries()}
    for name in sorted(entries.keys() ^ names.keys()):
        yield f"{name}: in the {'ledger' if name in entries else 'archive'} only"
    with (out / "tables" / "documents.csv").open(encoding="utf-8", newline="") as handle:
        listed = Counter(line["document"] for line in csv.DictReader(handle))
    plans = Counter(p.relative_to(out / "plans").as_posix().removesuffix(".json") for p in _plans(out))
    finished = Counter(name for a in attempts for name in a.done)
    for m in made:
        entry = entries.get(m.name)
        if entry is None:
            continue
        times = (plans[m.name], listed[m.name])
        if m.code is None:
            yield from _healthy(m, out, entry.state, times)
            if entry.failure is not None:
                yield f"{m.name}: healthy, but set aside as {entry.failure.code}: {entry.failure.message}"
            if finished[m.name] > 1:
                yield f"{m.name}: converted {finished[m.name]} times"
            continue
        failure = entry.failure
        if failure is None:
            yield f"{m.name} ({m.kind}): {entry.state}, not set aside"
        elif failure.code != m.code or not re.search(m.message, failure.message):
            yield f"{m.name} ({m.kind}): set aside as {failure.code}: {failure.message}"
        if any(times):
            yield f"{m.name} ({m.kind}): in the output all the same"
    for name in sorted((plans.keys() | listed.keys()) - names.keys()):
        yield f"{name}: in the output, but not in the archive"
    here, there = _files(out), _files(calm)
    for name in sorted(here.keys() | there.keys()):
        if here.get(name) != there.get(name):
            which = "differs from" if name in here and name in there else "is not in" if name in here else "only in"
            yield f"OUT/{name}: {which} the output of the undisturbed run"
    for a in attempts:
        if a.survivors:
            yield f"{a.survivors} processes lived on for {GONE_SECONDS:g} s after a kill"


def _plans(out: Path) -> Iterator[Path]:
    return (p for p in (out / "plans").rglob("*") if p.is_file())


def _healthy(m: Made, out: Path, state: str, times: tuple[int, int]) -> Iterator[str]:
    if state != "done":
        yield f"{m.name}: {state}"
    if times != (1, 1):
        yield f"{m.name}: {times[0]} times in plans/, {times[1]} times in the table of documents"
        return
    plan = json.loads((out / "plans" / f"{m.name}.json").read_text(encoding="utf-8"))
    if plan["document"]["id"] != m.sha256 or plan["document"]["source"] != m.name:
        yield f"{m.name}: its plan is of another file"
    if not plan["rows"] and not plan["statements"]:
        yield f"{m.name}: its plan is empty"


# -- all


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


def benchmark(args: argparse.Namespace, folder: Path) -> int:
    """Make, convert calmly, convert under fire, check; the exit code."""
    started, cpu = time.monotonic(), time.process_time()
    source = (args.archive or folder) / f"in-{args.files}-{args.bad}-{args.rtf}-{args.scans}-{args.seed}"
    made = make(source, args.files, bad=args.bad, rtf=args.rtf, scans=args.scans, seed=args.seed)
    bad = Counter(m.kind for m in made if m.code)
    _say(
        f"made {len(made)} files ({sum(p.stat().st_size for p in source.rglob('*') if p.is_file()) / 1e6:.0f} MB) in "
        f"{time.monotonic() - started:.0f} s ({time.process_time() - cpu:.0f} s of processor time): "
        + ", ".join(f"{n} {s}" for s, n in Counter(Path(m.name).suffix for m in made).most_common())
    )
    if args.make_only:
        return 0
    _say(f"{bad.total()} bad: " + ", ".join(f"{n} {kind}" for kind, n in bad.most_common()))

    calm = _attempt(args, source, folder / "calm", folder / "calm.log", after=None, pause=0, writing=False)
    rate = len(calm.done) / calm.seconds
    _say(
        f"undisturbed: {len(calm.done)} done, {len(calm.set_aside)} set aside, {calm.seconds:.0f} s, {rate:.1f} files/s"
    )

    chance = random.Random(args.seed)
    moments = sorted(chance.uniform(0, 0.98) for _ in range(args.kills))
    attempts: list[Attempt] = []
    for n in range(len(moments) + 2):
        left = len(calm.done) - len({name for a in attempts for name in a.done})
        # A share of the whole, of which the attempts before did a part.
        after = round(moments[n] * len(calm.done)) - (len(calm.done) - left) if n < len(moments) else None
        attempts.append(
            _attempt(
                args,
                source,
                folder / "out",
                folder / f"out-{n}.log",
                after=None if after is None else max(0, after),
                pause=chance.uniform(0, 2.0 if after is not None else 0.1),
                writing=n == len(moments),
            )
        )
        a = attempts[-1]
        _say(
            f"start {n + 1}: {f'killed while {a.where}' if a.killed else 'ended'} after {a.seconds:.1f} s; "
            f"{len(a.done)} done, {len(a.set_aside)} set aside of {a.to_do} to do, listed in {a.listed or 0:.1f} s"
        )
    wrong = list(check(folder / "out", folder / "calm", made, attempts))
    if len({a.version for a in (calm, *attempts) if a.version}) > 1:
        wrong.insert(0, "code or models changed while this ran: finished documents are done again, rightly")
    kills = [a for a in attempts if a.killed]
    if len(kills) < args.kills:
        wrong.append(f"only {len(kills)} of {args.kills} kills hit a running command")
    _report(args, calm, attempts, folder / "out")
    for line in wrong[:50]:
        _say(f"WRONG: {line}")
    _say(f"{len(wrong)} violations: FAILED" if wrong else "no violation: PASSED")
    return 1 if wrong else 0


def _report(args: argparse.Namespace, calm: Attempt, attempts: Sequence[Attempt], out: Path) -> None:
    hit = [a for a in attempts if a.killed and a.where == "converting"]
    total = sum(a.seconds for a in attempts)
    _say(
        f"under fire: {total:.0f} s in {len(attempts)} starts ({sum(a.killed for a in attempts)} SIGKILLs) against "
        f"{calm.seconds:.0f} s undisturbed; {sum(len(a.done) for a in attempts)} conversions logged for "
        f"{len(calm.done)} healthy documents; {len(_files(out))} files compared"
    )
    if hit:
        lost = [a.lost_seconds for a in hit]
        lists = [a.listed for a in attempts[1:] if a.listed is not None]
        _say(
            f"lost per kill: about {statistics.mean(lost):.2f} s of work of {args.workers} workers (worst "
            f"{max(lost):.2f} s); a resumed run lists, hashes and compares in {statistics.mean(lists):.1f} s"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--bad", type=float, default=0.02)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--formats", default="json,csv,jsonl,parquet")
    parser.add_argument("--rtf", type=int, default=0, help="of the files, Rich Text (LibreOffice)")
    parser.add_argument("--scans", type=int, default=0, help="of the files, scans (Tesseract)")
    parser.add_argument("--archive", type=Path, help="folder to keep the made files in, for the next time")
    parser.add_argument("--make-only", action="store_true", help="make the files and end")
    parser.add_argument("--work", type=Path, help="folder to work in; a temporary one without")
    parser.add_argument("--keep", action="store_true", help="keep that folder's files")
    parser.add_argument("--run", type=Path, nargs=3, metavar=("IN", "OUT", "LOG"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.run:
        try:
            return _run(*args.run, args.formats.split(","), args.workers)
        except IngestError as error:
            print(error, file=sys.stderr)
            return 2
    if args.work:
        args.work.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="archive-", dir=args.work))
    try:
        return benchmark(args, folder)
    finally:
        if args.keep:
            _say(f"kept in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
