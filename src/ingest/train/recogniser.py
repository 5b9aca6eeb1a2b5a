"""Trains the recogniser of actors and times (`ingest.classify.fields.named_entities`).

Material: web news with organisations marked by hand (`ner/train_corpus.txt`), government text with the actors and
times that the registers and the grammar find (weak labels), and invented sentences and cells (`data/entities.toml`,
`data/sentences.toml`) whose actors are half from the registers and half names that stand nowhere.
Held out: the other part of the news corpus; invented names in invented sentences, neither of which training sees.
"""

from __future__ import annotations

import lzma
import random
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import filter_spans
from thinc.api import Adam, fix_random_seed

from ingest.classify.fields.named_entities import ACTOR, TIME, add_recogniser, rule_spans
from ingest.language.sentences import sentences
from ingest.language.spacy_pipeline import blank
from ingest.normalise.registers import __name__ as registers_package

__all__ = ["Scores", "invented_names", "train_recogniser"]

INVENTED = 8000
NEWS = 5000
WEAK = 3000
EPOCHS = 10
BATCH = 48
DROPOUT = 0.25
_CORPUS_LINES = 12_000

Marked = tuple[str, tuple[tuple[int, int, str], ...]]
"""A text and its entities (start, end, label)."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Exact spans found on one held-out set."""

    name: str
    texts: int
    right: int
    found: int
    there: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.found)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.there)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, self.found + self.there)


def train_recogniser(corpus: Path, out: Path, seed: int = 0) -> list[Scores]:
    """Write `recogniser.bin` into `out` and return the held-out scores."""
    chance = random.Random(seed)
    fix_random_seed(seed)
    nlp = blank()
    data = tomllib.loads(resources.files("ingest.train").joinpath("data/entities.toml").read_text(encoding="utf-8"))
    material = list(_invented(data, chance, held_out=False, count=INVENTED))
    material += _patterns(chance)
    examples = [e for text, marks in material if (e := _example(nlp, text, marks)) is not None]
    news = _news(corpus / "ner" / "train_corpus.txt")
    chance.shuffle(news)
    examples += [e for text, marks in news[:NEWS] if (e := _example(nlp, text, marks, rules=True)) is not None]
    examples += [e for text in _government(corpus, chance) if (e := _example(nlp, text, (), rules=True)) is not None]
    component = add_recogniser(nlp)
    component.add_label(ACTOR)
    component.add_label(TIME)
    nlp.initialize(lambda: examples[:200])
    optimizer = Adam(0.001, L2=0.01, grad_clip=1.0, use_averages=True)
    for _ in range(EPOCHS):
        chance.shuffle(examples)
        for start in range(0, len(examples), BATCH):
            nlp.update(examples[start : start + BATCH], sgd=optimizer, drop=DROPOUT)
    held = {
        "invented names in invented sentences": list(
            _invented(data, random.Random(seed + 1), held_out=True, count=600)
        ),
        "organisations of web news": _news(corpus / "ner" / "test_corpus.txt"),
    }
    out.mkdir(parents=True, exist_ok=True)
    with component.model.use_params(optimizer.averages):
        (out / "recogniser.bin").write_bytes(component.to_bytes(exclude=["vocab", "cfg"]))
        return [_score(nlp, name, texts, label) for name, texts in held.items() for label in _labels(texts)]


def _labels(texts: Sequence[Marked]) -> list[str]:
    return sorted({label for _, marks in texts for _, _, label in marks})


def _score(nlp: Language, name: str, texts: Sequence[Marked], label: str) -> Scores:
    """News mark organisations only: there, bodies and roles that are no names in capitals are left out of the count."""
    tally: Counter[str] = Counter()
    for doc, (text, marks) in zip(nlp.pipe([t for t, _ in texts]), texts, strict=True):
        there = {(s, e) for s, e, kind in marks if kind == label}
        found = {(e.start_char, e.end_char) for e in doc.ents if e.label_ == label}
        if name.startswith("organisations"):
            found = {(s, e) for s, e in found if text[s].isupper() or (s, e) in there}
        tally.update(right=len(there & found), found=len(found), there=len(there))
    return Scores(f"{name}: {label}", len(texts), tally["right"], tally["found"], tally["there"])


def _example(nlp: Language, text: str, marks: Sequence[tuple[int, int, str]], rules: bool = False) -> Example | None:
    doc = nlp.make_doc(text)
    spans = [doc.char_span(s, e, label=label, alignment_mode="expand") for s, e, label in marks]
    kept = [s for s in spans if s is not None]
    if rules:
        # A name marked by hand goes before what the rules find in it.
        taken = {i for s in kept for i in range(s.start, s.end)}
        kept += [s for s in rule_spans(doc) if not any(i in taken for i in range(s.start, s.end))]
    gold = Doc(doc.vocab, words=[t.text for t in doc], spaces=[bool(t.whitespace_) for t in doc])
    gold.ents = [type(s)(gold, s.start, s.end, label=s.label_) for s in filter_spans(kept) if not s[0].is_space]
    return Example(doc, gold) if len(doc) else None


def _fill(pattern: str, parts: dict[str, list[str]], chance: random.Random) -> str:
    return re.sub(r"\{([\wåäö]+)\}", lambda m: chance.choice(parts[m.group(1)]), pattern)


def _invented(data: dict[str, Any], chance: random.Random, held_out: bool, count: int) -> Iterator[Marked]:
    frames: list[str] = data["frames"]["held_out" if held_out else "training"]
    made = data["held_out"]["patterns"] if held_out else data["made"]["patterns"]
    names = data["held_out"]["names"] if held_out else data["made"]["names"]
    known = [] if held_out else _known()
    times: list[str] = data["frames"]["times"]

    def actor() -> str:
        if known and chance.random() < 0.4:
            return chance.choice(known)
        return chance.choice(names) if chance.random() < 0.35 else _fill(chance.choice(made), data["parts"], chance)

    for _ in range(count):
        yield _marked(chance.choice(frames), lambda kind: actor() if kind == "a" else chance.choice(times), {
            "a": ACTOR, "t": TIME})  # fmt: skip


def _marked(frame: str, draw: Any, labels: dict[str, str]) -> Marked:
    text, marks = "", []
    for piece in re.split(r"(\{[\wåäö]+\})", frame):
        if piece.startswith("{"):
            filling: str = draw(piece[1:-1])
            filling = filling[0].upper() + filling[1:] if not text and filling else filling
            if piece[1:-1] in labels:
                marks.append((len(text), len(text) + len(filling), labels[piece[1:-1]]))
            text += filling
        else:
            text += piece
    return text, tuple(marks)


def invented_names(chance: random.Random, count: int) -> list[str]:
    """Names of actors: half from the registers, half put together from parts; none of the held-out ones."""
    data = tomllib.loads(resources.files("ingest.train").joinpath("data/entities.toml").read_text(encoding="utf-8"))
    known = _known()
    made: list[str] = data["made"]["patterns"] + data["made"]["names"]
    return [
        chance.choice(known) if chance.random() < 0.5 else _fill(chance.choice(made), data["parts"], chance)
        for _ in range(count)
    ]


def _known() -> list[str]:
    """Names of the registers as they are written."""
    table = tomllib.loads(resources.files(registers_package).joinpath("actors.toml").read_text(encoding="utf-8"))
    return [name for listed in table.values() for names in listed.values() for name in names[:2]]


def _patterns(chance: random.Random) -> Iterator[Marked]:
    """The training patterns of the classifier, with the bodies and dates that fill them; the third kept as it is."""
    data = tomllib.loads(resources.files("ingest.train").joinpath("data/sentences.toml").read_text(encoding="utf-8"))
    slots: dict[str, list[str]] = data["slots"]
    labels = {"kropp": ACTOR, "kropp_l": ACTOR, "roll_en": ACTOR, "datum": TIME, "t": TIME}
    for name, table in data.items():
        for pattern in table.get("patterns", []) if name != "slots" else []:
            if "{kroppar}" in pattern or "{roll}" in pattern:
                continue
            for _ in range(2):
                yield _marked(pattern, lambda kind: chance.choice(slots[kind]), labels)


def _news(path: Path) -> list[Marked]:
    """Sentences of the news corpus as text, organisations marked."""
    out: list[Marked] = []
    if not path.exists():
        return out
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [re.split(r"[\t ]", line) for line in block.splitlines() if line.strip()]
        words = [(r[0].replace("\u00ad", ""), r[-1]) for r in rows if len(r) >= 2 and r[0].replace("\u00ad", "")]
        if words:
            out.append(_marked_block(words))
    return out


def _marked_block(words: Sequence[tuple[str, str]]) -> Marked:
    """Words with their labels as text, runs of organisations marked."""
    text = ""
    marks: list[tuple[int, int, str]] = []
    begun: int | None = None
    for word, label in words:
        if label != "ORG" and begun is not None:
            marks.append((begun, len(text), ACTOR))
            begun = None
        glued = re.fullmatch(r"[.,;:!?)”»]+", word) is not None or not text
        text += word if glued else f" {word}"
        if label == "ORG" and begun is None:
            begun = len(text) - len(word)
    if begun is not None:
        marks.append((begun, len(text), ACTOR))
    return text, tuple(marks)


def _government(corpus: Path, chance: random.Random) -> list[str]:
    path = corpus / "corpus" / "train.txt.xz"
    if not path.exists():
        return []
    with lzma.open(path, "rt", encoding="utf-8") as handle:
        lines = handle.read().splitlines()
    chance.shuffle(lines)
    out: list[str] = []
    for line in lines[:_CORPUS_LINES]:
        found = [line[a:b] for a, b in sentences(line[:500])]
        text = chance.choice(found) if found else ""
        if 20 <= len(text) <= 220:
            out.append(text)
        if len(out) == WEAK:
            break
    return out
