"""Minutes set as a table: items without a responsible note something and task nobody."""

from __future__ import annotations

from tests.classify.build import h, p, rows, t, wide

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


def test_a_task_with_its_time_needs_no_responsible_under_a_band() -> None:
    tasks = (
        ("§", "Uppgift", "Ansvarig", "Klart"),
        (wide("Nya uppgifter", 4), None, None, None),
        ("3", "Lämna de tre kvittona till revisorn", "Ulla Berg", "senast 20 februari"),
        ("4", "Skriva till nämnden om tentorna i period 4", "Nils Ek", "13/2"),
        (wide("Kvarstår från tidigare möten", 4), None, None, None),
        ("5", "Jaga hyresvärden om ventilationen i salen", "Nils Ek", "Löpande"),
        ("6", "Köpa in en ny projektor till salen", "–", "Påbörjas i april"),
    )
    found = rows(h("Protokoll styrelsemöte 2026-02-09"), t(tasks))
    assert [r["när"] for r in found] == ["senast 20 februari", "13/2", "Löpande", "Påbörjas i april"]
