"""HTTP/1.1 for clients that take their time: a connection on which no request comes is hung up."""

from __future__ import annotations

import asyncio
from typing import cast

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

__all__ = ["Protocol"]

HEADER_SECONDS = 10.0
"""The longest that the head of a request may take. uvicorn waits for ever, and 512 such connections
(`server.CONNECTIONS`) would shut everybody else out."""


class Protocol(H11Protocol):
    """uvicorn's own, with a bound on the time from a connection, or the first byte of a further request, to a whole
    head. Bodies have a bound of their own (`Settings.upload_seconds`), idle connections that of uvicorn."""

    _patience: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect()

    def data_received(self, data: bytes) -> None:
        if self._is_idle():
            self._expect()
        super().data_received(data)
        if not self._is_idle():
            self._forgive()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forgive()
        super().connection_lost(exc)

    def _is_idle(self) -> bool:
        """No request is being answered."""
        cycle = cast("RequestResponseCycle | None", self.cycle)
        return cycle is None or cycle.response_complete

    def _expect(self) -> None:
        if self._patience is None:
            self._patience = self.loop.call_later(HEADER_SECONDS, self.transport.close)

    def _forgive(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None
