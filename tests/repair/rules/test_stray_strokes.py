"""Specks that were read as hyphens, and hyphens that are some."""

from __future__ import annotations

import pytest

from ingest.document import Method
from ingest.repair.rules.stray_strokes import mend_stray_strokes
from ingest.repair.working_text import Body, Passage, Token


def mended(text: str, method: Method = Method.OCR) -> str:
    """The text's lines after the step; ` / ` parts them."""
    passage = Passage([[Token(w, 0.9) for w in line.split()] for line in text.split(" / ")], method)
    body = Body([passage])
    mend_stray_strokes(body)
    count = body.changed
    mend_stray_strokes(body)
    assert body.changed == count, "what was mended is mended again"
    return " / ".join(" ".join(t.text for t in line if t.text) for line in passage.lines)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("äldre som förlorat sina-hem i branden", "äldre som förlorat sina hem i branden"),
        ("ungdomar som de-har talat med.", "ungdomar som de har talat med."),
        ("klockan ett på- lördagar", "klockan ett på lördagar"),
        ("dörrar av- / stål i källare och soprum", "dörrar av / stål i källare och soprum"),
        ("belysning -längs stigen", "belysning längs stigen"),
        ("vakter vid -torget.", "vakter vid torget."),
    ],
)
def test_a_speck_between_or_beside_words_goes(read: str, meant: str) -> None:
    assert mended(read) == meant
    assert mended(read, Method.TEXT_LAYER) == read


@pytest.mark.parametrize(
    "text",
    [
        "barn- och ungdomsnämnden",
        "mark-, miljö- och byggnämnden",
        "för- / skolan på torget",
        "på- / verkan av droger",
        "av- / stämning i mars",
        "juni-augusti",
        "projektledare och -samordnare",
        "de-facto",
        "ANDT-arbete",
        "vecka 12 -14",
        "hem-hem",
        "till- / gång",
    ],
)
def test_hyphens_of_words_stay(text: str) -> None:
    assert mended(text) == text
