"""Lanes side by side under the same labels are read down; columns of a table are not. Every text is invented."""

from __future__ import annotations

from ingest.document import BBox, Rule, Word
from ingest.layout.blocks.twin_lanes import twin_lanes
from ingest.layout.tables.model import tokens_of
from tests.layout.pages import lines, words

XS = (60.0, 320.0)
DEEDS = (("Räcket är löst.", "Nytt räcke sätts upp", "Hamnen"), ("Lampan är trasig.", "Lampan byts nu", "Parken"))


def card(x: float, head: str, deed: tuple[str, ...], *, top: float = 100.0) -> list[Word]:
    out = words(head, x, top, bold=True)
    for label, value in zip(("Varför?", "Vad?", "Vem?"), deed, strict=True):
        out += words(label, x, top + 20, bold=True) + words(value, x, top + 32)
        top += 36
    return out


def read(held: list[Word], rules: tuple[Rule, ...] = ()) -> list[str]:
    return [" ".join(t.text for t in part.tokens) for part in twin_lanes(tokens_of(tuple(held)), rules)]


def test_cards_under_running_numbers_are_lanes() -> None:
    held = [w for n, x in enumerate(XS) for w in card(x, f"Löfte {n + 1}", DEEDS[n])]
    found = read([*words("Våra löften 2030", 60, 60, size=16), *held, *words("Nora den 3 maj 2030", 60, 260)])
    assert [text.split()[:4] for text in found] == [
        ["Löfte", "1", "Varför?", "Räcket"],
        ["Löfte", "2", "Varför?", "Lampan"],
    ]
    assert all("Nora" not in text for text in found)
    assert not read(held, (Rule(BBox(50, 125, 560, 125), True),)), "a rule from lane to lane parts rows"


def test_the_next_numbers_begin_lanes_of_their_own() -> None:
    held = [w for n in range(4) for w in card(XS[n % 2], f"Löfte {n + 1}", DEEDS[n % 2], top=100 + 150 * (n // 2))]
    assert [text.split()[1] for text in read(held)] == ["1", "2"]
    assert all("3" not in text and "4" not in text for text in read(held))


def test_cards_under_titles_of_their_own_have_the_same_labels() -> None:
    held = [w for x, head, deed in zip(XS, ("Kajen", "Torget"), DEEDS, strict=True) for w in card(x, head, deed)]
    assert [text.split()[0] for text in read(held)] == ["Kajen", "Torget"]
    story = lines(["Kommunen lovar", "att göra detta"], 60, 76) + lines(["Boende har", "sagt detta"], 320, 76)
    assert not read([*story, *held]), "they begin further up with something else"


def test_columns_that_say_other_things_or_the_same_are_no_lanes() -> None:
    heads = [w for n, x in enumerate(XS) for w in words(f"Mål {n + 1}", x, 100, bold=True)]
    cells = [*lines(["Räcket lagas", "Kajen städas"], 60, 120), *lines(["Lampan byts", "Torget rensas"], 320, 120)]
    assert not read([*heads, *cells])
    twice = [w for x in XS for w in lines(["Vem: Hamnen", "När: maj", "Vem: Parken"], x, 120)]
    assert not read(twice)
