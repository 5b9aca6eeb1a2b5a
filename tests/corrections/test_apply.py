"""Corrections applied to plans: every kind, stale ones, order, undo."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.corrections import Anchor, Correction, CorrectionBook, apply, field_anchor, row_anchor, sketch
from ingest.plan import Actor, Field, Plan, Row, schema
from ingest.write.plan_json import dumps

from .plans import ROWS, SHA, a_row, applied, correction, on_fact, on_field, on_row, plan, value


def texts(found: Plan) -> list[tuple[str | None, ...]]:
    return [tuple(None if v is None else v.text for _, v in r.fields())[2:] for r in found.rows]


def field(found: Plan, row: int, name: str) -> Field:
    got = found.rows[row][name]  # type: ignore[index]
    assert got is not None
    return got


def stale(found: Plan) -> list[str]:
    return [i.target for i in found.issues if i.code == "correction-stale"]


def test_a_field_holds_what_the_person_wrote_and_the_machines_value_stands_beside() -> None:
    found = applied(on_field(1, "vem", " Polisen, Räddningstjänsten \r\n"))
    vem = field(found, 1, "vem")
    assert (vem.text, vem.raw, vem.confidence, vem.origin) == (
        "Polisen, Räddningstjänsten",
        "Polisen",
        1.0,
        "corrected",
    )
    assert [a.name for a in vem.actors or ()] == ["Polisen", "Räddningstjänsten"]
    (told,) = found.corrections
    assert (told.target, told.machine, told.value, told.who) == (
        "r2.vem",
        "Polisen",
        "Polisen, Räddningstjänsten",
        "Anna",
    )
    # What was in doubt has been looked at.
    assert [i.severity for i in found.issues] == ["info"]
    jsonschema.validate(found.to_dict(), dict(schema()))
    assert dumps(Plan.from_dict(found.to_dict())) == dumps(found)


def test_an_empty_field_is_filled_and_a_filled_one_emptied() -> None:
    found = applied(on_field(3, "vem", "Tekniska nämnden"), on_field(0, "när", None))
    assert texts(found)[3] == ("Städa gången och tända lampor", "Tekniska nämnden", "juni 2030")
    assert found.rows[0].när is None
    assert field(found, 3, "vem").raw == ""


def test_times_are_read_again_in_the_plans_period() -> None:
    (time,) = field(applied(on_field(2, "när", "senast maj")), 2, "när").times or ()
    assert (time.end, time.role) == (date(2030, 5, 31), "done")
    moved = applied(on_fact("period", {"start": "2031-01-01", "end": "2031-12-31"}), on_field(0, "när", "maj"))
    assert (field(moved, 0, "när").times or ())[0].end == date(2031, 5, 31)
    assert moved.document.period is not None


def test_accepted_values_are_sure() -> None:
    one = correction("accepted", field_anchor(ROWS[1], "vem"), old="Polisen")
    found = applied(one)
    assert (field(found, 1, "vem").confidence, field(found, 1, "vem").origin) == (1.0, "accepted")
    # Where repair makes another text of the same reading, nobody has seen that.
    other = replace(plan(), rows=(ROWS[0], replace(ROWS[1], vem=value("Poliserna", 2, 4, raw="Polisen"))))
    assert stale(applied(one, to=other)) == ["r2.vem"]


def test_rows_go_come_split_and_merge() -> None:
    found = applied(on_row("row-removed", 2), on_row("row-added", 0, {"fields": {"åtgärd": "Ny rad", "vem": "Skolan"}}))
    assert [t[0] for t in texts(found)] == [
        "Måla bänkarna i parken", "Ny rad", "Byta lås på skolan", "Städa gången och tända lampor",
    ]  # fmt: skip
    assert found.rows[1].origin == "corrected"
    parts = [{"åtgärd": "Städa gången"}, {"åtgärd": "Tända lampor", "när": "juli 2030"}]
    split = applied(on_row("row-split", 3, {"parts": parts}))
    assert texts(split)[3:] == [("Städa gången", None, "juni 2030"), ("Tända lampor", None, "juli 2030")]
    assert [r.id for r in split.rows] == ["r1", "r2", "r3", "r4", "r4-2"]
    merged = applied(on_row("rows-merged", 1, {"rows": [row_anchor(ROWS[2]).to_dict()]}))
    assert texts(merged)[1] == ("Byta lås på skolan\nRinga runt till föreningar", "Polisen", "2030")
    assert len(merged.rows) == 3
    for made in (found, split, merged):
        jsonschema.validate(made.to_dict(), dict(schema()))


def test_a_row_that_a_correction_made_is_corrected_itself() -> None:
    split = on_row("row-split", 3, {"parts": [{"åtgärd": "Städa"}, {"åtgärd": "Tända lampor"}]})
    part = Anchor("vem", None, {}, None, split.id, 1, "r4-2")
    later = correction("field", part, {"text": "Elbolaget"})
    assert texts(applied(split, later))[4] == ("Tända lampor", "Elbolaget", "juni 2030")
    undo = correction("undo", None, {"id": split.id})
    assert stale(applied(split, later, undo)) == ["r4-2.vem"]


def test_a_row_moves_to_another_section() -> None:
    found = applied(on_row("row-moved", 1, {"section": {"number": "2", "title": "Skolan"}}))
    assert [r.section for r in found.rows] == ["s1", "s2", "s1", "s1"]
    assert stale(applied(on_row("row-moved", 1, {"section": {"number": "9", "title": "Borta"}}))) == ["r2"]


def test_a_column_becomes_a_field_in_the_whole_table() -> None:
    anchor = field_anchor(ROWS[0], "other:Status")
    found = applied(correction("column", anchor, {"to": "mål"}), on_field(1, "vem", "Vakten"))
    assert [None if r.mål is None else r.mål.text for r in found.rows] == ["Ej påbörjad", "Pågår", "Klart", None]
    assert all("Status" not in r.other for r in found.rows)
    assert field(found, 1, "vem").text == "Vakten"
    assert stale(found) == []


def test_actors_and_times_are_corrected_without_their_text() -> None:
    actor = {"name": "Polisen", "id": "polisen-nora", "type": "myndighet"}
    time = {**dict.fromkeys(("edtf", "start", "end", "recurrence", "label")), "role": "during", "preliminary": True}
    found = applied(
        correction("actor", field_anchor(ROWS[1], "vem"), {"actors": [actor]}),
        correction("time", field_anchor(ROWS[1], "när"), {"times": [time]}),
    )
    assert field(found, 1, "vem").actors == (Actor("Polisen", "polisen-nora", "myndighet"),)
    assert [t.preliminary for t in field(found, 1, "när").times or ()] == [True]
    assert field(found, 1, "när").text == "2030"


def test_facts_of_the_document() -> None:
    found = applied(on_fact("title", "En plan"), on_fact("kind", "policy"), on_fact("dated", "2030-02-01"))
    assert (found.document.title, found.document.kind, found.document.dated) == ("En plan", "policy", date(2030, 2, 1))
    other = replace(plan(), document=replace(plan().document, title="Något annat"))
    assert stale(applied(on_fact("title", "En plan"), to=other)) == ["document.title"]


def test_another_reading_makes_a_correction_stale_and_changes_nothing() -> None:
    reread = replace(plan(), rows=(ROWS[0], a_row(2, "Byta lås på skolan", "Po1isen", "2030"), *ROWS[2:]))
    found = applied(on_field(1, "vem", "Vakten"), to=reread)
    assert stale(found) == ["r2.vem"]
    assert [r.vem for r in found.rows] == [r.vem for r in reread.rows]
    (issue,) = [i for i in found.issues if i.code == "correction-stale"]
    assert "Anna" in issue.message


def test_the_right_row_is_found_when_rows_move() -> None:
    """Two rows say *Polisen*; the row's other readings and its place tell which is meant."""
    new = a_row(1, "Något helt nytt överst", "Skolan", None)
    moved = replace(plan(), rows=(new, *(replace(r, id=f"r{n}") for n, r in enumerate(ROWS, 2))))
    found = applied(on_field(2, "vem", "Vakten"), to=moved)
    assert [None if r.vem is None else r.vem.text for r in found.rows][2:4] == ["Polisen", "Vakten"]
    # A row that shares nothing but that one reading is not taken for it.
    lone = replace(plan(), rows=(a_row(7, "Helt annat", "Polisen", "2031"),))
    assert stale(applied(on_field(2, "vem", "Vakten"), to=lone)) == ["r3.vem"]


def test_a_changed_file_keeps_what_still_fits() -> None:
    changed = replace(plan(sha256="cd" * 32), rows=(*ROWS[:3], a_row(4, "Städa gången ofta", None, "juni 2030")))
    found = applied(on_field(1, "vem", "Vakten"), on_field(3, "åtgärd", "Städa"), to=changed)
    assert field(found, 1, "vem").text == "Vakten"
    assert stale(found) == ["r4.åtgärd"]
    assert "correction-carried" in [i.code for i in found.issues]
    elsewhere = plan(sha256="cd" * 32, source="annan.pdf")
    assert field(applied(on_field(1, "vem", "Vakten"), to=elsewhere), 1, "vem").text == "Vakten"
    stranger = replace(plan((a_row(1, "Utbilda personal om brand", "Polisen", "2030"),), "ef" * 32, "annan.pdf"))
    assert applied(on_field(1, "vem", "Vakten"), to=stranger).corrections == ()


def test_what_people_write_is_masked_too() -> None:
    found = applied(on_field(1, "vem", "Ring 070-123 45 67"), mask=True)
    assert field(found, 1, "vem").text == "Ring [telephone]"


def test_what_nobody_can_understand_is_stale_and_ends_nothing() -> None:
    bad = correction("actor", field_anchor(ROWS[1], "vem"), {"actors": [{"nobody": 1}]})
    assert stale(applied(bad)) == ["r2.vem"]


KINDS = st.sampled_from(
    ["field", "emptied", "removed", "split", "merged", "added", "moved", "column", "fact", "accepted"]
)


def some(kind: str, row: int, text: str) -> Correction:
    other = ROWS[(row + 1) % len(ROWS)]
    made = {
        "field": lambda: on_field(row, "vem", text),
        "emptied": lambda: on_field(row, "när", None),
        "removed": lambda: on_row("row-removed", row),
        "split": lambda: on_row("row-split", row, {"parts": [{"åtgärd": text}, {"åtgärd": text + " b"}]}),
        "merged": lambda: on_row("rows-merged", row, {"rows": [row_anchor(other).to_dict()]}),
        "added": lambda: on_row("row-added", row, {"fields": {"åtgärd": text + " ny"}}),
        "moved": lambda: on_row("row-moved", row, {"section": {"number": "2", "title": "Skolan"}}),
        "column": lambda: correction("column", field_anchor(ROWS[0], "other:Status"), {"to": "mål"}),
        "fact": lambda: on_fact("title", text),
        "accepted": lambda: correction("accepted", field_anchor(ROWS[row], "åtgärd")),
    }
    return made[kind]()


CHOICES = st.lists(st.tuples(KINDS, st.integers(0, 3), st.text("abcåäö é", min_size=1).filter(str.strip)), max_size=8)


@given(CHOICES, st.randoms())
def test_the_order_of_the_file_says_nothing_and_undo_brings_the_old_values_back(
    choices: list[tuple[str, int, str]], shuffled: random.Random
) -> None:
    made = [some(*choice) for choice in choices]
    wanted = dumps(applied(*made))
    mixed = made.copy()
    shuffled.shuffle(mixed)
    assert dumps(applied(*mixed)) == wanted
    assert dumps(applied(*mixed, *mixed)) == wanted
    jsonschema.validate(applied(*made).to_dict(), dict(schema()))
    undos = [correction("undo", None, {"id": c.id}) for c in made]
    assert applied(*undos, *made) == plan()
    again = [correction("undo", None, {"id": u.id}) for u in undos]
    assert dumps(applied(*again, *undos, *made)) == wanted


def test_every_row_of_a_corrected_plan_can_be_corrected_again() -> None:
    """The origins that `apply` gives are anchors that find their rows."""
    made = [some(k, r, "Ny text") for k, r in [("split", 0), ("merged", 1), ("added", 3), ("column", 0)]]
    book = CorrectionBook(made)
    first = apply(plan(), book.of(SHA, (), sketch(plan())))
    for number, row in enumerate(first.plan.rows):
        origin = first.origins[row.id]
        anchor = field_anchor(origin.base, "orsak", made_by=origin.made_by, part=origin.part)
        book.add([correction("field", anchor, {"text": f"orsak {number}"})])
    second = apply(plan(), book.of(SHA, (), sketch(plan())))
    assert second.stale == 0
    assert [r.orsak.text if r.orsak else None for r in second.plan.rows] == [
        f"orsak {n}" for n in range(len(first.plan.rows))
    ]


def test_a_row_that_the_machine_finds_by_itself_is_not_added_twice() -> None:
    found = applied(
        on_row("row-added", 0, {"fields": {"åtgärd": "Byta lås på skolan", "vem": "Polisen", "när": "2030"}})
    )
    assert len(found.rows) == len(ROWS)
    assert stale(found) == []


@pytest.mark.parametrize("row", ROWS)
def test_a_row_is_found_by_its_own_anchor(row: Row) -> None:
    from ingest.corrections.anchors import find_row

    assert find_row(ROWS, row_anchor(row)) == ROWS.index(row)
