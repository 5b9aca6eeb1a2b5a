"""One sheet as it is shown: its cells with text or fill, merged ones as one, hidden rows and columns left out.

Only what the file names is looked at: a cell at row 1 048 576 costs as much as one at row 1, and cells that have
nothing but a border cost nothing after they are counted.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from ingest.document import Word
from ingest.read.office_xml import integer
from ingest.read.sheets.looks import CellLook, Color, Font, Looks, font_of
from ingest.read.sheets.number_formats import GENERAL, builtin, serial, shown, shown_bool
from ingest.read.sheets.xml_names import S
from ingest.read.words import TextRun, lines_of_runs

__all__ = ["Merge", "Sheet", "SheetCell", "Strings", "address", "column_letters", "read_sheet"]

_A1 = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_MOST_COLUMNS, _MOST_ROWS = 16_384, 1_048_576
"""Columns and rows of a sheet ([MS-XLSX] and Excel's own limits)."""
_LETTERS = 26
_DATE = 14
"""The number of the format of a date (18.8.30)."""

_Run = tuple[str, Font]
"""A piece of a text with its font."""


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell that shows a text: its lines of words (one for each forced break) and its look."""

    lines: tuple[tuple[Word, ...], ...]
    look: CellLook
    number: bool = False
    """Whether it holds a number (a date, an amount) or a truth value."""

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(w for line in self.lines for w in line)

    @property
    def text(self) -> str:
        return " ".join(w.raw for w in self.words)


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells shown as one: first and last row and column, all counted from 1 and included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one sheet shows. Keys are (row, column) from 1, as in the sheet's own addresses."""

    cells: Mapping[tuple[int, int], SheetCell]
    fills: Mapping[tuple[int, int], Color]
    """Of cells without text, inside the rows and columns that have some."""
    merges: Mapping[tuple[int, int], Merge]
    """By the cell that shows the text of the merged ones."""
    heads: frozenset[int] = frozenset()
    """Rows that a filter or a table of the sheet names as its headings."""
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    """Those that hold text."""
    filtered: bool = False
    covered: int = 0
    """Cells with text below a merged one, which no one sees."""
    struck: tuple[str, ...] = ()
    uncounted: tuple[tuple[int, int], ...] = ()
    """Cells whose formula has no value stored."""
    errors: tuple[tuple[int, int], ...] = ()
    """Cells that show an error (`#REF!`)."""


class Strings:
    """The texts that a workbook's cells share."""

    def __init__(self, root: etree._Element | None) -> None:
        found = () if root is None else root.iterchildren(S + "si")
        self._texts = [text_runs(si) for si in found]

    def __getitem__(self, number: int) -> tuple[tuple[str, Font | None], ...]:
        return self._texts[number] if 0 <= number < len(self._texts) else ()


def text_runs(element: etree._Element) -> tuple[tuple[str, Font | None], ...]:
    """The pieces of a text (`si`, `is`) with the fonts that they name; what is said aloud (`rPh`) left out."""
    out: list[tuple[str, Font | None]] = []
    for child in element.iterchildren(S + "t", S + "r"):
        if child.tag == S + "t":
            out.append((_unescaped(child.text or ""), None))
            continue
        properties = child.find(S + "rPr")
        text = "".join(t.text or "" for t in child.iterchildren(S + "t"))
        out.append((_unescaped(text), None if properties is None else font_of(properties)))
    return tuple(out)


_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold, as strings write them (`_x000D_`; 22.9.2.19, ST_Xstring)."""
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


def address(text: str) -> tuple[int, int] | None:
    """Row and column of an address (`B7` → 7, 2); None for what is none."""
    found = _A1.fullmatch(text)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    row = int(found[2])
    return (row, column) if column <= _MOST_COLUMNS and row <= _MOST_ROWS else None


def column_letters(column: int) -> str:
    """The letters of a column (28 → `AB`)."""
    out = ""
    while column > 0:
        column, rest = divmod(column - 1, _LETTERS)
        out = chr(ord("A") + rest) + out
    return out


def area(text: str) -> Merge | None:
    """The cells of a reference (`B2:D4`, `B2`); None for what is none."""
    first, _, last = text.partition(":")
    a, b = address(first), address(last or first)
    if a is None or b is None:
        return None
    return Merge(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))


def read_sheet(
    root: etree._Element, strings: Strings, looks: Looks, heads: Iterable[str] = (), *, since_1904: bool = False
) -> Sheet:
    """Read a worksheet's part.

    Args:
        root: its XML.
        heads: the areas of the sheet's tables, whose first row are headings.
        since_1904: whether days are counted from 1904.
    """
    return _Reading(root, strings, looks, since_1904).sheet(heads)


@dataclass(slots=True)
class _Hidden:
    rows: set[int] = field(default_factory=set)
    columns: list[tuple[int, int]] = field(default_factory=list)
    """First and last of neighbours."""
    shown: set[int] | None = None
    """The rows that are shown, where all others are hidden."""

    def row(self, number: int) -> bool:
        return number in self.rows or (self.shown is not None and number not in self.shown)

    def column(self, number: int) -> bool:
        return any(first <= number <= last for first, last in self.columns)


class _Reading:
    """The walk over one worksheet."""

    def __init__(self, root: etree._Element, strings: Strings, looks: Looks, since_1904: bool) -> None:
        self._root = root
        self._strings = strings
        self._looks = looks
        self._since_1904 = since_1904
        self._hidden = _Hidden()
        self._struck: list[str] = []
        self._uncounted: list[tuple[int, int]] = []
        self._errors: list[tuple[int, int]] = []

    def sheet(self, tables: Iterable[str]) -> Sheet:
        self._find_hidden()
        read = ((at, self._cell(at, element)) for at, element in self._cells())
        texts = {at: cell for at, cell in read if cell is not None}
        unseen_rows: set[int] = set()
        unseen_columns: set[int] = set()
        merges = list(self._merges())
        texts, anchors, covered = _seen(texts, merges, self._hidden)
        for row, column in [at for at in texts if self._hidden.row(at[0]) or self._hidden.column(at[1])]:
            (unseen_rows if self._hidden.row(row) else unseen_columns).add(row if self._hidden.row(row) else column)
            del texts[row, column]
        seen = {at for at in (*self._uncounted, *self._errors) if not self._is_hidden(at)}
        filters = [e.get("ref") or "" for e in self._root.iterchildren(S + "autoFilter")]
        areas = [found for text in (*filters, *tables) if (found := area(text)) is not None]
        return Sheet(
            texts,
            self._fills(texts),
            {at: merge for at, merge in anchors.items() if at in texts},
            frozenset(a.top for a in areas if a.right > a.left and a.bottom > a.top),
            tuple(sorted(unseen_rows)),
            tuple(sorted(unseen_columns)),
            any(e.find(S + "filterColumn") is not None for e in self._root.iterchildren(S + "autoFilter")),
            covered,
            tuple(self._struck),
            tuple(at for at in self._uncounted if at in seen),
            tuple(at for at in self._errors if at in seen),
        )

    def _is_hidden(self, at: tuple[int, int]) -> bool:
        return self._hidden.row(at[0]) or self._hidden.column(at[1])

    def _find_hidden(self) -> None:
        for column in self._root.iterfind(f"{S}cols/{S}col"):
            first, last = integer(column.get("min")), integer(column.get("max"))
            if first is not None and last is not None and (_on(column.get("hidden")) or _none(column.get("width"))):
                self._hidden.columns.append((first, last))
        form = self._root.find(S + "sheetFormatPr")
        if form is not None and _on(form.get("zeroHeight")):
            self._hidden.shown = set()
        for number, row in self._rows():
            if _on(row.get("hidden")) or _none(row.get("ht")):
                self._hidden.rows.add(number)
            elif self._hidden.shown is not None:
                self._hidden.shown.add(number)

    def _rows(self) -> Iterator[tuple[int, etree._Element]]:
        number = 0
        for row in self._root.iterfind(f"{S}sheetData/{S}row"):
            named = integer(row.get("r"))
            number = named if named is not None and 0 < named <= _MOST_ROWS else number + 1
            yield number, row

    def _cells(self, only: Collection[int] | None = None) -> Iterator[tuple[tuple[int, int], etree._Element]]:
        """Cells with their places, those without an address behind the one before: all that hold something, or with
        `only` every one of these rows."""
        for number, row in self._rows():
            if only is not None and number not in only:
                continue
            column = 0
            for element in row.iterchildren(S + "c"):
                name = element.get("r")
                if only is None and name is not None and not len(element):
                    # Empty ones come by the million: a look, and nothing else.
                    continue
                named = address(name or "")
                column = named[1] if named is not None else column + 1
                yield (number, column), element

    def _merges(self) -> Iterator[Merge]:
        for element in self._root.iterfind(f"{S}mergeCells/{S}mergeCell"):
            found = area(element.get("ref") or "")
            if found is not None and (found.bottom > found.top or found.right > found.left):
                yield found

    # -- one cell

    def _cell(self, at: tuple[int, int], element: etree._Element) -> SheetCell | None:
        """What a cell shows; None for nothing."""
        if len(element) == 0:
            return None
        look = self._looks.of(element.get("s"))
        kind = element.get("t") or "n"
        value = element.find(S + "v")
        raw = "" if value is None else value.text or ""
        if not raw and kind == "n" and element.find(S + "f") is not None:
            self._uncounted.append(at)
            return None
        if kind == "e" and raw:
            self._errors.append(at)
        runs = self._runs(kind, raw, element, look)
        lines = tuple(line for line in self._lines(runs) if line)
        return SheetCell(lines, look, kind in ("n", "b", "d")) if lines else None

    def _runs(self, kind: str, raw: str, element: etree._Element, look: CellLook) -> list[_Run]:
        found: Sequence[tuple[str, Font | None]] = ()
        if kind == "s":
            found = self._strings[number] if (number := integer(raw)) is not None else ()
        elif kind == "inlineStr":
            inline = element.find(S + "is")
            found = text_runs(inline) if inline is not None else ()
        else:
            found = ((self._value(kind, raw, look), None),)
        if kind in ("s", "inlineStr", "str") and len(found) == 1:
            found = ((shown(found[0][0], look.code), found[0][1]),)
        return [(text, look.font if font is None else font) for text, font in found]

    def _value(self, kind: str, raw: str, look: CellLook) -> str:
        """The text of a value that is no text."""
        if kind == "b":
            return shown_bool(_on(raw))
        if kind in ("e", "str"):
            return _unescaped(raw)
        code = look.code
        if kind == "d":
            number = _moment(raw, self._since_1904)
            # A date that no format shows as one (a system's own writer).
            code = builtin(_DATE) if code == GENERAL else code
        else:
            try:
                number = float(raw)
            except ValueError:
                return raw
        return raw if number is None or number - number else shown(number, code, since_1904=self._since_1904)

    def _lines(self, runs: Iterable[_Run]) -> Iterator[tuple[Word, ...]]:
        """Words by forced line breaks; struck-out ones are kept apart."""
        kept: list[TextRun] = []
        for text, font in runs:
            if font.struck:
                if text.strip():
                    self._struck.append(" ".join(text.split()))
                kept.append(TextRun(" "))
            else:
                kept.append(TextRun(text, font.size, font.bold, font.italic))
        return lines_of_runs(kept)

    # -- fills

    def _fills(self, texts: Mapping[tuple[int, int], SheetCell]) -> dict[tuple[int, int], Color]:
        rows, columns = {at[0] for at in texts}, {at[1] for at in texts}
        out: dict[tuple[int, int], Color] = {}
        for at, element in self._cells(rows):
            if at[1] in columns and at not in texts:
                fill = self._looks.of(element.get("s")).fill
                if fill is not None:
                    out[at] = fill
        return out


def _seen(
    texts: dict[tuple[int, int], SheetCell], merges: Sequence[Merge], hidden: _Hidden
) -> tuple[dict[tuple[int, int], SheetCell], dict[tuple[int, int], Merge], int]:
    """Texts with those of merged cells at the first place that is shown, the merges by it, and how many are covered.

    A merge that overlaps one before it is none: no program draws both.
    """
    rows = sorted({at[0] for at in texts})
    by_row: dict[int, list[int]] = {}
    for row, column in texts:
        by_row.setdefault(row, []).append(column)
    anchors: dict[tuple[int, int], Merge] = {}
    taken: set[tuple[int, int]] = set()
    covered = 0
    out = dict(texts)
    for merge in merges:
        held = [
            (row, column)
            for row in rows[bisect_left(rows, merge.top) : bisect_right(rows, merge.bottom)]
            for column in by_row[row]
            if merge.left <= column <= merge.right
        ]
        start = (merge.top, merge.left)
        if start not in texts or start in taken or not taken.isdisjoint(held):
            continue
        taken.update(held)
        for at in held:
            if at != start:
                covered += out.pop(at, None) is not None
        first = _first_shown(merge, hidden)
        if first is not None and first != start:
            out[first] = out.pop(start)
        anchors[first or start] = merge
    return out, anchors, covered


def _first_shown(merge: Merge, hidden: _Hidden) -> tuple[int, int] | None:
    """The upper left place of a merge that is shown; None where all is hidden."""
    row = next((r for r in range(merge.top, merge.bottom + 1) if not hidden.row(r)), None)
    column = next((c for c in range(merge.left, merge.right + 1) if not hidden.column(c)), None)
    return None if row is None or column is None else (row, column)


def _on(value: str | None) -> bool:
    return (value or "0").lower() in ("1", "true", "on")


def _none(value: str | None) -> bool:
    """Whether a width or height is none at all."""
    try:
        return value is not None and float(value) == 0
    except ValueError:
        return False


def _moment(raw: str, since_1904: bool) -> float | None:
    """The number of a date that is written as one (ISO 8601)."""
    try:
        return serial(datetime.fromisoformat(raw.rstrip("Z")), since_1904=since_1904)
    except ValueError:
        return None
