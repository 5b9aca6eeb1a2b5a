"""Signs that a machine took for letters, told by the words around them."""

from __future__ import annotations

import pytest

from ingest.document import Method
from ingest.repair.rules.ocr_signs import mend_lone_signs
from ingest.repair.working_text import Body, Passage, Token


def mended(text: str) -> str:
    passage = Passage([[Token(w, 0.9) for w in text.split()]], Method.OCR)
    mend_lone_signs(Body([passage]), [passage])
    return " ".join(t.text for t in passage.tokens())


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("ordningsvakter enligt LOV 3 S.", "ordningsvakter enligt LOV 3 §."),
        ("3 S ordningslagen", "3 § ordningslagen"),
        ("l gång/år", "1 gång/år"),
        ("| gång per år", "1 gång per år"),
        ("$kolorna arbetar", "Skolorna arbetar"),
    ],
)
def test_a_sign_is_told_by_its_neighbours(read: str, meant: str) -> None:
    assert mended(read) == meant
    assert mended(meant) == meant


@pytest.mark.parametrize(
    "text", ["Zon 3 S vid torget", "arbetet är l gång", "I gång sedan 2024", "S 3", "100 $ per år"]
)
def test_what_the_neighbours_do_not_tell_stays(text: str) -> None:
    assert mended(text) == text
