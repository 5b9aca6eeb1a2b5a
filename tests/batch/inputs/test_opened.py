"""A document inside another is converted as one of its own, under both names, and again only when it is another."""

from __future__ import annotations

import json
from pathlib import Path

from ingest.batch.inputs.finder import find_inputs, read_bytes
from ingest.batch.inputs.opened import place_of, read_inputs
from ingest.batch.many_documents import convert_many
from ingest.errors import EmptyFile
from ingest.options import Limits, Options
from ingest.plan import Plan
from tests.read.test_enclosed import TEXT, package, pdf

CSV = "Åtgärd;Vem;När\nMåla bänkar;Parkenheten;maj 2026\n".encode()


def test_the_inputs_of_a_folder(tmp_path: Path) -> None:
    letter = pdf(("plan.csv", CSV), ("790524-4674.txt", TEXT))
    (tmp_path / "brev.pdf").write_bytes(letter)
    (tmp_path / "tom.txt").write_bytes(b"")
    (tmp_path / "a.docx").write_bytes(package({"word/embeddings/oleObject1.bin": letter}))
    found = find_inputs([str(tmp_path)])
    read = read_inputs(found, Options())
    assert [i.name for i in read.items] == [
        "a.docx",
        "a.docx/oleObject1.pdf",
        "a.docx/oleObject1.pdf/790524-4674.txt",
        "a.docx/oleObject1.pdf/plan.csv",
        "brev.pdf",
        "brev.pdf/790524-4674.txt",
        "brev.pdf/plan.csv",
        "tom.txt",
    ]
    assert isinstance(read.contents[place_of(found[-1])], EmptyFile)
    assert {read_bytes(i, Limits()) for i in read.items if i.name.endswith("plan.csv")} == {CSV}
    masked = read_inputs(found, Options(mask_personal_data=True))
    assert not [i.name for i in masked.items if "4674" in i.name]


def test_each_is_a_plan(tmp_path: Path) -> None:
    (tmp_path / "brev.pdf").write_bytes(pdf(("plan.csv", CSV)))
    plans = dict(convert_many([tmp_path]))
    plan = plans["brev.pdf/plan.csv"]
    assert isinstance(plan, Plan)
    assert plan.document.source == "brev.pdf/plan.csv"
    assert [r.åtgärd.text for r in plan.rows if r.åtgärd] == ["Måla bänkar"]
    holder = plans["brev.pdf"]
    assert isinstance(holder, Plan)
    assert any(i.code == "embedded-document" and "plan.csv" in i.message for i in holder.issues)
    assert json.dumps(plan.to_dict())
