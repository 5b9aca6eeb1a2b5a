"""Documents that say the same are found, and those that only look alike are not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ingest.batch.same_documents import alike
from ingest.cli import main
from ingest.errors import ExitCode
from ingest.plan import Actor, Facts, Field, Plan, Row

ACTIONS = ("Måla bänkar i parken", "Byta lås på skolan", "Nattvandra på fredagar", "Utbilda krögare")


def plan(source: str, *actions: str) -> Plan:
    rows = tuple(Row(f"r{n}", None, "table", åtgärd=Field(a, a, 0.9, ())) for n, a in enumerate(actions, 1))
    return Plan(Facts(source, source, "text/plain", None, "Plan", "åtgärdsplan", None, None, (), "sv", ()), (), rows)


def test_formats_of_a_plan_are_one_group() -> None:
    scan = plan("c.png", *(a.replace("ä", "a") if n == 0 else a for n, a in enumerate(ACTIONS)))
    found = [plan("a.docx", *ACTIONS), plan("b.pdf", *(a.replace(" ", "  - ") for a in ACTIONS)), scan]
    assert alike([*found, plan("d.docx", "Något helt annat", "Och ett till")]) == [("a.docx", "b.pdf", "c.png")]


@pytest.mark.parametrize(
    "other",
    [
        plan("b", "Måla bänkar i parken", "Belysa gångvägen", "Klippa häckar"),
        plan("b", "Måla bänkar i parken"),
        plan("b", *ACTIONS[:2], "Belysa gångvägen", "Klippa häckar", "Föräldramöten"),
        plan("b"),
    ],
)
def test_what_only_shares_an_action_is_another_plan(other: Plan) -> None:
    assert alike([plan("a", *ACTIONS), other]) == []


def test_the_samples_are_all_different_and_copies_are_told(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (samples / "ekdalen-flikar.txt").read_text(encoding="cp1252")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(text, encoding="utf-8")
    (folder / "b.txt").write_text(text, encoding="utf-16")
    (folder / "c.txt").write_bytes((samples / "tallmo-avskalad.txt").read_bytes())
    arguments = ["convert", str(folder), "-o", str(tmp_path / "ut"), "-q", "-j", "1"]
    assert main(arguments, standalone_mode=False) == ExitCode.OK
    assert main(["--lang", "sv", "status", str(tmp_path / "ut"), "--same"], standalone_mode=False) == ExitCode.OK
    said = capsys.readouterr().out
    assert "säger detsamma, och deras rader räknas flera gånger: a.txt, b.txt" in said
    assert "c.txt" not in said


def test_the_order_of_documents_does_not_matter() -> None:
    found = [plan(s, *ACTIONS) for s in "cab"] + [plan("z", *ACTIONS[:2])]
    assert alike(found) == alike(found[::-1]) == [("a", "b", "c", "z")]


def test_the_next_years_plan_carries_actions_on_and_is_another() -> None:
    def of(year: int, source: str) -> Plan:
        found = plan(source, *ACTIONS)
        return replace(found, document=replace(found.document, dated=date(year, 3, 1)))

    assert alike([of(2024, "a"), of(2025, "b")]) == []
    assert alike([of(2024, "a"), of(2024, "b")]) == [("a", "b")]


def test_neighbours_that_borrow_from_each_other_are_two() -> None:
    def of(issuer: str, source: str) -> Plan:
        found = plan(source, *ACTIONS)
        return replace(found, document=replace(found.document, issuers=(Actor(issuer, None, "kommun"),)))

    assert alike([of("Almviks kommun", "a"), of("Björkeby kommun", "b")]) == []
    assert alike([of("Almviks kommun", "a"), of("ALMVIKS KOMMUN", "b"), plan("c", *ACTIONS)]) == [("a", "b", "c")]


def test_phrases_that_many_plans_have_pair_none() -> None:
    found = [plan(str(n), *ACTIONS[:2], f"Egen åtgärd {n}") for n in range(60)]
    assert alike(found) == []
