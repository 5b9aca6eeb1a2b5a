"""The words of other languages that stand in Swedish plans, with frequencies: what the restorer must leave alone."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from pathlib import Path

import numpy as np

from ingest.train.restorer.lexicon import quantise

__all__ = ["build_foreign"]

LANGUAGES = {"en": 0.6, "da": 0.09, "nb": 0.09, "de": 0.05, "fr": 0.04, "es": 0.04, "pt": 0.03, "it": 0.03, "fi": 0.03}
"""Share of each language among foreign words: programmes are named in English, neighbours quoted in their languages."""
MOST = 40_000
"""Words of a language, the commonest: rarer ones are names and misspellings."""
WORD = re.compile(r"[^\W\d_]{2,24}")
ONE = {"en": "ai", "da": "i", "nb": "i", "fr": "àay", "es": "aeoy", "pt": "aeoàé", "it": "aeioè"}
"""Words of one letter; the lists' others are names of letters."""


def build_foreign(path: Path) -> None:
    """Write words and scores (one byte each, as in the lexicon), from wordfreq (CC BY-SA 4.0)."""
    from wordfreq import get_frequency_dict

    found: defaultdict[str, float] = defaultdict(float)
    for language, share in LANGUAGES.items():
        frequencies = get_frequency_dict(language, wordlist="best")
        for word, frequency in sorted(frequencies.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]:
            if WORD.fullmatch(word) or word in ONE.get(language, ""):
                found[word] += share * frequency
    words = sorted(found)
    scores = bytes(quantise(float(np.log2(found[word]))) for word in words)
    packed = zlib.compress("\n".join(words).encode(), 9)
    with path.open("wb") as file:
        np.savez_compressed(file, words=np.frombuffer(packed, np.uint8), score=np.frombuffer(scores, np.uint8))
