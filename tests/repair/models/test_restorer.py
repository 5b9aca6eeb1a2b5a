"""The restorer in context: marks, OCR confusions, what must stay."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.letters import unmark
from ingest.repair.models.misreadings import variants
from ingest.repair.models.ocr_channel import channel
from ingest.repair.models.restorer import HEALTHY, DamageRates, estimate, fill, restore

STRIPPED = DamageRates(stripped=1.0)
ENGLISH = DamageRates(stripped=1.0, ocr=0.03)
SWEDISH = DamageRates(stripped=0.01, ocr=0.005)
WORDS = ["for", "att", "vi", "har", "arbetat", "med", "malet", "i", "ar", "var", "plan", "starkt", "man", "las", "vag"]


def text(tokens: str, damage: DamageRates) -> str:
    return " ".join(r.text for r in restore(tokens.split(), damage=damage) if r.text)


@pytest.mark.parametrize(
    "clean",
    [
        "Det här är en plan som vi har arbetat med under året.",
        "Vi har våra mål och de ska vara klara i vår.",
        "Kommunen ska förebygga våld i nära relationer.",
        "Samverkan mellan Västra Götalandsregionen och Länsstyrelsen i Jönköpings län.",
        "De flesta brotten begås av män, och man vill nå fler av dem.",
        "Åtgärder",
        "MÅL OCH ÅTGÄRDER",
        "Trygghetsvärdar går två gånger per år",
        "Ansvarig: Räddningstjänsten, Alkoholhandläggare",
        "senast våren 2026",
    ],
)
def test_stripped_text_is_restored_in_context(clean: str) -> None:
    assert text(unmark(clean), STRIPPED) == clean


@pytest.mark.parametrize(
    ("seen", "clean"),
    [
        ("stéd fér larare och férskollarare", "stöd för lärare och förskollärare"),
        ("f6r att na malet", "för att nå målet"),
        ("Kommunen dr ansvarig fdr atgarden", "Kommunen är ansvarig för åtgärden"),
        ("| ar ska kommunen starka samverkan", "I år ska kommunen stärka samverkan"),
        ("atgarder som sAger nagot", "åtgärder som säger något"),
        ("samverkan med skolan 6ver tid", "samverkan med skolan över tid"),
        ("trygghetsvandringar i omradet kring bostadsriitten", "trygghetsvandringar i området kring bostadsrätten"),
    ],
)
def test_what_an_english_engine_reads_is_put_right(seen: str, clean: str) -> None:
    assert text(seen, ENGLISH) == clean


@pytest.mark.parametrize(
    "seen", ["HT 2024", "VT-25", "kv 1 2025", "31 dec 2024", "fr.o.m. mars", "A4", "Q1", "2010:800"]
)
def test_abbreviations_dates_and_numbers_stay(seen: str) -> None:
    assert text(seen, ENGLISH) == seen
    assert text(seen, SWEDISH) == seen


def test_a_swedish_engines_slips_are_put_right_and_its_words_stay() -> None:
    assert text("kommunen ska tll våren samverka", SWEDISH) == "kommunen ska till våren samverka"
    sound = "Socialtjänsten ansvarar för insatser riktade till unga med normbrytande beteende."
    assert text(sound, SWEDISH) == sound


def test_partial_loss_keeps_the_marks_that_are_there() -> None:
    assert text("Vi har ett år på oss att nå malet för aren", DamageRates(stripped=0.5)) == (
        "Vi har ett år på oss att nå målet för åren"
    )


def test_confidence_tells_a_choice_from_a_certainty() -> None:
    sure, open_choice = restore(["kommunfullmaktige"], damage=STRIPPED)[0], restore(["val"], damage=STRIPPED)[0]
    assert sure.confidence > 0.99 > open_choice.confidence
    assert sure.rule == "diacritics"


@given(st.lists(st.text(min_size=1, max_size=12).filter(lambda t: not t.isspace()), max_size=8))
def test_health_is_a_fixed_point_and_every_token_has_its_result(tokens: list[str]) -> None:
    assert [r.text for r in restore(tokens, damage=HEALTHY)] == tokens
    for damage in (STRIPPED, ENGLISH):
        results = restore(tokens, damage=damage)
        assert len(results) == len(tokens)
        assert all(0.0 <= r.confidence <= 1.0 for r in results)
        assert all((r.rule is None) == (r.text == token) for r, token in zip(results, tokens, strict=True))


@given(
    st.lists(
        st.sampled_from(
            [
                "for",
                "att",
                "vi",
                "har",
                "arbetat",
                "med",
                "malet",
                "i",
                "ar",
                "var",
                "plan",
                "starkt",
                "man",
                "las",
                "vag",
            ]
        ),
        max_size=9,
    )
)
def test_restoring_marks_twice_is_restoring_once(tokens: list[str]) -> None:
    once = [r.text for r in restore(tokens, damage=STRIPPED)]
    assert [r.text for r in restore(once, damage=STRIPPED)] == once


def test_marks_are_only_added_never_taken_or_moved() -> None:
    tokens = ["Överenskommelsen", "för", "2024", "Malmo", "blåbar", "idé", "kafé"]
    for token, result in zip(tokens, restore(tokens, damage=DamageRates(stripped=0.5)), strict=True):
        assert unmark(token) == unmark(result.text)
        assert all(a == b for a, b in zip(token, result.text, strict=True) if a != unmark(a))


def test_fill_puts_letters_only_into_the_holes() -> None:
    assert fill("f?r", "Ansvar", "skolan").text == "för"
    assert fill("\ufffdtg\ufffdrder,").text == "åtgärder,"
    assert fill("V�STMANLAND").text == "VÄSTMANLAND"
    assert fill("hej").text == "hej"


def test_estimate_tells_how_much_is_lost() -> None:
    sound = ["Kommunen", "ska", "förebygga", "brott", "och", "stärka", "tryggheten", "särskilt", "på", "kvällar"]
    assert estimate([sound]).stripped < 0.05
    assert estimate([unmark(" ".join(sound)).split()]).stripped > 0.95


def test_the_channel_knows_its_engine() -> None:
    english, swedish = channel(1.0, 0.03), channel(0.0, 0.005)
    assert english.cost("ö", "é") < english.cost("ö", "a") < 15.0
    assert swedish.cost("ö", "o") > 6.0 > english.cost("ö", "o")
    assert "for" in [text for text, _, _ in variants("fér", english, 8.0)]


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "token", ["a" * 100_000, "abdeilo6é" * 5_000, "|" * 3_000, "ii" * 30, "brottsförebyggande" * 9]
)
def test_no_token_takes_long(token: str) -> None:
    for damage in (STRIPPED, ENGLISH, SWEDISH):
        assert len(restore([token], damage=damage)) == 1


@pytest.mark.shared
@pytest.mark.slow
def test_the_development_set_meets_its_marks(shared: Path) -> None:
    with lzma.open(shared / "repair" / "dev.jsonl.xz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    for kind, damage, least in (
        ("stripped", STRIPPED, 0.997),
        ("partial", DamageRates(0.5), 0.997),
        ("clean", HEALTHY, 1.0),
    ):
        right = total = 0
        for row in rows:
            if row["kind"] == kind:
                clean = row["clean"].split()
                made = [r.text for r in restore(row["noisy"].split(), damage=damage)]
                right += sum(a == b for a, b in zip(made, clean, strict=True))
                total += len(clean)
        assert right / total >= least, kind
