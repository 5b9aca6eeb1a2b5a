"""Hyphens, spaces and spans, in documents whose words a machine has set."""

from __future__ import annotations

import pytest

from ingest.document import BBox, Cell, Document, Line, Method, Page, Paragraph, Table, Word, paragraphs
from ingest.options import Options
from ingest.repair import mend, repair_text


def mended(*lines: str, method: Method = Method.TEXT_LAYER) -> str:
    block = Paragraph(tuple(Line(tuple(Word(w, w) for w in line.split())) for line in lines))
    document = Document("0" * 64, "x.pdf", "application/pdf", method, blocks=(block,))
    return next(paragraphs(mend(document, Options()).blocks)).text


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("Barn- och utbildnings-", "förvaltningen"), "Barn- och utbildningsförvaltningen"),
        (("Barn-", "och ungdom"), "Barn- och ungdom"),
        (("Kultur-, fritids-", "och tekniska"), "Kultur-, fritids- och tekniska"),
        (("konsek-", "ven-", "ser"), "konsekvenser"),
        (("ANDTS-", "coacher"), "ANDTS-coacher"),
        (("över ex-", "tremistiska miljöer"), "över extremistiska miljöer"),
        (("med A-", "traktor, e-", "post"), "med A-traktor, e-post"),
        (("Nordväst-", "Skåne"), "Nordväst-Skåne"),
        (("På var fjärde 40-", "gata, inom 24-", "timmars frist"), "På var fjärde 40-gata, inom 24-timmars frist"),
        (("Elever på 3-", "och 4-", "årsnivå"), "Elever på 3- och 4-årsnivå"),
        (("senast 2025-", "08-13"), "senast 2025-08-13"),
        (("klart 2003-", "04–30"), "klart 2003-04-30"),
        (("kl. 7.45-", "8.10"), "kl. 7.45-8.10"),
        (("under VT-", "26"), "under VT-26"),
        (("våldsbeja\u00ad", "kande"), "våldsbejakande"),
        (("åter¬rapportering och före\u00adbygga",), "återrapportering och förebygga"),
        (("Gäller 2024\u00ad2026, barn\u00ad och RF\u00adSISU",), "Gäller 2024-2026, barn- och RF-SISU"),
        (("det fj ärde målet i trafi ken",), "det fjärde målet i trafiken"),
        (("alkoholoch drogförebyggande arbete",), "alkohol- och drogförebyggande arbete"),
        (("för attförverkliga planen",), "för att förverkliga planen"),
        (("miljö-och hälsofrågor",), "miljö- och hälsofrågor"),
        (("Uppföljning/", "indikator"), "Uppföljning/indikator"),
        (("onsdagar april–", "september"), "onsdagar april–september"),
        (("mål – och –", "medel"), "mål – och – medel"),
        (("Tillståndsenhe", "ten"), "Tillståndsenheten"),
        (("Skolan/Tillståndsenhe", "ten"), "Skolan/Tillståndsenheten"),
        (("Samtidig stängning av", "serveringsställ", "en prövas"), "Samtidig stängning av serveringsställen prövas"),
        (("Lokalpolisomr", "åde Boden"), "Lokalpolisområde Boden"),
        (("Fritidsgården", "öppnar"), "Fritidsgården öppnar"),
        (("Verksamhet", "en"), "Verksamhet en"),
        (("för perioden 2016 2019.",), "för perioden 2016–2019."),
        (("åren 2016 2017 och 2018",), "åren 2016 2017 och 2018"),
    ],
)
def test_a_machine_s_lines(lines: tuple[str, ...], text: str) -> None:
    assert mended(*lines) == text


def test_an_author_s_words_are_left_as_they_are() -> None:
    assert mended("attförverkliga planen", method=Method.WORD) == "attförverkliga planen"
    assert mended("en miljö-och hälsofråga", method=Method.WORD) == "en miljö-och hälsofråga"


def test_the_document_tells_what_a_word_is() -> None:
    text = "FREDA-kortfrågor används. Alla kan FREDA-\nkortfrågor."
    assert repair_text(text) == "FREDA-kortfrågor används. Alla kan FREDA-kortfrågor.\n"


def test_a_name_that_the_engine_read_well_stays() -> None:
    text = "Installera larm på Ekskolan och i rådet för Kulleberg samt vid Björkskolan"
    line = Line(tuple(Word(w, w, confidence=0.96) for w in text.split()))
    document = Document("0" * 64, "x.png", "image/png", Method.OCR, blocks=(Paragraph((line,)),))
    assert next(paragraphs(mend(document, Options()).blocks)).text == text


def test_an_ending_alone_on_its_line_joins_where_words_were_broken_elsewhere() -> None:
    blocks = tuple(
        Paragraph(tuple(Line((Word(w, w),)) for w in lines))
        for lines in (("Tillståndsenhe", "ten"), ("Verksamhet", "en"))
    )
    document = Document("0" * 64, "x.pdf", "application/pdf", Method.TEXT_LAYER, blocks=blocks)
    texts = [p.text for p in paragraphs(mend(document, Options()).blocks)]
    assert texts == ["Tillståndsenheten", "Verksamheten"]


@pytest.mark.parametrize(
    ("lines", "meant"),
    [
        (("under juni–", "augusti"), "under juni–augusti"),
        (("under juni-", "augusti"), "under juni-augusti"),
        (("vecko-", "planering"), "veckoplanering"),
    ],
)
def test_a_span_of_months_keeps_its_dash_at_a_line_s_end(lines: tuple[str, ...], meant: str) -> None:
    assert mended(*lines) == meant
    assert mended(*lines, method=Method.OCR) == meant


def _cell(*lines: str, width: float = 40.0) -> str:
    """The text of a narrow cell, each line as wide as its letters are many, the widest filling the column."""
    made = []
    for n, line in enumerate(lines):
        x, words = 2.0, []
        for word in line.split():
            words.append(Word(word, word, BBox(x, 10.0 * n, x + 4.0 * len(word), 10.0 * n + 9), size=10.0))
            x += 4.0 * len(word) + 4.0
        made.append(Line(tuple(words), 1))
    cell = Cell(0, 0, (Paragraph(tuple(made)),), bbox=BBox(0.0, 0.0, width + 4.0, 10.0 * len(lines)))
    page = Page(1, 600.0, 800.0, method=Method.TEXT_LAYER)
    document = Document("0" * 64, "x.pdf", "application/pdf", Method.TEXT_LAYER, pages=(page,),
                        blocks=(Table((cell,), 1, 1),))  # fmt: skip
    return next(paragraphs(mend(document, Options()).blocks)).text


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("Trygghet", "svandrin", "gar"), "Trygghetsvandringar"),
        (("Barn- och", "utbildni", "ngsförva", "ltningen"), "Barn- och utbildningsförvaltningen"),
        (("Vård- och o", "msorgsförv", "altningen"), "Vård- och omsorgsförvaltningen"),
        (("Vård- och o", "msorgsnämnden"), "Vård- och omsorgsnämnden"),
        (("Plan för en", "badplats"), "Plan för en badplats"),
        (("Stäng", "tunneln", "nattetid;"), "Stäng tunneln nattetid;"),
        (("Samlad polisinsats", ",", "samtal med ägare"), "Samlad polisinsats, samtal med ägare"),
        (("otryggt på Stortorget", "."), "otryggt på Stortorget."),
    ],
)
def test_words_that_a_narrow_column_broke(lines: tuple[str, ...], text: str) -> None:
    assert _cell(*lines, width=4.0 * max(len(line) for line in lines)) == text


def test_less_proof_is_needed_where_the_document_shows_that_it_breaks_words() -> None:
    shown = ("Trygghet", "svandrin", "gar")
    assert _cell("Säkerhet", "schefen", width=32.0) == "Säkerhetschefen"
    assert _cell(*shown, width=32.0).startswith("Trygghetsvandringar")


def test_a_word_with_a_hyphen_of_its_own_keeps_the_one_behind_it() -> None:
    assert mended("en drop-in-", "mottagning öppnas") == "en drop-in-mottagning öppnas"
