"""The row that README's first screen shows is the one that comes out of the sample."""

from __future__ import annotations

import re
from pathlib import Path

import ingest

ROOT = Path(__file__).resolve().parent.parent
NEAR = 0.03
"""What the confidence may move by when the model is fitted anew, before the page is to be changed."""


def test_the_row_of_the_first_screen_comes_out_of_the_sample() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    head, _, row = re.findall(r"^\|.*\|$", text, re.MULTILINE)[:3]
    names = [n.strip() for n in head.strip("|").split("|")]
    shown = dict(zip(names, (c.strip() for c in row.strip("|").split("|")), strict=True))
    found = ingest.convert(str(ROOT / "samples" / "norrhamn-linjelos.pdf")).rows[0]
    values = {name: field for name, field in found.fields() if field is not None}
    assert {name: shown[name].split(" → ")[0] for name in values} == {n: f.text for n, f in values.items()}
    assert abs(float(shown["confidence"]) - found.confidence) <= NEAR
    assert {place.page for field in values.values() for place in field.places} == {int(shown["page"])}
    assert found.vem is not None
    assert found.när is not None
    (actor,), (time,) = found.vem.actors or (), found.när.times or ()
    assert shown["vem"].endswith(f"`{actor.id}`, {actor.type}")
    assert shown["när"].endswith(f"`{time.edtf}`, {time.start} to {time.end}")
