"""Web pages that a browser saved with everything in one file (.mhtml, .mht; RFC 2557)."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message

from ingest.errors import TruncatedFile

__all__ = ["page_of"]

_MOST_PARTS = 5000
"""Parts of one archive that are looked at; a page has its pictures and style sheets in some hundreds."""


def page_of(data: bytes, name: str) -> tuple[bytes, str | None]:
    """The page in an archive and the encoding that the archive gives for it: the part that stands first.

    Raises:
        TruncatedFile: none of its parts is a page.
    """
    message: Message = message_from_bytes(data)
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            break
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                return content, part.get_content_charset()
    raise TruncatedFile("is a web archive without a page.", source=name)
