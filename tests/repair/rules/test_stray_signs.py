"""Specks beside words, strokes by themselves and capitals for small letters, on scans."""

from __future__ import annotations

import pytest

from ingest.document import Method
from ingest.repair.rules.stray_signs import mend_strays
from ingest.repair.working_text import Body, Passage, WorkingWord


def mended(*texts: str, confidence: float = 0.85, column: tuple[int, int] | None = (3, 1)) -> list[str]:
    passages = [Passage([[WorkingWord(w, confidence) for w in t.split()]], Method.OCR, column=column) for t in texts]
    made = Body(passages)
    mend_strays(made, passages)
    return [" ".join(t.text for t in p.tokens() if t.text) for p in passages]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("lyktor sätts ut.med början i maj", "lyktor sätts ut med början i maj"),
        ("rondera parken på- helger", "rondera parken på helger"),
        ("byt lamporna -längs stigen", "byt lamporna längs stigen"),
        ("alla ska-känna sig trygga", "alla ska känna sig trygga"),
        ("klart i mars .1997", "klart i mars 1997"),
        ("samtal med • elever i nian", "samtal med elever i nian"),
        ("SkolanS vaktmästare låser", "Skolans vaktmästare låser"),
        ("klart Apri! 1994", "klart April 1994"),
        ("se till att man Ser utgången", "se till att man ser utgången"),
        ("alla ska fåi uppdrag att leda", "alla ska få i uppdrag att leda"),
        ("fr.o.m, mars", "fr.o.m. mars"),
    ],
)
def test_a_stray_sign_goes(read: str, meant: str) -> None:
    assert mended(read) == [meant]
    assert mended(meant) == [meant]


@pytest.mark.parametrize(
    "text",
    [
        "bl.a. vid torget",
        "barn- och ungdomsgården",
        "prova på-dagar i hallen",
        "drop-in på it-stöd",
        "besök hos Södra skolan",
        "förskola och -klass",
        "kl. 20 varje fredag",
        "icke-våld i skolan",
    ],
)
def test_signs_that_belong_stay(text: str) -> None:
    assert mended(text) == [text]


def test_a_dash_before_one_cell_alone_goes() -> None:
    assert mended("-Laga grinden", "Måla staketet") == ["Laga grinden", "Måla staketet"]
    assert mended("-Laga grinden", "-Måla staketet") == ["-Laga grinden", "-Måla staketet"]


def test_a_doubted_stroke_at_a_cells_edge_goes() -> None:
    assert mended("I Hedvikagården", confidence=0.1) == ["Hedvikagården"]
    assert mended("I Hedvikagården", confidence=0.6) == ["I Hedvikagården"]
