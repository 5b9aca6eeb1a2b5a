"""How large a full stop is, told by the dots of the print beside it."""

from __future__ import annotations

import numpy as np

from ingest.read.ocr.text_lines import Ink, runs


def line(letters: int, x: float, y: float, size: float, mark: tuple[float, float]) -> list[list[float]]:
    """Boxes of letters in a row, each with a mark (width, height) over it."""
    out = []
    for k in range(letters):
        left = x + k * 0.8 * size
        out.append([left, y, left + 0.6 * size, y + size])
        out.append([left + 4, y - 3 - mark[1], left + 4 + mark[0], y - 3])
    return out


def ink(boxes: list[list[float]]) -> Ink:
    every = np.array([[0.0, 0, 0, 0], *boxes])
    areas = (every[:, 2] - every[:, 0]) * (every[:, 3] - every[:, 1])
    return Ink(np.zeros((4, 4)), every, areas, 26.0)


def is_read(boxes: list[list[float]], mark: list[float]) -> bool:
    found = runs(ink([*boxes, mark]), (), 4.0)
    return any(len(boxes) + 1 in run.pieces for run in found)


def test_a_stop_is_as_large_as_the_dots_beside_it_not_as_those_of_larger_print() -> None:
    large = line(14, 100, 100, 40, (12, 12))
    small = line(10, 100, 600, 26, (6, 6))
    end = small[-2][2]
    assert is_read([*large, *small], [end + 4, 619.5, end + 10.5, 626])
    assert not is_read([*large, *small], [end + 4, 622.5, end + 7.5, 626])


def test_rings_and_pairs_of_dots_do_not_make_stops_specks() -> None:
    body = line(8, 100, 600, 26, (12, 7)) + line(4, 100, 700, 26, (6, 6))
    end = body[-2][2]
    assert is_read(body, [end + 4, 719.5, end + 10.5, 726])
