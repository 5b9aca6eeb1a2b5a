"""Tables drawn with characters: Markdown, grids of plus and minus signs, boxes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.document import Line, Table
from ingest.read.text.aligned import row_starts
from ingest.read.text.lines import TextLine
from ingest.read.text.tabs import cell_blocks, table_of, wrapped_blocks
from ingest.read.words import inline_words

__all__ = ["piped"]

Region = tuple[int, int, Table]
"""First line, line after the last, table."""

_BOX = str.maketrans(dict.fromkeys("│┃║┆┇┊┋╎╏¦", "|"))
_RULE = re.compile(r"[\s|+\-=_:─━═┄┅┈┉╌╍┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬╒╓╕╖╘╙╛╜╞╟╡╢╤╥╧╨╪╫┍┎┏┑┒┓┕┖┗┙┚┛┝┠┡┢┣┥┨┩┪┫┯┰┳┷┸┻┿╂╋]+")
_PIPE = re.compile(r"(?<!\\)\|")


# -- pipes and boxes


def piped(lines: Sequence[TextLine], *, markdown: bool) -> list[Region]:
    """Tables whose cells stand between vertical strokes."""
    out: list[Region] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and (end == at or not lines[end].gap) and _drawn(lines[end]):
            end += 1
        table = _piped(lines[at:end], markdown) if end - at >= 2 else None
        if table is not None:
            out.append((at, end, table))
        at = max(end, at + 1)
    return out


def _drawn(line: TextLine) -> bool:
    text = line.stripped.translate(_BOX)
    return bool(_PIPE.search(text)) or (_is_rule(text) and ("+" in text or len(text) > 3))


def _is_rule(text: str) -> bool:
    return bool(_RULE.fullmatch(text)) and bool(re.search(r"[-=_:─━═┄┈╌]", text))


def _piped(lines: Sequence[TextLine], markdown: bool) -> Table | None:
    texts = [line.stripped.translate(_BOX) for line in lines]
    rules = [at for at, text in enumerate(texts) if _is_rule(text)]
    content = [at for at in range(len(texts)) if at not in rules]
    counts = Counter(len(_cells(texts[at])) for at in content)
    if not counts or max(counts) < 2:
        return None
    inside = sum(len(re.findall(r"[^\W\d_]\|[^\W\d_]", texts[at])) for at in content)
    if not rules and inside > 0.3 * sum(texts[at].count("|") for at in content):
        # In seven-bit Swedish the stroke is a letter.
        return None
    framed = sum(1 for at in content if texts[at].startswith("|")) >= 0.8 * len(content)
    if not framed and not rules and (len(counts) > 1 or len(content) < 2):
        return None
    # A rule after every row (a drawn grid): what stands between two rules is one row of wrapped lines.
    grid = len(rules) >= 3 or any(texts[at].startswith(("+", "┌", "╔", "├", "╠")) for at in rules)
    # Lines of one length without any rule: cells padded to their columns' widths, and wrapped in them.
    padded = not rules and len(content) >= 3 and len({len(text) for text in texts}) == 1
    split = {at: _cells(texts[at]) for at in content}
    starts = set(content)
    if grid:
        starts = {at for at in content if at == content[0] or at - 1 in rules}
    elif padded:
        flags = row_starts([split[at] for at in content], [False] * len(content), _widths(texts[content[0]]))
        starts = {at for at, flag in zip(content, flags, strict=True) if flag}
    rows: list[list[list[Line]]] = []
    header_rows = 0
    for at in range(len(texts)):
        if at in rules:
            if rows and not header_rows and (not grid or "=" in texts[at] or "═" in texts[at] or len(rows) == 1):
                header_rows = len(rows)
            continue
        if at in starts:
            rows.append([])
        for column, cell in enumerate(split[at]):
            if column == len(rows[-1]):
                rows[-1].append([])
            rows[-1][column].extend(_lines(cell, lines[at].page, markdown))
    pages = sorted({line.page for line in lines if line.page is not None})
    width = max(map(len, rows))
    widths = [max((len(line.text) for row in rows if k < len(row) for line in row[k]), default=0) for k in range(width)]
    wrapped = grid or padded
    return table_of(
        [
            [wrapped_blocks(cell, widths[k]) if wrapped else cell_blocks(cell) for k, cell in enumerate(row)]
            for row in rows
        ],
        method="pipes",
        header_rows=header_rows if header_rows < len(rows) else 0,
        pages=tuple(pages),
    )


def _widths(text: str) -> list[int]:
    return [len(cell) for cell in _PIPE.split(text.removeprefix("|").removesuffix("|"))]


def _cells(text: str) -> list[str]:
    text = text.removeprefix("|")
    if text.endswith("|") and not text.endswith("\\|"):
        text = text[:-1]
    return [cell.replace("\\|", "|").strip() for cell in _PIPE.split(text)]


def _lines(cell: str, page: int | None, markdown: bool) -> list[Line]:
    parts = re.split(r"<br\s*/?>", cell, flags=re.IGNORECASE)
    return [Line(inline_words(part, markdown=markdown), page) for part in parts if part.strip()]
