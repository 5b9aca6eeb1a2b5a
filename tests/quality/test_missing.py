"""Fields that a row lacks though the document states them are asked for; cells that are truly empty are not."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from ingest.classify.fields.vocabulary import load as load_vocabulary
from ingest.document import BBox, Document, Line, Method, Page, Paragraph, Word
from ingest.draft import Draft, DraftFacts, DraftRow, Evidence, Value
from ingest.messages import translated
from ingest.plan import FIELDS, FieldName
from ingest.quality.missing import CODE, asked, load
from ingest.quality.missing_clues import MISSING_FEATURES, MissingLook
from ingest.train.confidence.missing import lost

EVIDENCE = Evidence(Method.TEXT_LAYER)
WORDS = load_vocabulary(None)
Texts = dict[FieldName, str]
WHATS = ("Måla bänkarna vid torget", "Byta låsen i skolan", "Så gräs i parken", "Laga staketet vid dammen")
BODIES = ("Fritidsnämnden", "Tekniska nämnden", "Miljönämnden", "Parkenheten")


def _paragraph(text: str, y: float) -> Paragraph:
    words = tuple(
        Word(w, w, BBox(50.0 + 60 * i, y, 105.0 + 60 * i, y + 10), size=10.0) for i, w in enumerate(text.split())
    )
    return Paragraph((Line(words, 1),))


def _draft(rows: Sequence[Texts], beside: dict[int, str] | None = None, inherited: bool = False) -> Draft:
    """Records below each other, a line each field; `beside` are lines after a row's that no row took."""
    blocks, made = [], []
    y = 50.0
    for index, row in enumerate(rows):
        fields: dict[FieldName, Value] = {}
        for name in FIELDS:
            if name in row:
                paragraph = _paragraph(row[name], y)
                blocks.append(paragraph)
                fields[name] = Value(row[name], row[name], paragraph.places, EVIDENCE, actors=(), times=())
                y += 14
        if beside and index in beside:
            blocks.append(_paragraph(beside[index], y))
            y += 14
        made.append(DraftRow(f"r{index + 1}", None, "list", fields))
        y += 20
    page = Page(1, 600, 800, Method.TEXT_LAYER, words=tuple(w for b in blocks for line in b.lines for w in line.words))
    document = Document("0" * 64, "a.pdf", "application/pdf", Method.TEXT_LAYER, (page,), tuple(blocks))
    return Draft(document, DraftFacts(), (), tuple(made))


def _rows(without: int | None = None) -> list[Texts]:
    return [
        {"åtgärd": what, **({} if index == without else {"vem": body})}
        for index, (what, body) in enumerate(zip(WHATS, BODIES, strict=True))
    ]


def _clues(draft: Draft, row: int, name: FieldName) -> dict[str, float]:
    return MissingLook(draft, WORDS).clues(row, name)


def test_a_field_that_the_neighbours_have_and_a_line_beside_the_row_states_is_asked_for() -> None:
    draft = _draft(_rows(without=2), {2: "Ansvarig: Miljönämnden"})
    notes = {n.target: n for n in asked(draft, MissingLook(draft, WORDS), load())}
    assert "r3.vem" in notes
    assert notes["r3.vem"].code == CODE
    assert notes["r3.vem"].severity == "warning"
    assert translated(notes["r3.vem"].message, "sv").startswith("raden har inget i vem: ")


def test_what_no_row_has_and_no_text_states_is_not_asked_for() -> None:
    draft = _draft(_rows())
    assert not [n for n in asked(draft, MissingLook(draft, WORDS), load()) if n.target.endswith((".orsak", ".mål"))]


def test_clues_tell_what_the_neighbours_have() -> None:
    clues = _clues(_draft(_rows(without=2)), 2, "vem")
    assert (clues["company_has"], clues["both_have"], clues["all_but_few"]) == (1.0, 1.0, 1.0)
    never = _clues(_draft(_rows()), 2, "mål")
    assert (never["company_has"], never["both_have"], never["never_filled"]) == (0.0, 0.0, 1.0)


def test_clues_tell_what_stands_beside_a_row_in_no_row() -> None:
    with_text = _clues(_draft(_rows(without=2), {2: "Ansvarig: Miljönämnden"}), 2, "vem")
    without = _clues(_draft(_rows(without=2)), 2, "vem")
    assert with_text["around_words"] > 0.0 == without["around_words"]
    assert (with_text["label_around"], without["label_around"]) == (1.0, 0.0)
    assert _clues(_draft(_rows(without=2), {2: "Miljönämnden"}), 2, "vem")["around_says"] > 0.5
    assert _clues(_draft(_rows(without=2), {0: "Miljönämnden"}), 2, "vem")["around_says"] == 0.0


def test_clues_tell_what_another_field_holds() -> None:
    rows = _rows(without=2)
    rows[2]["åtgärd"] = "Så gräs i parken Ansvarig: Miljönämnden"
    assert _clues(_draft(rows), 2, "vem")["inside_label"] == 1.0
    assert _clues(_draft(_rows(without=2)), 2, "vem")["inside_label"] == 0.0


def test_a_document_without_rows_lacks_nothing() -> None:
    draft = _draft([])
    assert MissingLook(draft, WORDS).table().shape == (0, len(MISSING_FEATURES))
    assert list(asked(draft, MissingLook(draft, WORDS), load())) == []


def test_training_takes_a_field_out_and_leaves_its_text_on_the_page() -> None:
    draft = _draft(_rows())
    seen = set()
    for seed in range(20):
        less = lost(draft, random.Random(seed))
        assert less is not None
        assert less == lost(draft, random.Random(seed))
        assert less.document is draft.document
        gone = sum(len(a.fields) - len(b.fields) for a, b in zip(draft.rows, less.rows, strict=False))
        seen.add(gone)
    assert max(seen) >= 3, "a field of all rows was taken out"
    assert lost(_draft([{"åtgärd": "Måla"}]), random.Random(0)) is None


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_that_a_row_lacks_is_looked_at_once(name: FieldName) -> None:
    look = MissingLook(_draft(_rows(without=2)), WORDS)
    has = name in ("åtgärd", "vem")
    assert [i for i, n in look.targets if n == name] == ([2] if name == "vem" else [] if has else [0, 1, 2, 3])
