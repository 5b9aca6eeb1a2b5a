"""Cost grows in line with size. Work is counted, not seconds: calls of Python functions are the same on any machine."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType, ModuleType

import pytest

from ingest.options import Options
from ingest.pipeline import convert_source
from ingest.source import Source

ROOT = Path(__file__).resolve().parents[1]
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
