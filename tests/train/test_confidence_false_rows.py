"""Documents without measures whose tables were taken for measures on purpose: what the confidence learns from."""

from __future__ import annotations

import random

from ingest.classify import classify
from ingest.classify.tables.gives_rows import THRESHOLD
from ingest.options import Options
from ingest.train.confidence.false_rows import taken_for_measures
from ingest.train.confidence.groups import group_of
from tests.classify.build import doc, h, p, t

DONE = [
    ["Aktivitet", "Arrangör", "Genomfördes", "Besökare"],
    ["Kvällsvandring med lyktor", "Byalaget", "7 november", "85"],
    ["Basar till förmån för badhuset", "Hembygdsföreningen", "3 maj", "210"],
]


def test_a_table_of_what_was_done_gives_rows_that_are_hardly_sure() -> None:
    document = doc(h("Årsrapport"), h("Aktiviteter under året", 2), t(DONE, bold_header=True))
    assert classify(document, Options()).rows == ()
    taken = taken_for_measures(document, Options(), random.Random(3))
    assert taken is not None
    assert len(taken.rows) == 2
    assert all(THRESHOLD <= row.measure < 1 for row in taken.rows)


def test_a_table_without_a_column_of_measures_gives_none() -> None:
    numbers = t([["Brottstyp", "2029", "2030"], ["Stöld", "12", "9"]], bold_header=True)
    document = doc(h("Statistik"), p("Siffrorna är preliminära."), numbers)
    assert taken_for_measures(document, Options(), random.Random(3)) is None


def test_reports_of_the_past_are_held_out_apart_from_other_negatives() -> None:
    assert group_of("no-rows-events") != group_of("no-rows-contacts")
    assert group_of("no-rows-done-last-year") == group_of("no-rows-events")
