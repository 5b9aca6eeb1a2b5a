#!/usr/bin/env python3
"""Send documents to a real server and say how long they take, and what its own process grows to.

    python benchmarks/serve.py [--clients 1] [--jobs 1] [--requests 200] [--document samples/ekdalen-flikar.txt]

Prints, after a warm-up: requests per second; the 50th, 95th and 99th percentile of the time a client waits, in
milliseconds; beside it the time of the same conversion in this process without HTTP; the resident memory of the
server's own process (children not counted) before and after, in MiB; and the wait for the first document of a new
server, which loads the models.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil

import ingest

ROOT = Path(__file__).resolve().parent.parent


def ask(client: httpx.Client, data: bytes) -> float:
    """Seconds that one client waits for the plan."""
    started = time.perf_counter()
    response = client.post("/plans", content=data)
    response.raise_for_status()
    assert response.status_code == 200
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--document", type=Path, default=ROOT / "samples" / "ekdalen-flikar.txt")
    given = parser.parse_args()
    data = given.document.read_bytes()
    command = [sys.executable, "-m", "ingest", "serve", "--port", "0", "--jobs", str(given.jobs), "--wait", "600"]
    command += ["--queue", str(max(32, given.clients))]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        try:
            assert process.stderr is not None
            found = re.search(r"http://\S+:\d+", process.stderr.readline())
            assert found is not None
            with httpx.Client(base_url=found[0], timeout=600, trust_env=False) as client:
                first = ask(client, data)
                for _ in range(10):
                    ask(client, data)
                server = psutil.Process(process.pid)
                before = server.memory_info().rss
                started = time.perf_counter()
                with ThreadPoolExecutor(given.clients) as pool:
                    waits = sorted(pool.map(lambda _: ask(client, data), range(given.requests)))
                seconds = time.perf_counter() - started
                after = server.memory_info().rss
        finally:
            process.terminate()
    direct = []
    for _ in range(min(20, given.requests) + 1):
        started = time.perf_counter()
        ingest.convert(given.document)
        direct.append(time.perf_counter() - started)
    cut = statistics.quantiles(waits, n=100, method="inclusive")
    print(f"{given.document.name}, {given.requests} requests, {given.clients} clients, {given.jobs} children")
    print(f"requests per second        {given.requests / seconds:8.1f}")
    print(f"wait p50 / p95 / p99, ms   {cut[49] * 1e3:8.0f} {cut[94] * 1e3:8.0f} {cut[98] * 1e3:8.0f}")
    print(f"without HTTP, median, ms   {statistics.median(direct[1:]) * 1e3:8.0f}")
    print(f"first document, ms         {first * 1e3:8.0f}")
    print(f"server's memory, MiB       {before / 2**20:8.1f} {after / 2**20:8.1f}")


if __name__ == "__main__":
    main()
