from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.classify.fields.classifier import LABELS, meanings
from ingest.language import sentences as by_sight
from ingest.language.sentences import is_quotation, sentences
from ingest.language.spacy_pipeline import blank


def split(text: str) -> list[str]:
    return [text[a:b] for a, b in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Planen gäller fr.o.m. 1 maj. Den följs upp.", ["Planen gäller fr.o.m. 1 maj.", "Den följs upp."]),
        ("Vi möts kl. 9.00 i t.ex. stadshuset.", ["Vi möts kl. 9.00 i t.ex. stadshuset."]),
        ("Vem? Polisen! Klart.", ["Vem?", "Polisen!", "Klart."]),
        (
            "Enligt 5 § socialtjänstlagen m.m. Därefter följer resten.",
            ["Enligt 5 § socialtjänstlagen m.m.", "Därefter följer resten."],
        ),
        ("Vi bjuder in skolor, kyrkor m.fl. till mötet.", ["Vi bjuder in skolor, kyrkor m.fl. till mötet."]),
        ("Mötet hålls den 3. oktober.", ["Mötet hålls den 3. oktober."]),
        ("Kontakta A. Lind vid frågor.", ["Kontakta A. Lind vid frågor."]),
        ("”Hej!” sa hon. Sedan gick hon.", None),
    ],
)
def test_sentences_of_administrative_swedish(text: str, expected: list[str] | None) -> None:
    if expected is not None:
        assert split(text) == expected
    assert " ".join(split(text)) == text


@given(st.text(max_size=200))
def test_sentences_cover_the_text_in_order(text: str) -> None:
    found = sentences(text)
    assert all(a < b for a, b in found)
    assert all(b <= c for (_, b), (c, _) in pairwise(found))
    rest = list(text)
    for a, b in found:
        rest[a:b] = [" "] * (b - a)
    assert "".join(rest).strip() == ""


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Syftet är att färre ungdomar ska utsättas för våld.", "mål"),
        ("Skadegörelsen har ökat kring skolan sedan i höstas.", "orsak"),
        ("Kommunen ordnar kvällsvandringar i centrum.", "åtgärd"),
        ("Konferensen äger rum den 4 maj 2026 klockan 13.", "när"),
        ("Ansvaret ligger på socialförvaltningen och polisen.", "vem"),
        ("Kaffe och smörgås serveras.", "annat"),
    ],
)
def test_meanings_of_plain_sentences(text: str, field: str) -> None:
    (scores,) = meanings([text])
    assert max(scores, key=lambda name: scores[name]) == field


@given(st.lists(st.text(max_size=80), min_size=1, max_size=4))
def test_meanings_are_probabilities(texts: list[str]) -> None:
    for scores in meanings(texts):
        assert set(scores) == set(LABELS)
        assert sum(scores.values()) == pytest.approx(1.0, abs=1e-4)


@pytest.mark.slow
def test_two_thousand_sentences_a_second(samples: Path) -> None:
    texts = ["Kommunen och polisen ska under våren genomföra trygghetsvandringar i centrum."] * 2000
    list(meanings(texts[:10]))
    start = time.process_time()
    list(meanings(texts))
    assert time.process_time() - start < 1.0


NLP = blank()


def by_spacy(text: str) -> list[tuple[int, int]]:
    return [(s.start_char, s.end_char) for s in NLP(text).sents]


PARTS = ["Skolan", "mäter", "bl.a.", "trygghet.", "Polisen", "år", "2025.", "3.5", "kl.", "Kap.", "ej.", "Vem?", "m.m."]


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=8))
def test_what_is_parted_by_sight_is_parted_as_spacy_does(parts: list[str]) -> None:
    text = " ".join(parts)
    seen = by_sight._by_sight(text)
    assert seen is None or seen == by_spacy(text)


def test_clear_sentences_are_parted_by_sight() -> None:
    assert by_sight._by_sight("Skolan mäter trygghet. Polisen deltar bl.a. i maj.") == [(0, 22), (23, 50)]


def test_all_words_that_spacy_keeps_with_their_mark_are_known() -> None:
    rules = NLP.tokenizer.rules  # type: ignore[union-attr]
    kept = {word for word in rules if word[-1] in ".!?" and word[:-1].isalpha()}
    assert kept <= by_sight._abbreviations()


@pytest.mark.parametrize(
    "text", ["”Det lönar sig att vara tidig”", "”Vi hjälps åt här.” – Anna, lärare", "»Ingen går ensam hem»"]
)
def test_a_text_within_quotation_marks_is_what_somebody_says(text: str) -> None:
    assert is_quotation(text)


@pytest.mark.parametrize(
    "text", ["”Trygg hamn”", "Projektet ”Vi går hem tillsammans” fortsätter", "Fler ska trivas i hamnen"]
)
def test_a_name_within_quotation_marks_is_no_quotation(text: str) -> None:
    assert not is_quotation(text)
