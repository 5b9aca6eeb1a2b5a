"""The process of the review: uvicorn on this machine alone, a random token, the files of OUT written at the end."""

from __future__ import annotations

import secrets
import threading
import webbrowser
from collections.abc import Callable

import uvicorn

from ingest.errors import ExitCode, UsageError
from ingest.review.app import create_app
from ingest.review.desk import Desk
from ingest.review.words import Language
from ingest.serve.protocol import Protocol
from ingest.serve.server import listen, stopped_by_signal
from ingest.serve.settings import LOOPBACK_NAMES, is_loopback

__all__ = ["review"]

GRACE_SECONDS = 5
TOKEN_BYTES = 24


def review(
    desk: Desk, host: str, port: int, language: Language, say: Callable[[str], None], *, browser: bool = False
) -> ExitCode:
    """Serve the review until SIGINT or SIGTERM; then bring the files of OUT in step.

    Args:
        desk: the archive under review.
        host: a loopback address.
        port: TCP port; 0 takes a free one.
        language: of the pages.
        say: told the address and what to know.
        browser: open it in the user's browser.

    Raises:
        UsageError: `host` is reachable by others, or cannot be listened on.
    """
    if not is_loopback(host):
        raise UsageError(
            f"{host} can be reached by other machines.", remedy="Review on 127.0.0.1, or through an SSH tunnel."
        )
    listener = listen(host, port)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    shown_host = f"[{host}]" if ":" in host else host
    address = f"http://{shown_host}:{listener.getsockname()[1]}/{token}/"
    app = create_app(desk, token, LOOPBACK_NAMES, language)
    config = uvicorn.Config(
        app,
        http=Protocol,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="on",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    for notice in desk.notices:
        say(notice)
    say(f"review at {address}  Ctrl-C ends it; corrections go to {desk.store.path}")
    if browser:
        threading.Timer(1.0, webbrowser.open, (address,)).start()
    try:
        with stopped_by_signal():
            uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    finally:
        app.state.pictures.close()
        listener.close()
    if not desk.unwritten:
        return ExitCode.OK
    left = desk.write()
    if left is None:
        say("a conversion is at work: the corrections are saved, and it or the next one writes them into the files")
    for name in left or ():
        say(f"{name} was changed by hand and is left as it is; see ingest correct")
    return ExitCode.EDITED if left else ExitCode.OK
