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
from functools import lru_cache
from itertools import chain
from typing import Literal, NamedTuple

from ingest.privacy.addresses import ANY_ADDRESS, may_hold_addresses, private_addresses

__all__ = ["Finding", "Kind", "find", "is_identity_number", "look_alikes", "mask_text", "without_identity_numbers"]

Kind = Literal["identity-number", "telephone", "e-mail"]

_LOOK_ALIKES = {
    **dict.fromkeys("OoΟОоDQØø", "0"), **dict.fromkeys("lI|i!ıł", "1"), **dict.fromkeys("Zz", "2"),
    **dict.fromkeys("Ss", "5"), **dict.fromkeys("bG", "6"), "B": "8", **dict.fromkeys("gq", "9"),
}  # fmt: skip
"""Letters and signs that OCR engines write for digits, and the digits that they stand for."""
_MOST_LOOK_ALIKES = 2
"""Letters that one number may hold in place of digits; with more it is more likely a word."""
_FEWEST_DIGITS = 8
"""Digits that a text holds at least where it holds a number of ten (two may be look-alikes)."""

_D = rf"[\d{''.join(map(re.escape, _LOOK_ALIKES))}]"
_DASH = r"\-\u2010-\u2015\u2043\u2212\ufe63\uff0d/.+"
_FILLER = r"\u115f\u1160\u2800\u3164\ufffe\uffff"
"""Code points that show nothing, though Unicode calls them letters or signs."""
_GAP = rf"[\s{_DASH}{_FILLER}()\[\]{{}}_:*·'’•¬~=]"
_ANY_GAP = rf"[\W_{_FILLER}]"
_CENTURY = "(?:18|19|20)?"
_ONE = rf"[\s{_DASH}{_FILLER}]{{1,3}}"
# What people, word processors and line ends put between the digits. White space includes one line end with its hyphen.
_FORMS = (
    rf"{_CENTURY}{_D}{{2}}[\s{_DASH}]{{0,2}}{_D}{{2}}[\s{_DASH}]{{0,2}}{_D}{{2}}{_GAP}{{0,4}}{_D}{{4}}",
    # A date in one piece, then any signs; the last four in two, three or four groups.
    rf"{_CENTURY}{_D}{{6}}{_ANY_GAP}{{1,4}}{_D}(?:[\s{_DASH}]?{_D}){{3}}",
    rf"{_CENTURY}{_D}{{2}}, ?{_D}{{2}}, ?{_D}{{2}}, ?{_D}{{4}}",
    # Spaces where none belong, one or two. More freedom, or a number that begins as an area code does, would take the
    # switchboards whose area codes are months (`0303-12 34 56`).
    rf"(?!0\d{{1,3}}[\s\-]){_D}{{1,11}}[\s\-]{_D}{{0,10}}\d",
    rf"(?!0\d{{1,3}}[\s\-]){_D}{{1,10}}[\s\-]{_D}{{1,10}}[\s\-]{_D}{{0,9}}\d",
    # Each digit by itself, or two.
    rf"{_D}(?:{_ONE}{_D}){{9}}(?:{_ONE}{_D}{_ONE}{_D})?",
)
_IDENTITY = tuple(re.compile(rf"(?<!\d)(?=({form})(?!\d))") for form in _FORMS)
"""Looked for at each place: a number may start inside what looks like another."""
_RUN_TOGETHER = re.compile(rf"(?=({_CENTURY}\d{{6}}[\-+\u2010-\u2015\u2212]\d{{4}}))")
"""A number with its dash among other digits: two numbers that have lost what stood between them."""
_MOBILE = re.compile(
    rf"(?<!\d)((?:(?:(?:\+|00){_GAP}{{0,2}})?46{_GAP}{{0,3}}(?:0{_GAP}{{0,2}})?|[0OoΟ]{_GAP}{{0,2}})"
    rf"7[02369OoΟ]{_ANY_GAP}{{0,5}}{_D}(?:{_GAP}{{0,5}}{_D}){{6}}"
    # In other groups from the first digit on.
    rf"|07\s[02369]{_D}(?:\s{_D}{{2}}){{3}}|07\s[02369]{_D}{{3}}\s?{_D}{{4}}"
    rf"|\+46{_GAP}{{0,3}}7{_GAP}[02369](?:{_GAP}{{0,2}}{_D}){{7}}"
    # Each digit by itself, and none beside them.
    r"|(?<!\d[ .\-])0(?P<between>[ \u00a0.\-])7(?P=between)[02369](?:(?P=between)\d){7}(?!(?P=between)\d))(?!\d)"
)

_DIGIT = re.compile(r"[\d⁰¹²³⁴-⁹₀-₉]")


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
    may_hold_mail = may_hold_addresses(text)
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
            found.update(view.finding("e-mail", *span) for span in private_addresses(seen))
    for finding in sorted(found, key=lambda f: (f.start, -f.end, f.kind)):
        # The ten digits of a number with its century are no second one.
        if not any(f.kind == finding.kind and f != finding and f.start <= finding.start and finding.end <= f.end
                   for f in found):  # fmt: skip
            yield finding


def _identities(text: str) -> Iterator[re.Match[str]]:
    for match in sorted(chain(*(form.finditer(text) for form in _IDENTITY)), key=lambda m: m.span(1)):
        if _is_number(match[1]) and not _REST_OF_DAY.match(text, match.end(1)):
            yield match
    for match in _RUN_TOGETHER.finditer(text):
        if is_identity_number(_digits(match[1]) or ""):
            yield match


def _is_number(written: str) -> bool:
    """Return whether digits are an identity number; a bar among them may be a one or stand between two columns."""
    return any(is_identity_number(_digits(form) or "") for form in {written, written.replace("|", "")})


_REST_OF_DAY = re.compile(r"([-\u2010-\u2015\u2212./])\d{2}\1\d{2}(?!\d)")
"""What follows a year in a day: `2031-01-01–2031-12-31` is a period, though a number of ten with a right check digit
(one period in ten has one) stands in it."""


def _digits(text: str) -> str | None:
    """The digits of a number, look-alikes put right; None where too many of them are letters."""
    digits = [_LOOK_ALIKES.get(c, c) for c in text if c.isdecimal() or c in _LOOK_ALIKES]
    letters = sum(c in _LOOK_ALIKES for c in text)
    # Full-width and other decimal digits count by their value.
    return "".join(str(unicodedata.digit(c)) for c in digits) if letters <= _MOST_LOOK_ALIKES else None


class _View(NamedTuple):
    """A text with some of its characters left out: `offsets[i]` is where character i stands in the original."""

    text: str
    offsets: Sequence[int]

    def finding(self, kind: Kind, start: int, end: int) -> Finding:
        return Finding(kind, self.offsets[start], self.offsets[end - 1] + 1)


def _views(text: str) -> Iterator[_View]:
    """The text without code points that show nothing; with its signs in their plain form; and, where a line ends, with
    the broken words joined."""
    shown = [i for i, c in enumerate(text) if unicodedata.category(c) not in ("Cf", "Mn")]
    folded = "".join(text[i] for i in shown)
    yield _View(folded, shown)
    if not folded.isascii():
        plain = "".join(_plain(c) for c in folded)
        if plain != folded:
            yield _View(plain, shown)
    if "\n" in folded:
        for broken in (_HYPHENED_END, _LINE_END):
            gone = {i for m in broken.finditer(folded) for i in range(*m.span())}
            if gone:
                kept = [i for i in range(len(folded)) if i not in gone]
                yield _View("".join(folded[i] for i in kept), [shown[i] for i in kept])


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """The plain form of a character that is raised, full-width or set in another style (`²`, `２`, `𝟐`)."""
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


_HYPHENED_END = re.compile(r"(?<=\S)[-\u2010\u2011¬]?\r?\n(?=\S)")
_LINE_END = re.compile(r"\n")


_ANY_PHONE = re.compile(rf"(?<![\d-])(?:\+46|0046|0){_GAP}{{0,3}}[1-9](?:{_GAP}{{0,2}}\d){{5,8}}(?![\d-])")


def look_alikes(text: str) -> Iterator[Finding]:
    """What looks like personal data, in order: what `find` finds, and every telephone number and address beside it.

    Numbers of switchboards and addresses of authorities are among them: a person has to look.
    """
    known = list(find(text))
    others = [Finding("telephone", *m.span()) for m in _ANY_PHONE.finditer(text)]
    others += [Finding("e-mail", *m.span()) for m in ANY_ADDRESS.finditer(text)]
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
