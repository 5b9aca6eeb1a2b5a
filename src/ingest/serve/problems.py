"""Everything that can go wrong as problem details (RFC 9457), with what to do about it."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from ingest import errors
from ingest.batch.engine import Failure
from ingest.messages import LANGUAGES, Language, translated

__all__ = ["MEDIA_TYPE", "PROBLEMS", "Kind", "Problem", "is_lost", "language_of", "of_failure", "response"]

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: HTTP status, title and the usual remedy."""

    status: int
    title: str
    remedy: str


def _kind(status: int, title: str, error: type[errors.IngestError]) -> Kind:
    return Kind(status, title, error.remedy)


PROBLEMS: Mapping[str, Kind] = {
    # Of documents: the codes of ingest.errors.
    "empty": _kind(422, "The document is empty", errors.EmptyFile),
    "truncated": _kind(422, "The document is damaged or cut short", errors.TruncatedFile),
    "encrypted": _kind(422, "The document is protected by a password", errors.EncryptedFile),
    "unsupported": _kind(415, "No reader knows this type of document", errors.UnsupportedFile),
    "too-large": Kind(413, "The document is too large", "Split it, or ask whoever runs the server for a higher limit."),
    "hostile": _kind(422, "The document is built to do harm", errors.HostileFile),
    "unreadable": _kind(422, "The document cannot be read", errors.UnreadableFile),
    "input": _kind(422, "The document cannot be converted", errors.InputError),
    "limit": Kind(422, "The conversion needed too much memory", "Split the document."),
    "timeout": Kind(504, "The conversion took too long", "Split the document, or convert it with `ingest convert`."),
    "missing-tool": Kind(501, "The server lacks a program", "Whoever runs the server finds it with `ingest doctor`."),
    "crashed": Kind(500, "The conversion crashed", "Send the document once more; if it crashes again, report it."),
    "internal": Kind(500, "A fault of ingest", "Please report it with the message and, if you may, the document."),
    # Of requests and of the server.
    "bad-request": Kind(400, "The request cannot be understood", "See /docs for how to ask."),
    "invalid-parameter": Kind(422, "A parameter has a wrong value", "See /docs for the values allowed."),
    "unauthorized": Kind(401, "A token is needed", "Send the header `Authorization: Bearer TOKEN`."),
    "forbidden": Kind(403, "Other web sites may not use this server", "Call the server from a program of your own."),
    "not-found": Kind(404, "Nothing is there", "Check the address; jobs are forgotten some time after they finish."),
    "method": Kind(405, "The method is not allowed here", "See the header Allow, or /docs."),
    "upload-timeout": Kind(408, "The request was sent too slowly", "Send it again over a faster connection."),
    "unfinished": Kind(409, "The job has not finished", "Ask again after the time in Retry-After."),
    "wrong-host": Kind(421, "The server is not called so", "Use 127.0.0.1, or start the server with --allow-host."),
    "busy": Kind(429, "Too many documents are waiting", "Send it again after the time in Retry-After."),
    "stopping": Kind(503, "The server is stopping", "Send it again when the server has started anew."),
    "no-room": Kind(503, "The server has no room left", "Fetch and delete results, or try again later."),
}


class Problem(Exception):
    """A problem on its way to the client.

    Args:
        code: key of `PROBLEMS`.
        detail: one sentence about this occurrence; never the document's text.
        remedy: what to do, where it is not the kind's usual remedy.
        retry_after: seconds after which a second try makes sense.
        headers: further headers of the response.
    """

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        remedy: str | None = None,
        retry_after: float | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.kind = PROBLEMS[code]
        self.detail = detail
        self.remedy = remedy or self.kind.remedy
        self.headers = dict(headers or {})
        if retry_after is not None:
            self.headers["Retry-After"] = str(max(1, math.ceil(retry_after)))

    def to_dict(self, language: Language = "en") -> dict[str, str | int]:
        """The members of RFC 9457 and two of our own, `code` and `remedy`; what people read is in a language."""
        return {
            "type": f"/docs#{self.code}",
            "title": translated(self.kind.title, language),
            "status": self.kind.status,
            "detail": _of_document(self.detail, language),
            "code": self.code,
            "remedy": translated(self.remedy, language),
        }


_DOCUMENT = "The document "


def _of_document(detail: str, language: Language) -> str:
    """A detail in a language; what is said of a document is translated as it stands in the catalogue."""
    if language == "en" or not detail.startswith(_DOCUMENT):
        return translated(detail, language)
    said = detail.removeprefix(_DOCUMENT)
    # "Filen" has the gender that the translations have, which are made for names of files.
    return f"Filen {translated(said, language)}" if translated(said, language) != said else translated(detail, language)


def language_of(headers: Mapping[str, str]) -> Language:
    """The language that a client wants (Accept-Language, RFC 9110): the first that we speak, else English."""
    asked = []
    for place, part in enumerate(headers.get("accept-language", "").split(",")):
        code, _, more = part.strip().partition(";")
        weight = more.strip().removeprefix("q=")
        asked.append((-_number(weight), place, code[:2].lower()))
    return next((code for _, _, code in sorted(asked) if code in LANGUAGES), "en")


def _number(weight: str) -> float:
    try:
        return float(weight or 1)
    except ValueError:
        return 0.0


def response(problem: Problem, language: Language = "en") -> Response:
    """The problem as a response in a language."""
    body = json.dumps(problem.to_dict(language), ensure_ascii=False).encode()
    headers = {"Cache-Control": "no-store", "Content-Language": language, **problem.headers}
    return Response(body, problem.kind.status, headers, MEDIA_TYPE)


def is_lost(failure: Failure) -> bool:
    """Return whether a worker died of something else than the document's own time or memory."""
    # The limit that killed it stands in the message by its name (worker.py).
    return failure.crashed and "_seconds)" not in failure.message and "_bytes)" not in failure.message


def of_failure(failure: Failure) -> Problem:
    """Why a conversion failed, for the client."""
    code = failure.code if failure.code in PROBLEMS else "internal"
    remedy: str | None = failure.remedy
    if code == "limit":
        message = failure.message
        if "_seconds)" in message or "busy" in message:
            code = "timeout"
        elif failure.crashed and "memory" not in message:
            code = "crashed"
    if PROBLEMS[code].status in (413, 500, 501, 504) or code == "limit":
        # Remedies of the command line name options that a client does not have.
        remedy = None
    detail = failure.message if code == "internal" else f"The document {failure.message}"
    return Problem(code, detail, remedy=remedy)
