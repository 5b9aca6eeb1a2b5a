"""How much of a text is looked at for times and actors."""

from __future__ import annotations

__all__ = ["LONGEST"]

LONGEST = 4000
"""Characters. No author names times or actors for over a page; the grammars must not take minutes on other text."""
