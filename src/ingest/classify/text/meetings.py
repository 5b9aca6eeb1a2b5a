"""Minutes of meetings: what tells them from other documents, and which of their items are no tasks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.classify.fields.vocabulary import Vocabulary
from ingest.document import Block, Paragraph

__all__ = ["is_agenda", "is_meeting"]

FEWEST_ITEMS = 2
"""Items that every meeting has (`Mötet öppnas`, `Val av justerare`), from which a text is of one."""
LONGEST_ITEM = 8
"""Words of such an item where it stands as a line of its own."""
_NUMBER = re.compile(r"^(?:§+\s*)?\d{0,3}[.)]?\s*")


def is_meeting(blocks: Sequence[Block], words: Vocabulary) -> bool:
    """Return whether a document is the minutes of a meeting by its items, whatever its title says."""
    lines = (b.text for b in blocks if isinstance(b, Paragraph))
    return is_agenda((t for t in lines if len(t.split()) <= LONGEST_ITEM), words)


def is_agenda(texts: Iterable[str], words: Vocabulary) -> bool:
    """Return whether texts, each a line or a cell, hold the items that every meeting has."""
    signs = words.signs.get("noted", ())
    bare = (_NUMBER.sub("", " ".join(t.split())).casefold() for t in texts)
    return sum(any(p.match(t) for p in signs) for t in bare) >= FEWEST_ITEMS
