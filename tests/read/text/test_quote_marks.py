"""Marks of quotation before the lines of a mail."""

from __future__ import annotations

import pytest

from ingest.document import Document
from ingest.options import Options
from ingest.read.text.quote_marks import without_quote_marks
from ingest.read.text.reader import read
from ingest.source import Source


def of(text: str) -> Document:
    return read(Source("mejl.txt", text.encode()), Options())


@pytest.mark.parametrize("mark", ["> ", ">", "| ", ">> ", "> > "])
def test_marks_go_and_lines_join(mark: str) -> None:
    quoted = [
        "Åtgärder i parken",
        "",
        "* Häckarna längs gångstråket till skolan klipps ned till en meter -",
        "  Parkenheten, april 2001",
        "* Klotter saneras inom ett dygn - Vallstahem, löpande",
    ]
    text = "Hej!\n\n" + "".join((mark + line).rstrip() + "\n" for line in quoted)
    found = of(text)
    assert [b.text for b in found.blocks] == [
        "Hej!",
        "Åtgärder i parken",
        "Häckarna längs gångstråket till skolan klipps ned till en meter - Parkenheten, april 2001",
        "Klotter saneras inom ett dygn - Vallstahem, löpande",
    ]
    assert [n.message for n in found.notes if n.code == "quote-marks"] == [
        "The marks of quotation before 5 lines are left out."
    ]


def test_aligned_columns_stand_behind_marks() -> None:
    text = (
        ">Vad                                   Vem                   När\n"
        ">Trygghetsvandring i Lillåparken       Kommundelskansliet    18 september\n"
        ">Brev till krögarna om ordningsvakter  Polisen               oktober 2006\n"
        ">\n"
    )
    (table,) = of(text).blocks
    assert table.text.split("\n")[1].split("\t")[0] == "Trygghetsvandring i Lillåparken"


def test_ends_that_slipped_off_a_quoted_line_go_back() -> None:
    text = (
        "> * Parkbänkarna flyttas från apotekets entré till lekplatsen så att torgets\r\n"
        "norra del blir\r\n"
        ">   lugnare\r\n"
        "> * Klotter saneras\r\n"
    )
    assert without_quote_marks(text) == (
        "* Parkbänkarna flyttas från apotekets entré till lekplatsen så att torgets norra del blir\r\n"
        "  lugnare\r\n* Klotter saneras\r\n",
        3,
    )


@pytest.mark.parametrize(
    "text",
    [
        "> Polisen syns i centrum.\n> Vuxna vandrar på kvällen.\n> Lampor byts.\n",  # a list's own marks
        "Andelen trygga\n> 80 % 2010\n> 85 % 2011\n",
        "| Åtgärd | Vem |\n| --- | --- |\n| Lampor byts | Gatukontoret |\n| * Lås | Skogshem |\n",
        "| Åtgärd |\n| lampor byts |\n| lås sätts |\n",
    ],
)
def test_signs_that_are_no_marks_stay(text: str) -> None:
    assert without_quote_marks(text) == (text, 0)
