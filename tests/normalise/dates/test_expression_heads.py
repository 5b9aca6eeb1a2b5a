from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.normalise.dates.expression_heads import head
from ingest.normalise.dates.folding import fold_in_place
from ingest.normalise.dates.patterns import date_patterns

TIMES = (
    "15.6.-25.6.2025", "den 3 och 4 mars 2026", "kvartal 1-2, 2027", "andra kvartalet -25",
    "2025 v. 12, 14 och 16", "v2514", "1:a tertialet", "läsåret 2025/26", "månadsskiftet mars/april",
    "vår- och höstterminen 2026", "första halvåret '27", "halvårsskiftet 2026", "årsskiftet 25/26",
    "sista maj 2026", "under hela planperioden", "VT 26", "ht-2025", "2026-03", "före jul", "sommaren 2026",
    "2025q3", "1q 2026", "2 kvartalet", "i år", "årets slut", "2025 26", "3/4-25", "12-2026",
)  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "beginning"),
    [
        (r"(?:den[ ]+)?(?P<d>[0-9]{1,2})\.[ ]?(?P<m>x)", r"(?:den[ ]+)?(?P<d>[0-9]{1,2})\."),
        (r"a{0,2}b*c?[de]+?(?:f|g\)[)(])h", r"a{0,2}b*c?[de]+?(?:f|g\)[)(])"),
        (r"(?<=a)(?!b)cde", r"(?<=a)(?!b)cd"),
        (r"a(?:" + "b" * 150 + ")c", "a"),
        (r"ab|c", r"ab|c"),
        (r"a?", r"a?"),
    ],
)
def test_a_head_ends_behind_the_second_element_that_may_not_be_missing(expression: str, beginning: str) -> None:
    assert head(expression) == beginning
    re.compile(beginning)


@given(st.text(alphabet="abcde()", max_size=6), st.integers(0, 3))
def test_where_an_expression_matches_its_head_does(text: str, at: int) -> None:
    for expression in (
        r"a*b?c(?:d|(?<=c)e){1,2}(?!a)b",
        r"(?P<x>[ab])?(?P=x)c|d",
        r"[^\]a][)(]+a{0,1}b",
        r"(a|ab)(?=c)c",
    ):
        if re.compile(expression).match(text, at):
            assert re.compile(head(expression)).match(text, at)


def test_every_date_has_the_head_of_its_pattern() -> None:
    matched = set()
    for digit_first in (False, True):
        for expression, _ in date_patterns(digit_first):
            beginning = re.compile(head(expression))
            for text in map(fold_in_place, TIMES):
                for at in range(len(text)):
                    if re.compile(expression).match(text, at):
                        matched.add(expression)
                        assert beginning.match(text, at), (expression, text, at)
    assert len(matched) > len(TIMES)
