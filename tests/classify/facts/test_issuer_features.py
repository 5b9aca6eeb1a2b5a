"""The clues of a name that may be a document's issuer."""

from __future__ import annotations

from ingest.classify.facts.finder import front_of
from ingest.classify.facts.issuer_candidates import candidates
from ingest.classify.facts.issuer_features import FEATURES, GROUPS, IssuerSetting, values_of
from ingest.document import Block
from tests.classify.facts.fronts import MEASURE, REGISTERS, TITLE, document, paragraph

SETTING = IssuerSetting(
    title="Handlingsplan för Lövstads kommun", kind="handlingsplan", scanned=False, registers=REGISTERS
)


def clues(*blocks: Block) -> dict[str, dict[str, float]]:
    made = document(*blocks)
    found = candidates(made, front_of(made, REGISTERS), REGISTERS)
    table = values_of(found, SETTING)
    assert all(len(row) == len(FEATURES) for row in table)
    return {c.actor.name: dict(zip(FEATURES, row, strict=True)) for c, row in zip(found, table, strict=True)}


def test_clues_say_where_a_name_stands_and_what_it_is() -> None:
    found = clues(paragraph("Lövstads kommun"), paragraph("Kommunstaben"), TITLE, MEASURE)
    body = found["Lövstads kommun"]
    assert body["kind_municipality"] == body["at_above"] == body["body_above"] == body["first"] == 1.0
    assert body["in_title"] == 1.0
    part = found["Kommunstaben"]
    assert part["first"] == 0.0
    assert part["body_front"] == part["body_anywhere"] == 1.0
    assert body["alone"] == 0.0


def test_a_lone_name_is_alone_and_no_clue_comes_twice() -> None:
    (only,) = clues(TITLE, paragraph("Region Lövmark"), MEASURE).values()
    assert only["alone"] == only["kind_region"] == only["best_place"] == 1.0
    assert only["others_front"] == 0.0
    assert len(FEATURES) == len(set(FEATURES)) == sum(len(names) for names in GROUPS.values())
    assert values_of((), SETTING) == []
