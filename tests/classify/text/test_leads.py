"""What a text over rows is to them: told by what it says and by where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from ingest.classify.fields.vocabulary import Vocabulary, load
from ingest.classify.text.leads import FEATURES, Lead, Purpose, chances, clues, purpose, watched

BANDS = ("Färre cykelstölder vid skolorna.", "Lugnare kvällar i hamnen.", "Alla ska våga gå hem från träningen.")
AREAS = ("Hamnen", "Skolorna", "Idrottsplatsen")


@pytest.mark.parametrize("text", BANDS)
def test_target_sentences_across_a_table_are_goals(text: str) -> None:
    peers = tuple(b for b in BANDS if b != text)
    assert purpose(Lead(text, "band", peers=peers), load()) == "goal"


@pytest.mark.parametrize("text", AREAS)
def test_names_of_areas_across_a_table_are_none(text: str) -> None:
    peers = tuple(a for a in AREAS if a != text)
    assert purpose(Lead(text, "band", peers=peers), load()) == "neither"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Cykelstölderna vid skolorna ska minska till högst tio om året.", "goal"),
        ("Cyklar stjäls vid skolorna nästan varje vecka och få anmäls.", "problem"),
        ("Bolaget ska eftersträva bilfria gårdar.", "goal"),
        ("Max fem anlagda bränder ska inträffa per år.", "goal"),
        ("Två av tre boende ska svara att de trivs i sitt område.", "goal"),
        ("Tekniska kontoret ska byta lampor på Storgatan före oktober.", "neither"),
        ("Tabellen nedan visar vad parterna har enats om för skolorna.", "neither"),
    ],
)
def test_a_paragraph_below_a_heading_is_told_by_its_words(text: str, right: Purpose) -> None:
    assert purpose(Lead(text, "paragraph"), load()) == right


PHASES = (
    "När delen är avslutad ska bryggan vara besiktigad av kommunen.",
    "Efter etappen ska båtplatserna vara fördelade bland medlemmarna.",
    "Bytet av pontoner ska göras så att ingen båt behöver läggas på land.",
)


@pytest.mark.parametrize("text", PHASES)
@pytest.mark.parametrize("table", [True, False])
def test_what_shall_be_true_after_a_phase_is_the_goal_of_its_rows(text: str, table: bool) -> None:
    peers = tuple(p for p in PHASES if p != text)
    place = Lead(text, "paragraph", before_table=table, before_list=not table, heading="Etapp 2: Bryggan", peers=peers)
    assert purpose(place, load()) == "goal"


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Etappen leds av hamnkaptenen och pågår i två månader.", "Etapp 2: Bryggan"),
        ("Under fasen träffas byggruppen varje måndag.", "Fas 1 (mars 2031)"),
        ("Planen beskriver hur hamnlaget och kommunen delar på arbetet.", "Syfte"),
        ("Syftet med planen är att tydliggöra vem som ansvarar för vad.", "Syfte"),
    ],
)
def test_what_is_told_of_a_phase_or_document_is_no_goal(text: str, heading: str) -> None:
    listed = heading != "Syfte"
    lead = Lead(text, "paragraph", before_table=False, before_list=listed, heading=heading)
    assert purpose(lead, load()) == "neither"


def test_a_state_that_shall_be_by_a_year_in_mid_sentence_is_a_goal() -> None:
    text = "Parken ska år 2033 ha besök alla kvällar och ingen ska vilja gå runt den."
    assert purpose(Lead(text, "paragraph", before_table=False, alone=False, heading="Slottsparken"), load()) == "goal"


def test_rows_with_goals_of_their_own_take_none_from_above() -> None:
    lead = Lead("Cykelstölderna ska minska till högst tio om året.", "paragraph", lacks_goal=False)
    assert purpose(lead, load()) != "goal"


def test_the_chances_sum_to_one_and_running_text_is_neither() -> None:
    found = chances(Lead(BANDS[0], "band"), load())
    assert sum(found.values()) == pytest.approx(1)
    assert chances(Lead("Vi ska minska stölderna. " * 30, "paragraph"), load())["neither"] == 1


def test_there_is_a_clue_for_each_name() -> None:
    found = clues(Lead(BANDS[0], "band", peers=BANDS[1:]), load())
    assert len(found) == len(FEATURES)
    assert dict(zip(FEATURES, found, strict=True))["peers_full_stop"] == 1


def test_training_can_answer_in_its_place() -> None:
    asked: list[str] = []

    def answer(lead: Lead, words: Vocabulary) -> Mapping[Purpose, float]:
        asked.append(lead.text)
        return {"goal": 0.0, "problem": 1.0, "neither": 0.0}

    with watched(answer):
        assert purpose(Lead("Hamnen", "band"), load()) == "problem"
    assert asked == ["Hamnen"]


def test_a_sentence_that_says_so_is_the_goal_of_what_stands_below_its_heading() -> None:
    lead = Lead("Målet är att inga barn ska dras in i brott.", "paragraph", before_table=False, heading="Trygga barn")
    assert purpose(lead, load()) == "goal"
    assert purpose(replace(lead, lacks_goal=False), load()) != "goal"
    assert purpose(replace(lead, text="Målet med planen är att samla kommunens arbete."), load()) != "goal"
