"""Cards and boxes that say a measure with labels: each becomes a table of label and value, whatever its layout.

Layout numbers the paragraphs of a box, a card or a column beside others (`Paragraph.part`). Where such a part holds
labels with their values inside the line (`Mål: …`) or below them, its labels and values are set out as a table of two
columns, so that one reading serves cards, forms and tables. A title over labels of who and when is the measure. Boxes
beside each other that hold a field each (Problem | Mål | Åtgärd) are one record. Labels above their values that come
again in the open are set out in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ingest.classify.card_labels import CardEntry, Learned, labels_of, look_of, recurring, told_by_values
from ingest.classify.fields.cell_scores import Scorer
from ingest.classify.fields.folding import heading_key
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.text.heading_fields import names_phase, names_time
from ingest.classify.text.headings import SKIPPED
from ingest.classify.text.labels import opens_list
from ingest.classify.text.statements import is_closing
from ingest.document import BBox, Block, Cell, Document, Line, Paragraph, Table, Word, union

__all__ = ["with_cards"]

FEWEST = 2
"""Labels of a card, and records in the open, at least."""
CARDS = 0.85
"""Confidence in the structure of a card."""
TITLE = "Åtgärd"
"""The label that a card leaves out over its title."""
NEAR = 0.9
"""Line heights of white within which a paragraph in the open goes on with a value."""
_CORE = frozenset({"åtgärd", "vem", "när", "mål", "orsak"})
_REASONS = frozenset({"mål", "orsak"})
_NEXT = 2
"""Blocks below boxes of problem and goal among which a list of measures must begin."""


@dataclass
class _Record:
    """A card, or what stands between two repeated labels."""

    titles: list[Paragraph] = field(default_factory=list)
    entries: list[CardEntry] = field(default_factory=list)
    rest: list[Paragraph] = field(default_factory=list)
    """Text in the open that follows and is no part of it."""

    def names(self) -> set[str]:
        return {heading_key(e.name) for e in self.entries}


@dataclass
class _Scope:
    """Blocks in order that are looked at together, with the records found in them."""

    blocks: list[Block]
    records: list[_Record] = field(default_factory=list)

    @property
    def part(self) -> int | None:
        return self.blocks[0].part


def with_cards(document: Document, words: Vocabulary, content: Scorer) -> tuple[Document, Vocabulary]:
    """Return the document with its labelled cards as tables (not numbered yet), and the vocabulary with their labels.

    Args:
        document: arranged and repaired.
        words: heading words.
        content: scores the values of labels that no vocabulary knows.
    """
    scopes = [_Scope(run) for run in _runs(_opened(document.blocks, words))]
    texts = [[b for b in s.blocks if isinstance(b, Paragraph)] for s in scopes]
    cards = [t for s, t in zip(scopes, texts, strict=True) if s.part is not None]
    open_ = [piece for s, t in zip(scopes, texts, strict=True) if s.part is None for piece in _by_known(t, words)]
    learned = recurring(cards, words), recurring(open_, words)
    for scope in scopes:
        inside = scope.part is not None
        if _may_hold_records(scope, words, learned[0]):
            scope.records = _records(scope.blocks, words, learned[0 if inside else 1], inside=inside)
    told = told_by_values([e for s in scopes for r in s.records for e in r.entries], words, content)
    known = words.with_labels(told)
    used: set[str] = set()
    blocks: list[Block] = []
    at = 0
    while at < len(scopes):
        end = at
        while end < len(scopes) and scopes[end].part is not None:
            end += 1
        if end > at:
            group = _reasons_first(scopes[at:end], known)
            # A heading of measures over a problem, a goal and the list beside them heads the list.
            held = (
                [blocks.pop()]
                if _are_reasons(group[0], known) and blocks and _heads_measures(blocks[-1], known)
                else []
            )
            cut = 1 if held else 0
            blocks += [*_beside(group[:cut], known, used), *held, *_beside(group[cut:], known, used)]
        else:
            end = at + 1
            blocks += _open(scopes[at], known, used)
        at = end
    if not used and tuple(blocks) == document.blocks:
        return document, words
    labels = {name: label for name in sorted(used) if (label := known.label(name)) is not None}
    return replace(document, blocks=tuple(blocks)), words.with_labels(labels)


def _opened(blocks: Sequence[Block], words: Vocabulary) -> list[Block]:
    """The blocks, with boxes that look like a table as parts of their own: those of problem and goal side by side over
    a list of measures, of which no row says what is done, and cards set out in the cells of a table."""
    out: list[Block] = []
    number = max((b.part for b in blocks if b.part is not None), default=0)
    feet = _feet(blocks, words)
    for index, block in enumerate(blocks):
        if index in feet:
            out += feet[index]
            continue
        parts = _parts_of(block, blocks[index + 1 : index + 1 + _NEXT], words) if isinstance(block, Table) else None
        if parts is None:
            out.append(block)
            continue
        for held in parts:
            number += 1
            out += [replace(p, part=number) for p in held]
    return out


def _feet(blocks: Sequence[Block], words: Vocabulary) -> dict[int, list[Paragraph]]:
    """The last lines of cards, labels side by side over a value each, that look like tables: by their index, as
    labels and values of the part above. Several cards have them."""
    out: dict[int, list[Paragraph]] = {}
    for index, (above, table) in enumerate(pairwise(blocks), start=1):
        if not isinstance(table, Table) or table.rows != 2 or not isinstance(above, Paragraph) or above.part is None:
            continue
        columns = [_held(table, column) for column in range(table.columns)]
        heads = [words.label(held[0].text.strip().rstrip(" :")) if held else None for held in columns]
        if set(heads) <= {"vem", "när"} and len(set(heads)) == table.columns > 1:
            out[index] = [replace(p, part=above.part) for held in columns for p in held]
    return out if len(out) >= FEWEST else {}


def _parts_of(table: Table, below: Sequence[Block], words: Vocabulary) -> list[list[Paragraph]] | None:
    """The boxes that only look like a table; None for a real table."""
    columns = _reason_columns(table, words)
    if columns is not None and _lists_measures_next(below, words):
        return columns
    return _grid_of_cards(table, words)


def _reason_columns(table: Table, words: Vocabulary) -> list[list[Paragraph]] | None:
    """The paragraphs of each column of a table that alignment alone shows, where its heads are a problem and a goal and
    no more than one row binds one to the other."""
    if table.method != "aligned" or table.columns > len(_REASONS):
        return None
    filled = {(c.row, c.column) for c in table.cells if any(isinstance(b, Paragraph) for b in c.blocks)}
    bound = [row for row in range(1, table.rows) if all((row, n) in filled for n in range(table.columns))]
    columns = [_column(table, n) for n in range(table.columns)]
    if len(bound) > 1 or any(len(c) < FEWEST for c in columns):
        return None
    fields = {words.label(c[0].text.strip().rstrip(" :")) for c in columns}
    return columns if len(fields) == len(columns) and fields <= _REASONS else None


def _column(table: Table, number: int) -> list[Paragraph]:
    """The head of a column and what stands below it, joined where the column's width alone broke it."""
    held = _held(table, number)
    return [*held[:1], *_joined(held[1:], _right_edge(held))]


def _held(table: Table, number: int) -> list[Paragraph]:
    cells = sorted((c for c in table.cells if c.column == number), key=lambda c: c.row)
    return [b for c in cells for b in c.blocks if isinstance(b, Paragraph)]


def _joined(paragraphs: Sequence[Paragraph], right: float) -> list[Paragraph]:
    out: list[Paragraph] = []
    for paragraph in paragraphs:
        if out and _wraps(out[-1], paragraph, right):
            out[-1] = replace(out[-1], lines=(*out[-1].lines, *paragraph.lines))
        else:
            out.append(paragraph)
    return out


def _grid_of_cards(table: Table, words: Vocabulary) -> list[list[Paragraph]] | None:
    """The cards of a table that only sets them out in columns, in reading order: the text of each column says the same
    labels with their values, so that no column is one field."""
    plain = all(c.colspan == 1 and all(isinstance(b, Paragraph) for b in c.blocks) for c in table.cells)
    if not plain or table.method == "labels":
        return None
    columns = [held for n in range(table.columns) if (held := _held(table, n))]
    if len(columns) < FEWEST:
        return None
    learned = recurring(columns, words)
    if not _say_the_same(columns, words, learned):
        return None
    cells = sorted((c for c in table.cells if c.text.strip()), key=lambda c: (c.row, c.column))
    alone = [[b for b in c.blocks if isinstance(b, Paragraph)] for c in cells]
    if _say_the_same(alone, words, learned):
        return alone
    # Alignment across the columns has cut the cards.
    return [_joined(held, _right_edge(held)) for held in columns]


def _say_the_same(cards: Sequence[Sequence[Paragraph]], words: Vocabulary, learned: Learned) -> bool:
    """Whether at least two labels, with a field that measures have, stand in each of several texts."""
    names = [{heading_key(name) for p in card for _, name, _ in labels_of(p, words, learned)} for card in cards]
    shared = set[str].intersection(*names)
    return len(shared) >= FEWEST and any(words.label(name) in _CORE for name in shared)


def _wraps(paragraph: Paragraph, below: Paragraph, right: float) -> bool:
    """Whether text goes on in what stands right below, whose first word found no room before `right` (points)."""
    above, first = paragraph.lines[-1].bbox, below.lines[0].words[0].bbox
    if above is None or first is None:
        return False
    return 0 <= first.top - above.bottom < NEAR * first.height and first.width > right - above.x1


def _lists_measures_next(blocks: Sequence[Block], words: Vocabulary) -> bool:
    """Whether a label of measures and a list stand next."""
    texts = [b for b in blocks if not isinstance(b, Table) and b.role not in SKIPPED]
    if len(texts) < len(blocks) or len(texts) < FEWEST:
        return False
    return words.label(texts[0].text.strip().rstrip(" :")) == "åtgärd" and texts[1].role == "list-item"


def _runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Paragraphs of one part together, those of none together, each table and running line by itself."""
    run: list[Block] = []
    for block in blocks:
        last = run[-1] if run else None
        same = last is not None and block.part == last.part and _is_text(block) and _is_text(last)
        if run and not same:
            yield run
            run = []
        run.append(block)
    if run:
        yield run


def _is_text(block: Block) -> bool:
    """Whether a block is text, or labels beside their values in a part."""
    if isinstance(block, Table):
        return block.method == "labels" and block.part is not None
    return block.role not in SKIPPED


def _by_known(paragraphs: Sequence[Paragraph], words: Vocabulary) -> list[list[Paragraph]]:
    """Text in the open cut where a known label comes again: as many pieces as it may hold records."""
    out: list[list[Paragraph]] = []
    seen: set[str] = set()
    for paragraph in paragraphs:
        for _, name, _ in labels_of(paragraph, words, Learned()):
            if heading_key(name) in seen or not out:
                out.append([])
                seen = set()
            seen.add(heading_key(name))
        if out:
            out[-1].append(paragraph)
    return out


def _may_hold_records(scope: _Scope, words: Vocabulary, learned: Learned) -> bool:
    """Whether blocks are text and labels alone, and no column of running text: in that few headings stand over labels,
    and most over text without any; or items of a list have their labels below them."""
    if _is_labelled_list(scope.blocks, words, learned):
        return False
    under: list[list[bool]] = []
    for block in scope.blocks:
        if isinstance(block, Table):
            if block.method != "labels":
                return False
            labelled = True
        else:
            labelled = not words.is_record_marker(block.text) and bool(labels_of(block, words, learned))
            if block.role == "heading" and not labelled:
                under.append([])
                continue
        if under:
            under[-1].append(labelled)
    headed = [any(own) for own in under if own]
    bare = headed.count(False)
    return scope.part is None or bare < FEWEST or 2 * bare < len(headed)


def _is_labelled_list(blocks: Sequence[Block], words: Vocabulary, learned: Learned) -> bool:
    """Whether several items of a list have labels of who or when right below them: each is read as a list's."""
    texts = [b for b in blocks if isinstance(b, Paragraph)]
    below = [b for a, b in pairwise(texts) if a.role == "list-item" and b.role != "list-item"]
    named = [{words.label(name) for _, name, _ in labels_of(b, words, learned)} for b in below]
    return sum(not fields.isdisjoint(("vem", "när")) for fields in named) >= FEWEST


# ---------------------------------------------------------------- records


def _records(blocks: Sequence[Block], words: Vocabulary, learned: Learned, *, inside: bool) -> list[_Record]:
    records = [_Record()]
    top = 0 if inside else _level_of_labels(blocks, words, learned)
    for paragraph in blocks:
        if isinstance(paragraph, Table):
            for entry in _rows_of(paragraph):
                if heading_key(entry.name) in records[-1].names():
                    records.append(_Record())
                records[-1].entries.append(entry)
            continue
        record = records[-1]
        if inside and words.is_record_marker(paragraph.text):
            # The number of a card (`Löfte 2`) stands over its title.
            if record.entries:
                records.append(_Record(titles=[paragraph]))
            else:
                record.titles.append(paragraph)
            continue
        labels = [] if _is_chapter(paragraph, words, top) else labels_of(paragraph, words, learned)
        if labels:
            for label, name, value in labels:
                if heading_key(name) in records[-1].names() or records[-1].rest:
                    records.append(_Record(_titles_before(records)))
                records[-1].entries.append(CardEntry(label, name, [] if value is None else [value], value is None))
        elif not record.entries:
            record.titles.append(paragraph)
        elif inside and _is_value_set_large(paragraph, record.entries[-1], words):
            # A value set larger than its label.
            record.entries[-1].values.append(replace(paragraph, role="body", level=None))
        elif paragraph.role == "heading":
            records.append(_Record(titles=[paragraph]))
        elif not (record.rest or is_closing(paragraph.text)) and (inside or _goes_on(record.entries[-1], paragraph)):
            _add_value(record.entries[-1], paragraph, blocks, inside=inside)
        else:
            record.rest.append(paragraph)
    return records


def _is_value_set_large(paragraph: Paragraph, entry: CardEntry, words: Vocabulary) -> bool:
    """Whether a heading right below a label in a line of its own, which names no list, is its value."""
    alone = paragraph.role == "heading" and entry.own_line and not entry.values
    return alone and words.label(entry.name) in _CORE and not opens_list(paragraph.text)


def _level_of_labels(blocks: Sequence[Block], words: Vocabulary, learned: Learned) -> int:
    """The heading level of the labels on lines of their own that come again; 0 where they are no headings."""
    levels: dict[str, list[int]] = {}
    for p in blocks:
        if isinstance(p, Paragraph) and p.role == "heading" and p.level is not None:
            for _, name, value in labels_of(p, words, learned):
                if value is None:
                    levels.setdefault(heading_key(name), []).append(p.level)
    return min((min(own) for own in levels.values() if len(own) >= FEWEST), default=0)


def _is_chapter(paragraph: Paragraph, words: Vocabulary, level: int) -> bool:
    """Whether a paragraph is a heading over records, and no label of one: a phase, or of a higher level than `level`,
    which their labels have."""
    if paragraph.role != "heading":
        return False
    above = paragraph.level is not None and paragraph.level < level and ":" not in paragraph.text.rstrip(" :")
    return above or names_phase(paragraph.text, words)


def _titles_before(records: Sequence[_Record]) -> list[Paragraph]:
    """Take what stands right above a label that comes again from the value of the record before: it is the title of the
    next one where the first record has one over its labels."""
    first = [t for t in records[0].titles if t.role != "heading"]
    last = records[-1].entries[-1] if records[-1].entries else None
    if not first or last is None or records[-1].rest:
        return []
    count = min(len(first), len(last.values) - 1)
    taken = last.values[len(last.values) - count :] if count > 0 else []
    del last.values[len(last.values) - len(taken) :]
    return taken


def _add_value(entry: CardEntry, paragraph: Paragraph, blocks: Sequence[Block], *, inside: bool) -> None:
    """Add text to a value; in a card (`inside`, of these blocks) as its last paragraph's next line where only the
    card's width broke it."""
    first = paragraph.text[:1]
    goes_on = inside and (first.islower() or first.isdigit()) and paragraph.marker is None
    goes_on = goes_on and bool(entry.values) and look_of(entry.values[-1]) == look_of(paragraph)
    if entry.values and goes_on and _wraps(entry.values[-1], paragraph, _right_edge(blocks)):
        entry.values[-1] = replace(entry.values[-1], lines=(*entry.values[-1].lines, *paragraph.lines))
    else:
        entry.values.append(paragraph)


def _right_edge(blocks: Sequence[Block]) -> float:
    """Where the longest line of the paragraphs among some blocks ends (points)."""
    lines = (line for b in blocks if isinstance(b, Paragraph) for line in b.lines)
    return max((b.x1 for line in lines if (b := line.bbox) is not None), default=0.0)


def _rows_of(table: Table) -> list[CardEntry]:
    """The labels of a table of label and value."""
    out: list[CardEntry] = []
    for row in range(table.rows):
        sides: list[list[Paragraph]] = [[], []]
        for cell in table.cells:
            if cell.row == row:
                sides[min(cell.column, 1)] += [b for b in cell.blocks if isinstance(b, Paragraph)]
        if sides[0]:
            label = sides[0][0]
            for more in sides[0][1:]:
                label = replace(label, lines=(*label.lines, *more.lines))
            out.append(CardEntry(label, label.text.strip().rstrip(":").strip(), sides[1]))
    return out


def _goes_on(entry: CardEntry, paragraph: Paragraph) -> bool:
    """Whether a paragraph in the open belongs to the value above it."""
    if not entry.values:
        return True
    above, own = entry.values[-1].lines[-1], paragraph.lines[0]
    if paragraph.role == "list-item" and (entry.values[-1].role == "list-item" or entry.values[-1] is entry.values[0]):
        return True
    if above.bbox is None or own.bbox is None or above.page != own.page:
        return False
    return 0 <= own.bbox.top - above.bbox.bottom < NEAR * own.bbox.height and look_of(paragraph) == look_of(
        entry.values[-1]
    )


def _is_record(record: _Record, words: Vocabulary) -> bool:
    """Whether a part is one measure with its labels."""
    fields = {words.label(e.name) for e in record.entries}
    if not fields & _CORE or _states_facts(record, words) or _is_to_be_filled_in(record, words):
        return False
    if len(record.entries) < FEWEST:
        return bool(record.titles) and bool(fields & {"vem", "när"}) and len(record.entries[0].values) == 1
    listed = [e for e in record.entries if e.values and e.values[0].role == "list-item"]
    if not fields & {"vem", "när"} and any(words.label(e.name) == "åtgärd" for e in listed):
        # A list of measures: each item is one.
        return False
    if fields & _CORE <= _REASONS and not record.titles:
        # A problem and a goal alone: those of the measures beside it.
        return False
    return "åtgärd" in fields or bool(record.titles) or len(fields & _CORE) >= FEWEST


def _opens_list(entry: CardEntry) -> bool:
    """Whether each item of a list ends the sentence that its label begins (`Polisen lovar att`)."""
    return bool(entry.values) and entry.values[0].role == "list-item" and opens_list(entry.name)


def _states_facts(record: _Record, words: Vocabulary) -> bool:
    """Whether most labels of a part are of facts of the document."""
    return 2 * sum(words.is_front(e.name) for e in record.entries) > len(record.entries)


def _is_to_be_filled_in(record: _Record, words: Vocabulary) -> bool:
    """Whether a part is a form without values: below its last label stands one that no list knows, or what somebody
    began with."""
    filled = [e for e in record.entries if e.values]
    missing = {words.label(e.name) for e in record.entries} - {words.label(e.name) for e in filled}
    return not filled or ("åtgärd" in missing and 2 * len(filled) < len(record.entries))


def _beside(scopes: Sequence[_Scope], words: Vocabulary, used: set[str]) -> list[Block]:
    """The blocks of parts that stand one after the other; adds the labels that they go by to `used`."""
    heads = [e for s in scopes if (e := _head(s)) is not None]
    fields = [words.label(e.name) for e in heads]
    if len(heads) > 1 and len(set(fields)) == len(fields) and len(set(fields) & _CORE) >= FEWEST:
        # Boxes of a field each; a list of measures in one of them is read as a list.
        used |= {heading_key(e.name) for e in heads}
        single = all(len(e.values) == 1 and e.values[0].role != "list-item" for e in heads)
        if len(heads) == len(scopes) and "åtgärd" in fields and single:
            return _as_blocks(_Record(entries=heads), words)
    out: list[Block] = []
    for scope in scopes:
        records = [r for r in scope.records if r.entries]
        if not records or not all(_is_record(r, words) for r in records):
            out += scope.blocks
            continue
        used |= {name for r in records for name in r.names()}
        out += _set_out(scope, words)
    return out


def _set_out(scope: _Scope, words: Vocabulary) -> list[Block]:
    """The records of a part as tables; the blocks as they are where a list in it holds a measure in each item."""
    if any(_opens_list(e) for r in scope.records for e in r.entries):
        return scope.blocks
    out: list[Block] = []
    for record in scope.records:
        out += _as_blocks(record, words) if record.entries else record.titles
    return out


def _reasons_first(scopes: Sequence[_Scope], words: Vocabulary) -> Sequence[_Scope]:
    """Parts that stand one after the other, each problem and goal before the list of measures whose they are: where
    they stand at its right, they are read after it."""
    lists, reasons = scopes[::2], scopes[1::2]
    if len(lists) != len(reasons) or not all(_are_reasons(s, words) for s in reasons):
        return scopes
    if not all(any(isinstance(b, Paragraph) and b.role == "list-item" for b in s.blocks) for s in lists):
        return scopes
    return [s for pair in zip(reasons, lists, strict=True) for s in pair]


def _are_reasons(scope: _Scope, words: Vocabulary) -> bool:
    """Whether a part says a problem, a goal or both, and nothing else."""
    entries = [e for r in scope.records for e in r.entries]
    titled = any(r.titles for r in scope.records)
    return bool(entries) and not titled and all(e.values and words.label(e.name) in _REASONS for e in entries)


def _heads_measures(block: Block, words: Vocabulary) -> bool:
    return (
        isinstance(block, Paragraph)
        and block.role == "heading"
        and words.label(block.text.strip().rstrip(" :")) == "åtgärd"
    )


def _head(scope: _Scope) -> CardEntry | None:
    """The one label of a part that begins with it; None for any other part."""
    first = scope.records[0] if len(scope.records) == 1 else None
    return first.entries[0] if first is not None and len(first.entries) == 1 and not first.titles else None


def _open(scope: _Scope, words: Vocabulary, used: set[str]) -> list[Block]:
    """The blocks of text in the open, set out where the same labels come above their values again and again; adds the
    labels that they go by to `used`."""
    records = [r for r in scope.records if r.entries]
    good = [r for r in records if len(r.entries) >= FEWEST and _is_record(r, words) and _above(r)]
    # Why and what for alone are of the measures that follow.
    good = [r for r in good if not {words.label(e.name) for e in r.entries} & _CORE <= _REASONS]
    shared = set.intersection(*(r.names() for r in good)) if good else set()
    # Text between two records may be a label or a value that this reading does not know: `label_records` looks wider.
    between = any(r.rest for r in scope.records[:-1])
    if len(good) < FEWEST or len(shared) < FEWEST or between:
        return scope.blocks
    out: list[Block] = []
    for record in scope.records:
        if record in good:
            used |= record.names()
            out += _as_blocks(record, words)
        else:
            out += [*record.titles, *(p for e in record.entries for p in _printed(e))]
        out += record.rest
    return out


def _above(record: _Record) -> bool:
    """Whether labels stand on lines of their own, over their values."""
    return sum(e.own_line and bool(e.values) for e in record.entries) > len(record.entries) / 2


def _printed(entry: CardEntry) -> list[Paragraph]:
    return [entry.label, *entry.values]


# ---------------------------------------------------------------- tables


def _as_blocks(record: _Record, words: Vocabulary) -> list[Block]:
    """The titles that stay, and the table of a record."""
    fields = {words.label(e.name) for e in record.entries}
    entries = list(record.entries)
    kept = list(record.titles)
    if record.titles and "åtgärd" not in fields and fields & {"vem", "när"}:
        own = _own_title(record.titles, words)
        entries.insert(0, CardEntry(Paragraph((Line((Word(TITLE, ""),)),)), TITLE, own))
        kept = [t for t in record.titles if t.role == "heading" or t not in own]
    cells: list[Cell] = []
    boxes: dict[int, list[BBox]] = {}
    for row, entry in enumerate(entries):
        for column, held in enumerate(((entry.label,), tuple(entry.values))):
            cells.append(Cell(row, column, held, bbox=_box(held)))
            for line in (line for p in held for line in p.lines):
                if line.page is not None and line.bbox is not None:
                    boxes.setdefault(line.page, []).append(line.bbox)
    placed = tuple((page, box) for page, held in sorted(boxes.items()) if (box := union(held)) is not None)
    pages = tuple(page for page, _ in placed)
    table = Table(tuple(cells), len(entries), 2, method="labels", confidence=CARDS, pages=pages, boxes=placed)
    return [*kept, table]


def _own_title(titles: Sequence[Paragraph], words: Vocabulary) -> list[Paragraph]:
    """The title of the card itself: larger headings above it are those of its chapter, and a phase is none."""
    said = [t for t in titles if not (t.role == "heading" and names_time(t.text, words))]
    if said and len(said) < len(titles):
        return _own_title(said, words)
    heads = [i for i, t in enumerate(titles) if t.role == "heading"]
    if not heads:
        return list(titles)
    first = heads[-1]
    while first - 1 in heads and look_of(titles[first - 1]) == look_of(titles[first]):
        first -= 1
    return list(titles[first:])


def _box(paragraphs: Sequence[Paragraph]) -> BBox | None:
    return union(b for p in paragraphs for line in p.lines if (b := line.bbox) is not None)
