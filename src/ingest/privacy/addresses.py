"""E-mail addresses at private providers, as people, word processors, web pages and OCR write them.

The sign in the middle and the domain are looked for first; what stands before them, back to white space, is the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from ingest.language.patterns import word_list

__all__ = ["ANY_ADDRESS", "may_hold_addresses", "private_addresses"]

_SIGNS = r"@|＠|﹫|&#0*64;|&#x0*40;|&commat;|%40"
_READ_AS = r"©|®|(?<=[a-zåäö\d])Q"
"""What OCR reads for the sign."""
_OPEN, _CLOSE = r"[(\[{</*\"|_\-]", r"[)\]}>/*\"|_\-]"
_WORDS = "|".join(re.escape(w) for w in sorted(word_list("privacy", "detect.ats"), key=len, reverse=True))
_AT = (
    rf"(?:\s{{0,2}}(?:{_OPEN}\s?)?(?:{_SIGNS}|(?-i:{_READ_AS}))(?:\s?{_CLOSE})?\s{{0,2}}"
    rf"|\s{{0,2}}{_OPEN}\s?(?:{_WORDS}|a)\s?{_CLOSE}\s{{0,2}}"
    rf"|\s{{1,2}}(?:{_WORDS})\s{{1,2}})"
)
_DOTS = f"(?:{'|'.join(word_list('privacy', 'detect.dots'))})"
_POINT = r"[.,·•。．]"
_DOT = rf"(?:\s?{_POINT}\s?|\s{{1,2}}{_DOTS}\s{{1,2}}|\s?{_OPEN}\s?(?:{_DOTS}|\.)\s?{_CLOSE}\s?)"
_LOOK_ALIKES = {"l": "[lI1|!i]", "i": "[il1|!ı]", "o": "[o0ø]", "m": "(?:m|rn)", "s": "[s5]", "g": "[g9q]", "t": "[t+]"}
"""Letters of a domain, and what OCR reads for them."""
_LONGEST = 128
"""Characters of a name before the sign that are looked at."""
_NAME = re.compile(
    r"(?:\"[^\"\n]{1,64}\""
    # Letters set apart one by one.
    r"|(?<![^\s])[\w.+-](?:\s[\w.+-]){2,}"
    # A dot with a space beside it, in small letters: `anna .berg`, `anna. berg`.
    r"|(?:[a-zåäö\d]+(?:\s\.|\.\s)(?=[a-zåäö\d]))?[\w.+\-–'’&!#$%*=~^`/]+)$"
)
_MAY_BE = re.compile(rf"{_SIGNS}|{_READ_AS}|{_OPEN}\s?(?i:{_WORDS}|a)\s?{_CLOSE}|\w\s{{1,2}}(?i:{_WORDS})\s{{1,2}}\w")
ANY_ADDRESS = re.compile(rf"[\w.+-]{{1,64}}{_AT}[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,4}}", re.IGNORECASE)
"""What looks like an address anywhere."""


def may_hold_addresses(text: str) -> bool:
    """Return whether a text holds anything that may be the sign of an address."""
    return _MAY_BE.search(text) is not None


def private_addresses(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of each address at a provider of `private_domains.txt`."""
    for match in _providers().finditer(text):
        before = max(0, match.start() - _LONGEST)
        name = _NAME.search(text[before : match.start()])
        if name is not None:
            yield before + name.start(), match.end()


@cache
def _providers() -> re.Pattern[str]:
    """The sign and a provider's domain; dots and single letters may have spaces around them."""
    lines = resources.files("ingest.privacy").joinpath("private_domains.txt").read_text(encoding="utf-8").splitlines()
    domains = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    dotted = "|".join(_DOT.join(map(_read, d.split("."))) for d in sorted(domains, key=len, reverse=True))
    # Cut off at its dot.
    names = "|".join(sorted({_read(d.split(".")[0]) for d in domains if len(d.split(".")[0]) >= _LONG}))
    return re.compile(
        rf"{_AT}(?:[\w-]{{1,30}}\.){{0,2}}(?:{dotted})(?![\w-])|(?<=\S)(?:{_SIGNS})(?:{names})(?![\w-]|\.\w)",
        re.IGNORECASE,
    )


_LONG = 5
"""Letters of a provider's name that tells it without its ending."""


def _read(part: str) -> str:
    """A part of a domain as OCR may read it, with a space or a line's end between two letters."""
    return r"-?\s?".join(_LOOK_ALIKES.get(letter, re.escape(letter)) for letter in part)
