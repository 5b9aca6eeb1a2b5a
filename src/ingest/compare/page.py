"""A comparison as one self-contained HTML page: no script, no link out, every text shown as text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

from markupsafe import Markup

from ingest.compare.model import Comparison
from ingest.html.differences import runs
from ingest.html.environment import environment
from ingest.html.text import base_style
from ingest.plan import FIELDS

__all__ = ["page"]


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
        "base": Markup(base_style()),
    }
    return environment("ingest.compare", trim=True).get_template("page.html").render(values)


def _field_shares(found: Comparison, texts: Mapping[str, str]) -> Iterator[tuple[str, float | None, float | None]]:
    for name in FIELDS:
        yield f"{name}: {texts['filled']}", found.old.fill.get(name), found.new.fill.get(name)
    for name in FIELDS:
        yield f"{name}: {texts['expected_right']}", found.old.expected.get(name), found.new.expected.get(name)
