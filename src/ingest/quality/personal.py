"""Possible personal data: personal identity numbers, telephone numbers, private e-mail addresses.

A personal identity number counts only with a valid date and check digit (Luhn over ten digits, Skatteverket
SKV 704); a coordination number has 60 added to the day. Addresses and numbers of public bodies are no private
data: a plan names whom to call, so only mobile numbers and addresses at common private providers count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any, Literal, NamedTuple

from ingest.plan import Field, Plan, Section, Statement

__all__ = ["Finding", "find", "is_identity_number", "mask", "mask_text", "texts"]

# What people, word processors and line ends put between digits: white space of all kinds, soft hyphens, any dash.
_GAP = r"[\s\u00ad\u2010-\u2015\u2212-]"
_IDENTITY = re.compile(rf"(?<![\d-])(18|19|20)?(\d{{2}})(\d{{2}})(\d{{2}})((?:\+|{_GAP}){{0,4}})(\d{{4}})(?![\d-])")
_MOBILE = re.compile(
    rf"(?<!\d)(?:(?:\+|00)46{_GAP}{{0,3}}\(?0?\)?{_GAP}{{0,2}}|0)7[02369]/?(?:{_GAP}{{0,4}}\d){{7}}(?!\d)"
)
_MAIL = re.compile(
    r"[\w.+-]+@\s{0,2}(?:gmail|hotmail|outlook|live|msn|yahoo|icloud|me|telia|bredband2?|comhem|spray|passagen|"
    r"glocalnet|bahnhof|protonmail|proton)\.(?:com|se|net|org|me)\b",
    re.IGNORECASE,
)
Kind = Literal["identity-number", "telephone", "e-mail"]


class Finding(NamedTuple):
    """Where in a text something personal may stand."""

    kind: Kind
    start: int
    end: int


def is_identity_number(digits: str) -> bool:
    """Ten digits, or twelve with the century: a date and a right check digit.

    The day is 60 more in coordination numbers. Without a century the date must be one of the 20th or 21st.
    """
    if len(digits) not in (10, 12) or not digits.isdecimal():
        return False
    ten = digits[-10:]
    centuries = (int(digits[:2]),) if len(digits) == 12 else (19, 20)
    month, day = int(ten[2:4]), int(ten[4:6])
    day -= 60 if day > 60 else 0
    if not any(_is_date(100 * century + int(ten[:2]), month, day) for century in centuries):
        return False
    total = 0
    for i, char in enumerate(ten):
        product = int(char) * (2 - i % 2)
        total += product - 9 if product > 9 else product
    return total % 10 == 0


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def find(text: str) -> Iterator[Finding]:
    """Every possible piece of personal data in a text, in order."""
    found = [
        Finding("identity-number", m.start(), m.end())
        for m in _IDENTITY.finditer(text)
        if is_identity_number((m[1] or "") + "".join(m.group(2, 3, 4, 6)))
    ]
    found += [Finding("telephone", m.start(), m.end()) for m in _MOBILE.finditer(text)]
    found += [Finding("e-mail", m.start(), m.end()) for m in _MAIL.finditer(text)]
    yield from sorted(found, key=lambda f: f.start)


def mask_text(text: str) -> str:
    """The text with every finding replaced by its kind in brackets."""
    out, at = [], 0
    for finding in find(text):
        # Digits may be a number of both kinds: they are replaced once.
        if finding.start >= at:
            out += [text[at : finding.start], f"[{finding.kind}]"]
        at = max(at, finding.end)
    return "".join([*out, text[at:]])


def mask(plan: Plan) -> Plan:
    """The plan with every finding replaced by its kind in brackets, in texts, raw readings and repairs alike."""
    masked: Plan = _walk(plan)
    return masked


def _walk(value: Any) -> Any:
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, tuple):
        return tuple(_walk(v) for v in value)
    if isinstance(value, dict):
        return {_walk(k): _walk(v) for k, v in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        # Identifiers, sources and hashes are no text of the document.
        kept = {"id", "source", "media_type", "edtf", "section", "parent", "target", "code"}
        return replace(value, **{f.name: _walk(getattr(value, f.name)) for f in fields(value) if f.name not in kept})
    return value


def texts(plan: Plan) -> Iterator[tuple[str, str]]:
    """(target, text) of everything in a plan that a person reads."""
    if plan.document.title:
        yield "document.title", plan.document.title
    for section in plan.sections:
        yield from _of(section, f"{section.id}.title")
    for row in plan.rows:
        for name, value in [*row.fields(), *row.other.items()]:
            if value is not None:
                yield from _of(value, f"{row.id}.{name}")
    for statement in plan.statements:
        yield from _of(statement, statement.id)


def _of(value: Section | Field | Statement, target: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Section):
        yield target, value.title
        if value.problem:
            yield target.replace(".title", ".problem"), value.problem
    else:
        yield target, value.text
