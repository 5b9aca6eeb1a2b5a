"""What engines share: the job, the outcome, and the interface."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from ingest.batch.inputs.finder import Input
from ingest.errors import IngestError, LimitExceeded
from ingest.options import Options
from ingest.plan import Plan
from ingest.write.records import digest, records

__all__ = ["Done", "Engine", "Failure", "Job", "Outcome", "Tally"]


@dataclass(frozen=True, slots=True)
class Job:
    """One document to convert. `sha256` was taken when the inputs were listed."""

    item: Input
    sha256: str
    with_text: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document was set aside; `code` is stable (see errors.py), `crashed` means the child died."""

    code: str
    message: str
    remedy: str
    crashed: bool = False

    @classmethod
    def of(cls, error: IngestError, *, crashed: bool = False) -> Failure:
        # The source stands in the ledger already; without it identical files fail identically.
        return cls(error.code, error.message, error.remedy, crashed)

    @classmethod
    def killed(cls, why: str) -> Failure:
        return cls.of(LimitExceeded(why), crashed=True)


@dataclass(frozen=True, slots=True)
class Tally:
    """What the ledger wants to know of a plan without reading it again.

    Rows, filled fields, fields or rows that an issue of warning or error speaks of, and the digest of its records.
    """

    rows: int
    fields: int
    doubts: int
    digest: str

    @classmethod
    def of(cls, plan: Plan) -> Tally:
        filled = sum(value is not None for row in plan.rows for _, value in row.fields())
        doubts = len({i.target for i in plan.issues if i.severity != "info"})
        return cls(len(plan.rows), filled, doubts, digest(records(plan)))


@dataclass(frozen=True, slots=True)
class Done:
    """A child's answer to a job that it did; to one that failed it answers a `Failure`.

    `data` is what the work makes: the plan's JSON, where it is a conversion, and then with its `tally`.
    """

    data: bytes
    text: str | None = None
    tally: Tally | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a job. `plan` is the plan's JSON; seconds of wall time and bytes of peak memory."""

    job: Job
    state: Literal["done", "failed"]
    plan: bytes | None = None
    text: str | None = None
    failure: Failure | None = None
    attempts: int = 1
    seconds: float = 0.0
    memory_bytes: int = 0
    where: str = ""
    """Address of the node of a cluster; empty on this machine."""
    tally: Tally | None = None


class Engine(Protocol):
    """Runs jobs, gives outcomes as they come, in any order; each job gives exactly one outcome.

    `close` ends what still runs; jobs under way then give no outcome.
    """

    def run(self, jobs: Sequence[Job], options: Options) -> Iterator[Outcome]: ...

    def active(self) -> Sequence[tuple[str, float]]:
        """Names under way and for how many seconds."""
        ...

    def close(self) -> None: ...
