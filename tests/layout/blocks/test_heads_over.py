"""Heads abreast over columns go with them. Every text is invented."""

from __future__ import annotations

from itertools import pairwise

from ingest.document import Word
from ingest.layout.blocks.heads_over import with_heads
from ingest.layout.blocks.split import WordGroup
from ingest.layout.tables.model import tokens_of
from tests.layout.pages import words

XS = (50.0, 220.0, 390.0)


def parts(heads: list[Word], **style: object) -> list[str]:
    columns = [[w for n in range(3) for w in words("Byta lampor i parken", x, 130 + 14 * n)] for x in XS]
    tokens = tokens_of(tuple(w for group in (heads, *columns) for w in group))
    ends = [0, len(heads)]
    for column in columns:
        ends.append(ends[-1] + len(column))
    groups = [WordGroup(tuple(tokens[a:b]), beside=n > 0) for n, (a, b) in enumerate(pairwise(ends))]
    own = {t.index for t in tokens[: len(heads)]}
    found = with_heads(groups, dict.fromkeys(own, 1) if style.get("painted") else {}, own if style.get("table") else ())
    return [" ".join(t.text for t in part.tokens[:3]) for part in found]


def test_each_head_goes_to_its_column_with_its_second_line() -> None:
    heads = words("Torget och", 50, 88, bold=True) + words("gatan", 50, 100, bold=True)
    heads += words("Skola", 222, 100, bold=True) + words("Hemmet", 391, 100, bold=True)
    title = words("Det här gör vi nu", 50, 60, size=16)
    assert parts(title + heads)[0] == "Det här gör"
    assert parts(title + heads)[1:] == ["Torget och gatan", "Skola Byta lampor", "Hemmet Byta lampor"]


def test_painted_heads_count_and_plain_lines_or_one_over_two_columns_do_not() -> None:
    plain = [w for x, text in zip(XS, ("Torget", "Skola", "Hemmet"), strict=True) for w in words(text, x, 110)]
    assert parts(plain) == ["Torget Skola Hemmet", *["Byta lampor i"] * 3]
    assert len(parts(plain, painted=True)) == 3
    across = words("Torget och alla gator där vi går", 50, 110, bold=True) + words("Hemmet", 391, 110, bold=True)
    assert len(parts(across)) == 4


def test_the_last_row_of_a_table_heads_nothing() -> None:
    row = [w for x, text in zip(XS, ("gatan", "Skolan", "maj"), strict=True) for w in words(text, x, 110)]
    assert len(parts(row, painted=True, table=True)) == 4
