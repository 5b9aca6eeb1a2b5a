"""Words of other languages are told from Swedish ones, with and without their marks."""

from __future__ import annotations

import pytest

from ingest.language.foreign import foreign_words


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("Forum för Urban Security ordnar kurser", ""),
        ("Kvällar med Music at Midnight i Lövstad", "Music at Midnight"),
        ("Vi prövar Neighbourhood Watch for All under hösten", "Neighbourhood Watch for All"),
        ("Minutes from the last committee", "Minutes from the last committee"),
        ("Fornavn Efternavn Adresse", "Fornavn Efternavn Adresse"),
        ("Aftalen tiltræder efter ferien", "Aftalen tiltræder efter ferien"),
        ("A associação das crianças do bairro", "A associação das crianças do bairro"),
        ("Der Verein hilft den Kindern", "Der Verein hilft den Kindern"),
        ("Barn och unga ska ha en trygg uppväxt", ""),
        ("Barn och unga ska ha en trygg uppvaxt", ""),
        ("Det ar for manga som kanner oro over brott", ""),
        ("man ser att barn far illa", ""),
        ("Boxningsklubben Star", ""),
        ("112 - 45 %", ""),
        ("", ""),
    ],
)
def test_runs_of_foreign_words_are_told(text: str, foreign: str) -> None:
    words = text.split()
    flags = foreign_words(words)
    assert " ".join(w for w, f in zip(words, flags, strict=True) if f) == foreign
