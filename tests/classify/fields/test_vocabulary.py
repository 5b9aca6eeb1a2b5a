"""Heading words: exact, inflected, misread, compound; a user's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.classify.fields.cell_scores import by_both, by_signs
from ingest.classify.fields.heading import LABELS
from ingest.classify.fields.vocabulary import load
from ingest.classify.tables.column_fields import assign, clues_of
from ingest.errors import UsageError
from ingest.language.patterns import word_set
from ingest.options import Options
from tests.classify.build import p, t


def test_a_short_heading_is_told_though_one_shape_was_misread() -> None:
    words = load(None)
    assert words.label("Iid") == "när"
    assert words.label("Yem") == "vem"
    assert words.label("Maj") is None, "a word of its own"
    assert words.label("Vid") is None


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("Orsak", "orsak"), ("ORSAK/PROBLEM", "orsak"), ("Nuläget", "orsak"),
        ("Identifierat förbättringsområde", "orsak"),
        ("Mål:", "mål"), ("Delmål", "mål"), ("Önskat läge", "mål"), ("Vad vill vi uppnå?", "mål"),
        ("Jämställdhetsmål", "mål"),
        ("Åtgärder", "åtgärd"), ("Vad ska göras?", "åtgärd"), ("Trygghetsinsatser", "åtgärd"),
        ("Kontrollmoment", "åtgärd"),
        ("Vem?", "vem"), ("Åtgärdsansvarig", "vem"), ("Ansvarig för genomförandet", "vem"),
        ("Förvaltning/Bolag", "vem"),
        ("När?", "när"), ("Planerat slut- datum", "när"), ("Tid", "när"), ("Klart senast", "när"),
        ("Tid (h)", "other"), ("Mål 2025", "other"), ("Ansvarig för uppföljning", "other"),
        ("Samverkanspart", "other"),
        ("Pågående verksamhet", "other"), ("Ordinarie organisation", "other"), ("Vår verksamhet", "vem"),
        ("Uppföljning", "other"), ("Status", "other"), ("Indikator/Mått", "other"), ("Nr", "other"), ("2024", "other"),
        # Misread by OCR or without accents.
        ("0rsak", "orsak"), ("MaI", "mål"), ("Atgarder", "åtgärd"), ("Ansvang aktör", "vem"), ("Tidpian", "när"),
    ],
)  # fmt: skip
def test_headings(heading: str, label: str) -> None:
    meaning = load().heading(heading)
    assert meaning.best == label
    assert meaning.known >= 0.8
    assert sum(meaning.probabilities.values()) == pytest.approx(1.0)


@pytest.mark.parametrize("heading", ["", "Xyz", "Kulör", "…"])
def test_unknown_headings_say_nothing(heading: str) -> None:
    assert load().heading(heading).known == 0.0


def test_a_users_own_words(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[fields."åtgärd"]\nsure = ["Kulör"]\n', encoding="utf-8")
    assert load(str(own)).heading("Kulör").best == "åtgärd"
    assert load().heading("Kulör").known == 0.0
    from ingest.classify import classify
    from tests.classify.build import doc

    document = doc(p("Plan 2025", "heading", 1), t([["Kulör", "Vem"], ["Måla parkbänkar", "Parkenheten"]]))
    row = classify(document, Options(vocabulary=str(own))).rows[0]
    assert row.fields["åtgärd"].text == "Måla parkbänkar"


@pytest.mark.parametrize("text", ["[fields.svar]\nsure = ['x']", "[fields.vem]\nsure = 'x'", "[[", "x = 1"])
def test_a_wrong_file_is_a_usage_error(tmp_path: Path, text: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError):
        load(str(own))


def test_a_missing_file_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        load(str(tmp_path / "none.toml"))


def test_contents_decide_where_headings_are_empty() -> None:
    columns = [
        ["Polisen, Socialtjänsten", "Kommunstyrelsen", "Tekniska förvaltningen"],
        ["Ta fram en rutin för orosanmälan", "Utbilda personal i samtal", "Införa trygghetsvandringar"],
        ["mars 2024", "Löpande", "Klart hösten 2025"],
        ["Det saknas en gemensam rutin", "Personal känner inte igen tecken på våld", "Otrygghet i centrum"],
    ]
    words = load()
    found = assign([clues_of("", words.heading(""), c, by_signs) for c in columns])
    assert found.labels == ("vem", "åtgärd", "när", "orsak")
    assert min(found.probabilities) > 0.8


def test_a_known_heading_wins_over_contents_that_look_otherwise() -> None:
    words = load()
    texts = [["Polisen", "Kommunen"], ["Brist på kunskap", "Otrygghet"]]
    heads = ["Åtgärd", "Mål"]
    found = assign([clues_of(h, words.heading(h), c, by_signs) for h, c in zip(heads, texts, strict=True)])
    assert found.labels == ("åtgärd", "mål")


def test_scores_are_probabilities() -> None:
    for score in by_signs(["", "x", "Ta fram en plan", "2024", "–" * 50]):
        assert set(score) == set(LABELS)
        assert sum(score.values()) == pytest.approx(1.0)


def test_milestones_beside_the_measures_are_none() -> None:
    words = load()
    head = ("Aktivitet", "Ansvarig", "Tid", "Milstolpe")
    cells = (
        ("Teckna hyresavtal för hallen", "Byta elcentral i vagnhallen", "Bjuda in föreningarna"),
        ("Fastighetsenheten", "Fastighetsenheten", "Ulla Berg"),
        ("januari 2031", "mars 2031", "v. 7"),
        ("M1 Avtal påskrivet", "–", "M2 Alla har svarat"),
    )
    clues = [clues_of(h, words.heading(h), c, by_both) for h, c in zip(head, cells, strict=True)]
    assert assign(clues).labels == ("åtgärd", "vem", "när", "other")


@pytest.mark.parametrize(
    ("asks", "labels"),
    [("what", {"åtgärd"}), ("who", {"vem"}), ("when", {"när"}), ("why", {"orsak", "mål"})],
)
def test_the_headings_by_which_layout_knows_a_table_say_the_same_here(asks: str, labels: set[str]) -> None:
    words = word_set("layout", f"field_headings.{asks}")
    assert words
    said = {word: load().heading(word).best for word in words}
    assert {word: label for word, label in said.items() if label not in labels} == {}


@pytest.mark.parametrize("text", ["maj", "Maj 2027", "Måla om tunneln"])
def test_no_heading_of_goals_is_read_into_a_month_or_a_verb(text: str) -> None:
    assert load().heading(text).best != "mål"


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("Stödjande aktörer", "other"), ("Samverkande nämnder", "other"), ("Ansvarig nämnd", "vem"),
        ("Motivera åtgärd", "orsak"), ("Varför är det viktigt", "orsak"), ("Hur ska det följas upp", "other"),
        ("Datum när det ska vara klart", "när"), ("Klar senast", "när"), ("Färdigt senast", "när"),
    ],
)  # fmt: skip
def test_headings_of_public_templates(heading: str, label: str) -> None:
    assert load().heading(heading).best == label


@pytest.mark.parametrize(
    ("text", "label"),
    [("Risk eller brist – vad har vi sett?", "orsak"), ("Åtgärd – vad gör vi?", "åtgärd"), ("Mål/åtgärd", None)],
)
def test_a_label_may_say_its_field_in_two_ways(text: str, label: str | None) -> None:
    assert load().label(text) == label
