#!/usr/bin/env python3
"""What a bulk run costs beside the conversion itself, what a second worker gains, whether memory stays flat.

    python benchmarks/overhead.py [--documents 60] [--rounds 9] [--archive DIR]
    python benchmarks/overhead.py --scans --documents 6 --rounds 3
    python benchmarks/overhead.py --memory 2000 [--workers 2] [--archive DIR]

Documents with a text layer (with `--scans`: scans) are made as by `archive.py`. Each round takes other documents; in it
every contestant does the same ones, in turns, with everything loaded before. Ratios are taken within a round and their
median counts: a shared machine is not equally fast in all of them.

- `bare` calls `ingest.pipeline.convert` on each file and throws the plan away.
- `two bare` are two such processes side by side, each with half of the files: what two cores of this machine give.
- `one worker`, `two workers` are whole runs as `ingest convert` does them: listing, hashes, ledger, children with
  limits, plans and tables written. Their processor time is that of all their processes.

With `--memory` one run with `--workers` is watched: resident and proportional size of the parent and of each child,
after every 20th document; slopes by least squares.
"""

# Children load this module anew, as they do any program: what they do not need is imported where it is used.
from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from statistics import median

import psutil

SAMPLE_EVERY = 20


def _bare(*shares: Sequence[Path]) -> None:
    """Convert each share in a process of its own, all at once."""
    from ingest.pipeline import convert

    children = []
    for share in shares:
        child = os.fork()
        if not child:
            for path in share:
                convert(path)
            os._exit(0)
        children.append(child)
    for child in children:
        if os.waitpid(child, 0)[1]:
            raise SystemExit("a bare process failed")


class _Watch:
    """Observes a run; where asked to, samples the memory of its processes."""

    def __init__(self, *, memory: bool) -> None:
        self._memory = memory
        self.done = 0
        self.samples: list[tuple[int, str, float, float]] = []
        """Documents done, process, resident and proportional size in MB."""

    def listed(self, total: int, to_do: int) -> None: ...

    def writing(self, what: str) -> None: ...

    def finished(self, outcome: object, names: Sequence[str], active: Sequence[tuple[str, float]]) -> None:
        self.done += 1
        if not self._memory or self.done % SAMPLE_EVERY:
            return
        own = psutil.Process()
        for process in (own, *own.children(recursive=True)):
            try:
                info = process.memory_full_info()
                words = process.cmdline()
            except psutil.Error:
                continue
            if "resource_tracker" in " ".join(words):
                continue
            role = "parent" if process.pid == own.pid else f"child {process.pid}"
            if process.ppid() == own.pid:
                role = "fork server"
            self.samples.append((self.done, role, info.rss / 2**20, info.pss / 2**20))


def _batch(paths: Sequence[Path], workers: int, watch: _Watch) -> None:
    from ingest.batch.run import RunOrder, run
    from ingest.batch.workers.local import LocalEngine
    from ingest.options import Options

    with tempfile.TemporaryDirectory(dir=paths[0].parent.parent) as out:
        summary = run(RunOrder(tuple(map(str, paths)), Path(out), Options()), LocalEngine(workers), watch)
    if summary.totals.failed:
        raise SystemExit(f"{summary.totals.failed} documents failed")


def _cpu() -> float:
    """Processor seconds of this process, of the children it has waited for, and of the fork server and its own."""
    own = os.times()
    used = own.user + own.system + own.children_user + own.children_system
    for server in psutil.Process().children():
        times = server.cpu_times()
        used += times.user + times.system + times.children_user + times.children_system
    return used


def overhead(paths: Sequence[Path], documents: int, rounds: int) -> None:
    """Cost of a document, bare and in runs; `paths` are those of one round after the other, one more to warm up."""
    from ingest.batch.workers.worker import context

    # As children are: one thread each, everything loaded.
    context()
    import_module("ingest.batch.workers.preload")
    contestants: dict[str, Callable[[Sequence[Path]], None]] = {
        "bare": _bare,
        "two bare": lambda some: _bare(some[::2], some[1::2]),
        "one worker": lambda some: _batch(some, 1, _Watch(memory=False)),
        "two workers": lambda some: _batch(some, 2, _Watch(memory=False)),
    }
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for n in range(rounds + 1):
        some = paths[n * documents : (n + 1) * documents]
        # Nobody is always the first.
        names = [*contestants][n % len(contestants) :] + [*contestants][: n % len(contestants)]
        for name in names:
            cpu, wall = _cpu(), time.monotonic()
            contestants[name](some)
            if n:
                found[name, "wall"].append(1000 * (time.monotonic() - wall) / documents)
                found[name, "cpu"].append(1000 * (_cpu() - cpu) / documents)

    def ratio(a: str, b: str, what: str) -> float:
        return median(x / y for x, y in zip(found[a, what], found[b, what], strict=True))

    print(f"{documents} documents, median of {rounds} rounds")
    print(f"{'':12} {'cpu ms/document':>16} {'wall ms/document':>17}")
    for name in contestants:
        print(f"{name:12} {median(found[name, 'cpu']):16.2f} {median(found[name, 'wall']):17.2f}")
    for what in ("cpu", "wall"):
        print(f"overhead of a document, {what}: {100 * (ratio('one worker', 'bare', what) - 1):+.1f} %")
    print(f"two workers against one, wall: {ratio('one worker', 'two workers', 'wall'):.2f}-fold")
    print(f"two bare processes against one, wall: {ratio('bare', 'two bare', 'wall'):.2f}-fold")
    for what in ("cpu", "wall"):
        print(f"two workers give {ratio('two bare', 'two workers', what):.2f} of what two bare processes give, {what}")


def memory(paths: Sequence[Path], workers: int) -> None:
    """Memory of a run's processes over its documents."""
    import numpy as np

    watch = _Watch(memory=True)
    _batch(paths, workers, watch)
    lines: dict[str, list[tuple[int, float, float]]] = defaultdict(list)
    for done, role, rss, pss in watch.samples:
        lines[role].append((done, rss, pss))
        if role.startswith("child"):
            lines[f"one of {workers} children, mean"].append((done, rss, pss))
    print(f"{'':28} {'from':>5} {'to':>5} {'RSS MB':>14} {'PSS MB':>14} {'slope, MB per 100 documents':>28}")
    for role, line in lines.items():
        done, rss, pss = (np.array(column) for column in zip(*line, strict=True))
        slope = 100 * np.polyfit(done, rss, 1)[0] if len(line) > 2 else float("nan")
        spans = [f"{column[0]:.0f} to {column[-1]:.0f}" for column in (rss, pss)]
        print(f"{role:28} {done[0]:5} {done[-1]:5} {spans[0]:>14} {spans[1]:>14} {slope:28.2f}")


def main() -> None:
    from archive_files import make

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=60, help="in each round")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--scans", action="store_true", help="scans instead of documents with a text layer")
    parser.add_argument("--memory", type=int, metavar="DOCUMENTS")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--archive", type=Path, help="folder to keep the made files in, for the next time")
    args = parser.parse_args()
    count = args.memory or args.documents * (args.rounds + 1)
    with tempfile.TemporaryDirectory() as temporary:
        scans = count if args.scans else 0
        source = (args.archive or Path(temporary)) / f"in-{count}-0.0-0-{scans}-7"
        make(source, count, bad=0.0, scans=scans)
        paths = [p for p in sorted(source.rglob("*")) if p.is_file()]
        if args.memory:
            memory(paths, args.workers)
        else:
            overhead(paths, args.documents, args.rounds)


if __name__ == "__main__":
    main()
