"""Calendars whose items end in who does them. Every text is invented."""

from __future__ import annotations

from tests.classify.build import h, rows, t

HEADS = ["Kvartal 1 2031", "Kvartal 2 2031", "Kvartal 3 2031"]


def calendar(*cells: str) -> list[tuple[str | None, str | None, str | None]]:
    found = rows(h("Årets arbete"), t([HEADS, list(cells)], bold_header=True))
    return [(r.get("åtgärd"), r.get("vem"), r.get("när")) for r in found]


def test_who_stands_behind_each_item() -> None:
    found = calendar(
        "Måla om cykelgaraget (Gatukontoret)",
        "Bjud in fastighetsägarna till möte (Kommunstyrelsen)",
        "Lys upp pulkabacken (Elverket i Sundby)",
    )
    assert found == [
        ("Måla om cykelgaraget", "Gatukontoret", HEADS[0]),
        ("Bjud in fastighetsägarna till möte", "Kommunstyrelsen", HEADS[1]),
        ("Lys upp pulkabacken", "Elverket i Sundby", HEADS[2]),
    ]


def test_other_brackets_stay() -> None:
    found = calendar("Måla om garaget (80 platser)", "Byta lås (källare och vind)", "Se över lampor (även i parken)")
    assert [f[1] for f in found] == [None] * 3
    assert next(f[0] for f in found) == "Måla om garaget (80 platser)"
