"""The report's own words in a language, and how that language writes numbers."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

__all__ = ["LANGUAGES", "Language", "Words", "load"]

Language = Literal["sv", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "en")
_SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, eq=False)
class Words:
    """Texts by section and key, out of `language/<code>.toml`; called like a function in the templates."""

    language: Language
    texts: dict[str, dict[str, str]]

    def __call__(self, key: str, /, **values: Any) -> str:
        """The text `section.key` with its `{names}` filled in; `n` chooses between `one|many`.

        Raises:
            KeyError: there is no such text.
        """
        section, _, name = key.partition(".")
        text = self.texts[section][name]
        if "n" in values and "|" in text:
            one, _, many = text.partition("|")
            text = one if values["n"] == 1 else many
        shown = {k: self.number(v) if isinstance(v, int) else v for k, v in values.items()}
        return text.format(**shown) if values else text

    def has(self, key: str) -> bool:
        section, _, name = key.partition(".")
        return name in self.texts.get(section, {})

    def name(self, section: str, value: str) -> str:
        """The word for one of a fixed set of values (a kind, a method); the value itself where there is none."""
        return self.texts[section].get(value, value)

    def number(self, value: int) -> str:
        text = f"{value:,}"
        return text.replace(",", _SPACE) if self.language == "sv" else text

    def sure(self, confidence: float) -> str:
        """A confidence as whole per cent, rounded down: what is below a bound must not look like the bound."""
        return self.percent(int(100 * confidence + 1e-9) / 100)

    def percent(self, value: float | None, digits: int = 0) -> str:
        """A share as per cent; anything short of the whole never rounds up to it."""
        if value is None:
            return "–"
        text = f"{100 * value:.{digits}f}"
        if value < 1 and float(text) == 100:
            text = f"{100 - 10**-digits:.{digits}f}"
        return text.replace(".", ",") + _SPACE + "%" if self.language == "sv" else text + "%"


@cache
def load(language: Language) -> Words:
    """The words of a language."""
    text = resources.files("ingest.report").joinpath("language", f"{language}.toml").read_text(encoding="utf-8")
    return Words(language, tomllib.loads(text))
