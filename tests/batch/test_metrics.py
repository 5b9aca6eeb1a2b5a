"""What a run has done, as text for Prometheus."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from ingest.batch.commands import convert as convert_folder
from ingest.batch.engine import Done, Failure, Job, Outcome
from ingest.batch.inputs.finder import Input
from ingest.batch.metrics import Metrics
from ingest.batch.workers.worker import convert
from ingest.options import Options
from ingest.source import Source

STEPS = ("classify", "judge", "layout", "normalise", "read", "repair")


def job(name: str) -> Job:
    return Job(Input(name, name, 1), "a" * 64)


def test_durations_by_step_and_kind() -> None:
    metrics = Metrics()
    for name, seconds in (("a.pdf", 0.5), ("b.PDF", 0.25), ("c.docx", 2.0)):
        metrics.add(Outcome(job(name), "done", steps={"read": seconds, "layout": 1.0}))
    metrics.add(Outcome(job("d.pdf"), "failed", failure=Failure("empty", "holds nothing.", "")))
    lines = metrics.text({}).splitlines()
    assert 'ingest_step_seconds_sum{step="read",kind="pdf"} 0.750' in lines
    assert 'ingest_step_seconds_count{step="read",kind="pdf"} 2' in lines
    assert 'ingest_step_seconds_sum{step="layout",kind="docx"} 1.000' in lines
    assert 'ingest_documents_total{outcome="empty"} 1' in lines
    names = {re.split(r"[{ ]", line)[0] for line in lines if not line.startswith("#")}
    told = {line.split()[2] for line in lines if line.startswith("# TYPE")}
    assert {re.sub(r"_(bucket|sum|count)$", "", n) for n in names} == told


def told(path: Path) -> dict[str, float]:
    lines = (x for x in path.read_text(encoding="utf-8").splitlines() if not x.startswith("#"))
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_a_runs_file_counts_what_no_worker_saw_and_is_written_when_nothing_is_to_do(tmp_path: Path) -> None:
    folder, figures = tmp_path / "in", tmp_path / "ingest.prom"
    folder.mkdir()
    (folder / "a.txt").write_text("Plan 2030\n\nÅtgärd: Måla\nVem: Parken\n", encoding="utf-8")
    (folder / "b.txt").write_bytes(b"")
    (folder / "c.pdf").write_bytes(b"%PDF-1.7 trasig")
    for done in (1, 0):
        figures.unlink(missing_ok=True)
        convert_folder([str(folder)], str(tmp_path / "out"), Options(), metrics=figures, loudness=-1)
        found = told(figures)
        assert found.get('ingest_documents_total{outcome="done"}', 0) == done
        assert found['ingest_documents_total{outcome="empty"}'] == 1
        assert found['ingest_documents_total{outcome="truncated"}'] == 1
        assert (found["ingest_documents_running"], found["ingest_documents_waiting"]) == (0, 0)
        assert found["ingest_documents_planned"] == 1 + done


def test_a_worker_tells_how_long_each_step_took(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Plan 2030\n\nÅtgärd: Måla\nVem: Parken\n", encoding="utf-8")
    answer = convert(Job(Input("a.txt", str(path), 1), hashlib.sha256(path.read_bytes()).hexdigest()), Options())
    assert isinstance(answer, Done)
    assert tuple(sorted(answer.steps)) == STEPS
    assert min(answer.steps.values()) >= 0
    assert Source.open(path).id.encode() in answer.data
