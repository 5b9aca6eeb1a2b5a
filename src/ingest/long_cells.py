"""Delimited text whose cells may be longer than Python's reader takes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["long_cells"]


@contextmanager
def long_cells(most: int = 2**31 - 1) -> Iterator[None]:
    """Let `csv.reader` take cells of up to `most` characters (131,072 by default) inside the block.

    The limit is the whole process's: a program that uses ingest as a library gets its own back.
    """
    before = csv.field_size_limit(most)
    try:
        yield
    finally:
        csv.field_size_limit(before)
