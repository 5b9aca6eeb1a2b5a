"""Labels in running text: `Mål: Färre inbrott`, `Ansvarig: Polisen. Tid: maj`, a heading `Åtgärder` over bullets."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.classify.facts.facts_words import is_of_mail
from ingest.classify.fields.cell_scores import Scorer
from ingest.classify.fields.folding import heading_key
from ingest.classify.fields.heading import Label
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.spans import Piece, part
from ingest.classify.tables.kind_features import names_decisions
from ingest.classify.tables.rows import GIVEN, FoundValue, Seed, items_of
from ingest.classify.text.goals import Goals, goal_numbers
from ingest.classify.text.measures import Judge, MeasureCandidate, MeasureSetting, drawn_together, tells_tasks
from ingest.classify.text.tails import Ending, endings_of, is_time, parted_by_ends
from ingest.document import Block, paragraphs
from ingest.language.patterns import pattern, word_set
from ingest.plan import FIELDS, FieldName

__all__ = [
    "CHAPTER",
    "LabelEntry",
    "LabelSegment",
    "Listed",
    "ends_labelled",
    "given_to_all",
    "is_milestone",
    "label_segments",
    "labels_behind",
    "learned_labels",
    "opens_list",
    "promised_by",
    "record_marker",
    "said_to_rows",
    "seeds_of",
    "told_by",
    "trailing_labels",
    "whole_label",
]  # fmt: skip


@dataclass(frozen=True)
class LabelSegment:
    """A label inside a paragraph and the piece that it labels (None where nothing follows it there)."""

    heading: str
    label: Label | None
    """None for a label that the vocabulary does not know."""
    value: Piece | None


@dataclass(frozen=True)
class LabelEntry:
    """A label with all that stands under it.

    `block` is True where the label has a line for itself, so that a list may follow; `front` where it names a fact
    of the document.
    """

    heading: str
    label: Label | None
    pieces: tuple[Piece, ...] = ()
    block: bool = False
    front: bool = False
    marker: bool = False
    """No label but the number of a record (`Åtgärd 1`); `pieces` holds what follows on its line."""
    promised: bool = False
    """No label but who promises the list that follows (`Kommunen lovar att`): it is of that list alone."""
    at: tuple[int, ...] = field(default=())
    """Indices of the document's blocks that hold label and pieces."""


NAMED = 0.25
"""Probability below which an item under a heading of measures is no measure."""
LONGEST_SHARED = 600
"""Characters beyond which what stands below a goal's label is running text."""
LONGEST_LABEL = 6
"""Words of a label that no vocabulary knows."""
LONGEST_NUMBERED = 25
"""Words of a line that a goal's number begins, without a colon between."""
AGAIN = 2
"""How often a label stands in a document that uses it as such."""
KNOWN = 0.5
"""Probability from which a label's words, or its values, tell its field."""
MOST_VALUES = 20
TWICE = 0.2
"""How much less likely a second label of the same records names a field that another one names."""
CHAPTER = -1
"""The place of a label that heads a chapter before the records, and is of none."""
_LATE = 10**6
"""The place of a label of which the document tells no order."""
_OPEN = re.compile(r"^\s*(?P<label>[^\W\d_][^:?\n.;]{1,60}?\.?)(?:\s*[.…·_]{2,})?\s*(?P<end>:|\?\s*:?)(?P<rest>\s|$)")
"""A label with its colon, dots that lead to it between or not (`Orsak.....: Mörkt`)."""
_NUMBERED = re.compile(
    r"^\s*(?P<label>(?P<word>[^\W\d_]+)\s+\d{1,2}(?:\.\d{1,2})*)(?P<end>[.)]?(?:\s+[–—-])?)\s+(?P<rest>)(?=[A-ZÅÄÖ]\S*\s)"
)
"""A word with a number, and what it names without a colon: `Delmål 1.2 Fler skolor är med`."""
_WORN_COLON = re.compile(r"^\s*(?P<label>[^\W\d_]{3,14})(?P<end>[-;])\s+(?P<rest>)(?=[A-ZÅÄÖ0-9])")
"""A word with what a scan leaves of its colon (`Mål- Rena parker`)."""
_BACKGROUND = pattern("classify", "labels.background")
_GOAL_NUMBER = re.compile(r"\s*[^\W\d_]+\s+\d{1,2}(?:\.\d{1,2})*\s*")
_LEAD = re.compile(r"^(?:[•◦▪‣·*–-]\s*|\d{1,2}[.)]\s+|[a-z][.)]\s+)+")
_INLINE = re.compile(
    r"(?:(?<=[.;,!)])|(?<=\s))\s*(?P<label>[A-ZÅÄÖ][^\W\d_]*(?:[ /][^\W\d_]+){0,4}\.?)\s*(?P<end>:|\?:?)\s+"
)
_GIVEN = frozenset({"vem", "när", "mål"})
_WHO_AND_WHEN: tuple[FieldName, ...] = ("vem", "när")
_BEGINS = frozenset({"orsak", "mål", "åtgärd"})
"""Fields whose labels begin a record."""
_FEWEST_RECORDS = 2
"""Records under one heading that a label over them is of, at least."""
"""What a label behind a title gives to the rows below."""
_BEFORE_LABEL = " –—-|·•,;"
"""What may part a title from a label behind it."""
_MARKED = pattern("classify", "labels.marked")


def whole_label(text: str, words: Vocabulary) -> Label | None:
    """The field of a line that is nothing but a field word (`Åtgärder`, `Mål:`)."""
    bare = text.strip().rstrip(":").strip()
    if not bare or ":" in bare or len(bare.split()) > 9 or bare.endswith((".", ",")):
        return None
    return words.list_field(bare)


def record_marker(piece: Piece, words: Vocabulary) -> Piece | bool | None:
    """For `Åtgärd 1` True, for `Åtgärd 1: Vandringar` the piece after it, for any other text None."""
    text = piece.paragraph.text
    if words.is_record_marker(text.rstrip(" :.")):
        return True
    match = _MARKED.match(text)
    behind = "rest" if match is not None and match.group("rest") is not None else "title"
    if match is None or match.group(behind) is None or not words.is_record_marker(match.group("name"), titled=True):
        return None
    return replace(piece, paragraph=part(piece.paragraph, match.start(behind)))


_PRONOUNS = word_set("classify", "labels.pronouns")
_PROMISE = pattern("classify", "labels.promise")
_OPENS = pattern("classify", "vocabulary.promise")


def promised_by(piece: Piece) -> Piece | None:
    """Who promises the list that follows: `Kommunen` of `Kommunen åtar sig att`."""
    match = _PROMISE.match(piece.text)
    if match is None or piece.text.rstrip().endswith("?") or match.group("who").casefold() in _PRONOUNS:
        return None
    return replace(piece, paragraph=part(piece.paragraph, match.start("who"), match.end("who")))


def opens_list(text: str) -> bool:
    """Return whether a label begins a sentence that each item below it ends (`Vi ska`, `Polisen lovar att`)."""
    return _OPENS.match(heading_key(text.strip().rstrip(":"))) is not None


def is_milestone(segments: Sequence[LabelSegment], words: Vocabulary) -> bool:
    """Return whether a text that begins like a label says what is ready when (`Ritning klar: 3 maj 2030`)."""
    if len(segments) != 1 or segments[0].value is None:
        return False
    return words.label(segments[0].heading) is None and is_time(segments[0].value.text)


def learned_labels(blocks: Iterable[Block], words: Vocabulary, content: Scorer) -> dict[str, Label]:
    """Return labels that no vocabulary knows but that a document sets before its values again and again.

    They count only in a document that uses known labels in the same way; what they say is told by their words, or by
    their values.

    Args:
        blocks: of the document.
        words: heading words.
        content: scores the words of values.

    Returns:
        The field of each label, by the folded label.
    """
    values: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    known = 0
    taken: set[Label] = set()
    for paragraph in paragraphs(blocks):
        match = _OPEN.match(paragraph.text)
        if match is None:
            continue
        name, value = match.group("label").strip(), _first_value(paragraph.text[match.end() :], words)
        if len(name.split()) > LONGEST_LABEL or not value or words.is_front(name) or is_of_mail(name):
            continue
        label = words.label(name)
        if label is not None:
            known += 1
            taken.add(label)
        elif name[:1].isupper():
            values.setdefault(heading_key(name), []).append(value)
            names[heading_key(name)] = name
        for inner, said in _inner_labels(paragraph.text, match.end(), words):
            values.setdefault(heading_key(inner), []).append(said)
            names[heading_key(inner)] = inner
    if known < AGAIN:
        return {}
    return {k: told_by(names[k], v, words, content, taken) for k, v in values.items() if len(v) >= AGAIN}


def _inner_labels(text: str, at: int, words: Vocabulary) -> Iterator[tuple[str, str]]:
    """What may be labels that no list knows behind the first one's value, with their values.

    The words before a colon begin with the end of the value before (`Ansvarig: Byalaget Leveransdatum: maj`): each
    capital may begin the label, but for one that would leave that value empty.

    Args:
        at: where the first value begins.
    """
    matches = list(_INLINE.finditer(text, at))
    for n, match in enumerate(matches):
        label = match.group("label")
        if words.label(label) is not None or words.is_front(label):
            continue
        value = text[match.end() : matches[n + 1].start("label") if n + 1 < len(matches) else len(text)]
        before = text[matches[n - 1].end() if n else at : match.start("label")]
        for word in re.finditer(r"(?:^|(?<=\s))(?=[A-ZÅÄÖ])", label):
            name = label[word.start() :].strip()
            if (before + label[: word.start()]).strip(" ;,|•·/") and words.label(name) is None and value.strip():
                yield name, value.strip(" ;,|•·/")


def _first_value(text: str, words: Vocabulary) -> str:
    """What a label says, up to the next known label in the line."""
    cut = next((m.start("label") for m in _INLINE.finditer(text) if words.label(m.group("label")) is not None), None)
    return text[:cut].strip(" ;,|•·")


def told_by(
    name: str, values: Sequence[str], words: Vocabulary, content: Scorer, taken: Collection[Label] = ()
) -> Label:
    """Return the field of a label that no list knows, by its words, else by the values that stand under it.

    A field that a known label of the same records names (`taken`) is seldom named twice.
    """
    meaning = words.heading(name)
    if meaning.known >= KNOWN:
        return meaning.best
    scores = content(values[:MOST_VALUES])
    means = {
        label: sum(s[label] for s in scores) / len(scores) * (TWICE if label in taken and label != "other" else 1.0)
        for label in scores[0]
    }
    total = sum(means.values())
    means = {label: mean / total for label, mean in means.items()}
    best = max(means, key=lambda label: means[label])
    return best if means[best] >= KNOWN else "other"


def label_segments(piece: Piece, words: Vocabulary, known: frozenset[str] = frozenset()) -> list[LabelSegment]:
    """The labels of a paragraph that begins with one; empty where it does not.

    Args:
        piece: the paragraph.
        words: heading words.
        known: further labels, as written, that the document uses again and again.
    """
    text = piece.paragraph.text
    ended = ":" in text or "?" in text
    begin = (_OPEN.match(text) if ended else None) or _numbered_goal(text, words) or _worn(text, words)
    lead = _LEAD.match(text) if ended else None
    offset = lead.end() if lead else 0
    if begin is None and offset:
        begin = _OPEN.match(text[offset:])
    else:
        offset = 0
    found: list[tuple[int, int, str, Label | None]] = []
    if begin is not None and (name := _named(begin.group("label"), words, known)) is not None:
        found.append((offset + begin.start("label"), offset + begin.end("end"), begin.group("label").strip(), name[0]))
    elif (bold := _bold_label(piece, words)) is not None:
        found.append(bold)
    if not found:
        return []
    for match in _INLINE.finditer(text, found[0][1]):
        inner = _inline(match, words, known, empty=not text[found[-1][1] : match.start("label")].strip())
        if inner is not None:
            found.append(inner)
    out = []
    for index, (_, start, heading, label) in enumerate(found):
        stop = found[index + 1][0] if index + 1 < len(found) else len(text)
        begin_at = start + len(text[start:stop]) - len(text[start:stop].lstrip())
        # A stroke or dot at the end parts the value from a label on the next line.
        inside = text[begin_at:stop].rstrip(" ;,|•·/" if index + 1 < len(found) else " |•·")
        if len(found) > 1 and found[index][3] in ("vem", "när", "other"):
            # The full stop ends the label's clause, not the name or date.
            inside = re.sub(r"(?<=\w\w)\.$", "", inside.rstrip())
        cut = part(piece.paragraph, begin_at, begin_at + len(inside))
        out.append(LabelSegment(heading, label, replace(piece, paragraph=cut) if inside.strip() else None))
    return out


def _numbered_goal(text: str, words: Vocabulary) -> re.Match[str] | None:
    """The number of a goal at the beginning of a line that says no more than the goal (`Mål 2 Fler cyklar`)."""
    found = _NUMBERED.match(text)
    if found is None or words.label(found.group("word")) != "mål" or len(text.split()) > LONGEST_NUMBERED:
        return None
    return found


def _worn(text: str, words: Vocabulary) -> re.Match[str] | None:
    """A known label of a measure whose colon is worn, at the beginning of a line."""
    found = _WORN_COLON.match(text)
    return found if found is not None and words.list_field(found.group("label")) is not None else None


def labels_behind(piece: Piece, words: Vocabulary) -> tuple[Piece, list[LabelSegment]]:
    """The text before the labels of who, when and what for at a title's end (`TAK Ansvarig: Takgruppen`), and these
    labels; the piece and none where no such label follows a title."""
    text = piece.paragraph.text
    for match in _INLINE.finditer(text):
        inner = _inline(match, words, frozenset())
        if inner is None or inner[3] not in _GIVEN:
            continue
        end = len(text[: inner[0]].rstrip(_BEFORE_LABEL))
        behind = replace(piece, paragraph=part(piece.paragraph, inner[0]))
        given = [s for s in label_segments(behind, words) if s.label in _GIVEN and s.value is not None]
        return (replace(piece, paragraph=part(piece.paragraph, 0, end)), given) if end and given else (piece, [])
    return piece, []


def said_to_rows(piece: Piece, words: Vocabulary) -> list[LabelSegment]:
    """The labels of a paragraph that says nothing but who, when and what for (`Ansvarig: Takgruppen`)."""
    found = label_segments(piece, words)
    return found if all(s.label in _GIVEN and s.value is not None for s in found) else []


def _inline(
    match: re.Match[str], words: Vocabulary, known: frozenset[str], *, empty: bool = False
) -> tuple[int, int, str, Label | None] | None:
    """A label inside a paragraph; what stands before it without a full stop belongs to the value before, which has no
    other words if `empty`."""
    text = match.group("label")
    starts = [word.start() for word in re.finditer(r"(?:^|(?<=\s))(?=[A-ZÅÄÖ])", text)]
    for start in starts:
        name = text[start:].strip()
        label = words.label(name)
        if label is not None:
            return match.start("label") + start, match.end(), name, label
    for start in reversed(starts[1:]) if empty else ():
        said = _named(text[start:], words, known)
        if said is not None and said[0] is not None:
            return match.start("label") + start, match.end(), text[start:].strip(), said[0]
    whole = _named(text, words, known)
    if whole is None or whole[0] is None:
        return None
    return match.start("label"), match.end(), text.strip(), whole[0]


def _named(text: str, words: Vocabulary, known: frozenset[str]) -> tuple[Label | None] | None:
    text = text.strip()
    if len(text.split()) > 7:
        return None
    label = words.label(re.sub(r"\s*\d{1,2}$", "", text))
    if label is not None:
        return (label,)
    if words.is_front(text) or text in known:
        return (None,) if words.is_front(text) else (words.heading(text).best,)
    meaning = words.heading(text)
    if meaning.known >= 0.8 and len(text.split()) <= 3:
        return (meaning.best,)
    return None


def _bold_label(piece: Piece, words: Vocabulary) -> tuple[int, int, str, Label | None] | None:
    """A label that only bold type sets apart from its value."""
    tokens = [w for line in piece.paragraph.lines for w in line.words if w.text]
    bold = 0
    while bold < len(tokens) and tokens[bold].bold:
        bold += 1
    if not 0 < bold < len(tokens) or bold > 5 or any(w.bold for w in tokens[bold:]):
        return None
    text = " ".join(w.text for w in tokens[:bold])
    label = words.label(text.rstrip(" :?"))
    return None if label is None else (0, len(text), text.rstrip(" :"), label)


@dataclass(frozen=True)
class Listed:
    """Rows from labelled text, with the blocks they were taken from."""

    seeds: tuple[Seed, ...]
    blocks: frozenset[int]
    goals: tuple[Piece, ...] = ()
    causes: tuple[Piece, ...] = ()
    """Goals and problems that stand without measures: what follows may be bound to them."""


@dataclass
class _Record:
    entries: list[LabelEntry] = field(default_factory=list)
    title: tuple[Piece, ...] = ()
    marked: bool = False


def seeds_of(
    entries: Sequence[LabelEntry],
    title: tuple[Piece, ...],
    setting: MeasureSetting,
    judge: Judge,
    states_reason: Callable[[LabelEntry], bool] = lambda _: True,
) -> Listed:
    """Rows from the labelled text under one heading.

    A record begins with a number (`Åtgärd 1`) or where a label comes again. A list under a label that means measures
    gives one row for each item.

    Args:
        entries: labels in order.
        title: the heading above, the measure's name where no label gives one.
        setting: heading words, actors, and what else is known of the document.
        judge: decides which list items are measures.
        states_reason: whether what stands below the label of a goal, or a background, alone is the goal or problem of
            what follows.
    """
    words = setting.words
    entries = [e for e in _decided(entries, setting) if not _is_background(e) or states_reason(e)]
    if any(e.front and words.is_front(e.heading, strong=True) for e in entries):
        entries = [e for e in entries if not e.front]
        if not any(e.label == "åtgärd" for e in entries):
            return Listed((), frozenset())
    given, entries = _given_first(_without_next(entries))
    records = _split(entries, setting.label_order)
    seeds: list[Seed] = []
    used: set[int] = set()
    goals: list[Piece] = []
    causes: list[Piece] = []
    shared: dict[FieldName, tuple[FoundValue, ...]] = {n: (FoundValue(_content(e), GIVEN),) for n, e in given.items()}
    shared |= _below_promises(records)
    bound = Goals()
    for record in records:
        for entry in record.entries:
            if entry.label == "mål" and entry.pieces:
                bound.add(entry.heading, entry.pieces)
    # Where each later record has a line of its own that names it, the heading names the first.
    named = records[0] if records and all(record.marked for record in records[1:]) else None
    for record in records:
        made = _seeds(record, title if record is named else (), setting, judge)
        # `Mål: …` and a bare `Åtgärder` over numbered records: the goal is of all of them.
        labels = {e.label for e in record.entries if e.pieces or e.label != "åtgärd"}
        if made:
            numbers = tuple(n for e in record.entries if e.label == "åtgärd" for n in goal_numbers(e.heading))
            seeds += [_with_shared(seed, shared, bound.bound(numbers), numbers) for seed in made]
            used |= {b for e in (*given.values(), *record.entries) for b in e.at}
            if record is records[0]:
                shared |= _above_measures(record, records[1:])
        elif labels <= {"mål", "orsak"} and labels:
            # A goal for all that follows; its block is placed once a row carries it.
            for entry in _for_all(record, states_reason):
                (goals if entry.label == "mål" else causes).extend(entry.pieces)
                shared["mål" if entry.label == "mål" else "orsak"] = (FoundValue(_content(entry), 0.8),)
    return Listed(tuple(seeds), frozenset(used), tuple(goals), tuple(causes))


def _is_background(entry: LabelEntry) -> bool:
    """Whether a heading may be over a problem as well as over how a plan was made (`Bakgrund`)."""
    told = entry.label == "orsak" and entry.block and bool(entry.pieces)
    return told and _BACKGROUND.fullmatch(_folded(entry)) is not None


def _with_shared(
    seed: Seed,
    shared: Mapping[FieldName, tuple[FoundValue, ...]],
    goal: tuple[Piece, ...],
    numbers: tuple[str, ...],
) -> Seed:
    """A record's row with what all records under the heading share, and the goal of its number."""
    extra = {n: tuple(replace(f, inherited=True) for f in found) for n, found in shared.items() if n not in seed.fields}
    if goal:
        extra["mål"] = (FoundValue(goal, 0.8, inherited=True),)
    return replace(seed, fields=_ordered({**extra, **seed.fields}), goals=numbers)


def _decided(entries: Sequence[LabelEntry], setting: MeasureSetting) -> Sequence[LabelEntry]:
    """Return entries of minutes in which what the meeting decided (`Beslut: …`) is the measure of who and when."""
    labels = {e.label for e in entries}
    if setting.kind != "protokoll" or "åtgärd" in labels or labels.isdisjoint(("vem", "när")):
        return entries
    return [
        replace(e, label="åtgärd", front=False) if e.label in (None, "other") and names_decisions(e.heading) else e
        for e in entries
    ]


def _without_next(entries: Sequence[LabelEntry]) -> Sequence[LabelEntry]:
    """The labels less the number of the next record, whose title is a heading, behind them."""
    return entries[:-1] if entries and entries[-1].marker and not entries[-1].pieces else entries


def _given_first(entries: Sequence[LabelEntry]) -> tuple[dict[FieldName, LabelEntry], Sequence[LabelEntry]]:
    """Return who and when right under a heading that are of all records, by field, and the other labels."""
    count = given_to_all([(None if e.marker or not e.pieces else e.label, _folded(e)) for e in entries])
    return {n: e for n in _WHO_AND_WHEN for e in entries[:count] if e.label == n}, entries[count:]


def given_to_all(labels: Sequence[tuple[Label | None, str]]) -> int:
    """Return how many labels of who and when stand right under a heading and are of all records there
    (`3 Bedrägerier`, `Ansvarig: Medborgarkontoret`): the records begin with why or what.

    Args:
        labels: field and folded text of each label under the heading, in order.
    """
    count = next((n for n, (label, _) in enumerate(labels) if label not in _WHO_AND_WHEN), 0)
    given, rest = labels[:count], labels[count:]
    if not given or rest[0][0] not in _BEGINS:
        return 0
    begun = [n for n, label in enumerate(rest) if label == rest[0]]
    ended = {rest[n - 1][0] for n in begun[1:]}
    # In records that begin with who, who stands before each further one, and no more in the last.
    first = any(label in ended for label, _ in given) and not set(given) & set(rest[begun[-1] :])
    return 0 if len(begun) < _FEWEST_RECORDS or first else count


def _above_measures(record: _Record, later: Sequence[_Record]) -> dict[FieldName, tuple[FoundValue, ...]]:
    """The cause and the goal that the first record under a heading has before its measure, and no later one has.

    `Problem`, `Mål` and then several measures, each with who and when: they are of all measures.
    """
    labels = [e.label for e in record.entries]
    if record.marked or "åtgärd" not in labels or not all(_is_of_measure(r) for r in later):
        return {}
    before = record.entries[: labels.index("åtgärd")]
    return {n: (FoundValue(_content(e), 0.85),) for n in ("orsak", "mål") for e in before if e.label == n and e.pieces}


def _below_promises(records: Sequence[_Record]) -> dict[FieldName, tuple[FoundValue, ...]]:
    """When, where it stands once, below the lists of what several bodies promise: it is of all these."""
    promised = [any(e.promised for e in record.entries) for record in records]
    told = [[e for e in record.entries if e.label == "när" and e.pieces] for record in records]
    if len(records) < _FEWEST_RECORDS or not all(promised) or any(told[:-1]) or len(told[-1]) != 1:
        return {}
    return {"när": (FoundValue(_content(told[-1][0]), GIVEN),)}


def _is_of_measure(record: _Record) -> bool:
    """Return whether a record begins with its measure and says neither why nor what for."""
    return (
        not record.marked
        and (record.entries[0].label == "åtgärd" or record.entries[0].promised)
        and not {e.label for e in record.entries} & {"orsak", "mål"}
    )


def _for_all(record: _Record, states_reason: Callable[[LabelEntry], bool]) -> Iterator[LabelEntry]:
    """The goals and causes of a record without measures, which are of what follows."""
    for entry in record.entries:
        short = entry.pieces and sum(len(p.text) for p in entry.pieces) <= LONGEST_SHARED
        if short and (entry.label == "orsak" or (entry.label == "mål" and states_reason(entry))):
            yield entry


def _split(entries: Sequence[LabelEntry], order: Mapping[str, int]) -> list[_Record]:
    """The labels record by record: one begins with its number, where a label comes again, and where one stands that
    the document's records have before the last one seen."""
    records: list[_Record] = []
    for entry in entries:
        if entry.marker:
            records.append(_Record(title=entry.pieces, marked=True, entries=[]))
            records[-1].entries.append(entry)
            continue
        again = bool(records) and _begins_anew(entry, records[-1], order)
        if not records or (again and not (records[-1].marked and len(records[-1].entries) == 1)):
            records.append(_Record())
        records[-1].entries.append(entry)
    return records


def _begins_anew(entry: LabelEntry, record: _Record, order: Mapping[str, int]) -> bool:
    """Whether a label cannot stand in a record that holds what has been seen so far."""
    key = (entry.label, entry.heading.casefold())
    fields = {e.label for e in record.entries if not e.marker}
    if entry.promised:
        return "åtgärd" in fields
    if _is_goal_of_many(entry):
        return not all(_is_goal_of_many(e) for e in record.entries)
    if len(record.entries) == 1 and _is_goal_of_many(record.entries[0]):
        return True
    if any((e.label, e.heading.casefold()) == key for e in record.entries):
        return True
    last = record.entries[-1]
    if order.get(_folded(last)) == CHAPTER:
        return order.get(_folded(entry)) != CHAPTER
    if entry.label in fields and entry.label in ("orsak", "mål") and "åtgärd" in fields:
        return True
    return not last.marker and order.get(_folded(entry), _LATE) < order.get(_folded(last), -1)


def _is_goal_of_many(entry: LabelEntry) -> bool:
    """Return whether a label is a goal with its number, which stands over the records that it is for."""
    return entry.label == "mål" and not entry.marker and _GOAL_NUMBER.fullmatch(entry.heading) is not None


def _folded(entry: LabelEntry) -> str:
    return heading_key(entry.heading.rstrip(" :?"))


def _content(entry: LabelEntry) -> tuple[Piece, ...]:
    return entry.pieces


def _seeds(record: _Record, title: tuple[Piece, ...], setting: MeasureSetting, judge: Judge) -> list[Seed]:
    words = setting.words
    entries = [e for e in record.entries if not e.marker and e.pieces and not _told_in_sentences(e, setting)]
    labels = {e.label for e in entries}
    fields: dict[FieldName, tuple[FoundValue, ...]] = {}
    other: dict[str, tuple[FoundValue, ...]] = {}
    measures: list[tuple[list[Piece], Ending | None]] = []
    listed = False
    for entry in entries:
        if entry.label == "åtgärd" and (entry.block or any(ends_labelled(p.text, words) for p in entry.pieces)):
            found = _measures(entry, setting)
            if found:
                listed = True
                measures += _judged(entry, found, setting, judge)
                continue
        if entry.label is None or entry.label == "other":
            other[entry.heading.rstrip(" :")] = (*other.get(entry.heading, ()), FoundValue(_content(entry), 0.9))
        else:
            fields[entry.label] = (*fields.get(entry.label, ()), FoundValue(_content(entry), 0.93))
    name = record.title or title
    if "åtgärd" not in labels and record.title:
        fields["åtgärd"] = (FoundValue(record.title, 0.85),)
    elif "åtgärd" not in labels and "vem" in labels and labels & {"när", "mål", "orsak"} and name:
        # A heading over who and when names the measure.
        fields["åtgärd"] = (FoundValue(name, 0.7, inherited=True),)
    if listed:
        return [_measure(m, e, fields, other, words) for m, e in measures]
    if "åtgärd" not in fields and not ("mål" in fields and {"vem", "när"} & labels):
        return []
    single = labels == {"åtgärd"} and not record.marked
    if single and not any(words.list_field(e.heading) == "åtgärd" for e in entries):
        return []
    return [Seed(_ordered(_with_ending(fields, setting)), other, origin="list")]


def _with_ending(
    fields: dict[FieldName, tuple[FoundValue, ...]], setting: MeasureSetting
) -> dict[FieldName, tuple[FoundValue, ...]]:
    """The fields of a record without who and when, these taken from its measure's end (`… (Hamnkontoret, 2027)`)."""
    if "åtgärd" not in fields or not fields.keys().isdisjoint(_WHO_AND_WHEN):
        return fields
    *before, last = fields["åtgärd"]
    (ending,) = endings_of([list(last.pieces)], setting.registers, setting.ends)
    if ending is None:
        return fields
    measure = replace(last, pieces=(*last.pieces[:-1], ending.action))
    return {**fields, **ending.fields(0.85), "åtgärd": (*before, measure)}


def _told_in_sentences(entry: LabelEntry, setting: MeasureSetting) -> bool:
    """Whether running text under a heading of measures tells several in a paragraph: sentences are judged later."""
    if entry.label != "åtgärd" or not entry.block:
        return False
    plain = all(p.paragraph.role != "list-item" for p in entry.pieces)
    return plain and any(tells_tasks(p.text, setting) for p in entry.pieces)


def _judged(
    entry: LabelEntry, items: Sequence[list[Piece]], setting: MeasureSetting, judge: Judge
) -> list[tuple[list[Piece], Ending | None]]:
    """The items under a heading of measures that are some: a report lists there what was done."""
    ends = endings_of(items, setting.registers, setting.ends)
    candidates = [
        MeasureCandidate(
            " ".join(p.text for p in item),
            "item" if item[0].paragraph.role == "list-item" else "paragraph",
            entry.heading,
            (),
            end is not None and end.who is not None,
            end is not None and end.when is not None,
        )
        for item, end in zip(items, ends, strict=True)
    ]
    chances = drawn_together(judge(candidates, setting))
    return [(m, e) for m, e, chance in zip(items, ends, chances, strict=True) if chance >= NAMED]


def _measure(
    pieces: Sequence[Piece],
    ending: Ending | None,
    fields: Mapping[FieldName, tuple[FoundValue, ...]],
    other: Mapping[str, tuple[FoundValue, ...]],
    words: Vocabulary,
) -> Seed:
    """A list item as a row; labels at its end (`… Ansvarig: Polisen. Tid: maj`) give it fields of its own."""
    own: dict[FieldName, tuple[FoundValue, ...]] = {}
    more = dict(other)
    plain: list[Piece] = []
    for piece in pieces:
        rest, segments = trailing_labels(piece, words)
        if rest is not None:
            plain.append(rest)
        for segment in segments:
            if segment.value is None:
                continue
            found = (FoundValue((segment.value,), 0.9),)
            if segment.label is None or segment.label == "other":
                more[segment.heading] = found
            else:
                own[segment.label] = (*own.get(segment.label, ()), *found)
    if ending is not None and not own and plain and plain[-1] is pieces[-1]:
        # Who and when at its end, without labels.
        own = ending.fields(0.85)
        plain[-1] = ending.action
    own["åtgärd"] = (FoundValue(tuple(plain), 0.8), *own.get("åtgärd", ()))
    return Seed(_ordered({**fields, **own}), more, origin="list")


def trailing_labels(piece: Piece, words: Vocabulary) -> tuple[Piece | None, list[LabelSegment]]:
    """A paragraph without the labels that follow its own text, and those labels."""
    text = piece.paragraph.text
    for match in _INLINE.finditer(text):
        named = _named(match.group("label"), words, frozenset())
        if named is None or named[0] in (None, "åtgärd") or not text[: match.start("label")].strip(" .;,("):
            continue
        tail = replace(piece, paragraph=part(piece.paragraph, match.start("label")))
        segments = label_segments(tail, words)
        if segments:
            end = len(text[: match.start("label")].rstrip(" ;,("))
            return replace(piece, paragraph=part(piece.paragraph, 0, end)), segments
    segments = label_segments(piece, words)
    if segments and segments[0].label not in ("åtgärd", "mål", None) and not is_milestone(segments, words):
        return None, segments
    return piece, []


def ends_labelled(text: str, words: Vocabulary) -> bool:
    """Return whether a text goes on with labels of who or when (`Måla bänkarna. Ansvarig: Parken. Klart: maj`)."""
    for match in _INLINE.finditer(text):
        named = _named(match.group("label"), words, frozenset())
        if named is not None and named[0] in _WHO_AND_WHEN and text[: match.start("label")].strip(" .;,("):
            return True
    return False


def _ordered(fields: dict[FieldName, tuple[FoundValue, ...]]) -> dict[FieldName, tuple[FoundValue, ...]]:
    return {n: fields[n] for n in FIELDS if n in fields}


def _measures(entry: LabelEntry, setting: MeasureSetting) -> list[list[Piece]]:
    """The items under a heading that means measures; paragraphs where there is no list."""
    listed = [p for p in entry.pieces if p.paragraph.role == "list-item" or items_of([p])]
    if listed:
        first = entry.pieces.index(listed[0])
        items = items_of(entry.pieces[first:])
        # Running text after the list is no part of its last item.
        return [[p for i, p in enumerate(item) if i == 0 or p in listed] for item in items]
    parts = (one for p in entry.pieces for one in parted_by_ends(p, setting.registers))
    return [[p] for p in parts if len(p.text.split()) >= 2]
