"""Running text of a plain text file: wrapped lines joined, headings, list items."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from ingest.document import BlockRole, Line, Paragraph, Word
from ingest.language.lists import begins_with_label, counts_on, lower_start, open_end, split_bullet
from ingest.read.text.lines import TextLine
from ingest.read.words import inline_words, words

__all__ = ["Flow"]

_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*\.?|[A-Z](?:\.\d{1,2})+\.?)\s+[A-ZÅÄÖ\"”(]")
_LETTERED = re.compile(r"(?:[A-H]|[IVX]{1,4})\.?\s+[A-ZÅÄÖ]")
_ITEM = re.compile(r"(\(?(?:(?:\d{1,2}|[a-zåäö])[.)]|[A-H]\)))\s+(?=\S)")
_LETTER = re.compile(r"\(?[a-zåäöA-H]\)")
_INNER_LABEL = re.compile(r"[^\W\d]{3}[.;)] [A-ZÅÄÖ][^\W\d]+: ?\S.*[.,;]$")
"""A line that holds a label behind a sentence, and the end of its value."""
_HASHES = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_RULE = re.compile(r"([=\-_*~])(?:\s*\1){2,}")
_LINK = re.compile(r"!?\[([^\[\]]{1,300})\]\((?:https?:|mailto:|/|#|\.)[^)\s]*(?:\s+\"[^\"]*\")?\)")
_ADDRESS = re.compile(r"\S+@\S+|https?://|www\.", re.IGNORECASE)
_NEAR = 6
"""Lines before and after one that show how wide its text is wrapped: columns are narrower than the prose above."""
_SPACED = 0.5
"""Share of lines with a blank line before them, from which each block between two is one paragraph or cell."""
_FULL = 0.6
"""Share of the usual width from which a line counts as full, with the word that follows it."""
_FULL_UNWRAPPED = 100
"""Characters of a full line where lines are not wrapped by hand."""
_SHORT = 0.5
"""Share of the usual width below which a line before a gap is a paragraph of its own."""
_NO_ROOM = 0.8
"""Share of the usual width past which a word was wrapped onto the next line."""
_NARROWEST = 30
"""Characters of the narrowest text that is wrapped: a line of a newspaper's column has as many."""
_LONGEST_WRAPPED = 160
"""Characters of the longest line that was wrapped by hand; an editor's lines are as long as their paragraphs are."""
_USUAL = 0.95
"""Quantile of line lengths that is the usual width: a few lines stand out."""
_LONGEST_NUMBERED, _LONGEST_NUMBERED_SENTENCE = 200, 100
"""Characters of a heading with a number; of one with a single number that ends as a sentence does."""
_LONGEST_TITLE, _LONGEST_HEADING, _LONGEST_LETTERED, _LONGEST_OVER_TEXT = 120, 70, 80, 50
"""Characters of a text's first heading; of a line alone; of one with a letter (`A Mål`); of one right over text."""
_SHORTEST_LINE_BELOW = 60
"""Characters above which a heading's underline may be shorter than half of it."""
_LONGEST_ITEM = 8
"""Lines below a numbered one among which the next number stands."""
_MISREAD = re.compile(r"([eo¢°«»¤])\s+(?=[A-ZÅÄÖ\d])")
"""What OCR makes of a bullet; only trusted where two lines in a row have the same."""
_END = (".", "!", "?", ":", ";", ",")


@dataclass(slots=True)
class _Open:
    """A paragraph being put together."""

    lines: list[str]
    indent: int
    role: BlockRole = "body"
    level: int | None = None
    marker: str | None = None
    pages: list[int | None] = field(default_factory=list)
    closed: bool = False


class Flow:
    """Makes paragraphs of lines. `width` is where the document's lines are wrapped by hand; 0 where they are not."""

    def __init__(self, lines: Sequence[TextLine], *, markdown: bool) -> None:
        self._markdown = markdown
        lengths = sorted(len(line.stripped) for line in lines if "\t" not in line.text)
        longest = lengths[-1] if lengths else 0
        tight = [len(line.stripped) for line in lines if not line.gap and "\t" not in line.text]
        # Lines that an editor wraps by itself are as long as their paragraphs are.
        self._labels = _labels_above(lines)
        self._items = _hanging_items(lines)
        usual = min(len(lengths) - 1, int(_USUAL * len(lengths)))
        self._width = 0 if longest > _LONGEST_WRAPPED or not tight else lengths[usual]
        if self._width < _NARROWEST:
            # Short lines all through: cells or labels, each on a line of its own.
            self._width = 0
        inner = [line for line in lines[1:] if "\t" not in line.text]
        self._spaced = sum(1 for line in inner if line.gap) >= _SPACED * len(inner) > 0
        self._first = True

    def paragraphs(self, lines: Sequence[TextLine], *, last_gap: int = 1) -> list[Paragraph]:
        """Paragraphs of lines that stand together; `last_gap` is the number of blank lines after them."""
        opened: list[_Open] = []
        wrapped = _wrapped(lines)
        at = 0
        while at < len(lines):
            line = lines[at]
            gap_after = lines[at + 1].gap if at + 1 < len(lines) else last_gap
            text = self._plain(line.stripped)
            current = opened[-1] if opened else None
            hashes = _HASHES.fullmatch(text) if self._markdown else None
            if _RULE.fullmatch(text):
                if current is not None:
                    current.closed = True
            elif hashes and hashes[2]:
                opened.append(_Open([hashes[2]], 0, "heading", len(hashes[1]), closed=True, pages=[line.page]))
            elif self._underlined(lines, at):
                depth = 1 if lines[at + 1].stripped.startswith(("=", "═")) else 2
                opened.append(_Open([text], 0, "heading", depth, closed=True, pages=[line.page]))
                at += 1
            elif (
                current is not None
                and not _heads_list(lines, at)
                and self._goes_on(current, line, text, gap_after, at in wrapped, _around(lines, at))
            ):
                current.lines.append(text)
                current.pages.append(line.page)
            else:
                opened.append(self._begin(line, text, lines[at + 1 : at + 1 + _LONGEST_ITEM], gap_after, opened))
            self._first = False
            at += 1
        _depths(opened)
        return [self._finished(item) for item in opened]

    def _plain(self, text: str) -> str:
        text = _LINK.sub(r"\1", text) if "](" in text else text
        return re.sub(r"\\([\\*_#|\-.+!`\[\](){}])", r"\1", text) if self._markdown and "\\" in text else text

    @staticmethod
    def _underlined(lines: Sequence[TextLine], at: int) -> bool:
        if at + 1 >= len(lines) or lines[at + 1].gap:
            return False
        text, rule = lines[at].stripped, lines[at + 1].stripped
        if not re.fullmatch(r"[=═]{3,}|[-─━]{3,}", rule) or len(text) > _LONGEST_TITLE:
            return False
        return len(rule) >= 0.5 * min(len(text), _SHORTEST_LINE_BELOW)

    def _goes_on(self, current: _Open, line: TextLine, text: str, gap_after: int, wrapped: bool, around: int) -> bool:
        """Whether a line belongs to the paragraph above it.

        Args:
            wrapped: no line of its block begins anew.
            around: the longest line near it, in characters.
        """
        last = current.lines[-1]
        if current.closed or current.role == "heading" or text in self._labels or last in self._labels:
            return False
        first = words(text)
        if line.gap:
            return _goes_over_page(current, line, first)
        if _begins_anew(text, first, current.role):
            # `1. Nya lås monteras. Ansvarig: Skogshem.` holds its labels inside; the next may stand first on a line.
            return line.indent > current.indent and begins_with_label(text) and _INNER_LABEL.search(last) is not None
        return self._fills_line(current, line, text, first, gap_after, wrapped, around)

    def _fills_line(
        self,
        current: _Open,
        line: TextLine,
        text: str,
        first: Sequence[Word],
        gap_after: int,
        wrapped: bool,
        around: int,
    ) -> bool:
        """Whether the line above was broken for want of room, or inside a sentence; see `_goes_on`."""
        last = current.lines[-1]
        # Where the next word would end, had it been set on the line above.
        needed = len(last) + 1 + len(first[0].raw)
        if re.search(r"[^\W\d]-$", last) or open_end(last.split()[-1]):
            return True
        hangs = current.role == "list-item" and line.indent > current.indent
        if lower_start(first) and not hangs:
            # A sentence goes on below a line that is full, and where no line of its block begins anew; below a short
            # one among others a small letter begins a cell or a value of its own.
            return needed > _FULL * self._width > 0 or wrapped
        if hangs:
            return True
        if gap_after and self._begins_last(last, text, needed):
            return False
        # Greedy wrapping: the next word would not have fitted on the line above.
        return bool(self._width) and (needed > _NO_ROOM * self._width or (self._spaced and needed > around))

    def _begins_last(self, last: str, text: str, needed: int) -> bool:
        """Whether a short line above a gap is a paragraph of its own below the end of a sentence. Where a blank line
        stands between paragraphs, a full line goes on below whatever it ends with."""
        room = not self._spaced or needed <= self._width
        return room and last.endswith((".", "!", "?")) and len(text) < _SHORT * self._width

    def _begin(
        self, line: TextLine, text: str, below: Sequence[TextLine], gap_after: int, opened: Sequence[_Open]
    ) -> _Open:
        pages = [line.page]
        following = below[0] if below else None
        bullet, _ = split_bullet(words(text))
        if bullet is not None:
            body = text[len(bullet) :].strip()
            return _Open([body], line.indent, "list-item", 0, bullet, pages)
        misread = _MISREAD.match(text)
        if misread and (
            (following is not None and not following.gap and following.stripped.startswith(misread[0]))
            or (not line.gap and opened and opened[-1].marker == misread[1])
        ):
            return _Open([text[misread.end() :]], line.indent, "list-item", 0, misread[1], pages)
        item = _ITEM.match(text)
        listed = item is not None and (text in self._items or self._in_list(item, line, below, opened))
        if item is not None and listed:
            return _Open([text[item.end() :]], line.indent, "list-item", 0, item[1], pages)
        level = self._heading(line, text, following, gap_after)
        if level is not None:
            return _Open([text], line.indent, "heading", level, pages=pages)
        return _Open([text], line.indent, pages=pages)

    @staticmethod
    def _in_list(item: re.Match[str], line: TextLine, below: Sequence[TextLine], opened: Sequence[_Open]) -> bool:
        """Whether a numbered line has a neighbour that counts on from it, without a blank line between.

        Lines indented to where its text begins are its own, and no neighbours.
        """
        marker = item[1]
        if _LETTER.fullmatch(marker) and _lettered_beside(marker, line, below, opened):
            return True
        if not line.gap and opened and opened[-1].role == "list-item" and counts_on(opened[-1].marker or "", marker):
            return True
        hangs = line.indent + item.end()
        labelled = _INNER_LABEL.search(line.stripped) is not None
        tight = takewhile(lambda lower: not lower.gap, below)
        following = next(
            (x for x in tight if x.indent != hangs or (begins_with_label(x.stripped) and not labelled)), None
        )
        after = _ITEM.match(following.stripped) if following is not None else None
        return after is not None and counts_on(marker, after[1])

    def _heading(self, line: TextLine, text: str, following: TextLine | None, gap_after: int) -> int | None:
        """Level of a heading that nothing but its place and form gives away; None for running text."""
        if text in self._labels:
            return None
        set_off = line.gap > 0 or self._first
        depth = _numbered_depth(text) if set_off and not _hangs_below(line, following) else None
        if depth is not None:
            return depth
        if not _may_be_heading(text) or "\t" in line.text:
            return None
        if not (set_off and gap_after > 0):
            over_text = set_off and self._runs_on(following) and len(text) <= _LONGEST_OVER_TEXT
            return self._level(line, text) if over_text else None
        lettered = _LETTERED.match(text) and len(text) <= _LONGEST_LETTERED
        return 1 if lettered else self._level(line, text)

    def _level(self, line: TextLine, text: str) -> int | None:
        """The level of a heading by its place; None where it is too long for one."""
        if self._first and len(text) <= _LONGEST_TITLE:
            return 1
        return (1 if line.gap > 1 else 2) if len(text) <= _LONGEST_HEADING else None

    def _runs_on(self, following: TextLine | None) -> bool:
        """Return whether a line right below is as long as lines of running text are."""
        full = _FULL * self._width or _FULL_UNWRAPPED
        return following is not None and following.gap == 0 and len(following.stripped) >= full

    def _finished(self, item: _Open) -> Paragraph:
        lines = [
            Line(inline_words(part, markdown=self._markdown), page)
            for text, page in zip(item.lines, item.pages, strict=True)
            for part in text.split("\v")
        ]
        return Paragraph(tuple(line for line in lines if line.words), item.role, item.level, item.marker)


def _lettered_beside(marker: str, line: TextLine, below: Sequence[TextLine], opened: Sequence[_Open]) -> bool:
    """Whether the letter before or after a letter (`a)`) stands at its indent, whatever is indented between them."""
    before = next((o for o in reversed(opened) if o.indent <= line.indent), None)
    if before is not None and before.indent == line.indent and counts_on(before.marker or "", marker):
        return True
    following = next((x for x in below if x.indent <= line.indent), None)
    after = _ITEM.match(following.stripped) if following is not None and following.indent == line.indent else None
    return after is not None and counts_on(marker, after[1])


def _goes_over_page(current: _Open, line: TextLine, first: Sequence[Word]) -> bool:
    """Whether a line behind a gap goes on with a sentence that a page's end cut."""
    crossed = line.page is not None and line.page != current.pages[-1]
    return crossed and line.gap <= 1 and lower_start(first) and not current.lines[-1].endswith(_END)


def _hangs_below(line: TextLine, following: TextLine | None) -> bool:
    """Return whether a numbered line goes on below it, indented to where its text begins: an item, and no heading. It
    has ended there, or a small letter or a label follows; a heading's text begins with a capital."""
    numbered = _NUMBERED.match(line.stripped)
    if numbered is None or following is None or following.gap:
        return False
    if following.indent - line.indent != numbered.end() - 1:
        return False
    below = following.stripped
    return line.text.rstrip().endswith(_END) or begins_with_label(below) or lower_start(words(below))


def _hanging_items(lines: Sequence[TextLine]) -> frozenset[str]:
    """The numbered lines that go on below them, of which others count on from the same edge, whatever stands between:
    the items of one list."""
    hanging = [
        (line.indent, item[1], line.stripped)
        for line, below in pairwise(lines)
        if (item := _ITEM.match(line.stripped)) and _hangs_below(line, below)
    ]
    return frozenset(
        text
        for (a, number, one), (b, after, other) in pairwise(hanging)
        if a == b and counts_on(number, after)
        for text in (one, other)
    )


def _begins_anew(text: str, first: Sequence[Word], role: BlockRole) -> bool:
    """Return whether a line looks like the first of a paragraph: a list item, label, numbered heading or address."""
    if split_bullet(first)[0] is not None or (role == "list-item" and _MISREAD.match(text)):
        return True
    return begins_with_label(text) or any(pattern.match(text) for pattern in (_ITEM, _NUMBERED, _ADDRESS))


def _numbered_depth(text: str) -> int | None:
    """How deep the number of a numbered heading is (`2.1 Mål`: 2); None for anything else."""
    numbered = _NUMBERED.match(text)
    if numbered is None or len(text) > _LONGEST_NUMBERED or text.endswith((",", ";")):
        return None
    depth = len(numbered["number"].strip(".").split("."))
    return depth if depth > 1 or not text.endswith(_END) or len(text) <= _LONGEST_NUMBERED_SENTENCE else None


def _may_be_heading(text: str) -> bool:
    """Return whether a line begins as a heading may, ends without a mark and holds one sentence."""
    begins = re.match(r"[A-ZÅÄÖ\d\"”]", text) is not None
    return begins and not text.endswith(_END) and re.search(r"\.\s+[A-ZÅÄÖ]", text) is None


def _heads_list(lines: Sequence[TextLine], at: int) -> bool:
    """Whether a short line with a capital stands right over the first item of a list, and says more than a sentence's
    end: it names the list (`Polisen lovar att`)."""
    line, below = lines[at], lines[at + 1] if at + 1 < len(lines) else None
    if below is None or below.gap or split_bullet(words(below.stripped))[0] is None or below.indent < line.indent:
        return False
    text = line.stripped
    above = lines[at - 1] if at else None
    if above is None or line.indent > above.indent or open_end(above.stripped.split()[-1]):
        return False
    return text[:1].isupper() and text[-1:] not in ".,;" and 1 < len(text.split()) <= _LONGEST_LIST_HEAD


_LONGEST_LIST_HEAD = 6
"""Words of a line that names the list below it."""


def _around(lines: Sequence[TextLine], at: int) -> int:
    return max(len(line.stripped) for line in lines[max(0, at - _NEAR) : at + _NEAR])


def _wrapped(lines: Sequence[TextLine]) -> frozenset[int]:
    """Lines of blocks, between blank lines, in which every line but the first goes on in small letters."""
    found: list[int] = []
    start = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or lines[at].gap:
            inner = range(start + 1, at)
            if all(lines[k].stripped[:1].islower() or open_end(lines[k - 1].stripped.split()[-1]) for k in inner):
                found += inner
            start = at
    return frozenset(found)


def _labels_above(lines: Sequence[TextLine]) -> frozenset[str]:
    """Short lines that come again and again with other lines below them: labels above the values of records.

    At least `_FEWEST_LABELS` of them, or it is a refrain.
    """
    times = Counter(line.stripped for line in lines if _LABEL_LINE.fullmatch(line.stripped))
    again = {text for text, n in times.items() if n > 1}
    beside = [(line.stripped, below.stripped) for line, below in pairwise(lines) if not below.gap]
    found: frozenset[str] = frozenset()
    while True:
        # A value that comes again (`Polisen` in most records) stands right below or right above a label.
        by_label = Counter(below for text, below in beside if text in found)
        by_label |= Counter(text for text, below in beside if below in found)
        values = {t for t in again - found if by_label[t] >= _MOSTLY * times[t]}
        over = Counter(text for text, below in beside if text in again and below not in again - values)
        # Below a line that never comes again stands a label, if anything stands below it.
        under = Counter(below for text, below in beside if text not in again)
        under &= Counter(text for text, _ in beside)
        more = frozenset(t for t in again - values if max(over[t], under[t]) >= _MOSTLY * times[t])
        if more <= found:
            break
        found |= more
    return found if len(found) >= _FEWEST_LABELS else frozenset()


_LABEL_LINE = re.compile(r"[A-ZÅÄÖ\ufffd][^\W\d_\ufffd]*\S*(?: [^\s\d]+){0,4}[:?]?")
_FEWEST_LABELS = 2
_MOSTLY = 0.7
"""Share of a label's lines that have a value right below."""


def _depths(opened: Sequence[_Open]) -> None:
    """Levels of list items by their indentation, within each run of items."""
    stack: list[int] = []
    for item in opened:
        if item.role != "list-item":
            stack.clear()
            continue
        while stack and item.indent < stack[-1]:
            stack.pop()
        if not stack or item.indent > stack[-1]:
            stack.append(item.indent)
        item.level = len(stack) - 1
