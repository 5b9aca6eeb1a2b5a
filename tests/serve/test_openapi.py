"""The server against its own OpenAPI description: schemathesis makes requests and checks every answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from ingest.plan import schema
from ingest.serve.app import create_app
from ingest.serve.problems import PROBLEMS
from ingest.serve.settings import Settings

APP = create_app(Settings(hosts=None, wait_seconds=10.0, workers=1))


async def kept_open(scope: Scope, receive: Receive, send: Send) -> None:
    """The application without its beginning and end, which schemathesis would make it go through for each request."""
    if scope["type"] == "lifespan":
        for event in ("startup", "shutdown"):
            await receive()
            await send({"type": f"lifespan.{event}.complete"})
        return
    await APP(scope, receive, send)


API = schemathesis.openapi.from_asgi("/openapi.json", kept_open)


@pytest.fixture(scope="module", autouse=True)
def _server() -> Any:
    yield
    APP.state.store.close()


@API.parametrize()
@settings(
    max_examples=10,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_one_that_the_description_allows(case: schemathesis.Case[Any]) -> None:
    # Bytes that the description allows need not be a document; every other check holds.
    case.call_and_validate(excluded_checks=[positive_data_acceptance])


def test_the_description_is_complete() -> None:
    value = TestClient(APP).get("/openapi.json").json()
    assert value["openapi"].startswith("3.1")
    jobs = {"/jobs/{id}", "/jobs/{id}/plan", "/jobs/{id}/rows", "/exports/{format}"}
    assert set(value["paths"]) == {"/plans", *jobs, "/health", "/version", "/schema"}
    codes: set[str] = set()
    for path, methods in value["paths"].items():
        for method, operation in methods.items():
            assert operation["summary"], (path, method)
            assert operation["description"], (path, method)
            for parameter in operation.get("parameters", ()):
                assert parameter["description"], (path, method, parameter["name"])
            for answer in operation["responses"].values():
                assert answer["description"], (path, method)
                codes |= set(answer.get("content", {}).get("application/problem+json", {}).get("examples", ()))
    # What stands before every route is described once, on the page of problems.
    assert set(PROBLEMS) - codes == {"method", "wrong-host", "unauthorized"}
    guarded = create_app(replace(Settings(hosts=None), token="t")).openapi()
    assert "401" in guarded["paths"]["/plans"]["post"]["responses"]
    assert guarded["paths"]["/plans"]["post"]["security"]


def test_the_plan_of_the_description_is_the_published_schema() -> None:
    plan = APP.openapi()["components"]["schemas"]["Plan"]
    published = dict(schema())
    assert set(plan["properties"]) == set(published["properties"])
    assert plan["$defs"].keys() == published["$defs"].keys()
