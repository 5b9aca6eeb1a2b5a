"""What corrections teach, how it is measured, and undone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import ingest
from ingest.classify.fields.vocabulary import load as vocabulary
from ingest.classify.text.leads import Lead, chances, purpose
from ingest.cli import main
from ingest.corrections import Correction, field_anchor, row_anchor
from ingest.errors import UsageError
from ingest.options import Options
from ingest.plan import Plan
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


LIST = """Handlingsplan för trygghet 2030

Nora kommun

Åtgärder

- Måla bänkarna i parken
- Statistiken för 2030 gås igenom av nämnden i mars
- Byta lås på skolan
- Ordna föräldravandringar i centrum
"""


def test_a_line_that_is_no_measure_is_none_in_the_next_document_and_nothing_else_changes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LIST, encoding="utf-8")
    first = ingest.convert(tmp_path / "a.txt")
    wrong = next(r for r in first.rows if r.åtgärd and "Statistiken" in r.åtgärd.text)
    path = tmp_path / "c.jsonl"
    open_store(path).append([correction("row-removed", row_anchor(wrong), of=first)])
    said: list[str] = []
    folder = train(path, None, said.append)
    assert any(line.startswith("learnt: measures") for line in said)
    own = Options(vocabulary=str(folder / "vocabulary.toml"))
    other = (
        LIST.replace("Nora", "Tierps").replace("2030", "2031").replace("i mars", "i maj").replace("parken", "hamnen")
    )
    (tmp_path / "b.txt").write_text(other, encoding="utf-8")
    before, after = (ingest.convert(tmp_path / "b.txt", o) for o in (Options(), own))

    def measures(found: Plan) -> list[str]:
        return [r.åtgärd.text for r in found.rows if r.åtgärd]

    assert "Statistiken för 2031 gås igenom av nämnden i maj" in measures(before)
    assert measures(after) == [m for m in measures(before) if "Statistiken" not in m]
    assert len(measures(after)) == 3
    # What was taken out is told: no word is lost.
    assert any("Statistiken" in i.message for i in after.issues)
    # A document that holds nothing of the kind is the same to the byte.
    (tmp_path / "c.txt").write_text(LIST.replace("Statistiken för 2030 gås igenom av nämnden i mars", "Laga staket"))
    assert ingest.convert(tmp_path / "c.txt") == ingest.convert(tmp_path / "c.txt", own)
    undo(path, None)
    assert not (folder / "vocabulary.toml").exists()


def test_a_text_over_rows_is_what_a_person_said(tmp_path: Path) -> None:
    text = "Arbetet utgår från lägesbilden 2030 och handlar om centrum"
    made = [
        correction("field", replace(field_anchor(ROWS[0], "mål"), raw=text), {"text": None}),
        correction("field", field_anchor(ROWS[0], "orsak"), {"text": text}),
    ]
    path = tmp_path / "c.jsonl"
    open_store(path).append(made)
    words = vocabulary(str(train(path, None, lambda _: None) / "vocabulary.toml"))
    lead = Lead(text.replace("2030", "2031"), "band")
    assert purpose(lead, words) == "problem"
    for other in ("Alla ska känna sig trygga i centrum.", "Unga köper droger på skolan."):
        assert chances(Lead(other, "band"), words) == chances(Lead(other, "band"), vocabulary())


def test_examples_are_measured_on_documents_left_out() -> None:
    rows = [
        replace(ROWS[0], åtgärd=replace(ROWS[0].åtgärd, raw=f"Nämnden läser statistiken {2030 + n}")) for n in range(20)
    ]
    made = [correction("row-removed", row_anchor(r), of=plan(sha256=f"{n:064x}")) for n, r in enumerate(rows)]
    made = [replace(c, anchor=replace(c.anchor, place=None)) for c in made]
    found = measured(made)["measures"]
    assert found == {"held_out": 20, "answered": 20, "right": 20}


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
