"""Lost marks and machine reading: what a passage suffers from, and the restorer's answer put to its words.

The evidence is weighed over the whole document and over each page and passage (`ingest.repair.evidence`). Passages
in other languages count for nothing and stay as they are.
"""

from __future__ import annotations

from ingest.document import Method
from ingest.repair.body import Body, Passage, Token
from ingest.repair.evidence import KINDS, Bits, judge, weigh
from ingest.repair.health import is_foreign
from ingest.repair.restorer import HEALTHY, Damage, restore

__all__ = ["mend_letters"]

_HEALTH = 0.5
"""Probability of health up to which a passage is repaired."""
_SWEDISH_ENGINE = Damage(stripped=0.01, ocr=0.005)
"""What our own reading with the Swedish model suffers from (counted, see the restorer's card)."""


def mend_letters(body: Body) -> None:
    """The step over a whole body: rules `diacritics`, `ocr` and `space`."""
    if {"diacritics", "ocr", "space"} <= body.skip:
        return
    weighed: list[tuple[Passage, list[Token], Bits]] = []
    for passage in body.passages:
        tokens = [t for t in passage.tokens() if t.text]
        if tokens and not is_foreign([t.text for t in tokens]):
            weighed.append((passage, tokens, weigh(t.text for t in tokens if not t.immune)))
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
    confidences = [t.confidence for t in tokens] if passage.method is Method.OCR else None
    restored = restore([t.text for t in tokens], damage=damage, confidences=confidences)
    for token, result in zip(tokens, restored, strict=True):
        if result.rule is not None and not token.immune:
            body.change(token, result.text, result.rule, round(result.confidence, 3))
