"""A second engine's word on a doubted line: what it may decide, and what it may not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from ingest.errors import MissingTool
from ingest.options import Options
from ingest.read.ocr import recognise as scan_words
from ingest.read.ocr.engines import second_engine as engines
from ingest.read.ocr.engines.second_engine import LineReading, reconciled, second_engine
from ingest.read.ocr.engines.tesseract import OcrWord
from ingest.read.ocr.images import Gray
from ingest.read.ocr.preprocess import Prepared

SWEDISH = frozenset(["våldsbejakande", "extremism", "för", "och", "bygglov", "år", "gång", "invånare"])
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


def known(word: str) -> float:
    return float(word.lower() in SWEDISH)


def line(*words: tuple[str, float], width: float = 22.0) -> list[OcrWord]:
    out, x = [], 0.0
    for text, confidence in words:
        out.append(OcrWord(text, (x, 0.0, x + width * len(text), 20.0), confidence, 0))
        x += width * len(text) + 12
    return out


def said(text: str, sure: float = 0.99) -> LineReading:
    return LineReading(text, (sure,) * len(text))


@pytest.mark.parametrize(
    ("ours", "theirs", "meant"),
    [
        # figures and marks: the surer engine
        ([("klart", 0.95), ("2O25-03-11", 0.6)], "klart 2025-03-11", "klart 2025-03-11"),
        ([("senast", 0.95), ("31/72", 0.6)], "senast 31/12", "senast 31/12"),
        ([("och", 0.97), ("bygglov,", 0.86)], "och bygglov.", "och bygglov."),
        # words: the lexicon
        ([("Våidsbejakande", 0.82), ("extremism", 0.97)], "Våldsbejakande extremism", "Våldsbejakande extremism"),
        # strokes
        ([("l", 0.7), ("gång/år", 0.74)], "1 gång/år", "1 gång/år"),
        ([("l", 0.13), ("Ansvarig", 0.98), ("aktör", 0.98)], "Ansvarig aktör", "Ansvarig aktör"),
        ([("platser.", 0.96), ("invånare", 0.72)], "platser. Invånare", "platser. Invånare"),
    ],
)
def test_what_the_second_engine_mends(ours: list[tuple[str, float]], theirs: str, meant: str) -> None:
    assert " ".join(w.text for w in reconciled(line(*ours), said(theirs), known)) == meant


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        # å, ä, ö are not the second engine's to give or take
        ([("för", 0.7)], "for"),
        ([("far", 0.3)], "för"),
        ([("Trössamfunden", 0.5)], "Trossamfunden"),
        ([("folkbokföring.", 0.6)], "folkbokforing."),
        # a word that is no more Swedish than what was there
        ([("Fickfolder", 0.5), ("till", 0.9)], "Fickfo1der til"),
        ([("Stöldligor", 0.5)], "Stòldligor"),
        # another parting into words
        ([("ute'sent", 0.5)], "ute sent"),
        # a stroke that is alone on its line, and one inside a line
        ([("l", 0.4)], "1"),
        ([("gång", 0.9), ("i", 0.5), ("år", 0.9)], "gång år"),
        # nothing seen
        ([("och", 0.4)], ""),
        ([("och", 0.4)], "  "),
    ],
)
def test_what_the_second_engine_may_not_change(ours: list[tuple[str, float]], theirs: str) -> None:
    assert [w.text for w in reconciled(line(*ours), said(theirs), known)] == [t for t, _ in ours]


def test_an_unsure_second_engine_overrules_nothing() -> None:
    doubted = line(("31/72", 0.6))
    assert reconciled(doubted, said("31/12", 0.62), known) == doubted
    assert reconciled(line(("31/72", 0.2)), said("31/12", 0.5), known)[0].text == "31/72"


def test_agreement_makes_surer_and_a_lost_mark_is_no_disagreement() -> None:
    out = reconciled(line(("för", 0.6), ("brott–", 0.8), ("är", 0.6)), said("for brott- är"), known)
    assert [round(w.confidence, 3) for w in out] == [0.8, 0.9, 0.8]
    # å where we read ä is one
    assert reconciled(line(("är", 0.6)), said("år"), known)[0].confidence == 0.6


letters = st.text("abeilåäö1279.,-/|I", min_size=1, max_size=7)
ours_lines = st.lists(st.tuples(letters, st.floats(0, 1)), min_size=1, max_size=6)
heard = st.lists(st.tuples(st.sampled_from("abeilåäö1279.,-/|I "), st.floats(0, 1)), max_size=30)


@given(ours_lines, heard)
def test_marks_places_and_probabilities_hold_whatever_is_heard(
    ours: list[tuple[str, float]], seen: list[tuple[str, float]]
) -> None:
    words = line(*ours)
    told = LineReading("".join(c for c, _ in seen), tuple(s for _, s in seen))
    out = reconciled(words, told, known)
    by_place = {w.box: w for w in words}
    assert all(w.box in by_place and 0 <= w.confidence <= 1 and w.text for w in out)
    assert [w.box for w in words if w.box in {o.box for o in out}] == [w.box for w in out]
    for word in out:
        before = by_place[word.box].text
        marks = [c for c in before if c in "åäö"]
        assert [c for c in word.text if c in "åäö"] == marks
        assert len(word.text) == len(before) or word.text.isascii() or known(word.text)
    dropped = [w for w in words if w.box not in {o.box for o in out}]
    assert all(len(w.text) == 1 and w.confidence < engines.STROKE for w in dropped)


@given(ours_lines)
def test_a_second_engine_that_says_the_same_changes_no_text(ours: list[tuple[str, float]]) -> None:
    words = line(*ours)
    out = reconciled(words, said(" ".join(w.text for w in words)), known)
    assert [w.text for w in out] == [w.text for w in words]
    assert all(a.confidence >= b.confidence for a, b in zip(out, words, strict=True))


class Fake:
    """An engine that reads every run as told."""

    has_second = False

    def __init__(self, *words: tuple[str, float]) -> None:
        self._words = line(*words)

    def allow_accents(self, *, allowed: bool) -> None: ...

    def words(self, gray: Gray, dpi: float, mode: int = 7, *, second: bool = False) -> list[OcrWord]:
        return self._words


def page(text: str) -> Prepared:
    image = Image.new("L", (900, 200), 250)
    font = ImageFont.truetype(str(FONT), 40)
    ImageDraw.Draw(image).text((30, 80), text, fill=0, font=font, anchor="ls")
    return Prepared(np.asarray(image), np.asarray(image), 300 / 72, 216.0, 48.0, np.eye(3), (), (), 22.0, 0.0)


@pytest.mark.skipif(not FONT.is_file(), reason="DejaVu is not installed")
def test_only_doubted_lines_are_put_to_the_second_engine() -> None:
    asked: list[Gray] = []

    def second(gray: Gray) -> LineReading:
        asked.append(gray)
        return said("klart 2025")

    sure = scan_words.recognise(page("klart 2025"), Fake(("klart", 0.99), ("2O25", 0.95)), second)  # type: ignore[arg-type]
    assert [w.text for w in sure] == ["klart", "2O25"]
    assert asked == []
    doubted = scan_words.recognise(page("klart 2025"), Fake(("klart", 0.99), ("2O25", 0.85)), second)  # type: ignore[arg-type]
    assert [w.text for w in doubted] == ["klart", "2025"]
    assert len(asked) == 1
    assert asked[0].ndim == 2


@pytest.fixture
def fresh() -> Iterator[None]:
    engines._started.cache_clear()
    yield
    engines._started.cache_clear()


@pytest.mark.usefixtures("fresh")
def test_a_missing_second_engine_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "model", lambda: None)
    with pytest.raises(MissingTool) as caught:
        second_engine("rapidocr")
    assert "ingest[second-engine]" in caught.value.remedy
    assert second_engine(None) is None


@pytest.mark.usefixtures("fresh")
def test_a_damaged_model_is_a_missing_tool(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if engines.model() is None:
        pytest.skip("RapidOCR is not installed (extra: second-engine)")
    broken = tmp_path / "broken_rec.onnx"
    broken.write_bytes(b"no model")
    monkeypatch.setattr(engines, "model", lambda: broken)
    with pytest.raises(MissingTool):
        second_engine("rapidocr")


@pytest.mark.skipif(not FONT.is_file(), reason="DejaVu is not installed")
@pytest.mark.usefixtures("fresh")
def test_the_real_second_engine_reads_a_line_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    if engines.model() is None:
        pytest.skip("RapidOCR is not installed (extra: second-engine)")

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the second engine reached for the network")

    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)
    ask = second_engine("rapidocr")
    assert ask is not None
    assert second_engine("rapidocr") is ask
    image = Image.new("L", (560, 70), 250)
    ImageDraw.Draw(image).text(
        (14, 50), "senast den 31 12 2025", fill=0, font=ImageFont.truetype(str(FONT), 40), anchor="ls"
    )
    seen = ask(np.asarray(image))
    assert seen.text.replace(" ", "") == "senastden31122025"
    assert len(seen.confidence) == len(seen.text)
    assert min(seen.confidence) > 0.5
    assert ask(np.full((60, 200), 250, np.uint8)).text.strip() == ""


def test_the_option_is_part_of_what_makes_a_result() -> None:
    assert Options(second_engine="rapidocr").fingerprint() != Options().fingerprint()
    assert Options.from_dict(Options(second_engine="rapidocr").to_dict()).second_engine == "rapidocr"
    former = {**Options().to_dict(), "witness": "rapidocr"}
    del former["second_engine"]
    assert Options.from_dict(former).second_engine == "rapidocr"
    older = {k: v for k, v in Options().to_dict().items() if k != "second_engine"}
    assert Options.from_dict(older).second_engine is None
