"""The review's routes: who may read and write, what is saved, what two reviewers do to each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from starlette.testclient import TestClient

from ingest.batch.ledger import Ledger
from ingest.corrections.model import schema
from ingest.errors import UsageError
from ingest.review.app import create_app
from ingest.review.desk import Desk
from ingest.review.server import review
from ingest.write.correction_store import open_store

from ..corrections.plans import ROWS, SHA, plan
from .archives import archive, plan_in

TOKEN = "a-token-of-the-tests"
HOST = "127.0.0.1:8000"
ORIGIN = {"Origin": f"http://{HOST}"}
NASTY = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>"\'{{7*7}}'


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return archive(tmp_path / "ut", [plan()])


@pytest.fixture
def client(out: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Desk(str(out)), TOKEN, ("127.0.0.1",)), base_url=f"http://{HOST}") as found:
        yield found


def say(client: TestClient, target: str, text: str | None, **more: Any) -> Any:
    body = {"who": "Anna", "kind": "field", "target": target, "new": {"text": text}, **more}
    return client.post(f"/{TOKEN}/documents/{SHA}/corrections", json=body, headers=ORIGIN)


def test_a_correction_is_saved_shown_and_undone(client: TestClient, out: Path) -> None:
    made = say(client, "r2.vem", "Vakten")
    assert made.status_code == 201
    (vem,) = [r.vem for r in plan_in(out, "nora.pdf").rows if r.id == "r2"]
    assert vem is not None
    assert (vem.text, vem.origin) == ("Vakten", "corrected")
    page = client.get(f"/{TOKEN}/documents/{SHA}").text
    assert "Vakten" in page
    assert "maskinen: Polisen" in page
    assert "1 av " in client.get(f"/{TOKEN}/").text
    undo = client.post(f"/{TOKEN}/undo", json={"who": "Bo", "id": made.json()["id"]}, headers=ORIGIN)
    assert undo.status_code == 200
    assert plan_in(out, "nora.pdf") == plan_in(archive(out.parent / "b", [plan()]), "nora.pdf")


def test_every_kind_goes_through(client: TestClient, out: Path) -> None:
    def post(kind: str, target: str, new: Any = None) -> int:
        seen = client.get(f"/{TOKEN}/documents/{SHA}")
        assert seen.status_code == 200
        body = {"who": "Anna", "kind": kind, "target": target, "new": new}
        return client.post(f"/{TOKEN}/documents/{SHA}/corrections", json=body, headers=ORIGIN).status_code

    assert post("accepted", "r1.vem") == 201
    assert post("column", "r1.other:Status", {"to": "mål"}) == 201
    assert post("row-split", "r4", {"parts": [{"åtgärd": "Städa"}, {"åtgärd": "Tända"}]}) == 201
    assert post("rows-merged", "r2", {"rows": ["r3"]}) == 201
    assert post("row-added", "r1", {"fields": {"åtgärd": "Ny rad"}}) == 201
    assert post("fact", "document.title", {"value": "Noras plan"}) == 201
    found = plan_in(out, "nora.pdf")
    assert [r.åtgärd.text.split("\n")[0] if r.åtgärd else "" for r in found.rows] == [
        "Måla bänkarna i parken", "Ny rad", "Byta lås på skolan", "Städa", "Tända",
    ]  # fmt: skip
    assert found.document.title == "Noras plan"
    # A row that was split or merged can be corrected again.
    assert post("field", "r4-2.vem", {"text": "Elbolaget"}) in (201, 409)
    assert [i for i in found.issues if i.code == "correction-stale"] == []


def test_what_is_looked_at_keeps_how_sure_the_machine_was(client: TestClient, out: Path) -> None:
    def post(kind: str, target: str, new: Any = None) -> None:
        seen = next(reversed([c.id for c in plan_in(out, "nora.pdf").corrections if c.target == target]), "")
        body = {"who": "Anna", "kind": kind, "target": target, "new": new, "seen": seen}
        answer = client.post(f"/{TOKEN}/documents/{SHA}/corrections", json=body, headers=ORIGIN)
        assert answer.status_code == 201, answer.text

    post("field", "r2.vem", {"text": "Vakten"})
    post("accepted", "r2.vem")
    post("accepted", "r1.åtgärd")
    post("field", "r4.vem", {"text": "Elbolaget"})
    post("column", "r1.vem", {"to": "mål", "heading": "Önskad grupp"})
    book = open_store(out.parent / "ut.corrections.jsonl").book
    # The machine left r4's empty; of what a person wrote it is still the machine's own value that counts.
    assert [c.extra.get("confidence") for c in book] == [0.6, 0.6, 0.8, None, None]
    assert [c.new.get("heading") for c in book if c.kind == "column"] == ["Önskad grupp"]
    for correction in book:
        jsonschema.validate(correction.to_dict(), dict(schema()))


def test_two_reviewers_lose_nothing(out: Path) -> None:
    """Each has a server of their own; who comes second sees what the first one wrote and decides."""
    one = TestClient(create_app(Desk(str(out)), TOKEN, ("127.0.0.1",)), base_url=f"http://{HOST}")
    other = TestClient(create_app(Desk(str(out)), TOKEN, ("127.0.0.1",)), base_url=f"http://{HOST}")
    first = say(one, "r2.vem", "Annas")
    late = say(other, "r2.vem", "Bos", who="Bo")
    assert (first.status_code, late.status_code) == (201, 409)
    assert (late.json()["who"], late.json()["value"]) == ("Anna", "Annas")
    assert say(other, "r1.vem", "Annat fält", who="Bo").status_code == 201
    assert say(other, "r2.vem", "Bos", who="Bo", seen=first.json()["id"]).status_code == 201
    vem = [r.vem.text if r.vem else None for r in plan_in(out, "nora.pdf").rows]
    assert vem[:2] == ["Annat fält", "Bos"]
    assert len(open_store(out.parent / "ut.corrections.jsonl").book) == 3


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {**ORIGIN, "Sec-Fetch-Site": "cross-site"},
        {**ORIGIN, "Host": "evil.example"},
        {**ORIGIN, "Content-Type": "text/plain"},
    ],
)
def test_another_site_cannot_write(client: TestClient, out: Path, headers: dict[str, str]) -> None:
    body = '{"who": "Eve", "kind": "field", "target": "r2.vem", "new": {"text": "Eves"}}'
    sent = {"Content-Type": "application/json", **headers}
    answer = client.post(f"/{TOKEN}/documents/{SHA}/corrections", content=body, headers=sent)
    assert answer.status_code in (403, 415, 421, 422)
    assert not (out.parent / "ut.corrections.jsonl").exists()


def test_another_site_cannot_read(client: TestClient) -> None:
    for path in ("/", "/wrong/", f"/wrong/documents/{SHA}", "/wrong/static/review.js", "/docs", "/openapi.json"):
        assert client.get(path).status_code == 404
    assert client.get(f"/{TOKEN}/", headers={"Host": "evil.example"}).status_code == 421
    answer = client.get(f"/{TOKEN}/")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "access-control-allow-origin" not in answer.headers
    assert client.get(f"/{TOKEN}/static/..%2Fapp.py").status_code == 404


def test_hostile_texts_and_names_stay_text(tmp_path: Path) -> None:
    hostile = plan((replace(ROWS[0], åtgärd=replace(ROWS[0].åtgärd, text=NASTY, raw=NASTY)),), source=f"{NASTY}.pdf")  # type: ignore[type-var]
    hostile = replace(hostile, document=replace(hostile.document, title=NASTY))
    out = archive(tmp_path / "ut", [hostile])
    with TestClient(create_app(Desk(str(out)), TOKEN, ("127.0.0.1",)), base_url=f"http://{HOST}") as client:
        assert say(client, "r1.vem", NASTY, who=NASTY).status_code == 201
        for path in (f"/{TOKEN}/", f"/{TOKEN}/documents/{SHA}"):
            text = client.get(path).text
            assert "<img src=x" not in text
            assert "<script>window" not in text
            assert "49" not in text.split("<main")[1].split("data-")[0]


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        (
            f"documents/{'0' * 64}/corrections",
            {"who": "A", "kind": "field", "target": "r1.vem", "new": {"text": "x"}},
            404,
        ),
        (f"documents/{SHA}/corrections", {"who": "A", "kind": "field", "target": "r99.vem", "new": {"text": "x"}}, 404),
        (f"documents/{SHA}/corrections", {"who": "A", "kind": "field", "target": "r1.vem", "new": {"text": 5}}, 422),
        (f"documents/{SHA}/corrections", {"who": "", "kind": "field", "target": "r1.vem", "new": {"text": "x"}}, 422),
        (f"documents/{SHA}/corrections", {"who": "A", "kind": "magic", "target": "r1.vem"}, 422),
        (f"documents/{SHA}/read", {"page": 1, "box": [0, 0, 10, 10]}, 422),
        ("undo", {"who": "A", "id": "unknown"}, 404),
        ("learn", {"who": "A", "kind": "field", "new": {}}, 422),
    ],
)
def test_nonsense_is_refused(client: TestClient, out: Path, path: str, body: dict[str, Any], code: int) -> None:
    assert client.post(f"/{TOKEN}/{path}", json=body, headers=ORIGIN).status_code == code
    assert not (out.parent / "ut.corrections.jsonl").exists()


def test_the_sample_is_of_sure_fields_and_is_counted(out: Path, tmp_path: Path) -> None:
    sure = replace(ROWS[0], åtgärd=replace(ROWS[0].åtgärd, confidence=0.99))  # type: ignore[type-var]
    desk = Desk(str(archive(tmp_path / "b", [plan((sure,))])))
    assert desk.sample() == (SHA, "r1.åtgärd")
    desk.save(SHA, {"kind": "accepted", "target": "r1.åtgärd", "sample": True}, "Anna")
    assert desk.sampled() == (1, 1)
    assert desk.sample() is None


def test_words_of_ones_own_are_noted(client: TestClient, out: Path) -> None:
    word = {"who": "A", "kind": "heading-word", "new": {"field": "vem", "word": "Huvudman"}}
    assert client.post(f"/{TOKEN}/learn", json=word, headers=ORIGIN).status_code == 200
    (noted,) = open_store(out.parent / "ut.corrections.jsonl").book
    assert noted.new["word"] == "Huvudman"


def test_files_are_written_when_asked_and_not_under_a_run(client: TestClient, out: Path) -> None:
    say(client, "r2.vem", "Vakten")
    with Ledger(out):
        assert client.post(f"/{TOKEN}/write", json={}, headers=ORIGIN).json()["busy"]
    assert not client.post(f"/{TOKEN}/write", json={}, headers=ORIGIN).json()["busy"]
    assert "Vakten" in (out / "tables" / "rows.csv").read_text(encoding="utf-8")


def test_it_listens_on_this_machine_alone(out: Path) -> None:
    with pytest.raises(UsageError, match="other machines"):
        review(Desk(str(out)), "0.0.0.0", 0, "sv", print)
