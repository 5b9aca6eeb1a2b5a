"""Tables that were flattened to tabs: lines back to rows, also where cells are wrapped or trailing tabs are gone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from ingest.document import Block, Cell, Line, Paragraph, Table, Word
from ingest.language.lists import lower_start, open_end, split_bullet
from ingest.read.text.row_lines import row_starts

__all__ = ["FlatLine", "Tabbed", "arrange", "cell_blocks", "table_of", "tables_of_tabs", "wrapped_blocks"]

Fields = tuple[tuple[Word, ...], ...]
LONGEST_NAME = 6
"""Words of a paragraph that can be the first field of a row, the others being empty."""
_FEWEST_LED, _LED_WORDS = 2, 3
"""List items of a document with something at the margin behind a tab, and words of their texts on average, at least."""
MOST_NAMES = 8
"""Such paragraphs one after another."""


@dataclass(frozen=True, slots=True)
class FlatLine:
    """One line: its `fields` between tabs, the blank lines before it, its page (from 1) where pages are known."""

    fields: Fields
    gap: int = 0
    page: int | None = None
    breaks: tuple[tuple[int, ...], ...] = ()
    """For each field, where forced breaks stand in it, counted in words; () where no field has any."""
    broken: bool = False
    """Whether a forced break alone parts it from the line above, inside one paragraph."""
    blank: bool = False
    """Whether an empty paragraph stands before it."""

    def lines(self, field: int) -> list[Line]:
        """The lines of one field."""
        words = self.fields[field]
        cuts = [0, *(self.breaks[field] if self.breaks else ()), len(words)]
        return [Line(words[a:b], self.page) for a, b in pairwise(cuts) if b > a]

    @property
    def filled(self) -> int:
        return sum(1 for f in self.fields if f)

    @property
    def tabbed(self) -> bool:
        return len(self.fields) > 1

    @property
    def strong(self) -> bool:
        """At least two fields with words: a row, unless it is alone."""
        return self.filled > 1


@dataclass(frozen=True, slots=True)
class Tabbed(Paragraph):
    """A paragraph whose lines hold tab stops: `fields` are the words between them, line by line."""

    fields: tuple[Fields, ...] = ()
    broken: bool = False
    """Whether a forced break alone parts it from the paragraph above: both are one in the file."""
    blank: bool = False
    """Whether an empty paragraph stands before it."""


@dataclass(slots=True)
class _Row:
    """A row being put together: lines of words in each field."""

    fields: list[list[Line]] = field(default_factory=list)


def arrange(lines: Sequence[FlatLine], *, apart: bool = False) -> list[Table | int]:
    """Tables, and the indices of the lines that stand outside them, in order; `apart`: no line goes on in the next."""
    out: list[Table | int] = []
    at = 0
    while at < len(lines):
        end = _run(lines, at) if _begins(lines, at) else at
        made = _made(lines[at:end], apart=apart) if end > at else None
        if made is None:
            stop = max(end, at + 1)
            out.extend(range(at, stop))
            at = stop
        else:
            out.append(made)
            at = end
    return out


def tables_of_tabs(blocks: Iterable[Block]) -> list[Block]:
    """Runs of `Tabbed` paragraphs made tables; a table of contents made of tabs gets the role "side"."""
    out: list[Block] = []
    run: list[Tabbed] = []
    every = _lists_made_tables(list(blocks))

    def in_table(at: int, block: Paragraph) -> bool:
        """Return whether a paragraph without tabs is a row's first field, or goes on in that of the row above."""
        if not run or not _is_name(block):
            return False
        wrapped = FlatLine(run[-1].fields[-1]).strong and lower_start(block.lines[0].words)
        return block.text in names or _goes_on(every, at) or wrapped

    names = frozenset(_words_of(f[0]) for b in every if isinstance(b, Tabbed) for f in b.fields if FlatLine(f).strong)

    def flush() -> None:
        lines: list[FlatLine] = []
        owner: list[Tabbed] = []
        kept: set[int] = set()
        for paragraph in run:
            for at, fields in enumerate(paragraph.fields):
                lines.append(FlatLine(fields, broken=at > 0 or paragraph.broken, blank=at == 0 and paragraph.blank))
                owner.append(paragraph)
        listing = len(lines) > 1 and _is_contents([line for line in lines if line.strong] or lines)
        # A paragraph without tabs among them is a row whose other fields are empty, and so is each a row.
        for item in arrange(lines, apart=any(not line.tabbed for line in lines)):
            if isinstance(item, Table):
                out.append(item)
            else:
                loose = owner[item]
                if id(loose) not in kept:
                    kept.add(id(loose))
                    out.append(_plain(loose, side=listing))
        run.clear()

    for at, block in enumerate(every):
        if isinstance(block, Tabbed) and block.role in ("body", "list-item") and block.marker is None:
            run.append(block)
        elif isinstance(block, Paragraph) and in_table(at, block):
            run.append(Tabbed(block.lines, fields=((tuple(w for line in block.lines for w in line.words),),)))
        else:
            flush()
            out.append(
                Paragraph(block.lines, block.role, block.level, block.marker) if isinstance(block, Tabbed) else block
            )
    flush()
    return out


def _lists_made_tables(blocks: Sequence[Block]) -> list[Block]:
    """List items with one tab each, behind which a date or a name stands at the margin, made rows of tables.

    A single such item is one where the document has more of them.
    """
    rows = {at for at, b in enumerate(blocks) if isinstance(b, Tabbed) and _is_led(b)}
    words = sum(len(b.fields[0][0]) for at, b in enumerate(blocks) if at in rows and isinstance(b, Tabbed))
    if len(rows) < _FEWEST_LED or words < _LED_WORDS * len(rows):
        return list(blocks)
    out: list[Block] = []
    for is_row, group in groupby(enumerate(blocks), key=lambda one: one[0] in rows):
        held = [b for _, b in group]
        fields = [[cell_blocks([Line(words)]) for words in b.fields[0]] for b in held if isinstance(b, Tabbed)]
        table = table_of(fields, method="tabs") if is_row else None
        out += held if table is None else [table]
    return out


def _is_led(block: Tabbed) -> bool:
    """Whether a list item is a text and, a tab behind it, a short one; no label with its value."""
    if block.role != "list-item" or block.marker is None or len(block.fields) != 1 or len(block.fields[0]) != 2:
        return False
    text, led = block.fields[0]
    return bool(text) and 0 < len(led) <= LONGEST_NAME and not text[-1].raw.endswith(":")


def _words_of(words: Sequence[Word]) -> str:
    return " ".join(w.text for w in words)


def _is_name(paragraph: Paragraph) -> bool:
    """Whether a paragraph may be a row's first field alone: a few words, and no sentence."""
    text = paragraph.text
    plain = paragraph.role == "body" and paragraph.marker is None and len(paragraph.lines) == 1
    return plain and 0 < len(text.split()) <= LONGEST_NAME and not text.rstrip().endswith((".", ":", "?", "!"))


def _goes_on(blocks: Sequence[Block], at: int) -> bool:
    """Whether a line with tabs follows, with nothing but such short paragraphs between."""
    for block in blocks[at + 1 : at + 1 + MOST_NAMES]:
        if isinstance(block, Tabbed):
            return block.role == "body" and any(FlatLine(fields).strong for fields in block.fields)
        if not isinstance(block, Paragraph) or not _is_name(block):
            return False
    return False


def _plain(paragraph: Tabbed, *, side: bool = False) -> Paragraph:
    return Paragraph(paragraph.lines, "side" if side else paragraph.role, paragraph.level, paragraph.marker)


# -- where a table is


def _begins(lines: Sequence[FlatLine], at: int) -> bool:
    line = lines[at]
    if line.strong:
        return not _is_of_facts(lines, at)
    # A section's line with the empty fields of its row still there, above the heading row.
    following = lines[at + 1] if at + 1 < len(lines) else None
    return line.tabbed and line.filled == 1 and bool(line.fields[0]) and following is not None and following.tabbed


def _is_of_facts(lines: Sequence[FlatLine], at: int) -> bool:
    """Return whether each field of a line is a label with its value, above a line of another number of fields."""
    following = next((line for line in lines[at + 1 :] if line.strong), None)
    labelled = all(_LABELLED.match(_words_of(f)) for f in lines[at].fields if f)
    return labelled and following is not None and following.filled != lines[at].filled


_LABELLED = re.compile(r"[^:]{2,40}:\s+\S")
"""A label and its value: `Fastställd: 2031-01-25`."""


def _run(lines: Sequence[FlatLine], start: int) -> int:
    """The end of the table that begins at `start`."""
    strong = next((k for k in range(start, len(lines)) if lines[k].strong), None)
    if strong is None:
        return start
    width = len(lines[strong].fields)
    end = start + 1
    open_fields = len(lines[start].fields)
    while end < len(lines):
        line = lines[end]
        if line.tabbed:
            if line.gap and not (width >= 3 and len(line.fields) == width):
                break
            open_fields = len(line.fields) if line.gap or open_fields >= width else open_fields + len(line.fields) - 1
        elif line.gap or not (_more(lines, end) or open_fields < width or lower_start(line.fields[0])):
            break
        end += 1
    return end


def _more(lines: Sequence[FlatLine], at: int) -> bool:
    """Whether the table goes on after an untabbed line: a tabbed one stands close below, without a blank line.

    Short lines may be many, since they are one wrapped cell; long ones are prose.
    """
    for distance, line in enumerate(lines[at + 1 : at + 16]):
        if line.gap or (distance >= 4 and sum(len(w.raw) + 1 for w in line.fields[0]) > 90):
            return False
        if line.tabbed:
            return True
    return False


# -- what its rows are


def _made(lines: Sequence[FlatLine], *, apart: bool) -> Table | None:
    strong = [line for line in lines if line.strong]
    if len(strong) < 2 and not (strong and len(strong[0].fields) > 3 and len(lines) > 1):
        return None
    if _is_contents(strong):
        return None
    if all(line.filled == 2 for line in strong):
        # Label and value with as many tabs between them as the author's eye asked for.
        lines = [FlatLine(tuple(f for f in x.fields if f), x.gap, x.page) if x.strong else x for x in lines]
        strong = [line for line in lines if line.strong]
    width = _width(strong)
    if apart or _in_columns(lines, width):
        rows = _rows_in_columns(lines, width)
    else:
        rows = [[cell_blocks(_joined(f)) for f in row.fields] for row in _rows(lines, width)]
    pages = sorted({line.page for line in lines if line.page is not None})
    return table_of(rows, method="tabs", pages=tuple(pages), bands=not apart)


def _in_columns(lines: Sequence[FlatLine], width: int) -> bool:
    """Return whether the fields of each line stand in the columns whose number they have, cells wrapped by hand.

    Else a line may go on inside the last cell of the one above.
    """
    if any(len(line.fields) > width for line in lines):
        return False
    hanging = any(line.tabbed and not line.fields[0] for line in lines)
    full = all(len(line.fields) == width for line in lines)
    return full or (hanging and not _adds_up(lines, width))


_SIGNS = 2
"""Lines in small letters below open ones that show wrapped cells; one may be a measure that its author began so."""


def _wrapped_by_hand(lines: Sequence[FlatLine]) -> bool:
    """Return whether anything shows that cells with others beside them go on in the next line: a forced break, an empty
    first field, or several in small letters under others that no stop ends and that are no heading."""
    if any(line.broken or (line.tabbed and not line.fields[0]) for line in lines):
        return True
    head = next((line.fields for line in lines if line.strong), ())
    signs = sum(
        above.strong and above.fields != head and line.tabbed and lower_start(line.fields[0]) and _is_open(above)
        for above, line in pairwise(lines)
    )
    return signs >= _SIGNS


def _is_open(line: FlatLine) -> bool:
    return bool(line.fields[0]) and not line.fields[0][-1].raw.endswith((".", "!", "?"))


def _rows_in_columns(lines: Sequence[FlatLine], width: int) -> list[list[tuple[Block, ...]]]:
    """Rows of lines whose fields stand in columns, those of one row under each other."""
    width = max(width, *(len(line.fields) for line in lines))
    grid = [[_words_of(f) for f in line.fields] + [""] * (width - len(line.fields)) for line in lines]
    widths = [max(len(row[c]) for row, line in zip(grid, lines, strict=True) if line.strong) for c in range(width)]
    begins = _begin_rows(lines, grid, widths)
    rows: list[list[list[Line]]] = []
    for line, first in zip(lines, begins, strict=True):
        if first:
            rows.append([[] for _ in range(width)])
        for column in range(len(line.fields)):
            rows[-1][column].extend(line.lines(column))
    # A line across, alone in its row, was not wrapped in a column.
    return [_cells_of(row, widths if len(rows) < len(lines) and any(row[1:]) else ()) for row in rows]


def _begin_rows(lines: Sequence[FlatLine], grid: Sequence[Sequence[str]], widths: Sequence[int]) -> list[bool]:
    """Return which lines begin a row: all with tabs, unless something shows that cells are wrapped by hand."""
    broken = any(line.broken for line in lines)
    parted = [bool(line.gap) or line.blank or (broken and not line.broken) for line in lines]
    bold = [all(w.bold for f in line.fields for w in f) for line in lines]
    known = [at for at, line in enumerate(lines) if line.tabbed or not lower_start(line.fields[0])]
    begins = row_starts(grid, parted, widths, bold, () if _wrapped_by_hand(lines) else known)
    labels = [False, *(_labels(above, line) for above, line in pairwise(lines))]
    return [first and not label for first, label in zip(begins, labels, strict=True)]


def _cells_of(row: Sequence[Sequence[Line]], widths: Sequence[int]) -> list[tuple[Block, ...]]:
    """The blocks of a row's cells; with the widths of its columns, their text is wrapped."""
    if not widths:
        return [cell_blocks(_joined(cell)) for cell in row]
    return [wrapped_blocks(_joined(cell), width) for cell, width in zip(row, widths, strict=True)]


def _width(strong: Sequence[FlatLine]) -> int:
    counts = Counter(len(line.fields) for line in strong)
    first = len(strong[0].fields)
    most, support = max(counts.items(), key=lambda c: (c[1], c[0]))
    return first if 2 * counts[first] >= support or first > most else most


def _is_contents(lines: Sequence[FlatLine]) -> bool:
    """Headings with page numbers that never fall."""
    numbers = [line.fields[-1][-1].raw for line in lines if line.fields[-1]]
    if len(numbers) < max(2, 0.8 * len(lines)) or any(len(line.fields) > 3 for line in lines):
        return False
    pages = [int(n) for n in numbers if re.fullmatch(r"\d{1,3}", n)]
    plain = all(len(line.fields[-1]) == 1 for line in lines if line.fields[-1])
    return plain and len(pages) == len(numbers) and pages == sorted(pages)


def _rows(lines: Sequence[FlatLine], width: int) -> Iterator[_Row]:
    stripped = not any(line.tabbed and not line.fields[-1] for line in lines)
    sums = _adds_up(lines, width)
    row: _Row | None = None
    for at, line in enumerate(lines):
        parts = list(line.fields)
        while len(parts) > width and not parts[-1]:
            parts.pop()
        if row is not None and _continues(lines, at, row, parts, width, stripped=stripped, sums=sums):
            row.fields[-1].extend(line.lines(0))
            row.fields.extend(line.lines(at_field) for at_field in range(1, len(parts)))
        else:
            if row is not None:
                yield row
            row = _Row([line.lines(at_field) for at_field in range(len(parts))])
    if row is not None:
        yield row


def _continues(
    lines: Sequence[FlatLine],
    at: int,
    row: _Row,
    parts: Sequence[tuple[Word, ...]],
    width: int,
    *,
    stripped: bool,
    sums: bool,
) -> bool:
    """Whether a line goes on inside the last cell of the row above it: the cell's text was wrapped."""
    if lines[at].gap:
        return False
    have, line = len(row.fields), lines[at]
    last = row.fields[-1][-1].words[-1].raw if row.fields[-1] else ""
    runs_on = lower_start(parts[0]) or open_end(last)
    if have >= width:
        return not line.tabbed and runs_on
    if have == 1:
        return runs_on and (open_end(last) or not _is_numbered(row))
    if not _fill_up(lines[at : at + _LONGEST_ROW], have, width):
        return False
    # Two short rows whose last tabs were stripped may add up by chance.
    return sums or runs_on or not line.tabbed or not stripped or not parts[0]


def _labels(above: FlatLine, line: FlatLine) -> bool:
    """Whether a line is a label with its value below a line without tabs that is none: one for the rows of a band."""
    if above.tabbed or line.tabbed or not above.fields[0] or not line.fields[0]:
        return False
    labels = [any(w.raw.endswith(":") for w in x.fields[0]) for x in (above, line)]
    return labels == [False, True] and line.fields[0][0].raw[:1].isupper()


def _is_numbered(row: _Row) -> bool:
    """Whether a row begins with a digit."""
    first = row.fields[0][0].words if row.fields[0] else ()
    return bool(first) and first[0].raw[0].isdigit()


_LONGEST_ROW = 100
"""Lines that a row is wrapped over at most."""


def _fill_up(lines: Sequence[FlatLine], have: int, width: int) -> bool:
    """Whether the tabs of lines without a blank line between them make a row that has `have` fields a whole one."""
    total = have
    for line in lines:
        if line is not lines[0] and line.gap:
            return False
        total += len(line.fields) - 1
        if total >= width:
            break
    return total == width


def _adds_up(lines: Sequence[FlatLine], width: int) -> bool:
    """Whether the tabs of the lines make whole rows throughout, some of them over several lines.

    Two short rows do so by chance; three do not, nor do lines that begin in the middle of a sentence.
    """
    tabs, wrapped, going_on, middles = 0, 0, 0, 0
    for line in lines:
        if tabs and line.gap:
            return False
        here = len(line.fields) - 1
        if not tabs and not here:
            continue
        if tabs:
            going_on += 1
            middles += lower_start(line.fields[0])
        elif here < width - 1:
            wrapped += 1
        tabs += here
        if tabs > width - 1:
            return False
        tabs %= width - 1
    return not tabs and wrapped > 0 and (wrapped >= 3 or middles >= 0.3 * going_on)


def _joined(lines: Sequence[Line]) -> tuple[Line, ...]:
    """A quoted cell (a spreadsheet's way of keeping a line break) without its quotes."""
    if len(lines) < 2 or not lines[0].words[0].raw.startswith('"') or not lines[-1].words[-1].raw.endswith('"'):
        return tuple(lines)

    def cut(word: Word, at_start: bool) -> Word:
        text = (word.raw[1:] if at_start else word.raw[:-1]).replace('""', '"')
        return Word(text, text, bold=word.bold, italic=word.italic)

    first, last = lines[0], lines[-1]
    out = list(lines)
    out[0] = Line((cut(first.words[0], True), *first.words[1:]), first.page)
    out[-1] = Line((*last.words[:-1], cut(last.words[-1], False)), last.page)
    return tuple(Line(tuple(w for w in line.words if w.raw), line.page) for line in out)


# -- the table


def table_of(
    rows: Sequence[Sequence[tuple[Block, ...]]],
    *,
    method: str,
    header_rows: int = 0,
    pages: tuple[int, ...] = (),
    bands: bool = True,
) -> Table | None:
    """A table out of rows of cells; with `bands` a row whose first cell alone has text spans all columns.

    None where no cell has text.
    """
    columns = max((len(row) for row in rows), default=0)
    cells: list[Cell] = []
    for at, row in enumerate(rows):
        alone = bands and columns > 2 and bool(row) and bool(row[0]) and not any(row[1:])
        cells.extend(
            Cell(at, column, row[column] if column < len(row) else (), colspan=columns if alone else 1)
            for column in range(1 if alone else columns)
        )
    if not any(cell.blocks for cell in cells):
        return None
    return Table(tuple(cells), len(rows), columns, method=method, header_rows=header_rows, pages=pages)


def cell_blocks(lines: Iterable[Line]) -> tuple[Block, ...]:
    """A cell's lines as paragraphs: each begins one, but where it runs on in the middle of a sentence or word."""
    out: list[Paragraph] = []
    for line in lines:
        if not line.words:
            continue
        bullet, rest = split_bullet(line.words)
        if bullet is not None:
            out.append(Paragraph((Line(tuple(rest), line.page),), "list-item", 0, bullet))
        elif out and lower_start(line.words):
            before = out[-1]
            out[-1] = Paragraph((*before.lines, line), before.role, before.level, before.marker)
        else:
            out.append(Paragraph((line,)))
    return tuple(out)


def wrapped_blocks(lines: Sequence[Line], width: int) -> tuple[Block, ...]:
    """A cell's lines as paragraphs where the column is `width` characters wide and its text is wrapped.

    A line begins a paragraph if it has a bullet, or if its first word would have fitted well on the line above.
    """
    out: list[Paragraph] = []
    for line in lines:
        if not line.words:
            continue
        bullet, rest = split_bullet(line.words)
        if bullet is not None and out and _is_dash(lines, line, out[-1]):
            bullet = None
        before = out[-1].lines[-1].text if out else ""
        room = len(before) + 1 + len(line.words[0].raw) <= 0.75 * width
        if bullet is not None:
            out.append(Paragraph((Line(tuple(rest), line.page),), "list-item", 0, bullet))
        elif out and (lower_start(line.words) or line.words[0].raw in _DASHES or not room):
            out[-1] = Paragraph((*out[-1].lines, line), out[-1].role, out[-1].level, out[-1].marker)
        else:
            out.append(Paragraph((line,)))
    return tuple(out)


_DASHES = ("–", "—", "-")


def _is_dash(lines: Sequence[Line], line: Line, above: Paragraph) -> bool:
    """Whether a dash at a line's beginning is in a text that goes on (`september 2029 | – januari 2030`): no other line
    of the cell has one, and no sentence ends above."""
    alone = sum(other.words[0].raw == line.words[0].raw for other in lines if other.words) == 1
    open_above = above.marker is None and not above.text.endswith((".", ":", ";", "!", "?"))
    return line.words[0].raw in _DASHES and alone and open_above and lower_start(line.words[1:])
