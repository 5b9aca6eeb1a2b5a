"""A second engine: another engine's reading of a line that Tesseract still doubts after its own votes.

The recognition network of PP-OCRv6 (small; Apache-2.0), which lies in RapidOCR's wheel, is run under ONNX Runtime. It
is of another make than Tesseract, so the two seldom make the same mistake: what both read is surer. What they read
differently is decided word by word: figures and marks by confidence, words by the lexicon. Whether a letter is å, ä,
ö or a, o is never decided by the second engine alone: a model for many scripts loses small rings and dots (decision
172).
"""

from __future__ import annotations

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
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from ingest.errors import MissingTool
from ingest.options import SecondEngineName
from ingest.read.ocr.engines.tesseract import OcrWord
from ingest.read.ocr.engines.voting import DOUBT_LEFT
from ingest.read.ocr.images import Gray

__all__ = ["INSTALL", "LineReading", "SecondEngine", "model", "reconciled", "second_engine"]

INSTALL = "python3 -m pip install 'ingest[second-engine]'"

LEAST = 0.55
"""Confidence of its least sure character below which the second engine is not heard."""
MARGIN = 0.05
"""By how much the second engine must be surer to overrule figures and marks: its confidences run high."""
KNOWN = 0.5
"""By how much a word of the second engine must be more surely Swedish than the one it replaces."""

STROKE = 0.88
"""Confidence below which a lone stroke that only one engine sees is taken for the rest of a ruling line."""

HEIGHT = 48
"""Pixels, the height of a line's picture that the network was trained on (PP-OCR's rec_image_shape)."""
NARROWEST, WIDEST = 48, 3200
"""Pixels, the width of that picture: below, the network has no frames to read; above, a line is squeezed."""

_STROKES = frozenset(["l", "I", "i", "|", "!", "[", "]", ";", ":", "j"])
_MARKED = "åäöÅÄÖ"
_BASE = str.maketrans("åäöÅÄÖ", "aaoAAO")
_SHAPES = str.maketrans("–—‐‑−”“„’‘´`，．：；（）％", "-----\"\"\"'''',.:;()%")
"""Marks told by their shape elsewhere (`recognise`), and the full-width forms of a model for Chinese."""
_FIGURES = frozenset(string.digits + string.punctuation)
ALPHABET = string.ascii_letters + string.digits + "åäöÅÄÖéÉüÜ" + string.punctuation + "§–—”’…•°½€×"
"""What may stand in Swedish print: of the network's 18,708 characters no others are listened to."""


class LineReading(NamedTuple):
    """What a second engine reads in a line: its text, and for each character of it a confidence, 0..1.

    `centres` are where the characters stand, in pixels from the picture's left edge; empty where the engine does not
    say.
    """

    text: str
    confidence: tuple[float, ...]
    centres: tuple[float, ...] = ()


SecondEngine = Callable[[Gray], LineReading]
"""From a picture of one line, dark on white, to what stands there; empty text where it sees nothing."""


def reconciled(words: Sequence[OcrWord], seen: LineReading, known: Callable[[str], float]) -> list[OcrWord]:
    """The words of a line after the second engine was heard; their places stay, and no word is added.

    A lone doubted stroke at an end of the line, which the second engine does not see beside a word that it reads alike,
    is left out: it is what is left of a ruling line.

    Args:
        words: of one line, in order.
        seen: the second engine's reading of the same line.
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


def _tokens(words: Sequence[OcrWord], seen: LineReading) -> list[LineReading | None]:
    """What the second engine reads in the place of each word: empty for nothing, None where it parts the line
    otherwise."""
    theirs = seen.text
    ahead, behind = _boundaries(_folded(" ".join(w.text for w in words)), _folded(theirs))
    out: list[LineReading | None] = []
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
        out.append(LineReading(theirs[a:b], seen.confidence[a:b]) if whole and " " not in theirs[a:b] else None)
    return out


def _overruled(
    word: OcrWord, token: LineReading, known: Callable[[str], float], *, begins: bool, alike: bool
) -> OcrWord:
    """The word with the second engine's text where that is allowed to count more, else as it was."""
    sure = min(token.confidence)
    if sure < max(LEAST, word.confidence + MARGIN):
        return word
    better = _stroke(word.text, token.text, begins=begins, alike=alike) or _better(word.text, token.text, known)
    if better is None:
        return word
    return replace(word, text=better, confidence=(word.confidence + sure) / 2)


def _stroke(ours: str, theirs: str, *, begins: bool, alike: bool) -> str | None:
    """A single stroke, which Tesseract knows least of: beside words read alike, the second engine's 1 or I; and a
    capital where a sentence begins."""
    if len(ours) == 1 and ours in "l|!" and theirs in ("1", "I") and alike:
        return theirs if theirs == "1" or begins else None
    if begins and len(ours) > 1 and ours[0] in "il" and theirs[0] == "I" and _agree(ours[1:], theirs[1:]):
        return "I" + ours[1:]
    return None


def _agree(ours: str, theirs: str) -> bool:
    """Whether the second engine says the same; a mark of å, ä or ö that it lost does not count against it."""
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
    """For each place in `ours` the place in `theirs`: before and behind what the second engine has in addition."""
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
    """The recognition network in RapidOCR's folder; None where the package, its model or ONNX Runtime is missing."""
    if find_spec("onnxruntime") is None:
        return None
    found = find_spec("rapidocr")
    folders = list(found.submodule_search_locations or ()) if found else []
    models = sorted(m for f in folders for m in (Path(f) / "models").glob("*rec*.onnx"))
    return models[-1] if models else None


def second_engine(name: SecondEngineName | None) -> SecondEngine | None:
    """The engine of that name, started once a process; None for None.

    Raises:
        MissingTool: ONNX Runtime or the recognition network is not installed. Nothing is ever fetched.
    """
    return None if name is None else _started(name, os.getpid())


@lru_cache(maxsize=1)
def _started(name: str, _process: int) -> SecondEngine:
    path = model()
    if path is None:
        raise MissingTool(f"the second engine ({name}) is not installed.", remedy=f"Install it: {INSTALL}")
    try:
        return _network(path)
    except Exception as error:
        # Whatever a damaged model or a foreign version leads to: protobuf and ONNX errors.
        raise MissingTool(
            f"the second engine ({name}) does not start ({type(error).__name__}).", remedy=f"Install it: {INSTALL}"
        ) from error


def _network(path: Path) -> SecondEngine:
    import onnxruntime

    chosen = onnxruntime.SessionOptions()
    # Worker processes share the cores.
    chosen.intra_op_num_threads = chosen.inter_op_num_threads = 1
    chosen.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), chosen, providers=["CPUExecutionProvider"])
    characters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    # The network's classes: the blank of CTC, its characters, a space.
    wanted = [0, *(i + 1 for i, c in enumerate(characters) if c in ALPHABET), len(characters) + 1]
    letters = ["", *(c for c in characters if c in ALPHABET), " "]
    source = session.get_inputs()[0].name

    def read(gray: Gray) -> LineReading:
        height, width = gray.shape
        wide = min(WIDEST, max(NARROWEST, round(width * HEIGHT / height)))
        small = cv2.resize(gray, (wide, HEIGHT), interpolation=cv2.INTER_AREA if height > HEIGHT else cv2.INTER_LINEAR)
        signal = (small.astype(np.float32) / 255.0 - 0.5) / 0.5
        found = session.run(None, {source: np.broadcast_to(signal, (1, 3, HEIGHT, wide))})
        return _decoded(np.asarray(found[0])[0][:, wanted], letters, width)

    if read(np.full((HEIGHT, 2 * HEIGHT), 250, np.uint8)).text.strip():
        raise RuntimeError("the model sees letters on white paper")
    return read


def _decoded(probabilities: npt.NDArray[Any], letters: Sequence[str], width: int) -> LineReading:
    """The likeliest letters of a CTC network's frames (Graves 2006, best path), one of equal neighbours.

    Args:
        probabilities: (frames, classes); class 0 is the blank.
        letters: of the classes.
        width: of the line's picture in pixels.
    """
    best, sure = probabilities.argmax(axis=1), probabilities.max(axis=1)
    starts = np.flatnonzero((best != 0) & (best != np.concatenate([[0], best[:-1]])))
    text, confidence, centres = [], [], []
    frame = width / max(1, len(best))
    for start in starts.tolist():
        end = start + 1
        while end < len(best) and best[end] == best[start]:
            end += 1
        text.append(letters[int(best[start])])
        confidence.append(float(sure[start:end].max()))
        centres.append((start + end) / 2 * frame)
    return LineReading("".join(text), tuple(confidence), tuple(centres))
