"""What `ingest` says to people, in their language.

English is the language of the code, the results and the ledger; it is turned into another one where a person reads it.
`sv.toml` maps each English text, a template with `{names}` for what is filled in, to its translation. A text that
stands in data already filled in (the message of an error or issue, made here or by an earlier run) is recognised by its
template. `one|many` is chosen by `n`. A text without translation is shown in English; a test finds those.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Literal, cast, get_args

__all__ = ["LANGUAGES", "Language", "chosen", "t", "translated", "use"]

Language = Literal["sv", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
# POSIX: the first of these that is set counts.
_VARIABLES = ("INGEST_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
_HOLE = re.compile(r"\{(\w*)[^{}]*\}")
_chosen: Language | None = None


def use(language: str | None) -> None:
    """Speak this language from now on; None goes by the environment again."""
    global _chosen
    _chosen = language if language in LANGUAGES else None


def chosen() -> Language:
    """The language that is spoken: as it was chosen, else that of the environment where it is known, else English."""
    if _chosen is not None:
        return _chosen
    setting = next((v for v in map(os.environ.get, _VARIABLES) if v), "")
    code = setting[:2].lower()
    return code if code in LANGUAGES else "en"


def t(text: str, /, **values: Any) -> str:
    """A text in the language that is spoken, its `{names}` filled in; `n` chooses between `one|many`."""
    found = _catalogue(chosen()).get(text, text) if chosen() != "en" else text
    if "n" in values and "|" in found:
        one, _, many = found.partition("|")
        found = one if values["n"] == 1 else many
    return found.format(**values) if values else found


def translated(text: str, language: Language | None = None) -> str:
    """A text that is filled in already, in a language; as it is where no template fits it.

    A text of several sentences, each of a template of its own, is translated sentence by sentence.
    """
    language = language or chosen()
    if language == "en" or not text:
        return text
    sentences = re.split(r"(?<=[.!?]) ", text)
    parts = [_whole(sentence, language) for sentence in sentences]
    whole = _catalogue(language).get(text) or (_whole(text, language) if None in parts else None)
    return whole or " ".join(part or sentence for part, sentence in zip(parts, sentences, strict=True))


def _whole(text: str, language: Language) -> str | None:
    exact = _catalogue(language).get(text)
    if exact is not None:
        return exact
    for pattern, names, target in _templates(language):
        found = pattern.fullmatch(text)
        if found is not None:
            # What is filled in may be texts of ours in turn: the reasons of a doubt, an error inside another.
            values = ["; ".join(_catalogue(language).get(part, part) for part in v.split("; ")) for v in found.groups()]
            if any(names):
                return target.format(**dict(zip(names, values, strict=True)))
            return target.format(*values)
    return None


@cache
def _catalogue(language: Language) -> Mapping[str, str]:
    if language == "en":
        return {}
    source = resources.files("ingest.messages").joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return cast(Mapping[str, str], tomllib.loads(source))


@cache
def _templates(language: Language) -> list[tuple[re.Pattern[str], list[str], str]]:
    """Templates as patterns, those with most fixed text first: the closest one wins."""
    found = []
    for text, target in _catalogue(language).items():
        sides = list(zip(text.split("|"), target.split("|"), strict=False)) if _is_plural(text) else [(text, target)]
        for one, other in sides:
            names = _HOLE.findall(one)
            if names:
                parts = [re.escape(part) for part in re.split(r"\{[^{}]*\}", one)]
                found.append((re.compile("(.*?)".join(parts), re.DOTALL), names, _plain(other)))
    return sorted(found, key=lambda entry: -len(entry[0].pattern))


def _is_plural(text: str) -> bool:
    return "|" in text and "{n" in text


def _plain(template: str) -> str:
    """The template without formats of numbers: what is filled in is a text here."""
    return _HOLE.sub(r"{\1}", template)
