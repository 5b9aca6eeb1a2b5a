"""What speaks for and against parting a page at a gutter, as named numbers."""

from __future__ import annotations

from ingest.document import BBox, Rule, Word
from ingest.layout.blocks.features import GUTTER, Edges, Surroundings, gutter_features, surroundings
from ingest.layout.blocks.runs import GutterRun, runs_of
from ingest.layout.tables.model import tokens_of
from tests.layout.pages import page, words


def made(rules: list[Rule] | None = None, right: str = "Parken") -> tuple[GutterRun, Surroundings]:
    placed: list[Word] = []
    for n, (a, b) in enumerate((("Byta lampor", "Polisen"), ("Klippa häck", right), ("Måla", "Skolan"))):
        placed += words(a, 60, 100 + 16 * n) + words(b, 220, 100 + 16 * n)
    drawn = page(placed, rules=rules)
    tokens = tokens_of(drawn.words)
    (run,) = runs_of(tokens, ())
    return run, surroundings(drawn, tokens, (), (), ordered=True)


def gutter(run: GutterRun, around: Surroundings) -> dict[str, float]:
    return dict(zip(GUTTER, gutter_features([(run, run, [run.x])], around)[0], strict=True))


def test_a_gutter_has_its_width_its_bands_and_both_sides() -> None:
    run, around = made()
    found = gutter(run, around)
    assert (found["bands"], found["two_sided_bands"], found["columns"]) == (3, 1, 1)
    assert found["gutter_width"] > 0
    assert found["rules_across"] == 0


def test_rules_across_and_down_a_gutter_count() -> None:
    across = [Rule(BBox(50, y, 300, y), True) for y in (106.0, 122.0)]
    assert gutter(*made(across))["rules_across"] > 0
    down = [Rule(BBox(180, 90, 180, 140), False)]
    assert gutter(*made(down))["rule_down"] > gutter(*made())["rule_down"]


def test_edges_between_two_heights_are_level_rules_and_the_ends_of_boxes() -> None:
    edges = Edges([Rule(BBox(50, 110, 300, 110), True)], [], [BBox(60, 100, 200, 150)])
    assert edges.between(105, 160) == [(50, 300, 110), (60, 200, 150)]
    assert edges.between(0, 50) == []
