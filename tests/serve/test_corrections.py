"""Corrections over HTTP: saved, applied to the next conversion, refused where they are none."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import Any

from httpx import Response
from starlette.testclient import TestClient

from ingest.corrections import Subject, field_anchor, sketch
from ingest.plan import Plan
from ingest.serve.app import create_app
from ingest.serve.settings import Settings
from tests.read.test_enclosed import pdf

TEXT = "Plan 2030\n\nÅtgärd\tVem\tNär\nMåla bänkar\tParken\tmaj 2030\nByta lås\tSkolan\tjuni 2030\n"


def test_a_correction_holds_for_the_next_conversion(tmp_path: Path) -> None:
    settings = Settings(corrections=tmp_path / "c.jsonl", wait_seconds=100)
    with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:

        def convert() -> Plan:
            answer = client.post("/plans?filename=a.txt", content=TEXT.encode())
            assert answer.status_code == 200
            return Plan.from_dict(answer.json())

        found = convert()
        body = {
            "who": "Anna",
            "kind": "field",
            "document": Subject(found.document.id, sketch(found), "a.txt").to_dict(),
            "anchor": field_anchor(found.rows[1], "vem").to_dict(),
            "new": {"text": "Fastighetskontoret"},
        }
        assert client.post("/corrections", json=body).status_code == 201
        (_, vem) = (r.vem for r in convert().rows)
        assert vem is not None
        assert (vem.text, vem.origin) == ("Fastighetskontoret", "corrected")
        assert client.post("/corrections", json={**body, "new": {"text": 5}}).status_code == 422
        evil = {"Sec-Fetch-Site": "cross-site"}
        assert client.post("/corrections", json=body, headers=evil).status_code == 403
    assert TestClient(create_app(Settings()), base_url="http://127.0.0.1").post(
        "/corrections", json=body
    ).status_code in (404, 405)


def test_a_document_inside_the_one_sent(tmp_path: Path) -> None:
    letter = pdf(("plan.txt", TEXT.encode()), ("790524-4674.txt", TEXT.encode()))
    settings = Settings(corrections=tmp_path / "c.jsonl", wait_seconds=100)
    with TestClient(create_app(settings), base_url="http://127.0.0.1") as client:

        def convert(**asked: object) -> Response:
            return client.post("/plans", params={"filename": "brev.pdf", **asked}, content=letter)

        told = [i["message"] for i in convert().json()["issues"] if i["code"] == "embedded-document"]
        assert any("plan.txt" in message for message in told)
        found = Plan.from_dict(convert(inside="plan.txt").json())
        assert found.document.source == "brev.pdf/plan.txt"
        assert found.document.id == hashlib.sha256(TEXT.encode()).hexdigest()
        body = {
            "who": "Anna",
            "kind": "field",
            "document": Subject(found.document.id, sketch(found), found.document.source).to_dict(),
            "anchor": field_anchor(found.rows[1], "vem").to_dict(),
            "new": {"text": "Fastighetskontoret"},
        }
        assert client.post("/corrections", json=body).status_code == 201
        assert [r["vem"]["text"] for r in convert(inside="plan.txt").json()["rows"]] == ["Parken", "Fastighetskontoret"]
        masked = convert(inside="790524-4674.txt", mask="true").json()
        assert masked["document"]["source"] == "brev.pdf/[identity-number].txt"
        wrong = convert(inside="annat.txt")
        assert (wrong.status_code, wrong.json()["code"]) == (422, "unreadable")
        assert "plan.txt" in wrong.json()["detail"]
        assert convert(inside=["plan.txt", "a", "b", "c"]).status_code == 422


def test_a_job_tells_what_is_inside_by_names_that_fetch_it(tmp_path: Path) -> None:
    second = TEXT.replace("2030", "2031")
    letter = pdf(("790524-4674.txt", TEXT.encode()), ("411212-9657.txt", second.encode()), ("a.bin", b"\x00\x01"))
    with TestClient(create_app(Settings(wait_seconds=100)), base_url="http://127.0.0.1") as client:

        def done(**asked: object) -> Any:
            where = client.post(
                "/plans", params={"filename": "brev.pdf", **asked}, content=letter, headers={"Prefer": "respond-async"}
            ).headers["location"]
            while (said := client.get(where).json())["state"] in ("waiting", "running"):
                time.sleep(0.1)
            return {**said, "job": where}

        assert done()["inside"] == [["790524-4674.txt"], ["411212-9657.txt"]]
        inside = done(mask="true")["inside"]
        assert inside == [["[identity-number].txt"], ["[identity-number].txt (2)"]]
        found = [done(mask="true", inside=path) for path in inside]
        assert [said["inside"] for said in found] == [[], []]
        plans = [client.get(f"{said['job']}/plan").json()["document"] for said in found]
        assert [p["source"] for p in plans] == ["brev.pdf/[identity-number].txt", "brev.pdf/[identity-number].txt (2)"]
        assert plans[1]["id"] == hashlib.sha256(second.encode()).hexdigest()
