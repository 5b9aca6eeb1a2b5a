"""What speaks for and against a table of measures, as named numbers: the input of the decision `gives_rows`.

Three sorts of clues: what the headings say (by the vocabulary and by the classes of `data/column_classes.toml`), what
the cells say (content scores, and forms of `data/cell_forms.toml`) and how the table is built. Words that name a table
of another kind and cells that look like names, sums or marks speak against measures, whatever the columns are called.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import log

from ingest.classify.fields.cell_scores import Scorer
from ingest.classify.fields.folding import compact, heading_key
from ingest.classify.fields.heading import Label, Meaning
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.language.patterns import pattern
from ingest.plan import FIELDS

__all__ = [
    "FEATURES",
    "FORMS",
    "TableClues",
    "class_of",
    "column_classes",
    "kind_features",
    "names_decisions",
    "shares",
    "signs_above",
]

_SAMPLE = 40
"""Cells of a column that are looked at."""
_WORDS = 8.0
"""Words of a cell that is as long as a measure mostly is."""
_KNOWN, _SURE = 0.8, 0.97
"""How well the vocabulary knows a heading: by its deciding part, and as one of its words."""
_BELIEVED = 0.6
"""How probable a column's field is at least to count as decided."""
_ACTIONS: tuple[Label, ...] = ("åtgärd", "mål")

_CLASSES = (
    "person", "mandate", "account", "revision", "document", "law", "letter", "definition", "statistic", "indicator",
    "value", "risk", "dependency", "level", "approval", "contact", "meeting", "inventory", "done", "opinion",
)  # fmt: skip
_PARTS = re.compile(r"\s*[,;/\n]\s*|\s+")
_BESIDE = ("scope", "focus", "target_group", "hours", "progress", "status", "cost", "order", "follow_up", "comment")
FORMS = ("number", "money", "share", "clock", "person", "law", "contact", "code", "mark", "done", "shall", "passive",
          "infinitive", "imperative", "sentence", "one_word", "year")  # fmt: skip

_TENSES = ("told", "present")
"""Forms of a cell that says what was done, or what somebody does; no trait of a column's field."""
_TASK_FORMS = ("shall", "passive", "infinitive", "imperative")
"""Forms of a cell that says what is to be done."""
_PAST_FORMS = ("done", "told")
"""Forms of a cell that says what was done."""

FEATURES: tuple[str, ...] = (
    *(f"says_{f}" for f in ("orsak", "mål", "åtgärd", "vem", "när")),
    *(f"resembles_{f}" for f in ("orsak", "mål", "åtgärd", "vem", "när")),
    *(f"has_{f}" for f in ("orsak", "mål", "åtgärd", "vem", "när")),
    "unknown_headings", "no_headings", "labels", "other_class_share", "foreign_share", "time_headings",
    "front_share", "front_strong", "front_alone", "sure_fields", "sure_share",
    "says_core", "says_chain", "says_all", "decided_who", "task_who",
    *(f"class_{c}" for c in _CLASSES),
    "beside_share",
    "title_measures", "title_none", "title_done", "title_field",
    "document_plan", "document_report", "document_minutes", "lead_past", "lead_measures", "past_said",
    *(f"content_{f}" for f in ("orsak", "mål", "åtgärd", "vem", "när", "other")),
    "content_actor", "content_time", "actor_time", "done_when", "told_after", "told_both",
    "years_after", "years_before",
    *(f"action_{f}" for f in (*FORMS, *_TENSES)),
    "action_words", "action_distinct", "action_filled", "action_sure",
    "cells_number", "cells_person", "cells_empty", "cells_one_word", "columns", "records",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TableClues:
    """What the decision may look at.

    Attributes:
        headings: printed headings of the columns.
        meanings: what the vocabulary says of each.
        labels: the field of each column, as far as decided.
        probabilities: how sure each label is.
        texts: filled cells of each column.
        records: number of rows.
        kind: "columns", "labels" or "none", as of a `Part`.
        title: heading or caption above the table; "" for none.
        lead: running text right above the table; "" for none.
        document: what the document is called; "" for nothing.
        year: the year that the document was written or begins in; None for unknown.
    """

    headings: Sequence[str]
    meanings: Sequence[Meaning]
    labels: Sequence[Label]
    probabilities: Sequence[float]
    texts: Sequence[Sequence[str]]
    records: int
    kind: str
    title: str
    lead: str = ""
    document: str = ""
    year: int | None = None


@cache
def column_classes() -> Mapping[str, frozenset[str]]:
    """Return the words of each class of columns, compact."""
    return {name: frozenset(compact(w) or w for w in words) for name, words in _data()["columns"].items()}


@cache
def _decided() -> frozenset[str]:
    """Return the headings of a column of what a meeting decided, compact."""
    return frozenset(compact(w) for w in _data()["decisions"]["decided"])


def names_decisions(heading: str) -> bool:
    """Return whether a column heading says that its cells are what a meeting decided (`Beslut`, `Beslut/åtgärd`)."""
    return compact(heading) in _decided()


@cache
def _beginnings(group: str) -> Mapping[str, tuple[str, ...]]:
    return {name: tuple(heading_key(w) for w in words) for name, words in _data()[group].items()}


@cache
def _data() -> Mapping[str, Mapping[str, list[str]]]:
    folder = files("ingest.classify").joinpath("data/column_classes.toml")
    return tomllib.loads(folder.read_text(encoding="utf-8"))


@cache
def _forms() -> Mapping[str, re.Pattern[str]]:
    folder = files("ingest.classify").joinpath("data/cell_forms.toml")
    return {n: re.compile(p) for n, p in tomllib.loads(folder.read_text(encoding="utf-8"))["forms"].items()}


@cache
def _leads() -> Mapping[str, re.Pattern[str]]:
    folder = files("ingest.classify").joinpath("data/cell_forms.toml")
    return {n: re.compile(p) for n, p in tomllib.loads(folder.read_text(encoding="utf-8"))["leads"].items()}


_YEARS = re.compile(r"\b(?:19|20)\d\d\b")
_AFTER = pattern("classify", "kind_features.after")


def class_of(heading: str) -> frozenset[str]:
    """Return the classes of a column heading: those of the whole, else those of its last word before a preposition."""
    return _class_of(_YEARS.sub("", heading).strip() or heading)


@cache
def _class_of(heading: str) -> frozenset[str]:
    key = compact(heading) or heading.strip()
    found = frozenset(name for name, words in column_classes().items() if key in words)
    if found:
        return found
    tokens = re.sub(r"\(.*", "", _AFTER.sub("", heading_key(heading))).split()
    for token in (tokens[-1:], tokens[:1]):
        found = frozenset(name for name, words in column_classes().items() if token and token[0] in words)
        if found:
            return found
    return frozenset()


def shares(texts: Sequence[str], forms: Sequence[str] = FORMS) -> dict[str, float]:
    """Return for each form the share of texts that have it; 0 where there are none."""
    sample = texts[:_SAMPLE]
    if not sample:
        return dict.fromkeys(forms, 0.0)
    held = [_forms_of(t) for t in sample]
    return {name: sum([name in own for own in held]) / len(sample) for name in forms}


# Each table is asked twice, alone and beside the others; what stands in a cell stands in many.
@lru_cache(maxsize=8192)
def _forms_of(text: str) -> frozenset[str]:
    """The forms that a text has."""
    return frozenset([name for name, form in _forms().items() if form.search(text) is not None])


def kind_features(clues: TableClues, words: Vocabulary, content: Scorer) -> list[float]:
    """Return the numbers in the order of `FEATURES`, each about between 0 and 1."""
    found: dict[str, float] = {}
    found |= _of_headings(clues, words)
    found |= signs_above(clues.title, clues.lead, clues.document, words)
    found |= _of_cells(clues, content)
    # What was done, told beside a plan's measures, is its follow-up; in a report it is what the report is of, and where
    # the measures tell it themselves, the table is.
    found["told_both"] = min(found["told"], max(found["action_told"], found["action_done"]))
    found["told_after"] = found.pop("told") * max(found["document_report"], found["title_done"])
    # One sign of the past says as much as several.
    found["past_said"] = max(found["title_done"], found["lead_past"], float(found["class_done"] > 0))
    return [float(found.get(name, 0.0)) for name in FEATURES]


def _of_headings(clues: TableClues, words: Vocabulary) -> dict[str, float]:
    found: dict[str, float] = {}
    printed = [h for h in clues.headings if h.strip()]
    count = max(1, len(printed))
    for heading, meaning in zip(clues.headings, clues.meanings, strict=True):
        if not heading.strip() or meaning.known < _KNOWN:
            continue
        sort = "says" if meaning.known >= _SURE else "resembles"
        found[f"{sort}_{meaning.best}"] = 1.0
    for label in clues.labels:
        found[f"has_{label}"] = 1.0
    classes = [class_of(h) for h in printed]
    for name in _CLASSES:
        found[f"class_{name}"] = min(2, sum(name in c for c in classes)) / 2
    found["other_class_share"] = sum(bool(c & set(_CLASSES)) for c in classes) / count
    found["beside_share"] = sum(bool(c & set(_BESIDE)) for c in classes) / count
    found["unknown_headings"] = sum(
        m.known < _KNOWN and not class_of(h) for h, m in zip(clues.headings, clues.meanings, strict=True) if h.strip()
    ) / count  # fmt: skip
    found["no_headings"] = clues.kind == "none"
    found["labels"] = clues.kind == "labels"
    found["foreign_share"] = sum(words.is_foreign(h) for h in printed) / count
    found["front_share"] = sum(words.is_front(h) for h in printed) / count
    found["front_strong"] = sum(words.is_front(h, strong=True) for h in printed) / count
    sure = [la for la, p in zip(clues.labels, clues.probabilities, strict=True) if p >= _BELIEVED]
    found["sure_fields"] = len(set(sure) - {"other"}) / len(FIELDS)
    found["sure_share"] = len(sure) / max(1, len(clues.labels))
    said = {f for f in FIELDS if f"says_{f}" in found}
    plain = not any(c & set(_CLASSES) for c in classes)
    found["says_core"] = bool(said & {"åtgärd", "mål"} and said & {"vem", "när"}) and plain
    found["says_chain"] = len(said & {"orsak", "mål", "åtgärd"}) > 1 and plain
    found["says_all"] = len(said) / len(FIELDS) * plain
    found["decided_who"] = "vem" in said and any(names_decisions(h) for h in printed)
    found["front_alone"] = found["front_strong"] > 0 and "åtgärd" not in said
    found["time_headings"] = sum(words.is_time_heading(h) for h in printed) / count
    return found


# Every table of a document is asked about the document's name.
@lru_cache(maxsize=1024)
def _named(text: str, group: str) -> Mapping[str, float]:
    """Return for each list of a group of word beginnings whether a word of the text begins as one of them."""
    key = heading_key(text)
    starts = [key, *(key[i + 1 :] for i, ch in enumerate(key) if ch == " ")]
    return {
        name: float(any(s.startswith(b) for s in starts for b in beginnings))
        for name, beginnings in _beginnings(group).items()
    }


def signs_above(title: str, lead: str, document: str, words: Vocabulary) -> dict[str, float]:
    """Return what the words above a table say of its kind: clues `title_*`, `lead_*` and `document_*`.

    Args:
        title: the heading or caption above it.
        lead: the running text right above it.
        document: what the document is called.
        words: heading words.
    """
    said = " ".join(lead.casefold().split())
    return {
        **_of_title(title, words),
        **{f"lead_{name}": float(bool(p.search(said))) for name, p in _leads().items()},
        **{f"document_{name}": value for name, value in _named(document, "documents").items()},
    }


def _of_title(title: str, words: Vocabulary) -> dict[str, float]:
    found = {f"title_{name}": value for name, value in _named(title, "titles").items()}
    found["title_none"] = max(found["title_none"], float(words.is_foreign_title(title)))
    found["title_field"] = float(words.list_field(title) in _ACTIONS) if title else 0.0
    return found


def _of_cells(clues: TableClues, content: Scorer) -> dict[str, float]:
    found: dict[str, float] = {}
    action = _action_column(clues)
    texts = clues.texts[action] if action is not None else ()
    means = [_mean(t, content) for t in clues.texts]
    if action is not None:
        found |= {f"content_{label}": value for label, value in means[action].items()}
    beside = [m for i, m in enumerate(means) if i != action]
    found["content_actor"] = max((m.get("vem", 0.0) for m in beside), default=0.0)
    found["content_time"] = max((m.get("när", 0.0) for m in beside), default=0.0)
    found["actor_time"] = found["content_actor"] * found["content_time"]
    # A column of when it was done, beside what was.
    found["done_when"] = _done_when(clues.headings, means)
    found["told"] = max((_told(t) for i, t in enumerate(clues.texts) if i != action), default=0.0)
    found["years_after"], found["years_before"] = _years_beside(clues)
    found |= {f"action_{name}": share for name, share in shares(texts, (*FORMS, *_TENSES)).items()}
    found["task_who"] = _task_and_who(clues.meanings, texts)
    if texts:
        found["action_words"] = log(1 + sum(len(t.split()) for t in texts) / len(texts)) / log(1 + _WORDS)
        found["action_distinct"] = len({heading_key(t) for t in texts}) / len(texts)
    found["action_filled"] = min(1.0, len(texts) / max(1, clues.records))
    found["action_sure"] = clues.probabilities[action] if action is not None else 0.0
    cells = [t for column in clues.texts for t in column[:_SAMPLE]]
    forms = shares_of_all(cells)
    found["cells_number"], found["cells_person"] = forms["number"], forms["person"]
    found["cells_one_word"] = forms["one_word"]
    wanted = max(1, clues.records * len(clues.headings))
    found["cells_empty"] = 1 - min(1.0, sum(len(t) for t in clues.texts) / wanted)
    found["columns"] = min(8, len(clues.headings)) / 8
    found["records"] = log(1 + min(clues.records, 20)) / log(21)
    return found


def _task_and_who(meanings: Sequence[Meaning], texts: Sequence[str]) -> float:
    """Return the share of texts that say what is to be done, beside a column headed as who does it; 0 without one."""
    if not any(m.best == "vem" and m.known >= _SURE for m in meanings):
        return 0.0
    return sum([not _forms_of(t).isdisjoint(_TASK_FORMS) for t in texts]) / max(1, len(texts))


def _done_when(headings: Sequence[str], means: Sequence[Mapping[str, float]]) -> float:
    """Return how much the cells of a column headed as what was done are times; 0 where none is."""
    done = [m.get("när", 0.0) for h, m in zip(headings, means, strict=True) if "done" in class_of(h)]
    return max(done, default=0.0)


def _told(texts: Sequence[str]) -> float:
    """Return the share of texts that say what was done, or how it went."""
    held = [_forms_of(t) for t in texts[:_SAMPLE]]
    return sum([not own.isdisjoint(_PAST_FORMS) for own in held]) / max(1, len(held))


def _years_beside(clues: TableClues) -> tuple[float, float]:
    """Return which shares of the cells of times name years after and before the document's own; 0 where it has none.

    What is planned lies ahead of the document, what was done behind it. A span counts by its last year.
    """
    columns = zip(clues.headings, clues.labels, clues.texts, strict=True)
    # Until when somebody is elected or a paper holds says nothing of what is to be done.
    cells = [t for h, label, texts in columns if label == "när" and class_of(h) <= {"done", *_BESIDE} for t in texts]
    if clues.year is None or not cells:
        return 0.0, 0.0
    last = [max(map(int, years)) for t in cells if (years := _YEARS.findall(t))]
    return sum(y > clues.year for y in last) / len(cells), sum(y < clues.year for y in last) / len(cells)


def shares_of_all(cells: Sequence[str]) -> Mapping[str, float]:
    """Return the share of all cells of a table that are numbers, names of persons, or one word."""
    wanted = ("number", "person", "one_word")
    held = [_forms_of(t) for t in cells]
    return {n: sum([n in own for own in held]) / max(1, len(cells)) for n in wanted}


def are_codes(texts: Sequence[str]) -> bool:
    """Return whether all texts are numbers or codes (`R1, R4`) that refer to something elsewhere; False for none."""
    parts = [part for text in texts for part in _PARTS.split(text.strip())]
    return bool(parts) and all(_forms()["code"].search(part) for part in parts)


def _action_column(clues: TableClues) -> int | None:
    """Return the column whose cells would be the measures: the likeliest åtgärd, else the likeliest mål."""
    for label in _ACTIONS:
        columns = [c for c, la in enumerate(clues.labels) if la == label]
        if columns:
            return max(columns, key=lambda c: clues.probabilities[c])
    return None


def _mean(texts: Sequence[str], content: Scorer) -> Mapping[str, float]:
    sample = list(texts)[:_SAMPLE]
    if not sample:
        return {}
    scores = content(sample)
    return {label: sum(s[label] for s in scores) / len(sample) for label in scores[0]}
