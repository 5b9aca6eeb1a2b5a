"""Times and actors into the draft, doubts into notes."""

from __future__ import annotations

from datetime import date

from ingest.document import Document, Method
from ingest.draft import Draft, DraftFacts, DraftRow, DraftStatement, Evidence, Value
from ingest.normalise import resolve
from ingest.options import Options
from ingest.plan import Period

PERIOD = Period(date(2024, 1, 1), date(2026, 12, 31))


def value(text: str, method: Method = Method.WORD) -> Value:
    return Value(text, text, (), Evidence(method))


def draft(who: str | None, when: str | None, method: Method = Method.WORD, **statements: str) -> Draft:
    fields = {"vem": who, "när": when}
    row = DraftRow("r1", None, "table", {k: value(v, method) for k, v in fields.items() if v is not None})  # type: ignore[misc]
    found = tuple(DraftStatement(f"t{i}", None, k, value(v)) for i, (k, v) in enumerate(statements.items(), 1))  # type: ignore[arg-type]
    document = Document("0" * 64, "x", "x", method)
    return Draft(document, DraftFacts(period=PERIOD), rows=(row,), statements=found)


def codes(result: Draft) -> list[tuple[str, str]]:
    return [(n.code, n.target) for n in result.notes]


def test_fields() -> None:
    (row,) = resolve(draft("Polisen, Elevhälsan", "maj 2024"), Options()).rows
    assert [a.id for a in row.fields["vem"].actors or ()] == ["polismyndigheten", "elevhalsan"]
    assert [t.edtf for t in row.fields["när"].times or ()] == ["2024-05"]


def test_doubts_become_notes() -> None:
    result = resolve(draft("Polisen, Kalle Anka", "maj"), Options())
    assert codes(result) == [("unknown-actor", "r1.vem"), ("year-unknown", "r1.när")]
    assert codes(resolve(draft(None, "Omgående"), Options())) == [("no-date-parsed", "r1.när")]
    assert codes(resolve(draft(None, "mars 2020"), Options())) == [("date-before-plan", "r1.när")]
    assert codes(resolve(draft(None, "31 maj 2024 – 1 mars 2024"), Options())) == [("end-before-start", "r1.när")]
    assert codes(resolve(draft("Polisen", "2024-05-06"), Options())) == []


def test_statements() -> None:
    result = resolve(
        draft(
            None,
            None,
            när="Träffen hålls den 14 maj 2025.",
            vem="Träffen riktar sig till rektorer och kommunpoliser.",
            åtgärd="Polisen bjuder in till en kväll den 3 juni 2025.",
        ),
        Options(),
    )
    when, who, what = (s.value for s in result.statements)
    assert [t.edtf for t in when.times or ()] == ["2025-05-14"]
    assert [a.name for a in who.actors or ()] == ["rektorer", "kommunpoliser"]
    assert ([a.name for a in what.actors or ()], [t.edtf for t in what.times or ()]) == (["Polisen"], ["2025-06-03"])


def test_misread_names_are_mended_on_scans_only() -> None:
    scanned = resolve(draft("Soclaltjänsten", None, Method.OCR), Options()).rows[0].fields["vem"].actors or ()
    typed = resolve(draft("Soclaltjänsten", None), Options()).rows[0].fields["vem"].actors or ()
    assert [(a.name, a.id) for a in scanned] == [("Socialtjänsten", "socialtjansten")]
    assert [(a.name, a.id) for a in typed] == [("Soclaltjänsten", "socialtjansten")]
