"""A club's plan of a coming year tells of its events under headings; a report tells of those that were."""

from __future__ import annotations

from ingest.classify.text.programme import is_programme
from tests.classify.build import doc, draft, h, li, p

EVENTS = (
    h("Vårfest", 2),
    p("3 maj kl. 12.00 – 15.00 Musik, lekar och kaffe."),
    h("Loppis", 2),
    p("14–15 juni – Bord hyrs av kassören."),
    h("Museet", 2),
    p("Öppet när vädret tillåter."),
    h("Skördefest", 2),
    p("30 augusti Servering på logen."),
)


def test_events_of_a_coming_year() -> None:
    found = draft(h("Verksamhetsplan 2030 för Nora byalag"), *EVENTS).rows
    told = [{n: v.text for n, v in r.fields.items() if n in ("åtgärd", "när")} for r in found]
    assert told == [
        {"åtgärd": "Vårfest\nMusik, lekar och kaffe.", "när": "3 maj kl. 12.00 – 15.00"},
        {"åtgärd": "Loppis\nBord hyrs av kassören.", "när": "14–15 juni"},
        {"åtgärd": "Museet\nÖppet när vädret tillåter."},
        {"åtgärd": "Skördefest\nServering på logen.", "när": "30 augusti"},
    ]


def test_a_report_of_the_year_has_no_programme() -> None:
    document = doc(h("Verksamhetsberättelse 2030"), *EVENTS)
    assert not is_programme(document, "rapport")
    assert is_programme(document, "verksamhetsplan")
    assert draft(*document.blocks).rows == ()


def test_two_dates_are_no_programme() -> None:
    document = doc(h("Verksamhetsplan 2030"), *EVENTS[:4], h("Styrelsen", 2), li("Träffas i mars"))
    assert not is_programme(document, "verksamhetsplan")
