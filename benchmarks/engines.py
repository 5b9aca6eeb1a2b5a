"""What the engine ray costs beside the local one, on this machine, with distinct documents made of the samples.

    python benchmarks/engines.py [documents] [workers] [rounds]

Both convert the same files with the same number of workers, in turns; Ray is started by the engine and ended by it.
Outputs must be equal to the byte. Processor seconds are those of all processes of the run, Ray's own included, when the
last result is there; on a busy machine they say more than the clock.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from ingest.batch.engine import Outcome
from ingest.batch.engines import make_engine
from ingest.batch.run import RunOrder, run
from ingest.options import Options

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "samples"))

from copies import write_copies


def processor_seconds() -> float:
    """Of the descendants of this process that live, and of those that they have waited for."""
    total = 0.0
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            used = process.cpu_times()
            total += used.user + used.system + used.children_user + used.children_system
    return total


class Clock:
    """Takes the time of each outcome."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.processor = 0.0
        self.started = time.monotonic()
        self.times: list[float] = []

    def listed(self, total: int, to_do: int) -> None:
        self.started = time.monotonic()

    def finished(self, outcome: Outcome, names: Sequence[str], active: Sequence[tuple[str, float]]) -> None:
        self.times.append(time.monotonic() - self.started)
        if len(self.times) == self.count:
            self.processor = processor_seconds()

    def writing(self, what: str) -> None: ...


def snapshot(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for p in out.rglob("*") if p.is_file() and ".ingest" not in p.parts}


def main(count: int = 60, workers: int = 2, rounds: int = 3) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        write_copies(folder / "in", count)
        results: dict[str, list[tuple[float, float]]] = {"local": [], "ray": []}
        print(f"{count} documents, {workers} workers; load of this machine at the start {os.getloadavg()[0]:.1f}")
        print("| round | engine | first result, s | last result, s | between, documents/s | processor, s | load |")
        print("|---|---|---|---|---|---|---|")
        for number in range(rounds):
            made = {}
            for engine in results:
                clock = Clock(count)
                out = folder / f"{engine}{number}"
                order = RunOrder((str(folder / "in"),), out, Options())
                summary = run(order, make_engine(engine, workers=workers, address=None), clock)
                assert summary.totals.done == count, summary.totals
                made[engine] = snapshot(out)
                first, last = clock.times[0], clock.times[-1]
                rate = (count - 1) / (last - first)
                results[engine].append((first, rate))
                figures = f"{first:.1f} | {last:.1f} | {rate:.2f} | {clock.processor:.0f} | {os.getloadavg()[0]:.1f}"
                print(f"| {number + 1} | {engine} | {figures} |", flush=True)
            assert made["local"] == made["ray"], "the engines made different bytes"
        for engine, values in results.items():
            first, rate = (statistics.median(v[i] for v in values) for i in (0, 1))
            print(f"{engine}: median first result after {first:.1f} s, then {rate:.2f} documents/s")


if __name__ == "__main__":
    main(*(int(a) for a in sys.argv[1:]))
