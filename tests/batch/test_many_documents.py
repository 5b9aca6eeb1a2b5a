"""Documents from Python: bytes, many at once, in a notebook; writers of other packages."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

import ingest
from ingest.errors import IngestError, UsageError
from ingest.plan import Plan
from ingest.registry import Registry
from ingest.write import Style

TEXT = "Handlingsplan 2030\n\nÅtgärd\tAnsvarig\tNär\nKlippa <häckar>\tParkenheten\tmaj 2030\n"


def test_bytes_are_converted_like_a_file(tmp_path: Path) -> None:
    (tmp_path / "nora.txt").write_text(TEXT, encoding="utf-8")
    plan = ingest.convert(TEXT.encode(), name="nora.txt")
    assert plan == ingest.convert(tmp_path / "nora.txt")
    assert repr(plan).startswith("<Plan 'nora.txt': ")
    assert len(repr(plan)) < 200
    html = plan._repr_html_()
    assert "<td>Klippa &lt;häckar&gt;</td>" in html or "&lt;häckar&gt;" in html
    assert "<häckar>" not in html


def test_many_give_plans_and_errors(tmp_path: Path) -> None:
    (tmp_path / "nora.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "bild.gif").write_bytes(b"GIF89a\x01\x00\x01\x00\x00\x00\x00;")
    found = dict(ingest.convert_many([tmp_path]))
    assert isinstance(found["nora.txt"], Plan)
    assert isinstance(found["bild.gif"], IngestError)
    assert found["bild.gif"].code == "unsupported"
    with pytest.raises(UsageError):
        list(ingest.convert_many([tmp_path / "saknas"]))


def write_names(out: Path, plans: Iterable[Plan], style: Style) -> list[Path]:
    path = out / "names.txt"
    path.write_text("".join(f"{p.document.source}\n" for p in plans), encoding="utf-8")
    return [path]


write_names.files = ("names.txt",)  # type: ignore[attr-defined]


def test_a_writer_of_another_package_is_found_by_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = EntryPoint("csv", "tests.batch.test_many_documents:write_names", "ingest.formats")
    theirs = EntryPoint("names", "tests.batch.test_many_documents:write_names", "ingest.formats")
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: [ours, theirs])
    registry = Registry("format", {"csv": "ingest.write.package:write"}, group="ingest.formats")
    assert sorted(registry) == ["csv", "names"]
    assert registry["names"] is write_names
    assert registry["csv"] is not write_names
    assert "other" not in registry
    with pytest.raises(LookupError, match="known: csv, names"):
        registry["other"]
