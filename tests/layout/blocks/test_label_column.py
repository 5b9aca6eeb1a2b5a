"""Labels beside their values inside a block, and what only looks like it."""

from __future__ import annotations

from ingest.document import Line
from ingest.layout.blocks.label_column import label_pairs, pairs_in_the_open
from tests.layout.pages import lines, words


def rows(*pairs: tuple[str, str], x: float = 60, value: float = 130) -> list[Line]:
    out = []
    for n, (label, text) in enumerate(pairs):
        own = (words(label, x, 100 + 12 * n) if label else []) + (words(text, value, 100 + 12 * n) if text else [])
        out.append(Line(tuple(own), 1))
    return out


def test_labels_and_values_that_wrap() -> None:
    found = label_pairs(rows(("Mål", "Fler ska känna sig trygga"), ("", "på torget."), ("Ansvarig", "Parkenheten")))
    assert found is not None
    said = [(" ".join(p.text for p in pair.label), " ".join(p.text for p in pair.value)) for pair in found]
    assert said == [("Mål", "Fler ska känna sig trygga på torget."), ("Ansvarig", "Parkenheten")]


def test_a_title_above_stands_alone() -> None:
    found = label_pairs(rows(("Måla om tunneln", ""), ("Mål", "Trygga gångvägar"), ("Ansvarig", "Parkenheten")))
    assert found is not None
    assert not found[0].label


def test_running_text_has_no_labels() -> None:
    texts = [
        "Kommunen och polisen har en gemensam bild av de problem",
        "som finns och hur de ska lösas under de år som planen",
        "gäller för alla invånare i kommunen och dess närhet",
    ]
    assert label_pairs([Line(tuple(line), 1) for line in (lines([t], 60, 100) for t in texts)]) is None


def test_bullets_are_no_labels() -> None:
    assert label_pairs(rows(("•", "Måla om tunneln"), ("•", "Klipp buskarna"), x=60, value=75)) is None


def test_a_list_stands_in_and_the_longest_label_stands_close_before_its_value() -> None:
    close = Line((*words("Målsättning", 60, 112, italic=True), *words("Fler trivs", 118, 112)), 1)
    listed = rows(("Insatser", ""), ("", ""), ("Ansvarig", "Parken"), value=118)
    first = Line((*words("Insatser", 60, 90, italic=True), *words("• Måla", 130, 90)), 1)
    found = label_pairs([first, close, listed[2]])
    assert found is not None
    assert [p.label[0].text for p in found] == ["Insatser", "Målsättning", "Ansvarig"]
    plain = Line((*words("Målsättning", 60, 112), *words("Fler trivs", 118, 112)), 1)
    pairs = label_pairs([first, plain, listed[2]])
    assert pairs is not None
    assert not pairs[1].label


def test_labels_in_the_open_are_told_by_their_looks_and_a_value_that_wraps() -> None:
    def row(n: int, label: str, value: str, *, italic: bool = True) -> Line:
        held = words(label, 60, 100 + 12 * n, italic=italic) if label else []
        return Line((*held, *words(value, 130, 100 + 12 * n)), 1)

    text = Line(tuple(words("Så här arbetar vi i kommunen under året", 60, 86)), 1)
    record = [row(0, "Mål", "Fler trivs"), row(1, "", "på torget"), row(2, "Ansvarig", "Parken")]
    ((start, end, pairs),) = pairs_in_the_open([text, *record, Line(tuple(words("Nora den 3 maj", 60, 200)), 1)])
    assert (start, end, len(pairs)) == (1, 4, 2)
    assert not pairs_in_the_open([text, record[0], record[2]]), "no value wraps"
    assert not pairs_in_the_open(
        [
            row(n, label, value, italic=False)
            for n, (label, value) in enumerate((("Mål", "Fler trivs"), ("", "på torget"), ("Ansvarig", "Parken")))
        ]
    ), "nothing tells the labels"
