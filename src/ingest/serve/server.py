"""The process: uvicorn around the application, signals, a clean end."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn

from ingest.errors import ExitCode, UsageError
from ingest.messages import t
from ingest.serve.app import create_app
from ingest.serve.protocol import Protocol
from ingest.serve.settings import Settings, is_loopback

__all__ = ["listen", "serve", "stopped_by_signal"]

# Held requests get this long to end after SIGTERM; then their children are killed.
GRACE_SECONDS = 20
# Far above what the store admits: status requests of waiting clients.
CONNECTIONS = 512


def serve(settings: Settings, host: str, port: int, say: Callable[[str], None]) -> ExitCode:
    """Serve until SIGINT or SIGTERM.

    Args:
        settings: bounds and choices.
        host: address to listen on.
        port: TCP port; 0 takes a free one.
        say: told the address, and what to beware of.

    Raises:
        UsageError: the address cannot be listened on.
    """
    listener = listen(host, port)
    address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
    if not is_loopback(host):
        if settings.token is None:
            say(t("warning: others on the network can reach this server, and it asks for no token (--token)."))
        say(t("warning: the connection is not encrypted; put a proxy with TLS before it."))
    app = create_app(settings)
    config = uvicorn.Config(
        app,
        http=Protocol,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="on",
        limit_concurrency=CONNECTIONS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    say(
        t(
            "serving on {address} (a page to drop files on; for programs: {address}/docs); Ctrl-C ends it",
            address=address,
        )
    )
    try:
        with stopped_by_signal():
            uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        # uvicorn raises the signal again after it has ended in good order.
        pass
    finally:
        # Where a second signal cut the good order short.
        app.state.store.close()
        listener.close()
    return ExitCode.OK


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; UsageError where there can be none."""
    try:
        family = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0][0]
        return socket.create_server((host.strip("[]"), port), family=family, backlog=128)
    except (OSError, OverflowError) as error:
        raise UsageError(
            f"{host}:{port} cannot be listened on ({error}).",
            remedy="Choose another --port (0 takes a free one), or an address of this machine as --host.",
        ) from None


@contextmanager
def stopped_by_signal() -> Iterator[None]:
    """SIGTERM becomes KeyboardInterrupt, so that the end is always in order."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
