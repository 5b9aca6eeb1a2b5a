"""What changed between two conversions; no change where there is none, and no change lost where there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.batch.archive import Archive, opened
from ingest.compare import compare
from ingest.compare.model import Comparison, DocumentChange, FieldChange
from ingest.errors import UnreadableFile, UsageError
from ingest.plan import Actor, Facts, Field, Period, Plan, Row, Statement, Time
from ingest.write import Style
from ingest.write.plan_json import write, write_lines
from ingest.write.records import Stored, digest, records
from tests.strategies import plans


def archive(found: Sequence[Plan], failures: dict[str, str] | None = None, *, is_single: bool = False) -> Archive:
    def stored(plan: Plan) -> Stored:
        return Stored(plan.document.source, digest(records(plan)), lambda: plan)

    return Archive({p.document.source: stored(p) for p in found}, failures or {}, is_single)


def field(text: str, confidence: float = 0.9) -> Field:
    return Field(text, text, confidence, ())


def plan(source: str = "a.docx", *rows: Row) -> Plan:
    return Plan(Facts("0" * 64, source, "text/plain", None, "Plan", "åtgärdsplan", None, None, (), "sv", ()), (), rows)


UTBILDA = Row("r1", None, "table", åtgärd=field("Utbilda krögare i ansvarsfull alkoholservering"))
VANDRA = Row("r2", None, "table", åtgärd=field("Nattvandra på fredagar och lördagar"))


def turned(found: Comparison) -> Comparison:
    """The comparison as it must be with old and new changed about."""

    def value(c: FieldChange) -> FieldChange:
        return FieldChange(
            c.field,
            c.what,
            c.new,
            c.old,
            c.new_times,
            c.old_times,
            c.new_actors,
            c.old_actors,
            c.new_confidence,
            c.old_confidence,
        )

    states = {"new": "gone", "gone": "new", "failed": "mended", "mended": "failed", "changed": "changed"}

    def document(d: DocumentChange) -> DocumentChange:
        return DocumentChange(
            d.old_source or d.source,
            states[d.state],  # type: ignore[arg-type]
            d.new_failure,
            d.old_failure,
            tuple(value(c) for c in d.facts),
            d.vanished,
            d.appeared,
            # In order of the new side's rows, as changes are told.
            tuple(
                sorted(
                    (
                        replace(r, old_id=r.new_id, new_id=r.old_id, fields=tuple(map(value, r.fields)))
                        for r in d.changed
                    ),
                    key=lambda r: r.new_id,
                )
            ),
            d.statements_vanished,
            d.statements_appeared,
            d.source if d.old_source is not None else None,
        )

    documents = sorted((document(d) for d in found.documents), key=lambda d: d.source)
    return Comparison(found.new, found.old, tuple(documents))


def by_id(found: Comparison) -> Comparison:
    documents = [replace(d, changed=tuple(sorted(d.changed, key=lambda r: r.new_id))) for d in found.documents]
    return replace(found, documents=tuple(documents))


archives = st.tuples(
    st.lists(plans(source=st.sampled_from("abcd")), max_size=3, unique_by=lambda p: p.document.source),
    st.dictionaries(st.sampled_from("efg"), st.sampled_from(["empty", "limit"]), max_size=2),
).map(lambda pair: archive(*pair))


@settings(max_examples=15)
@given(archives)
def test_nothing_changes_between_a_thing_and_itself(one: Archive) -> None:
    found = compare(one, one)
    assert found.documents == ()
    assert found.old == found.new


@settings(max_examples=15)
@given(plans(source=st.just("a")), plans(source=st.just("b")))
def test_single_files_are_one_document_whatever_they_are_called(one: Plan, other: Plan) -> None:
    same = replace(one, document=replace(one.document, source="b"))
    assert compare(archive([one], is_single=True), archive([same], is_single=True)).documents == ()
    found = compare(archive([one], is_single=True), archive([other], is_single=True))
    assert [d.state for d in found.documents] in ([], ["changed"])


@settings(max_examples=15)
@given(archives, archives)
def test_changed_about_it_is_the_mirror(one: Archive, other: Archive) -> None:
    assert by_id(compare(other, one)) == by_id(turned(compare(one, other)))


@settings(max_examples=15)
@given(archives, archives)
def test_rows_add_up(one: Archive, other: Archive) -> None:
    found = compare(one, other)
    assert found.new.rows - found.old.rows == found.rows_appeared - found.rows_vanished


def test_each_kind_of_document() -> None:
    old = archive(
        [plan("gone.docx", UTBILDA), plan("fails.docx", VANDRA), plan("same.docx", VANDRA)],
        {"mended.pdf": "truncated", "still.pdf": "empty", "other.pdf": "empty"},
    )
    new = archive(
        [plan("new.docx", UTBILDA), plan("mended.pdf", VANDRA), plan("same.docx", VANDRA)],
        {"fails.docx": "limit", "still.pdf": "empty", "other.pdf": "limit"},
    )
    found = compare(old, new)
    assert {d.source: (d.state, len(d.appeared), len(d.vanished)) for d in found.documents} == {
        "gone.docx": ("gone", 0, 1),
        "fails.docx": ("failed", 0, 1),
        "mended.pdf": ("mended", 1, 0),
        "new.docx": ("new", 1, 0),
        "other.pdf": ("changed", 0, 0),
    }
    assert (found.old.failed, found.new.failed) == (3, 3)


def test_each_kind_of_change_in_a_field() -> None:
    polisen = Actor("Polisen", "polismyndigheten", "myndighet")
    before = replace(
        UTBILDA,
        vem=replace(field("Polisen och skolan"), actors=(polisen,)),
        när=replace(field("maj 2024"), times=(Time("2024-05", date(2024, 5, 1), date(2024, 5, 31)),)),
        mål=field("Tryggare krog", 0.9),
        orsak=field("Våld", 0.9),
    )
    after = replace(
        before,
        id="r7",
        vem=replace(before.vem, actors=(polisen, Actor("Skolan", None, "skola"))),  # type: ignore[type-var]
        när=replace(before.när, times=(Time("2024-06", date(2024, 6, 1), date(2024, 6, 30)),)),  # type: ignore[type-var]
        mål=field("Tryggare krog", 0.7),
        orsak=field("Våld", 0.88),
        åtgärd=field("Utbilda krögare i ansvarsfull servering"),
        other={"Status": field("Klar")},
    )
    found = compare(archive([plan("a", before)]), archive([plan("a", after)]))
    (document,) = found.documents
    (row,) = document.changed
    assert (row.old_id, row.new_id) == ("r1", "r7")
    assert {c.field: c.what for c in row.fields} == {
        "mål": ("confidence",),
        "åtgärd": ("text",),
        "vem": ("actors",),
        "när": ("times",),
        "other.Status": ("text",),
    }
    när = next(c for c in row.fields if c.field == "när")
    assert (när.old_times, när.new_times) == (("2024-05",), ("2024-06",))
    finer = compare(archive([plan("a", before)]), archive([plan("a", after)]), step=0.01)
    assert "orsak" in {c.field for c in finer.documents[0].changed[0].fields}


def test_a_confidence_that_no_table_holds_is_compared() -> None:
    before = replace(UTBILDA, other={"Status": field("Klar", 0.9)})
    after = replace(UTBILDA, other={"Status": field("Klar", 0.4)})
    found = compare(archive([plan("a", before)]), archive([plan("a", after)]))
    (change,) = found.documents[0].changed[0].fields
    assert (change.field, change.what) == ("other.Status", ("confidence",))


def test_facts_sections_and_statements_count() -> None:
    old = plan("a", UTBILDA)
    said = Statement("t1", None, "mål", "Färre brott", "Färre brott", 0.9, ())
    new = replace(old, document=replace(old.document, title="Ny plan", dated=date(2024, 1, 2)), statements=(said,))
    (document,) = compare(archive([old]), archive([new])).documents
    assert {c.field: (c.old, c.new) for c in document.facts} == {
        "title": ("Plan", "Ny plan"),
        "dated": (None, "2024-01-02"),
    }
    assert (document.statements_appeared, document.statements_vanished) == (1, 0)


def test_figures_of_both_sides() -> None:
    old = plan("a", replace(UTBILDA, mål=field("Tryggare", 0.5)), VANDRA)
    found = compare(archive([old]), archive([plan("a", UTBILDA, VANDRA)]))
    assert (found.old.fill["mål"], found.new.fill["mål"], found.new.expected["mål"]) == (0.5, 0.0, None)
    assert found.old.expected_right == pytest.approx((0.9 + 0.5 + 0.9) / 3, abs=1e-4)
    assert (found.old.fields, found.new.fields) == (3, 2)


@given(
    st.lists(
        plans(source=st.sampled_from(["a.docx", "mapp/b.pdf", "c.txt"])),
        max_size=3,
        unique_by=lambda p: p.document.source,
    )
)
def test_folders_are_read_with_ledger_and_without(tmp_path_factory: pytest.TempPathFactory, found: list[Plan]) -> None:
    json_folder, lines_folder = tmp_path_factory.mktemp("json"), tmp_path_factory.mktemp("lines")
    (json_folder / "plans").mkdir()
    write(json_folder, found, Style(ascii_names=True))
    write_lines(lines_folder, found, Style())
    with opened(json_folder) as one, opened(lines_folder) as other:
        assert {s.source: s.fetch() for s in one.plans.values()} == {p.document.source: p for p in found}
        assert compare(one, other).documents == ()


def test_what_is_no_conversion_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no conversion"), opened(tmp_path):
        pass
    for text in ("{", "[]", "{}", '{"schema_version": "0.1"}', "\xff"):
        (tmp_path / "plan.json").write_text(text, encoding="latin-1")
        with pytest.raises(UnreadableFile, match="is no plan"), opened(tmp_path / "plan.json"):
            pass


def of_year(year: int, source: str, title: str, *rows: Row, issuer: str = "Almviks kommun") -> Plan:
    found = plan(source, *rows)
    facts = replace(
        found.document,
        title=title,
        issuers=(Actor(issuer, issuer.lower(), "kommun"),),
        period=Period(date(year, 1, 1), date(year, 12, 31)),
    )
    return replace(found, document=facts)


def test_a_plan_and_the_next_years_are_compared_with_each_other() -> None:
    old = archive(
        [of_year(2024, "plan2024.docx", "Handlingsplan 2024", UTBILDA, VANDRA), of_year(2024, "x.pdf", "Rapport 2024")]
    )
    later = replace(UTBILDA, när=field("våren 2025"))
    new_row = Row("r3", None, "table", åtgärd=field("Belysa gångvägen vid stationen"))
    new = archive([of_year(2025, "Ny plan.docx", "Handlingsplan 2025", later, new_row), of_year(2024, "y", "Annat")])
    found = compare(old, new)
    assert [(d.label, d.state) for d in found.documents] == [
        ("plan2024.docx → Ny plan.docx", "changed"),
        ("x.pdf", "gone"),
        ("y", "new"),
    ]
    first = found.documents[0]
    # Carried on with a new time, dropped, new.
    assert [c.field for r in first.changed for c in r.fields] == ["när"]
    assert [list(r.fields.values()) for r in first.vanished] == [["Nattvandra på fredagar och lördagar"]]
    assert [list(r.fields.values()) for r in first.appeared] == [["Belysa gångvägen vid stationen"]]
    assert by_id(compare(new, old)) == by_id(turned(found))


@pytest.mark.parametrize(
    "others",
    [
        # Another issuer, the same year, and two that could be meant: nothing is guessed.
        [of_year(2025, "b", "Handlingsplan 2025", issuer="Björkeby kommun")],
        [of_year(2024, "b", "Handlingsplan 2024")],
        [of_year(2025, "b", "Handlingsplan 2025"), of_year(2026, "c", "Handlingsplan 2026")],
        [of_year(2025, "b", "Trygghetsplan 2025")],
    ],
)
def test_plans_that_may_not_follow_each_other_are_not_paired(others: list[Plan]) -> None:
    found = compare(archive([of_year(2024, "a", "Handlingsplan 2024", UTBILDA)]), archive(others))
    assert {d.state for d in found.documents} == {"gone", "new"}
    assert all(d.old_source is None for d in found.documents)
