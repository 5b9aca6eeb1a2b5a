"""What was asked for is checked before the first document: a slip costs no night."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

from ingest.batch.engines import ENGINES
from ingest.errors import MissingTool, UsageError
from ingest.options import Options
from ingest.write import FORMATS

__all__ = ["check_formats", "check_options"]

# Packages that are not installed with ingest itself: by format and engine.
_PACKAGES = {"duckdb": ("duckdb", "duckdb_engine", "pyarrow"), "parquet": ("pyarrow",), "ray": ("ray",)}


def check_formats(formats: Sequence[str]) -> None:
    """Raise where a format is unknown, or its driver is not installed.

    Raises:
        UsageError, MissingTool.
    """
    unknown = [f for f in formats if f not in FORMATS]
    if unknown:
        raise UsageError(f"unknown format {', '.join(unknown)}.", remedy=f"Known: {', '.join(sorted(FORMATS))}.")
    for name in formats:
        _check_package(name)


def check_options(options: Options, formats: Sequence[str], engine: str) -> None:
    """Raise where anything that was asked for cannot be had.

    Raises:
        UsageError: an unknown format or engine; a vocabulary or file of actors that cannot be read.
        MissingTool: a driver or the second OCR engine is not installed.
    """
    check_formats(formats)
    if engine not in ENGINES:
        raise UsageError(f"unknown engine {engine}.", remedy=f"Known: {', '.join(sorted(ENGINES))}.")
    _check_package(engine)
    if options.vocabulary is not None:
        from ingest.classify.fields.vocabulary import load

        load(options.vocabulary)
    if options.actors is not None:
        from ingest.normalise import load_registers

        load_registers(options.actors)
    if options.second_engine is not None:
        from ingest.read.ocr.engines.second_engine import INSTALL, model

        if model() is None:
            name = options.second_engine
            raise MissingTool(f"the second engine ({name}) is not installed.", remedy=f"Install it: {INSTALL}")


def _check_package(name: str) -> None:
    missing = [package for package in _PACKAGES.get(name, ()) if find_spec(package) is None]
    if missing:
        raise MissingTool(
            f"the package {missing[0]} is not installed.", remedy=f"Install it: pip install 'ingest[{name}]'"
        )
