"""What speaks for and against a gap ending the blocks above it, as named numbers."""

from __future__ import annotations

from ingest.document import BBox, Rule
from ingest.layout.blocks.features import Surroundings
from ingest.layout.blocks.gaps import GAP, gap_features
from ingest.layout.blocks.runs import GutterRun
from tests.layout.blocks.test_features import made


def gaps(run: GutterRun, around: Surroundings) -> list[dict[str, float]]:
    return [dict(zip(GAP, f, strict=True)) for f in gap_features([(run, [run.x])], around).tolist()]


def test_every_gap_of_a_run_has_the_features_of_gaps() -> None:
    run, around = made([Rule(BBox(50, 106, 300, 106), True)])
    first, second = gaps(run, around)
    assert (first["bands_above"], first["bands_below"]) == (1, 2)
    assert (second["bands_above"], second["bands_below"]) == (2, 1)
    assert first["rule_in_gap"] > second["rule_in_gap"]


def test_gaps_of_several_runs_are_those_of_each() -> None:
    run, around = made([Rule(BBox(50, 106, 300, 106), True)])
    part = run.sub(1, 3)
    both = gap_features([(run, [run.x]), (part, [run.x, 300.0])], around).tolist()
    assert both == [
        *gap_features([(run, [run.x])], around).tolist(),
        *gap_features([(part, [run.x, 300.0])], around).tolist(),
    ]
    assert gap_features([], around).shape == (0, len(GAP))


def test_what_stands_below_a_gap_may_begin_as_the_run_does() -> None:
    first, second = gaps(*made(right="Polisen"))
    assert (first["starts_again"], second["starts_again"]) == (1.0, 0.0)
