"""A comparison as one self-contained HTML page: no script, no link out, every text shown as text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from functools import cache
from importlib import resources
from typing import Any, Literal, NamedTuple

import jinja2

from ingest.compare.model import Comparison
from ingest.plan import FIELDS

__all__ = ["Run", "page", "runs"]

# Longer texts are shown whole, before and after: comparing them word by word takes the square of their length.
MAX_WORDS = 1500


class Run(NamedTuple):
    """Words that stay, go or come."""

    kind: Literal["same", "gone", "new"]
    text: str


def runs(old: str | None, new: str | None) -> list[Run]:
    """Two texts as one, word by word: what goes stands before what comes in its place."""
    if old is None or new is None:
        return [Run("gone" if new is None else "new", text) for text in (old, new) if text]
    before, after = _words(old), _words(new)
    if max(len(before), len(after)) > MAX_WORDS:
        return [Run("gone", old), Run("new", new)]
    found: list[Run] = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Run("same", "".join(before[i:j])))
            continue
        if i < j:
            found.append(Run("gone", "".join(before[i:j])))
        if k < m:
            found.append(Run("new", "".join(after[k:m])))
    return found


def _words(text: str) -> list[str]:
    """Words and the white space between them: joined, they are the text again."""
    parts: list[str] = []
    for char in text:
        if parts and char.isspace() == parts[-1][-1].isspace():
            parts[-1] += char
        else:
            parts.append(char)
    return parts


@cache
def _texts(language: str) -> Mapping[str, str]:
    path = resources.files("ingest.compare").joinpath("language", f"{language}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def page(found: Comparison, old: str, new: str, language: str = "sv") -> str:
    """The page.

    Args:
        found: what `compare` gave.
        old, new: what the two conversions are called.
        language: `sv` or `en`.
    """
    texts = _texts(language)

    def share(value: float | None) -> str:
        if value is None:
            return "–"
        text = f"{100 * value:.1f}"
        return f"{text.replace('.', ',')} %" if language == "sv" else f"{text}%"

    def moved(before: float | None, after: float | None) -> str:
        if before is None or after is None or round(100 * (after - before), 1) == 0:
            return ""
        text = f"{100 * (after - before):+.1f}".replace("-", "−")
        return text.replace(".", ",") if language == "sv" else text

    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("ingest.compare"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    shares = [
        (texts["expected_right"], found.old.expected_right, found.new.expected_right),
        *_field_shares(found, texts),
    ]
    values: dict[str, Any] = {
        "t": texts,
        "language": language,
        "found": found,
        "old": old,
        "new": new,
        "counts": [
            (texts["documents"], found.old.documents, found.new.documents),
            (texts["set_aside"], found.old.failed, found.new.failed),
            (texts["rows"], found.old.rows, found.new.rows),
            (texts["fields"], found.old.fields, found.new.fields),
        ],
        "shares": shares,
        "share": share,
        "moved": moved,
        "runs": runs,
    }
    return environment.get_template("page.html").render(values)


def _field_shares(found: Comparison, texts: Mapping[str, str]) -> Iterator[tuple[str, float | None, float | None]]:
    for name in FIELDS:
        yield f"{name}: {texts['filled']}", found.old.fill.get(name), found.new.fill.get(name)
    for name in FIELDS:
        yield f"{name}: {texts['expected_right']}", found.old.expected.get(name), found.new.expected.get(name)
