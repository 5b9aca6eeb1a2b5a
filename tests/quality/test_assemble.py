"""Confidences of the plan that are not the model's alone."""

from __future__ import annotations

from pathlib import Path

from ingest.pipeline import convert

TEXT = """Handlingsplan för trygghet 2026

Socialförvaltningen ska under våren 2026 erbjuda nattvandring varje helg.
"""


def test_a_row_of_prose_is_no_surer_than_its_sentence(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text(TEXT, encoding="utf-8")
    plan = convert(path)
    (row,) = plan.rows
    (sentence,) = (s for s in plan.statements if s.text.startswith("Socialförvaltningen"))
    assert row.origin == "prose"
    assert row.åtgärd is not None
    assert row.vem is not None
    assert row.åtgärd.confidence <= sentence.confidence + 1e-9
    assert row.vem.confidence <= sentence.confidence + 1e-9
