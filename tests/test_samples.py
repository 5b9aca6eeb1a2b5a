"""The samples, end to end: against their gold answers and against the outputs kept under tests/golden.

`pytest tests/test_samples.py --regenerate` (or INGEST_REGENERATE=1) writes tests/golden anew; look at the difference
before committing it.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from rapidfuzz.distance import Levenshtein

from ingest.pipeline import convert

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
GOLDEN = Path(__file__).resolve().parent / "golden"
NAMES = sorted(json.loads(p.read_text(encoding="utf-8"))["document"]["source"] for p in SAMPLES.glob("*.gold.json"))
SCANS = [n for n in NAMES if "skannad" in n]
TEXTS = [n for n in NAMES if n not in SCANS]
FIELDS = ("orsak", "mål", "åtgärd", "vem", "när")


def converted(name: str) -> dict[str, Any]:
    return convert(SAMPLES / name).to_dict()


def gold_of(name: str) -> dict[str, Any]:
    path = SAMPLES / f"{name.rsplit('.', 1)[0]}.gold.json"
    gold: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return gold


def folded(text: str | None) -> str | None:
    return None if text is None else " ".join(text.split())


def compared(plan: dict[str, Any]) -> dict[str, Any]:
    """What a gold answer and a result have in common: white space counts as one space, statements of `annat` out."""
    document = {
        k: plan["document"][k] for k in ("id", "source", "media_type", "pages", "title", "kind", "dated", "period")
    }
    document["issuers"] = [a["name"] for a in plan["document"]["issuers"]]
    rows = []
    for row in plan["rows"]:
        out: dict[str, Any] = {"section": row["section"], "origin": row["origin"]}
        for name in FIELDS:
            out[name] = folded(row[name]["text"]) if row[name] else None
        out["actors"] = [a["name"] for a in row["vem"]["actors"]] if row["vem"] else []
        out["times"] = row["när"]["times"] if row["när"] else []
        out["other"] = {k: folded(v["text"]) for k, v in row["other"].items()}
        rows.append(out)
    keys = ("id", "number", "title", "problem", "parent")
    return {
        "document": document,
        "sections": [{k: folded(s[k]) for k in keys} for s in plan["sections"]],
        "rows": rows,
        "statements": [(s["field"], folded(s["text"])) for s in plan["statements"] if s["field"] != "annat"],
    }


@pytest.mark.parametrize("name", TEXTS)
def test_gold_answers_exactly(name: str) -> None:
    result, gold = compared(converted(name)), compared(gold_of(name))
    if gold["rows"]:
        # Statements are asked for in letters only.
        result.pop("statements")
        gold.pop("statements")
    assert result == gold


@pytest.mark.slow
@pytest.mark.parametrize("name", SCANS)
def test_scans_come_near_their_gold(name: str) -> None:
    result, gold = compared(converted(name)), compared(gold_of(name))
    assert len(result["rows"]) == len(gold["rows"])
    near = [
        Levenshtein.normalized_similarity(a[field] or "", b[field] or "")
        for a, b in zip(result["rows"], gold["rows"], strict=True)
        for field in FIELDS
    ]
    assert sum(near) / len(near) >= 0.97
    assert result["document"]["dated"] == gold["document"]["dated"]


@pytest.mark.parametrize("name", TEXTS)
def test_outputs_stay_as_they_were(name: str, regenerate: bool) -> None:
    """Every value, place, repair and confidence; scans are left out, since they follow the installed Tesseract."""
    path = GOLDEN / f"{name}.json"
    text = json.dumps(converted(name), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if regenerate:
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return
    assert path.exists(), "run with --regenerate to keep this output"
    assert json.loads(text) == json.loads(path.read_text(encoding="utf-8"))


def test_no_golden_output_without_its_sample() -> None:
    assert {p.name.removesuffix(".json") for p in GOLDEN.glob("*.json")} <= set(TEXTS)


# -- the script that draws them


@pytest.fixture(scope="module")
def drawing() -> Iterator[ModuleType]:
    pytest.importorskip("reportlab")
    pytest.importorskip("docx")
    sys.path.insert(0, str(SAMPLES))
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    try:
        spec = importlib.util.spec_from_file_location("draw_samples", SAMPLES / "draw.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield module
    finally:
        sys.dont_write_bytecode = before
        sys.path.remove(str(SAMPLES))


def contents(path: Path) -> Any:
    """What must come out the same on every machine: parts of Word files, bytes of text; of a PDF its text."""
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    if path.suffix == ".pdf":
        import pypdfium2

        document = pypdfium2.PdfDocument(path)
        try:
            return [page.get_textpage().get_text_bounded() for page in document]
        finally:
            document.close()
    return path.read_bytes()


def test_the_script_draws_what_is_kept(drawing: ModuleType, tmp_path: Path) -> None:
    names = [n for n in TEXTS if n != "almvik-linjerad.pdf"]
    drawing.draw(tmp_path, names)
    for name in names:
        assert contents(tmp_path / name) == contents(SAMPLES / name), name


def test_samples_are_small() -> None:
    assert sum(p.stat().st_size for p in SAMPLES.iterdir() if p.is_file()) < 3 * 2**20
