"""The routes of the review. Everything stands below a random token; writing needs this page's own origin too."""

from __future__ import annotations

import hmac
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import resources
from typing import Any, cast, get_args

from fastapi import FastAPI, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from ingest.errors import IngestError
from ingest.html.environment import environment
from ingest.html.text import base_style, shown
from ingest.plan import FIELDS, ActorType, CorrectionKind
from ingest.review.desk import Conflict, Desk, latest
from ingest.review.pictures import Pictures
from ingest.review.views import rows
from ingest.review.words import Language, load
from ingest.serve.guard import Guard

__all__ = ["CONTENT_SECURITY_POLICY", "create_app"]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
}
_STATIC = {"review.css": "text/css", "review.js": "text/javascript", "drawing.js": "text/javascript"}
# A correction is some kilobytes; a page's box is less.
MAX_BODY_BYTES = 2**20
_LEARNT: tuple[CorrectionKind, ...] = ("known-actor", "heading-word")


class Said(BaseModel):
    """What a reviewer says about a value; see `Desk.save`."""

    model_config = ConfigDict(extra="forbid")

    who: str = Field(min_length=1, max_length=200)
    kind: CorrectionKind
    target: str = Field(max_length=500)
    new: Any = None
    seen: str = Field("", max_length=64)
    why: str | None = Field(None, max_length=2000)
    sample: bool = False


class Undo(BaseModel):
    """A correction to be undone."""

    who: str = Field(min_length=1, max_length=200)
    id: str = Field(max_length=64)


class LearntWords(BaseModel):
    """An actor or a heading word of one's own."""

    who: str = Field(min_length=1, max_length=200)
    kind: CorrectionKind
    new: dict[str, Any]


class Box(BaseModel):
    """A box on a page, in points from its top left corner."""

    page: int = Field(ge=1)
    box: tuple[float, float, float, float]


def create_app(desk: Desk, token: str, hosts: tuple[str, ...], language: Language = "sv") -> FastAPI:
    """The application.

    Args:
        desk: the archive under review.
        token: the first part of every address.
        hosts: names that requests may call the server by.
        language: of the pages, where an address does not say.
    """
    pictures = Pictures()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        threading.Thread(target=pictures.warm, daemon=True).start()
        try:
            yield
        finally:
            await run_in_threadpool(pictures.close)

    app = FastAPI(title="ingest review", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.state.pictures = pictures
    app.add_middleware(Guard, hosts=hosts)
    _handle(app)
    pages = _Pages(desk, token, language)
    _reading(app, desk, pictures, pages)
    _writing(app, desk, pictures, pages)
    return app


def _handle(app: FastAPI) -> None:
    @app.exception_handler(HTTPException)
    async def http(_: Request, error: HTTPException) -> Response:
        return JSONResponse({"error": error.detail}, error.status_code, _HEADERS)

    @app.exception_handler(IngestError)
    async def told(_: Request, error: IngestError) -> Response:
        return JSONResponse({"error": shown(str(error))}, 422, _HEADERS)

    @app.exception_handler(Conflict)
    async def conflict(_: Request, error: Conflict) -> Response:
        value = error.value if isinstance(error.value, str) else ""
        return JSONResponse({"error": "conflict", "who": error.who, "value": value}, 409, _HEADERS)

    @app.exception_handler(LookupError)
    async def missing(_: Request, error: LookupError) -> Response:
        del error
        return JSONResponse({"error": "not found"}, 404, _HEADERS)

    @app.exception_handler(ValueError)
    async def wrong(_: Request, error: ValueError) -> Response:
        return JSONResponse({"error": shown(str(error))}, 422, _HEADERS)


class _Pages:
    """Renders the pages and guards their addresses."""

    def __init__(self, desk: Desk, token: str, language: Language) -> None:
        self.desk, self.token, self._language = desk, token, language
        self._environment = environment("ingest.review", trim=True)

    def check(self, token: str) -> None:
        """Raise 404 for an address with another token: it tells nothing."""
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            raise HTTPException(404, "not found")

    def check_write(self, request: Request, token: str) -> None:
        """Raise where a request does not come from our own page."""
        self.check(token)
        origin = request.headers.get("origin")
        if origin != f"{request.url.scheme}://{request.headers.get('host', '')}":
            raise HTTPException(403, "the request does not come from this page")
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        length = request.headers.get("content-length", "")
        if kind != "application/json" or not length.isdigit() or int(length) > MAX_BODY_BYTES:
            raise HTTPException(415, "JSON of a bounded size is needed")

    def language(self, request: Request) -> Language:
        asked = request.query_params.get("lang")
        return cast(Language, asked) if asked in ("sv", "en") else self._language

    def render(self, request: Request, template: str, **values: Any) -> Response:
        language = self.language(request)
        html = self._environment.get_template(template).render(
            w=load(language),
            language=language,
            other="en" if language == "sv" else "sv",
            root=f"/{self.token}",
            query=f"?lang={language}" if language != self._language else "",
            fields=FIELDS,
            actor_types=get_args(ActorType),
            desk=self.desk,
            texts=load(language).texts,
            **values,
        )
        return HTMLResponse(html, headers=_HEADERS)


def _reading(app: FastAPI, desk: Desk, pictures: Pictures, pages: _Pages) -> None:
    @app.get("/{token}/static/{name}")
    def static(token: str, name: str) -> Response:
        pages.check(token)
        if name not in _STATIC:
            raise HTTPException(404, "not found")
        text = resources.files("ingest.review").joinpath("static", name).read_text(encoding="utf-8")
        data = base_style() + text if name.endswith(".css") else text
        return Response(data, headers=_HEADERS, media_type=_STATIC[name])

    @app.get("/{token}/")
    def documents(request: Request, token: str) -> Response:
        pages.check(token)
        found = desk.documents()
        fields = sum(p.fields for p in found)
        sums = {
            "looked": sum(p.looked for p in found),
            "fields": fields,
            "before": sum(p.before for p in found) / fields if fields else 1.0,
            "after": sum(p.expected for p in found) / fields if fields else 1.0,
        }
        return pages.render(request, "list.html", documents=found, sums=sums, sampled=desk.sampled())

    @app.get("/{token}/sample")
    def sample(request: Request, token: str) -> Response:
        pages.check(token)
        found = desk.sample()
        query = f"lang={pages.language(request)}"
        where = f"/{token}/?{query}"
        if found is not None:
            where = f"/{token}/documents/{found[0]}?{query}&sample={found[1]}"
        return RedirectResponse(where, 303, _HEADERS)

    def document(request: Request, token: str, sha256: str, template: str) -> Response:
        pages.check(token)
        opened = desk.open(sha256)
        by_doubt = request.query_params.get("order") != "document"
        names = [p.sha256 for p in desk.documents() if p.unsure and p.sha256 != sha256] if template[0] == "d" else []
        return pages.render(
            request,
            template,
            opened=opened,
            facts=opened.plan.document,
            rows=rows(opened, by_doubt=by_doubt),
            by_doubt=by_doubt,
            pages=opened.plan.document.pages if _is_drawn(opened.plan.document.media_type) else None,
            sample=request.query_params.get("sample", ""),
            next_document=names[0] if names else "",
            stale=[i for i in opened.plan.issues if i.code == "correction-stale"],
            seen_of=lambda target: latest(opened.plan, target),
        )

    @app.get("/{token}/documents/{sha256}")
    def whole(request: Request, token: str, sha256: str) -> Response:
        return document(request, token, sha256, "document.html")

    @app.get("/{token}/documents/{sha256}/rows")
    def part(request: Request, token: str, sha256: str) -> Response:
        return document(request, token, sha256, "rows.html")

    @app.get("/{token}/documents/{sha256}/pages/{number}")
    def page(token: str, sha256: str, number: int) -> Response:
        pages.check(token)
        opened = desk.open(sha256)
        data = pictures.picture(opened.name, opened.uri, sha256, number)
        # A page of these bytes never changes.
        headers = {**_HEADERS, "Cache-Control": "private, max-age=86400"}
        return Response(data, headers=headers, media_type="image/webp")


def _is_drawn(media_type: str) -> bool:
    return media_type == "application/pdf" or media_type.startswith("image/")


def _writing(app: FastAPI, desk: Desk, pictures: Pictures, pages: _Pages) -> None:
    def guarded(work: Callable[[], Any]) -> Response:
        return JSONResponse(work(), headers=_HEADERS)

    @app.post("/{token}/documents/{sha256}/corrections")
    def save(request: Request, token: str, sha256: str, said: Said) -> Response:
        pages.check_write(request, token)
        made = desk.save(sha256, said.model_dump(), said.who)
        return JSONResponse({"id": made.id}, 201, _HEADERS)

    @app.post("/{token}/documents/{sha256}/read")
    def read(request: Request, token: str, sha256: str, box: Box) -> Response:
        pages.check_write(request, token)
        opened = desk.open(sha256)

        def work() -> dict[str, str]:
            found = pictures.read(opened.name, opened.uri, sha256, box.page, box.box)
            return {"text": found.text, "method": found.method}

        return guarded(work)

    @app.post("/{token}/undo")
    def undo(request: Request, token: str, what: Undo) -> Response:
        pages.check_write(request, token)
        desk.undo(what.id, what.who)
        return guarded(lambda: {"undone": what.id})

    @app.post("/{token}/learn")
    def learn(request: Request, token: str, learnt: LearntWords) -> Response:
        pages.check_write(request, token)
        if learnt.kind not in _LEARNT:
            raise HTTPException(422, "nothing of the kind can be learnt")
        desk.learn(learnt.kind, learnt.new, learnt.who)
        return guarded(lambda: {"noted": True})

    @app.post("/{token}/write")
    def write(request: Request, token: str, _: dict[str, Any]) -> Response:
        pages.check_write(request, token)
        left = desk.write()
        return guarded(lambda: {"busy": left is None, "edited": left or []})
