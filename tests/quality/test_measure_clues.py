"""The doubts whether rows are measures at all: a report's table against a plan's."""

from __future__ import annotations

from collections.abc import Mapping

from ingest import classify, normalise
from ingest.classify.fields.vocabulary import load
from ingest.classify.tables.gives_rows import watched
from ingest.document import Block
from ingest.draft import Draft
from ingest.options import Options
from ingest.quality.measure_clues import MEASURE_FEATURES, MeasureLook
from ingest.quality.row_clues import group_of
from tests.classify.build import doc, h, p, t

HEADINGS = ["Aktivitet", "Ansvarig", "När"]


def draft_of(*blocks: Block) -> Draft:
    """Return the draft of a document whose tables are all taken for measures."""
    options = Options()
    with watched(lambda _: 0.9):
        return normalise.resolve(classify.classify(doc(*blocks), options), options)


def clues_of(draft: Draft) -> Mapping[str, float]:
    return MeasureLook(draft, load(), [group_of(row) for row in draft.rows]).clues(0)


def test_a_report_of_what_was_done_is_doubted() -> None:
    cells = [HEADINGS, ["Rutinen för larm skrevs om", "Säkerhetsenheten", "mars 2030"]]
    report = draft_of(
        h("Årsrapport 2030"),
        p("Datum: 2031-02-03"),
        h("Aktiviteter", 2),
        p("Under året genomfördes följande aktiviteter."),
        t(cells, bold_header=True),
    )
    found = clues_of(report)
    assert found["in_report"] == found["times_gone"] == 1


def test_a_plan_is_not() -> None:
    cells = [HEADINGS, ["Skriva rutiner för larm", "Säkerhetsenheten", "mars 2032"]]
    plan = draft_of(
        h("Handlingsplan 2032"),
        p("Datum: 2031-02-03"),
        h("Aktiviteter", 2),
        p("Följande aktiviteter ska genomföras."),
        t(cells, bold_header=True),
    )
    found = clues_of(plan)
    assert all(found[name] == 0 for name in ("in_report", "no_task", "times_gone"))


def test_a_table_beside_numbers_of_who_came_is_doubted() -> None:
    cells = [[*HEADINGS, "Antal deltagare"], ["Föreläsning om larm", "Byalaget", "3 maj", "64"]]
    found = clues_of(draft_of(h("Nora kommun"), h("Kvällar", 2), t(cells, bold_header=True)))
    assert found["done_beside"] == 1


def test_all_names_are_features() -> None:
    cells = [HEADINGS, ["Ta fram rutin", "Säkerhetsenheten", "2032"]]
    assert set(clues_of(draft_of(h("Plan"), t(cells, bold_header=True)))) == set(MEASURE_FEATURES)
