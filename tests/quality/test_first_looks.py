"""What documents at first sight have taught of the confidence."""

from __future__ import annotations

from itertools import pairwise

from ingest.document import Document, Method
from ingest.draft import Draft, DraftFacts, DraftRow, Evidence, Value
from ingest.quality.confidence import CEILING
from ingest.quality.first_looks import as_at_first_sight


def draft(method: Method, count: int) -> Draft:
    value = Value("Måla planket", "Måla planket", (), Evidence(method, 0.95, 0.92, 0.97))
    made = tuple(DraftRow(f"r{n}", None, "table", {"åtgärd": value}) for n in range(count))
    return Draft(Document("id", "plan.pdf", "application/pdf", method), DraftFacts(), rows=made)


def stated(*chances: float, method: Method = Method.TEXT_LAYER) -> list[float]:
    found = as_at_first_sight(draft(method, len(chances)), {(n, "åtgärd"): c for n, c in enumerate(chances)})
    return [found[n, "åtgärd"] for n in range(len(chances))]


def test_what_is_surer_stays_surer_and_nothing_is_certain() -> None:
    found = stated(0.02, 0.3, 0.6, 0.9, 0.97, 0.995)
    assert all(a < b for a, b in pairwise(found))
    assert found[-1] == CEILING
    assert 0.9 < found[3] < 0.97, "documents at first sight were right a little more often than drawn ones told"


def test_values_read_by_ocr_have_doubts_of_their_own() -> None:
    assert stated(0.3, 0.9, method=Method.OCR) == [0.3, 0.9]
