"""Who and when in one column: parted by what its heading and its cells say."""

from __future__ import annotations

import pytest

from tests.classify.build import h, rows, t

TASKS = ["Byta lampor i tunneln", "Rensa sly vid hållplatsen", "Ringa vaktbolaget"]


def table(heading: str, *cells: str) -> list[tuple[str, str, str]]:
    found = rows(t([["Åtgärd", heading], *([a, b] for a, b in zip(TASKS, cells, strict=True))], bold_header=True))
    return [(r.get("åtgärd") or "", r.get("vem") or "", r.get("när") or "") for r in found]


@pytest.mark.parametrize("heading", ["Ansvarig och tid", "Vem/när", "Ansvarig, klart senast", "Vem gör vad när?"])
def test_a_heading_of_both_parts_its_cells(heading: str) -> None:
    found = table(heading, "Gatuenheten, maj 2031", "Parkenheten senast 30 juni 2031", "löpande")
    assert found == [
        (TASKS[0], "Gatuenheten", "maj 2031"),
        (TASKS[1], "Parkenheten", "senast 30 juni 2031"),
        (TASKS[2], "", "löpande"),
    ]


def test_the_day_may_stand_first() -> None:
    found = table("När/vem", "maj 2031, Gatuenheten", "juni 2031 Parkenheten", "Kansliet")
    assert [f[1:] for f in found] == [("Gatuenheten", "maj 2031"), ("Parkenheten", "juni 2031"), ("Kansliet", "")]


def test_a_column_of_names_with_days_holds_both() -> None:
    found = table("Ansvarig", "Tyra Holm\n15 maj 2031", "Olle Frid\n1 juni 2031", "Siv Lund")
    assert [f[1:] for f in found] == [("Tyra Holm", "15 maj 2031"), ("Olle Frid", "1 juni 2031"), ("Siv Lund", "")]


def test_names_alone_stay_names() -> None:
    found = table("Ansvarig", "Anna och Maj", "Gatuenheten", "Kommunstyrelsen 2")
    assert [f[1:] for f in found] == [("Anna och Maj", ""), ("Gatuenheten", ""), ("Kommunstyrelsen 2", "")]


def test_what_is_done_at_a_time_is_nobody() -> None:
    found = table("När", "Utbildning maj 2031", "Start hösten 2031", "Uppföljning juni 2031")
    assert [f[1:] for f in found] == [
        ("", "Utbildning maj 2031"), ("", "Start hösten 2031"), ("", "Uppföljning juni 2031"),
    ]  # fmt: skip


def test_a_table_with_columns_of_both_keeps_them() -> None:
    found = rows(
        t([["Åtgärd", "Ansvarig", "Klart"], ["Byta lampor", "Gatuenheten 2031", "maj 2031"]], bold_header=True)
    )
    assert (found[0].get("vem"), found[0].get("när")) == ("Gatuenheten 2031", "maj 2031")


def test_a_time_that_begins_in_a_capital_behind_a_name_is_no_second_name() -> None:
    found = rows(
        h("Minnesanteckningar 2030-03-15"),
        t(
            [
                ["Punkt", "Vem och när"],
                ["Butiksägarna bjuds in till en genomgång.", "Parkenheten Före sommaren"],
                ["Vuxna söks till vandringarna.", "Fritidskontoret, maj 2030"],
            ]
        ),
    )
    assert [(row["vem"], row["när"]) for row in found] == [
        ("Parkenheten", "Före sommaren"),
        ("Fritidskontoret", "maj 2030"),
    ]
