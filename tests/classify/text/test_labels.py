"""Labels in running text: what they label, and which of them make records."""

from __future__ import annotations

import pytest

from ingest.classify.fields.cell_scores import by_both
from ingest.classify.fields.heading import Label
from ingest.classify.fields.vocabulary import load
from ingest.classify.spans import Piece
from ingest.classify.text.labels import (
    LabelEntry,
    LabelSegment,
    given_to_all,
    is_milestone,
    label_segments,
    labels_behind,
    learned_labels,
    promised_by,
    record_marker,
    said_to_rows,
    seeds_of,
    told_by,
    trailing_labels,
    whole_label,
)
from ingest.classify.text.measures import MeasureSetting, fitted_judge
from ingest.normalise import load_registers
from tests.classify.build import p

WORDS = load()


def piece(text: str) -> Piece:
    return Piece(p(text), 0)


def pairs(segments: list[LabelSegment]) -> list[tuple[str, str | None, str]]:
    return [(s.heading, s.label, "" if s.value is None else s.value.text) for s in segments]


def test_the_labels_of_a_paragraph_with_their_values() -> None:
    assert pairs(label_segments(piece("Ansvarig: Polisen. Tid: maj 2030"), WORDS)) == [
        ("Ansvarig", "vem", "Polisen"),
        ("Tid", "när", "maj 2030"),
    ]
    assert label_segments(piece("Polisen går i parken."), WORDS) == []


@pytest.mark.parametrize(
    ("text", "label"), [("Åtgärder", "åtgärd"), ("Mål:", "mål"), ("Polisen", None), ("Mål: färre", None)]
)
def test_a_line_that_is_only_a_field_word(text: str, label: str | None) -> None:
    assert whole_label(text, WORDS) == label


def test_the_number_of_a_record_and_what_follows_it() -> None:
    assert record_marker(piece("Åtgärd 1"), WORDS) is True
    rest = record_marker(piece("Åtgärd 1: Vandringar"), WORDS)
    assert isinstance(rest, Piece)
    assert rest.text == "Vandringar"
    assert record_marker(piece("Vandringar"), WORDS) is None


def test_who_promises_the_list_that_follows() -> None:
    found = promised_by(piece("Kommunen åtar sig att"))
    assert found is not None
    assert found.text == "Kommunen"
    assert promised_by(piece("Vi åtar oss att")) is None
    assert promised_by(piece("Kommunen är stor")) is None


def test_labels_behind_a_text_are_parted_from_it() -> None:
    title, given = labels_behind(piece("TAK Ansvarig: Takgruppen"), WORDS)
    assert (title.text, pairs(given)) == ("TAK", [("Ansvarig", "vem", "Takgruppen")])
    text, given = trailing_labels(piece("Byta lampor i parken. Ansvarig: Polisen"), WORDS)
    assert text is not None
    assert (text.text.rstrip("."), pairs(given)) == ("Byta lampor i parken", [("Ansvarig", "vem", "Polisen")])


def test_a_paragraph_may_say_nothing_but_who_and_when() -> None:
    assert pairs(said_to_rows(piece("Ansvarig: Takgruppen"), WORDS)) == [("Ansvarig", "vem", "Takgruppen")]
    assert said_to_rows(piece("Åtgärd: Byta lampor"), WORDS) == []


def test_what_is_ready_when_is_a_milestone_and_no_label() -> None:
    def known(text: str) -> list[LabelSegment]:
        return [LabelSegment(text.split(":")[0], None, piece(text.split(":")[1]))]

    assert is_milestone(known("Ritning klar: 3 maj 2030"), WORDS)
    assert not is_milestone(known("Ritning klar: av Polisen"), WORDS)
    assert not is_milestone([], WORDS)


def test_a_label_that_comes_again_beside_known_ones_is_learned_by_its_values() -> None:
    record = (
        ("Åtgärd: Byta lampor", "Utförs av: Polisen"),
        ("Åtgärd: Klippa häck", "Utförs av: Parkenheten"),
        ("Åtgärd: Måla mur", "Utförs av: Skolan"),
    )
    blocks = [p(text) for pair in record for text in pair]
    assert set(learned_labels(blocks, WORDS, by_both).values()) <= {"vem"}
    assert learned_labels([p("Utförs av: Polisen")], WORDS, by_both) == {}
    assert told_by("Xyzzy", ["Polisen", "Skolan", "Kommunstyrelsen"], WORDS, by_both) == "vem"


def entry(text: str) -> LabelEntry:
    heading, _, said = text.partition(": ")
    return LabelEntry(heading, WORDS.label(heading), (piece(said),) if said else ())


def rows(*texts: str, title: str = "") -> list[dict[str, str]]:
    setting = MeasureSetting(WORDS, load_registers())
    found = seeds_of([entry(t) for t in texts], (piece(title),) if title else (), setting, fitted_judge)
    return [{n: " ".join(f.text for f in x) for n, x in s.fields.items()} for s in found.seeds]


def test_a_record_begins_where_a_label_comes_again() -> None:
    found = rows("Åtgärd: Byta lampor", "Ansvarig: Polisen", "Åtgärd: Klippa häck", "Ansvarig: Parken")
    assert found == [{"åtgärd": "Byta lampor", "vem": "Polisen"}, {"åtgärd": "Klippa häck", "vem": "Parken"}]


def test_the_heading_names_the_measure_where_no_label_does() -> None:
    found = rows("Mål: Färre inbrott", "Ansvarig: Polisen", "Tid: maj 2030", title="Byta lampor i parken")
    assert found == [{"mål": "Färre inbrott", "åtgärd": "Byta lampor i parken", "vem": "Polisen", "när": "maj 2030"}]


Said = tuple[Label | None, str]
VEM: Said = ("vem", "ansvarig")
ORSAK: Said = ("orsak", "problem")
MEASURE: Said = ("åtgärd", "åtgärd")
TID: Said = ("när", "tid")


def test_who_right_under_a_heading_is_of_all_records_there() -> None:
    record = [ORSAK, MEASURE, TID]
    assert given_to_all([VEM, *record, *record]) == 1
    assert given_to_all([VEM, *record, ORSAK, MEASURE, TID, VEM]) == 1
    assert given_to_all([VEM, *record, VEM, *record]) == 0, "each record begins with who"
    assert given_to_all([VEM, *record]) == 0, "one record"
    assert given_to_all([*record, *record]) == 0
    assert given_to_all([VEM, TID]) == 0
    assert given_to_all([]) == 0


def test_a_stroke_before_the_next_lines_label_is_no_part_of_a_value() -> None:
    (segment,) = label_segments(piece("Ansvar: Familjecentralen |"), WORDS)
    assert segment.value is not None
    assert segment.value.text == "Familjecentralen"
