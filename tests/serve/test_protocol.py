from __future__ import annotations

import asyncio
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from ingest.serve import protocol

ANSWERED = b"HTTP/1.1 200 OK"


async def slow(scope: Any, receive: Any, send: Any) -> None:
    """Answers later than a head may take."""
    while (await receive()).get("more_body"):
        pass
    await asyncio.sleep(3 * protocol.HEADER_SECONDS)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body"})


def said(*sent: bytes) -> bytes:
    """What the server says to this until it hangs up; between two parts its answer is waited for."""

    async def talk() -> bytes:
        config = uvicorn.Config(slow, log_config=None, lifespan="off", timeout_keep_alive=3600)
        config.load()
        state = ServerState()
        server = await asyncio.get_running_loop().create_server(
            lambda: protocol.Protocol(config=config, server_state=state, app_state={}), "127.0.0.1", 0
        )
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        found = b""
        for number, part in enumerate(sent):
            if number:
                found += await reader.readuntil(b"\r\n\r\n")
            writer.write(part)
        found += await reader.read()
        writer.close()
        server.close()
        return found

    return asyncio.run(talk())


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEADER_SECONDS", 0.2)


@pytest.mark.parametrize("head", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\n"])
def test_half_a_head_is_not_waited_for(head: bytes) -> None:
    assert said(head) == b""


def test_an_answer_may_take_longer_and_a_further_head_may_not() -> None:
    whole = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    assert said(whole, whole, b"GET /").count(ANSWERED) == 2
