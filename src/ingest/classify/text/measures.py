"""Is a list item, a paragraph or a sentence a measure: one fitted decision over named clues.

A logistic model (weights in `models/measures/model.json`, made by `ingest train measures` on drawn documents, the
family held out) over what the text says, how it is formed, what stands above it, and what its neighbours say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from math import exp, log
from typing import Literal

from ingest.artefacts import artefact
from ingest.classify.fields.classifier import meanings
from ingest.classify.fields.heading import Label
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.text.list_heads import HEADS, heads_of
from ingest.classify.text.orders import begins_with_order
from ingest.classify.text.tails import is_actor, is_span, is_time
from ingest.language.patterns import expression, pattern
from ingest.language.sentences import sentences
from ingest.normalise.actors import Registers, actor_spans
from ingest.normalise.dates import read_times, time_spans
from ingest.plan import Kind

__all__ = [
    "FEATURES",
    "Judge",
    "MeasureCandidate",
    "MeasureModel",
    "MeasureSetting",
    "charges",
    "dated_deed",
    "drawn_together",
    "fitted_judge",
    "load",
    "mean_chance",
    "subject_of",
    "tells_of_the_past",
    "tells_tasks",
    "values_of",
]

Form = Literal["item", "paragraph", "sentence"]

PLANS: frozenset[Kind] = frozenset({"åtgärdsplan", "handlingsplan", "överenskommelse", "verksamhetsplan"})
"""Documents that state measures; statutes, minutes and policies say "ska" of other things too."""
_SIGNS = ("we", "takes", "state", "stays", "need", "thing", "passive", "done", "noted", "lead", "question", "law",
          "infinitive", "noun", "continued")  # fmt: skip
_AGAINST = ("sign_done", "sign_noted", "sign_need", "sign_state")
_LEADS = ("lead_doing", "lead_past", "lead_none", "phase")
FEATURES: tuple[str, ...] = (
    "says_doing", "says_goal", "says_cause", "says_nothing", "says_who", "says_when",
    *(f"sign_{name}" for name in _SIGNS),
    "contact", "we_shall", "actor_shall", "thing_shall", "has_actor", "who_at_end", "when_at_end",
    "lead_measures", "lead_goals", "lead_causes", "lead_foreign", "lead_time", "lead_says_doing", *_LEADS,
    "above_measures", "above_foreign", "item", "sentence", "length", "one_word", "full_stop",
    "others_doing", "others", "plan", "minutes", "other_rows",
    *(f"head_{name}" for name in HEADS), *(f"over_{name}" for name in HEADS),
    "orders", "orders_readers", "gone", "decided", "decided_formal", "role_does", "planned", "programme",
)  # fmt: skip
"""The clues, in the order of the model's weights."""
_NOBODY = ("thing", "need", "stays", "passive", "state", "lead", "done")
"""Signs that what "ska" be is no deed."""
_TOLD = ("done", "state", "stays")
"""Signs of a sentence that tells what was done or how things are."""
_NAME = expression("classify", "measures.name")
_SUBJECT = pattern("classify", "measures.subject", name=_NAME)
_TURNED = pattern("classify", "measures.turned", name=_NAME)
_DOER = re.compile(rf"^(?P<who>{_NAME}) (?P<does>[a-zåäö]+r\b.*)")
"""Somebody and what they do: a verb in the present."""
_NO_VERBS = expression("classify", "measures.no_verbs")
_DEED = pattern("classify", "measures.deed", re.S, name=_NAME, no_verbs=_NO_VERBS)
"""Somebody and what they do or shall do."""
_ROLE = pattern("classify", "measures.role")
_AND = pattern("classify", "measures.and")
_PARTS = re.compile(r"\s*[,:()]\s*|\s+[–—-]\s+")
"""What sets a time apart in a heading (`Period 2: Bygget, mars–april 2030`)."""
FLOOR = 1e-6
_LIMIT = 5.0
"""Log-odds beyond which a clue says no more."""
_LONG = 8.0
"""Words of a usual measure; `length` is the logarithm of the ratio to it."""


@dataclass(frozen=True)
class MeasureCandidate:
    """A text that may be a measure, with what stands above it.

    `lead` is the line right above its list or paragraph (a heading, or words that end in a colon), `above` are the
    headings further up; `who_at_end` and `when_at_end` say what its tail names.
    """

    text: str
    form: Form
    lead: str = ""
    above: tuple[str, ...] = ()
    who_at_end: bool = False
    when_at_end: bool = False


@dataclass(frozen=True)
class MeasureSetting:
    """What the decision knows of the document: heading words, actors, the document's kind, other rows."""

    words: Vocabulary
    registers: Registers
    kind: Kind = "annat"
    other_rows: bool = False
    """Whether tables or labels give rows."""
    listed_rows: bool = False
    """Whether all of those are of lists: minutes give tasks in sentences besides them."""
    people: frozenset[str] = frozenset()
    """Names of those at the meeting that the document is the minutes of; `registers` know them too."""
    label_order: Mapping[str, int] = field(default_factory=dict)
    """The place of each label, folded, in the document's records (`label_records`)."""
    ends: frozenset[str] = frozenset()
    """Styles in which list items of the document end in who and when (`tails.borne_out`)."""
    begins: date | None = None
    """The first day that the document may speak of as to come (`DraftFacts.begins`)."""
    programme: bool = False
    """Whether the document is the plan of a coming year with a programme of events (`programme`)."""


Judge = Callable[[Sequence[MeasureCandidate], MeasureSetting], Sequence[float]]
"""The probabilities that candidates which stand together (a list, the sentences of a section) are measures."""


def values_of(run: Sequence[MeasureCandidate], setting: MeasureSetting) -> list[tuple[float, ...]]:
    """Return the clues for each candidate of a run, in the order of `FEATURES`."""
    said = list(meanings([c.text for c in run]))
    texts = [_of_text(c, setting) for c in run]
    # What was done, is, or is needed speaks for no measure beside it, though it speaks of the same things.
    doing = [s["åtgärd"] * (1 - max(t[n] for n in _AGAINST)) for s, t in zip(said, texts, strict=True)]
    out = []
    for i, (candidate, scores) in enumerate(zip(run, said, strict=True)):
        found = {
            "says_doing": _odds(scores["åtgärd"]),
            "says_goal": scores["mål"],
            "says_cause": scores["orsak"],
            "says_nothing": scores["annat"],
            "says_who": scores["vem"],
            "says_when": scores["när"],
            "who_at_end": float(candidate.who_at_end),
            "when_at_end": float(candidate.when_at_end),
            "others_doing": (sum(doing) - doing[i]) / max(1, len(run) - 1),
            "others": log(len(run)),
            "plan": float(setting.kind in PLANS),
            "minutes": float(setting.kind == "protokoll"),
            "other_rows": float(setting.other_rows),
            "programme": float(setting.programme and candidate.form == "item"),
            **texts[i],
            **_of_lead(candidate, setting),
        }
        # What is an order to those who carry out a plan is advice under words that speak to readers.
        told = max(found["head_told"], found["over_told"])
        order = float(begins_with_order(candidate.text))
        formal = float(_has(setting.words, "formal", " ".join(candidate.text.casefold().split())))
        found |= {"orders": order * (1 - told), "orders_readers": order * told}
        found["decided_formal"] = found["decided"] * formal
        out.append(tuple(found[name] for name in FEATURES))
    return out


def _odds(probability: float) -> float:
    p = min(1 - 1e-3, max(1e-3, probability))
    return max(-_LIMIT, min(_LIMIT, log(p / (1 - p))))


def _has(words: Vocabulary, name: str, text: str) -> bool:
    return any(p.search(text) for p in words.signs.get(name, ()))


def _of_text(candidate: MeasureCandidate, setting: MeasureSetting) -> dict[str, float]:
    text, words = candidate.text, setting.words
    lower = " ".join(text.casefold().split())
    found = {f"sign_{name}": float(_has(words, name, lower)) for name in _SIGNS}
    if _takes_on(text, setting) or (candidate.form == "sentence" and dated_deed(text, setting) is not None):
        found["sign_takes"] = 1.0
    shall = next((m for p in words.signs.get("shall", ()) if (m := p.search(lower))), None)
    flat = " ".join(text.split())
    spans = actor_spans(flat, setting.registers)
    by_actor = shall is not None and any(start < shall.start() or start <= shall.end() + 2 for start, _ in spans)
    tokens = len(lower.split())
    return found | {
        "contact": float(_has(words, "address", lower) or _has(words, "greeting", lower)),
        "we_shall": float(shall is not None and bool(found["sign_we"])),
        "actor_shall": float(by_actor),
        "thing_shall": float(shall is not None and not by_actor and not found["sign_we"]),
        "has_actor": float(bool(spans)),
        "item": float(candidate.form == "item"),
        "sentence": float(candidate.form == "sentence"),
        "length": max(-2.0, min(2.0, log(max(1, tokens) / _LONG))),
        "one_word": float(tokens <= 1),
        "full_stop": float(text.rstrip().endswith(".")),
        **_of_minutes(candidate, lower, setting),
    }


def _of_minutes(candidate: MeasureCandidate, lower: str, setting: MeasureSetting) -> dict[str, float]:
    """What a sentence of minutes says of what is still to be done: a role does it (`Kassören sammanställer …`), or it
    shall be done (`Häcken ska klippas efter midsommar`)."""
    minutes = candidate.form == "sentence" and setting.kind == _MINUTES
    told = minutes and any(_has(setting.words, name, lower) for name in (*_TOLD, "noted", "need"))
    return {
        "role_does": float(minutes and not told and _role_does(candidate.text, setting)),
        "planned": float(minutes and not told and _has(setting.words, "planned", lower)),
    }


def _role_does(text: str, setting: MeasureSetting) -> bool:
    match = _DEED.match(" ".join(text.split()))
    if match is None or _ROLE.fullmatch(match["who"]) is None:
        return False
    return not _has(setting.words, "reports", match["does"].casefold())


def charges(candidate: MeasureCandidate, setting: MeasureSetting) -> bool:
    """Return whether a sentence names somebody, or us, as the one who does or shall do something."""
    found = _of_text(candidate, setting)
    if any(found[name] for name in ("actor_shall", "sign_we", "sign_takes", "role_does", "planned")):
        return True
    if any(found[f"sign_{name}"] for name in _NOBODY):
        return False
    subject = subject_of(candidate.text)
    return subject is not None and is_actor(candidate.text[slice(*subject)], setting.registers)


def _takes_on(text: str, setting: MeasureSetting) -> bool:
    """Return whether somebody at the meeting does, in the words of its minutes, what is still to be done.

    `Sami skickar ut en påminnelse` is a task, `Sami berättar om läget` is none.
    """
    match = _DOER.match(" ".join(text.split()))
    if match is None or not all(name in setting.people for name in _AND.split(match["who"])):
        return False
    return not _has(setting.words, "reports", match["does"].casefold())


def dated_deed(text: str, setting: MeasureSetting) -> tuple[int, int] | None:
    """Return where the name stands of the one who, a plan's sentence says, does or shall do something by a date
    (`Kassören tecknar senast 31 maj 2030 avtal …`); None for any other sentence.

    A plan that has no table tells its measures so. The name is an actor's or a role's; what it does stands in the
    present, and neither tells how things are nor what was done.
    """
    if setting.kind not in PLANS:
        return None
    match = _DEED.match(text)
    if match is None:
        return None
    known = any(span == (0, len(match["who"])) for span in actor_spans(match["who"], setting.registers))
    if not known and _ROLE.fullmatch(match["who"]) is None:
        return None
    lower = " ".join(text.casefold().split())
    told = any(_has(setting.words, name, lower) for name in (*_TOLD, "need")) or _has(
        setting.words, "reports", match["does"].casefold()
    )
    dated = any(is_time(text[start:end], dated=True) for start, end in time_spans(text))
    return match.span("who") if dated and not told else None


def tells_tasks(text: str, setting: MeasureSetting) -> bool:
    """Return whether the sentences of a paragraph are to be judged one by one rather than as one measure.

    They are where several say that somebody shall do something, and where only a later one does so, after what was
    done or how things are: a measure's own paragraph begins with the measure.
    """
    words = setting.words
    whole = [" ".join(text[start:end].split()) for start, end in sentences(text)]
    parts = [one.casefold() for one in whole]
    tasks = [_has(words, "shall", p) or _takes_on(one, setting) for p, one in zip(parts, whole, strict=True)]
    if sum(tasks) > 1:
        return True
    opens = bool(parts) and not tasks[0] and any(_has(words, name, parts[0]) for name in _TOLD)
    return opens and any(task and _has(words, "we", one) for task, one in zip(tasks, parts, strict=True))


def tells_of_the_past(lead: str, texts: Sequence[str], words: Vocabulary) -> bool:
    """Return whether a list says, by its lead or by most of its items, what has been done."""
    if _has(words, "lead_past", " ".join(lead.casefold().split())):
        return True
    done = [_has(words, "done", " ".join(text.casefold().split())) for text in texts]
    return 2 * sum(done) > len(done)


def subject_of(text: str) -> tuple[int, int] | None:
    """Return where the name stands of the one who, a sentence says, "ska" do something; None where none is named."""
    match = _TURNED.match(text) or _SUBJECT.match(text)
    return None if match is None else match.span("who")


_MINUTES = "protokoll"
_OF_PAPERS = ("lead_past", "lead_none")
"""What headings say of the text below them in papers, but not in minutes."""


def _of_lead(candidate: MeasureCandidate, setting: MeasureSetting) -> dict[str, float]:
    words = setting.words
    lead = candidate.lead.strip().rstrip(":").strip()
    lower = lead.casefold()
    field = _field_of_lead(lead, words)
    says = next(iter(meanings([lead])))["åtgärd"] if lead else 0.0
    timed = any(is_time(one, dated=True) or is_span(one) for one in _PARTS.split(lead) if one)
    # What a phase or a time is called says nothing of what is done in it, and a sentence says itself what it is.
    listed = candidate.form == "item"
    heads = heads_of((lead,) if listed and not timed and not _has(words, "phase", lower) else ())
    decided = listed and _has(words, "lead_decided", candidate.lead.strip().casefold())
    silent = _silent(candidate, setting, decided)
    # An item of a meeting says what was talked about (`Ekonomi`): tasks stand under any.
    names_other = bool(lead) and (words.is_foreign_title(lead) or words.is_prose_title(lead))
    return {
        "lead_measures": float(field == "åtgärd"),
        "lead_goals": float(field == "mål"),
        "lead_causes": float(field == "orsak"),
        "lead_foreign": float(names_other and setting.kind != _MINUTES),
        "lead_time": float(timed),
        "lead_says_doing": says,
        **{name: float(_has(words, name, lower) and name not in silent) for name in _LEADS},
        "decided": float(decided),
        "above_measures": float(any(words.list_field(a) == "åtgärd" for a in candidate.above)),
        "above_foreign": float(any(words.is_foreign_title(a) or words.is_prose_title(a) for a in candidate.above)),
        "gone": float(_gone((candidate.lead, *candidate.above), setting.begins)),
        **{f"head_{name}": chance for name, chance in heads.items()},
        **{f"over_{name}": chance for name, chance in heads_of(candidate.above).items()},
    }


def _field_of_lead(lead: str, words: Vocabulary) -> Label | None:
    """The field of what stands below a lead."""
    if not lead:
        return None
    field = "åtgärd" if words.is_due(lead) else words.list_field(lead)
    meaning = words.heading(lead) if field is None else None
    return meaning.best if meaning is not None and meaning.known >= KNOWN else field


KNOWN = 0.9
"""How well a heading is known that says the field of a list."""


def _silent(candidate: MeasureCandidate, setting: MeasureSetting, decided: bool) -> tuple[str, ...]:
    """What the lead says in vain: what was decided is still to be done, whatever was decided before, and what minutes
    tell to be done stands under any item."""
    if decided:
        return ("lead_past",)
    lower = " ".join(candidate.text.casefold().split())
    return _OF_PAPERS if any(_of_minutes(candidate, lower, setting).values()) else ()


def _gone(headings: Sequence[str], begins: date | None) -> bool:
    """Return whether the first of the headings that names a time names one that was over when the document begins."""
    if begins is None:
        return False
    for heading in headings:
        ends = _last_day(heading)
        if ends is not None:
            return ends < begins
    return False


@lru_cache(maxsize=1024)
def _last_day(heading: str) -> date | None:
    """Return the last day of the time that a heading or a part of it is; None where it names none with an end."""
    for part in _PARTS.split(heading.strip().rstrip(":").strip()):
        if part and is_time(part, dated=True):
            days = [time.end for time in read_times(part).times]
            known = [day for day in days if day is not None]
            return max(known) if len(known) == len(days) and known else None
    return None


@dataclass(frozen=True, slots=True)
class MeasureModel:
    """Weights by the names of the clues, and the bias."""

    weights: Mapping[str, float]
    bias: float

    def probability(self, values: Sequence[float], said: float = 0.0) -> float:
        """Return the probability that a candidate with these clues is a measure; `said` is what a person adds to it,
        in log-odds (`examples`)."""
        z = self.bias + said + sum(self.weights.get(n, 0.0) * v for n, v in zip(FEATURES, values, strict=True))
        return 1 / (1 + exp(-max(-30.0, min(30.0, z))))


@cache
def load() -> MeasureModel:
    """Return the model that comes with the package.

    Raises:
        MissingTool: the artefact is missing.
    """
    data = json.loads(artefact("measures", "model.json").read_text(encoding="utf-8"))
    return MeasureModel(data["weights"], float(data["bias"]))


def drawn_together(chances: Sequence[float]) -> list[float]:
    """Return the chances of the items of one list, drawn to those of the others: a list is of one kind.

    An item that a person has decided (`examples`) is drawn by none, and draws none.
    """
    whole = mean_chance([c for c in chances if not _decided(c)])
    return [c if _decided(c) else mean_chance((c, whole)) for c in chances]


def mean_chance(chances: Sequence[float]) -> float:
    """Return the chance that the mean log-odds of several stand for."""
    odds = [log(max(c, FLOOR) / max(1 - c, FLOOR)) for c in chances]
    return 1 / (1 + exp(-sum(odds) / max(1, len(odds))))


def _decided(chance: float) -> bool:
    """Whether a chance is beyond what clues give: a person said it."""
    return not FLOOR < chance < 1 - FLOOR


def fitted_judge(run: Sequence[MeasureCandidate], setting: MeasureSetting) -> Sequence[float]:
    """The `Judge` of the fitted model."""
    model = load()
    pulls = [setting.words.examples.pull("measures", c.text) for c in run]
    said = [p.get("yes", 0.0) - p.get("no", 0.0) for p in pulls]
    return [model.probability(v, s) for v, s in zip(values_of(run, setting), said, strict=True)]
