"""Possible personal data: personal identity numbers, mobile numbers, private e-mail addresses.

A personal identity number counts only with a valid date and check digit (Luhn over ten digits, Skatteverket
SKV 704); a coordination number has 60 added to the day. Addresses and numbers of public bodies are no private
data: a plan names whom to call, so only mobile numbers and addresses at common private providers count.

A text is looked at as a reader sees it: code points that show nothing (zero-width spaces, soft hyphens) are looked
through, a word that is broken at a line's end counts as whole, and letters that OCR writes for digits (`O`, `l`)
count as digits where nearly all around them are digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from importlib import resources
from typing import Literal, NamedTuple

from ingest.language.patterns import word_list

__all__ = ["Finding", "Kind", "find", "is_identity_number", "look_alikes", "mask_text", "without_identity_numbers"]

Kind = Literal["identity-number", "telephone", "e-mail"]

_LOOK_ALIKES = {"O": "0", "o": "0", "Ο": "0", "l": "1", "I": "1", "|": "1"}
"""Letters that OCR engines write for digits (Tesseract, on the project's scans), and the digits that they stand for."""
_MOST_LOOK_ALIKES = 2
"""Letters that one number may hold in place of digits; with more it is more likely a word."""
_FEWEST_DIGITS = 8
"""Digits that a text holds at least where it holds a number of ten (two may be look-alikes)."""

_D = r"[\dOoΟlI|]"
_DASH = r"\-\u2010-\u2015\u2212/.+"
_GAP = rf"[\s{_DASH}()_:*·]"
# What people, word processors and line ends put between the digits. Looked for at each place: a number may start inside
# what looks like another. White space includes one line end with its hyphen.
_IDENTITY = re.compile(
    rf"(?<!\d)(?=((?:18|19|20)?{_D}{{2}}[\s{_DASH}]{{0,2}}{_D}{{2}}[\s{_DASH}]{{0,2}}{_D}{{2}}{_GAP}{{0,4}}{_D}{{4}}"
    # Digits in other groups: the last four in two, the date in threes, each by itself. More freedom would take the
    # switchboards whose area codes are months (`0303-12 34 56`).
    rf"|(?:18|19|20)?{_D}{{6}}{_GAP}{{1,4}}{_D}{{2}}\s{_D}{{2}}"
    rf"|{_D}{{3}}\s{_D}{{3}}{_GAP}{{1,3}}{_D}{{4}}"
    rf"|{_D}(?:\s{_D}){{5}}\s?{_GAP}?{_D}(?:\s{_D}){{3}}(?:\s{_D}\s{_D})?)(?!\d))"
)
_MOBILE = re.compile(
    rf"(?<!\d)((?:(?:(?:\+|00){_GAP}{{0,2}})?46{_GAP}{{0,3}}(?:0{_GAP}{{0,2}})?|[0OoΟ]{_GAP}{{0,2}})"
    rf"7[02369](?:{_GAP}{{0,4}}{_D}){{7}}"
    # In pairs from the first digit on.
    rf"|07\s[02369]{_D}(?:\s{_D}{{2}}){{3}})(?!\d)"
)
_AT_SIGNS = ("@", "＠", "(at)", "[at]", "{at}", "(a)", "snabela", "snabel-a")
_LOCAL = r"[\w.+-]{1,64}"
_AT = rf"(?:\s{{0,2}}(?:{'|'.join(map(re.escape, _AT_SIGNS))})\s{{0,2}}|\s{{1,2}}at\s{{1,2}})"
_DOTS = f"(?:{'|'.join(word_list('privacy', 'detect.dots'))})"
_DOT = rf"(?:\s?\.\s?|\s{{1,2}}{_DOTS}\s{{1,2}}|\s?[\[(]{_DOTS}[\])]\s?)"

_DIGIT = re.compile(r"\d")
_MAY_BE_MAIL = re.compile(rf"{'|'.join(map(re.escape, _AT_SIGNS))}|\w\s{{1,2}}(?i:at)\s{{1,2}}\w")


class Finding(NamedTuple):
    """Where in a text something personal may stand: offsets of the text as given, the end not included."""

    kind: Kind
    start: int
    end: int


def is_identity_number(digits: str) -> bool:
    """Return whether ten digits, or twelve with the century, are a date with a right check digit.

    The day is 60 more in coordination numbers. Without a century the date must be one of the 20th or 21st.
    """
    if len(digits) not in (10, 12) or not (digits.isascii() and digits.isdecimal()):
        return False
    ten = digits[-10:]
    centuries = (int(digits[:2]),) if len(digits) == 12 else (19, 20)
    month, day = int(ten[2:4]), int(ten[4:6])
    day -= 60 if day > 60 else 0
    if not any(_is_date(100 * century + int(ten[:2]), month, day) for century in centuries):
        return False
    # Few documents hold ten digits that are a date, and what checks the last of them takes long to load.
    from stdnum import luhn

    return bool(luhn.is_valid(ten))


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def find(text: str) -> Iterator[Finding]:
    """Every possible piece of personal data in a text, in order; pieces may overlap."""
    may_hold_numbers = len(_DIGIT.findall(text)) >= _FEWEST_DIGITS
    may_hold_mail = _MAY_BE_MAIL.search(text) is not None
    if not may_hold_numbers and not may_hold_mail:
        return
    found: set[Finding] = set()
    for view in _views(text):
        seen = view.text
        if may_hold_numbers:
            found.update(view.finding("identity-number", *m.span(1)) for m in _identities(seen))
            found.update(
                view.finding("telephone", *m.span(1)) for m in _MOBILE.finditer(seen) if _digits(m[1]) is not None
            )
        if may_hold_mail:
            found.update(view.finding("e-mail", *m.span()) for m in _mail().finditer(seen))
    yield from sorted(found, key=lambda f: (f.start, -f.end, f.kind))


def _identities(text: str) -> Iterator[re.Match[str]]:
    for match in _IDENTITY.finditer(text):
        digits = _digits(match[1])
        if digits is None or not is_identity_number(digits) or _REST_OF_DAY.match(text, match.end(1)):
            continue
        yield match


_REST_OF_DAY = re.compile(r"([-\u2010-\u2015\u2212./])\d{2}\1\d{2}(?!\d)")
"""What follows a year in a day: `2031-01-01–2031-12-31` is a period, though a number of ten with a right check digit
(one period in ten has one) stands in it."""


def _digits(text: str) -> str | None:
    """The digits of a number, look-alikes put right; None where too many of them are letters."""
    digits = [_LOOK_ALIKES.get(c, c) for c in text if c.isdecimal() or c in _LOOK_ALIKES]
    letters = sum(c in _LOOK_ALIKES for c in text)
    # Full-width and other decimal digits count by their value.
    return "".join(str(unicodedata.digit(c)) for c in digits) if letters <= _MOST_LOOK_ALIKES else None


@cache
def _mail() -> re.Pattern[str]:
    """Addresses at the private providers of `private_domains.txt`; dots may have spaces around them."""
    lines = resources.files("ingest.privacy").joinpath("private_domains.txt").read_text(encoding="utf-8").splitlines()
    domains = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    dotted = "|".join(_DOT.join(map(re.escape, d.split("."))) for d in sorted(domains, key=len, reverse=True))
    return re.compile(rf"{_LOCAL}{_AT}(?:[\w-]{{1,30}}\.){{0,2}}(?:{dotted})(?![\w-])", re.IGNORECASE)


class _View(NamedTuple):
    """A text with some of its characters left out: `offsets[i]` is where character i stands in the original."""

    text: str
    offsets: Sequence[int]

    def finding(self, kind: Kind, start: int, end: int) -> Finding:
        return Finding(kind, self.offsets[start], self.offsets[end - 1] + 1)


def _views(text: str) -> Iterator[_View]:
    """The text without code points that show nothing; and, where a line ends, with the broken words joined."""
    shown = [i for i, c in enumerate(text) if unicodedata.category(c) not in ("Cf", "Mn")]
    folded = "".join(text[i] for i in shown)
    yield _View(folded, shown)
    if "\n" in folded:
        for broken in (_HYPHENED_END, _LINE_END):
            gone = {i for m in broken.finditer(folded) for i in range(*m.span())}
            if gone:
                kept = [i for i in range(len(folded)) if i not in gone]
                yield _View("".join(folded[i] for i in kept), [shown[i] for i in kept])


_HYPHENED_END = re.compile(r"(?<=\S)[-\u2010\u2011]?\n(?=\S)")
_LINE_END = re.compile(r"\n")


_ANY_PHONE = re.compile(rf"(?<![\d-])(?:\+46|0046|0){_GAP}{{0,3}}[1-9](?:{_GAP}{{0,2}}\d){{5,8}}(?![\d-])")
_ANY_MAIL = re.compile(rf"{_LOCAL}{_AT}[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,4}}")


def look_alikes(text: str) -> Iterator[Finding]:
    """What looks like personal data, in order: what `find` finds, and every telephone number and address beside it.

    Numbers of switchboards and addresses of authorities are among them: a person has to look.
    """
    known = list(find(text))
    others = [Finding("telephone", *m.span()) for m in _ANY_PHONE.finditer(text)]
    others += [Finding("e-mail", *m.span()) for m in _ANY_MAIL.finditer(text)]
    apart = [o for o in others if not any(k.start < o.end and o.start < k.end for k in known)]
    yield from sorted([*known, *apart], key=lambda f: f.start)


def without_identity_numbers(text: str) -> str:
    """The text with a space in place of each character of a personal identity number; offsets stay.

    A number that begins like a date (`1950-03-09-1666`) is none.
    """
    for finding in find(text):
        if finding.kind == "identity-number":
            text = text[: finding.start] + " " * (finding.end - finding.start) + text[finding.end :]
    return text


def mask_text(text: str) -> str:
    """The text with every finding replaced by its kind in brackets."""
    out, at = [], 0
    for finding in find(text):
        # Digits may be a number of both kinds: they are replaced once.
        if finding.start >= at:
            out += [text[at : finding.start], f"[{finding.kind}]"]
        at = max(at, finding.end)
    return "".join([*out, text[at:]])
