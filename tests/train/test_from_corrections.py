"""What corrections teach, how it is measured, and undone."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import ingest
from ingest.classify.fields.vocabulary import load as vocabulary
from ingest.classify.text.leads import Lead, chances, purpose
from ingest.cli import main
from ingest.corrections import Correction, field_anchor, row_anchor
from ingest.corrections.anchors import value_of
from ingest.errors import UsageError
from ingest.options import Options
from ingest.plan import Plan
from ingest.quality.recalibration import original, recalibrated
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


COLUMNS = """Plan 2030

Åtgärd\tÖnskat utfall\tVem\tNär
Måla bänkar\tParken är hel\tParkenheten\tmaj 2030
Byta lås\tIngen tar sig in\tSkolan\tjuni 2030
"""


def test_an_assigned_column_is_what_its_heading_says_in_other_documents(tmp_path: Path) -> None:
    def converted(name: str, text: str, options: Options | None = None) -> Plan:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return ingest.convert(tmp_path / name, options or Options())

    first = converted("a.txt", COLUMNS.replace("Önskat utfall", "Qvarx"))
    was = next(n for n in ("other:Qvarx", "mål", "orsak") if value_of(first.rows[0], n) is not None)
    to = "orsak" if was != "orsak" else "mål"
    made = [
        correction("column", field_anchor(first.rows[0], was), {"to": to, "heading": "Qvarx"}, of=first),
        # A known word, and one that a pattern of ours knows: a person overrules both.
        correction("column", field_anchor(first.rows[0], "vem"), {"to": "other", "heading": "Vem"}, of=first),
        correction("column", field_anchor(first.rows[0], "mål"), {"to": "åtgärd", "heading": "Kostnad (kr)"}, of=first),
    ]
    path = tmp_path / "c.jsonl"
    open_store(path).append(made)
    said: list[str] = []
    own = Options(vocabulary=str(train(path, None, said.append) / "vocabulary.toml"))
    assert f"learnt: heading 'qvarx' is {to}" in said
    words = vocabulary(own.vocabulary)
    assert [words.heading(h).best for h in ("Qvarx", "QVARX:", "Vem", "Kostnad (kr)")] == [to, to, "other", "åtgärd"]
    other = converted("b.txt", COLUMNS.replace("Önskat utfall", "Qvarx").replace("Vem", "Ansvarig"), own)
    assert [value_of(r, to).text for r in other.rows] == ["Parken är hel", "Ingen tar sig in"]  # type: ignore[union-attr]
    assert [r.vem.text for r in other.rows if r.vem] == ["Parkenheten", "Skolan"]
    # A document without such a heading is the same.
    third = COLUMNS.replace("Vem", "Ansvarig")
    assert converted("c.txt", third) == converted("c.txt", third, own)


def looked(document: int, number: int, field: str, stated: float, right: bool) -> Correction:
    found = plan(sha256=f"{document:064x}")
    anchor = replace(field_anchor(ROWS[0], field), row={"åtgärd": str(number)})
    kind, new = ("accepted", None) if right else ("field", {"text": "annat"})
    made = correction(kind, anchor, new, of=found, old="machine")  # type: ignore[arg-type]
    return replace(made, extra={"confidence": stated})


def review(documents: int, truth: Callable[[str, float], float], seed: int = 3) -> list[Correction]:
    """Corrections of a person who looks at every field; `truth` is the share that is right."""
    draw = random.Random(seed)
    out: list[Correction] = []
    for document in range(documents):
        for field in ("åtgärd", "vem", "när"):
            for _ in range(6):
                stated = draw.choice((0.6, 0.8, 0.9, 0.97))
                out.append(looked(document, len(out), field, stated, draw.random() < truth(field, stated)))
    return out


def test_the_confidence_learns_where_it_is_wrong_and_only_there(tmp_path: Path) -> None:
    def learnt(made: list[Correction], name: str) -> tuple[Path, dict[str, Any]]:
        open_store(tmp_path / name).append(made)
        folder = train(tmp_path / name, None, lambda _: None)
        return folder, json.loads((folder / "report.json").read_text())

    # Who stands in a column that is wrong twice as often as the machine says.
    folder, report = learnt(review(30, lambda f, p: p - 0.4 if f == "vem" else p), "off.jsonl")
    assert report["confidence_held_out"]["used"] is True
    assert report["confidence_held_out"]["loss_after"] < 0.95 * report["confidence_held_out"]["loss_before"]
    words = vocabulary(str(folder / "vocabulary.toml"))
    assert recalibrated(0.9, *words.confidence["vem"]) < 0.65
    assert abs(recalibrated(0.9, *words.confidence["när"]) - 0.9) < 0.06
    back = original(recalibrated(0.9, *words.confidence["vem"]), *words.confidence["vem"])
    assert back == pytest.approx(0.9)
    (tmp_path / "a.txt").write_text(TEXT.replace("Gripare", "Vem"), encoding="utf-8")
    before = ingest.convert(tmp_path / "a.txt")
    after = ingest.convert(tmp_path / "a.txt", Options(vocabulary=str(folder / "vocabulary.toml")))
    for old, new in zip(before.rows, after.rows, strict=True):
        assert old.vem is not None
        assert new.vem is not None
        assert new.vem.confidence < old.vem.confidence - 0.1
        assert new.vem.text == old.vem.text
    # What it says is right: it stays as it is. So it does for a few fields.
    for made, name in ((review(30, lambda _, p: p), "right.jsonl"), (review(3, lambda *_: 0.2), "few.jsonl")):
        folder, report = learnt(made, name)
        assert report["confidence_held_out"]["used"] is False
        assert report["confidence"] == {}
        assert vocabulary(str(folder / "vocabulary.toml")).confidence == {}


def test_what_was_looked_at_twice_is_judged_by_its_end() -> None:
    def events(*said: tuple[str, str | None, str]) -> list[bool]:
        anchor = field_anchor(ROWS[0], "vem")
        made = [correction(k, anchor, None if t is None else {"text": t}, old=o) for k, t, o in said]  # type: ignore[arg-type]
        return [one.right for one in learn(replace(c, extra={"confidence": 0.9}) for c in made).looked]

    assert events(("field", "Skolan", "Polisen")) == [False]
    assert events(("accepted", None, "Polisen")) == [True]
    assert events(("field", "Skolan", "Polisen"), ("accepted", None, "Skolan")) == [False]
    assert events(("field", "Skolan", "Polisen"), ("field", " Polisen ", "Skolan")) == [True]
