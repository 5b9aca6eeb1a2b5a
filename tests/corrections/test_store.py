"""The file of corrections: nothing lost, nothing half, whoever writes and whoever is killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.corrections import CorrectionBook, Subject, row_anchor
from ingest.corrections.model import Correction, loads, schema
from ingest.corrections.sketch import NEAR, SIZE, similarity
from ingest.errors import OutputError, UnreadableFile, UsageError
from ingest.write.correction_store import beside, load_book, open_store

from .plans import ROWS, correction, on_field, on_row

NAMES = ["rättelser.jsonl", "rättelser.sqlite"]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_saved_is_read_again_by_others(tmp_path: Path, name: str) -> None:
    one, other = open_store(tmp_path / name), open_store(tmp_path / name)
    made = [on_field(1, "vem", "Å, ä & <ö>\nrad två"), on_row("row-removed", 2)]
    one.append(made[:1])
    other.append(made[1:])
    assert one.refresh()
    assert not one.refresh()
    assert list(one.book) == list(other.book) == list(open_store(tmp_path / name).book) == made
    assert one.unreadable == []


def test_each_line_is_valid_against_the_published_schema(tmp_path: Path) -> None:
    open_store(tmp_path / "a.jsonl").append([on_field(1, "vem", None), on_row("row-removed", 2)])
    for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines():
        jsonschema.validate(json.loads(line), dict(schema()))


def test_a_torn_last_line_is_told_and_the_next_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    store = open_store(path)
    first, second = on_field(1, "vem", "Vakten"), on_field(2, "vem", "Skolan")
    store.append([first])
    whole = path.read_bytes()
    path.write_bytes(whole + whole[: len(whole) // 2])
    torn = open_store(path)
    assert list(torn.book) == [first]
    torn.append([second])
    after = open_store(path)
    assert list(after.book) == [first, second]
    assert [(u.line, "torn" in u.why) for u in after.unreadable] == [(2, True)]
    # What was torn stays in the file.
    assert path.read_bytes().startswith(whole + whole[: len(whole) // 2] + b"\n")


def test_lines_of_others_are_passed_over_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = on_field(1, "vem", "Vakten")
    open_store(path).append([good])
    for bad in ("[]", '{"schema_version": "9.0"}', "nonsense}", '{"a":' * 5000 + "1" + "}" * 5000):
        with path.open("a") as handle:
            handle.write(bad + "\n")
    store = open_store(path)
    assert list(store.book) == [good]
    assert [u.line for u in store.unreadable] == [2, 3, 4, 5]


def test_a_check_that_fails_saves_nothing(tmp_path: Path) -> None:
    for name in NAMES:
        store = open_store(tmp_path / name)
        store.append([on_field(1, "vem", "Vakten")])

        def refuse() -> None:
            raise UsageError("somebody was faster.")

        with pytest.raises(UsageError):
            store.append([on_field(1, "vem", "Skolan")], refuse)
        assert len(open_store(tmp_path / name).book) == 1


def test_a_full_disk_saves_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.jsonl"
    store = open_store(path)
    store.append([on_field(1, "vem", "Vakten")])
    before = path.read_bytes()
    real = os.write

    def some(handle: int, data: bytes) -> int:
        if len(data) > 50:
            return real(handle, data[:50])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("ingest.write.correction_store.os.write", some)
    with pytest.raises(OutputError, match="not saved"):
        store.append([on_field(2, "vem", "Skolan"), on_field(3, "när", "2031")])
    assert path.read_bytes() == before


def test_many_processes_append_at_once(tmp_path: Path) -> None:
    """Nothing is lost and no line is cut by another."""
    path = tmp_path / "a.jsonl"
    script = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[3])\n"
        "from corrections.plans import on_field\n"
        "from ingest.write.correction_store import open_store\n"
        "store = open_store(Path(sys.argv[1]))\n"
        "for n in range(20): store.append([on_field(1, 'vem', f'{sys.argv[2]} {n} ' + 'x' * 5000)])\n"
    )
    tests = str(Path(__file__).resolve().parents[1])
    started = [subprocess.Popen([sys.executable, "-c", script, str(path), str(n), tests]) for n in range(3)]
    assert [p.wait(100) for p in started] == [0, 0, 0]
    store = open_store(path)
    assert store.unreadable == []
    assert len({c.new["text"][:6] for c in store.book}) == len(store.book) == 60


def test_a_missing_or_foreign_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        load_book(tmp_path / "no.jsonl")
    (tmp_path / "a.db").write_text("no database at all, but long enough to be looked at" * 50)
    with pytest.raises(UnreadableFile, match="database"):
        open_store(tmp_path / "a.db")
    with pytest.raises(UsageError, match="folder"):
        open_store(tmp_path)


def test_corrections_stand_beside_the_output_folder(tmp_path: Path) -> None:
    assert beside(tmp_path / "ut") == tmp_path / "ut.corrections.jsonl"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"kind": "magic"}, "unknown kind"),
        ({"who": ""}, "nobody"),
        ({"who": "x" * 300}, "200 characters"),
        ({"when": "yesterday"}, "time"),
        ({"anchor": None}, "names no"),
        ({"new": {"text": 5}}, "wrong value"),
        ({"new": None}, "wrong value"),
        ({"document": {"sha256": "x"}}, "is no correction"),
    ],
)
def test_what_is_no_correction_is_refused(change: dict[str, object], why: str) -> None:
    line = {**on_field(1, "vem", "Vakten").to_dict(), **change}
    with pytest.raises(ValueError, match=why):
        loads(json.dumps(line))


def test_what_a_newer_version_adds_is_kept() -> None:
    line = {**on_field(1, "vem", "Vakten").to_dict(), "mood": "good"}
    assert Correction.from_dict(line).to_dict() == line


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_near_ones_are_found_as_by_looking_at_every_document(data: st.DataObject) -> None:
    """The index looks at few documents of thousands; those nearly the same are never among the others."""
    hashes = st.integers(0, 60).map(lambda n: f"{n:08x}")
    first = data.draw(st.sets(hashes, min_size=1, max_size=SIZE))

    def another() -> set[str]:
        if data.draw(st.booleans()):
            return data.draw(st.sets(hashes, max_size=SIZE))
        kept = first - data.draw(st.sets(st.sampled_from(sorted(first)), max_size=6))
        return set(sorted(kept | data.draw(st.sets(hashes, max_size=6)))[:SIZE])

    others = ["".join(sorted(another())) for _ in range(12)]
    book = CorrectionBook(
        replace(correction("row-removed", row_anchor(ROWS[0])), subject=Subject(f"{n:064x}", text, f"{n}"))
        for n, text in enumerate(others)
    )
    mine = "".join(sorted(first))
    found = {m.correction.subject.sketch for m in book.of("none", (), mine) if m.correction.subject}
    assert found == {text for text in others if similarity(mine, text) >= NEAR}
