"""Broken font maps, seen from the words alone."""

from __future__ import annotations

import pytest

from ingest.repair import repair_text

TEXT = (
    "Åtgärdsplan för trygghet. Åren går, och även i år är målet att minska våldet på krogen och öka tryggheten. "
    "Ökad samverkan mellan skolan, socialtjänsten och Polisen ger fler goda möten. Många får stöd när de söker hjälp. "
    "Äldre ska känna sig säkra hemma. Ökad närvaro på torget, öppna fritidsgårdar och större ansvar för föräldrar. "
    "Kommunen följer upp åtgärderna två gånger per år. Området är belyst."
)
LETTERS = "åäöÅÄÖ"


@pytest.mark.parametrize(
    "symbols",
    [
        ["(cid:101)", "(cid:102)", "(cid:103)", "(cid:104)", "(cid:105)", "(cid:106)"],
        ["\x01", "\x02", "\x0e", "\x0f", "\x10", "\x11"],
        ["\ue101", "\ue102", "\ue103", "\ue104", "\ue105", "\ue106"],
        ["¢", "¥", "£", "©", "®", "¤"],
        ["æ", "ë", "ø", "Æ", "Ë", "Ø"],
    ],
)
def test_symbols_that_stand_for_letters(symbols: list[str]) -> None:
    damaged = TEXT.translate(str.maketrans(dict(zip(LETTERS, symbols, strict=True))))
    assert repair_text(damaged) == TEXT


def test_the_healthy_use_of_a_symbol_stays() -> None:
    text = (
        "Priset är 30 £ eller 40 ¥, © Kommunen. Bio'n visar *Våld* och “drifting”. Wien, Quiz, Zlatan, Xerxes, "
        "pizza, exakt."
    )
    assert repair_text(text) == text


def test_boxes_are_filled_in_context() -> None:
    assert repair_text("Planen f□ljs upp tv□ g□nger per □r i r□det.") == "Planen följs upp två gånger per år i rådet."


def test_question_marks_stay_where_they_ask() -> None:
    assert repair_text("M?l? Vad ska g?ras? N?r?") == "Mål? Vad ska göras? När?"
    assert repair_text("Vem? När? Hur då?") == "Vem? När? Hur då?"
