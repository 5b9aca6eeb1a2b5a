"""What engines share: the job, the outcome, and the interface."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from ingest.batch.inputs.finder import Input
from ingest.corrections import sketch
from ingest.errors import IngestError, LimitExceeded
from ingest.options import Options
from ingest.plan import SURE, Plan
from ingest.plan.doubt import doubted
from ingest.write.records import digest, records

__all__ = ["Done", "Failure", "Job", "JobEngine", "Outcome", "Tally"]


@dataclass(frozen=True, slots=True)
class Job:
    """One document to convert. `sha256` was taken when the inputs were listed."""

    item: Input
    sha256: str
    with_text: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document was skipped; `code` is stable (see errors.py), `crashed` means the child died."""

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

    Rows, filled fields, doubts (see `plan.doubt`), the digest of its records; for
    review, how many fields are expected to be right (the sum of their confidences), how many are not sure, how many a
    person has looked at, and its title; for corrections, its sketch.
    """

    rows: int
    fields: int
    doubts: int
    digest: str
    expected: float = 0.0
    unsure: int = 0
    looked: int = 0
    title: str | None = None
    sketch: str = ""

    @classmethod
    def of(cls, plan: Plan) -> Tally:
        filled = sum(value is not None for row in plan.rows for _, value in row.fields())
        grave = set(doubted(plan.issues))
        values = [(f"{r.id}.{n}", v) for r in plan.rows for n, v in r.fields() if v is not None]
        return cls(
            len(plan.rows),
            filled,
            len(grave),
            digest(records(plan)),
            round(sum(v.confidence for _, v in values), 4),
            sum(v.origin is None and (v.confidence < SURE or target in grave) for target, v in values),
            sum(v.origin is not None for _, v in values),
            plan.document.title,
            sketch(plan),
        )


@dataclass(frozen=True, slots=True)
class Done:
    """A child's answer to a job that it did; to one that failed it answers a `Failure`.

    `data` is what the work makes: the plan's JSON, where it is a conversion, and then with its `tally`.
    """

    data: bytes
    text: str | None = None
    tally: Tally | None = None
    steps: Mapping[str, float] = field(default_factory=dict)
    """Seconds of wall time by step of the pipeline."""
    inside: tuple[tuple[str, ...], ...] = ()
    """Names that lead to the documents inside, where whoever asked wants to know."""


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
    machine: bytes | None = None
    """The plan as the machine made it, where corrections made another one of it."""
    corrections: str = ""
    """The digest of the corrections in `plan` (`Book.digest`); empty for none."""
    stale: int = 0
    """Corrections that no longer fit what the machine reads."""
    steps: Mapping[str, float] = field(default_factory=dict)
    """Seconds of wall time by step of the pipeline; empty for what failed."""
    inside: tuple[tuple[str, ...], ...] = ()
    """Names that lead to the documents inside; a run lists them before it converts, a server with the result."""
    before: float | None = None
    """Fields expected to be right in the machine's plan, where `tally` is of a corrected one."""


class JobEngine(Protocol):
    """Runs jobs, gives outcomes as they come, in any order; each job gives exactly one outcome.

    `close` ends what still runs; jobs under way then give no outcome.
    """

    def run(self, jobs: Sequence[Job], options: Options) -> Iterator[Outcome]: ...

    def active(self) -> Sequence[tuple[str, float]]:
        """Names under way and for how many seconds."""
        ...

    def close(self) -> None: ...
