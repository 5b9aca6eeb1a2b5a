"""The page to drop files on, its script and style, the rows it shows and the files it gives."""

from __future__ import annotations

import asyncio
import tomllib
from functools import cache
from importlib import resources
from typing import Annotated, Any

from fastapi import FastAPI, Path, Query, Request
from jinja2 import Environment
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from ingest.errors import OutputError
from ingest.html.environment import environment
from ingest.html.text import base_style
from ingest.messages import Language
from ingest.report.words import Words
from ingest.serve.exports import Export, ExportFormat, export
from ingest.serve.models import ExportBody
from ingest.serve.openapi import problems
from ingest.serve.problems import Problem, language_of
from ingest.serve.rows import view
from ingest.serve.settings import Settings
from ingest.serve.store import Store, SubmittedDocument
from ingest.write import Style
from ingest.write.plan_json import read_plan

__all__ = ["CONTENT_SECURITY_POLICY", "add_page", "words"]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
}
_STATIC = {"drop.css": "text/css", "drop.js": "text/javascript", "zip.js": "text/javascript"}
SECONDS_A_MINUTE = 60

JobId = Annotated[str, Path(description="the job, as the 202 named it", min_length=1, max_length=64)]
Format = Annotated[ExportFormat, Path(description="what to write")]


@cache
def words(language: Language) -> Words:
    """The page's words in a language."""
    text = resources.files("ingest.serve").joinpath("language", f"{language}.toml").read_text(encoding="utf-8")
    return Words(language, tomllib.loads(text))


def add_page(app: FastAPI, store: Store, settings: Settings, guarded: list[Any]) -> None:
    """Add the page's routes to the application; `guarded` is what checks the token."""
    templates = environment("ingest.serve", trim=True)
    _pages(app, settings, templates)
    _results(app, store, templates, guarded, ["unauthorized"] if settings.token is not None else [])


def _pages(app: FastAPI, settings: Settings, templates: Environment) -> None:
    @app.get("/", include_in_schema=False)
    def drop(request: Request, lang: str | None = None) -> Response:
        language: Language = "sv" if lang == "sv" else "en" if lang == "en" else language_of(request.headers)
        minutes = max(1, round(settings.keep_seconds / SECONDS_A_MINUTE))
        html = templates.get_template("drop.html").render(
            w=words(language),
            other="en" if language == "sv" else "sv",
            settings=settings,
            host=request.url.netloc,
            minutes=minutes,
        )
        return HTMLResponse(html, headers={**_HEADERS, "Vary": "Accept-Language"})

    @app.get("/page/{name}", include_in_schema=False)
    def static(name: str) -> Response:
        if name not in _STATIC:
            raise HTTPException(404, "There is no such file")
        text = resources.files("ingest.serve").joinpath("static", name).read_text(encoding="utf-8")
        data = base_style() + text if name.endswith(".css") else text
        return Response(data, headers=_HEADERS, media_type=_STATIC[name])


def _results(app: FastAPI, store: Store, templates: Environment, guarded: list[Any], denied: list[str]) -> None:
    # One at a time: a workbook of many plans takes memory.
    writing = asyncio.Lock()

    @app.get(
        "/jobs/{id}/rows",
        tags=["jobs"],
        summary="See the rows",
        dependencies=guarded,
        response_class=HTMLResponse,
        responses={
            200: {"description": "A piece of HTML.", "content": {"text/html": {"schema": {"type": "string"}}}},
            **problems(["not-found", "unfinished", "invalid-parameter", *denied]),
        },
    )
    def rows(
        id: JobId, lang: Annotated[Language, Query(description="language of headings and reasons")] = "sv"
    ) -> HTMLResponse:
        """The rows of a job that is done, as the drop page shows them: a table with what is doubtful and why."""
        try:
            plan = read_plan(_finished(store, id).plan)
        except OSError:
            raise _forgotten() from None
        html = templates.get_template("rows.html").render(w=words(lang), plan=view(plan, lang))
        return HTMLResponse(html, headers=_HEADERS)

    @app.post(
        "/exports/{format}",
        tags=["jobs"],
        summary="Fetch many plans as one file",
        dependencies=guarded,
        response_class=Response,
        responses={
            200: {
                "description": "The file; a format of several files comes as a ZIP.",
                "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
            },
            **problems(
                [
                    "bad-request",
                    "not-found",
                    "unfinished",
                    "invalid-parameter",
                    "too-large",
                    "no-room",
                    "forbidden",
                    *denied,
                ]
            ),
        },
    )
    async def exports(format: Format, body: ExportBody) -> Response:
        """The plans of jobs that are done in one workbook, data package or database."""
        plans = [_finished(store, id).plan for id in dict.fromkeys(body.jobs)]
        style = Style(dialect=body.dialect, headings=body.headings)
        try:
            async with writing:
                made: Export = await asyncio.to_thread(export, format, plans, style, plans[0].parent.parent)
        except FileNotFoundError:
            raise _forgotten() from None
        except OutputError as error:
            raise Problem("too-large", error.message, remedy=error.remedy) from None
        except OSError:
            raise Problem("no-room", "The file cannot be written.") from None
        headers = {**_HEADERS, "Content-Disposition": f'attachment; filename="{made.name}"'}
        return Response(made.data, headers=headers, media_type=made.media_type)


def _finished(store: Store, id: str) -> SubmittedDocument:
    """A job that has a plan."""
    entry = store.get(id)
    if entry.state != "done":
        raise Problem("unfinished", f"The job is {entry.state}.")
    return entry


def _forgotten() -> Problem:
    return Problem("not-found", "The job has been forgotten.")
