"""The activity that a date is bound to inside the cell, as written."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.language.patterns import word_set
from ingest.normalise.dates.folding import fold_in_place
from ingest.normalise.dates.token import Atom

__all__ = ["label_text"]

# A label of more words than this is a sentence, not an activity.
_LABEL_WORDS = 7
_NO_LABEL_START = word_set("normalise", "dates_labels.never_first")


def label_text(text: str, found: Sequence[Atom], after: bool = False) -> str | None:
    """The activity named by these atoms, as written; None for bare role words and verb forms.

    Args:
        text: what the atoms were read from.
        found: the atoms of a clause that are no date.
        after: they follow their date; a preposition first then makes them a circumstance, no activity.
    """
    kept = _trimmed(text, _before_verb(found))
    if not kept:
        return None
    label = " ".join(text[kept[0].start : kept[-1].end].split()).strip(" :,-–()")
    if not label or not _letters(label) or len(label.split()) > _LABEL_WORDS:
        return None
    if fold_in_place(label.split()[0]) in _NO_LABEL_START:
        return None
    if after and found and found[0].kind in ("skip", "to"):
        return None
    return label


def _before_verb(found: Sequence[Atom]) -> list[Atom]:
    """The atoms up to the first verb or bare role word behind a noun; none where a verb comes first."""
    kept: list[Atom] = []
    for atom in found:
        if atom.kind == "verb" or (atom.kind == "role" and not atom.noun):
            if any(a.kind in _NAMING for a in kept):
                break
            kept = []
            if atom.kind == "verb":
                break
            continue
        kept.append(atom)
    return kept


def _trimmed(text: str, atoms: Sequence[Atom]) -> list[Atom]:
    """The atoms from the first word to the last one that has letters, or a number behind a name (*etapp 2*)."""
    kept = list(atoms)
    while kept and kept[0].kind not in _NAMING:
        kept.pop(0)
    while kept:
        last = text[kept[-1].start : kept[-1].end]
        numbered = kept[-1].kind == "word" and any(c.isdigit() for c in last) and len(kept) > 1
        if numbered or (kept[-1].kind in _NAMING and _letters(last)):
            break
        kept.pop()
    return kept


_NAMING = ("word", "role")
"""Kinds of atoms that can name an activity."""


def _letters(text: str) -> bool:
    return sum(c.isalpha() for c in text) >= 2
