"""Dots that stand where print has none alone are specks, and full stops, colons and letters' dots are print."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ingest.read.ocr.text_lines import ink_of, runs

HEIGHT = 30
"""Pixels of the letters' height."""
X = (20, 50, 80, 150, 180, 210)
"""Left sides of two words' letters, 20 pixels wide."""
FOOT = 90


def joined(*dots: tuple[int, int], size: int = 6) -> int:
    """How many of the dots (left side, foot) are joined to the line of letters."""
    image = Image.new("L", (300, 160), 255)
    draw = ImageDraw.Draw(image)
    for x in X:
        draw.rectangle((x, FOOT - HEIGHT, x + 20, FOOT), fill=0)
    for x, foot in dots:
        draw.rectangle((x, foot - size, x + size, foot), fill=0)
    found = runs(ink_of(np.asarray(image), float(HEIGHT)), (), 4.0)
    return max(len(run.pieces) for run in found) - len(X)


@pytest.mark.parametrize(
    ("where", "dots", "kept"),
    [
        ("a full stop behind a word", [(105, FOOT)], 1),
        ("a stop that worn type has lifted a little", [(105, FOOT - 4)], 1),
        ("a colon", [(105, FOOT), (105, FOOT - 18)], 2),
        ("a dot over a letter", [(57, FOOT - HEIGHT - 4)], 1),
        ("a dot at half height behind a word", [(106, FOOT - 12)], 0),
        ("a dot at half height before the line", [(8, FOOT - 12)], 0),
        ("a dot at the foot before the first letter", [(10, FOOT)], 0),
        ("a dot as high as a quotation mark", [(106, FOOT - HEIGHT + 8)], 0),
        ("two dots as high as quotation marks", [(104, FOOT - HEIGHT + 8), (114, FOOT - HEIGHT + 8)], 2),
    ],
)
def test_a_dot_is_print_where_print_has_some(where: str, dots: list[tuple[int, int]], kept: int) -> None:
    assert joined(*dots) == kept, where
