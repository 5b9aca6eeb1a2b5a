"""Clues of a wrong structure: rows set out unlike the others, words said twice, texts drawn in parts."""

from __future__ import annotations

from dataclasses import replace

from ingest.classify.fields.vocabulary import load as load_vocabulary
from ingest.document import BBox, Document, Method, Page, Word
from ingest.draft import Draft, DraftFacts, DraftRow, Evidence, Value
from ingest.plan import FIELDS, FieldName, Place
from ingest.quality.features import FEATURES, DraftLook
from ingest.quality.text_clues import text_clues

EVIDENCE = Evidence(Method.TEXT_LAYER)
WORDS = load_vocabulary(None)
Texts = dict[FieldName, tuple[str, float, float]]


def _drawn(text: str, x: float, y: float) -> list[Word]:
    return [Word(w, w, BBox(x + 40 * i, y, x + 40 * i + 36, y + 10), size=10.0) for i, w in enumerate(text.split())]


def _draft(rows: list[Texts], order: list[int] | None = None) -> Draft:
    """A page of values at (text, x, y); `order` is the order in which the words are drawn."""
    made, words = [], []
    for number, row in enumerate(rows, 1):
        fields: dict[FieldName, Value] = {}
        for name in FIELDS:
            if name in row:
                text, x, y = row[name]
                drawn = _drawn(text, x, y)
                words += drawn
                box = (x, y, x + 40 * len(drawn) - 4, y + 10)
                fields[name] = Value(text, text, (Place(1, box),), EVIDENCE, actors=(), times=())
        made.append(DraftRow(f"r{number}", None, "list", fields))
    words = [words[i] for i in order] if order is not None else words
    page = Page(1, 600, 800, Method.TEXT_LAYER, words=tuple(words))
    document = Document("0" * 64, "a.pdf", "application/pdf", Method.TEXT_LAYER, (page,), ())
    return Draft(document, DraftFacts(), (), tuple(made))


def _records(shift: int = 0) -> list[Texts]:
    """Three records, what is done above who does it; with a shift each has the body of the record before it."""
    whats = ("Måla bänkarna vid torget", "Byta låsen i skolan", "Så gräs i parken")
    bodies = ("Fritidsnämnden", "Skolnämnden", "Parknämnden")
    rows: list[Texts] = []
    for i, what in enumerate(whats):
        row: Texts = {"åtgärd": (what, 50.0, 100.0 + 60 * i)}
        if i - shift >= 0:
            row["vem"] = (bodies[i - shift], 50.0, 114.0 + 60 * (i - shift))
        rows.append(row)
    return rows


def _number(draft: Draft, row: int, field: str, feature: str) -> float:
    look = DraftLook(draft, WORDS)
    return float(look.table[look.targets.index((row, field)), FEATURES.index(feature)])


def test_a_value_nearer_to_another_row_than_to_its_own_is_seen() -> None:
    assert _number(_draft(_records()), 1, "vem", "nearer_other") == 0.0
    assert _number(_draft(_records(shift=1)), 1, "vem", "nearer_other") > 1.0
    assert _number(_draft(_records(shift=1)), 1, "vem", "row_gap") > 1.0


def test_a_value_that_stands_elsewhere_in_its_row_than_its_like_is_seen() -> None:
    rows = _records()
    rows[1]["vem"] = ("Skolnämnden", 300.0, 140.0)
    for feature in ("left_unlike", "top_unlike", "order_unlike"):
        assert _number(_draft(rows), 0, "vem", feature) == 0.0
    assert _number(_draft(rows), 1, "vem", "left_unlike") == 1.0
    assert _number(_draft(rows), 1, "vem", "top_unlike") > 0.5
    above = _records()
    above[2]["vem"] = ("Parknämnden", 50.0, 200.0)
    assert _number(_draft(above), 2, "vem", "order_unlike") > 0.5


def test_a_row_with_other_fields_than_the_others_is_seen() -> None:
    rows = _records()
    del rows[2]["vem"]
    assert _number(_draft(rows), 0, "åtgärd", "pattern_unlike") == 0.0
    assert _number(_draft(rows), 2, "åtgärd", "pattern_unlike") == 0.5


def test_what_a_row_is_given_from_past_other_rows_is_seen() -> None:
    rows = _records()
    goal = Value("Fler cyklar", "Fler cyklar", (), replace(EVIDENCE, inherited=True), actors=(), times=())
    for box, past in (((50.0, 60.0, 200.0, 70.0), True), ((50.0, 190.0, 200.0, 200.0), False)):
        draft = _draft(rows)
        given = replace(goal, places=(Place(1, box),))
        last = replace(draft.rows[2], fields={"mål": given, **draft.rows[2].fields})
        draft = replace(draft, rows=(*draft.rows[:2], last))
        assert (_number(draft, 2, "mål", "given_past") > 0.0) == past


def test_a_text_that_the_file_draws_in_parts_is_seen() -> None:
    rows: list[Texts] = [
        {"åtgärd": ("Måla alla bänkar", 50.0, 100.0)},
        {"åtgärd": ("Byta alla lås", 300.0, 100.0)},
        {"åtgärd": ("Så nytt gräs", 50.0, 200.0)},
    ]
    straight, across = _draft(rows), _draft(rows, [0, 3, 1, 4, 2, 5, 6, 7, 8])
    assert _number(straight, 0, "åtgärd", "stream_parts") == 0.0
    assert _number(across, 0, "åtgärd", "stream_parts") > 1.0
    assert _number(across, 0, "åtgärd", "stream_foreign") > 1.0
    assert _number(across, 2, "åtgärd", "row_stream_mixed") == 0.0


def test_words_said_twice_and_labels_inside_a_value_are_seen() -> None:
    plain = text_clues("Byta trasiga glas", WORDS)
    assert plain["repeated_share"] == 0.0
    assert plain["label_inside"] == 0.0
    assert text_clues("Byta Byta trasiga trasiga glas glas", WORDS)["repeated_share"] >= 0.5
    assert text_clues("Byta glas Byta glas", WORDS)["repeated_share"] == 1.0
    assert text_clues("Byta trasiga glas Ansvarig: Tekniska nämnden", WORDS)["label_inside"] == 1.0


def test_a_text_of_few_letters_is_seen() -> None:
    assert text_clues("P", WORDS)["few_letters"] > text_clues("Parke", WORDS)["few_letters"] > 0
    assert text_clues("Parkförvaltningen", WORDS)["few_letters"] == 0


def test_lines_that_had_room_above_are_seen() -> None:
    def draft(first: str, second: str) -> Draft:
        made = []
        for number, lines in enumerate(((first, second), ("En mycket lång rad om parken", "och torget")), 1):
            y = 100.0 + 60 * number
            places = tuple(
                Place(1, (50.0, y + 12 * i, 50.0 + 6 * len(t), y + 12 * i + 10)) for i, t in enumerate(lines)
            )
            value = Value(" ".join(lines), "\n".join(lines), places, EVIDENCE, actors=(), times=())
            made.append(DraftRow(f"r{number}", None, "list", {"åtgärd": value}))
        page = Page(1, 600, 800, Method.OCR)
        document = Document("0" * 64, "a.pdf", "application/pdf", Method.OCR, (page,), ())
        return Draft(document, DraftFacts(), (), tuple(made))

    assert _number(draft("Laga staketet.", "Måla muren."), 0, "åtgärd", "room_inside") > 0
    assert _number(draft("Laga staketet vid den långa", "Måla muren."), 0, "åtgärd", "room_inside") == 0
    assert _number(draft("Laga staketet.", "vid muren."), 0, "åtgärd", "room_inside") == 0
