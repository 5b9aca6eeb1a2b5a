"""A second witness: another engine's reading of a line that Tesseract still doubts after its own votes.

The witness (RapidOCR with the recognition model of its wheel) is of another make than Tesseract, so the two seldom
make the same mistake: what both read is surer. What they read differently is decided word by word: figures and
marks by confidence, words by the lexicon. Whether a letter is å, ä, ö or a, o is never decided by the witness
alone: a model for many scripts loses small rings and dots (decision 172).
"""

from __future__ import annotations

import logging
import os
import string
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
from rapidfuzz.distance import Levenshtein

from ingest.errors import MissingTool
from ingest.options import WitnessName
from ingest.read.ocr.images import Gray
from ingest.read.ocr.tesseract import OcrWord
from ingest.read.ocr.voting import DOUBT_LEFT

__all__ = ["INSTALL", "Heard", "Witness", "hear", "model", "witness"]

INSTALL = "python3 -m pip install 'ingest[witness]'"

LEAST = 0.55
"""Confidence of its least sure character below which the witness is not heard."""
MARGIN = 0.05
"""By how much the witness must be surer to overrule figures and marks: its confidences run high."""
KNOWN = 0.5
"""By how much a word of the witness must be more surely Swedish than the one it replaces."""

STROKE = 0.88
"""Confidence below which a lone stroke that only one engine sees is taken for the rest of a ruling line."""

_STROKES = frozenset(["l", "I", "i", "|", "!", "[", "]", ";", ":", "j"])
_MARKED = "åäöÅÄÖ"
_BASE = str.maketrans("åäöÅÄÖ", "aaoAAO")
_SHAPES = str.maketrans("–—‐‑−”“„’‘´`，．：；（）％", "-----\"\"\"'''',.:;()%")
"""Marks told by their shape elsewhere (`scan_words`), and the full-width forms of a model for Chinese."""
_FIGURES = frozenset(string.digits + string.punctuation)


class Heard(NamedTuple):
    """What a witness reads in a line: its text, and for each character of it a confidence, 0..1."""

    text: str
    confidence: tuple[float, ...]


Witness = Callable[[Gray], Heard]
"""From a picture of one line, dark on white, to what stands there; empty text where it sees nothing."""


def hear(words: Sequence[OcrWord], seen: Heard, known: Callable[[str], float]) -> list[OcrWord]:
    """The words of a line after the witness was heard; their places stay, and no word is added.

    A lone doubted stroke at an end of the line, which the witness does not see beside a word that it reads alike, is
    left out: it is what is left of a ruling line.

    Args:
        words: of one line, in order.
        seen: the witness's reading of the same line.
        known: how surely a word is one of the language, 0..1.
    """
    if not words or not seen.text.strip():
        return list(words)
    tokens = _tokens(words, seen)
    agreed = [t is not None and _agree(w.text, t.text) for w, t in zip(words, tokens, strict=True)]
    out: list[OcrWord] = []
    for i, (word, token) in enumerate(zip(words, tokens, strict=True)):
        beside = {k for k in (i - 1, i + 1) if 0 <= k < len(words)}
        alike = any(agreed[k] for k in beside)
        if token is None:
            out.append(word)
        elif not token.text:
            at_end = len(beside) == 1 and word.text in _STROKES and word.confidence < STROKE
            if not (at_end and alike):
                out.append(word)
        elif agreed[i]:
            out.append(replace(word, confidence=1 - (1 - word.confidence) * DOUBT_LEFT))
        else:
            out.append(_overruled(word, token, known, begins=i == 0 or words[i - 1].text[-1] in ".!?:", alike=alike))
    return out


def _tokens(words: Sequence[OcrWord], seen: Heard) -> list[Heard | None]:
    """What the witness reads in the place of each word, empty where nothing; None where it parts the line otherwise."""
    theirs = seen.text
    ahead, behind = _boundaries(_folded(" ".join(w.text for w in words)), _folded(theirs))
    out: list[Heard | None] = []
    start = 0
    for word in words:
        end = start + len(word.text)
        a, b = ahead[start], behind[end]
        start = end + 1
        while a < b and theirs[a] == " ":
            a += 1
        while a < b and theirs[b - 1] == " ":
            b -= 1
        whole = a >= b or ((a == 0 or theirs[a - 1] == " ") and (b == len(theirs) or theirs[b] == " "))
        out.append(Heard(theirs[a:b], seen.confidence[a:b]) if whole and " " not in theirs[a:b] else None)
    return out


def _overruled(word: OcrWord, token: Heard, known: Callable[[str], float], *, begins: bool, alike: bool) -> OcrWord:
    """The word with the witness's text where that is allowed to count more, else as it was."""
    sure = min(token.confidence)
    if sure < max(LEAST, word.confidence + MARGIN):
        return word
    better = _stroke(word.text, token.text, begins=begins, alike=alike) or _better(word.text, token.text, known)
    if better is None:
        return word
    return replace(word, text=better, confidence=(word.confidence + sure) / 2)


def _stroke(ours: str, theirs: str, *, begins: bool, alike: bool) -> str | None:
    """A single stroke, which Tesseract knows least of: beside words read alike, the witness's 1 or I; and a capital
    where a sentence begins."""
    if len(ours) == 1 and ours in "l|!" and theirs in ("1", "I") and alike:
        return theirs if theirs == "1" or begins else None
    if begins and len(ours) > 1 and ours[0] in "il" and theirs[0] == "I" and _agree(ours[1:], theirs[1:]):
        return "I" + ours[1:]
    return None


def _agree(ours: str, theirs: str) -> bool:
    """Whether the witness says the same; a mark of å, ä or ö that it lost does not count against it."""
    a, b = ours.translate(_SHAPES), theirs.translate(_SHAPES)
    return len(a) == len(b) and all(x == y or x.translate(_BASE) == y for x, y in zip(a, b, strict=True))


def _better(ours: str, theirs: str, known: Callable[[str], float]) -> str | None:
    """What to read instead of `ours`, or None."""
    edits = Levenshtein.opcodes(_folded(ours), _folded(theirs))
    out, away, brought = [], "", ""
    for edit in edits:
        mine = ours[edit.src_start : edit.src_end]
        other = theirs[edit.dest_start : edit.dest_end].translate(_SHAPES)
        if edit.tag == "equal":
            out.append(mine)  # with its å, ä, ö and its dashes
        else:
            out.append(other)
            away, brought = away + mine, brought + other
    text = "".join(out)
    if not text.isprintable() or not brought.isascii() or text == ours:
        return None
    if _figures(theirs.translate(_SHAPES)) and any(c.isdigit() for c in ours):
        return text if len(text) == len(ours) else None
    if _figures_or_none(away) and _figures_or_none(brought):
        return text if len(text) == len(ours) else None
    if set(away + brought) & set(_MARKED + "aoAO") or not (away + brought).isalpha():
        return None
    return text if known(_core(text)) >= known(_core(ours)) + KNOWN else None


def _figures(text: str) -> bool:
    return bool(text) and _FIGURES.issuperset(text)


def _figures_or_none(text: str) -> bool:
    return _FIGURES.issuperset(text.translate(_SHAPES))


def _core(text: str) -> str:
    return text.strip(string.punctuation + "”“’–")


def _folded(text: str) -> str:
    """Same length, so that places in it are places in the text."""
    return text.translate(_SHAPES).translate(_BASE)


def _boundaries(ours: str, theirs: str) -> tuple[list[int], list[int]]:
    """For each place in `ours` the place in `theirs`: before and behind what the witness has in addition there."""
    ahead, behind = [0] * (len(ours) + 1), [0] * (len(ours) + 1)
    for edit in Levenshtein.opcodes(ours, theirs):
        length = max(1, edit.src_end - edit.src_start)
        for i in range(edit.src_start, edit.src_end + 1):
            share = (i - edit.src_start) / length
            at = edit.dest_start + round(share * (edit.dest_end - edit.dest_start))
            if i > edit.src_start or i == 0:
                ahead[i] = at if edit.tag != "insert" else edit.dest_start
            behind[i] = at if edit.tag != "insert" else edit.dest_end
    return ahead, behind


def model() -> Path | None:
    """The recognition model in RapidOCR's own folder; None where the package or its model is missing."""
    if find_spec("rapidocr") is None or find_spec("onnxruntime") is None:
        return None
    found = find_spec("rapidocr")
    folders = list(found.submodule_search_locations or ()) if found else []
    models = sorted(m for f in folders for m in (Path(f) / "models").glob("*rec*.onnx"))
    return models[-1] if models else None


def witness(name: WitnessName | None) -> Witness | None:
    """The witness of that name, started once a process; None for None.

    Raises:
        MissingTool: RapidOCR, ONNX Runtime or the recognition model is not installed. Nothing is ever fetched.
    """
    return None if name is None else _started(name, os.getpid())


@lru_cache(maxsize=1)
def _started(name: str, _process: int) -> Witness:
    path = model()
    if path is None:
        raise MissingTool(f"the second witness ({name}) is not installed.", remedy=f"Install it: {INSTALL}")
    try:
        return _rapid(path)
    except Exception as error:
        # Whatever a damaged model or a foreign version leads to: protobuf, ONNX, configuration errors.
        raise MissingTool(
            f"the second witness ({name}) does not start ({type(error).__name__}).", remedy=f"Install it: {INSTALL}"
        ) from error


def _rapid(path: Path) -> Witness:
    from rapidocr import RapidOCR

    threads = "EngineConfig.onnxruntime"
    running: Any = RapidOCR(
        params={
            "Global.use_det": False,
            "Global.use_cls": False,
            "Global.use_rec": True,
            "Global.return_word_box": True,
            "Global.log_level": "error",
            "Rec.model_path": str(path),
            # Worker processes share the cores.
            f"{threads}.intra_op_num_threads": 1,
            f"{threads}.inter_op_num_threads": 1,
        }
    )
    logging.getLogger("RapidOCR").setLevel(logging.ERROR)

    def ask(gray: Gray) -> Any:
        return running(cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR), use_det=False, use_cls=False, use_rec=True)

    # The model is loaded at the first question, and what goes wrong then is told by an answer of None.
    if ask(np.full((48, 96), 250, np.uint8)).txts is None:
        raise RuntimeError("the model cannot be used")

    def read(gray: Gray) -> Heard:
        found = ask(gray)
        text = found.txts[0] if found.txts else ""
        details = found.word_results[0] if text and found.word_results else None
        each = tuple(float(c) for c in details.confs) if details is not None else ()
        if len(each) != len(text):
            each = (float(found.scores[0]),) * len(text) if text else ()
        return Heard(text, each)

    return read
