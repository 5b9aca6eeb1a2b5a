"""What a token is: the word in it, and whether it is something that repair must leave alone."""

from __future__ import annotations

import re

__all__ = ["SWEDISH", "core", "is_immune"]

SWEDISH = frozenset("abcdefghijklmnopqrstuvwxyzåäöABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖéÉüÜ")

_IMMUNE = re.compile(
    r"""
    \S+@\S+\.\w                                  # mail
  | (?i:https?:|ftp:|www\.)\S                    # address of the net
  | [\w-]+\.(?:se|nu|com|org|net|eu|no|dk|fi|pdf|docx?|xlsx?|html?)(?:[/).,;:]|$)
  | [A-Za-z]:\\ | \w+/\w+/\w+/                   # path
  | \w+\([^)]*\)[;{] | \w+::\w+ | ->|=>|==|!=    # code
  | \w+_\w+                                      # name in code
    """,
    re.X,
)


def is_immune(token: str) -> bool:
    """Whether the token is a mail or net address, a path or code: nothing in it is Swedish prose."""
    return ("." in token or "/" in token or "_" in token or "@" in token or ":" in token or "=" in token) and (
        _IMMUNE.search(token) is not None
    )


def core(token: str) -> str:
    """The token without the punctuation at its ends."""
    start, end = 0, len(token)
    while start < end and not token[start].isalnum():
        start += 1
    while end > start and not token[end - 1].isalnum():
        end -= 1
    return token[start:end]
