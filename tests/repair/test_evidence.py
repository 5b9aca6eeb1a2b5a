"""What a text suffers from, weighed word by word."""

from __future__ import annotations

import pytest

from ingest.repair import repair_text
from ingest.repair.evidence import KINDS, PRIOR, judge, tells, weigh
from ingest.repair.models.restorer import HEALTHY

OLD = next(i for i, kind in enumerate(KINDS) if kind.older)
HEALTHY_TEXT = "Kommunen och polisen ordnar möten om trygghet för äldre i alla områden"
READ = "Kommunen ordnar en ku1turdag på sko1an för förä1drar och e1ever i orn rådet"


def verdict(text: str) -> int:
    (found,) = judge([(1, weigh(text.split()))])
    return max(range(len(KINDS)), key=lambda i: found[i])


def test_each_damage_has_a_prior_and_health_is_the_first() -> None:
    assert KINDS[0] == HEALTHY
    assert len(PRIOR) == len(KINDS) == len(weigh(HEALTHY_TEXT.split()))


def test_digits_for_letters_tell_an_older_program() -> None:
    assert verdict(HEALTHY_TEXT) == 0
    assert verdict(READ) == OLD
    assert tells([weigh(READ.split())])


@pytest.mark.parametrize("codes", ["A4 E20 4H K3 Q1 B2", "covid19 mp3 h264 kl13", "SS-EN 1176 del B1"])
def test_codes_among_sound_words_tell_nothing(codes: str) -> None:
    assert verdict(f"{HEALTHY_TEXT} {codes}") == 0


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Sko1an ordnar en ku1turdag för förä1drar och e1ever", "Skolan ordnar en kulturdag för föräldrar och elever"),
        ("Kornmunen kornrner att f6lja upp m6ten rned po1isen", "Kommunen kommer att följa upp möten med polisen"),
        ("Handlingsp1an fastställd 1996-12-O9 av kornmunstyre1sen och sko1nämnden",
         "Handlingsplan fastställd 1996-12-09 av kommunstyrelsen och skolnämnden"),
    ],
)  # fmt: skip
def test_what_an_older_program_read_is_restored(read: str, meant: str) -> None:
    assert repair_text(read) == meant


def test_a_number_and_its_word_keep_their_hyphen() -> None:
    text = "Lokaler i Lindby 24-timmars vakt på E20-motet och i 4H-gården hela sommaren"
    assert repair_text(text) == text
