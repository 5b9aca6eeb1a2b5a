"""The engine of this process: Tesseract where it and its language data are found, else a network from wheels alone."""

from __future__ import annotations

import os
from importlib.util import find_spec

from ingest.errors import MissingTool
from ingest.read.ocr.engines.network_engine import NetworkEngine
from ingest.read.ocr.engines.second_engine import model, second_engine
from ingest.read.ocr.engines.tesseract import Tesseract, TesseractEngine, language_data
from ingest.system.programs import install_command, pip

__all__ = ["engine"]

_running: dict[int, TesseractEngine] = {}


def engine() -> TesseractEngine:
    """This process's engine, started on first use.

    Tesseract reads Swedish print better than the network does alone (benchmarks/scan.md), so it is taken where it can
    start.

    Raises:
        MissingTool: there is neither, or Tesseract's data is damaged.
    """
    pid = os.getpid()
    if pid not in _running:
        _running.clear()
        _running[pid] = _start()
    return _running[pid]


def _start() -> TesseractEngine:
    data = language_data()
    package = find_spec("tesserocr") is not None
    if package and data is not None:
        return Tesseract(data)
    if model() is not None:
        network = second_engine("rapidocr")
        assert network is not None
        return NetworkEngine(network)
    if not package:
        raise MissingTool(
            "the page is a picture, and no engine that reads pictures is installed.",
            remedy=f"Install one: {pip()} install tesserocr, or {pip()} install rapidocr onnxruntime.",
        )
    raise MissingTool(
        "the page is a picture, and Tesseract's language data is not installed.",
        remedy=f"Install it: {install_command('ocr')}; or set TESSDATA_PREFIX to the folder that holds "
        f"Latin.traineddata; or, without Tesseract: {pip()} install rapidocr onnxruntime.",
    )
