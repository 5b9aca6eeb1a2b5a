"""Problem and goal once under a heading, then several measures, each with who and when."""

from __future__ import annotations

from tests.classify.build import h, p, rows

TITLE = h("Samverkansöverenskommelse 2009")


def test_what_stands_before_the_first_measure_is_of_all_measures_under_the_heading() -> None:
    found = rows(
        TITLE,
        h("Område 1. Mopeder", 2),
        p("Problembild: Mopeder körs på gångvägar."),
        p("Mål: Klagomålen ska halveras."),
        p("Åtgärd: Kontroller görs på kvällarna."),
        p("Ansvarig: Närpolisen"),
        p("Tid: April 2010"),
        p("Åtgärd: Hinder sätts upp vid tunnlarna."),
        p("Ansvarig: Gatuenheten"),
        p("Tid: Hösten 2009"),
    )
    assert [r["mål"] for r in found] == ["Klagomålen ska halveras."] * 2
    assert [r["orsak"] for r in found] == ["Mopeder körs på gångvägar."] * 2
    assert [r["vem"] for r in found] == ["Närpolisen", "Gatuenheten"]


def test_a_record_that_lacks_its_goal_among_others_with_one_stays_without() -> None:
    found = rows(
        TITLE,
        h("Mopeder", 2),
        *(
            p(x)
            for x in (
                "Mål: Klagomålen ska halveras.",
                "Åtgärd: Kontroller görs på kvällarna.",
                "Ansvarig: Närpolisen",
                "Åtgärd: Hinder sätts upp vid tunnlarna.",
                "Ansvarig: Gatuenheten",
                "Mål: Alla ska ha hjälm.",
                "Åtgärd: Hjälmar lånas ut i skolan.",
                "Ansvarig: Rektor",
            )
        ),
    )
    assert [r.get("mål") for r in found] == ["Klagomålen ska halveras.", None, "Alla ska ha hjälm."]
