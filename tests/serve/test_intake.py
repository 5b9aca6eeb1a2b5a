"""However a body is cut up on its way, the document that arrives is the one that was sent."""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from pathlib import Path
from typing import Any

import pytest
from fastapi import Request
from hypothesis import given
from hypothesis import strategies as st

from ingest.serve.intake import MULTIPART_BYTES, Received, announced, receive
from ingest.serve.problems import Problem

LIMIT = 200


def request(body: bytes, cuts: list[int], headers: dict[str, str]) -> Request:
    """A request whose body comes in pieces cut at these places."""
    places = sorted({min(c, len(body)) for c in cuts})
    pieces = [body[a:b] for a, b in zip([0, *places], [*places, len(body)], strict=True)]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    raw = [(k.lower().encode(), v.encode("latin-1", "replace")) for k, v in headers.items()]
    return Request({"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": raw, "app": True}, receive)  # fmt: skip # noqa: E501


def multipart(body: bytes) -> bytes:
    head = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="p\xc3\xa5.txt"\r\n\r\n'
    return head + body + b"\r\n--edge--\r\n"


@given(
    body=st.binary(max_size=LIMIT + 20),
    cuts=st.lists(st.integers(0, LIMIT + 120), max_size=6),
    as_form=st.booleans(),
    name=st.none() | st.text(max_size=20),
)
def test_the_document_arrives_whole_or_the_refusal_says_why(
    body: bytes, cuts: list[int], as_form: bool, name: str | None
) -> None:
    headers = {"Content-Type": "multipart/form-data; boundary=edge"} if as_form else {}
    asked = request(multipart(body) if as_form else body, cuts, headers)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "document")

        def take() -> Received:
            return asyncio.run(receive(asked, path, name, LIMIT, 5.0))

        if not 0 < len(body) <= LIMIT:
            with pytest.raises(Problem) as refused:
                take()
            assert refused.value.code == ("too-large" if body else "empty")
            return
        got = take()
        assert path.read_bytes() == body
        assert (got.size, got.sha256) == (len(body), hashlib.sha256(body).hexdigest())
        assert got.name
        if not name:
            assert got.name == ("på.txt" if as_form else "document")


@given(st.integers(0, 10**12))
def test_a_content_length_over_the_limit_is_refused_before_anything_is_read(length: int) -> None:
    asked = request(b"", [], {"Content-Length": str(length)})
    if length <= LIMIT + MULTIPART_BYTES:
        assert announced(asked, LIMIT) == length
    else:
        with pytest.raises(Problem, match="too-large"):
            announced(asked, LIMIT)


@pytest.mark.parametrize("value", ["²", "²5", "-5", "+5", "1e9", "0x10", "1_0", ""])
def test_odd_content_lengths_count_as_unknown(value: str) -> None:
    assert announced(request(b"", [], {"Content-Length": value}), LIMIT) == LIMIT + MULTIPART_BYTES
