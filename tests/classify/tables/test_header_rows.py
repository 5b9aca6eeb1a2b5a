"""Which rows of tables are headings. Every example is invented for its kind."""

from __future__ import annotations

from ingest.classify.tables.header_rows import repeated_rows
from tests.classify.build import t


def test_lines_of_data_that_come_again_are_no_heading_rows() -> None:
    head = ["Förvaltning", "Ansvarig"]
    tables = [t([head, ["Skolan", first], ["Fritid", "Genom Park"]]) for first in ("Rektor", "Chef")]
    assert repeated_rows(tables) == {("forvaltning", "ansvarig")}
