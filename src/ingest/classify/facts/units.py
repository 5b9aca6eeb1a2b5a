"""Names of the parts of a municipality, of councils, boards, associations and companies, told by how they are built."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ingest.classify.facts.facts_words import fold, words
from ingest.language.patterns import pattern, word_list

__all__ = ["is_unit"]


@cache
def _units() -> tuple[str, ...]:
    """Endings with their diacritics: the islands of *skären* are no *kåren*."""
    return tuple(w.lower() for w in words()["issuing"]["units"])


@cache
def _no_units() -> tuple[str, ...]:
    return tuple(words()["issuing"]["no_units"])


@cache
def _organisations() -> re.Pattern[str]:
    names = words()["issuing"]["organisations"]
    joined = "|".join(re.escape(w) for name in names for w in (name, name.upper()))
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)")


@cache
def _institutions() -> frozenset[str]:
    return frozenset(fold(w) for w in words()["issuing"]["institutions"])


@cache
def _compounds() -> tuple[str, ...]:
    """With their diacritics, as the endings of units."""
    return tuple(w.lower() for w in words()["issuing"]["compounds"])


def _is_institution(word: str) -> bool:
    """Whether a word is a kind of institution, or a compound of one (`vägsamfällighetsförening`)."""
    flat = word.lower()
    longer = any(flat.endswith(c) and len(flat) > len(c) + _FEWEST_BEFORE for c in _compounds())
    return longer or fold(word) in _institutions()


def _without_phrase(parts: Sequence[str]) -> list[str]:
    """The words before a kind of institution that two words make (`Nora brottsförebyggande råd`); none without one."""
    return list(parts[:-_PHRASE]) if fold(" ".join(parts[-_PHRASE:])) in _institutions() else []


_MOST_UNIT_WORDS = 6
"""Words of the name of a unit, a council or an association."""


def is_unit(text: str, *, inside: bool = False) -> bool:
    """Return whether a text is the name of a part of a municipality, a council, a board, an association or a company.

    Args:
        text: a line, or a piece of one.
        inside: it stands behind the name of the body that it belongs to, where small letters are no sign.
    """
    flat = " ".join(text.split()).strip(" .,;")
    if (numbered := _NUMBERED.match(flat)) is not None and _organisations().search(numbered[1]):
        flat = numbered[1]
    count = len(flat.split())
    if not 0 < count <= _MOST_UNIT_WORDS or any(c.isdigit() or c in ":;,?!" for c in flat):
        return False
    if not inside and not flat[:1].isupper():
        return False
    if before := _without_phrase(flat.split()):
        return _is_name(before)
    named = _BEFORE_PLACE.split(flat)[0].split()
    if count > 1 and (_organisations().search(flat) or (len(named) > 1 and _is_institution(named[-1]))):
        return _is_name(named)
    if _is_named_unit(flat.split()):
        return True
    return _is_kind_of_unit(flat)


def _is_kind_of_unit(flat: str) -> bool:
    """Whether a text names a kind of unit, with its field or place behind it."""
    of_field = _BEFORE_FIELD.split(flat)
    if len(of_field) > 1 and of_field[0].lower().endswith(_DEFINITE):
        # `Avdelningen för hållbarhet`: a definite kind of unit and its field.
        return any(of_field[0].lower().endswith(u) for u in _units())
    if _PROSE.search(flat):
        return False
    head = _BEFORE_PLACE.split(flat)[0].lower().split()
    ending = next((u for u in _units() if head[-1].endswith(u)), None)
    if ending is None or head[-1].endswith(_no_units()):
        return False
    # `Enhet` and `Ansvarig nämnd` are labels; `Brottsförebyggande rådet` is a name.
    return len(head[-1]) > len(ending) + 1 or (len(head) > 1 and ending.endswith(_DEFINITE))


def _is_name(parts: Sequence[str]) -> bool:
    """Whether the words of a name begin with capitals, but for small ones and the kind of institution."""
    small = (w for w in parts[1:] if not w[:1].isupper() and len(w) >= _SMALL_WORD)
    return parts[0][:1].isupper() and all(map(_is_institution, small))


def _is_named_unit(parts: Sequence[str]) -> bool:
    """Whether a kind of unit with its name behind it is meant (`Bondeföreningen Slättäng`, `Ideella föreningen Al`)."""
    told = parts[0][:1].isupper() and parts[0].endswith(_TOLD)
    at = 1 if told and len(parts) > _FEWEST_NAMED and parts[1].islower() else 0
    named = parts[at + 1 :] if at else parts
    if len(parts) < _FEWEST_NAMED or not all(w[:1].isupper() or w.isdecimal() for w in named):
        return False
    kind = parts[at].lower()
    return any(kind.endswith(u) and (at or len(kind) > len(u) + 1) and u.endswith(_DEFINITE) for u in _units())


_NUMBERED = re.compile(r"(.*\w) \d{1,3}$")
"""An association with the number of its property (`Brf Åkerrenen 7`)."""
_BEFORE_PLACE = pattern("classify", "units.before_place")
_PROSE = pattern("classify", "units.prose")
_BEFORE_FIELD = pattern("classify", "units.before_field")
_DEFINITE = word_list("classify", "units.definite")
_PHRASE = 2
"""Words of a kind of institution that more than one make."""
_FEWEST_BEFORE = 1
"""Letters before the ending of a compound that are more than a slip."""
_FEWEST_NAMED = 2
"""Words of a kind of unit with its name."""
_TOLD = "a"
"""How a word ends that says what sort of a definite kind is meant (`Ideella föreningen`)."""
_SMALL_WORD = 4
"""Letters from which a word of a name begins with a capital one."""
