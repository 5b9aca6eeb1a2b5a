"""Cost grows in line with size. Work is counted, not seconds: calls of Python functions are the same on any machine."""

from __future__ import annotations

import gc
import importlib.util
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType, ModuleType

import pytest

from ingest.options import Options
from ingest.pipeline import convert_source
from ingest.source import Source
from ingest.system.memory import resident_bytes
from ingest.write.plan_json import dumps

ROOT = Path(__file__).resolve().parents[1]
MOST_BYTES = 3 * 2**20
"""Of memory that a worker may keep for every 100 documents."""
MOST = 4.4
"""Times the calls for four times the pages or rows: a tenth more than in line with size."""


def makers() -> ModuleType:
    spec = importlib.util.spec_from_file_location("long_documents", ROOT / "benchmarks" / "long_documents.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def work(data: bytes, name: str) -> tuple[int, int]:
    """Calls of Python and C functions that a conversion makes, and the rows that it finds."""
    calls = 0

    def count(frame: FrameType, event: str, arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    source = Source.from_bytes(data, name)
    sys.setprofile(count)
    try:
        plan = convert_source(source, Options())
    finally:
        sys.setprofile(None)
    return calls, len(plan.rows)


@pytest.mark.parametrize(("maker", "name", "size"), [("tall_word", "plan.docx", 60), ("long_pdf", "plan.pdf", 3)])
def test_four_times_the_size_is_four_times_the_work(maker: str, name: str, size: int) -> None:
    make: Callable[[int], bytes] = getattr(makers(), maker)
    convert_source(Source.from_bytes(make(size // 2), name), Options())  # what is loaded once is loaded
    (little, few), (much, many) = work(make(size), name), work(make(4 * size), name)
    assert few > 0
    assert many == 4 * few
    assert much <= MOST * little


def test_a_worker_keeps_nothing_of_its_documents() -> None:
    """Documents that it has converted once fill its caches; converted again and again they add nothing."""
    files = [p for p in sorted((ROOT / "samples").iterdir()) if p.suffix in (".pdf", ".docx", ".txt")]
    sources = [Source.from_bytes(p.read_bytes(), p.name) for p in files if "skannad" not in p.name]

    def convert(times: int) -> int:
        for _ in range(times):
            for source in sources:
                dumps(convert_source(source, Options()))
            gc.collect()
        return resident_bytes(os.getpid())

    before = convert(2)
    times = 4
    assert convert(times) - before <= MOST_BYTES * times * len(sources) / 100
