"""Cards whose title is the measure, with who and when below it and no labels. Every text is invented."""

from __future__ import annotations

from dataclasses import replace

from ingest.document import Paragraph
from tests.classify.build import h, p, rows

TITLE = h("Handlingsplan för trygga gårdar 2031")


def card(number: int, title: str, *chips: str) -> list[Paragraph]:
    blocks = [p(title, bold=True, size=11.0), *(p(c, size=9.0) for c in chips)]
    return [replace(b, part=number) for b in blocks]


def test_each_card_is_a_measure_with_who_and_when_below_it() -> None:
    found = rows(
        TITLE,
        h("Februari", 2),
        *card(1, "Nya lås sätts in i alla cykelrum", "Driftavdelningen"),
        *card(2, "Vi klipper buskarna längs gångvägen", "Parkenheten, senast 20 februari"),
        h("Mars", 2),
        *card(3, "Alla nyinflyttade får ett välkomstsamtal", "Fritidsförvaltningen", "7–24 mars"),
    )
    assert [(r["åtgärd"], r["vem"], r["när"]) for r in found] == [
        ("Nya lås sätts in i alla cykelrum", "Driftavdelningen", "Februari"),
        ("Vi klipper buskarna längs gångvägen", "Parkenheten", "senast 20 februari"),
        ("Alla nyinflyttade får ett välkomstsamtal", "Fritidsförvaltningen", "7–24 mars"),
    ]


def test_cards_of_persons_and_two_cards_alone_are_none() -> None:
    people = [
        *card(1, "Eva Maria Ek", "Ordförande"),
        *card(2, "Ali Karl Ask", "Kassör"),
        *card(3, "Bo Erik Alm", "Sekreterare"),
    ]
    assert rows(TITLE, h("Styrelsen", 2), *people) == []
    few = [*card(1, "Bron är stängd nu", "Parkenheten"), *card(2, "Parken är öppen nu", "Parkenheten")]
    assert rows(TITLE, *few) == []


def test_a_sign_before_who_is_no_bullet_of_a_list() -> None:
    cards = [
        *card(1, "Nya lås sätts in i alla cykelrum", "Driftavdelningen"),
        *card(2, "Vi klipper buskarna längs gångvägen", "Parkenheten"),
        *card(3, "Alla nyinflyttade får ett välkomstsamtal", "Fritidsförvaltningen"),
    ]
    signed = [replace(b, role="list-item", level=0, marker="•") if n % 2 else b for n, b in enumerate(cards)]
    assert [r["vem"] for r in rows(TITLE, *signed)] == ["Driftavdelningen", "Parkenheten", "Fritidsförvaltningen"]
