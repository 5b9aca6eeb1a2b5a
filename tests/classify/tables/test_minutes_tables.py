"""Minutes set as a table: items without a responsible note something and task nobody."""

from __future__ import annotations

from tests.classify.build import h, p, rows, t

ITEMS = (
    ("Ärende", "Ansvarig", "Klart"),
    ("§ 38 Föregående protokoll", "", ""),
    ("Protokollet godkänns och läggs till handlingarna.", "", ""),
    ("§ 39 Belysningen i parken", "", ""),
    ("Trasiga armaturer ersätts och häckarna klipps ned.", "Gatukontoret", "före jul 1996"),
    ("§ 40 Ekonomisk rapport", "", ""),
    ("Sekreteraren redovisade att 12 400 kronor återstår.", "", ""),
    ("§ 41 Nästa sammanträde", "", ""),
    ("Nästa sammanträde hålls den 5 december i Sessionssalen.", "", ""),
)


def test_notes_of_a_meeting_are_no_tasks_whatever_the_title_says() -> None:
    found = rows(h("Brottsförebyggande rådet 1996-10-17"), t(ITEMS))
    assert [r["vem"] for r in found] == ["Gatukontoret"]


def test_measures_without_a_responsible_stay_rows_in_a_plan() -> None:
    plan = (
        ("Åtgärd", "Ansvarig", "Klart"),
        ("Trasiga armaturer ersätts i parken.", "Gatukontoret", "1996"),
        ("Häckarna vid lekplatsen klipps ned.", "", "1997"),
    )
    assert len(rows(h("Handlingsplan 1996"), p("Rådet har tagit fram en plan."), t(plan))) == 2
