#!/usr/bin/env python3
"""What a bulk run costs beside the conversion itself, what a second worker gains, whether memory stays flat.

    python benchmarks/overhead.py [--few 60] [--many 300] [--rounds 3] [--archive DIR]
    python benchmarks/overhead.py --memory 2000 [--workers 2] [--archive DIR]

Documents with a text layer are made as by `archive.py`. Each contestant runs in processes of its own, in turns, over
`--few` and over `--many` of them; the difference is the cost of a document, what is left over that of starting. The
best of the rounds counts.

- `bare` calls `ingest.pipeline.convert` on each file and throws the plan away.
- `one worker`, `two workers` are whole runs as `ingest convert` does them: listing, hashes, ledger, children with
  limits, plans and tables written. Their processor time is that of all their processes.

With `--memory` one run with `--workers` is watched: resident and proportional size of the parent and of each child,
after every 20th document; slopes by least squares.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import psutil

from archive_files import make

CONTESTANTS = ("bare", "one worker", "two workers")
SAMPLE_EVERY = 20


def _bare(paths: Sequence[Path]) -> dict[str, float]:
    from ingest.pipeline import convert

    for path in paths:
        convert(path)
    return {"cpu": time.process_time()}


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


def _batch(source: Path, workers: int, *, memory: bool) -> dict[str, object]:
    from ingest.batch.local import LocalEngine
    from ingest.batch.run import Order, run
    from ingest.options import Options

    watch = _Watch(memory=memory)
    with tempfile.TemporaryDirectory(dir=source.parent) as out:
        summary = run(Order((str(source),), Path(out), Options()), LocalEngine(workers), watch)
    if summary.totals.failed:
        raise SystemExit(f"{summary.totals.failed} documents failed")
    cpu = time.process_time()
    for child in psutil.Process().children(recursive=True):
        # The fork server; the children have ended and count as its.
        used = child.cpu_times()
        cpu += used.user + used.system + used.children_user + used.children_system
    return {"cpu": cpu, "samples": watch.samples}


def _contest(name: str, source: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--contestant", name, "--archive", str(source)]
    started = time.monotonic()
    out = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    result: dict[str, float] = json.loads(out.splitlines()[-1])
    return {"cpu": result["cpu"], "wall": time.monotonic() - started}


def overhead(few: Path, many: Path, counts: tuple[int, int], rounds: int) -> None:
    """Cost of a document and of starting, bare and in runs."""
    best: dict[tuple[str, str, str], float] = defaultdict(lambda: float("inf"))
    for _ in range(rounds):
        for name in CONTESTANTS:
            for size, source in (("few", few), ("many", many)):
                for what, seconds in _contest(name, source).items():
                    best[name, size, what] = min(best[name, size, what], seconds)

    def each(name: str, what: str) -> float:
        return 1000 * (best[name, "many", what] - best[name, "few", what]) / (counts[1] - counts[0])

    print(f"{counts[1]} against {counts[0]} documents, best of {rounds} rounds")
    print(f"{'':12} {'cpu ms/document':>16} {'wall ms/document':>17} {'cpu s to start':>15}")
    for name in CONTESTANTS:
        start = best[name, "many", "cpu"] - each(name, "cpu") * counts[1] / 1000
        print(f"{name:12} {each(name, 'cpu'):16.2f} {each(name, 'wall'):17.2f} {start:15.2f}")
    for what in ("cpu", "wall"):
        print(f"overhead of a document, {what}: {100 * (each('one worker', what) / each('bare', what) - 1):+.1f} %")
    print(f"two workers against one, wall: {each('one worker', 'wall') / each('two workers', 'wall'):.2f}-fold")


def memory(source: Path, workers: int) -> None:
    """Memory of a run's processes over its documents."""
    command = [sys.executable, __file__, "--contestant", "memory", "--archive", str(source), "--workers", str(workers)]
    out = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    samples = json.loads(out.splitlines()[-1])["samples"]
    lines: dict[str, list[tuple[int, float, float]]] = defaultdict(list)
    for done, role, rss, pss in samples:
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
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--few", type=int, default=60)
    parser.add_argument("--many", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", type=int, metavar="DOCUMENTS")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--archive", type=Path, help="folder to keep the made files in, for the next time")
    parser.add_argument("--contestant", choices=[*CONTESTANTS, "memory"], help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.contestant == "bare":
        print(json.dumps(_bare([p for p in sorted(args.archive.rglob("*")) if p.is_file()])))
    elif args.contestant:
        workers = {"one worker": 1, "two workers": 2}.get(args.contestant, args.workers)
        print(json.dumps(_batch(args.archive, workers, memory=args.contestant == "memory")))
    else:
        with tempfile.TemporaryDirectory() as temporary:
            folder = args.archive or Path(temporary)
            counts = (args.memory,) if args.memory else (args.few, args.many)
            sources = [folder / f"in-{count}-0.0-0-0-7" for count in counts]
            for source, count in zip(sources, counts, strict=True):
                make(source, count, bad=0.0)
            if args.memory:
                memory(sources[0], args.workers)
            else:
                overhead(*sources, (args.few, args.many), args.rounds)


if __name__ == "__main__":
    main()
