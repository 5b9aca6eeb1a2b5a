"""Plain text: .txt, .csv, .tsv, .md, in whatever encoding; what is kept and how stands in docs/formats.md."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from ingest.document import Block, BlockRole, Document, Line, Method, Note, Paragraph, Table, Word
from ingest.errors import EmptyFile, FileTooLarge
from ingest.options import Options
from ingest.read.text.aligned import aligned, tabs_again
from ingest.read.text.delimited import delimited, semicolons
from ingest.read.text.drawn import piped
from ingest.read.text.encoding import as_saved, decode, twice_decoded, without_entities
from ingest.read.text.lines import TextLine, lines_of, margins
from ingest.read.text.prose import Flow
from ingest.read.text.quote_marks import without_quote_marks
from ingest.read.text.tabs import FlatLine, arrange
from ingest.read.words import inline_words, words
from ingest.source import Source

__all__ = ["blocks_of", "read"]

_WORD = re.compile(r"\S+")
_NOTHING = re.compile(r"[\s\x00\x1a\ufeff\u200b-\u200d\u2060\u00ad]*")
"""White space of every kind, fillers, and characters that show nothing."""


def read(source: Source, options: Options) -> Document:
    """Read a text file.

    Raises:
        EmptyFile: nothing but white space.
        FileTooLarge: more lines, or more words, than `limits.objects`.
    """
    text, encoding, lost = decode(source.data)
    if _NOTHING.fullmatch(text):
        raise EmptyFile("holds nothing but white space.", source=source.name)
    if text.count("\n") + text.count("\r") > options.limits.objects:
        raise FileTooLarge(f"has over {options.limits.objects} lines (objects).", source=source.name)
    if _has_more_words(text, options.limits.objects):
        raise FileTooLarge(f"has over {options.limits.objects} words (objects).", source=source.name)
    notes = []
    text, entities = without_entities(text)
    if entities:
        notes.append(Note("encoding", "info", f"{entities} HTML entities are read as the characters that they name."))
    if encoding != "utf-8":
        notes.append(Note("encoding", "info", f"The text is read as {encoding}."))
    if lost:
        notes.append(
            Note("undecodable", "warning", f"{lost} bytes fit no reading as {encoding}; they stand as \ufffd.")
        )
    text, quoted = without_quote_marks(text)
    if quoted:
        notes.append(Note("quote-marks", "info", f"The marks of quotation before {quoted} lines are left out."))
    return Document(
        id=source.id,
        source=source.name,
        media_type=source.media_type,
        method=Method.TEXT,
        blocks=tuple(_arranged(text, source.name)),
        notes=tuple(notes),
    )


def _has_more_words(text: str, most: int) -> bool:
    """Return whether a text has more words than a plan can have: counted only where it is long enough to."""
    # A word has a character and a space before the next one.
    return len(text) >= 2 * most and sum(1 for _ in islice(_WORD.finditer(text), most + 1)) > most


def _arranged(text: str, name: str) -> list[Block]:
    """The blocks of a text; one that was encoded twice is arranged as it was meant, and its words stay as they stand
    in the file: repair mends them and says so."""
    meant = twice_decoded(text)
    if meant is None:
        return blocks_of(text, name)
    return [_saved(block) for block in blocks_of(meant, name)]


def _saved(block: Block) -> Block:
    if isinstance(block, Table):
        cells = (replace(c, blocks=tuple(_saved(b) for b in c.blocks)) for c in block.cells)
        return replace(block, cells=tuple(cells))
    lines = (replace(line, words=tuple(_saved_word(w) for w in line.words)) for line in block.lines)
    return replace(block, lines=tuple(lines))


def _saved_word(word: Word) -> Word:
    return replace(word, text=as_saved(word.text), raw=as_saved(word.raw))


def blocks_of(text: str, name: str = "") -> list[Block]:
    """The paragraphs and tables of a text; `name` only tells what its ending promises."""
    text = text.removeprefix("\ufeff")
    whole = delimited(text, name)
    if whole is not None:
        table, above = whole
        return [*(Paragraph((Line(words(line)),)) for line in above if line), table]
    lines = _unquoted(lines_of(text))
    running = margins(lines)
    out = [_running(lines[at], role) for at, role in running.items() if role == "header"]
    body = [line for at, line in enumerate(lines) if at not in running]
    body = _closed_gaps(lines, running, body)
    out.extend(_Body(body, name).blocks())
    out.extend(_running(lines[at], role) for at, role in running.items() if role == "footer")
    return _once(out)


def _unquoted(lines: Sequence[TextLine]) -> list[TextLine]:
    """Lines of one quoted cell put together: spreadsheets quote a cell that holds line breaks.

    The parts of the cell are parted by vertical tabs; a quote that is never closed is a quotation mark.
    """
    out: list[TextLine] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        end = at + 1
        last = line.text.rsplit("\t", 1)[-1]
        if last.startswith('"') and last.count('"') % 2 and ("\t" in line.text or at):
            text = line.text
            for k in range(at + 1, min(at + 40, len(lines))):
                text += "\v" + lines[k].text
                tail = text.rsplit("\t", 1)[-1]
                if text.count('"') % 2 == 0 and not (tail.startswith('"') and not tail.endswith('"')):
                    end = k + 1
                    break
                if lines[k].gap > 1:
                    break
            if end > at + 1 and _QUOTED.search(text):
                line = TextLine(_QUOTED.sub(lambda m: m[1] + m[2].replace('""', '"'), text), line.gap, line.page)
            else:
                end = at + 1
        out.append(line)
        at = end
    return out


_QUOTED = re.compile(r'(^|\t)"((?:[^"\v]|"")*\v(?:[^"]|"")*)"(?=\t|$)')


def _running(line: TextLine, role: BlockRole) -> Block:
    return Paragraph((Line(words(line.text), line.page),), role)


def _once(blocks: Sequence[Block]) -> list[Block]:
    """Running lines that are the same on every page stand once."""
    seen: set[tuple[str, str]] = set()
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph) and block.role in ("header", "footer"):
            if (block.role, block.text) in seen:
                continue
            seen.add((block.role, block.text))
        out.append(block)
    return out


def _closed_gaps(lines: Sequence[TextLine], running: dict[int, BlockRole], body: list[TextLine]) -> list[TextLine]:
    """Where running lines were taken out between two pages, their blank lines go with them."""
    if not running:
        return body
    page: int | None = None
    out: list[TextLine] = []
    for line in body:
        turned = page is not None and line.page != page
        out.append(TextLine(line.text, min(line.gap, 1), line.page) if turned else line)
        page = line.page
    return out


_MARKDOWN = re.compile(r"#{1,6} \S|\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?\s*)?$")
"""A heading, or the rule under a table's heading row."""


class _Body:
    """Cuts the lines into regions: drawn tables, aligned tables, flattened tables, running text."""

    def __init__(self, lines: Sequence[TextLine], name: str) -> None:
        self._lines = lines
        promised = name.lower().endswith((".md", ".markdown"))
        self._markdown = promised or any(_MARKDOWN.match(line.text) for line in lines)
        self._flow = Flow(lines, markdown=self._markdown)

    def blocks(self) -> list[Block]:
        out: list[Block] = []
        at = 0
        regions = self._apart(piped(self._lines, markdown=self._markdown))
        for start, end, table in [*regions, (len(self._lines), len(self._lines), None)]:
            self._unpiped(at, start, out)
            if table is not None:
                out.append(table)
            at = end
        return out

    def _apart(self, drawn: Sequence[tuple[int, int, Table]]) -> list[tuple[int, int, Table]]:
        """Drawn tables, and between them those with semicolons."""
        out: list[tuple[int, int, Table]] = []
        at = 0
        for start, end, table in [*drawn, (len(self._lines), len(self._lines), None)]:
            out += [(at + a, at + b, found) for a, b, found in semicolons(self._lines[at:start])]
            if table is not None:
                out.append((start, end, table))
            at = end
        return out

    def _unpiped(self, start: int, end: int, out: list[Block]) -> None:
        at = start
        for first, last, table in aligned(self._lines[start:end]):
            self._unaligned(at, start + first, out)
            out.append(table)
            at = start + last
        self._unaligned(at, end, out)

    def _unaligned(self, start: int, end: int, out: list[Block]) -> None:
        lines = tabs_again(self._lines[start:end])
        flat = [self._flat(line) for line in lines]
        loose: list[TextLine] = []
        for item in arrange(flat):
            if isinstance(item, Table):
                self._loose(loose, 1, out)
                out.append(item)
            else:
                loose.append(lines[item])
        self._loose(loose, self._lines[end].gap if end < len(self._lines) else 1, out)

    def _flat(self, line: TextLine) -> FlatLine:
        fields: list[tuple[Word, ...]] = []
        breaks: list[tuple[int, ...]] = []
        for part in line.text.lstrip(" ").split("\t"):
            words_of: list[Word] = []
            cuts: list[int] = []
            for piece in part.split("\v"):
                cuts.append(len(words_of))
                words_of.extend(inline_words(piece, markdown=self._markdown))
            fields.append(tuple(words_of))
            breaks.append(tuple(cuts[1:]))
        return FlatLine(tuple(fields), line.gap, line.page, tuple(breaks) if any(breaks) else ())

    def _loose(self, loose: list[TextLine], last_gap: int, out: list[Block]) -> None:
        if loose:
            out.extend(p for p in self._flow.paragraphs(loose, last_gap=last_gap) if p.lines)
            loose.clear()
