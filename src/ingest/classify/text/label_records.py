"""What the labels of a whole document say of its records: which stand above their values, where each begins.

One record alone does not tell whether `Åtgärder` heads a list or names a value, whether a missing `Problem` ended the
record before, nor whether the bold line above is its measure. A document sets all its records alike, so it is asked as
a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.classify.facts.facts_words import is_of_mail
from ingest.classify.fields.cell_scores import Scorer
from ingest.classify.fields.folding import heading_key
from ingest.classify.fields.heading import Label
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.spans import Piece
from ingest.classify.text.headings import SKIPPED, is_said
from ingest.classify.text.labels import (
    CHAPTER,
    LabelSegment,
    ends_labelled,
    given_to_all,
    label_segments,
    opens_list,
    told_by,
)
from ingest.classify.text.meetings import names_members
from ingest.classify.text.outline import number_of
from ingest.classify.text.tails import is_time
from ingest.document import Block, Document, Method, Paragraph, Table

__all__ = ["LabelRecords", "read_label_records"]

LONGEST = 6
"""Words of a label on a line of its own."""
LONGEST_VALUE = 8
"""Paragraphs of a value below such a label."""
FEWEST = 3
"""Labels above values, one after another, that show the way of a document."""
FEWEST_FIELDS = 2
"""Different fields that its labels name."""
KNOWN = 0.5
"""How sure the vocabulary must be of a label's words (`Meaning.known`)."""
AS_OFTEN = 0.5
"""How often a label that no vocabulary knows comes again, as a share of the commonest one."""
OF_MAIL = 3
"""Labels of a mail's head that stand together."""
LONGEST_TITLE = 2
"""Paragraphs above the labels of a record that say its measure."""
FEWEST_RECORDS = 2
"""Records with a line above their labels, from which that line is the measure of each."""
MOSTLY = 0.8
"""Share of the records that have such a line."""
_LATE_FIELDS: tuple[Label, ...] = ("vem", "när")
"""Fields whose labels a document's front has too."""
_FIRST: Mapping[Label | None, int] = {"orsak": 0, "mål": 1, "åtgärd": 1, "other": 2, None: 2, "vem": 3, "när": 4}
"""How late a record may begin: with why and what, seldom with when."""


@dataclass(frozen=True)
class LabelRecords:
    """How a document sets its labelled records."""

    above: Mapping[str, Label] = field(default_factory=dict)
    """Fields of the labels that stand on lines of their own above their values, by folded text."""
    values: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """For the block of each such label the blocks of its value."""
    order: Mapping[str, int] = field(default_factory=dict)
    """The place of each label in a record, by folded text; a label before the last one seen begins a new record. What
    heads a chapter before them has the place `CHAPTER`."""
    titles: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """Blocks that stand above the labels of a record and say its measure, by the first of them."""
    again: frozenset[str] = frozenset()
    """Labels that come again, folded."""
    charged: bool = False
    """Whether the records have a label of who or when: a list in one is of what that body does then."""

    measured: bool = False
    """Whether a label of the records names the measure."""

    def comes_again(self, label: str) -> bool:
        """Return whether a label stands in more than one record, all of which have more labels."""
        return len(self.order) > 1 and heading_key(label.strip(" :?")) in self.again

    def goes_on(self, above: str, below: str) -> bool:
        """Return whether a record that has come to the label `above` still goes on at the label `below`.

        What stands between the two is then a further line of the first one's value. Only records whose measure has a
        label tell it: else a line between labels may be the measure of the next record. What stands once below labels
        that each record has (`Sidan uppdaterad: 3 maj`) goes on with none.
        """
        keys = heading_key(above.strip(" :?")), heading_key(below.strip(" :?"))
        if keys[0] in self.again and keys[1] not in self.again:
            return False
        places = self.order.get(keys[0], CHAPTER), self.order.get(keys[1], CHAPTER)
        return self.measured and CHAPTER < places[0] < places[1]


@dataclass(frozen=True)
class _Line:
    """A paragraph; `name` is its folded text where it may be a label, `field` what that names; `charged`: it ends in
    labels of who or when."""

    block: int
    text: str
    name: str | None
    field: Label | None
    item: bool
    heading: bool
    charged: bool
    half: Label | None
    """The field that the vocabulary takes its words for, of what may be a label that no list holds."""
    front: bool
    """Whether it also names a fact of a document's front (`Datum`): a label only where it comes again."""


_Group = list[tuple[str, Label | None, int]]
"""Labels with their fields and blocks, in order, between two headings or tables."""


def read_label_records(document: Document, words: Vocabulary, content: Scorer) -> LabelRecords:
    """Read how a document sets its labelled records.

    Labels above values alternate with them: at least `FEWEST` in a stretch, naming `FEWEST_FIELDS` fields. A line that
    no vocabulary knows is one where it comes again between known ones; its field is told by its values.

    Args:
        document: arranged and repaired.
        words: heading words, with the labels that the document itself teaches.
        content: scores the words of values.
    """
    blocks = document.blocks
    above: dict[str, Label] = {}
    said: dict[str, list[str]] = {}
    values: dict[int, tuple[int, ...]] = {}
    for lines in _stretches_of_lines(document, words):
        times = _times(lines, words)
        for stretch in _alternating(lines, times):
            for label, value in stretch:
                assert label.name is not None
                if _lists_measures(label, value, stretch, words):
                    continue
                said.setdefault(label.name, []).extend(v.text for v in value)
                values[label.block] = tuple(v.block for v in value)
                if label.field is not None:
                    above[label.name] = label.field
    taken = set(above.values())
    for name, texts in said.items():
        if name not in above:
            above[name] = told_by(name, texts, words, content, taken)
    groups = _groups(blocks, words, above)
    times = Counter(heading_key(name) for group in groups for name, _, _ in group)
    again = frozenset(name for name, n in times.items() if n > 1)
    named = {label for group in groups for _, label, _ in group}
    records = LabelRecords(
        above,
        values,
        _order(groups),
        again=again,
        charged=not named.isdisjoint(("vem", "när")),
        measured="åtgärd" in named,
    )
    return replace(records, titles=_titles(blocks, groups, records))


def _lists_measures(
    label: _Line, value: Sequence[_Line], stretch: Sequence[tuple[_Line, Sequence[_Line]]], words: Vocabulary
) -> bool:
    """Whether a label heads a list of measures: several items, and no label of who or when beside it; or it begins a
    sentence that each item ends."""
    if all(v.item for v in value) and opens_list(label.text):
        return True
    if len(value) == 1 or not all(v.item for v in value):
        return False
    if any(other.field in ("vem", "när") for other, _ in stretch):
        return False
    if label.field is None:
        meaning = words.heading(label.text)
        return meaning.known >= KNOWN and meaning.best == "åtgärd"
    return label.field == "åtgärd"


# ---------------------------------------------------------------- labels above values


def _stretches_of_lines(document: Document, words: Vocabulary) -> Iterator[list[_Line]]:
    """The paragraphs between two tables, or between two headings that surely are some."""
    guessed = document.method is Method.TEXT
    level = 0 if guessed else _level_of_labels(document.blocks, words)
    lines: list[_Line] = []
    for index, block in enumerate(document.blocks):
        if isinstance(block, Table):
            yield lines
            lines = []
        elif block.role not in SKIPPED and block.text.strip():
            lines.append(_line(block, index, words, guessed, level))
    yield lines


def _level_of_labels(blocks: Sequence[Block], words: Vocabulary) -> int:
    """The highest level of headings that are labels which come again; 0 where none is: what stands above it heads
    chapters (`Kartläggning` over records whose labels are headings too)."""
    levels: dict[str, list[int]] = {}
    for block in blocks:
        if isinstance(block, Paragraph) and block.role == "heading" and block.level is not None:
            bare = block.text.strip().rstrip(" :?")
            if words.label(bare) is not None:
                levels.setdefault(heading_key(bare), []).append(block.level)
    return min((min(own) for own in levels.values() if len(own) >= FEWEST_RECORDS), default=0)


def _line(block: Paragraph, index: int, words: Vocabulary, guessed: bool, level: int) -> _Line:
    text = block.text.strip()
    bare = text.rstrip(" :?").strip()
    item = block.role == "list-item"
    heading = (block.role == "heading" and not guessed) or number_of(text, block.marker)[0] is not None
    if " " not in bare and words.label(bare.rstrip(".")) is not None:
        # `Ansv.`
        text = bare = bare.rstrip(".")
    chapter = block.role == "heading" and block.level is not None and block.level < level
    may = not item and not chapter and block.marker is None and _may_be_label(text, bare, words)
    charged = not may and ends_labelled(text, words)
    name, field_, half, front = _said(bare, words) if may else (None, None, None, False)
    return _Line(index, text, name, field_, item, heading, charged, half, front)


def _said(text: str, words: Vocabulary) -> tuple[str, Label | None, Label | None, bool]:
    """What may be a label, folded, with its field, else that of the five which the vocabulary takes its words for; and
    whether it names a fact of a document's front."""
    field_ = words.label(text) or _measures_of(text, words)
    meaning = words.heading(text)
    half = meaning.best if field_ is None and meaning.known >= KNOWN and meaning.best != "other" else None
    return heading_key(text), field_, half, words.is_front(text)


def _may_be_label(text: str, bare: str, words: Vocabulary) -> bool:
    """Whether a line may be a label: short, with a capital, no sentence and no fact (`bare`: without its colon)."""
    return (
        0 < len(bare.split()) <= LONGEST
        and bare[0].isupper()
        and not text.endswith((".", ",", ";", "!"))
        and ":" not in bare
        and not any(c.isdigit() for c in bare)
        and (not words.is_front(bare) or words.label(bare) in _LATE_FIELDS)
    )


def _measures_of(text: str, words: Vocabulary) -> Label | None:
    """The field of a line that begins with a word for measures and says whose they are (`Åtgärder polisen`)."""
    first, *whose = text.split()
    return "åtgärd" if len(whose) == 1 and words.list_field(first) == "åtgärd" else None


def _alternating(lines: Sequence[_Line], times: Counter[str]) -> Iterator[list[tuple[_Line, list[_Line]]]]:
    """Stretches in which each label has a value below it."""
    at = 0
    labels = _label_lines(lines, times)
    while at < len(lines):
        pairs: list[tuple[_Line, list[_Line]]] = []
        while at in labels:
            label = lines[at]
            end = at + 1
            while end < len(lines) and end - at <= LONGEST_VALUE and end not in labels:
                end += 1
            value = _value(lines[at + 1 : end], end in labels and _goes_on(lines[end], label, pairs, times))
            if not value:
                at += 1
                break
            pairs.append((label, value))
            at += 1 + len(value)
        fields = {label.field for label, _ in pairs} - {None, "other"}
        listed = any(v.item for _, value in pairs for v in value)
        again = max((times[label.name or ""] for label, _ in pairs), default=0) > 1
        # One record with a list may as well be a heading over a list of measures.
        if len(pairs) >= FEWEST and len(fields) >= FEWEST_FIELDS and (again or not listed):
            yield pairs
        if not pairs:
            at += 1


def _label_lines(lines: Sequence[_Line], times: Counter[str]) -> set[int]:
    """Return which lines are labels: those told by themselves, and what between two of them alternates with values as
    they do, if its words say a field that neither does."""
    sure = {at for at, line in enumerate(lines) if _is_label(line, times)}
    found = set(sure)
    for at, line in enumerate(lines):
        between = {at - 2, at + 2} <= sure and sure.isdisjoint((at - 1, at, at + 1))
        if between and line.half is not None and line.half not in (lines[at - 2].field, lines[at + 2].field):
            found.add(at)
    return found


def _times(lines: Sequence[_Line], words: Vocabulary) -> Counter[str]:
    """How often each line comes again that may be a label: no time, and no value that mostly stands below a label
    (`Polisen` below `Ansvarig` in most records)."""
    times = Counter(line.name for line in lines if line.name is not None and not _says_when(line.text, words))
    below = Counter(line.name for label, line in pairwise(lines) if label.field is not None and line.field is None)
    return Counter({name: n for name, n in times.items() if below[name] < MOSTLY * n})


def _says_when(text: str, words: Vocabulary) -> bool:
    """Whether a line is a time, and no label of one (`Under perioden`)."""
    return is_time(text) and words.heading(text).known < KNOWN


def _value(below: Sequence[_Line], inside: bool) -> list[_Line]:
    """The lines of a value: all up to the next label of the same record; below the last label one, a list, or lines
    that each end in who and when."""
    if inside and not any(line.heading for line in below):
        return list(below)
    value: list[_Line] = []
    for line in below:
        if line.heading or (value and not line.item and not (line.charged and value[-1].charged)):
            break
        value.append(line)
    return value


def _goes_on(line: _Line, label: _Line, pairs: Sequence[tuple[_Line, object]], times: Counter[str]) -> bool:
    """Whether a label is of the same record as the one before it: another one, and not the first again (that of those
    which come again: a chapter's `Syfte` may stand before them)."""
    names = [one.name for one, _ in pairs] or [label.name]
    first = next((name for name in names if times[name or ""] > 1), names[0])
    return line.name not in (label.name, first)


def _is_label(line: _Line, times: Counter[str]) -> bool:
    """Whether a line is a known label, or comes again about as often as labels do: values come again by chance."""
    if line.name is None or (line.front and times[line.name] < FEWEST_RECORDS):
        return False
    return line.field is not None or times[line.name] >= max(2.0, AS_OFTEN * max(times.values(), default=0))


# ---------------------------------------------------------------- the order of labels


def _order(groups: Sequence[_Group]) -> dict[str, int]:
    """The place of each label in a record.

    Records follow one order and may lack labels. Of the rotations of the order in the longest stretch without a
    repeated label the one is taken that cuts the document into the fewest records; of equal ones that which begins with
    why or what.
    """
    stretches = [[(heading_key(name), label) for name, label, _ in s] for s in groups]
    chapters = _chapters(stretches)
    stretches = [[one for one in stretch if one[0] not in chapters] for stretch in stretches]
    # Who and when right under a heading are of all records there, and none's own.
    stretches = [s[given_to_all([(label, name) for name, label in s]) :] for s in stretches]
    longest: list[str] = []
    for stretch in stretches:
        for start in range(len(stretch)):
            window: list[str] = []
            for name, _ in stretch[start:]:
                if name in window:
                    break
                window.append(name)
            if len(window) > len(longest):
                longest = window
    if len(longest) < FEWEST_FIELDS:
        return {}
    fields = {name: label for stretch in stretches for name, label in stretch}
    turns = [longest[k:] + longest[:k] for k in range(len(longest))]
    best = min(turns, key=lambda turn: (_records(stretches, turn), _FIRST[fields[turn[0]]]))
    return {name: place for place, name in enumerate(best)} | dict.fromkeys(chapters, CHAPTER)


def _chapters(stretches: Sequence[Sequence[tuple[str, Label | None]]]) -> set[str]:
    """The labels that stand once, before the records, and say why or what for as a label of theirs does: the headings
    of chapters (`Syfte` of the plan, over records with a `Mål` each)."""
    times = Counter(name for stretch in stretches for name, _ in stretch)
    again = {label for stretch in stretches for name, label in stretch if times[name] > 1} & {"orsak", "mål"}
    head = next((s for s in stretches if any(times[name] > 1 for name, _ in s)), ())
    first = next((n for n, (name, _) in enumerate(head) if times[name] > 1), 0)
    return {name for name, label in head[:first] if label in again}


def _records(stretches: Sequence[Sequence[tuple[str, Label | None]]], turn: Sequence[str]) -> int:
    """How many records an order of labels cuts a document into."""
    places = {name: place for place, name in enumerate(turn)}
    count = 0
    for stretch in stretches:
        last: int | None = None
        for name, _ in stretch:
            place = places.get(name)
            if place is not None:
                count += last is None or place <= last
                last = place
    return count


def _labels_of(blocks: Sequence[Block], words: Vocabulary) -> dict[int, list[LabelSegment]]:
    """The labels with values beside them, by block: of all paragraphs that hold text. A heading that names who does
    what a list below it says (`Ansvarig: Polisen`) labels no record."""
    found = {
        index: label_segments(Piece(block, index), words)
        for index, block in enumerate(blocks)
        if not isinstance(block, Table) and block.role not in SKIPPED and block.text.strip()
    }
    for index, segments in found.items():
        over_list = _heads(blocks[index]) and index + 1 < len(blocks) and _is_item(blocks[index + 1])
        if over_list and [s.label for s in segments] == ["vem"] and segments[0].value is not None:
            found[index] = []
    return found


def _groups(blocks: Sequence[Block], words: Vocabulary, above: Mapping[str, Label]) -> list[_Group]:
    """Return the groups of a document's labels."""
    labels = _labels_of(blocks, words)
    beside = {heading_key(s.heading): s.label for i, found in labels.items() if not _heads(blocks[i]) for s in found}
    groups: list[_Group] = [[]]
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            groups.append([])
        elif index in labels:
            name = heading_key(block.text.strip().rstrip(" :?"))
            # A label whose value is the list below it looks like a heading; beside other values it is a label.
            over_list = _heads(block) and bool(groups[-1]) and name in beside
            if _heads(block) and name not in above and not over_list:
                groups.append([])
            groups[-1] += _labels_in(
                block, index, labels[index], words, dict(above) | beside if over_list else above, groups[-1]
            )
    return [kept for g in groups if (kept := _without_mail(g))]


def _without_mail(group: _Group) -> _Group:
    """The labels of a group less those of a mail's head (`Från`, `Skickat`, `Ämne`), which are of no record."""
    of_mail = [is_of_mail(name) for name, _, _ in group]
    return [one for one, head in zip(group, of_mail, strict=True) if not head] if sum(of_mail) >= OF_MAIL else group


def _labels_in(
    block: Paragraph,
    index: int,
    segments: Sequence[LabelSegment],
    words: Vocabulary,
    lines: Mapping[str, Label | None],
    group: Sequence[object],
) -> list[tuple[str, Label | None, int]]:
    """The labels of one paragraph: the whole line where it is one of `lines`, else those with values beside them.

    A line that stands alone may be set as a heading and be a record's first label (`Åtgärd: Sanera klotter`). Below a
    label of a record (in its `group`) `Datum` is one of its labels too.
    """
    text = block.text.strip().rstrip(" :?")
    if heading_key(text) in lines:
        return [(text, lines[heading_key(text)], index)]
    out: list[tuple[str, Label | None, int]] = []
    for s in segments:
        if not words.is_front(s.heading) or ((group or out) and s.label in ("vem", "när")):
            out.append((s.heading, s.label, index))
    return out


def _heads(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role == "heading"


# ---------------------------------------------------------------- what stands above a record


def _titles(blocks: Sequence[Block], groups: Sequence[_Group], records: LabelRecords) -> dict[int, tuple[int, ...]]:
    """The lines right above the labels of each record, by the first of them, where no label names the measure.

    They are the measure where most records have as many of them: one, or a name and what is told of it.
    """
    labelled = {block for group in groups for _, _, block in group}
    fields = {label for group in groups for _, label, _ in group}
    if "åtgärd" in fields or not fields & {"vem", "när"}:
        return {}
    inside = {v for value in records.values.values() for v in value}
    # A problem and a goal alone stand under the heading of a topic, and labels right above a table are the table's.
    reasons = {
        block
        for group in groups
        if {label for _, label, _ in group} <= {"orsak", "mål"} or _heads_table(blocks, group[-1][2])
        for _, _, block in group
    } | set(_of_topics(blocks, groups))
    runs, items = _above_labels(blocks, _between(blocks, labelled, inside, reasons))
    if not runs:
        return {}
    usual = 1 if items else Counter(len(run) for run in runs[1:] or runs).most_common(1)[0][0]
    # Above the first record stands what comes before the records as well; an item of a list stands for itself.
    taken = [tuple(run[-usual:]) for run in runs if len(run) >= usual]
    good = [run for run in taken if not any(_is_numbered(blocks[b]) or _names_members(blocks[b]) for b in run)]
    if len(good) < FEWEST_RECORDS or len(good) < MOSTLY * len(runs) or usual > LONGEST_TITLE:
        return {}
    return {run[0]: run for run in good}


def _between(
    blocks: Sequence[Block], labelled: Collection[int], inside: Collection[int], reasons: Collection[int]
) -> Iterator[list[int]]:
    """The blocks that stand together right above labels, other than `reasons`; those `inside` are values."""
    run: list[int] = []
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            run = []
        elif block.role in SKIPPED or not block.text.strip() or index in inside:
            continue
        elif index not in labelled:
            run.append(index)
        elif run:
            if index not in reasons:
                yield run
            run = []


def _is_opened(blocks: Sequence[Block], run: Sequence[int]) -> bool:
    """Return whether the items that lines end with are a list of measures (`Vi ska`): the labels below are of all."""
    texts = [block for at in run if isinstance(block := blocks[at], Paragraph)]
    head = next((p for p in reversed(texts) if p.role != "list-item"), None)
    return head is not None and texts[-1].role == "list-item" and opens_list(head.text)


def _heads_table(blocks: Sequence[Block], last: int) -> bool:
    """Return whether a table stands right below the last label of a group."""
    below = (b for b in blocks[last + 1 :] if isinstance(b, Table) or (b.role not in SKIPPED and b.text.strip()))
    return isinstance(next(below, None), Table)


def _is_item(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.role == "list-item"


def _of_topics(blocks: Sequence[Block], groups: Sequence[Sequence[tuple[str, Label | None, int]]]) -> Iterator[int]:
    """The labels that say why or what for right below a heading, with text of the first record between them and the
    labels of who and when: they are of the topic that the heading names."""
    for group in groups:
        count = next((n for n, (_, label, _) in enumerate(group) if label not in ("orsak", "mål")), 0)
        reasons, rest = group[:count], group[count:]
        if not reasons or not rest:
            continue
        above = next((b for b in blocks[reasons[0][2] - 1 :: -1] if is_said(b)), None) if reasons[0][2] else None
        headed = isinstance(above, Paragraph) and above.role == "heading"
        if headed and any(is_said(b) for b in blocks[reasons[-1][2] + 1 : rest[0][2]]):
            yield from (block for _, _, block in reasons)


def _above_labels(blocks: Sequence[Block], found: Iterable[list[int]]) -> tuple[list[list[int]], bool]:
    """The runs that may be measures, and whether they are items: then a heading over labels is none of them."""
    runs = [run for run in found if not _is_opened(blocks, run)]
    last = [blocks[run[-1]] for run in runs]
    items = 2 * sum(map(_is_item, last)) > len(runs)
    headed = [items and isinstance(block, Paragraph) and block.role == "heading" for block in last]
    return [run for run, heading in zip(runs, headed, strict=True) if not heading], items


def _names_members(block: Block) -> bool:
    return isinstance(block, Paragraph) and names_members(block.text)


def _is_numbered(block: Block) -> bool:
    return (
        isinstance(block, Paragraph)
        and block.role != "list-item"
        and number_of(block.text, block.marker)[0] is not None
    )
