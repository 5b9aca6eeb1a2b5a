"""The front of a document: its lines before the text begins, and the one among them that is the title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice, pairwise

from ingest.classify.facts.facts_words import fold, is_of_measure, words
from ingest.classify.facts.scanned_titles import mended
from ingest.classify.facts.units import is_unit
from ingest.document import Block, Change, Document, Method, Paragraph, Table, Word
from ingest.language.patterns import pattern, word_list, word_set

__all__ = ["Front", "FrontParagraph", "fold", "label_pairs", "read_front", "tells_who_met", "words"]

_NUMBERED = re.compile(r"§+\s?\d|^\s*(?:\d{1,2}(?:\.\d{1,2})*\.?|[A-H](?:\.\d+)*\.?|[IVX]+\.)\s+(?!\(\d+\))\S")
"""A chapter's or item's number, and none of a page (`1 (29)`)."""
_SPECKS = re.compile(r"^(?:[^\wåäöÅÄÖ\d]+|(?:[A-ZÅÄÖa-zåäö]|[^\wåäöÅÄÖ])\s+(?=[A-ZÅÄÖ][a-zåäö]))+")
"""Single letters and marks that a scanner's dirt or a logotype left before a line."""
_HANGS = pattern("classify", "title_page.hangs")
_FAXED = pattern("classify", "title_page.faxed")
_LONG = 22
"""Words of a paragraph that is running text."""
_FAR = 40
"""Paragraphs within which a front page ends."""


@cache
def _folded(section: str, key: str) -> tuple[str, ...]:
    return tuple(sorted({fold(w) for w in words()[section][key]}, key=lambda w: (-len(w), w)))


@cache
def _kind_spellings() -> tuple[str, ...]:
    """Single words for kinds of documents, as they are spelt."""
    return tuple(sorted({w.lower() for listed in words()["kinds"].values() for w in listed if " " not in w}))


def kind_words() -> dict[str, tuple[str, ...]]:
    return {kind: _folded("kinds", kind) for kind in words()["kinds"]}


@dataclass(frozen=True, slots=True)
class FrontParagraph:
    """One paragraph of the front. `index` is its block's, -1 for one inside a table; `size` its font size."""

    text: str
    index: int
    role: str
    level: int | None = None
    size: float | None = None
    bold: bool = False
    changes: tuple[Change, ...] = ()


_DIARY = pattern("classify", "title_page.diary")


@dataclass(frozen=True, slots=True)
class Front:
    """`title` are the lines that make it (one as a rule); `lines` all others before the text begins; `margins`
    headers and footers; `text` the first paragraphs of running text; `last` the last ones of the document."""

    title: tuple[FrontParagraph, ...]
    lines: tuple[FrontParagraph, ...]
    margins: tuple[FrontParagraph, ...]
    text: tuple[FrontParagraph, ...]
    last: tuple[FrontParagraph, ...]
    labels: tuple[tuple[str, str, int], ...]
    """(label, value, block index) of the tables and lines of label and value on the front."""

    @property
    def title_text(self) -> str | None:
        return _DIARY.sub("", " ".join(line.text for line in self.title)) or None


def line_of(block: Paragraph, index: int, scanned: bool = False) -> FrontParagraph:
    """A paragraph as a line; on scans its size is the height of its words, and specks at its start are left out."""
    found = [w for line in block.lines for w in (_clean(line.words) if scanned else line.words) if w.text]
    sizes = sorted(w.size for w in found if w.size is not None)
    size = sizes[len(sizes) // 2] if sizes else None
    if size is None:
        # The highest word has letters above and below the line: the nearest to a font's size.
        size = max((w.bbox.height for w in found if w.bbox is not None and len(w.text) > 3), default=None)
    changes = tuple(c for w in found for c in w.changes)
    marker = f"{block.marker} " if block.marker and block.marker[:1].isalnum() else ""
    text = f"{marker}{block.text}".strip()
    if scanned:
        text = mended(_SPECKS.sub("", " ".join(w.text for w in found)), _kind_spellings())
    return FrontParagraph(text, index, block.role, block.level, size, block.bold, changes)


def _clean(line: Sequence[Word]) -> list[Word]:
    """The words of a scanned line without the dots of its letters that were read as words of their own."""
    heights = sorted(w.bbox.height for w in line if w.bbox is not None and len(w.text) > 2)
    if not heights:
        return list(line)
    least = 0.45 * heights[len(heights) // 2]
    return [
        w for w in line if w.bbox is None or len(w.text) > 2 or w.text in ("-", "–", "—", "&") or w.bbox.height >= least
    ]


def same_line(upper: Paragraph, lower: Paragraph) -> Paragraph | None:
    """Two paragraphs of a scan that are one printed line, the words of the lower between those of the upper."""
    if len(upper.lines) != 1 or len(lower.lines) != 1 or upper.lines[0].page != lower.lines[0].page:
        return None
    first, second = upper.lines[0].bbox, lower.lines[0].bbox
    if first is None or second is None:
        return None
    overlap = min(first.bottom, second.bottom) - max(first.top, second.top)
    height = min(first.height, second.height)
    inside = first.x0 <= second.x0 and second.x1 <= first.x1 + 1.5 * first.height
    if overlap < 0.6 * height or not inside or second.height < 0.4 * first.height:
        return None
    found = sorted(
        (*upper.lines[0].words, *lower.lines[0].words), key=lambda w: w.bbox.x0 if w.bbox is not None else first.x0
    )
    return replace(upper, lines=(replace(upper.lines[0], words=tuple(found)),))


def label_pairs(table: Table) -> list[tuple[str, str]]:
    """Rows of a table of two columns (or one with `label: value`) as pairs; none for other tables."""
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(" ".join(cell.text.split()))
    pairs: list[tuple[str, str]] = []
    grid = list(rows.values())
    if _labels_above(grid) and not all(_alternate([c for c in cells if c]) for cells in grid):
        # Labels over their values: Handläggare, Datum, Diarienummer.
        above = (
            (label, value) for at in range(0, len(grid), 2) for label, value in zip(*grid[at : at + 2], strict=True)
        )
        return [(label.rstrip(" :"), value) for label, value in above if label and value]
    for cells in grid:
        filled = [c for c in cells if c]
        own = [_own_label(text) for text in filled]
        if len(filled) == 2 and not all(own):
            pairs.append((filled[0].rstrip(" :"), filled[1]))
        elif len(filled) % 2 == 0 and (all(c.endswith(":") for c in filled[::2]) or _alternate(filled)):
            pairs += [(filled[i].rstrip(" :"), filled[i + 1]) for i in range(0, len(filled), 2)]
        else:
            pairs += [pair for pair in own if pair is not None]
    return pairs


_LABEL_WORDS = 4
"""Words of a label in a cell with its value."""


def _own_label(text: str) -> tuple[str, str] | None:
    """The label and value of a cell that holds both (`Datum: 2030-05-03`)."""
    label, colon, value = text.partition(":")
    held = bool(colon and value.strip()) and len(label.split()) <= _LABEL_WORDS
    return (label.strip(), value.strip()) if held else None


def _alternate(cells: Sequence[str]) -> bool:
    """Whether a row holds label, value, label, value: at least half of the labels are ones that documents have."""
    # A measure's block has some of the labels too: `Ansvarig | Parken | Tidplan | maj`.
    measures = {*_folded("measures", "labels"), *_folded("period", "shared")}
    known = [fold(c).rstrip(" :") in front_labels() - measures for c in cells]
    return 2 * sum(known[::2]) >= len(cells[::2]) > 0 and not any(known[1::2])


def _labels_above(grid: Sequence[Sequence[str]]) -> bool:
    """Whether every other row holds labels that documents have, over a row of their values."""
    pairs = [(grid[at], grid[at + 1]) for at in range(0, len(grid) - 1, 2)]
    if not pairs or len(grid) % 2 or any(len(upper) != len(lower) for upper, lower in pairs):
        return False
    return all(
        sum(fold(c).rstrip(" :") in front_labels() for c in upper) >= min(2, sum(map(bool, upper))) > 0
        and not all(fold(c).rstrip(" :") in front_labels() for c in lower if c)
        for upper, lower in pairs
    ) and any(sum(map(bool, upper)) > 1 for upper, _ in pairs)


def is_label_table(table: Table) -> bool:
    """A block of label and value: few rows and columns, and labels that documents have."""
    if table.columns > 4 or table.rows > 20:
        return False
    known = front_labels()
    pairs = label_pairs(table)
    if pairs and all(_own_label(c.text) for c in table.cells if c.text.strip()):
        # `Arbetsplats: Hemtjänsten | Datum: 2030-05-03`: each cell says what it holds.
        labels = {fold(label) for label, _ in pairs}
        if labels & {fold(n) for names in words()["dated"].values() for n in names}:
            return labels.isdisjoint(_folded("measures", "labels"))
    return bool(pairs) and sum(fold(label) in known for label, _ in pairs) * 2 >= len(pairs)


@cache
def front_labels() -> frozenset[str]:
    table = words()
    found = {fold(w) for group in table["dated"].values() for w in group}
    found |= {fold(w) for w in table["period"]["words"] + table["period"]["never"] + table["issuing"]["labels"]}
    found |= {fold(w) for w in table["issuing"]["deciding"]}
    return frozenset(found | {fold(w) for w in word_set("classify", "title_page.labels")})


def _body(blocks: Sequence[Block]) -> Iterator[tuple[int, Block]]:
    """The blocks that say something, with their indices; what a web site puts around its text says nothing."""
    yield from (
        (i, b) for i, b in enumerate(blocks) if isinstance(b, Table) or (b.text.strip() and not _of_site(b.text))
    )


_SITE = pattern("classify", "title_page.site")
_LONGEST_SITE_LINE = 15
"""Words of a line of a web site's menu or path."""


def _of_site(text: str) -> bool:
    """Whether a line is a web site's: `Hoppa till innehållet`, `Start / Kommun / Planer`."""
    flat = fold(" ".join(text.split())).strip(" .")
    return len(flat.split()) <= _LONGEST_SITE_LINE and _SITE.match(flat) is not None


def read_front(document: Document, bodies: Mapping[int, bool], dates: Mapping[int, bool]) -> Front:
    """Divide the beginning of a document.

    Args:
        document: arranged and repaired.
        bodies: block indices whose whole text names issuing bodies.
        dates: block indices whose text is a date, a period or another labelled fact.
    """
    scanned = document.method is Method.OCR
    begins = max(_behind_mail(document.blocks), _cover(document.blocks))
    parts = _FrontParts()
    for index, block in _body(_rejoined(document.blocks) if scanned else document.blocks):
        if index < begins:
            if isinstance(block, Paragraph) and dates.get(index):
                parts.margins.append(line_of(block, index, scanned))
            continue
        if isinstance(block, Table):
            parts.take_table(block, index)
            continue
        line = line_of(block, index, scanned)
        if block.role in _MARGINS or (scanned and _FAXED.search(block.text.casefold())):
            parts.margins.append(_in_pieces(line, block))
            continue
        if block.role in _BESIDE:
            continue
        parts.seen += 1
        if parts.seen > _FAR:
            # Word's headers and footers may stand behind its body.
            rest = document.blocks[index + 1 :]
            margins = [b for b in rest if isinstance(b, Paragraph) and b.role in _MARGINS]
            parts.margins += [_in_pieces(line_of(b, -1), b) for b in margins]
            break
        if scanned and not _has_word(line.text):
            continue
        fact = bodies.get(index, False) or dates.get(index, False)
        if parts.waits_for_text and not fact and _begins_text(line, document.blocks, index, dates):
            parts.ended = True
        parts.take_line(line, fact)
    candidates = _about(_may_be_title(parts.candidates, document.blocks))
    title, beside = _set_apart(_title(candidates, bodies, dates, scanned), document.blocks)
    chosen = {line.index for line in title}
    lines = (*beside, *(line for line in parts.candidates if line.index not in chosen))
    tail = [b for b in document.blocks if isinstance(b, Paragraph) and b.text.strip() and b.role == "body"]
    last = tuple(line_of(b, -1) for b in tail[-_LAST_PARAGRAPHS:])
    text = tuple(parts.text[:_FIRST_PARAGRAPHS])
    labels = (*parts.all_labels(), *_labels_over_values(document.blocks))
    return Front(title, lines, tuple(parts.margins), text, last, labels)


def _may_be_title(lines: Sequence[FrontParagraph], blocks: Sequence[Block]) -> list[FrontParagraph]:
    """The lines that are neither one of numbered sections nor say who was at a meeting."""
    return [line for line in lines if not (tells_who_met(line.text) or _is_section(line, blocks))]


def _labels_over_values(blocks: Sequence[Block]) -> Iterator[tuple[str, str, int]]:
    """Lines that are nothing but a label which only documents have, with the short line below (`Planen gäller från`
    over `2030-09-01`), and that line's block."""
    lines = ((i, b) for i, b in _body(blocks) if isinstance(b, Paragraph) and b.role not in (*_MARGINS, *_BESIDE))
    alone = front_labels() - {*_folded("measures", "labels"), *_folded("period", "shared")}
    subjects = frozenset(_folded("period", "subjects"))
    for (_, upper), (at, lower) in pairwise(islice(lines, _FAR)):
        label = fold(upper.text).rstrip(" :")
        subject, _, rest = label.partition(" ")
        known = label in alone or (subject in subjects and rest in alone)
        if known and len(lower.text.split()) <= _SHORT_TEXT and any(map(str.isdigit, lower.text)):
            yield upper.text.rstrip(" :"), lower.text, at


_Lines = tuple[FrontParagraph, ...]


def _set_apart(title: _Lines, blocks: Sequence[Block]) -> tuple[_Lines, _Lines]:
    """The title without what stands far beside it in smaller letters (an owner's name), and that as a line."""
    block = blocks[title[0].index] if len(title) == 1 and title[0].index >= 0 else None
    words = block.lines[0].words if isinstance(block, Paragraph) and len(block.lines) == 1 else ()
    if " ".join(w.text for w in words) != (title[0].text if title else ""):
        return title, ()
    for at, (a, b) in enumerate(pairwise(words), 1):
        if a.bbox is None or b.bbox is None or a.size is None or b.size is None:
            continue
        if b.bbox.x0 - a.bbox.x1 > _FAR_BESIDE * a.size and b.size < _SMALLER * a.size:
            first, second = (" ".join(w.text for w in part) for part in (words[:at], words[at:]))
            return (replace(title[0], text=first),), (replace(title[0], text=second, role="body", size=b.size),)
    return title, ()


_FAR_BESIDE, _SMALLER = 3.0, 0.8
"""Font sizes of white between a title and what stands beside it, at least; how large its letters are beside those of
the title, at most."""


def _in_pieces(line: FrontParagraph, block: Paragraph) -> FrontParagraph:
    """The line of a margin with bars where wide white parts what stands at its left, in its middle and at its right."""
    words = [w for one in block.lines for w in one.words]
    wide = [
        a.bbox is not None and b.bbox is not None and b.bbox.x0 - a.bbox.x1 > _PIECES * (b.size or b.bbox.height)
        for a, b in pairwise(words)
    ]
    if not any(wide) or " ".join(w.text for w in words) != line.text:
        return line
    pieces = [f"{w.text} |" if apart else w.text for w, apart in zip(words, [*wide, False], strict=True)]
    return replace(line, text=" ".join(pieces))


_PIECES = 1.5
"""Font sizes of white between two pieces of a running head, at least."""
_MARGINS = ("header", "footer")
_BESIDE = ("footnote", "side")
_LAST_PARAGRAPHS, _FIRST_PARAGRAPHS = 14, 12
"""Paragraphs at a document's end, and of its running text at the beginning, that may state facts."""
_SHORT_TEXT = 6
"""Words of a paragraph behind the front that may still be a caption or a name and no text."""


@dataclass(slots=True)
class _FrontParts:
    """The front while its blocks are gone through, top to bottom.

    Lines are `candidates` for title and facts until the text begins (`ended`): at its first heading, at its first
    long paragraph or at a table that holds no facts.
    """

    margins: list[FrontParagraph] = field(default_factory=list)
    candidates: list[FrontParagraph] = field(default_factory=list)
    text: list[FrontParagraph] = field(default_factory=list)
    labels: list[tuple[str, str, int]] = field(default_factory=list)
    ended: bool = False
    seen: int = 0
    """Paragraphs so far, without margins and notes."""

    @property
    def waits_for_text(self) -> bool:
        """Whether the text has not begun and a line stands there that may be the title."""
        return not self.ended and bool(self.candidates)

    def take_table(self, table: Table, index: int) -> None:
        if is_label_table(table) and self.seen < _FAR:
            self.labels += [(label, value, index) for label, value in label_pairs(table)]
        elif self.seen and table.columns * table.rows > 1:
            self.ended = True

    def take_line(self, line: FrontParagraph, fact: bool) -> None:
        """Sort a line among candidates or text; `fact` says that it names a body, a date or another labelled fact."""
        count = len(line.text.split())
        running = count > _LONG and not fact and line.role != "heading"
        if not self.ended and not running:
            self.candidates.append(line)
        elif count > _SHORT_TEXT or fact:
            self.text.append(line)
            self.ended = True

    def all_labels(self) -> tuple[tuple[str, str, int], ...]:
        """The labels of tables and those of lines.

        A measure has some of these labels too (`Tid`): lines that hold one say nothing of the document by it alone.
        """
        of_lines = ((name, value, c.index) for c in self.candidates for name, value in labelled_facts(c.text))
        shared = _folded("period", "shared")
        return (*self.labels, *(pair for pair in of_lines if fold(pair[0]) not in shared))


_SECTION = re.compile(r"\s*(\d{1,2})\.?\s+\S")


def _is_section(line: FrontParagraph, blocks: Sequence[Block]) -> bool:
    """Whether a heading is one of numbered sections: a later one has the next number (`3 Boende`, `4 Trafik`)."""
    found = _SECTION.match(line.text)
    if found is None or line.role != "heading" or has_kind(line.text):
        return False
    later = (b.text for b in blocks[line.index + 1 :] if isinstance(b, Paragraph) and b.role == "heading")
    return any((m := _SECTION.match(text)) and int(m[1]) == int(found[1]) + 1 for text in later)


_MAIL_LINES = 3
"""Lines such as `Från:` and `Ämne:` that make the head of a letter sent by e-mail."""


def _behind_mail(blocks: Sequence[Block]) -> int:
    """The index of the first block of a plan that was pasted into an e-mail; 0 for any other document."""
    front = [(i, b.text) for i, b in _body(blocks[:_FAR]) if isinstance(b, Paragraph)]
    labels = _folded("titles", "mail")
    heads = [i for i, text in front[: 2 * _MAIL_LINES] if fold(text.partition(":")[0]) in labels and ":" in text]
    if len(heads) < _MAIL_LINES:
        return 0
    below = [(i, text) for i, text in front if i > heads[-1]]
    # What the letter is about stands again over what was pasted: `Ämne: VB: Åtgärdslista 2001`.
    about = {fold(text.rpartition(":")[2]).strip() for i, text in front if i in heads}
    named = next((i for i, text in below if fold(text).strip() in about), None)
    if named is not None:
        return named
    short = (i for i, text in below if len(text.split()) <= _TITLE_WORDS and has_kind(text) and text[-1:] not in ".:,")
    return next(short, 0)


def _about(candidates: Sequence[FrontParagraph]) -> list[FrontParagraph]:
    """The lines of the front without the head of a letter, of which what it is about (`Ämne: …`) is left."""
    labels = _folded("titles", "mail")
    heads = [fold(c.text.partition(":")[0]) in labels and ":" in c.text for c in candidates]
    subjects = _folded("titles", "subject")
    about = [
        replace(c, text=_ANSWER.sub("", c.text.partition(":")[2]).strip())
        for c, head in zip(candidates, heads, strict=True)
        if head and fold(c.text.partition(":")[0]) in subjects
    ]
    if sum(heads) < _MAIL_LINES or not about or not about[0].text:
        return list(candidates)
    return [about[0], *(c for c, head in zip(candidates, heads, strict=True) if not head)]


_ANSWER = re.compile(r"^\s*(?:(?:VB|SV|FW|FWD|RE)\s*:\s*)+", re.I)
"""What a letter that is passed on or answered has before its subject."""


def _cover(blocks: Sequence[Block]) -> int:
    """The index of the first block of a folded paper's cover, read after the leaves beside it: the part of its first
    page that holds the largest heading, which names a kind of document; 0 where no leaf stands before it."""
    front = list(_body(blocks[:_FAR]))
    heads = [(i, b) for i, b in front if isinstance(b, Paragraph) and b.role == "heading" and b.level == 1]
    if not heads or heads[0][1].part is None or not (len(heads) == 1 or _may_entitle(heads[0][1].text)):
        return 0
    index, head = heads[0]
    first = min(i for i, b in front if b.part == head.part and i <= index)
    return first if _are_leaves([b for i, b in front if i < first], head) else 0


def _are_leaves(before: Sequence[Block], head: Paragraph) -> bool:
    """Whether what is read before a heading stands beside it on its page, in parts of its own with a heading or a
    table."""
    texts = [b for b in before if isinstance(b, Paragraph)]
    headed = len(texts) < len(before) or any(b.role == "heading" for b in texts)
    pages = {line.page for b in texts for line in b.lines}
    return headed and pages == {head.lines[0].page} and all(b.part is not None for b in texts)


def _may_entitle(text: str) -> bool:
    """Whether a text holds a word that makes a title."""
    return has_kind(text) or not set(fold(text).split()).isdisjoint(_folded("titles", "words"))


_NAMES_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TITLE_WORDS = 12
"""Words of a title as a rule."""


def _rejoined(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of a scan with paragraphs that are one printed line put together, in the place of the first."""
    out: list[Block] = []
    last = -1
    for index, block in enumerate(blocks):
        before = out[last] if last >= 0 else None
        if index < _FAR and isinstance(block, Paragraph) and isinstance(before, Paragraph):
            joined = same_line(before, block)
            if joined is not None:
                out[last] = joined
                out.append(Paragraph(()))
                continue
        out.append(block)
        last = index
    return out


def _has_word(text: str) -> bool:
    """Whether a scanned line holds a word or a year; specks and strokes do not."""
    return re.search(r"[a-zåäö]{3}|\d{4}", text.lower()) is not None


def is_section_name(text: str) -> bool:
    """A heading such as *Inledning* that begins the text."""
    return fold(text).strip(" .:") in _folded("sections", "words")


_MOST_LABEL_WORDS = 4
"""Words of a label that documents have (`Ansvarig för uppföljning`)."""


def labelled_facts(text: str) -> list[tuple[str, str]]:
    """(label, value) of each `Label: value` of a line, where it begins with one that documents have; else none.

    A label behind a value begins where one that documents have begins, else at the last capital before its colon.
    """
    flat = " ".join(text.split())
    spans: list[tuple[int, int]] = []
    for colon in re.finditer(r":\s+(?=\S)", flat):
        starts = [m.start() for m in re.finditer(r"(?<!\S)(?=[A-ZÅÄÖ])", flat[: colon.start()])]
        after = spans[-1][1] if spans else 0
        starts = [s for s in starts if s >= after and len(flat[s : colon.start()].split()) <= _MOST_LABEL_WORDS]
        known = [s for s in starts if fold(flat[s : colon.start()]) in front_labels()]
        if starts:
            spans.append((known[0] if known else starts[-1], colon.end()))
    if not spans or spans[0][0] != 0 or fold(flat[: spans[0][1]].rstrip(" :")) not in front_labels():
        return []
    ends = [start for start, _ in spans[1:]] + [len(flat)]
    return [(flat[s:e].rstrip(" :"), flat[e:end].strip()) for (s, e), end in zip(spans, ends, strict=True)]


def _begins_text(line: FrontParagraph, blocks: Sequence[Block], index: int, dates: Mapping[int, bool]) -> bool:
    """Whether a line after the title is the first heading of the text."""
    below = next((i for i, _ in _body(blocks[index + 1 :])), None)
    if below is not None and dates.get(index + 1 + below):
        # `Styrdokument` over a block of dates and decisions.
        return False
    if is_section_name(line.text) or (_NUMBERED.match(line.text) and line.role != "list-item"):
        return True
    if line.role == "list-item":
        return True
    if line.role != "heading" or has_kind(line.text) or (has_title_word(line.text) and _NAMES_YEAR.search(line.text)):
        return False
    following = next((b for _, b in _body(blocks[index + 1 :])), None)
    if isinstance(following, Table):
        return not is_label_table(following)
    return following is not None and len(following.text.split()) > _LONG and (line.level or 1) > 1


def has_kind(text: str) -> bool:
    """Return whether a text holds a word for a kind of document."""
    return kind_at(text) is not None


@cache
def _kind_pattern() -> re.Pattern[str]:
    parts = []
    for number, (_, names) in enumerate(kind_words().items()):
        joined = "|".join(re.escape(n) for n in names)
        # From a word's first letter alone: tried at each of them, a word of a megabyte takes its length squared.
        parts.append(f"(?P<k{number}>(?<![a-z])[a-z]*(?:{joined})(?![a-z]))")
    return re.compile("|".join(parts))


def kind_at(text: str) -> tuple[str, int] | None:
    """The first kind word of a text and where it stands."""
    found = _kind_pattern().search(fold(text))
    if found is None or found.lastgroup is None:
        return None
    return list(kind_words())[int(found.lastgroup[1:])], found.start()


@cache
def _title_words() -> re.Pattern[str]:
    names = "|".join(re.escape(w) for w in _folded("titles", "words"))
    return re.compile(rf"(?:\b|[a-z])(?:{names})\b")


def _title(
    candidates: Sequence[FrontParagraph], bodies: Mapping[int, bool], dates: Mapping[int, bool], scanned: bool
) -> tuple[FrontParagraph, ...]:
    """The main heading, with the lines that go on with it."""
    largest = max((line.size for line in candidates if line.size is not None), default=None)
    scored: list[tuple[float, int]] = []
    for place, line in enumerate(candidates):
        told = bodies.get(line.index) or (dates.get(line.index) and not _heads_all(line, place))
        section = is_section_name(line.text) and not _stands_over_all(line, candidates)
        if told or section or not _in_shape(line.text, scanned):
            continue
        scored.append((_score(line, place, largest, not scored), -place))
    if not scored:
        return ()
    score, negative = max(scored)
    if score < 1.0:
        return ()
    place = -negative
    title = [candidates[place]]
    for line in candidates[place + 1 : place + 3]:
        told = bodies.get(line.index) or dates.get(line.index)
        goes_on = _goes_on(title[-1], line, scanned) or (len(title) == 1 and _says_of_what(title[0], line))
        if not (_goes_on_small(title[-1], line) or (not told and goes_on)):
            break
        title.append(line)
    return tuple(title)


def _in_shape(text: str, scanned: bool) -> bool:
    """Whether a line is no stamp, no label of a measure, no address, and of a title's length."""
    if is_stamp(text) or is_of_measure(text) or (scanned and len(text) < _SHORTEST_READ):
        return False
    return any(c.isalpha() for c in text) and len(text) <= _LONGEST and "@" not in text


_SHORTEST_READ, _LONGEST = 6, 220
"""Letters of a title: of a scan at least, of any at most."""


def _stands_over_all(line: FrontParagraph, candidates: Sequence[FrontParagraph]) -> bool:
    """Whether a line is the document's first, and its only heading of the highest level over others: that is its title,
    though it says little (`Sammanfattning 30-09-24`)."""
    levels = [c.level for c in candidates if c.role == "heading" and c is not line]
    first = line is candidates[0] and line.role == "heading" and line.level == 1
    return first and bool(levels) and 1 not in levels


def _heads_all(line: FrontParagraph, place: int) -> bool:
    """Whether a line with a date is the document's first line, set as its heading, and says more than the date
    (`Minnesanteckningar 30-09-24`)."""
    return place == 0 and line.role == "heading" and line.level == 1 and _WORD_FIRST.match(line.text) is not None


_WORD_FIRST = re.compile(r"\s*[^\W\d_]{4,}\b[^:]*$")
"""A word and no label."""


def tells_who_met(text: str) -> bool:
    """Return whether a line says who was at a meeting (`Närvarande: …`)."""
    label, colon, _ = text.partition(":")
    return bool(colon) and fold(label).strip() in _folded("attendance", "labels")


def _score(line: FrontParagraph, place: int, largest: float | None, first: bool) -> float:
    score = -0.1 * place
    if largest is not None and line.size is not None:
        score += 4.0 * (line.size / largest) ** 2 - 1.5
    elif first:
        # Without sizes the first line that is no body and no date stands where titles stand.
        score += 2.6
    if line.role == "heading":
        score += 1.0 + (1.0 if line.level == 1 else 0.0)
    if has_kind(line.text):
        score += 2.0
    elif has_title_word(line.text):
        score += 1.0
    if line.bold:
        score += 0.3
    if _NUMBERED.match(line.text):
        score -= 3.0
    if line.text.rstrip().endswith((".", ":", ",")):
        score -= 2.0
    if len(line.text.split()) > 18:
        score -= 2.0
    return score - _doubt(line)


def _doubt(line: FrontParagraph) -> float:
    """How much less a line is a title that is a lone word for a kind, or the name of a unit over the title."""
    if has_kind(line.text):
        return 0.5 if len(line.text.split()) == 1 else 0.0
    return 2.0 if is_unit(line.text) else 0.0


def has_title_word(text: str) -> bool:
    """Whether a text holds a word that makes a title, though it is no kind of its own (`Bilaga`, `Styrkort`)."""
    return _title_words().search(fold(text)) is not None


def is_stamp(text: str) -> bool:
    """Return whether a text is nothing but the words of a stamp."""
    found = re.findall(r"[a-z]+", fold(text))
    return bool(found) and all(w in _folded("titles", "stamps") for w in found)


def _goes_on_small(title: FrontParagraph, line: FrontParagraph) -> bool:
    """Whether a heading goes on in small letters below, whatever its size (`Avtal` › `mellan Nora kommun och …`)."""
    return title.role == line.role == "heading" and line.text[:1].islower()


_FEWEST_OF_WHAT, _MOST_OF_WHAT = 3, 14
"""Words of a line below a lone `Handlingsplan` that says of what it is one."""


def _says_of_what(title: FrontParagraph, line: FrontParagraph) -> bool:
    """Whether the line right below a title that is a lone word for a kind says of what it is one."""
    if len(title.text.split()) != 1 or not has_kind(title.text) or line.index != title.index + 1:
        return False
    if line.text[:1].islower() and fold(line.text.split()[0]) in word_list("classify", "issuers.for_and_in"):
        # In small letters it names the owner (`för Nora kommun`).
        return False
    count = len(line.text.split())
    if not _FEWEST_OF_WHAT <= count <= _MOST_OF_WHAT or line.text.rstrip().endswith((".", ":", ",", ";", "!", "?")):
        return False
    other = has_kind(line.text) or is_section_name(line.text) or is_unit(line.text) or bool(labelled_facts(line.text))
    return line.role != "list-item" and not other and _NUMBERED.match(line.text) is None


_NEAR = 0.7
"""Size beside the title's from which years alone below it are its last words, and no fact of their own."""


def _goes_on(title: FrontParagraph, line: FrontParagraph, scanned: bool) -> bool:
    """A title broken over two lines that layout kept apart."""
    years = re.match(r"^20\d\d(?:\s*[-–/]\s*\S{2,4})?$", line.text)
    if years and title.size is not None and line.size is not None and line.size >= _NEAR * title.size:
        return True
    if title.size is None or line.size is None:
        alike = title.role == line.role == "heading"
    elif scanned:
        # Heights of words vary with their letters; digits are as high as capitals.
        alike = 0.7 <= line.size / title.size <= 1.35
    else:
        alike = abs(title.size - line.size) <= 0.6 and title.role == line.role
    if not alike:
        return False
    hangs = _HANGS.search(title.text)
    return bool(line.text[:1].islower() or years or hangs)
