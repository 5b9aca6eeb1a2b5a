"""Letters of a scan that have another's shape."""

from __future__ import annotations

import pytest

from ingest.document import Method
from ingest.repair.rules.letter_shapes import mend_shapes
from ingest.repair.working_text import Body, Passage, WorkingWord


def mended(*texts: str) -> list[str]:
    passages = [Passage([[WorkingWord(w, 0.95) for w in text.split()]], Method.OCR) for text in texts]
    body = Body(passages)
    mend_shapes(body, passages)
    return [" ".join(t.text for t in p.tokens()) for p in passages]


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Utbildmng i grupp.", "Utbildning i grupp."),
        ("samtal med de mblandade", "samtal med de inblandade"),
        ("måndag kväll samma vecka", "måndag kväll samma vecka"),
        ("Bryggan riVs.", "Bryggan rivs."),
        ("Anbud från tVå", "Anbud från två"),
        ("ElVerket", "Elverket"),
        ("SSPF och ANDTS", "SSPF och ANDTS"),
        ("senast IS oktober 1988", "senast 15 oktober 1988"),
        ("l mars 1984", "1 mars 1984"),
        ("2O maj och 31 maj", "20 maj och 31 maj"),
        ("I november 1988", "I november 1988"),
        ("39 maj eller Is mars", "39 maj eller Is mars"),
    ],
)
def test_words_that_are_none_get_the_letters_that_make_one(read: str, meant: str) -> None:
    assert mended(read) == [meant]


def test_a_small_word_is_small_where_the_document_shows_that_its_capitals_are_doubtful() -> None:
    read = "Ny brygga byggs Vid badet"
    assert mended(read) == [read]
    assert mended("Bryggan riVs", "Anbud från tVå", read)[-1] == "Ny brygga byggs vid badet"
    assert mended("Bryggan riVs", "Anbud från tVå", "Bryggan rivs. Vid badet")[-1] == "Bryggan rivs. Vid badet"


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Århgen i april", "Årligen i april"),
        ("(Huvudbibhoteket, skolan)", "(Huvudbiblioteket, skolan)"),
        ("Ekhult och huset", "Ekhult och huset"),
    ],
)
def test_li_that_was_read_as_h(read: str, meant: str) -> None:
    assert mended(read) == [meant]
