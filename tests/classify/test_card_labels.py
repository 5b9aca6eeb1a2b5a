"""Which lines of cards are labels."""

from __future__ import annotations

from ingest.classify.card_labels import CardEntry, Learned, labels_of, look_of, recurring, told_by_values
from ingest.classify.fields.cell_scores import by_both
from ingest.classify.fields.vocabulary import load
from ingest.document import Paragraph

from .build import p

WORDS = load()


def found(paragraph: Paragraph, learned: Learned = Learned()) -> list[tuple[str, str | None]]:  # noqa: B008
    return [(name, None if value is None else value.text) for _, name, value in labels_of(paragraph, WORDS, learned)]


def test_a_known_word_alone_or_before_its_value_is_a_label() -> None:
    assert found(p("Ansvarig")) == [("Ansvarig", None)]
    assert found(p("Ansvarig: Polisen")) == [("Ansvarig", "Polisen")]
    assert found(p("Polisen går i parken")) == []


def test_a_learned_label_counts_like_a_known_one() -> None:
    learned = Learned(frozenset({"Drivs av"}), frozenset({"drivs av"}))
    assert found(p("Drivs av"), learned) == [("Drivs av", None)]
    assert found(p("Drivs av: Polisen"), learned) == [("Drivs av", "Polisen")]


def card(label: str, value: str) -> list[Paragraph]:
    return [p("Åtgärd", bold=True), p("Byta lampor"), p(label, bold=True), p(value)]


def test_words_that_look_like_labels_and_come_again_in_cards_are_learned() -> None:
    cards = [card("Drivs av", v) for v in ("Polisen", "Parken", "Skolan")]
    assert "drivs av" in recurring(cards, WORDS).folded
    assert recurring(cards[:1], WORDS).folded == frozenset()


def test_the_field_of_an_unknown_label_is_told_by_all_its_values() -> None:
    entries = [CardEntry(p("Drivs av"), "Xyzzy", [p(v)]) for v in ("Kommunstyrelsen", "Polisen", "Socialnämnden")]
    assert told_by_values(entries, WORDS, by_both) == {"xyzzy": "vem"}
    assert told_by_values([CardEntry(p("Ansvarig"), "Ansvarig", [p("Polisen")])], WORDS, by_both) == {}


def test_the_look_of_a_line() -> None:
    assert look_of(p("ANSVARIG", bold=True, size=9.1)) == (True, False, 9.0, True)
