"""The routes: documents to plans, jobs, health, version, schema, description."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Header, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPBearer
from pydantic import StringConstraints
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Match, Route

from ingest import __version__
from ingest.batch.run import version as fingerprint
from ingest.batch.workers.worker import Convert
from ingest.corrections import Correction, new_id
from ingest.corrections.model import now
from ingest.errors import OutputError
from ingest.options import OcrMode
from ingest.plan import SCHEMA_VERSION, schema
from ingest.read.enclosed import DEEPEST
from ingest.serve.drop import add_page
from ingest.serve.guard import Guard, check_token
from ingest.serve.intake import announced, receive
from ingest.serve.models import CorrectionBody, CorrectionSaved, JobStatus, ProblemBody, ServiceHealth, Version
from ingest.serve.openapi import DOCUMENT_BODY, PLAN, describe, problems
from ingest.serve.page import CONTENT_SECURITY_POLICY, render
from ingest.serve.problems import Problem, language_of, of_failure, response
from ingest.serve.runner import convert_in_folder
from ingest.serve.settings import Settings
from ingest.serve.store import Store, SubmittedDocument
from ingest.write.correction_store import CorrectionStore

__all__ = ["create_app"]

# How often a held request looks whether its client is still there, and what a client is told to wait between two looks.
LOOK_SECONDS = 0.5
POLL_SECONDS = 1.0
_NO_STORE = {"Cache-Control": "no-store"}
_OF_DOCUMENTS = (
    *("empty", "truncated", "encrypted", "unsupported", "too-large", "hostile", "unreadable", "input", "limit"),
    *("timeout", "missing-tool", "crashed", "internal", "no-room"),
)
_OF_REQUESTS = ("bad-request", "invalid-parameter", "upload-timeout", "forbidden", "busy", "stopping")

JobId = Annotated[str, Path(description="the job, as the 202 named it", min_length=1, max_length=64)]


def create_app(settings: Settings, work: Convert = convert_in_folder) -> FastAPI:
    """The application; its store starts with the first document or with the server, and ends with the server.

    Args:
        settings: chosen by the person who starts the server.
        work: what workers do with a document; the tests give one that misbehaves.
    """
    store = Store(settings, work)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        store.start()
        try:
            yield
        finally:
            await asyncio.to_thread(store.close)

    app = FastAPI(title="ingest", version=__version__, docs_url=None, redoc_url=None, lifespan=lifespan)
    app.state.store = store
    app.openapi = describe(app)  # type: ignore[method-assign]
    app.add_middleware(Guard, hosts=settings.hosts)
    _handle_problems(app)
    _about(app, store)
    _documents(app, store, settings)
    add_page(app, store, settings, _dependencies(settings))
    if store.corrections is not None:
        _corrections(app, store.corrections, settings)
    return app


def _corrections(app: FastAPI, kept: CorrectionStore, settings: Settings) -> None:
    @app.post(
        "/corrections",
        tags=["corrections"],
        summary="Correct a plan for good",
        dependencies=_dependencies(settings),
        status_code=201,
        responses=problems(["bad-request", "invalid-parameter", "forbidden", "no-room"]),
    )
    def correct(body: CorrectionBody) -> CorrectionSaved:
        """Save a correction; it is applied to every later conversion of the document."""
        value = {**body.model_dump(), "schema_version": "1.0", "id": new_id(), "when": now()}
        try:
            made = Correction.from_dict(value)
            kept.append([made])
        except ValueError as error:
            raise Problem("invalid-parameter", f"The correction {error}.") from None
        except OutputError as error:
            raise Problem("no-room", error.message, remedy=error.remedy) from None
        return CorrectionSaved(id=made.id)


def _handle_problems(app: FastAPI) -> None:
    @app.exception_handler(Problem)
    async def told(request: Request, error: Problem) -> Response:
        return response(error, language_of(request.headers))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        code = {404: "not-found", 405: "method"}.get(error.status_code, "bad-request")
        headers = dict(error.headers or {})
        if code == "method":
            headers["Allow"] = ", ".join(_allowed(app, request))
        return response(Problem(code, f"{error.detail}.", headers=headers), language_of(request.headers))

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        # Where and why, but never what was sent.
        said = "; ".join(f"{'.'.join(str(p) for p in e['loc'])}: {e['msg']}" for e in error.errors())
        return response(Problem("invalid-parameter", f"{said}."), language_of(request.headers))

    @app.exception_handler(ClientDisconnect)
    async def gone(_: Request, error: ClientDisconnect) -> Response:
        # Nobody reads this; 400 is what the log shows.
        del error
        return Response(status_code=400)


def _allowed(app: FastAPI, request: Request) -> list[str]:
    """All methods of a path; each route knows only its own."""
    found: set[str] = set()
    for route in app.routes:
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE:
            found |= route.methods or set()
    return sorted(found)


def _about(app: FastAPI, store: Store) -> None:
    @app.get("/health", tags=["server"], summary="Is the server fit?", responses=problems(["stopping"]))
    async def health() -> ServiceHealth:
        """Whether documents can be converted, and how many are under way or waiting."""
        if not store.healthy:
            raise Problem("stopping", "Documents cannot be converted.", retry_after=POLL_SECONDS)
        running, waiting = store.counts()
        return ServiceHealth(status="ok", running=running, waiting=waiting)

    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> Response:
        """The same for orchestrators, which look at the status alone."""
        return Response(
            "ok\n" if store.healthy else "stopping\n", 200 if store.healthy else 503, media_type="text/plain"
        )

    @app.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        """Prometheus' text format: documents by outcome, seconds by kind, memory, queue; no names, no ids."""
        running, waiting = store.counts()
        gauges = {
            "ingest_documents_running": ("Documents under way.", float(running)),
            "ingest_documents_waiting": ("Documents received or waiting.", float(waiting)),
        }
        return Response(store.metrics.text(gauges), media_type="text/plain; version=0.0.4")

    @app.get("/version", tags=["server"], summary="What answers?")
    def version() -> Version:
        """Versions of the package, of the plan's schema, and of code and models."""
        return Version(version=__version__, schema_version=SCHEMA_VERSION, fingerprint=fingerprint())

    @app.get("/schema", tags=["server"], summary="The plan's JSON Schema", response_class=JSONResponse)
    def plan_schema() -> dict[str, Any]:
        """The JSON Schema (draft 2020-12) that every plan is valid against; the same as `ingest schema` prints."""
        return dict(schema())

    @app.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        headers = {"Content-Security-Policy": CONTENT_SECURITY_POLICY}
        return HTMLResponse(render(app.openapi()), headers=headers)


def _documents(app: FastAPI, store: Store, settings: Settings) -> None:
    guarded = _dependencies(settings)
    denied = ["unauthorized"] if settings.token is not None else []

    @app.post(
        "/plans",
        tags=["documents"],
        summary="Convert a document",
        dependencies=guarded,
        openapi_extra=DOCUMENT_BODY,
        response_class=Response,
        responses={
            200: PLAN,
            202: {
                "description": "Under way: the plan will be at the job's address.",
                "model": JobStatus,
                "headers": {
                    "Location": {"description": "the job", "schema": {"type": "string"}},
                    "Retry-After": {"description": "seconds to wait", "schema": {"type": "integer", "minimum": 1}},
                },
            },
            **problems([*_OF_DOCUMENTS, *_OF_REQUESTS, *denied]),
        },
    )
    async def convert(
        request: Request,
        filename: Annotated[
            str | None,
            Query(description="what the plan calls the document; the part's filename by default", max_length=500),
        ] = None,
        ocr: Annotated[OcrMode, Query(description="which pages are read by OCR")] = settings.options.ocr,
        mask: Annotated[
            bool, Query(description="mask personal identity numbers, phone numbers and private e-mail")
        ] = settings.options.mask_personal_data,
        inside: Annotated[
            list[Annotated[str, StringConstraints(min_length=1, max_length=500)]] | None,
            Query(
                description="name of a document inside the one sent (attached to a PDF, embedded in Word) to be "
                "converted in its stead; given again for one inside that",
                max_length=DEEPEST,
            ),
        ] = None,
        prefer: Annotated[
            str | None, Header(description="`respond-async` (RFC 7240) asks for a job's address at once")
        ] = None,
    ) -> Response:
        """Give the plan of a document that is small and done soon (200), else the address of a job (202)."""
        entry = store.admit(announced(request, settings.body_bytes))
        try:
            got = await receive(request, entry.document, filename, settings.body_bytes, settings.upload_seconds)
            is_async = "respond-async" in (prefer or "") or got.size > settings.async_bytes
            entry.held = not is_async
            store.submit(entry, got.name, got.size, got.sha256, ocr, mask, tuple(inside or ()))
            if not is_async and not await _wait(request, entry, settings.wait_seconds):
                raise ClientDisconnect
        except BaseException:
            # Nobody knows of the job: a client that is gone, a body that was refused.
            store.forget(entry)
            raise
        if entry.ended is None:
            entry.held = False
            status = _status(request, entry, settings)
            headers = {**_NO_STORE, "Location": _path(request, "job", entry), "Retry-After": f"{POLL_SECONDS:.0f}"}
            return Response(status.model_dump_json(), 202, headers, "application/json")
        try:
            if entry.failure is not None:
                raise of_failure(entry.failure)
            return Response(await asyncio.to_thread(entry.plan.read_bytes), 200, _NO_STORE, "application/json")
        except OSError:
            raise Problem("stopping", "The server is stopping.", retry_after=POLL_SECONDS) from None
        finally:
            store.forget(entry)

    unknown = problems(["not-found", "invalid-parameter", *denied])

    @app.get("/jobs/{id}", name="job", tags=["jobs"], summary="How far is it?", dependencies=guarded, responses=unknown)
    async def job(request: Request, id: JobId, answer: Response) -> JobStatus:
        """The state of a job; when it is `done`, the address of its plan."""
        answer.headers.update(_NO_STORE)
        return _status(request, store.get(id), settings)

    @app.get(
        "/jobs/{id}/plan",
        name="plan",
        tags=["jobs"],
        summary="Fetch the plan",
        dependencies=guarded,
        response_class=Response,
        responses={200: PLAN, **problems(["not-found", "unfinished", *_OF_DOCUMENTS, "invalid-parameter", *denied])},
    )
    async def plan(id: JobId) -> Response:
        """The plan of a job that is done; the problem of one that failed. May be asked again until it is forgotten."""
        entry = store.get(id)
        if entry.failure is not None:
            raise of_failure(entry.failure)
        if entry.ended is None:
            raise Problem("unfinished", f"The job is {entry.state}.", retry_after=POLL_SECONDS)
        try:
            return Response(await asyncio.to_thread(entry.plan.read_bytes), 200, _NO_STORE, "application/json")
        except OSError:
            raise Problem("not-found", "The job has been forgotten.") from None

    @app.delete(
        "/jobs/{id}",
        tags=["jobs"],
        summary="Cancel or forget a job",
        dependencies=guarded,
        status_code=204,
        response_class=Response,
        responses=problems(["not-found", "invalid-parameter", "forbidden", *denied]),
    )
    async def forget(id: JobId) -> Response:
        """End the job if it runs; remove document and plan from the server."""
        await asyncio.to_thread(store.forget, store.get(id))
        return Response(status_code=204)


def _dependencies(settings: Settings) -> list[Any]:
    """The check of the token, told in OpenAPI as well."""
    if settings.token is None:
        return []

    def check(request: Request) -> None:
        check_token(settings.token, request.headers.get("authorization"))

    return [Depends(HTTPBearer(auto_error=False, description="the token the server was started with")), Depends(check)]


async def _wait(request: Request, entry: SubmittedDocument, seconds: float) -> bool:
    """Wait for a job to finish, at most so long; False when the client has gone meanwhile."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    finished = asyncio.wrap_future(entry.finished)
    while (left := until - loop.time()) > 0:
        done, _ = await asyncio.wait([finished], timeout=min(left, LOOK_SECONDS))
        if done:
            break
        if await request.is_disconnected():
            return False
    return True


def _status(request: Request, entry: SubmittedDocument, settings: Settings) -> JobStatus:
    def moment(seconds: float | None) -> datetime | None:
        return None if seconds is None else datetime.fromtimestamp(round(seconds, 3), UTC)

    is_done = entry.state == "done"
    language = language_of(request.headers)
    failure = entry.failure
    problem = None if failure is None else ProblemBody.model_validate(of_failure(failure).to_dict(language))
    created = moment(entry.created)
    assert created is not None
    assert entry.state != "receiving"
    return JobStatus(
        id=entry.id,
        state=entry.state,
        created=created,
        started=moment(entry.started),
        finished=moment(entry.ended),
        forgotten=None if entry.ended is None else moment(entry.ended + settings.keep_seconds),
        plan=_path(request, "plan", entry) if is_done else None,
        plan_bytes=entry.plan_bytes if is_done else None,
        inside=[list(path) for path in entry.inside],
        problem=problem,
    )


def _path(request: Request, route: str, entry: SubmittedDocument) -> str:
    return request.url_for(route, id=entry.id).path
