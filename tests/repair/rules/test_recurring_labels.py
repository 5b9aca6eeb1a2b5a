"""Labels of a scanned form that were read worse on some sheets."""

from __future__ import annotations

from ingest.document import Method
from ingest.repair.rules.recurring_labels import mend_recurring_labels
from ingest.repair.working_text import Body, Passage, WorkingWord


def mended(*sheets: tuple[str, ...], method: Method = Method.OCR) -> list[str]:
    """Labels, each with a value in the same cell below it."""
    passages = [
        Passage([[WorkingWord(w, 0.9) for w in text.split()]], method, column=(2, 0))
        for sheet in sheets
        for label in sheet
        for text in (label, "Gatukontoret 1995")
    ]
    mend_recurring_labels(Body(passages))
    return [" ".join(t.text for t in p.tokens()) for p in passages[::2]]


SHEET = ("Problem / orsak", "Mål", "Åtgärd", "Klart (tidpunkt)")
WORN = ("Problem I orsak", "MA", "Åtgärd", "Klan (udpunkt)")


def test_a_label_reads_as_it_was_read_best() -> None:
    assert mended(SHEET, SHEET, SHEET, WORN)[-4:] == list(SHEET)


def test_labels_of_a_text_layer_stay() -> None:
    assert mended(SHEET, SHEET, SHEET, WORN, method=Method.TEXT)[-4:] == list(WORN)


def test_two_labels_that_are_words_stay() -> None:
    sheets = (("Skolan", "Mål"),) * 3 + (("Skolor", "Mat"),)
    assert mended(*sheets)[-2] == "Skolor"


def test_values_behind_one_label_are_words_of_their_own() -> None:
    names = ("Polismyndigheten", "Hemtjänsten", "kommunpolisen", "Polismyndigheten")
    sheets = tuple((f"Ansvarig tjänsteperson: {name}",) for name in names)
    assert [label.split()[-1] for label in mended(*sheets)] == list(names)


def test_values_that_end_alike_behind_one_label_are_words_of_their_own() -> None:
    names = ("Gatuenheten", "Parkenheten", "Fritidsenheten", "Gatuenheten")
    sheets = tuple((f"Ansvarig {name}",) for name in names)
    assert [label.split()[-1] for label in mended(*sheets)] == list(names)
