"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

__all__ = ["DifferenceRun", "repaired_runs", "runs"]

_TOKEN = re.compile(r"\s+|[^\s]+")
# Longer texts are compared as one piece: the comparison's time grows with the square of the words.
_MAX_WORDS = 4000
# Words and the white space between them.
_MAX_PARTS = 1500


class DifferenceRun(NamedTuple):
    """A stretch of text that stands in both (`same`), only in the first (`gone`) or only in the second (`new`)."""

    kind: Literal["same", "gone", "new"]
    text: str


def repaired_runs(raw: str, text: str) -> list[DifferenceRun]:
    """The repaired text as runs; a difference in white space alone is no change (lines are joined by design).

    The `same` and `new` runs put together are `text`, character for character; `same` and `gone` are `raw` but for
    white space.
    """
    before, after = raw.split(), _TOKEN.findall(text)
    words = [(i, t) for i, t in enumerate(after) if not t.isspace()]
    if len(before) > _MAX_WORDS or len(words) > _MAX_WORDS:
        same = before == [t for _, t in words]
        return [DifferenceRun("same", text)] if same else [DifferenceRun("gone", raw), DifferenceRun("new", text)]
    return list(_merged(_runs(before, after, words)))


def _runs(before: list[str], after: list[str], words: list[tuple[int, str]]) -> Iterator[DifferenceRun]:
    matcher = SequenceMatcher(None, before, [t for _, t in words], autojunk=False)
    done = 0
    for kind, i0, i1, j0, j1 in matcher.get_opcodes():
        if kind != "equal" and i1 > i0:
            start = words[j0][0] if j0 < len(words) else len(after)
            if kind == "replace" and done < start:
                yield DifferenceRun("same", "".join(after[done:start]))
                done = start
            yield DifferenceRun("gone", " ".join(before[i0:i1]))
        if j1 > j0:
            first, last = words[j0][0], words[j1 - 1][0] + 1
            if done < first:
                yield DifferenceRun("same", "".join(after[done:first]))
            yield DifferenceRun("same" if kind == "equal" else "new", "".join(after[first:last]))
            done = last
    if done < len(after):
        yield DifferenceRun("same", "".join(after[done:]))


def _merged(runs: Iterator[DifferenceRun]) -> Iterator[DifferenceRun]:
    held: DifferenceRun | None = None
    for run in runs:
        if not run.text:
            continue
        if held is not None and held.kind == run.kind == "same":
            held = DifferenceRun("same", held.text + run.text)
            continue
        if held is not None:
            yield held
        held = run
    if held is not None:
        yield held


def runs(old: str | None, new: str | None) -> list[DifferenceRun]:
    """Two texts as one, word by word: what goes stands before what comes in its place."""
    if old is None or new is None:
        return [DifferenceRun("gone" if new is None else "new", text) for text in (old, new) if text]
    before, after = _words(old), _words(new)
    if max(len(before), len(after)) > _MAX_PARTS:
        return [DifferenceRun("gone", old), DifferenceRun("new", new)]
    found: list[DifferenceRun] = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(DifferenceRun("same", "".join(before[i:j])))
            continue
        if i < j:
            found.append(DifferenceRun("gone", "".join(before[i:j])))
        if k < m:
            found.append(DifferenceRun("new", "".join(after[k:m])))
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
