"""What corrections teach: heading words (what a column is), actors, examples for the fitted decisions, confidence.

An example is a text and a person's answer: a line of a list or a sentence that is (no) measure, since its row was taken
out or put in; a text over rows that is their goal, their problem or neither, since the field that it gave was changed.

A field that was looked at says whether the machine was as sure as it should be (`recalibration`).

Everything learnt is a file that a person can read and change; the state before is kept and can be brought back.
Each kind is measured on documents whose corrections were left out.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.classify.fields.examples import DECISIONS, Examples, outline
from ingest.classify.fields.heading import LABELS
from ingest.corrections import Correction, CorrectionBook
from ingest.corrections.anchors import folded
from ingest.errors import UsageError
from ingest.plan import FIELDS
from ingest.train.recalibration import LEAST_LOOKED, Looked, fit, loss
from ingest.write.atomic import write_bytes
from ingest.write.correction_store import load_book

__all__ = ["LearntAnswers", "learn", "train", "undo"]

FOLDS = 5
GAIN = 0.01
"""Share of the log loss on documents left out that a taught confidence takes away, at least."""
_LEADS = {"mål": "goal", "orsak": "problem"}
"""What a text over rows is to them that fills this field."""
_NEITHER = "neither"
_OTHER = "other:"
FILES = ("vocabulary.toml", "actors.toml", "report.json")


@dataclass(frozen=True, slots=True)
class LearntAnswers:
    """Heading words by field (`other` for none of the five), actors by type and identifier, answers by decision and
    text, fields looked at."""

    headings: Mapping[str, tuple[str, ...]]
    actors: Mapping[str, Mapping[str, tuple[str, ...]]]
    examples: Mapping[str, Mapping[str, str]]
    looked: tuple[Looked, ...]
    corrected: int
    accepted: int


def _document(c: Correction) -> str:
    return c.subject.sha256 if c.subject is not None else ""


def _heading(c: Correction) -> tuple[str, str] | None:
    """(heading, field) of a correction that says what a column is."""
    if c.kind == "heading-word" and c.new["field"] in LABELS:
        return str(c.new["word"]).strip(), str(c.new["field"])
    if c.kind == "column" and c.anchor is not None:
        name = c.anchor.field or ""
        # Only what is in no field is called by its heading; of the five the person has told it.
        printed = name.removeprefix(_OTHER) if name.startswith(_OTHER) else ""
        return str(c.new.get("heading") or printed).strip(), str(c.new["to"])
    return None


def _known(c: Correction) -> Iterable[tuple[str, str, str]]:
    """(name, identifier, type) of every actor that a person identified."""
    if c.kind == "known-actor":
        yield from ((str(n).strip(), str(c.new["id"]), str(c.new["type"])) for n in c.new["names"])
    if c.kind == "actor":
        yield from ((str(a["name"]), str(a["id"]), str(a["type"])) for a in c.new["actors"] if a.get("id"))


def _examples(c: Correction) -> Iterable[tuple[str, str, str]]:
    """(decision, text, answer) of what a correction says of texts outside the cells of a table."""
    if c.kind == "field":
        yield from _of_lead(c)
    elif c.anchor is None or c.anchor.place is None or c.anchor.place.table is None:
        if c.kind == "row-removed" and c.anchor is not None:
            yield "measures", (c.anchor.row or {}).get("åtgärd", ""), "no"
        elif c.kind == "row-added":
            yield "measures", str(c.new["fields"].get("åtgärd") or ""), "yes"


def _of_lead(c: Correction) -> Iterable[tuple[str, str, str]]:
    """What a changed goal or problem says of the text that it was taken from, or is."""
    name = c.anchor.field if c.anchor is not None else None
    if name in _LEADS and c.anchor is not None:
        text = c.new["text"]
        yield "leads", str(text or c.anchor.raw or ""), _LEADS[name] if text else _NEITHER


def _answers(corrections: Iterable[Correction]) -> dict[str, dict[str, str]]:
    """The answers by decision and text; of two that contradict each other, neither."""
    said: dict[str, dict[str, set[str]]] = {name: defaultdict(set) for name in DECISIONS}
    for c in corrections:
        for decision, text, answer in _examples(c):
            if outline(text):
                said[decision][" ".join(text.split())].add(answer)
    out: dict[str, dict[str, str]] = {}
    for decision, texts in said.items():
        for text, answers in sorted(texts.items()):
            # What is moved from one field to another is emptied there and written here.
            meant = answers - {_NEITHER} or answers
            if len(meant) == 1:
                out.setdefault(decision, {})[text] = next(iter(meant))
    return out


def learn(corrections: Iterable[Correction]) -> LearntAnswers:
    """What corrections that hold say; of two that contradict each other, neither."""
    held = list(corrections)
    headings: dict[str, set[str]] = defaultdict(set)
    actors: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for c in held:
        found = _heading(c)
        if found is not None and found[0]:
            headings[found[0].casefold()].add(found[1])
        for name, id, kind in _known(c):
            actors[name].add((id, kind))
    words: dict[str, list[str]] = defaultdict(list)
    for heading, fields in sorted(headings.items()):
        if len(fields) == 1:
            words[next(iter(fields))].append(heading)
    registers: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, meant in sorted(actors.items()):
        if len(meant) == 1:
            ((id, kind),) = meant
            registers[kind][id].append(name)
    kinds = Counter(c.kind for c in held)
    return LearntAnswers(
        {f: tuple(w) for f, w in sorted(words.items())},
        {k: {i: tuple(n) for i, n in sorted(v.items())} for k, v in sorted(registers.items())},
        _answers(held),
        tuple(_looked(held)),
        kinds["field"],
        kinds["accepted"],
    )


def _looked(corrections: Iterable[Correction]) -> Iterable[Looked]:
    """Fields that were looked at in a review: a text that is the machine's in the end was right."""
    said: dict[str, list[Correction]] = defaultdict(list)
    for c in sorted(corrections, key=lambda c: c.order):
        if c.kind in ("field", "accepted"):
            said[c.key].append(c)
    for first, *_, last in ((found[0], *found) for found in said.values()):
        stated = first.extra.get("confidence")
        if isinstance(stated, (int, float)) and first.anchor is not None and first.anchor.field in FIELDS:
            text = last.old if last.kind == "accepted" else last.new["text"]
            yield Looked(_document(first), first.anchor.field, float(stated), folded(text) == folded(first.old))


def _taught(looked: Sequence[Looked]) -> tuple[dict[str, tuple[float, float]], dict[str, Any]]:
    """What the fields teach of the confidence, where that says more of documents left out; and how it was measured."""
    before = after = 0.0
    for left_out in range(FOLDS):
        test = [one for one in looked if _fold(one.document) == left_out]
        learnt = fit([one for one in looked if _fold(one.document) != left_out])
        before += len(test) * loss(test, {})
        after += len(test) * loss(test, learnt)
    count = max(1, len(looked))
    is_better = after < before * (1 - GAIN)
    found = {"held_out": len(looked), "loss_before": round(before / count, 4), "loss_after": round(after / count, 4)}
    return (fit(looked) if is_better else {}), {**found, "used": is_better}


def _fold(document: str) -> int:
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % FOLDS


def measured(corrections: Sequence[Correction]) -> dict[str, dict[str, int]]:
    """Cross-validated over documents: how many held-out answers the others give, and how many of those are right."""
    sums = {name: Counter[str]() for name in ("headings", "actors", *DECISIONS)}

    def fold(c: Correction) -> int:
        return _fold(_document(c) or c.id)

    for left_out in range(FOLDS):
        learnt = learn(c for c in corrections if fold(c) != left_out)
        fields = {w: f for f, words in learnt.headings.items() for w in words}
        ids = {n: i for found in learnt.actors.values() for i, names in found.items() for n in names}
        known = Examples(_listed(learnt))
        for c in (c for c in corrections if fold(c) == left_out):
            heading = _heading(c)
            if heading is not None:
                _count(sums["headings"], fields.get(heading[0].casefold()), heading[1])
            for name, id, _ in _known(c):
                _count(sums["actors"], ids.get(name), id)
            for decision, text, answer in _examples(c):
                said = known.pull(decision, text)
                _count(sums[decision], max(said, key=lambda a: said[a]) if said else None, answer)
    return {name: {k: found[k] for k in ("held_out", "answered", "right")} for name, found in sums.items()}


def _count(sums: Counter[str], said: str | None, wanted: str) -> None:
    sums["held_out"] += 1
    sums["answered"] += said is not None
    sums["right"] += said == wanted


def train(path: Path, into: Path | None, say: Callable[[str], object]) -> Path:
    """Learn from a file of corrections, into a folder; gives the folder.

    Args:
        path: the file of corrections.
        into: the folder; FILE.learned beside the corrections by default.
        say: takes each line of what was learnt.

    Raises:
        UnreadableFile: there are no corrections to be read.
        OutputError: the folder cannot be written.
    """
    book: CorrectionBook = load_book(path)
    held = list(book.holding())
    learnt = learn(held)
    folder = into or path.with_name(f"{path.name}.learned")
    before = _read_report(folder)
    after: dict[str, Any] = {
        "headings": {f: list(w) for f, w in learnt.headings.items()},
        "actors": {k: {i: list(n) for i, n in v.items()} for k, v in learnt.actors.items()},
        "examples": {d: dict(a) for d, a in learnt.examples.items()},
        "looked_at": {"corrected": learnt.corrected, "accepted": learnt.accepted},
        "held_out": measured(held),
    }
    learnt_confidence, after["confidence_held_out"] = _taught(learnt.looked)
    after["confidence"] = {f: list(pair) for f, pair in learnt_confidence.items()}
    _keep(folder)
    write_bytes(folder / "vocabulary.toml", _vocabulary(learnt, learnt_confidence).encode())
    write_bytes(folder / "actors.toml", _actors(learnt).encode())
    write_bytes(folder / "report.json", (json.dumps(after, ensure_ascii=False, indent=1) + "\n").encode())
    for line in _changes(before, after):
        say(line)
    for name, found in after["held_out"].items():
        say(f"{name}, held out: {found['right']} of {found['answered']} answers right, {found['held_out']} asked")
    _say_confidence(after["confidence_held_out"], say)
    say(f"use it: --vocabulary {folder / 'vocabulary.toml'} --actors {folder / 'actors.toml'}")
    return folder


def _say_confidence(found: Mapping[str, Any], say: Callable[[str], object]) -> None:
    """Whether the confidence learns, and why not."""
    count, before, after = found["held_out"], found["loss_before"], found["loss_after"]
    if found["used"]:
        say(f"confidence, held out: log loss {before} before, {after} after, of {count} fields looked at")
    elif count < LEAST_LOOKED:
        say(f"confidence stays: {count} fields looked at in a review, {LEAST_LOOKED} are needed")
    else:
        say(f"confidence stays: of {count} fields looked at, log loss {before} before, {after} after, held out")


def _read_report(folder: Path) -> dict[str, Any]:
    path = folder / "report.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def _flat(report: Mapping[str, Any]) -> set[str]:
    words = {f"heading {w!r} is {f}" for f, found in report.get("headings", {}).items() for w in found}
    actors = report.get("actors", {})
    examples = {f"{d}: {t!r} is {a}" for d, found in report.get("examples", {}).items() for t, a in found.items()}
    sure = {f"confidence of {f}: log-odds x {a} + {b}" for f, (a, b) in report.get("confidence", {}).items()}
    return (
        words
        | examples
        | sure
        | {f"actor {n!r} is {i} ({k})" for k, v in actors.items() for i, names in v.items() for n in names}
    )


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    old, new = _flat(before), _flat(after)
    lines = [f"learnt: {line}" for line in sorted(new - old)] + [f"forgotten: {line}" for line in sorted(old - new)]
    return lines or ["nothing new"]


def _quoted(texts: Iterable[str]) -> str:
    return "[" + ", ".join(json.dumps(t, ensure_ascii=False) for t in texts) + "]"


def _vocabulary(learnt: LearntAnswers, confidence: Mapping[str, tuple[float, float]]) -> str:
    parts = ["# Heading words learnt from corrections by `ingest train --from-corrections`.\n"]
    if not learnt.headings:
        # A vocabulary of nothing is still one.
        parts.append("[fields]\n")
    parts += [
        f"[fields.{json.dumps(f, ensure_ascii=False)}]\nsure = {_quoted(w)}\n" for f, w in learnt.headings.items()
    ]
    parts += [
        "[[examples]]\n" + "".join(f"{k} = {json.dumps(v, ensure_ascii=False)}\n" for k, v in one.items())
        for one in _listed(learnt)
    ]
    if confidence:
        lines = "".join(f"{json.dumps(f, ensure_ascii=False)} = {list(pair)}\n" for f, pair in confidence.items())
        parts.append(
            f"# Factor of the log-odds of a field's confidence, and what is added to them.\n[confidence]\n{lines}"
        )
    return "\n".join(parts)


def _listed(learnt: LearntAnswers) -> list[dict[str, str]]:
    """The examples in the form of a vocabulary."""
    return [{"decision": d, "answer": a, "text": t} for d, found in learnt.examples.items() for t, a in found.items()]


def _actors(learnt: LearntAnswers) -> str:
    parts = ["# Actors learnt from corrections by `ingest train --from-corrections`.\n"]
    for kind, found in learnt.actors.items():
        lines = "".join(f"{json.dumps(i, ensure_ascii=False)} = {_quoted(n)}\n" for i, n in found.items())
        parts.append(f"[{json.dumps(kind, ensure_ascii=False)}]\n{lines}")
    return "\n".join(parts)


def _keep(folder: Path) -> None:
    """Keep what is there as the newest of the states before."""
    there = [folder / name for name in FILES if (folder / name).is_file()]
    if there:
        number = 1 + max((int(p.name) for p in (folder / "before").glob("[0-9]*")), default=0)
        kept = folder / "before" / f"{number:04}"
        kept.mkdir(parents=True)
        for path in there:
            shutil.copy2(path, kept / path.name)


def undo(path: Path, into: Path | None) -> Path:
    """Bring back what stood in the folder before the last time something was learnt.

    Raises:
        UsageError: nothing was learnt there.
    """
    folder = into or path.with_name(f"{path.name}.learned")
    kept = sorted((folder / "before").glob("[0-9]*"))
    there = [folder / name for name in FILES if (folder / name).is_file()]
    if not there:
        raise UsageError(f"{folder} holds nothing learnt.", remedy="Give the folder of --into.")
    for file in there:
        file.unlink()
    if kept:
        for file in kept[-1].iterdir():
            file.replace(folder / file.name)
        kept[-1].rmdir()
    return folder
