"""Lettered tasks in one cell: a row each where somebody stands beside a later one, lines of one row elsewhere."""

from __future__ import annotations

from ingest.classify.spans import Piece
from ingest.classify.tables.lettered import each_task, stand_apart
from ingest.classify.tables.rows import FoundValue, Seed
from ingest.document import BBox, Line, Paragraph, Word
from ingest.plan import FieldName

LEADING = 12.0


def piece(*lines: tuple[int, str]) -> Piece:
    """A paragraph of lines, each with its place down the page, counted in lines."""
    made = []
    for at, text in lines:
        box = BBox(50, at * LEADING, 150, at * LEADING + 10)
        made.append(Line(tuple(Word(w, w, bbox=box) for w in text.split()), 1))
    return Piece(Paragraph(tuple(made)), 0)


TASKS = (piece((0, "A) Måla taket")), piece((1, "B) Byta lås i"), (2, "alla portar")), piece((3, "C) Klippa häcken")))


def seed(**beside: tuple[Piece, ...]) -> Seed:
    fields: dict[FieldName, tuple[FoundValue, ...]] = {"åtgärd": (FoundValue(TASKS),)}
    fields.update({n: (FoundValue(pieces),) for n, pieces in beside.items()})  # type: ignore[misc]
    return Seed(fields)


def told(given: Seed) -> list[tuple[str, str, str]]:
    names: tuple[FieldName, ...] = ("åtgärd", "vem", "när")
    return [
        (texts[0], texts[1], texts[2])
        for s in each_task(given)
        if (texts := [" ".join(f.text for f in s.fields.get(n, ())) for n in names])
    ]


def test_each_task_has_its_own_responsible() -> None:
    given = seed(vem=(piece((0, "Parken"), (3, "Skolan")),), när=(piece((0, "2031")),))
    assert stand_apart([given])
    assert told(given) == [
        ("Måla taket", "Parken", "2031"),
        ("Byta lås i alla portar", "", "2031"),
        ("Klippa häcken", "Skolan", "2031"),
    ]


def test_two_times_stand_with_their_tasks() -> None:
    given = seed(vem=(piece((1, "Skolan")),), när=(piece((0, "maj")), piece((3, "juni"))))
    assert stand_apart([given])
    assert [row[1:] for row in told(given)] == [("", "maj"), ("Skolan", ""), ("", "juni")]


def test_who_stands_at_the_top_does_all_of_them() -> None:
    assert not stand_apart([seed(vem=(piece((0, "Parken"), (1, "och Skolan")),))])


def test_a_row_without_letters_stays_one() -> None:
    given = Seed({"åtgärd": (FoundValue((piece((0, "Måla taket")),)),), "vem": (FoundValue((piece((3, "Parken")),)),)})
    assert not stand_apart([given])
    assert list(each_task(given)) == [given]


def test_lettered_tasks_with_rows_of_their_own_keep_no_letter() -> None:
    rows = [Seed({"åtgärd": (FoundValue((piece((n, text)),)),)}) for n, text in enumerate(("(A) Måla", "(B) Byta lås"))]
    assert stand_apart(rows)
    assert [row[0] for given in rows for row in told(given)] == ["Måla", "Byta lås"]
    assert not stand_apart(rows[1:])
