"""How heading words are compared: without case, accents and endings, and with what OCR may have made of them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ingest.language.lexicon import lexicon
from ingest.language.patterns import word_list

__all__ = ["allowed_edits", "compact", "confused", "heading_key", "is_language", "stems_of"]

_ENDINGS = word_list("classify", "folding.endings")
_NO_LETTERS = re.compile(r"[^0-9a-zæøß#()]+")
_LOOKALIKES = str.maketrans({"i": "l", "1": "l", "j": "l", "0": "o", "5": "s", "8": "b", "6": "o", "c": "e"})


@lru_cache(maxsize=16384)
def heading_key(text: str) -> str:
    """Lower case without accents and punctuation, single spaces: how headings are compared."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    # The first letter that joins the one before it is U+0300.
    plain = decomposed
    if not plain.isascii():
        plain = "".join([c for c in plain if c < "\u0300" or not unicodedata.combining(c)]).replace("\u00ad", "")
    return " ".join(_NO_LETTERS.sub(" ", plain).split())


@lru_cache(maxsize=16384)
def compact(text: str) -> str:
    """A folded text without its spaces."""
    return heading_key(text).replace(" ", "")


def confused(compact: str) -> str:
    """Letters and digits that OCR takes for each other, as one."""
    return compact.translate(_LOOKALIKES)


def stems_of(token: str) -> list[str]:
    """The word without each ending it may carry; Swedish endings cannot be told apart without a lexicon."""
    return [
        token[: len(token) - len(ending)]
        for ending in reversed(_ENDINGS)
        if token.endswith(ending) and len(token) - len(ending) >= 3
    ]


def allowed_edits(length: int) -> int:
    """Edits that a heading of this many letters may be away: short words differ by one letter in earnest."""
    return 0 if length < 5 else 1 if length < 9 else 2 if length < 16 else 3


@lru_cache(maxsize=4096)
def is_language(key: str) -> bool:
    """Whether a text is Swedish words throughout: then an edit would make another word of it (huvudman, huvudmål)."""
    words = lexicon()
    return all(len(words.forms(token)) > 0 for token in key.split())
