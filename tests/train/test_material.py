"""What the confidence model is made from: a list of folders, each drawn as it says."""

from __future__ import annotations

import csv
from pathlib import Path

from ingest.train.factory.damage import choose_damages
from ingest.train.factory.draw import choose
from ingest.train.material import Folder, draw_material, folders


def test_what_the_list_names_is_there() -> None:
    listed = folders()
    assert len({f.name for f in listed}) == len(listed)
    assert len({(f.seed, f.families) for f in listed}) == len(listed)
    for folder in listed:
        assert choose(folder.families)
        assert bool(choose_damages(folder.damages)) == bool(folder.damages)
        assert folder.damages or not folder.damaged_only


def test_an_archive_s_folder_holds_damaged_documents_alone(tmp_path: Path) -> None:
    chosen = (
        Folder("text", 3, 2, ("text-tabs",), ("text-mojibake",)),
        Folder("worse", 3, 2, ("text-tabs",), ("text-mojibake",), damaged_only=True),
    )
    said: list[object] = []
    assert draw_material(tmp_path, chosen, said.append) == 6
    assert said == ["text: 4", "worse: 2"]
    for name, count in (("text", 4), ("worse", 2)):
        with (tmp_path / name / "manifest.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert len(rows) == count
        assert {p.name.removesuffix(".gold.json") for p in (tmp_path / name).glob("*.gold.json")} == {
            row["name"] for row in rows
        }
    assert {row["damage"] for row in rows} == {"text-mojibake"}
