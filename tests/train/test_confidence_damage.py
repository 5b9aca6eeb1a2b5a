"""Drafts damaged on purpose: each fault leaves values whose texts and places belong together."""

from __future__ import annotations

import random

from ingest.document import Document, Method, Page
from ingest.draft import Draft, DraftFacts, DraftRow, Evidence, Value
from ingest.plan import FIELDS, Place
from ingest.train.confidence.damage import _faded, damaged
from ingest.train.confidence.groups import GROUPS, group_of

EVIDENCE = Evidence(Method.TEXT_LAYER)


def _draft(rows: int, evidence: Evidence = EVIDENCE) -> Draft:
    made = []
    for r in range(rows):
        fields = {}
        for c, name in enumerate(FIELDS):
            lines = (f"{name} {r} ena", "andra raden")
            places = tuple(
                Place(1, (100.0 * c, 50.0 * r + 12 * i, 100.0 * c + 80, 50.0 * r + 12 * i + 10)) for i in (0, 1)
            )
            fields[name] = Value(" ".join(lines), "\n".join(lines), places, evidence)
        made.append(DraftRow(f"r{r + 1}", None, "table", fields))
    page = Page(1, 600, 800, Method.TEXT_LAYER)
    return Draft(
        Document("0" * 64, "a.pdf", "application/pdf", Method.TEXT_LAYER, (page,), ()), DraftFacts(), (), tuple(made)
    )


def test_every_fault_changes_rows_and_the_same_seed_makes_the_same() -> None:
    draft = _draft(5)
    seen = set()
    for seed in range(60):
        worse = damaged(draft, random.Random(seed))
        assert worse is not None
        assert worse == damaged(draft, random.Random(seed))
        texts = tuple(tuple((n, v.text) for n, v in row.fields.items()) for row in worse.rows)
        assert texts != tuple(tuple((n, v.text) for n, v in row.fields.items()) for row in draft.rows)
        assert [row.id for row in worse.rows] == [f"r{n}" for n in range(1, len(worse.rows) + 1)]
        assert all(v.places for row in worse.rows for v in row.fields.values())
        seen.add(len(worse.rows))
    assert min(seen) < 5 < max(seen), "rows were merged, and torn"


def test_print_fades_on_pages_read_by_ocr_alone() -> None:
    rows = list(_draft(5, Evidence(Method.OCR)).rows)
    worse = _faded(rows, random.Random(1))
    assert worse is not None
    changed = [
        (n, v.text, row.fields[n].text)
        for row, new in zip(rows, worse, strict=True)
        for n, v in new.fields.items()
        if v.text != row.fields[n].text
    ]
    assert len({name for name, _, _ in changed}) == 1, "one field fades"
    for _, left, before in changed:
        assert all(
            any(word.startswith(piece) or word.endswith(piece) for word in before.split()) for piece in left.split()
        )
    assert _faded(list(_draft(5).rows), random.Random(1)) is None


def test_a_single_row_is_left_alone() -> None:
    assert damaged(_draft(1), random.Random(0)) is None


def test_each_family_belongs_to_one_group() -> None:
    names = [name for name, _ in GROUPS]
    assert len(set(names)) == len(names)
    assert group_of("cards-two-abreast") == group_of("slide-boxes") == "cards, boxes, slides, forms"
    assert group_of("text-labels") == "labels"
    assert group_of("zebra-table") == "drawn tables"
