"""Bullets and dashes that a machine without Swedish took for letters or other signs."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.repair.body import Body, Passage

__all__ = ["mend_signs"]

_LIKE_BULLETS = frozenset("e¢©®«*°o»>·¤")
_LEAST = 2
"""Lines that must begin with such a sign before it is taken for a bullet."""


def mend_signs(body: Body, passages: Sequence[Passage]) -> None:
    """Bullets that begin lines, and dashes; `passages` are those that were read by such a machine."""
    leading = [
        line[0]
        for passage in passages
        for line in passage.lines
        if len(line) > 1 and line[0].text in _LIKE_BULLETS and line[1].text[:1].isalnum()
    ]
    for sign in _LIKE_BULLETS:
        same = [t for t in leading if t.text == sign]
        if len(same) >= _LEAST:
            for token in same:
                body.change(token, "•", "ocr", 0.8)
    for passage in passages:
        for token in passage.tokens():
            # Swedish sets the short dash; the long one is how the English model reads it.
            if "—" in token.text and not token.immune:
                body.change(token, token.text.replace("—", "–"), "ocr", 0.8)
