"""Gutters and the stretches of a page that they could part."""

from __future__ import annotations

import pytest

from ingest.document import BBox, Word
from ingest.layout.blocks.runs import BandPart, GutterRun, HeightBand, middle, runs_of
from ingest.layout.tables.model import tokens_of
from tests.layout.pages import words


def columns(top: float = 100.0) -> list[Word]:
    left, right = ("Byta lampor.", "Klippa häck", "Måla"), ("Polisen", "Parken", "12")
    return [
        w
        for n, (a, b) in enumerate(zip(left, right, strict=True))
        for w in (*words(a, 60, top + 16 * n), *words(b, 220, top + 16 * n))
    ]


def runs(placed: list[Word], walls: tuple[BBox, ...] = ()) -> list[GutterRun]:
    return list(runs_of(tokens_of(tuple(placed)), (), walls))


def test_white_space_that_no_word_crosses_is_a_run_over_its_bands() -> None:
    (run,) = runs(columns())
    assert 120 <= run.x <= 220
    assert len(run.bands) == 3
    assert run.two_sided
    assert (len(run.tokens), run.size) == (8, 10.0)
    assert [len(run.sub(0, n).bands) for n in (1, 2)] == [1, 2]


def test_runs_of_the_same_bands_share_what_these_say() -> None:
    (run,) = runs(columns())
    part = run.sub(0, 2)
    assert run.sub(0, 2).stretch is part.stretch
    assert run.stretch.sub(0, 3) is run.stretch
    assert part.sides == run.sides[:2]
    assert part.stretch.words.bit_count() == part.count
    assert run.stretch.white_at(run.x) == 220 - max(t.x1 for t in run.tokens if t.mid < run.x)


def test_a_line_across_ends_a_run() -> None:
    across = words("Polisen och kommunen går tillsammans i hela parken", 60, 148)
    assert sorted(len(r.bands) for r in runs(columns() + across + columns(164))) == [3, 3]


def test_what_the_file_names_a_table_is_not_parted() -> None:
    assert runs(columns(), (BBox(50, 90, 400, 145),)) == []


def test_bullets_alone_are_no_side_of_a_run() -> None:
    bullets = [w for n in range(3) for w in (*words("•", 60, 100 + 16 * n), *words("Byta lampor", 80, 100 + 16 * n))]
    assert not any(r.two_sided for r in runs(bullets))


def band() -> HeightBand:
    row = tokens_of((*words("Byta lampor.", 60, 100, bold=True), *words("Polisen", 220, 100, bold=True)))
    return HeightBand((tuple(row),))


def test_a_band_is_parted_at_a_place_into_the_words_on_both_sides() -> None:
    sides = band().sides(200.0)
    assert (sides.left.texts, sides.right.texts) == (["Byta lampor."], ["Polisen"])
    assert sides.first_texts == ("Byta lampor.", "Polisen")
    assert band().at_left(200.0) == 2
    assert band().white(200.0) == (120.0, 220.0)
    assert band().white(10.0) == (None, 60.0)


def test_a_band_knows_its_look() -> None:
    assert (band().bold, band().size, band().stops, band().lower, band().width) == (True, 10.0, 0.0, 0.0, 195.0)


def test_a_piece_counts_what_its_lines_look_like() -> None:
    placed = (*words("• Byta lampor.", 60, 100), *words("och måla:", 60, 112), *words("12", 60, 124))
    piece = BandPart(tuple(tokens_of(placed)))
    counts = piece.look.counts
    assert piece.texts == ["• Byta lampor.", "och måla:", "12"]
    assert (counts.marks, counts.colons, counts.stops, counts.lower, counts.single) == (1, 1, 1, 1, 1)
    assert piece.look.said == {"• Byta lampor.", "och måla:"}
    assert piece.boxes({0: 4, 1: 4, 5: 4}) == {4: 3, -1: 3}
    assert (piece.look.edges.x0, piece.highest) == (60.0, pytest.approx(97.35))


def test_middle_is_the_median() -> None:
    assert middle([1.0, 2.0, 9.0]) == 2.0
    assert middle([1.0, 3.0]) == 2.0
