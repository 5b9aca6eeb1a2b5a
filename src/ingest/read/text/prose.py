"""Running text of a plain text file: wrapped lines joined, headings, list items."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.document import BlockRole, Line, Paragraph
from ingest.read.text.lines import TextLine
from ingest.read.words import inline_words, lower_start, open_end, split_bullet, words

__all__ = ["Flow"]

_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*\.?|[A-Z](?:\.\d{1,2})+\.?)\s+[A-ZÅÄÖ\"”(]")
_LETTERED = re.compile(r"(?:[A-H]|[IVX]{1,4})\.?\s+[A-ZÅÄÖ]")
_ITEM = re.compile(r"(\(?(?:\d{1,2}|[a-zåäö])[.)])\s+(?=\S)")
_LABEL = re.compile(r"[A-ZÅÄÖ][\w /&()-]{1,40}[:?](?:\s|$)")
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
        self._width = 0 if longest > 160 or not tight else lengths[min(len(lengths) - 1, int(0.95 * len(lengths)))]
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
                depth = 1 if lines[at + 1].stripped.startswith("=") else 2
                opened.append(_Open([text], 0, "heading", depth, closed=True, pages=[line.page]))
                at += 1
            elif current is not None and self._goes_on(
                current, line, text, gap_after, at in wrapped, _around(lines, at)
            ):
                current.lines.append(text)
                current.pages.append(line.page)
            else:
                following = lines[at + 1] if at + 1 < len(lines) else None
                opened.append(self._begin(line, text, following, gap_after, opened))
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
        return bool(re.fullmatch(r"={3,}|-{3,}", rule)) and len(text) <= 120 and len(rule) >= 0.5 * min(len(text), 60)

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
            # A sentence that a page's end cut.
            crossed = line.page is not None and line.page != current.pages[-1]
            return crossed and line.gap <= 1 and lower_start(first) and not last.endswith(_END)
        if split_bullet(first)[0] is not None or _ITEM.match(text) or _LABEL.match(text) or _NUMBERED.match(text):
            return False
        if _ADDRESS.match(text) or (current.role == "list-item" and _MISREAD.match(text)):
            return False
        if re.search(r"[^\W\d]-$", last):
            return True
        if lower_start(first) or open_end(last.split()[-1]):
            # A sentence goes on below a line that is full, and where no line of its block begins anew; below a short
            # one among others a small letter begins a cell or a value of its own.
            full = len(last) + 1 + len(first[0].raw) > _FULL * self._width > 0
            return full or wrapped or open_end(last.split()[-1])
        if last.endswith((".", "!", "?")) and len(text) < 0.5 * self._width and gap_after:
            return False
        if current.role == "list-item" and line.indent > current.indent:
            return True
        # Greedy wrapping: the next word would not have fitted on the line above.
        needed = len(last) + 1 + len(first[0].raw)
        return bool(self._width) and (needed > 0.8 * self._width or (self._spaced and needed > around))

    def _begin(
        self, line: TextLine, text: str, following: TextLine | None, gap_after: int, opened: Sequence[_Open]
    ) -> _Open:
        pages = [line.page]
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
        listed = item is not None and self._in_list(item[1], line, following, opened)
        if item is not None and listed:
            return _Open([text[item.end() :]], line.indent, "list-item", 0, item[1], pages)
        level = self._heading(line, text, following, gap_after)
        if level is not None:
            return _Open([text], line.indent, "heading", level, pages=pages)
        return _Open([text], line.indent, pages=pages)

    @staticmethod
    def _in_list(marker: str, line: TextLine, following: TextLine | None, opened: Sequence[_Open]) -> bool:
        """Whether a numbered line has a neighbour that counts on from it, without a blank line between."""
        if not line.gap and opened and opened[-1].role == "list-item" and _next(opened[-1].marker or "", marker):
            return True
        if following is None or following.gap:
            return False
        after = _ITEM.match(following.stripped)
        return after is not None and _next(marker, after[1])

    def _heading(self, line: TextLine, text: str, following: TextLine | None, gap_after: int) -> int | None:
        """Level of a heading that nothing but its place and form gives away; None for running text."""
        if text in self._labels:
            return None
        alone = (line.gap > 0 or self._first) and gap_after > 0
        ends = text.endswith(_END)
        numbered = _NUMBERED.match(text)
        if numbered and (line.gap > 0 or self._first):
            depth = len(numbered["number"].strip(".").split("."))
            if len(text) <= 200 and (depth > 1 or not ends or len(text) <= 100) and not text.endswith((",", ";")):
                return depth
        if ends or not re.match(r"[A-ZÅÄÖ\d\"”]", text) or "\t" in line.text or re.search(r"\.\s+[A-ZÅÄÖ]", text):
            return None
        if alone and _LETTERED.match(text) and len(text) <= 80:
            return 1
        runs_on = following is not None and (
            following.gap == 0 and len(following.stripped) >= (0.6 * self._width or 100)
        )
        if not alone and not ((line.gap > 0 or self._first) and runs_on and len(text) <= 50):
            return None
        if self._first and len(text) <= 120:
            return 1
        return (1 if line.gap > 1 else 2) if len(text) <= 70 else None

    def _finished(self, item: _Open) -> Paragraph:
        lines = [
            Line(inline_words(part, markdown=self._markdown), page)
            for text, page in zip(item.lines, item.pages, strict=True)
            for part in text.split("\v")
        ]
        return Paragraph(tuple(line for line in lines if line.words), item.role, item.level, item.marker)


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
    over = Counter(
        line.stripped
        for line, below in pairwise(lines)
        if line.stripped in again and not below.gap and below.stripped not in again
    )
    found = frozenset(text for text in again if over[text] >= _MOSTLY * times[text])
    return found if len(found) >= _FEWEST_LABELS else frozenset()


_LABEL_LINE = re.compile(r"[A-ZÅÄÖ\ufffd][^\W\d_\ufffd]*\S*(?: [^\s\d]+){0,4}[:?]?")
_FEWEST_LABELS = 2
_MOSTLY = 0.7
"""Share of a label's lines that have a value right below."""


def _next(marker: str, after: str) -> bool:
    one, two = re.sub(r"\W", "", marker), re.sub(r"\W", "", after)
    if one.isdigit() and two.isdigit():
        return int(two) == int(one) + 1
    return len(one) == len(two) == 1 and ord(two) == ord(one) + 1


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
