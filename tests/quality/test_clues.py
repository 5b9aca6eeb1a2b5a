"""Clues see a wrong structure: a gap inside, a neighbour too close, a cut text, content of another field."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ingest.classify.fields.vocabulary import load as load_vocabulary
from ingest.document import BBox, Document, Line, Method, Note, Page, Paragraph, Word
from ingest.draft import Draft, DraftFacts, DraftRow, Evidence, Value
from ingest.plan import Place
from ingest.quality.confidence import Forest, load
from ingest.quality.features import FEATURES, DraftLook
from ingest.quality.reasons import doubtful, named, reasons
from ingest.quality.text_clues import fit_clues, text_clues

EVIDENCE = Evidence(Method.TEXT_LAYER)


def _words(text: str, x: float, y: float, gap: float = 3.0) -> list[Word]:
    out = []
    for word in text.split():
        out.append(Word(word, word, BBox(x, y, x + 5.0 * len(word), y + 10), size=10.0))
        x += 5.0 * len(word) + gap
    return out


def _value(words: list[Word], column: int, row: int = 2) -> Value:
    text = " ".join(w.text for w in words)
    box = (
        min(w.bbox.x0 for w in words if w.bbox),
        min(w.bbox.top for w in words if w.bbox),
        max(w.bbox.x1 for w in words if w.bbox),
        max(w.bbox.bottom for w in words if w.bbox),
    )
    return Value(text, text, (Place(1, box, 1, row, column),), EVIDENCE, actors=(), times=())


def _draft(rows: list[dict[str, list[Word]]], extra: list[Word] | None = None) -> Draft:
    words = tuple(w for row in rows for ws in row.values() for w in ws) + tuple(extra or ())
    page = Page(1, 600, 800, Method.TEXT_LAYER, words=words)
    block = Paragraph((Line(words, 1),))
    document = Document("0" * 64, "a.pdf", "application/pdf", Method.TEXT_LAYER, (page,), (block,))
    made = []
    for n, row in enumerate(rows, 1):
        fields = {name: _value(ws, c, n + 1) for c, (name, ws) in enumerate(row.items(), 1)}
        made.append(DraftRow(f"r{n}", None, "table", fields))  # type: ignore[arg-type]
    return Draft(document, DraftFacts(), (), tuple(made))


def _number(look: DraftLook, row: int, field: str, feature: str) -> float:
    return float(look.table[look.targets.index((row, field)), FEATURES.index(feature)])


def _doubts(draft: Draft, look: DraftLook) -> list[Note]:
    model = load()
    return list(doubtful(draft, look, model, dict(zip(look.targets, model.confidences(look.table), strict=True))))


def _rows(merged: bool) -> list[dict[str, list[Word]]]:
    out = []
    for i, (what, when) in enumerate(
        (("Måla bänkarna", "maj 2030"), ("Byta låsen", "juni 2030"), ("Så gräs", "mars 2030"))
    ):
        y = 100.0 + 40 * i
        days = _words(when, 300, y)
        if merged:
            # A column of per cents that layout took for part of the dates.
            days += _words(f"{i}0", 390, y)
        out.append({"åtgärd": _words(what, 50, y), "när": days})
    return out


def test_a_second_column_inside_a_value_is_seen() -> None:
    whole, merged = (DraftLook(_draft(_rows(m)), load_vocabulary(None)) for m in (False, True))
    for feature in ("gap_inside", "gutter_inside", "stray_number"):
        assert _number(whole, 1, "när", feature) == 0.0
        assert _number(merged, 1, "när", feature) > 0.5
    assert _number(merged, 1, "när", "column_gutter_inside") == 1.0
    assert _number(merged, 1, "åtgärd", "gap_inside") == 0.0


def test_a_word_of_another_cell_as_close_as_the_next_word_is_seen() -> None:
    rows = _rows(False)
    rows[0]["åtgärd"], rows[0]["när"] = _words("Måla", 50, 100), _words("bänkarna maj 2030", 73, 100)
    look = DraftLook(_draft(rows), load_vocabulary(None))
    assert _number(look, 0, "åtgärd", "close_right") > 0.9
    assert _number(look, 1, "åtgärd", "close_right") == 0.0


def test_unused_words_in_a_row_are_seen_and_told() -> None:
    extra = [w for i in range(3) for w in _words("ord som ingen rad tog alls med sig in", 120, 100.0 + 40 * i, 1.0)]
    draft = _draft(_rows(False), extra)
    look = DraftLook(draft, load_vocabulary(None))
    assert _number(look, 0, "när", "unused_beside") > 1.0
    codes = [n.code for n in _doubts(draft, look)]
    assert "unused-text" in codes


@pytest.mark.parametrize(
    ("text", "clue"),
    [
        ("och byta lås i skolan", "lower_start"),
        ("Byta lås i skolan samt", "open_end"),
        ("Byta lås i sko-", "hyphen_end"),
        ("maj 2030 40", "stray_number"),
        ("Byta lås (i skolan", "unbalanced"),
        ("Byta lås i skolan Måla alla bänkar", "capital_inside"),
        ("Byta lås vid 100- årsflöde", "hyphen_left"),
        ("Byta lås i skolan. under maj 2030", "stop_inside"),
        ("Ansvarig", "label_whole"),
        ("När I slutet av maj 2030", "label_start"),
    ],
)
def test_a_cut_or_patched_text_is_seen(text: str, clue: str) -> None:
    assert text_clues(text, load_vocabulary(None))[clue] == 1.0
    assert text_clues("Start Maj 2030", load_vocabulary(None))["label_start"] == 0.0
    assert not text_clues("Byta lås i skolan under maj 2030", load_vocabulary(None)).get(clue)


def test_a_word_one_confusion_of_shapes_from_a_known_one_is_seen() -> None:
    for text in ("Tekmska kontoret", "Vi har förädramöten på Skölgatan, Eöräldramöten"):
        assert text_clues(text, load_vocabulary(None))["misread"] > 0.0
    for text in ("Tekniska kontoret", "Barn- och ungdomsförvaltningen", "Qwxzyk AB"):
        clues = text_clues(text, load_vocabulary(None))
        assert (clues["misread"], clues["hyphen_left"]) == (0.0, 0.0)


def test_a_body_with_a_time_is_seen() -> None:
    for text, seen in (("Fältgruppen, maj 2030", 1.0), ("Fältgruppen, Majblomman", 0.0)):
        assert fit_clues(Value(text, text, (), EVIDENCE, actors=(), times=()), "vem")["actor_time"] == seen


def test_content_of_another_field_is_seen() -> None:
    body, act = (Value(t, t, (), EVIDENCE, actors=(), times=()) for t in ("Fritidsnämnden", "Vi ska måla alla bänkar."))
    assert fit_clues(body, "åtgärd")["action_body"] > fit_clues(act, "åtgärd")["action_body"]
    assert fit_clues(act, "vem")["actor_verb"] == 1.0
    assert fit_clues(act, "när")["no_time"] == 1.0
    assert fit_clues(body, None) == {}


def test_every_field_below_the_threshold_has_a_reason_in_words() -> None:
    draft = _draft(_rows(True))
    draft = replace(draft, rows=tuple(replace(r, fields={"när": r.fields["när"]}) for r in draft.rows))
    look = DraftLook(draft, load_vocabulary(None))
    notes = {n.target: n for n in _doubts(draft, look) if n.code == "low-confidence"}
    assert notes
    for note in notes.values():
        assert note.severity == "warning"
        assert named(note.message)
    assert {lang for r in reasons() for lang in r.texts} == {"sv", "en"}


def test_a_forest_adds_the_leaves_that_a_value_reaches() -> None:
    forest = Forest(np.array([[0, 1, 1]]), np.array([[0.5, 0.5, 0.5]]), np.array([[1.0, 2.0, 3.0, 4.0]]), 10.0)
    table = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
    assert forest.logits(table).tolist() == [11.0, 12.0, 13.0, 14.0]


def test_a_draft_without_rows_has_an_empty_table() -> None:
    assert DraftLook(_draft([]), load_vocabulary(None)).table.shape == (0, len(FEATURES))
