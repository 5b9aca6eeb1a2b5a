"""What stands before every request: the server's names, other web sites, a log line, unforeseen faults."""

from __future__ import annotations

import hmac
import logging
import os
import time
import traceback
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ingest.serve.problems import Problem, language_of, response
from ingest.serve.settings import LOOPBACK_NAMES

__all__ = ["Guard", "check_token"]

_LOG = logging.getLogger("ingest.serve")


def check_token(wanted: str | None, authorization: str | None) -> None:
    """Compare a request's bearer token in constant time.

    Raises:
        Problem: it is missing or wrong.
    """
    if wanted is None:
        return
    scheme, _, given = (authorization or "").partition(" ")
    # Starlette decodes headers as Latin-1; this gives the bytes back.
    if scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode("latin-1"), wanted.encode()):
        return
    raise Problem("unauthorized", "The request carries no valid token.", headers={"WWW-Authenticate": "Bearer"})


class Guard:
    """ASGI middleware, outermost.

    A name that is not the server's is refused: a web page whose name was rebound to this machine's address would
    else be let in by the browser. So is what a browser says comes from another site. Each request gives one line
    of log without names, ids or text; a fault gives a problem without its message.
    """

    def __init__(self, app: ASGIApp, hosts: Sequence[str] | None) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.monotonic(), 0
        language = language_of(Headers(scope=scope))

        async def tell(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-content-type-options", b"nosniff")]
            await send(message)

        try:
            refused = await self._refused(scope, receive)
            await (self._app if refused is None else response(refused, language))(scope, receive, tell)
        except Exception as error:
            place = _place(error)
            _LOG.error("fault %s at %s", type(error).__name__, place, extra={"event": "fault", "place": place})
            if not status:
                fault = Problem("internal", f"ingest failed at {place} with {type(error).__name__}.")
                await response(fault, language)(scope, receive, tell)
        finally:
            fields = {
                "event": "request",
                "method": scope["method"],
                # The route, not the path: ids of jobs open results.
                "route": getattr(scope.get("route"), "path", "-"),
                "status": status,
                "seconds": round(time.monotonic() - started, 3),
            }
            _LOG.info("%(method)s %(route)s %(status)s %(seconds)s s", fields, extra=fields)

    async def _refused(self, scope: Scope, receive: Receive) -> Problem | None:
        if self._hosts is not None and not await _is_trusted(scope, receive, self._hosts):
            return Problem("wrong-host", "The Host header names no host that this server answers for.")
        if scope["method"] in ("GET", "HEAD"):
            return None
        headers = Headers(scope=scope)
        if headers.get("sec-fetch-site", "none") in ("cross-site", "same-site") or not self._is_own(headers):
            return Problem("forbidden", "The browser says that the request comes from another web site.")
        return None

    def _is_own(self, headers: Headers) -> bool:
        """Whether the page that sends a request, where it is one (RFC 6454), is of this server.

        Over plain HTTP browsers leave Sec-Fetch-Site out, but never the Origin of a request that posts. Behind a proxy
        the page may be under a name that the server was told of, and not under the one that the request is for.
        """
        origin = headers.get("origin")
        if origin is None:
            return True
        page = origin.partition("://")[2].lower()
        if page and page == headers.get("host", "").lower():
            return True
        named = [] if self._hosts is None else [h for h in self._hosts if h not in LOOPBACK_NAMES and "*" not in h]
        return page.rpartition(":")[0] in named or page in named


async def _is_trusted(scope: Scope, receive: Receive, hosts: Sequence[str]) -> bool:
    """Ask Starlette's middleware, whose own refusal is plain text."""
    trusted = False

    async def accept(_scope: Scope, _receive: Receive, _send: Send) -> None:
        nonlocal trusted
        trusted = True

    async def swallow(_message: Message) -> None: ...

    await TrustedHostMiddleware(accept, list(hosts), www_redirect=False)(scope, receive, swallow)
    return trusted


def _place(error: BaseException) -> str:
    """File and line where a fault arose; its message may hold text of a document."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return "an unknown place"
    own = (f for f in reversed(frames) if f"{os.sep}ingest{os.sep}" in f.filename)
    frame = next(own, frames[-1])
    return f"{os.path.basename(frame.filename)}:{frame.lineno}"  # noqa: PTH119
