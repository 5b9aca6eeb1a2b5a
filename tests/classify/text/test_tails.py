"""Who and when at the end of a line."""

from __future__ import annotations

import pytest

from ingest.classify.spans import Piece
from ingest.classify.text.tails import endings_of, is_time, parted_by_ends, split_tail
from ingest.document import Line, Paragraph
from ingest.normalise import load_registers
from tests.classify.build import p
from tests.layout.pages import words

REGISTERS = load_registers(None)


@pytest.mark.parametrize(
    ("line", "action", "who", "when"),
    [
        ("Vi målar bänkarna. Parkenheten, maj 2030", "Vi målar bänkarna.", "Parkenheten", "maj 2030"),
        ("Vi målar bänkarna – Parkenheten, maj 2030", "Vi målar bänkarna", "Parkenheten", "maj 2030"),
        ("Vi målar bänkarna (Parkenheten, maj 2030)", "Vi målar bänkarna", "Parkenheten", "maj 2030"),
        ("Ritningen klar: 3 maj 2030", "Ritningen klar", None, "3 maj 2030"),
        ("Provbad: 1 maj – 3 juni 2030", "Provbad", None, "1 maj – 3 juni 2030"),
        ("Byta lås – Tekniska nämnden/Elevhälsan, VT", "Byta lås", "Tekniska nämnden/Elevhälsan", "VT"),
        ("Byta lås (etapp 1). Socialchef, Förskolan, kv. 1", "Byta lås (etapp 1).", "Socialchef, Förskolan", "kv. 1"),
        ("Byta lås – Polisen", "Byta lås", "Polisen", None),
        ("Byta lås – klart senast juni 2030", "Byta lås", None, "klart senast juni 2030"),
        ("Byta lås (Parkenheten; ej bestämt)", "Byta lås", "Parkenheten", "ej bestämt"),
        ("Byta lås. Parkenheten, omgående", "Byta lås.", "Parkenheten", "omgående"),
        ("Byta lås. Tobias Rehn och Siv Ek, maj 2030", "Byta lås.", "Tobias Rehn och Siv Ek", "maj 2030"),
        ("Byta lås: Datum beslutas senare", "Byta lås", None, "Datum beslutas senare"),
        ("Byta lås (KS, september)", "Byta lås", "KS", "september"),
        ("Byta lås (Hamnbostäder Vik AB, maj 2030)", "Byta lås", "Hamnbostäder Vik AB", "maj 2030"),
        ("Byta lås (Polisen, Chef (vakant) samt Rektor, maj)", "Byta lås", "Polisen, Chef (vakant) samt Rektor", "maj"),
        ("Byta lås (Ulla och Kim, till mötet i maj)", "Byta lås", "Ulla och Kim", "till mötet i maj"),
        ("Byta lås (Polisen, minst två kvällar i veckan)", "Byta lås", "Polisen", "minst två kvällar i veckan"),
        ("Byta lås. Polisen. Löpande.", "Byta lås.", "Polisen", "Löpande"),
        (
            "Byta lås vid skolor. Kommunen och skolorna. 2022–2024.",
            "Byta lås vid skolor.",
            "Kommunen och skolorna",
            "2022–2024",
        ),
        ("Ring hem – Parkenheten, samma dag", "Ring hem", "Parkenheten", "samma dag"),
        ("Byta lås – Polisen, 15 april – 28 maj 2030", "Byta lås", "Polisen", "15 april – 28 maj 2030"),
    ],
)
def test_an_ending_is_parted(line: str, action: str, who: str | None, when: str | None) -> None:
    found = split_tail(Piece(p(line), 0), REGISTERS)
    assert found is not None
    assert found.action.text == action
    assert (found.who and found.who.text) == who
    assert (found.when and found.when.text) == when


@pytest.mark.parametrize(
    "line",
    [
        "Vi monterar en ramp vid bryggan. Arbetet samordnas med polisen",
        "Vi monterar en ramp vid bryggan, bl.a. genom sociala medier",
        "Vi monterar en ramp vid bryggan. En enkät besvaras före och efter",
        "Vi monterar en ramp vid bryggan – i första hand på norra sidan",
        "Bänkarna målas (etapp 2)",
        "Bänkarna målas (efter samråd med föreningarna, till en början)",
        "Polisen utbildar vakterna. Kursen ryms inom befintlig budget.",
        "Kommunen startar en app. Den blir klar under 2030.",
        "Arbetet följer förordningen (2006:637)",
    ],
)
def test_a_sentence_that_goes_on_has_no_ending(line: str) -> None:
    assert split_tail(Piece(p(line), 0), REGISTERS) is None


def test_a_name_nobody_knows_is_borne_out_by_the_other_items() -> None:
    lines = ["Måla taket – Polisen, maj 2030", "Byta lås – Kommunen, juni 2030", "Laga bron – Brovakten Alva"]
    found = endings_of([[Piece(p(line), i)] for i, line in enumerate(lines)], REGISTERS)
    assert [e and e.who and e.who.text for e in found] == ["Polisen", "Kommunen", "Brovakten Alva"]


def test_a_dash_that_a_scan_lost_before_who_and_when_shows_by_its_white() -> None:
    lost = [*words("Byta lås vid skolan", 60, 100), *words("Parkenheten, juni 2030", 172, 100)]
    near = [*words("Byta lås vid skolan", 60, 100), *words("Parkenheten, juni 2030", 160, 100)]
    lines = [p("Måla taket – Polisen, maj 2030"), p("Laga bron – Kommunen, maj 2030")]
    for line, expected in ((lost, "Parkenheten"), (near, None)):
        items = [*lines, Paragraph((Line(tuple(line), 1),))]
        found = endings_of([[Piece(item, i)] for i, item in enumerate(items)], REGISTERS)[-1]
        assert (found and found.who and found.who.text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "maj 2030",
        "Löpande",
        "senast den 3 maj",
        "Klart senast 2030-05-03",
        "Hösten 2030",
        "minst fyra dagar i veckan",
        "2–3 kvällar per vecka",
        "den första måndagen i varje månad",
        "före sportlovet 2030",
    ],
)
def test_times(text: str) -> None:
    assert is_time(text)


@pytest.mark.parametrize("text", ["Parkenheten, maj 2030", "Parken", "2006:637", "Den blir klar under 2030"])
def test_what_is_more_than_a_time(text: str) -> None:
    assert not is_time(text)


def test_sentences_that_each_end_in_who_and_when_in_brackets_are_parted() -> None:
    text = "Vi delar in gården i zoner. (Rektor, augusti 2030) Personalen utbildas. (Rektor, höstlovet 2030)"
    found = parted_by_ends(Piece(p(text), 0), REGISTERS)
    assert [one.text.strip() for one in found] == [
        "Vi delar in gården i zoner. (Rektor, augusti 2030)",
        "Personalen utbildas. (Rektor, höstlovet 2030)",
    ]
    plain = Piece(p("Vi delar in gården (se bilagan) i zoner. Personalen (alla) utbildas."), 0)
    assert parted_by_ends(plain, REGISTERS) == [plain]
