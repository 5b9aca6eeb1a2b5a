"""Lines to paragraphs: wrapped lines joined, forced breaks kept, list items told apart.

The strongest evidence of a forced break is room: if the next line's first word had fitted at the end of this
line, the author and not the program broke it. Distance, style, indent and list markers are the others.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib import resources
from itertools import pairwise

from ingest.document import BBox, Line, Paragraph, Word
from ingest.language.lists import BULLETS, split_bullet
from ingest.language.patterns import pattern
from ingest.layout.text.justified import stretched_lines, wide_gaps

__all__ = ["Leading", "cell_paragraphs", "join_lines", "leading_of", "names_body", "paragraphs_of"]

_ENUM = re.compile(r"^\(?(?:(?P<number>\d{1,2})|(?P<letter>[a-z]))[.)]$")
_NUMBERED = re.compile(r"^(?:\d{1,2}|[A-Z])(?:\.\d{1,2})*[.)]?$")
_STOP = re.compile(r"[.!?:;…][\"”’)\]]*$")
_OPEN_RANGE = re.compile(r"\d[-–]$")
"""A range of years or days that a line's end has cut."""
_MONTH = pattern("layout", "paragraphs.month", re.IGNORECASE)
_DASHES = frozenset("-–—*·")
_VARIATION = "\ufe0e\ufe0f"
"""Selectors behind a sign that say how to draw it (`▶︎`): no letters."""

_SAME_EDGE = 0.25
"""Font sizes within which a line's left edge is that of a marker, or of the text behind one."""
_NEAR_EDGE = 2.0
"""Points within which left edges are one."""
_CLOSE = 0.6
"""Line heights of white between two lines of one sentence, at most."""
_FULL = 0.1
"""Share of a list's width that a full line may leave free."""
_TITLE_WORDS = 3
"""Words of a title's first line, from which it goes on in small letters wherever it was broken."""
_MOST_NAME_WORDS = 3
"""Words of a body's or person's name, one a line."""
_Marked = tuple[str | None, Sequence[Word]]
"""What marks a line as an item's, and the words behind it."""
Leading = dict[int, float]
"""Half points of font size to the usual distance of two lines' bottoms, in points."""


def leading_of(groups: Iterable[Sequence[Line]]) -> Leading:
    """The distance of wrapped lines by font size: the lower third of what is found between neighbours.

    A label stands nearer to its value than the value's lines to each other: those in which a sentence surely runs on,
    one line flush with the other, are asked too, and the wider distance counts.
    """
    found: dict[int, list[float]] = {}
    running: dict[int, list[float]] = {}
    for lines in groups:
        for a, b in pairwise(lines):
            if a.bbox is None or b.bbox is None or a.page != b.page:
                continue
            size, other = a.size, b.size
            pitch = b.foot - a.foot
            if size and abs(size - other) < 0.05 * size and 0.85 * size < pitch < 2.2 * size:
                found.setdefault(round(size * 2), []).append(pitch)
                if joins(a, b) and abs(a.bbox.x0 - b.bbox.x0) <= _NEAR_EDGE:
                    running.setdefault(round(size * 2), []).append(pitch)
    return {size: max(map(_lower_third, (pitches, running.get(size, pitches)))) for size, pitches in found.items()}


def _lower_third(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 3]


def _expected(leading: Leading, size: float) -> float:
    key = round(size * 2)
    # Letters of a print protection may be smaller than a quarter of a point: their key is 0.
    near = [k for k in leading if k and abs(k - key) <= max(1, 0.12 * key)]
    if near:
        closest = min(near, key=lambda k: (abs(k - key), k))
        return leading[closest] * size / (closest / 2)
    return 1.22 * size


@cache
def _names() -> tuple[frozenset[str], re.Pattern[str], frozenset[str]]:
    """Words (lower case) after which a phrase goes on, how the words for bodies and roles end, and words that begin a
    clause of the line above."""
    data = tomllib.loads(resources.files("ingest.layout.text").joinpath("names.toml").read_text(encoding="utf-8"))
    bodies, endings = "|".join(data["bodies"]), "|".join(data["endings"])
    pattern_ = re.compile(f"({bodies})({endings})*$", re.IGNORECASE)
    return frozenset(data["open"]), pattern_, frozenset(data["clauses"])


@cache
def _unfinished() -> frozenset[str]:
    """Words that no phrase ends with (lower case)."""
    data = tomllib.loads(resources.files("ingest.layout.text").joinpath("names.toml").read_text(encoding="utf-8"))
    return frozenset(data["open"]) - frozenset(data["particles"])


def names_body(word: str) -> bool:
    """Return whether a word, marks apart, ends as those for bodies and roles do."""
    return _names()[1].search(word.strip(".,;:()/")) is not None


@dataclass(slots=True)
class _Open:
    """A paragraph that is being put together."""

    lines: list[Line]
    left: float
    """Where its text starts, without the marker."""
    marker: str | None = None
    marker_left: float = 0.0
    flush: bool = False
    """Whether the lines of its list go back to the marker where they wrap."""
    labels: frozenset[str] = frozenset()
    """Labels that begin several of the lines around."""
    inside: frozenset[str] = frozenset()
    """Labels that stand in the midst of lines around."""
    stretched: frozenset[int] = frozenset()
    """The last words (ids) of the lines around that are set to the full measure of justified text."""


def paragraphs_of(
    lines: Sequence[Line], leading: Leading, left: float, right: float, *, cell: bool = False, jitter: float = 0.0
) -> list[Paragraph]:
    """Paragraphs of one column or cell.

    Args:
        lines: top to bottom, each of one page.
        leading: usual distances of lines.
        left, right: the edges that the text keeps to, in points.
        cell: inside a table cell, where short lines are mostly a list of names.
        jitter: how far boxes may be off, in font sizes (0 for a text layer, more for OCR).
    """
    numbered = _sequences(lines)
    markers = [_marker(line, numbered) for line in lines]
    flush = _flush(lines, markers)
    inner = _wrapped_dashes(lines, markers, flush=flush)
    inside, stretched = _inside(lines), stretched_lines(lines)
    labels = _again(lines) - inside
    out: list[Paragraph] = []
    current: _Open | None = None
    for here, line in enumerate(lines):
        box = line.bbox
        if box is None:
            continue
        marker, rest = (None, line.words) if id(line) in inner else markers[here]
        start = rest[0].bbox.x0 if rest and rest[0].bbox else box.x0
        if current is not None and marker is None:
            edges = (left, right) if cell else (left, partial(_block_edge, lines, here, right))
            if not _breaks(current, line, box, leading, edges, cell=cell, jitter=jitter):
                current.lines.append(line)
                if len(current.lines) == 2 and current.marker is None:
                    current.left = min(current.left, box.x0)
                continue
        if current is not None:
            out.append(_closed(current))
        kept = Line(tuple(rest), line.page) if marker is not None else line
        current = _Open([kept], start, marker, box.x0, flush, labels, inside, stretched)
    if current is not None:
        out.append(_closed(current))
    return _levels(out)


def cell_paragraphs(
    lines: Sequence[Line], box: BBox | None, leading: Leading, pad: float = 2.0, *, jitter: float = 0.0
) -> tuple[Paragraph, ...]:
    """The paragraphs of one table cell; `pad` is the white space that the table keeps at its cells' sides."""
    if not lines:
        return ()
    boxes = [line.bbox for line in lines if line.bbox is not None]
    left = min(b.x0 for b in boxes)
    right = max(b.x1 for b in boxes)
    if box is not None:
        right = max(right, box.x1 - pad)
    return tuple(paragraphs_of(lines, leading, left, right, cell=True, jitter=jitter))


def _breaks(
    current: _Open,
    line: Line,
    box: BBox,
    leading: Leading,
    edges: tuple[float, float | Callable[[], float]],
    *,
    cell: bool,
    jitter: float,
) -> bool:
    last = current.lines[-1]
    before = last.bbox
    assert before is not None
    if last.page != line.page:
        return not joins(last, line)
    lower = line.words[0].raw[:1].islower()
    stopped = bool(_STOP.search(last.words[-1].raw))
    # Centred lines differ on both sides alike.
    centred = abs((box.x0 + box.x1) - (before.x0 + before.x1)) < _CENTRED and abs(box.x0 - before.x0) > _CENTRED
    seam = _Seam(
        current, last, line, before, box, last.size, line.size, lower, stopped, centred, cell=cell, jitter=jitter
    )
    if _differs_in_size(seam) or _far_below(seam, leading):
        return True
    if _OPEN_RANGE.search(last.words[-1].raw) and line.words[0].raw[:1].isdigit():
        return False
    if _set_apart(seam):
        return True
    if _runs_on(seam):
        return False
    if _stands_in(seam) or (cell and not stopped and _next_name(current, line)):
        return True
    left, right = edges
    return _leaves_room(seam, left, right() if callable(right) else right)


def _runs_on(seam: _Seam) -> bool:
    """Whether a word, or a sentence that hangs under its item, goes on in a line that begins with a small letter; or an
    item in a line that begins with a bracket (`(Parkenheten, april 2003)`)."""
    if not seam.lower:
        return seam.current.marker is not None and seam.line.words[0].raw.startswith("(") and not _stands_in(seam)
    return seam.last.words[-1].raw.endswith(("-", "\xad", "‐")) or (not seam.stopped and _hangs(seam))


@dataclass(slots=True)
class _Seam:
    """Where a line may go on with the open paragraph, or begin the next."""

    current: _Open
    last: Line
    line: Line
    before: BBox
    """Box of the paragraph's last line."""
    box: BBox
    """Box of the line."""
    size: float
    """Font size of the last line, in points."""
    other: float
    """Font size of the line, in points."""
    lower: bool
    """Whether the line begins with a small letter."""
    stopped: bool
    """Whether the last line ends with a sign that closes a sentence."""
    centred: bool
    cell: bool
    jitter: float
    """How far boxes may be off, in font sizes; see `paragraphs_of`."""


_UNEVEN, _UNEVEN_JITTER, _UNEVEN_RUNNING, _UNEVEN_CELL = 0.08, 0.6, 1.2, 0.5
"""Share by which sizes of one paragraph may differ; more for each font size of jitter, most in a sentence that runs on;
in a scanned cell, where there are few letters to measure and print is seldom of two sizes."""
_PITCH, _PITCH_JITTER = 1.22, 0.2
"""How many times the usual leading lines of one paragraph are apart at most, and more with jitter."""
_LETTERS_OF_WEIGHT = 10
"""Letters of a scanned line from which its weight can be told."""
_CENTRED = 3.0
"""Points by which the middles of centred lines may differ, and their left edges must."""
_INDENT = 0.9
"""Font sizes by which a line of the same paragraph may stand in or out."""
_UNDER_VALUE = 0.5
"""Font sizes within which a line's left edge is that of the value behind a label."""
_SPACE = 0.25
"""Font sizes of a space between words."""
_SPARE, _SPARE_RUNNING, _SPARE_RUNNING_CELL = 0.3, 3.0, 1.0
"""Font sizes of room behind the next word that show a forced break; more where a sentence runs on in small letters."""


def _differs_in_size(seam: _Seam) -> bool:
    # OCR guesses sizes from heights: a sentence that runs on is better evidence.
    running = seam.lower and not seam.stopped
    uneven = _UNEVEN + (_UNEVEN_RUNNING if running else _UNEVEN_JITTER) * seam.jitter
    if seam.cell and seam.jitter:
        uneven = _UNEVEN_CELL
    return abs(seam.size - seam.other) > uneven * max(seam.size, seam.other)


def _far_below(seam: _Seam, leading: Leading) -> bool:
    size = max(seam.size, seam.other) if seam.jitter else seam.size
    pitch = seam.line.foot - seam.last.foot
    return pitch > (_PITCH + _PITCH_JITTER * seam.jitter) * _expected(leading, size)


def _set_apart(seam: _Seam) -> bool:
    """Whether the lines differ in style, or one of them holds a label or white space that no running text has."""
    last, line = seam.last, seam.line
    # Of a few scanned letters nobody can tell the weight.
    telling = not seam.jitter or min(len(last.text), len(line.text)) >= _LETTERS_OF_WEIGHT
    # Behind a dash who and when may be set in another style.
    telling = telling and not _DASHES & {last.words[-1].raw, line.words[0].raw}
    tabbed = any(id(one.words[-1]) not in seam.current.stretched and _tabbed(one) for one in (last, line))
    return (telling and _turns(last, line)) or tabbed or _labels(seam.current, line)


def _stands_in(seam: _Seam) -> bool:
    """Whether the line's left edge is that of another paragraph."""
    current = seam.current
    indent = seam.box.x0 - current.left
    if seam.centred or abs(indent) <= (_INDENT + seam.jitter) * seam.size:
        return False
    several = len(current.lines) > 1
    if current.marker is None:
        # A first line may stand in.
        return several or (indent >= 0 and not seam.lower)
    # The second line of an item may go back to its marker, no further.
    if seam.box.x0 < current.marker_left - _INDENT * seam.size:
        return True
    # Once one line went back to the marker, the next ones stand there too.
    if several and abs(seam.box.x0 - seam.before.x0) <= _UNDER_VALUE * seam.size:
        return False
    return indent < 0 and not current.flush and (several or seam.stopped or not seam.lower)


def _leaves_room(seam: _Seam, left: float, right: float) -> bool:
    """Whether the line's first word had fitted at the end of the last line; centred lines have the whole width.

    A line that begins with a small word of binding (`och`, `för`) goes on wherever a typist broke it.
    """
    first = seam.line.words[0]
    width = first.bbox.width if first.bbox else 0.0
    room = (right - left) - seam.before.width if seam.centred else right - seam.before.x1
    spare = room - width - _SPACE * seam.size
    least = _SPARE
    if seam.last.words[-1].raw in _unfinished():
        # A number or picture at the right may have left it no room.
        return False
    if seam.lower and not seam.stopped:
        if _binds(seam) or _wraps_title(seam):
            return False
        least = _SPARE_RUNNING_CELL if seam.cell else _SPARE_RUNNING
    return spare > (least + seam.jitter) * seam.size


def _wraps_title(seam: _Seam) -> bool:
    """Whether a title in bold goes on in small letters: a card of its own is narrower than the text around it."""
    bold = all(w.bold for line in (seam.last, seam.line) for w in line.words)
    flush = abs(seam.box.x0 - seam.before.x0) <= _NEAR_EDGE
    return bold and flush and not seam.cell and not seam.jitter and len(seam.last.words) >= _TITLE_WORDS


def _binds(seam: _Seam) -> bool:
    """Whether a line begins with a small word that binds it to the line above."""
    first, above = seam.line.words[0].raw, seam.last.words[0].raw
    open_words, _, clauses = _names()
    return first in open_words or (first in clauses and first != above)


def _wrapped_dashes(lines: Sequence[Line], markers: Sequence[_Marked], *, flush: bool) -> set[int]:
    """Lines (ids) whose dash stands inside an item and not before one: right below the text of an item that has another
    mark, where dashes stand inside other lines; or that is the only one, and found no room in the line above.

    Args:
        flush: the list's items wrap to their marks; then a dash below a mark goes on with a full line.
    """
    out = _lone_dash(lines, markers)
    if not any(w.raw in _DASHES for line in lines for w in line.words[1:]):
        return out
    right = max((line.bbox.x1 for line in lines if line.bbox is not None), default=0.0)
    text: float | None = None
    full = False
    for line, (marker, rest) in zip(lines, markers, strict=True):
        if line.bbox is None or not rest or rest[0].bbox is None:
            continue
        if marker is not None and marker not in _DASHES:
            text = line.bbox.x0 if flush else rest[0].bbox.x0
        elif marker is not None and text is not None and abs(line.bbox.x0 - text) <= _NEAR_EDGE and (full or not flush):
            out.add(id(line))
        full = right - line.bbox.x1 < _FULL * (right - line.bbox.x0)
    return out


def _lone_dash(lines: Sequence[Line], markers: Sequence[_Marked]) -> set[int]:
    """The line (its id) with the only dash at a line's beginning, where it goes on with the sentence above: in small
    letters, at the same left edge, and its first word found no room above."""
    dashed = [at for at, (marker, _) in enumerate(markers) if marker is not None]
    if len(dashed) != 1 or not dashed[0]:
        return set()
    above, line = lines[dashed[0] - 1], lines[dashed[0]]
    a, b = above.bbox, line.bbox
    marker, rest = markers[dashed[0]]
    if a is None or b is None or above.page != line.page or marker not in _DASHES or not rest or rest[0].bbox is None:
        return set()
    right = max(one.bbox.x1 for one in lines if one.bbox is not None)
    near = abs(a.x0 - b.x0) <= _NEAR_EDGE and b.top - a.bottom < _CLOSE * b.height
    goes_on = rest[0].raw[:1].islower() and not _STOP.search(above.words[-1].raw)
    return {id(line)} if near and goes_on and right - a.x1 < rest[0].bbox.x1 - b.x0 else set()


def _flush(lines: Sequence[Line], markers: Sequence[_Marked]) -> bool:
    """Whether the items of a list wrap to their markers: lines without a marker stand there, none under the text."""
    hanging = back = 0
    edges: tuple[float, float] | None = None
    for line, (marker, rest) in zip(lines, markers, strict=True):
        if line.bbox is None or not rest or rest[0].bbox is None:
            continue
        if marker is not None:
            edges = line.bbox.x0, rest[0].bbox.x0
        elif edges is not None:
            near = _SAME_EDGE * (line.size or 10)
            hanging += abs(line.bbox.x0 - edges[1]) <= near
            back += abs(line.bbox.x0 - edges[0]) <= near
    return back > 0 and not hanging


def _next_name(current: _Open, line: Line) -> bool:
    """Whether a line of a narrow cell begins the next name of a list (`Miljökontoret` `Räddningstjänsten`).

    A common noun has no capital inside a phrase: a body or role that begins a line under a few words that need nothing
    more is another's beginning, whatever room there was.
    """
    above = [w.raw for one in current.lines for w in one.words]
    first, last = line.words[0].raw, above[-1]
    if current.marker is not None or len(above) > _MOST_NAME_WORDS or not above[0][:1].isupper():
        return False
    open_words, body, _ = _names()
    if not last[-1:].isalpha() or last.lower() in open_words or above[0].lower() in open_words:
        return False
    bare = first.rstrip(",;/.")
    return bare[:1].isupper() and bare[1:].islower() and body.search(bare) is not None


def _turns(last: Line, line: Line) -> bool:
    """Whether the lines differ in weight or slant as wholes."""
    bold = [w.bold for w in last.words], [w.bold for w in line.words]
    italic = [w.italic for w in last.words], [w.italic for w in line.words]
    return any([(all(a) and not any(b)) or (all(b) and not any(a)) for a, b in (bold, italic)])


def _labels(current: _Open, line: Line) -> bool:
    """Whether the line begins with a label (`Ansvarig:`): a bold one, one under another, or one that comes again and
    stands behind a full stop; or a bold one with its value under a bold title."""
    label, last = _label(line), current.lines[-1].words[-1]
    if label is None or last.raw.endswith((";", ",")):
        return False
    if line.words[0].bold and all(w.bold for w in current.lines[-1].words) and not all(w.bold for w in line.words):
        return True
    if label in current.inside or any(w.raw.endswith(":") for w in current.lines[-1].words[1:]):
        # `… Ansvarig:` `Parkchefen. Klart: maj`: labels one behind the other in a text that wraps.
        return (line.words[0].bold and not last.bold) or (label in current.labels and _ends_sentence(last))
    again = label in current.labels and _ends_sentence(last)
    return again or (line.words[0].bold and not last.bold) or _label(current.lines[0]) is not None


def _ends_sentence(word: Word) -> bool:
    return _STOP.search(word.raw) is not None


def _hangs(seam: _Seam) -> bool:
    """Whether a line stands under the value behind the label that its paragraph begins with (`Mål:`)."""
    words = seam.current.lines[0].words
    end = next((i for i, w in enumerate(words[:4]) if w.raw.endswith(":")), None)
    after = words[end + 1].bbox if end is not None and end + 1 < len(words) else None
    if after is None or seam.box.x0 <= seam.current.left + seam.size:
        return False
    return abs(after.x0 - seam.box.x0) <= _UNDER_VALUE * seam.size


def _again(lines: Sequence[Line]) -> frozenset[str]:
    """Labels that begin several of the lines."""
    counts = Counter(label for line in lines if (label := _label(line)) is not None)
    return frozenset(label for label, count in counts.items() if count > 1)


def _inside(lines: Sequence[Line]) -> frozenset[str]:
    """Labels that stand in the midst of some line behind a full stop: they follow their text, wherever it wraps."""
    return frozenset(w.raw for line in lines for last, w in pairwise(line.words) if _ends(last, w))


def _ends(last: Word, word: Word) -> bool:
    """Whether a word with a colon stands behind a full stop."""
    return word.raw.endswith(":") and last.raw.endswith(".")


def _label(line: Line) -> str | None:
    """What a line begins with that ends in a colon, of four words at most and in one weight."""
    end = next((i for i, w in enumerate(line.words[:4]) if w.raw.endswith(":")), None)
    if end is None or not line.words[0].raw[:1].isupper():
        return None
    words = line.words[: end + 1]
    bold = [w.bold for w in words]
    if any(w.raw.endswith(".") for w in words[:-1]):
        # `Parkchefen. Klart:` is a value's end and another label.
        return None
    one = all(w.raw[0].isalpha() for w in words) and (all(bold) or not any(bold))
    return " ".join(w.raw for w in words) if one else None


def _tabbed(line: Line) -> bool:
    """White space inside the line that no running text has: a label and its value, names side by side."""
    gaps = wide_gaps(line)
    return bool(gaps) and (gaps[-1] > 0 or not _NUMBERED.match(line.words[0].raw))


def joins(last: Line, line: Line) -> bool:
    """Return whether a sentence runs on from one line to another that does not stand right under it (a new page)."""
    if not last.words or not line.words:
        return False
    end, start = last.words[-1].raw, line.words[0].raw
    if end.endswith(("-", "\xad")) and start[:1].islower():
        return True
    return not _STOP.search(end) and (start[:1].islower() or end.endswith(",")) and not _turns(last, line)


def join_lines(first: Paragraph, second: Paragraph) -> Paragraph:
    """One paragraph out of two parts of it."""
    return replace(first, lines=first.lines + second.lines)


def _block_edge(lines: Sequence[Line], here: int, right: float) -> float:
    """The right edge of the lines around one, if they are many enough to show one of their own."""
    line = lines[here]
    edges = []
    for direction in (-1, 1):
        at = here
        while 0 <= at + direction < len(lines):
            a, b = lines[at], lines[at + direction]
            if a.bbox is None or b.bbox is None or a.page != b.page:
                break
            distance = abs(b.bbox.bottom - a.bbox.bottom)
            if distance > 2.0 * (a.size or 10) or abs(a.bbox.x0 - b.bbox.x0) > 40:
                break
            edges.append(b.bbox.x1)
            at += direction
            if len(edges) > 40:
                break
    if line.bbox is not None:
        edges.append(line.bbox.x1)
    edge = max(edges, default=right)
    # Short lines of their own have no common edge: a column has one that many of its lines come near to.
    full = sum(1 for x in edges if x > edge - 30)
    return edge if len(edges) >= 5 and full >= 0.4 * len(edges) else right


def _marker(line: Line, numbered: set[int]) -> _Marked:
    words = line.words
    first = words[0]
    if first.raw.startswith("["):
        return split_bullet(words)
    raw = first.raw.rstrip(_VARIATION)
    bullet = (raw in BULLETS or (len(raw) == 1 and 0xE000 <= ord(raw) <= 0xF8FF)) and len(raw) == 1
    if len(words) > 1:
        if bullet and (raw not in _DASHES or any(c.isalpha() for c in words[1].raw)):
            return raw, words[1:]
        if raw == "o" and words[1].raw[:1].isupper() and _gap(words[0], words[1]) > 0.5 * (first.size or 10):
            return raw, words[1:]
        if id(line) in numbered:
            return raw, words[1:]
    elif len(raw) > 2 and (raw[0] in "•▪●○◦" or 0xE000 <= ord(raw[0]) <= 0xF8FF):
        return raw[0], (_without_first(first), *words[1:])
    if len(raw) > 2 and (raw[0] in "•▪●" or 0xE000 <= ord(raw[0]) <= 0xF8FF) and raw[1].isalpha():
        return raw[0], (_without_first(first), *words[1:])
    return None, words


def _gap(a: Word, b: Word) -> float:
    return b.bbox.x0 - a.bbox.x1 if a.bbox and b.bbox else 0.0


def _without_first(word: Word) -> Word:
    """A bullet that is set without a space before its text."""
    box = word.bbox
    if box is not None:
        box = BBox(box.x0 + box.width / len(word.raw), box.top, box.x1, box.bottom)
    return replace(word, text=word.text[1:], raw=word.raw[1:], bbox=box)


def _sequences(lines: Sequence[Line]) -> set[int]:
    """Lines that begin with numbers or letters of a running list (ids): a lone `1.` may be a heading's or a date's."""
    found: list[tuple[Line, str, int]] = []
    for line in lines:
        if len(line.words) < 2:
            continue
        match = _ENUM.match(line.words[0].raw)
        if match and not _MONTH.match(line.words[1].raw):
            kind = "number" if match["number"] else "letter"
            value = int(match["number"]) if match["number"] else ord(match["letter"]) - 96
            found.append((line, kind, value))
    out: set[int] = set()
    for (a, kind_a, x), (b, kind_b, y) in pairwise(found):
        if kind_a == kind_b and y == x + 1 and not (_heading_like(a) and _heading_like(b)):
            out |= {id(a), id(b)}
    return out | _dashed(lines)


def _dashed(lines: Sequence[Line]) -> set[int]:
    """Lines (ids) that begin with a dash and a number, where others have the same dash before a word: items too."""
    marked = [line for line in lines if len(line.words) > 1 and line.words[0].raw in _DASHES and line.bbox is not None]
    told = {(line.words[0].raw, round(line.bbox.x0 / _NEAR_EDGE)) for line in marked if line.bbox and _spoken(line)}
    return {id(m) for m in marked if m.bbox and (m.words[0].raw, round(m.bbox.x0 / _NEAR_EDGE)) in told}


def _spoken(line: Line) -> bool:
    return any(c.isalpha() for c in line.words[1].raw)


def _heading_like(line: Line) -> bool:
    return all(w.bold for w in line.words)


def _closed(current: _Open) -> Paragraph:
    role = "list-item" if current.marker is not None else "body"
    return Paragraph(tuple(current.lines), role, 0 if role == "list-item" else None, current.marker)  # type: ignore[arg-type]


def _levels(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """List depth by how far the items' text stands in."""
    starts = sorted({round(x) for p in paragraphs if p.marker is not None and (x := _start(p)) is not None})
    steps: list[int] = []
    for x in starts:
        if not steps or x - steps[-1] > 6:
            steps.append(x)
    if len(steps) < 2:
        return paragraphs
    out = []
    for p in paragraphs:
        x = _start(p)
        if p.marker is not None and x is not None:
            level = max(i for i, step in enumerate(steps) if step <= round(x))
            p = replace(p, level=level)
        out.append(p)
    return out


def _start(paragraph: Paragraph) -> float | None:
    box = paragraph.lines[0].bbox if paragraph.lines else None
    return None if box is None else box.x0
