"""A cell's value as its number format shows it, on a Swedish computer: `2027-03-01`, `mar-27`, `1 200,50`, `75%`.

Format codes follow ECMA-376 part 1, 18.8.31 (sections, digits, dates) and 18.8.30 (built-in numbers). What a sheet
shows and a code's number does not say, colours and the width of a column, plays no part.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["GENERAL", "builtin", "serial", "shown", "shown_bool"]

GENERAL = "General"

_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
"""Day 0 of both date systems; that of 1900 counts a 29 February that never was, before which a day is missing."""
_NO_LEAP_DAY = 60
"""The number of 29 February 1900, which only spreadsheets know."""
_LAST_DAY = 2_958_465
"""The number of 31 December 9999, the last day that has a date."""
_SECONDS = 86_400
_DIGITS = 11
"""Significant digits that the General format shows at most."""
_NOON = 12
_WHOLE_YEAR, _NAMED, _WHOLE_NAME, _INITIAL = 3, 3, 4, 5
"""Letters of a code from which a year has four digits, a month or day its short name, its name, its first letter."""
_PERCENT, _THOUSAND = 100, 1000

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<general>General|Standard)'
    r"|(?P<half>AM/PM|A/P)|(?P<exponent>E[+-]0*)|(?P<date>[yåe]+|m+|d+|h+|s+)(?P<part>[.,]0+)?"
    r"|(?P<digits>[0#?]+(?:,+[0#?]+)*(?:\.[0#?]*)?,*|\.[0#?]+,*)|(?P<text>@)|(?P<percent>%)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_CURRENCY = re.compile(r"\$(?P<sign>[^-]*)(?:-(?P<locale>[0-9A-Fa-f]+))?")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _Section:
    """One part of a code between semicolons: what it shows, for which values, with whose names."""

    tokens: tuple[_Token, ...]
    condition: tuple[str, float] | None = None
    language: str = "sv"

    @property
    def is_date(self) -> bool:
        return any(t.kind == "date" for t in self.tokens)

    @property
    def is_text(self) -> bool:
        return any(t.kind == "text" for t in self.tokens)


@cache
def _data() -> Mapping[str, Any]:
    text = resources.files("ingest.read.sheets").joinpath("number_formats.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def builtin(number: int) -> str:
    """The code of a format that the standard numbers; General for a number that it does not know."""
    code: str = _data()["builtin"].get(str(number), GENERAL)
    return code


def shown_bool(value: bool) -> str:
    """What a cell shows of true or false."""
    word: str = _data()["true" if value else "false"]
    return word


def serial(moment: datetime, *, since_1904: bool = False) -> float:
    """The number of a day (its fraction: the time), as dates stand in a sheet; the inverse of what a date shows."""
    return (moment - (_EPOCH_1904 if since_1904 else _EPOCH)) / timedelta(days=1)


def shown(value: float | str, code: str, *, since_1904: bool = False) -> str:
    """What a cell shows.

    Args:
        value: its number or its text.
        code: its number format.
        since_1904: whether the workbook counts days from 1904.
    """
    sections = _sections(code)
    if isinstance(value, str):
        texts = [s for s in sections if s.is_text]
        return _literal(texts[-1], value) if texts else value
    section, negative = _chosen(sections, value)
    if section is None:
        return ""
    if section.is_text:
        return _literal(section, _general(value))
    if section.is_date:
        return _date(section, value, since_1904)
    return _number(section, value, signed=not negative)


@cache
def _sections(code: str) -> tuple[_Section, ...]:
    system = re.match(r"\[\$-([0-9A-Fa-f]+)\]", code)
    code = _data()["system"].get(system[1].lower(), code) if system else code
    parts: list[list[_Token]] = [[]]
    conditions: dict[int, tuple[str, float]] = {}
    languages: dict[int, str] = {}
    for found in _TOKEN.finditer(code):
        kind = found.lastgroup or "space"
        at = len(parts) - 1
        if kind == "other" and found["other"] == ";":
            parts.append([])
        elif kind == "bracket":
            token, condition, language = _bracket(found["bracket"])
            if token is not None:
                parts[at].append(token)
            if condition is not None:
                conditions[at] = condition
            if language is not None:
                languages[at] = language
        elif found["date"] is not None:
            parts[at].append(_Token("date", found["date"].lower().replace("å", "y")))
            if found["part"]:
                parts[at].append(_Token("part", found["part"]))
        elif kind in ("quoted", "escaped", "other"):
            parts[at].append(_Token("literal", found[kind]))
        elif kind != "space":
            parts[at].append(_Token(kind, found[kind]))
    return tuple(_Section(tuple(p), conditions.get(at), languages.get(at, "sv")) for at, p in enumerate(parts))


def _bracket(inside: str) -> tuple[_Token | None, tuple[str, float] | None, str | None]:
    """What brackets say: an elapsed time, a condition, a currency with its language; a colour says nothing."""
    if re.fullmatch(r"[hH]+|[mM]+|[sS]+", inside):
        return _Token("date", f"[{inside[0].lower()}]"), None, None
    condition = _CONDITION.fullmatch(inside.strip())
    if condition is not None:
        return None, (condition[1], float(condition[2])), None
    currency = _CURRENCY.fullmatch(inside)
    if currency is None:
        return None, None, None
    locale = (currency["locale"] or "").lower().lstrip("0")[-4:]
    language = next((name for name, codes in _data()["locales"].items() if locale in codes), None)
    sign = currency["sign"]
    return (_Token("literal", sign) if sign else None), None, language


_HOLDS = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "=": lambda a, b: a == b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "<>": lambda a, b: a != b,
}


def _chosen(sections: Sequence[_Section], value: float) -> tuple[_Section | None, bool]:
    """The section for a number, None for one that shows nothing; and whether it says itself that it is below zero."""
    numbers = [s for s in sections if not s.is_text or len(sections) == 1]
    for section in numbers:
        if section.condition is not None and _HOLDS[section.condition[0]](value, section.condition[1]):
            return (section if section.tokens else None), value < 0 and section.condition[0] in ("<", "<=")
    section, negative = _by_sign([s for s in numbers if s.condition is None] or list(sections), value)
    hides = not section.tokens and len(sections) > 1
    return (None if hides else section), negative


def _by_sign(sections: Sequence[_Section], value: float) -> tuple[_Section, bool]:
    """Of the sections without a condition, which stand for numbers above, below and at zero, that of this one."""
    if value < 0 and len(sections) > 1:
        return sections[1], True
    return sections[2 if value == 0 and len(sections) > 2 else 0], False


def _literal(section: _Section, value: str) -> str:
    return "".join(value if t.kind == "text" else t.text for t in section.tokens if t.kind in ("text", "literal"))


# -- dates


def _date(section: _Section, value: float, since_1904: bool) -> str:
    day = value if since_1904 or value >= _NO_LEAP_DAY else value + 1
    if not 0 <= value <= _LAST_DAY:
        return _general(value)
    # Binary fractions of a day miss the second by a little.
    seconds = round((day % 1) * _SECONDS)
    moment = (_EPOCH_1904 if since_1904 else _EPOCH) + timedelta(days=int(day), seconds=seconds)
    names = _data()["names"][section.language]
    halves = any(t.kind == "half" for t in section.tokens)
    out: list[str] = []
    for at, token in enumerate(section.tokens):
        if token.kind == "literal":
            out.append(token.text)
        elif token.kind == "half":
            out.append(names["halves"][moment.hour >= _NOON])
        elif token.kind == "part":
            out.append(_data()["decimal"] + "0" * (len(token.text) - 1))
        elif token.kind == "date" and token.text.startswith("["):
            out.append(_elapsed(token.text, value))
        elif token.kind == "date":
            out.append(_date_part(token.text, moment, names, minutes=_means_minutes(section.tokens, at), halves=halves))
        elif token.kind == "digits":
            out.append(token.text.replace("?", ""))
    return "".join(out).strip()


def _means_minutes(tokens: Sequence[_Token], at: int) -> bool:
    """Whether an `m` stands for minutes: behind hours, or before seconds (18.8.31)."""
    dates = [t.text.strip("[]")[:1] for t in tokens[:at] if t.kind == "date"]
    after = [t.text.strip("[]")[:1] for t in tokens[at + 1 :] if t.kind == "date"]
    return dates[-1:] == ["h"] or after[:1] == ["s"]


def _date_part(code: str, moment: datetime, names: Mapping[str, Any], *, minutes: bool, halves: bool) -> str:
    letter, length = code[0], len(code)
    if letter in "ye":
        return f"{moment.year:04}" if length >= _WHOLE_YEAR or letter == "e" else f"{moment.year % _PERCENT:02}"
    if letter == "m" and not minutes:
        return _named(code, moment.month, names["short_months"], names["months"], moment.month - 1)
    if letter == "d":
        return _named(code, moment.day, names["short_days"], names["days"], moment.weekday())
    hour = (moment.hour - 1) % _NOON + 1 if halves else moment.hour
    number = {"m": moment.minute, "h": hour, "s": moment.second}[letter]
    return f"{number:02}" if length > 1 else str(number)


def _named(code: str, number: int, short: Sequence[str], names: Sequence[str], at: int) -> str:
    if len(code) < _NAMED:
        return f"{number:0{len(code)}}"
    if len(code) == _INITIAL and code[0] == "m":
        return names[at][0].upper()
    return names[at] if len(code) >= _WHOLE_NAME else short[at]


def _elapsed(code: str, value: float) -> str:
    seconds = round(value * _SECONDS)
    return str(seconds // {"[h]": 3600, "[m]": 60, "[s]": 1}[code])


# -- numbers


def _general(value: float) -> str:
    """A number without a format: as few digits as tell it, at most eleven, a comma before its decimals."""
    if value == int(value) and abs(value) < 10**_DIGITS:
        return str(int(value))
    text = f"{value:.{_DIGITS - 1}g}"
    if "e" in text:
        mantissa, _, exponent = text.partition("e")
        text = f"{mantissa}E{exponent}"
    return text.replace(".", _data()["decimal"])


def _number(section: _Section, value: float, *, signed: bool) -> str:
    digits = [t.text for t in section.tokens if t.kind == "digits"]
    fraction = len(digits) > 1 and any(t.text == "/" for t in section.tokens)
    if fraction or any(t.kind == "exponent" for t in section.tokens):
        return _general(value)
    if any(t.kind == "general" for t in section.tokens):
        return "".join(_general(value) if t.kind == "general" else t.text for t in section.tokens).strip()
    scaled = abs(value) * _PERCENT ** sum(t.kind == "percent" for t in section.tokens)
    rounded = _rounded(scaled, digits[0]) if digits else ""
    out: list[str] = []
    for token in section.tokens:
        if token.kind == "digits":
            out.append(rounded)
            rounded = ""
        elif token.kind in ("literal", "percent"):
            out.append(token.text)
    text = "".join(out).strip()
    below = value < 0 and signed and any(c in "123456789" for c in text)
    return f"-{text}" if below else text


def _rounded(value: float, code: str) -> str:
    """A number without its sign, by the places of its digits (`#,##0.00`)."""
    whole, _, decimals = code.rstrip(",").partition(".")
    scaled = value / _THOUSAND ** (len(code) - len(code.rstrip(",")))
    try:
        number = Decimal(repr(scaled)).quantize(Decimal(1).scaleb(-len(decimals)), rounding=ROUND_HALF_UP)
    except InvalidOperation:
        return _general(scaled)
    before, _, after = f"{number:f}".partition(".")
    while after and after[-1] == "0" and len(after) > len(decimals.rstrip("#?")):
        after = after[:-1]
    before = before.lstrip("0").rjust(sum(c == "0" for c in whole), "0")
    if "," in whole:
        first = len(before) % 3 or 3
        groups = [before[:first], *(before[i : i + 3] for i in range(first, len(before), 3))]
        before = _data()["thousands"].join(g for g in groups if g)
    return before + (_data()["decimal"] + after if after else "")
