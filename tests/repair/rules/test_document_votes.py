"""Names that a scan reads in several ways, and words that a blank has parted."""

from __future__ import annotations

import pytest

from ingest.document import Method
from ingest.repair.rules.document_votes import mend_by_votes, mend_parted, mend_rings
from ingest.repair.working_text import Body, Passage, WorkingWord


def body(*texts: str, doubted: str = "") -> Body:
    words = [[WorkingWord(w, 0.4 if w == doubted else 0.95) for w in text.split()] for text in texts]
    return Body([Passage([line], Method.OCR) for line in words])


def voted(*texts: str, doubted: str = "") -> list[str]:
    made = body(*texts, doubted=doubted)
    mend_by_votes(made, made.passages)
    return [" ".join(t.text for t in p.tokens() if t.text) for p in made.passages]


def test_a_name_is_read_as_it_is_read_oftenest() -> None:
    read = voted("Lekplatsen i Tranebylund", "Vägen till Tranebylund,", "Tranehylund i maj", "Tranebyluud växer")
    assert read[0] == "Lekplatsen i Tranebylund"
    assert read[2] == "Tranehylund i maj", "no shapes that are taken for each other"
    assert read[3] == "Tranebylund växer"


def test_even_votes_decide_nothing_and_a_doubted_one_counts_less() -> None:
    texts = ["Ängen i Vinbergåbo", "Skolan i Vinbergabo"]
    assert voted(*texts) == texts
    assert voted(*texts, doubted="Vinbergabo") == ["Ängen i Vinbergåbo", "Skolan i Vinbergåbo"]


def test_a_genitive_votes_with_its_name() -> None:
    assert voted("Tranebylund", "Tranebylund", "Tranebyluuds skola")[2] == "Tranebylunds skola"


def test_the_change_is_recorded() -> None:
    made = body("Tranebylund", "Tranebylund", "Tranebyluud")
    mend_by_votes(made, made.passages)
    (change,) = [c for t in made.tokens() for c in t.changes]
    assert (change.before, change.after, change.rule) == ("Tranebyluud", "Tranebylund", "ocr")
    assert change.confidence < 0.9


def test_words_of_the_lexicon_and_names_of_other_letters_stay() -> None:
    texts = ["galler vid grinden", "gäller från maj", "Norrbyholm", "Norrbyborg", "KVARNBYLUND", "Kvarnbylund"]
    assert voted(*texts) == texts


def parted(*texts: str) -> list[str]:
    made = body(*texts)
    mend_parted(made, made.passages)
    return [" ".join(t.text for t in p.tokens() if t.text) for p in made.passages]


@pytest.mark.parametrize(("read", "meant"), [("färre snat teri i butiker", "färre snatteri i butiker")])
def test_a_word_of_the_lexicon_is_one(read: str, meant: str) -> None:
    assert parted(read) == [meant]


def test_a_word_of_the_document_is_one() -> None:
    assert parted("Vinbergåbo", "skolan i Vinber gåbo i maj") == ["Vinbergåbo", "skolan i Vinbergåbo i maj"]


@pytest.mark.parametrize("text", ["under visning av filmen", "sam arbete", "en skola för alla", "i gång med arbetet"])
def test_two_words_stay_two(text: str) -> None:
    assert parted(text) == [text]


def test_a_text_layer_votes_and_is_not_changed() -> None:
    made = body("Tranebylund", "Tranebyluud", "Tranebyluud")
    made.passages[0].method = Method.TEXT_LAYER
    made.passages.insert(0, Passage([[WorkingWord("Tranebylund")], [WorkingWord("Tranebylund")]], Method.TEXT_LAYER))
    mend_by_votes(made, made.passages[2:])
    assert [t.text for t in made.tokens()] == ["Tranebylund"] * 5
    assert not any(t.changes for p in made.passages[:2] for t in p.tokens())


def ringed(*pairs: tuple[str, str]) -> list[str]:
    """The texts after the vote; of each word what was read, and what the lexicon has made of it since."""
    made = body(*(read for read, _ in pairs))
    for passage, (_, meant) in zip(made.passages, pairs, strict=True):
        for token, text in zip(passage.tokens(), meant.split(), strict=True):
            made.change(token, text, "diacritics", 1.0)
    mend_rings(made, made.passages)
    return [" ".join(t.text for t in p.tokens()) for p in made.passages]


RUN_TOGETHER = (("trafiknåmnden", "trafiknämnden"), ("Cykelståll anlåggs", "Cykelställ anläggs"))


def test_what_may_be_either_has_dots_where_the_dots_of_other_words_were_read_as_rings() -> None:
    either = ("Busshållplatsen flyttas till andra sidan vågen.",) * 2
    assert ringed(*RUN_TOGETHER, either)[-1] == "Busshållplatsen flyttas till andra sidan vägen."
    assert ringed(*RUN_TOGETHER[:1], either)[-1] == either[0], "one word tells nothing"


def test_rings_stay_where_the_word_with_dots_is_none_or_rarer() -> None:
    stays = ("Gården bakom båthuset får bänkar",) * 2
    assert ringed(*RUN_TOGETHER, stays)[-1] == stays[0]
