"""Nothing read is lost: every word of every page stands in a row, fact, section, statement or issue."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.classify import classify
from ingest.classify.accounting import flat, told_text
from ingest.document import Document, words_of
from ingest.options import Options
from ingest.pipeline import arrange, process
from ingest.source import Source
from tests.classify.build import doc, h, li, p, t
from tests.odd_lines import FORMATS, Piece, documents, left_out, lines_of

SAMPLES = Path(__file__).parents[2] / "samples"
SHARED = Path(__file__).parents[3] / "shared"
SUFFIXES = (".pdf", ".docx", ".txt", ".png", ".jpg", ".tif", ".rtf", ".odt", ".doc")


def lost(document: Document) -> list[str]:
    """The words of a document that stand nowhere in its draft."""
    told = told_text(classify(document, Options()))
    words = [w.text for w in words_of(document.blocks)]
    return [w for text in words for w in text.split() if flat(w) and flat(w) not in told]


def test_every_kind_of_line_is_told() -> None:
    document = doc(
        p("Nora hamn 3 (7)", "header"),
        h("Handlingsplan för hamnen 2030"),
        p("Dnr KS 2030/14, fastställd 2030-01-02 § 7"),
        h("Innehåll", 2),
        p("Åtgärder .......... 3"),
        h("Åtgärder", 2),
        li("Måla bänkarna vid kajen – Parkenheten, maj 2030"),
        h("En rubrik utan text", 2),
        t([["Namn", "Telefon"], ["Ulla Berg", "12 34 56"]]),
        p("Bild: hamnen från söder", "caption"),
        p("1 Siffran är preliminär.", "footnote"),
        p("www.hamnen.example", "footer"),
    )
    assert lost(document) == []


def files(folder: Path) -> list[Path]:
    return sorted(f for f in folder.glob("*") if f.suffix in SUFFIXES)


@pytest.mark.parametrize("path", files(SAMPLES), ids=lambda f: f.name)
def test_samples_are_told_in_full(path: Path) -> None:
    assert lost(arrange(Source.open(str(path), None, Options().limits), Options())) == []


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["plans-dev", "authors", "real"])
def test_shared_documents_are_told_in_full(folder: str) -> None:
    if not (SHARED / folder).is_dir():
        pytest.skip("the shared documents are not here")
    short = {
        path.name: words
        for path in files(SHARED / folder)
        if (words := lost(arrange(Source.open(str(path), None, Options().limits), Options())))
    }
    assert short == {}


def quoted(document: Document) -> str:
    return "\n".join(n.message for n in classify(document, Options()).notes if n.code == "text-not-placed")


def test_labels_headings_and_lines_of_facts_have_their_place() -> None:
    said = quoted(
        doc(
            h("Handlingsplan för hamnen 2030"),
            p("Fastställd: 2030-01-02"),
            t([["Åtgärd", "Ansvarig", "När"], ["Måla bänkarna vid kajen", "Parkenheten", "maj 2030"]]),
        )
    )
    assert said == ""


def test_what_a_line_of_facts_says_beside_them_is_quoted() -> None:
    said = quoted(
        doc(
            h("Handlingsplan för hamnen 2030"),
            p("Fastställd: 2030-01-02 Dnr KS 30/14"),
            t([["Åtgärd", "Ansvarig", "När"], ["Måla bänkarna vid kajen", "Parkenheten", "maj 2030"]]),
        )
    )
    assert "KS 30/14" in said


def test_a_date_that_is_no_fact_is_quoted() -> None:
    said = quoted(
        doc(
            h("Handlingsplan för hamnen 2030"),
            p("Fastställd: 2030-01-02"),
            p("Revideras: 2033-05-06"),
            t([["Åtgärd", "Ansvarig", "När"], ["Måla bänkarna vid kajen", "Parkenheten", "maj 2030"]]),
        )
    )
    assert "2033-05-06" in said


def test_the_end_of_a_bullet_that_gave_vem_and_när_is_no_loss() -> None:
    said = quoted(
        doc(
            h("Handlingsplan för hamnen 2030"),
            h("Åtgärder", 2),
            li("Vi målar bänkarna vid kajen – Parkenheten, maj 2030"),
            li("Vi lagar belysningen på torget – Gatukontoret, juni 2030"),
        )
    )
    assert said == ""


PLAN = t([["Åtgärd", "Ansvarig", "När"], ["Måla bänkarna vid handelsboden", "Parkenheten", "maj 2030"]])


@pytest.mark.parametrize(
    "line",
    [
        # What ends like a column's heading is none.
        "Ensam rad här.", "Se bilaga", "Planen är klar", "Kajens framtid", "Summa 300 tkr", "Ansvarig: Gatukontoret",
        "Avser: läsåret 2026/2027", "Bilaga 2",
        # No word stands in the middle of another, and numbers alone may stand anywhere.
        "Ingen båt", "Plan B", "4 § 7", "5 2030",
    ],
)  # fmt: skip
@pytest.mark.parametrize("role", ["body", "footnote", "header"])
def test_a_line_beside_rows_is_told_whatever_its_words_end_like(line: str, role: str) -> None:
    made = classify(
        doc(h("Handlingsplan för hamnen 2030"), h("5 av 4 bänkar", 2), PLAN, p(line, role), p("Paragraf 7, 2030.")),
        Options(),
    )
    told = [*(s.value.text for s in made.statements), *(s.title for s in made.sections)]
    assert any(flat(line) in flat(text) for text in (*told, *(n.message for n in made.notes)))


def _converted(pieces: list[Piece], name: str) -> list[str]:
    plan = process(Source.from_bytes(FORMATS[name](pieces), name), Options()).plan
    return left_out(plan, lines_of(pieces))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents(), st.sampled_from(sorted(FORMATS)))
def test_no_line_of_a_file_is_lost_wherever_it_stands(pieces: list[Piece], name: str) -> None:
    assert _converted(pieces, name) == []


@pytest.mark.slow
@pytest.mark.timeout(3600)
@settings(max_examples=5_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents(), st.sampled_from(sorted(FORMATS)))
def test_no_line_of_five_thousand_files_is_lost(pieces: list[Piece], name: str) -> None:
    assert _converted(pieces, name) == []
