"""Lost marks and machine reading: what a passage suffers from, and the restorer's answer put to its words.

The evidence is weighed over the whole document and over each page and passage (`ingest.repair.evidence`). Passages
in other languages count for nothing and stay as they are.
"""

from __future__ import annotations

import re

from ingest.document import Method
from ingest.repair.body import Body, Passage, Token
from ingest.repair.evidence import KINDS, Bits, judge, weigh
from ingest.repair.health import is_foreign
from ingest.repair.letters import fold
from ingest.repair.restorer import HEALTHY, Damage, Restored, restore

__all__ = ["mend_letters"]

_HEALTH = 0.5
"""Probability of health up to which a passage is repaired."""
_SWEDISH_ENGINE = Damage(stripped=0.01, ocr=0.005)
"""What our own reading with the Swedish model suffers from (counted, see the restorer's card)."""

_SLASH = re.compile(r"(?<=[^\W\d_])/(?=[^\W\d_])")
_PER = "".join(["p", "er"])
"""A word of its own identity, so that it is told from the text's own `per`."""


def mend_letters(body: Body) -> None:
    """The step over a whole body: rules `diacritics`, `ocr` and `space`."""
    if {"diacritics", "ocr", "space"} <= body.skip:
        return
    weighed: list[tuple[Passage, list[Token], Bits]] = []
    for passage in body.passages:
        tokens = [t for t in passage.tokens() if t.text]
        if tokens and not is_foreign([t.text for t in tokens]):
            weighed.append((passage, tokens, weigh(t.text for t in tokens if not t.immune and not t.remapped)))
    verdicts = judge([(passage.page, bits) for passage, _, bits in weighed])
    for (passage, tokens, _), verdict in zip(weighed, verdicts, strict=True):
        damage = _damage(verdict, passage.method)
        if damage != HEALTHY:
            _restore(body, passage, tokens, damage)


def _damage(verdict: Bits, method: Method) -> Damage:
    if verdict[0] > _HEALTH:
        return _SWEDISH_ENGINE if method is Method.OCR else HEALTHY
    stripped, ocr = KINDS[max(range(1, len(KINDS)), key=lambda i: verdict[i])]
    return Damage(stripped, ocr or (_SWEDISH_ENGINE.ocr if method is Method.OCR else 0.0))


def _restore(body: Body, passage: Passage, tokens: list[Token], damage: Damage) -> None:
    """Put the passage to the restorer; words parted by a slash only (`gång/år`) are words to it."""
    pieces: list[str] = []
    owners: list[int] = []
    for i, token in enumerate(tokens):
        parted = [token.text] if token.immune else _SLASH.split(token.text)
        if len(parted) == 2 and fold(parted[1].strip(".,;")) == "ar":
            # `2 gånger/år` is read as "2 gånger per år".
            parted.insert(1, _PER)
        pieces += parted
        owners += [i] * len(parted)
    confidences = [tokens[i].confidence for i in owners] if passage.method is Method.OCR else None
    restored = restore(pieces, damage=damage, confidences=confidences)
    results: list[list[Restored]] = [[] for _ in tokens]
    for i, piece, result in zip(owners, pieces, restored, strict=True):
        if piece is not _PER:
            results[i].append(result)
    for token, parts in zip(tokens, results, strict=True):
        changed = [r for r in parts if r.rule is not None]
        if changed and changed[0].rule is not None and not token.immune:
            least = min(r.confidence for r in changed)
            body.change(token, "/".join(r.text for r in parts), changed[0].rule, round(least, 3))
