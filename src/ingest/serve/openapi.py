"""The parts of the OpenAPI description that the functions' signatures do not tell."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from ingest import __version__
from ingest.plan import schema
from ingest.serve.models import ProblemBody
from ingest.serve.problems import MEDIA_TYPE, PROBLEMS

__all__ = ["DOCUMENT_BODY", "PLAN", "describe", "plan_schema", "problems"]

_INTRODUCTION = """\
Crime-prevention plans (Word, PDF, Excel, PowerPoint, web pages, scans, text) as rows: orsak, mål, åtgärd, vem, när.

Post a document to `/plans` and get its plan, or the address of a job where the plan will be. Everything that goes
wrong is reported as problem details (RFC 9457) with a `remedy`.
"""

DOCUMENT_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": (
            "The document, as the part `file` of a form or as the body itself. "
            "Its type is known by its content; the content type of a plain body does not matter."
        ),
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary", "description": "the document"}},
                }
            },
            "application/octet-stream": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}

PLAN: dict[str, Any] = {
    "description": "The plan, the same bytes as `ingest convert` writes.",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Plan"}}},
}


def problems(codes: Iterable[str]) -> dict[int | str, dict[str, Any]]:
    """The responses for kinds of problems, by status, each with an example."""
    by_status: dict[int | str, dict[str, Any]] = {}
    for code in codes:
        kind = PROBLEMS[code]
        found = by_status.setdefault(
            kind.status,
            {
                "description": "",
                "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {}}},
            },
        )
        found["description"] = "; ".join(filter(None, (found["description"], f"`{code}`: {kind.title.lower()}")))
        found["content"][MEDIA_TYPE]["examples"][code] = {
            "value": {
                "type": f"/docs#{code}",
                "title": kind.title,
                "status": kind.status,
                "detail": f"{kind.title}.",
                "code": code,
                "remedy": kind.remedy,
            }
        }
        if kind.status in (409, 429, 503):
            found["headers"] = {
                "Retry-After": {"description": "seconds to wait", "schema": {"type": "integer", "minimum": 1}}
            }
    return by_status


def plan_schema() -> dict[str, Any]:
    """The plan's JSON Schema as a component: its references point into the description."""
    text = json.dumps(schema()).replace('"#/$defs/', '"#/components/schemas/Plan/$defs/')
    value: dict[str, Any] = json.loads(text)
    # An identifier would make the references relative to itself.
    del value["$id"], value["$schema"]
    return value


def describe(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """The description, made once."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            value = get_openapi(
                title="ingest",
                version=__version__,
                summary="Crime-prevention plans as rows",
                description=_INTRODUCTION,
                routes=app.routes,
                license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
            )
            components = value.setdefault("components", {}).setdefault("schemas", {})
            components.pop("ProblemBody", None)
            components["Problem"] = ProblemBody.model_json_schema()
            components["Plan"] = plan_schema()
            text = json.dumps(value).replace("#/components/schemas/ProblemBody", "#/components/schemas/Problem")
            app.openapi_schema = json.loads(text)
        assert app.openapi_schema is not None
        return app.openapi_schema

    return openapi
