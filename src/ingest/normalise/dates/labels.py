"""The activity that a date is bound to inside the cell, as written."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.normalise.dates.text import fold
from ingest.normalise.dates.token import Atom

__all__ = ["label_text"]

# A label of more words than this is a sentence, not an activity.
_LABEL_WORDS = 7
_NO_LABEL_START = frozenset(
    [
        "om",
        "nar",
        "da",
        "efter",
        "enligt",
        "sedan",
        "darefter",
        "utifran",
        "beroende",
        "se",
        "dock",
        "men",
        "inom",
        "mot",
        "utan",
        "fran",
        "mellan",
        "omgaende",
        "snarast",
        "minst",
        "hela",
        "alla",
        "for",
        "vid",
        "i",
        "pa",
        "av",
        "till",
        "med",
        "under",
        "eller",
        "och",
        "samt",
        "som",
        "att",
    ]
)


def label_text(text: str, found: Sequence[Atom], after: bool = False) -> str | None:
    """The activity named by these atoms, as written; None for bare role words and verb forms.

    Args:
        text: what the atoms were read from.
        found: the atoms of a clause that are no date.
        after: they follow their date; a preposition first then makes them a circumstance, no activity.
    """
    kept: list[Atom] = []
    for atom in found:
        if atom.kind == "verb" or (atom.kind == "role" and not atom.noun):
            if kept and any(a.kind in ("word", "role") for a in kept):
                break
            kept = []
            if atom.kind == "verb":
                return None
            continue
        kept.append(atom)
    while kept and kept[0].kind not in ("word", "role"):
        kept.pop(0)
    while kept:
        last = text[kept[-1].start : kept[-1].end]
        numbered = kept[-1].kind == "word" and any(c.isdigit() for c in last) and len(kept) > 1
        if numbered or (kept[-1].kind in ("word", "role") and _letters(last)):
            break
        kept.pop()
    if not kept:
        return None
    label = " ".join(text[kept[0].start : kept[-1].end].split()).strip(" :,-–()")
    if not label or not _letters(label) or len(label.split()) > _LABEL_WORDS:
        return None
    if fold(label.split()[0]) in _NO_LABEL_START:
        return None
    if after and found and found[0].kind in ("skip", "till"):
        return None
    return label


def _letters(text: str) -> bool:
    return sum(c.isalpha() for c in text) >= 2
