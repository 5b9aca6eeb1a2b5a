"""What whoever starts a server can choose, in one frozen value."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path

from ingest.options import Options

__all__ = ["Settings", "is_loopback"]

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]", "::1")


@dataclass(frozen=True, slots=True)
class Settings:
    """Bounds of a server. Times are in seconds, sizes in bytes."""

    options: Options = field(default_factory=Options)
    """How documents are converted, with the limits of each; a request may add masking and choose the OCR mode."""
    workers: int = 1
    """Documents converted at the same time."""
    waiting: int = 32
    """Documents received and not yet under way; one more is answered with 429."""
    body_bytes: int = 64 * 2**20
    """Largest request body."""
    upload_seconds: float = 120.0
    """Longest time that a request may take to send its body."""
    wait_seconds: float = 25.0
    """How long a request is held open for its plan before it is answered with the address of a job (202)."""
    async_bytes: int = 8 * 2**20
    """Documents larger than this get the address of a job at once."""
    keep_seconds: float = 3600.0
    """How long the result of a job is kept after it has finished."""
    kept: int = 256
    """Finished jobs kept; the oldest is forgotten when one more finishes."""
    store_bytes: int = 4 * 2**30
    """Room on disk for what is uploaded and for results together."""
    token: str | None = None
    """Bearer token that requests for documents and jobs must carry; None asks for none."""
    corrections: Path | None = None
    """File of corrections that are applied to every plan, and that `POST /corrections` adds to; None for neither."""
    review: str | None = None
    """Address of an `ingest review` that the drop page leads to."""
    hosts: tuple[str, ...] | None = LOOPBACK_NAMES
    """Names that a request may call the server by (its Host header); None allows any."""


def is_loopback(host: str) -> bool:
    """Does a listening address take connections from this machine only?"""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
