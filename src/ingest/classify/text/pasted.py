"""Tables whose grid was lost when they were pasted: their cells stand one below the other.

Row by row, the heading words stand together and the cells follow in groups of as many; column by column, each heading
word stands above as many cells as the others. Both become tables again, before anything else looks at the text: what
their columns mean is then decided as for every table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from ingest.classify.fields.cell_scores import Scorer
from ingest.classify.fields.folding import heading_key
from ingest.classify.fields.heading import Label
from ingest.classify.fields.vocabulary import Vocabulary
from ingest.classify.text.headings import SKIPPED
from ingest.classify.text.outline import number_of
from ingest.document import Block, Cell, Document, Method, Paragraph, Table

__all__ = ["with_pasted_tables"]

LONGEST_HEADING = 5
"""Words of a column's heading."""
SHORTENED = 6
"""Signs of a heading word that is shortened (`Ansv.`), with its stop, at most."""
FEWEST_COLUMNS = 3
MOST_COLUMNS = 9
KNOWN_SHARE = 0.5
"""Share of the heading words that the vocabulary must know."""
UNKNOWN_FIRST = 2
"""How many heading words that it does not know may stand first: as many lines above may be a title."""
BY_COLUMN = 0.05
"""What each column of a known heading is worth beside the fit."""
FEWEST_KNOWN = 2
"""Different fields that the heading words must name."""
KNOWN = 0.5
"""How sure the vocabulary must be of a heading word (`Meaning.known`)."""
FITS = 0.4
"""Mean probability, over the columns whose heading is known, that the cells in a column are of its field."""
ROW_FITS = 0.25
"""The same for a single row, after the first: below, running text has begun."""
FEWEST_ROWS = 2
"""Rows of a column-by-column table: with one, its heading words are labels above values."""


@dataclass(frozen=True)
class _Grid:
    """Rows of cells, the heading row first, and the paragraphs of the text that they take."""

    rows: tuple[tuple[Paragraph, ...], ...]
    taken: int


def with_pasted_tables(document: Document, words: Vocabulary, content: Scorer) -> tuple[Block, ...]:
    """Return the blocks with each table that was pasted cell by cell or column by column in place of its lines.

    Args:
        document: arranged and repaired; a paragraph is a cell. Where headings are told by their form alone (text
            files), one without a number may be a cell too.
        words: heading words.
        content: scores the words of cells.
    """
    blocks: Sequence[Block] = document.blocks
    guessed = document.method is Method.TEXT
    out: list[Block] = []
    at = 0
    while at < len(blocks):
        cells = _cells(blocks, at, guessed)
        grid = _pasted(cells, words, content) if len(cells) > FEWEST_COLUMNS else None
        lines = _by_lines(cells, words, content) if guessed and cells else None
        if guessed and grid is not None and _lines_below(grid, cells, words, content):
            grid = None
        if lines is not None and (grid is None or _worth(lines, words, content) > _worth(grid, words, content)):
            out.append(_table(lines))
            blocks = (*_rest(cells, lines.taken), *blocks[at + len(cells) :])
            at = 0
        elif grid is None:
            out.append(blocks[at])
            at += 1
        else:
            out.append(_table(grid))
            at += grid.taken
    return tuple(out)


def _by_lines(cells: Sequence[Paragraph], words: Vocabulary, content: Scorer) -> _Grid | None:
    """A table whose cells are lines without a blank one between: reading took some of them for wrapped text."""
    if not any(len(c.lines) > 1 for c in cells) or not _may_head(cells[0].lines[0].text):
        return None
    single = [Paragraph((line,)) for cell in cells for line in cell.lines]
    grid = _by_cells(single, words, content) if len(single) > FEWEST_COLUMNS else None
    return grid if grid is not None and _begins_here(grid, single, words, content) else None


def _lines_below(grid: _Grid, cells: Sequence[Paragraph], words: Vocabulary, content: Scorer) -> bool:
    """Whether lines as cells, from a paragraph or two below, fit better than paragraphs from here on."""
    later = [_by_lines(cells[k:], words, content) for k in range(1, UNKNOWN_FIRST + 1) if len(cells) > k]
    return any(g is not None and _worth(g, words, content) > _worth(grid, words, content) for g in later)


def _begins_here(grid: _Grid, cells: Sequence[Paragraph], words: Vocabulary, content: Scorer) -> bool:
    """Whether a table begins at the first cell, and not below it: a line above the heading words is its title."""
    later = [_by_cells(cells[k:], words, content) for k in range(1, UNKNOWN_FIRST + 1) if len(cells) > k]
    return _worth(grid, words, content) >= max((_worth(g, words, content) for g in later if g is not None), default=0.0)


def _worth(grid: _Grid, words: Vocabulary, content: Scorer) -> float:
    """How well cells fit their columns, and how many columns are known."""
    return _fit(grid, words, content) + BY_COLUMN * len(grid.rows[0])


def _rest(cells: Sequence[Paragraph], lines: int) -> list[Paragraph]:
    """The paragraphs below a number of lines, the first of them without those that a table took."""
    out: list[Paragraph] = []
    for cell in cells:
        taken = min(lines, len(cell.lines))
        lines -= taken
        if taken < len(cell.lines):
            out.append(replace(cell, lines=cell.lines[taken:]))
    return out


def _cells(blocks: Sequence[Block], at: int, guessed: bool) -> list[Paragraph]:
    """The paragraphs from here on that may be cells of one table."""
    found: list[Paragraph] = []
    for block in blocks[at:]:
        if not isinstance(block, Paragraph) or block.role in SKIPPED or block.marker is not None:
            break
        if block.role == "heading" and (not guessed or number_of(block.text, None)[0] is not None):
            break
        found.append(block)
    return found


def _pasted(cells: Sequence[Paragraph], words: Vocabulary, content: Scorer) -> _Grid | None:
    if not _may_head(cells[0].text):
        return None
    by_cells = _by_cells(cells, words, content)
    if by_cells is not None:
        return by_cells if _begins_here(by_cells, cells, words, content) else None
    by_columns = _by_columns(cells, words)
    return by_columns if by_columns is not None and _fit(by_columns, words, content) >= FITS else None


def _name(cell: Paragraph, words: Vocabulary) -> Label | None:
    """The field of a line that may head a column; None for any other."""
    text = cell.text.strip()
    bare = text.rstrip(":? ")
    if not _may_head(text):
        return None
    label = words.label(bare)
    if label is not None:
        return label
    meaning = words.heading(text)
    return meaning.best if meaning.known >= KNOWN else None


def _by_cells(cells: Sequence[Paragraph], words: Vocabulary, content: Scorer) -> _Grid | None:
    """Heading words together, then cells in groups of as many.

    Where the vocabulary does not know all heading words, cells may look like them: of the widths the one that fits
    best.
    """
    if _alternate(cells, words):
        return None
    looks = list(takewhile(lambda c: _may_head(c.text), cells[:MOST_COLUMNS]))
    names = [_name(c, words) for c in looks]
    best, most = None, FITS
    for width in range(FEWEST_COLUMNS, len(looks) + 1):
        known = [label for label in names[:width] if label is not None]
        if names[width - 1] is None or len(known) < KNOWN_SHARE * width or not _says_fields(known):
            continue
        grid = _in_groups(cells, width, words, content)
        if grid is not None and _labels_inside(grid):
            continue
        fit = 0.0 if grid is None else _fit(grid, words, content) + BY_COLUMN * len(known)
        if fit > most:
            best, most = grid, fit
    return best


def _labels_inside(grid: _Grid) -> bool:
    """Return whether a word that heads a column stands among the cells too: it is a label above values."""
    heads = {heading_key(cell.text) for cell in grid.rows[0]}
    return any(heading_key(cell.text) in heads for row in grid.rows[1:] for cell in row)


def _alternate(cells: Sequence[Paragraph], words: Vocabulary) -> bool:
    """Return whether known labels and their values alternate: a record, with its labels above the values."""
    first = cells[: 2 * FEWEST_COLUMNS]
    known = [words.label(c.text.strip().rstrip(":? ")) is not None for c in first]
    # What the vocabulary half knows is a label too among known ones.
    labels = all(_name(c, words) is not None for c in first[::2]) and sum(known[::2]) >= FEWEST_KNOWN
    return len(known) == 2 * FEWEST_COLUMNS and labels and not any(known[1::2])


def _may_head(text: str) -> bool:
    bare = text.strip().rstrip(":? ")
    shortened = " " not in bare and len(bare) <= SHORTENED
    plain = not bare.endswith((",", ";") if shortened else (".", ",", ";")) and not any(map(str.isdigit, bare))
    return bool(bare) and len(bare.split()) <= LONGEST_HEADING and plain and ":" not in bare


def _in_groups(cells: Sequence[Paragraph], width: int, words: Vocabulary, content: Scorer) -> _Grid | None:
    head = tuple(cells[:width])
    end = _headings_again(cells, width)
    rows: list[tuple[Paragraph, ...]] = []
    for at in range(width, end - width + 1, width):
        row = tuple(cells[at : at + width])
        if rows and _fit(_Grid((head, row), 0), words, content) < ROW_FITS:
            break
        rows.append(row)
    return _Grid((head, *rows), width * (len(rows) + 1)) if rows else None


def _headings_again(cells: Sequence[Paragraph], width: int) -> int:
    """Where the next table begins, whose heading words are the same: at the title right above them."""
    names = [heading_key(c.text) for c in cells[:width]]
    for at in range(width, len(cells) - width + 1):
        if all(heading_key(c.text) == name for c, name in zip(cells[at : at + width], names, strict=True)):
            return at - 1 if (at - width) % width else at
    return len(cells)


def _by_columns(cells: Sequence[Paragraph], words: Vocabulary) -> _Grid | None:
    """Each heading word above its cells, all columns equally long: of the lengths that fit, the one with the most
    columns."""
    best: list[int] = []
    labels_at = {at for at, cell in enumerate(cells) if _is_label(cell, words)}
    for step in range(FEWEST_ROWS + 1, len(cells) // FEWEST_COLUMNS + 1):
        heads: list[int] = []
        seen: set[str] = set()
        for at in range(0, len(cells) - step + 1, step):
            name = heading_key(cells[at].text)
            if _name(cells[at], words) is None or name in seen:
                break
            heads.append(at)
            seen.add(name)
        labels = [label for at in heads if (label := _name(cells[at], words)) is not None]
        # Labels among the cells are labels above values.
        alone = labels_at.intersection(range(step * len(heads))) <= set(heads)
        if len(heads) >= FEWEST_COLUMNS and len(heads) > len(best) and _says_fields(labels) and alone:
            best = heads
    if not best:
        return None
    step = best[1]
    rows = tuple(tuple(cells[at + r] for at in best) for r in range(step))
    return _Grid(rows, step * len(best))


def _is_label(cell: Paragraph, words: Vocabulary) -> bool:
    return _may_head(cell.text) and words.label(cell.text.strip().rstrip(":? .")) not in (None, "other")


def _says_fields(labels: Sequence[Label]) -> bool:
    known = set(labels) - {"other"}
    return len(known) >= FEWEST_KNOWN and bool(known & {"åtgärd", "mål"})


def _fit(grid: _Grid, words: Vocabulary, content: Scorer) -> float:
    """How well the cells fit their columns: the mean probability of the field that the heading names."""
    scores = []
    for column, head in enumerate(grid.rows[0]):
        label = _name(head, words)
        texts = [row[column].text for row in grid.rows[1:]]
        if label is not None and label != "other":
            said = content(texts)
            scores.append(sum(s[label] for s in said) / len(said))
    return sum(scores) / len(scores) if scores else 0.0


def _table(grid: _Grid) -> Table:
    cells = tuple(Cell(r, c, (Paragraph(cell.lines),)) for r, row in enumerate(grid.rows) for c, cell in enumerate(row))
    pages = sorted({at.page for row in grid.rows for cell in row for at in cell.lines if at.page is not None})
    return Table(cells, len(grid.rows), len(grid.rows[0]), method="pasted", header_rows=1, pages=tuple(pages))
