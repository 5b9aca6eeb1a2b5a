"""What the letters of a scan say against a value, beyond the general model."""

from __future__ import annotations

from collections import Counter

from ingest.document import Document, Method
from ingest.draft import Draft, DraftFacts, DraftRow, Evidence, Value
from ingest.quality.scan_doubts import SCAN_DOUBTS, doubts_of_scans, with_scan_doubts

EVIDENCE = Evidence(Method.OCR, 0.95, 0.92, 0.97)


def draft(*texts: str, method: Method = Method.OCR) -> Draft:
    rows = tuple(
        DraftRow(f"r{i}", None, "table", {"åtgärd": Value(t, t, (), Evidence(method, 0.95, 0.92, 0.97))})
        for i, t in enumerate(texts)
    )
    return Draft(Document("id", "plan.png", "image/png", method), DraftFacts(), rows=rows)


def of(text: str, *others: str) -> dict[str, float]:
    return doubts_of_scans(draft(text, *others))[0, "åtgärd"]


def test_words_that_nothing_knows_are_doubted() -> None:
    assert of("Måla planket och bloxtra vägen")["no_words"] > 0
    assert of("Måla planket hos Bloxtravik")["lone_names"] > 0
    assert not of("Måla planket vid vägen")["no_words"]


def test_a_small_letter_that_begins_a_measure_and_odd_signs_are_doubted() -> None:
    assert of("två gånger i veckan")["small_start"] == 1.0
    assert of("Måla planket ut.med vägen")["odd_marks"] > 0


def test_an_end_unlike_the_others_is_doubted() -> None:
    others = [f"Nämnden ser över {what}" for what in ("parken", "torget", "bron", "skolan")]
    assert of("Rektorn ser över schemat.", *others)["ends_unlike"] == 1.0
    assert of("Rektorn ser över schemat", *others)["ends_unlike"] == 0.0


def test_no_value_becomes_surer_and_only_scans_are_asked() -> None:
    text = "Måla planket och bloxtra vägen"
    for stated in (0.2, 0.9, 0.99):
        found = with_scan_doubts(draft(text), {(0, "åtgärd"): stated})
        assert found[0, "åtgärd"] <= stated
    same = {(0, "åtgärd"): 0.97}
    assert with_scan_doubts(draft(text, method=Method.TEXT), same) == same


def test_more_doubt_is_never_surer() -> None:
    sound = with_scan_doubts(draft("Måla planket vid vägen"), {(0, "åtgärd"): 0.97})
    worse = with_scan_doubts(draft("Måla planket bloxtra zoxtra vägen"), {(0, "åtgärd"): 0.97})
    assert worse[0, "åtgärd"] < sound[0, "åtgärd"]
    assert Counter(SCAN_DOUBTS).most_common(1)[0][1] == 1
