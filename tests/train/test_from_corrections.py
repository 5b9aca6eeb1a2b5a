"""What corrections teach, how it is measured, and undone."""

from __future__ import annotations

from pathlib import Path

import pytest

import ingest
from ingest.cli import main
from ingest.corrections import Correction, field_anchor
from ingest.errors import UsageError
from ingest.options import Options
from ingest.train.from_corrections import learn, measured, train, undo
from ingest.write.correction_store import open_store

from ..corrections.plans import ROWS, correction, plan

TEXT = "Plan 2030\n\nÅtgärd\tGripare\tNär\nMåla bänkar\tFiskeklubben Gäddan\tmaj 2030\nByta lås\tSkolan\tjuni 2030\n"
POLICE = {"name": "Polisen", "id": "polisen-nora", "type": "myndighet"}


def some() -> list[Correction]:
    return [
        correction("heading-word", None, {"field": "vem", "word": "Gripare"}),
        correction("known-actor", None, {"id": "gaddan", "type": "förening", "names": ["Fiskeklubben Gäddan"]}),
        correction("column", field_anchor(ROWS[0], "other:Status"), {"to": "mål"}),
        correction("actor", field_anchor(ROWS[1], "vem"), {"actors": [POLICE]}),
    ]


def test_heading_words_and_actors_change_what_is_read_next(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    open_store(path).append(some())
    said: list[str] = []
    folder = train(path, None, said.append)
    assert "learnt: heading 'gripare' is vem" in said
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    before = ingest.convert(tmp_path / "a.txt")
    own = Options(vocabulary=str(folder / "vocabulary.toml"), actors=str(folder / "actors.toml"))
    after = ingest.convert(tmp_path / "a.txt", own)
    assert [r.vem.text if r.vem else None for r in after.rows] == ["Fiskeklubben Gäddan", "Skolan"]
    assert after.rows[0].vem is not None
    assert [a.id for a in after.rows[0].vem.actors or ()] == ["gaddan"]
    assert before != after
    # What is learnt again is the same; what came in between is undone.
    kept = (folder / "actors.toml").read_bytes()
    open_store(path).append([correction("known-actor", None, {"id": "x", "type": "annat", "names": ["Nytt Namn"]})])
    train(path, None, said.append)
    assert (folder / "actors.toml").read_bytes() != kept
    undo(path, None)
    assert (folder / "actors.toml").read_bytes() == kept
    undo(path, None)
    with pytest.raises(UsageError, match="nothing learnt"):
        undo(path, None)


def test_what_contradicts_itself_is_not_learnt() -> None:
    words = [correction("heading-word", None, {"field": f, "word": "Ansvar"}) for f in ("vem", "mål")]
    assert learn(words).headings == {}


def test_it_is_measured_on_documents_left_out() -> None:
    made = [
        correction("column", field_anchor(ROWS[0], "other:Status"), {"to": "mål"}, of=plan(sha256=f"{n:064x}"))
        for n in range(20)
    ]
    found = measured(made)["headings"]
    assert found["held_out"] == 20
    assert found["answered"] == found["right"] > 0


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "c.jsonl"
    open_store(path).append(some())
    assert main(["train", "--from-corrections", str(path)], standalone_mode=False) == 0
    assert "--vocabulary" in capsys.readouterr().out
    assert main(["train", "--from-corrections", str(path), "--undo"], standalone_mode=False) == 0
