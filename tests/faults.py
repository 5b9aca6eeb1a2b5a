"""A stand-in for a child's work that does what its file tells: converts, hangs, eats memory, dies, raises.

It lies here, importable by name, because children find it by name.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from ingest.batch.engine import Done, Failure, Job
from ingest.batch.workers.worker import Answer
from ingest.options import Options
from ingest.plan import Plan
from ingest.write.plan_json import dumps


def work(job: Job, options: Options) -> Answer:
    text = Path(job.item.uri).read_text(encoding="utf-8")
    word = text.split()[0]
    if word == "hang":
        time.sleep(3600)
    elif word == "spin":
        while True:
            pass
    elif word == "eat":
        # Touched, so that it is resident; a bit at a time, so that the parent's watch has to see it.
        hoard = []
        while True:
            hoard.append(bytearray(os.urandom(1)) * 2**24)
            time.sleep(0.002)
    elif word == "alloc":
        bytearray(2**40)
    elif word == "die":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif word == "once":
        # Dies the first time only: what a retry is for.
        mark = Path(job.item.uri + ".seen")
        if not mark.exists():
            mark.write_text("")
            os.kill(os.getpid(), signal.SIGKILL)
    elif word == "bad":
        return Failure("encrypted", "is protected by a password.", "Save a copy without.")
    elif word == "slow":
        time.sleep(0.3)
    elif word == "held":
        # Until the test opens the gate: no run ends before a test that is slow to look.
        gate = Path(job.item.uri).parent.parent / "gate"
        while not gate.exists():
            time.sleep(0.05)
    return Done(plan_bytes(job.item.name, job.sha256, text), text if job.with_text else None)


def draw(job: Job, options: Options) -> Answer:
    """Draws cut-outs as the report's children do, but dies on files named so."""
    from ingest.report.cutouts import in_child

    if "crash" in job.item.name:
        os.kill(os.getpid(), signal.SIGSEGV)
    return in_child(job, options)


_ROW = {
    "id": "r1",
    "section": None,
    "origin": "table",
    **dict.fromkeys(("orsak", "mål", "vem", "när")),
    "åtgärd": {"text": "Fler ronder", "raw": "Fler ronder", "confidence": 1.0, "places": []},
    "other": {},
    "confidence": 1.0,
}
"""The row of a plan that is asked to have one."""


def plan_bytes(name: str, sha256: str, title: str) -> bytes:
    # As a child's `convert` gives them: the bytes of the plan's file.
    return dumps(
        Plan.from_dict(
            {
                "schema_version": "1.0",
                "document": {
                    "id": sha256,
                    "source": name,
                    "media_type": "text/plain",
                    "pages": None,
                    "title": title.strip(),
                    "kind": "annat",
                    "dated": None,
                    "period": None,
                    "issuers": [],
                    "language": "sv",
                    "extraction": [{"page": None, "method": "text", "quality": 1.0}],
                },
                "sections": [],
                "rows": [_ROW] if "rows" in title else [],
                "statements": [],
                "repairs": [],
                "issues": [],
            }
        )
    )
