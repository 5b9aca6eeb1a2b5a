"""Lists side by side under heads with a rule each. Every text is invented."""

from __future__ import annotations

from ingest.document import BBox, Rule, Word
from ingest.layout.blocks.ruled_lists import ruled_lists
from ingest.layout.tables.model import tokens_of
from tests.layout.pages import words

HEADS = ("Kommunen", "Polisen")
ITEMS = (("Måla bänkar", "Röja"), ("Gå till fots", "Mäta fart"))


def rule(x0: float, x1: float, y: float) -> Rule:
    return Rule(BBox(x0, y, x1, y), True)


RULES = [rule(60, 260, 105), rule(300, 500, 105)]


def placed(heads: tuple[str, ...] = HEADS, bullet: str = "• ") -> list[Word]:
    out = []
    for n, (head, items) in enumerate(zip(heads, ITEMS, strict=True)):
        x = 60 + 240 * n
        out += words(head, x, 100, size=12, bold=True)
        out += [w for k, item in enumerate(items) for w in words(bullet + item, x, 125 + 14 * k)]
    return out


def read(found: list[Word], rules: list[Rule]) -> list[str]:
    return [" ".join(t.text for t in group.tokens) for group in ruled_lists(tokens_of(tuple(found)), rules)]


def test_each_list_goes_with_its_head() -> None:
    assert read(placed(), RULES) == ["Kommunen • Måla bänkar • Röja", "Polisen • Gå till fots • Mäta fart"]


def test_tables_are_no_lists() -> None:
    assert read(placed(), [rule(60, 500, 105)]) == []
    assert read(placed(), [*RULES, rule(60, 260, 128), rule(300, 500, 128)]) == []
    assert read(placed(bullet=""), RULES) == []
    assert read(placed(heads=("Problem", "Åtgärder")), RULES) == []
