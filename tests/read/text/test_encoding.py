"""Which encoding a text is in: seven-bit Swedish, told by the words that its braces and strokes make."""

from __future__ import annotations

import pytest

from ingest import Options
from ingest.document import Table
from ingest.read import read
from ingest.read.text.encoding import decode
from ingest.source import Source

SWEDISH = """Underhållsplan för fjärrvärmen 1991

Orsak                 Åtgärd                Ansvarig
--------------------- --------------------- ------------
Läckage i kulvert     Gräva upp och byta    Driftenheten
vid Östra torget      fyrtio meter rör

Gamla ventiler        Motionera samtliga    Rörgruppen
kärvar                ventiler i Ängby
"""
SEVEN_BIT = SWEDISH.translate(str.maketrans("åäöÅÄÖ", "}{|][\\")).encode("ascii")


def test_braces_and_strokes_that_make_swedish_words_are_letters() -> None:
    assert decode(SEVEN_BIT) == (SWEDISH, "iso646-se", 0)


def test_columns_of_seven_bit_text_stand_though_the_stroke_is_a_letter() -> None:
    document = read(Source.from_bytes(SEVEN_BIT, "plan.txt"), Options())
    (table,) = (b for b in document.blocks if isinstance(b, Table))
    assert table.columns == 3
    assert [n.code for n in document.notes] == ["encoding"]


@pytest.mark.parametrize(
    "text",
    [
        "| a|b | c{d} |\n| e|f | g{h} |\n| i|j | k{l} |",
        "def f(x): return {x|1} if x[0] else {y}\nimport {a}from{b}\n{foo}bar{baz}qux",
        "Se [1] och [2]. Måttet {a} anges i {b} och {c}.".replace("å", "a"),
        "\\section{Inledning} \\textbf{Mal} och \\emph{atgard}",
    ],
)
def test_tables_code_and_references_keep_their_signs(text: str) -> None:
    assert decode(text.encode("ascii")) == (text, "utf-8", 0)


def test_a_part_of_a_file_in_seven_bits_is_read_as_such() -> None:
    first = "Åtgärder för året\r\nSe bilaga [1] och fältet {a} på sidan två.\r\n"
    data = first.encode("cp850") + SEVEN_BIT.replace(b"\n", b"\r\n")
    assert decode(data) == (first + SWEDISH.replace("\n", "\r\n"), "cp850+iso646-se", 0)
