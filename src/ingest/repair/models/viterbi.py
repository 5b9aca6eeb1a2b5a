"""The likeliest row of words: candidates for each place, weighed in context by the word sequences (Viterbi).

The states are the last two words; only places with a choice cost anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ingest.repair.models.trigrams import Sequences, sequences

__all__ = ["Choice", "WordCandidate", "decode"]

BEAM = 8
MARGIN = 40.0
"""Bits behind the best at which a row of words is given up."""


class WordCandidate(NamedTuple):
    text: str
    """In lower case; may hold one blank."""
    ids: tuple[int, ...]
    """Numbers of its words."""
    own: tuple[float, ...]
    """log2 probability of each word by itself."""
    channel: float
    """log2 probability that this reading is seen as what stands there."""


class Choice(NamedTuple):
    number: int
    """Number of the candidate."""
    probability: float


class _Row(NamedTuple):
    score: float
    back: _Row | None
    number: int


def decode(places: Sequence[Sequence[WordCandidate]], start: int) -> list[Choice]:
    """Choose one candidate for each place.

    Args:
        places: n places with one or more candidates each; a sentence end is a candidate without text whose numbers
            are the start twice.
        start: number of the sentence start.

    Returns:
        n choices; the probability is against the other candidates of the place, the neighbours being as chosen.
    """
    model = sequences()
    beam: dict[tuple[int, int], _Row] = {(start, start): _Row(0.0, None, -1)}
    for candidates in places:
        if len(candidates) == 1 and len(beam) == 1:
            ((a, b), row) = beam.popitem()
            for c in candidates[0].ids:
                a, b = b, c
            beam = {(a, b): _Row(row.score, row, 0)}
            continue
        grown: dict[tuple[int, int], _Row] = {}
        for (a, b), row in beam.items():
            for index, candidate in enumerate(candidates):
                score, x, y = row.score + candidate.channel, a, b
                for c, own in zip(candidate.ids, candidate.own, strict=True):
                    if c != start:
                        score += model.log2(x, y, c, own)
                    x, y = y, c
                old = grown.get((x, y))
                if old is None or score > old.score:
                    grown[x, y] = _Row(score, row, index)
        if len(grown) > BEAM:
            best = sorted(grown.items(), key=lambda item: (-item[1].score, item[0]))[:BEAM]
            grown = {state: row for state, row in best if row.score > best[0][1].score - MARGIN}
        beam = grown
    end: _Row | None = max(beam.values(), key=lambda row: row.score)
    chosen = []
    while end and end.back:
        chosen.append(end.number)
        end = end.back
    chosen.reverse()
    return _with_probabilities(places, chosen, start, model)


def _with_probabilities(
    places: Sequence[Sequence[WordCandidate]], chosen: Sequence[int], start: int, model: Sequences
) -> list[Choice]:
    """How far each choice is ahead of its rivals, its neighbours fixed."""
    made = []
    for i, candidates in enumerate(places):
        if len(candidates) == 1:
            made.append(Choice(chosen[i], 1.0))
            continue
        left = [start, start]
        for j in range(max(0, i - 2), i):
            left += places[j][chosen[j]].ids
        after: list[tuple[int, float]] = []
        for j in range(i + 1, min(len(places), i + 3)):
            candidate = places[j][chosen[j]]
            after += zip(candidate.ids, candidate.own, strict=True)
        scores = []
        for candidate in candidates:
            x, y = left[-2:]
            score = candidate.channel
            for c, own in (*zip(candidate.ids, candidate.own, strict=True), *after[:2]):
                if c == start:
                    break
                score += model.log2(x, y, c, own)
                x, y = y, c
            scores.append(score)
        best = scores[chosen[i]]
        total = sum(2.0 ** min(60.0, score - best) for score in scores)
        made.append(Choice(chosen[i], 1.0 / total))
    return made
