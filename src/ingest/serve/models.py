"""The shapes of what a server says, besides plans; OpenAPI is made from them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from ingest.plan import CorrectionKind

__all__ = ["CorrectionBody", "CorrectionSaved", "ExportBody", "JobStatus", "ProblemBody", "ServiceHealth", "Version"]

MOST_JOBS = 1000
"""Jobs in one file."""


class ProblemBody(BaseModel):
    """What went wrong and what to do about it: problem details after RFC 9457 with `code` and `remedy`."""

    model_config = ConfigDict(
        title="Problem",
        json_schema_extra={
            "examples": [
                {
                    "type": "/docs#encrypted",
                    "title": "The document is protected by a password",
                    "status": 422,
                    "detail": "The document is protected by a password.",
                    "code": "encrypted",
                    "remedy": "Save a copy without password protection and convert that.",
                }
            ]
        },
    )

    type: str = Field(description="where the kind of problem is described, relative to the server")
    title: str = Field(description="the kind of problem in words")
    status: int = Field(description="the HTTP status", ge=400, le=599)
    detail: str = Field(description="this occurrence; never the document's text")
    code: str = Field(description="the kind of problem; stable")
    remedy: str = Field(description="what to do")


class JobStatus(BaseModel):
    """A document under way or finished."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "mPq0cKc5sEwYb3cVh2nH9A",
                    "state": "running",
                    "created": "2026-03-02T08:00:00Z",
                    "started": "2026-03-02T08:00:01Z",
                    "finished": None,
                    "forgotten": None,
                    "plan": None,
                    "plan_bytes": None,
                    "inside": [],
                    "problem": None,
                }
            ]
        }
    )

    id: str = Field(description="the job; whoever knows it may fetch the plan")
    state: Literal["waiting", "running", "done", "failed"]
    created: datetime
    started: datetime | None = Field(description="when its conversion began")
    finished: datetime | None = Field(description="when its conversion ended")
    forgotten: datetime | None = Field(description="when a finished job is forgotten at the latest")
    plan: str | None = Field(description="address of the plan, when state is done")
    plan_bytes: int | None = Field(description="size of the plan")
    inside: list[list[str]] = Field(
        default=[], description="names that lead to each document inside it, to be converted with `inside`"
    )
    problem: ProblemBody | None = Field(description="why there is no plan, when state is failed")


class CorrectionBody(BaseModel):
    """One correction; `corrections.schema.json` says what each value means. The server adds identifier and time."""

    who: str = Field(min_length=1, max_length=200, description="who corrects")
    kind: CorrectionKind
    document: dict[str, Any] | None = Field(None, description="`sha256`, `sketch` and `source` of the document")
    anchor: dict[str, Any] | None = Field(None, description="what the correction was made against")
    old: Any = Field(None, description="what stood there")
    new: Any = Field(None, description="what is to stand there")
    why: str | None = Field(None, max_length=2000, description="the reason")


class CorrectionSaved(BaseModel):
    """A correction that is on the disk."""

    id: str = Field(description="by which it can be undone (kind `undo`)")


class ExportBody(BaseModel):
    """Which plans go into a file, and how it looks."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"jobs": ["mPq0cKc5sEwYb3cVh2nH9A"]}]})

    jobs: list[Annotated[str, Field(min_length=1, max_length=64)]] = Field(
        min_length=1, max_length=MOST_JOBS, description="jobs that are done, by their ids"
    )
    headings: Literal["sv", "en"] = Field("sv", description="language of a workbook's headings")
    dialect: Literal["rfc4180", "excel-sv"] = Field("rfc4180", description="of CSV files; excel-sv for a Swedish Excel")


class ServiceHealth(BaseModel):
    """Whether documents can be converted, and how many are."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "ok", "running": 1, "waiting": 0}]})

    status: Literal["ok"]
    running: int = Field(ge=0, description="documents under way")
    waiting: int = Field(ge=0, description="documents that wait for their turn")


class Version(BaseModel):
    """What a result depends on: the same version gives the same bytes for the same document and options."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"version": "0.2.0", "schema_version": "1.0", "fingerprint": "5d0c…"}]}
    )

    version: str = Field(description="of the package")
    schema_version: str = Field(description="of the plan's JSON Schema")
    fingerprint: str = Field(description="SHA-256 over code, word lists and models")
