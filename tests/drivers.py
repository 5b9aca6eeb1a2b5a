"""Drivers that take the place of the one that talks to Ray.

They lie here, importable by name, because their process finds them by name.
"""

from __future__ import annotations

import os
import signal
import time
from typing import Any

from ingest.batch.engine import Job, Outcome
from ingest.errors import ClusterError


def answers(pipe: Any, jobs: list[Job], *rest: object) -> None:
    pipe.send(("connected", 1, 2))
    pipe.send(("active", [(jobs[0].item.name, 3.0)]))
    pipe.send(("lost", jobs[0].item.name, "NodeDiedError"))
    for index in (1, 0, 2):
        pipe.send(("outcome", index, Outcome(jobs[index], "done", b"{}", where="10.0.0.7")))
    pipe.send(("end",))


def dies(pipe: Any, jobs: list[Job], *rest: object) -> None:
    pipe.send(("connected", 1, 2))
    pipe.send(("outcome", 0, Outcome(jobs[0], "done", b"{}")))
    os.kill(os.getpid(), signal.SIGABRT)


def waits(pipe: Any, *rest: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(600)


def refuses(pipe: Any, *rest: object) -> None:
    pipe.send(("error", ClusterError("node 10.0.0.7 has other code.", remedy="Install the same.")))


def falls_silent(pipe: Any, *rest: object) -> None:
    pipe.send(("connected", 1, 2))
    time.sleep(600)
