"""Corrections over HTTP: saved, applied to the next conversion, refused where they are none."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from ingest.corrections import Subject, field_anchor, sketch
from ingest.plan import Plan
from ingest.serve.app import create_app
from ingest.serve.settings import Settings

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
