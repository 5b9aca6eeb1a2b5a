"""The body of a request to a file, bounded while it streams."""

from __future__ import annotations

import asyncio
import hashlib
import time
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.types import Message

from ingest.batch.inputs.finder import safe_name
from ingest.serve.problems import Problem

__all__ = ["Received", "announced", "receive"]

# Around the document, a multipart body holds boundaries, headers and small fields.
MULTIPART_BYTES = 2**16
CHUNK_BYTES = 2**18
STILL_SECONDS = 10.0
"""How long a body may stand still before it is given up, and how long it may be slow."""
LEAST_RATE = 1024
"""Bytes a second that a body brings at least: a tenth of what the slowest telephone network does."""
DEFAULT_NAME = "document"


@dataclass(frozen=True, slots=True)
class Received:
    """A document on disk: its safe name, its size in bytes, the SHA-256 of its bytes."""

    name: str
    size: int
    sha256: str


def announced(request: Request, limit: int) -> int:
    """The most bytes that a request's body can bring: its Content-Length, else the limit.

    Raises:
        Problem: more than the limit is announced; nothing of the body has been read.
    """
    length = request.headers.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        return limit + MULTIPART_BYTES
    if int(length) > limit + MULTIPART_BYTES:
        raise _too_large(limit)
    return int(length)


async def receive(request: Request, path: Path, name: str | None, limit: int, seconds: float) -> Received:
    """Write the document of a request to `path`.

    Args:
        request: multipart with a part `file`, or the document itself as the body.
        path: new file.
        name: what the result calls the document; the part's own filename by default.
        limit: most bytes of the document.
        seconds: longest time that the body may take.

    Raises:
        Problem: too large, too slow, empty, or no document in it.
    """
    request = Request(request.scope, _Prompt(request))
    try:
        async with asyncio.timeout(seconds):
            kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind == "multipart/form-data":
                return await _part(request, path, name, limit)
            # Whatever else a client calls it (curl says form-urlencoded): types are told by content.
            return await _whole(request, path, name, limit)
    except TimeoutError:
        raise Problem("upload-timeout", f"The body stood still, or took over {seconds:g} seconds.") from None
    except OSError as error:
        raise Problem("no-room", f"The document cannot be kept ({error.strerror or error}).", retry_after=60) from None


async def _whole(request: Request, path: Path, name: str | None, limit: int) -> Received:
    taken = _Taken(limit)
    with path.open("xb") as handle:
        async for chunk in request.stream():
            await asyncio.to_thread(taken.write, handle, chunk)
    return taken.received(name)


async def _part(request: Request, path: Path, name: str | None, limit: int) -> Received:
    bounded = Request(request.scope, _Bounded(request, limit))
    try:
        form = await bounded.form(max_files=1, max_fields=8, max_part_size=MULTIPART_BYTES)
    except HTTPException as error:
        raise Problem("bad-request", f"The multipart body is malformed: {error.detail}") from None
    try:
        part = form.get("file")
        if not isinstance(part, UploadFile):
            raise Problem("bad-request", "The multipart body has no part `file` with a filename.")
        taken = _Taken(limit)
        with path.open("xb") as handle:
            while chunk := await part.read(CHUNK_BYTES):
                await asyncio.to_thread(taken.write, handle, chunk)
        return taken.received(name or part.filename)
    finally:
        await form.close()


class _Prompt:
    """A request's `receive` that gives up when nothing comes for a while, or next to nothing all the time."""

    def __init__(self, request: Request) -> None:
        self._receive, self._got, self._began = request.receive, 0, time.monotonic()

    async def __call__(self) -> Message:
        async with asyncio.timeout(STILL_SECONDS):
            message = await self._receive()
        self._got += len(message.get("body", b""))
        took = time.monotonic() - self._began
        if message.get("more_body") and took > STILL_SECONDS and self._got < LEAST_RATE * took:
            raise TimeoutError
        return message


class _Bounded:
    """A request's `receive` that refuses to go on when the body has become too large."""

    def __init__(self, request: Request, limit: int) -> None:
        self._receive, self._limit, self._left = request.receive, limit, limit + MULTIPART_BYTES

    async def __call__(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise _too_large(self._limit)
        return message


class _Taken:
    """What has been written so far."""

    def __init__(self, limit: int) -> None:
        self._limit, self._size, self._digest = limit, 0, hashlib.sha256()

    def write(self, handle: BinaryIO, chunk: bytes) -> None:
        self._size += len(chunk)
        if self._size > self._limit:
            raise _too_large(self._limit)
        self._digest.update(chunk)
        handle.write(chunk)

    def received(self, name: str | None) -> Received:
        if not self._size:
            raise Problem("empty", "The request holds no document.")
        return Received(safe_name(name or DEFAULT_NAME), self._size, self._digest.hexdigest())


def _too_large(limit: int) -> Problem:
    return Problem("too-large", f"The document has more than {limit} bytes.", headers={"Connection": "close"})
