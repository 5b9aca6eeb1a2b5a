"""Which paragraphs are headings, which lines belong to the contents list, and what stands right below a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.classify.fields.folding import heading_key
from ingest.classify.spans import Piece, is_blank
from ingest.classify.text.outline import number_of, split_problem
from ingest.document import Block, Document, Method, Paragraph, Table
from ingest.language.patterns import pattern, word_list
from ingest.language.sentences import is_quotation

__all__ = [
    "SKIPPED",
    "body_size",
    "contents_blocks",
    "following_tables",
    "front_end",
    "is_heading",
    "is_said",
    "table_soon",
    "title_blocks",
]

SKIPPED = frozenset({"header", "footer", "footnote"})
"""Roles that stand beside the text."""


def is_said(block: Block) -> bool:
    """Return whether a block is a table, or text of the plan's own: no running head, no blank line."""
    return isinstance(block, Table) or (block.role not in SKIPPED and bool(block.text.strip()))


_ENTRY = re.compile(r"^(?P<text>.*?\S)(?:\s*[.…_·\s]{3,}\s*|\s+)(?P<page>\d{1,3})$")
_COUNTED = re.compile(r"[.…_·\s]*\d{0,3}")
_FEWEST_LETTERS = 5
"""Letters of an entry that a longer heading may begin with."""
_CONTENTS = word_list("classify", "headings.contents")
_TITLE = pattern("classify", "headings.title")


def body_size(document: Document) -> float | None:
    """The font size of most running text, in points; None where the format tells none."""
    sizes = [
        w.size
        for b in document.blocks
        for p in ([b] if isinstance(b, Paragraph) else [])
        if p.role not in SKIPPED and len(p.text) > 60
        for line in p.lines
        for w in line.words
        if w.size
    ]
    if not sizes:
        sizes = [
            w.size
            for b in document.blocks
            if isinstance(b, Table)
            for c in b.cells
            for p in c.blocks
            if isinstance(p, Paragraph)
            for line in p.lines
            for w in line.words
            if w.size
        ]
    return median(sizes) if sizes else None


def contents_blocks(blocks: Sequence[Block]) -> frozenset[int]:
    """Indices of the contents list: lines that end in a page number and come again as headings, or under its title."""
    texts = {heading_key(b.text) for b in blocks if isinstance(b, Paragraph)} | {
        heading_key(c.text) for b in blocks if isinstance(b, Table) for c in b.cells
    }
    entries: list[int] = []
    for index, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or block.role in SKIPPED:
            continue
        match = _ENTRY.match(block.text)
        if match is None:
            continue
        leaders = re.search(r"[.…·_]{3,}\s*\d{1,3}$|\.\s\.\s\.", block.text) is not None
        plain = heading_key(match.group("text"))
        if leaders or plain in texts or any(len(plain) > _FEWEST_LETTERS and _goes_on(plain, t) for t in texts):
            entries.append(index)
    if len(entries) < 2:
        entries = [i for i in entries if _under_title(blocks, i)]
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph) and heading_key(block.text) in _CONTENTS:
            entries.append(index)
            run = index + 1
            while run < len(blocks):
                item = blocks[run]
                if not isinstance(item, Paragraph) or (item.text.strip() and not _ENTRY.match(item.text)):
                    break
                entries.append(run)
                run += 1
    return frozenset(entries)


def _goes_on(entry: str, text: str) -> bool:
    """Return whether a text begins as an entry does and says more than a number (`Kvartal 1`, `Kvartal 2` are none)."""
    return text.startswith(entry) and _COUNTED.fullmatch(text[len(entry) :]) is None


def _under_title(blocks: Sequence[Block], index: int) -> bool:
    return any(
        isinstance(b, Paragraph) and heading_key(b.text).startswith(_CONTENTS)
        for b in blocks[max(0, index - 3) : index]
    )


def following_tables(blocks: Sequence[Block]) -> frozenset[int]:
    """Indices of tables that begin a page, with nothing but page furniture between them and the table before."""
    out: set[int] = set()
    before: Table | None = None
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            if before is not None and before.pages and block.pages and before.pages[-1] < block.pages[0]:
                out.add(index)
            before = block
        elif block.role not in SKIPPED and block.text.strip():
            before = None
    return frozenset(out)


def front_end(blocks: Sequence[Block], stated: frozenset[int]) -> int:
    """Index of the first heading of the plan proper: numbered, or none of the lines that state facts."""
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph) and block.role == "heading" and block.text.strip():
            numbered = number_of(block.text, block.marker)[0] is not None
            if numbered or (index not in stated and any(i < index for i in stated)):
                return index
    return len(blocks)


def title_blocks(blocks: Sequence[Block], title: str | None) -> frozenset[int]:
    """Indices of the paragraphs that carry the document's title: no sections, whatever they look like."""
    out: set[int] = set()
    wanted = heading_key(title) if title else ""
    out.update(_title_lines(blocks, wanted) if wanted else ())
    seen = 0
    for index, block in enumerate(blocks[:30]):
        if isinstance(block, Table):
            break
        if block.role in SKIPPED or not block.text.strip():
            continue
        seen += 1
        text = heading_key(block.text)
        if number_of(block.text, block.marker)[0] is not None:
            continue
        if (wanted and text and (text == wanted or wanted in text)) or (
            not wanted and seen <= 6 and not out and _TITLE.search(text) and _like_title(block.text)
        ):
            out.add(index)
    return frozenset(out)


def _title_lines(blocks: Sequence[Block], wanted: str) -> set[int]:
    """The lines of a title that is set in several, one right below the other.

    A heading that says a word of the title (`Skadegörelse`, `Åtgärd`) further down is no part of it.
    """
    lines = [
        (i, heading_key(b.text))
        for i, b in enumerate(blocks[:30])
        if isinstance(b, Paragraph) and b.role not in SKIPPED and b.text.strip()
    ]
    out: set[int] = set()
    for start in range(len(lines)):
        joined = ""
        for at in range(start, min(start + 5, len(lines))):
            joined = f"{joined} {lines[at][1]}".strip()
            if joined == wanted:
                out.update(i for i, _ in lines[start : at + 1])
            if not wanted.startswith(joined):
                break
    # A title's first words alone, at the top: the rest is known from elsewhere (a running head, the margins).
    out.update(i for i, text in lines[:4] if len(text) > 5 and len(text) >= 0.4 * len(wanted) and text in wanted)
    return out


def _like_title(text: str) -> bool:
    return len(text.split()) <= 14 and not text.rstrip().endswith(".")


def is_heading(blocks: Sequence[Block], index: int, size: float | None, method: Method) -> bool:
    """Return whether a paragraph is a heading: by role, number, look, or by standing alone above a table.

    Args:
        blocks: the document's blocks.
        index: of the paragraph.
        size: font size of the running text in points, as `body_size` gives it.
        method: how the document was read.
    """
    block = blocks[index]
    assert isinstance(block, Paragraph)
    if is_blank(block.text):
        return False
    line = _Line.of(blocks, index, block)
    if not any(c.isalpha() for c in block.text):
        # A year over a table: of a plan with a table (a sheet) a year.
        return block.role == "heading" and line.over_table and _YEARS.fullmatch(block.text) is not None
    if block.role == "heading":
        return _keeps_role(line)
    if line.count > _MOST_WORDS or len(line.name) > _MOST_LETTERS or is_quotation(line.text):
        return False
    if block.role == "list-item":
        return line.number is not None and "." in line.number and (line.over_table or table_soon(blocks, index))
    look = _Look.of(block, size, method)
    if line.number is not None:
        return _is_numbered_heading(line, look)
    if _is_set_apart(line, look):
        return line.text[0].isupper() or line.text[0].isdigit() or line.text[0] in '"”'
    if look.plain and _is_bare_title(line):
        return line.over_table or table_soon(blocks, index)
    return _is_title_with_problem(line, look, size, method)


_YEARS = re.compile(r"(?:19|20)\d\d(?:[–/-](?:(?:19|20)?\d\d))?")
_MOST_WORDS, _MOST_LETTERS = 16, 130
"""Longest heading that layout has not seen."""
_MARKED_WORDS, _SENTENCE_WORDS = 25, 8
"""Words of a heading that layout has seen at most; and of a sentence with a verb from which it is text."""
_NUMBERED_WORDS, _SET_APART_WORDS, _BARE_WORDS, _STATED_WORDS = 10, 12, 9, 10
"""Words at most of a heading by its number, by its look, by the table below it, and before a problem statement."""
_LARGER = 1.12
"""Share of the running text's size from which a line is set larger."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph that may be a heading: its words and its place."""

    blocks: Sequence[Block]
    index: int
    text: str
    name: str
    """Without the number and the problem statement behind it."""
    problem: bool
    """Whether a problem statement stands behind it."""
    number: str | None

    @classmethod
    def of(cls, blocks: Sequence[Block], index: int, block: Paragraph) -> _Line:
        title, problem = split_problem([Piece(block, index)])
        text = block.text.strip()
        name = title[0].text if title else ""
        return cls(blocks, index, text, name, bool(problem), number_of(text, block.marker)[0])

    @property
    def count(self) -> int:
        return len(self.name.split())

    @property
    def open_end(self) -> bool:
        return not self.text.endswith((".", ",", ";"))

    @property
    def over_table(self) -> bool:
        """Whether it stands right above a table."""
        return isinstance(_next(self.blocks, self.index), Table)


@dataclass(frozen=True, slots=True)
class _Look:
    """How a paragraph is set: larger than the text, bold as a whole, with a bold beginning, or in a format that tells
    no sizes (`plain`)."""

    large: bool
    bold: bool
    lead: bool
    plain: bool

    @classmethod
    def of(cls, block: Paragraph, size: float | None, method: Method) -> _Look:
        words = [w for line in block.lines for w in line.words if w.text]
        sizes = [w.size for w in words if w.size]
        large = bool(sizes) and size is not None and median(sizes) >= _LARGER * size
        bold = bool(words) and all(w.bold for w in words)
        return cls(large, bold, bool(words) and words[0].bold, not sizes or method is Method.TEXT)


def _keeps_role(line: _Line) -> bool:
    """Whether what layout takes for a heading is one.

    Layout goes by look: a whole sentence set like a heading is none, but where others of its level head tables.
    """
    if line.number is not None:
        return True
    sentence = line.text.endswith(".") and len(line.text.split()) > _SENTENCE_WORDS and _FINITE.search(line.name)
    return line.count <= _MARKED_WORDS and (not sentence or _heads_a_table_of_many(line.blocks, line.index))


def _is_numbered_heading(line: _Line, look: _Look) -> bool:
    if look.large or look.bold or line.problem or line.over_table:
        return True
    deep = line.number is not None and "." in line.number
    return line.count <= _NUMBERED_WORDS and (line.open_end or deep)


def _is_set_apart(line: _Line, look: _Look) -> bool:
    """Whether a short line is larger than the text or bold, and holds no label with its value."""
    short = line.open_end and line.count <= _SET_APART_WORDS
    return (look.large or look.bold) and short and not re.search(r":\s+\S", line.text)


def _is_bare_title(line: _Line) -> bool:
    """Whether a line without any look reads like a title: few words behind a capital, no end, no label."""
    return line.text[0].isupper() and line.open_end and ":" not in line.text and line.count <= _BARE_WORDS


def _is_title_with_problem(line: _Line, look: _Look, size: float | None, method: Method) -> bool:
    """Whether a title and its problem statement stand on one line, over a table."""
    titled = line.problem and line.text[0].isupper() and line.count <= _STATED_WORDS
    if not titled or _FINITE.search(line.name):
        return False
    if not (look.large or look.lead):
        # The table first: what stands above is asked the same about what stands above it.
        return look.plain and line.over_table and not _under_heading(line.blocks, line.index, size, method)
    return line.over_table or (look.large and table_soon(line.blocks, line.index))


def _heads_a_table_of_many(blocks: Sequence[Block], index: int) -> bool:
    """Whether a heading and most others of its level stand right above a table each."""
    level = getattr(blocks[index], "level", None)
    if level is None or not isinstance(_next(blocks, index), Table):
        return False
    peers = [i for i, b in enumerate(blocks) if isinstance(b, Paragraph) and b.role == "heading" and b.level == level]
    tables = sum(isinstance(_next(blocks, i), Table) for i in peers)
    return tables > 1 and 2 * tables > len(peers)


def _under_heading(blocks: Sequence[Block], index: int, size: float | None, method: Method) -> bool:
    for i in range(index - 1, -1, -1):
        block = blocks[i]
        if isinstance(block, Table):
            return False
        if block.role not in SKIPPED and block.text.strip():
            return is_heading(blocks, i, size, method)
    return False


_FINITE = pattern("classify", "headings.finite", re.IGNORECASE)


def _next(blocks: Sequence[Block], index: int) -> Block | None:
    for block in blocks[index + 1 :]:
        if isinstance(block, Table) or (block.role not in SKIPPED and block.text.strip()):
            return block
    return None


def table_soon(blocks: Sequence[Block], index: int) -> bool:
    """Return whether a table follows after at most one more heading-like line and one sentence."""
    short = sentences = 0
    for block in blocks[index + 1 :]:
        if isinstance(block, Table):
            return True
        if block.role in SKIPPED or not block.text.strip():
            continue
        text = block.text.strip()
        if text.endswith(".") and len(text) <= 350:
            sentences += 1
        elif len(text.split()) <= 9 and not text.endswith((",", ";", ":")) and not sentences:
            short += 1
        else:
            return False
        if sentences > 1 or short > 2:
            return False
    return False
