"""Health: damage is told from healthy text, and what is no Swedish prose does not count as damage."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.repair import Damage, health

CLEAN = (
    "Länsstyrelsen, kommunen och Polisen ska även fortsätta att utveckla samverkan för att förebygga brott och "
    "öka tryggheten på de platser där många känner oro. Åtgärderna följs upp varje år."
)
BARE = CLEAN.translate(str.maketrans("åäöÅÄÖ", "aaoAAO"))


def test_healthy_text() -> None:
    assert health(CLEAN).is_healthy
    assert health(CLEAN).quality == 1.0


@pytest.mark.parametrize(
    ("text", "damage"),
    [
        (BARE, Damage.STRIPPED),
        (CLEAN.encode().decode("cp1252", "replace"), Damage.MOJIBAKE),
        (CLEAN.encode("mac-roman").decode("cp1252", "replace"), Damage.MOJIBAKE),
        (CLEAN.translate(str.maketrans("åäöÅÄÖ", "}{|][\\")), Damage.MOJIBAKE),
        (CLEAN.replace("ä", "\x14").replace("ö", "\x0c"), Damage.GLYPHS),
        (BARE.replace("for", "fér").replace("aven", "4ven").replace("ok", "6k"), Damage.OCR),
    ],
)
def test_damage_is_named(text: str, damage: Damage) -> None:
    found = health(text)
    assert found.damage is damage
    assert found.probability > 0.8
    assert found.quality < 0.95


@pytest.mark.parametrize(
    "text",
    [
        "The committee has the right to ask for more time over the years, and far from all of it is used.",
        "anna.ostrom@lansstyrelsen.se https://www.orebro.se/for-pa-ar/over?x=1",
        "def over(far: int) -> int: return far == 3",
        "Kommittén, idén och kaféet; Modéus, Élysée.",
        "2024 12 31",
        "",
    ],
)
def test_what_is_no_damage(text: str) -> None:
    assert health(text).is_healthy


@given(st.text())
def test_any_text_has_a_health(text: str) -> None:
    found = health(text)
    assert 0.0 <= found.quality <= 1.0
    assert 0.0 <= found.probability <= 1.0
    assert health(text.split()) == found
