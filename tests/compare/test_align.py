"""Rows are found again by what they say."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ingest.compare import align as align_module
from ingest.compare.align import align
from ingest.plan import Field, Row
from tests.strategies import plans


def field(text: str) -> Field:
    return Field(text, text, 0.9, ())


def row(number: int, åtgärd: str, vem: str | None = None) -> Row:
    return Row(f"r{number}", None, "table", åtgärd=field(åtgärd), vem=field(vem) if vem else None)


UTBILDA = "Utbilda krögare i ansvarsfull alkoholservering"
VANDRA = "Nattvandra på fredagar och lördagar"
BELYS = "Se över belysningen vid resecentrum"


def test_a_row_is_found_again_under_another_number() -> None:
    old = [row(1, UTBILDA), row(2, VANDRA), row(3, BELYS)]
    new = [row(1, "Helt ny åtgärd: öppna en fritidsgård"), row(2, BELYS), row(3, UTBILDA + ".")]
    assert align(old, new) == [(None, 0), (2, 1), (0, 2), (1, None)]


def test_what_is_hardly_alike_is_no_pair() -> None:
    assert align([row(1, VANDRA)], [row(1, "XYZ 123")]) == [(None, 0), (0, None)]


def test_likeness_is_shared_out_as_a_whole() -> None:
    # The first old row is most like the first new one, but only it is like the second.
    old = [row(1, "Utbilda personal i skolan om våld"), row(2, "Utbilda personal i skolan om droger")]
    new = [row(1, "Utbilda personal i skolan om våld och droger"), row(2, "Utbilda personal i skolan om vapen")]
    assert {(i, j) for i, j in align(old, new) if i is not None and j is not None} in (
        {(0, 1), (1, 0)},
        {(0, 0), (1, 1)},
    )
    assert all(i is not None and j is not None for i, j in align(old, new))


def test_equal_rows_are_paired_in_order() -> None:
    same = [row(n, VANDRA) for n in (1, 2, 3)]
    assert align(same, same) == [(0, 0), (1, 1), (2, 2)]
    assert align(same, same[:2]) == [(0, 0), (1, 1), (2, None)]


def test_many_rows_are_cut_into_parts(monkeypatch: object) -> None:
    old = [row(n, f"Åtgärd nummer {n} mot skadegörelse") for n in range(60)]
    new = [replace(r, åtgärd=field(f"{r.åtgärd.text} i centrum")) for r in old]  # type: ignore[union-attr]
    before = align_module.MAX_PAIRS
    align_module.MAX_PAIRS = 400
    try:
        assert align(old, new) == [(n, n) for n in range(60)]
    finally:
        align_module.MAX_PAIRS = before


@given(plans(), plans())
def test_every_row_stands_in_one_pair_and_sides_can_be_turned(one: object, other: object) -> None:
    old, new = one.rows, other.rows  # type: ignore[attr-defined]
    pairs = align(old, new)
    assert sorted(i for i, _ in pairs if i is not None) == list(range(len(old)))
    assert sorted(j for _, j in pairs if j is not None) == list(range(len(new)))
    assert {(j, i) for i, j in pairs} == set(align(new, old))


words = st.sampled_from(["utbilda", "krögare", "nattvandra", "skola", "polis", "belysning", "fredag"])
texts = st.lists(words, min_size=1, max_size=5).map(" ".join)


@given(st.lists(texts, max_size=6), st.lists(texts, max_size=6))
def test_likely_texts_turn_round_too(old: list[str], new: list[str]) -> None:
    here = [row(n, text) for n, text in enumerate(old)]
    there = [row(n, text) for n, text in enumerate(new)]
    assert {(j, i) for i, j in align(here, there)} == set(align(there, here))
    assert align(here, here) == [(n, n) for n in range(len(here))]
