"""What a token is: the word in it, and whether it is something that repair must leave alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ingest.language import letters

__all__ = ["LONGEST", "core", "is_code", "is_immune"]

LONGEST = 240
"""Characters of the longest token that is looked at: long compounds, each letter of which may stand as an entity."""
_CODE = re.compile(
    r"""\w[\[(]\w | \w\]+[:;,]*$ | \w\(\)?[:;,]*$ | \){2} | \):$ | [{}]['"] | ['"][{}:] | == | != | -> | =>
      | ^[=<>+*/|&]{1,2}$ | [^\w\s.,%];$ | ^(?:def|return|print|import|else|if|elif|var|let|const)$""",
    re.X,
)

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
    """Return whether the token is a mail or net address, a path or code, or far too long to be a word."""
    if len(token) > LONGEST:
        return True
    marked = "." in token or "/" in token or "_" in token or "@" in token or ":" in token or "=" in token
    return marked and _IMMUNE.search(token) is not None


def is_code(tokens: Sequence[str]) -> bool:
    """Return whether a passage is program text: at least a third of its tokens can be nothing else.

    A semicolon behind a word parts bodies and times too (`Polisen; Skolan`).
    """
    return 3 * sum(map(_is_code, tokens)) >= len(tokens) > 0


@lru_cache(1 << 14)
def _is_code(token: str) -> bool:
    return _CODE.search(token) is not None


def core(token: str) -> str:
    """The token without the punctuation at its ends."""
    start, end = letters.core(token)
    return token[start:end]
