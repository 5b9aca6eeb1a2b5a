"""Lost marks and machine reading: what a passage suffers from, and the restorer's answer put to its words.

The evidence is weighed over the whole document and over each page and passage (`ingest.repair.evidence`). Passages
in other languages count for nothing and stay as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ingest.document import Method
from ingest.language.damage import is_foreign
from ingest.language.foreign import foreign_words
from ingest.language.letters import core, fold
from ingest.language.lexicon import UNLIKELY, frequency, known, readings
from ingest.language.patterns import expression
from ingest.language.tokens import is_code
from ingest.language.words import is_name
from ingest.repair.evidence import KINDS, Bits, judge, tells, weigh
from ingest.repair.models.restorer import HEALTHY, DamageRates, Restored, restore
from ingest.repair.rules.ocr_signs import mend_figures, mend_lone_signs, mend_signs
from ingest.repair.working_text import Body, Passage, WorkingWord

__all__ = ["mend_letters"]

_HEALTH = 0.45
"""Probability of health up to which a passage is repaired."""
_SWEDISH_ENGINE = DamageRates(stripped=0.01, ocr=0.005)
"""What our own reading with the Swedish model suffers from (counted, see the restorer's card)."""
_ABROAD, _WORDS = 0.33, 30
"""Share of a scanned page's words that are plainly another language's, from which all of it is, and the words that this
takes: misread words speak for no language (a Dutch page 0.42, Swedish ones up to 0.05)."""
_READ_WELL = 0.85
"""Word confidence of the engine above which a capitalised word that no list knows is taken for a name."""

_ADDED = 0.25
"""By how much the lexicon may know a compound better without a mark that was read."""
_MAY_STAND, _NO_WORD = 0.75, 0.1
"""`known` of a word that stays as it was read, at least, and of one that no list knows, at most."""
_IN_USE, _RARE, _RARE_NAME = 0.1, 0.05, 1.0
"""Uses among a million words: of one that may stand as it was read, at least; of a word, and of a name, that is not put
in place of none that was read well, at most."""
_NO_RARER = 0.05
"""Times as often as the word that may be meant that another form of a verb is used, at least."""
_SIGNS = ".,;:()!?”“\"'"
_SURE = 0.85
"""How sure a change must be where the text is sound but for an engine's slips."""
_STRIPPED = 0.85
"""Rate of lost marks from which an unknown word is restored by its last part."""
_CLEAR = 5.6
"""log2 of how much likelier the commonest reading must be than the next (about 50 to 1)."""
_SLASH = re.compile(r"(?<=[^\W\d_])/(?=[^\W\d_])")
_YEAR = expression("repair", "diacritics.year")
_PER = "".join(["p", "er"])
"""A word of its own identity, so that it is told from the text's own `per`."""


def mend_letters(body: Body) -> None:
    """The step over a whole body: rules `diacritics`, `ocr` and `space`."""
    if {"diacritics", "ocr", "space"} <= body.skip:
        return
    weighed = list(_weighed(body))
    damages = _damages([(passage, bits) for passage, _, _, bits in weighed])
    found = [(p, tokens, foreign, d) for (p, tokens, foreign, _), d in zip(weighed, damages, strict=True)]
    mend_signs(body, [passage for passage, _, _, damage in found if damage.ocr > _SWEDISH_ENGINE.ocr])
    mend_lone_signs(body, [passage for passage, _, _, damage in found if damage.ocr > 0])
    mend_figures(body, [t for _, tokens, _, damage in found if damage.older for t in tokens])
    abroad = _abroad((p, f) for p, _, f, _ in found if p.method is Method.OCR)
    for passage, tokens, foreign, damage in found:
        if damage is not HEALTHY and damage != HEALTHY and not all(foreign) and passage.page not in abroad:
            _restore(body, passage, tokens, foreign, damage)


def _weighed(body: Body) -> Iterator[tuple[Passage, list[WorkingWord], list[bool], Bits]]:
    """Give each passage in Swedish with its tokens, which of these are foreign, and what they tell of a damage."""
    for passage in body.passages:
        tokens = [t for t in passage.tokens() if t.text]
        texts = [t.text for t in tokens]
        if tokens and not is_foreign(texts) and not is_code(texts):
            foreign = foreign_words(texts)
            silent = [other or t.immune or t.remapped for t, other in zip(tokens, foreign, strict=True)]
            yield passage, tokens, foreign, weigh(texts, silent)


def _damages(weighed: Sequence[tuple[Passage, Bits]]) -> list[DamageRates]:
    """Return what each passage of a document suffers from; nothing, where no engine read it and no word tells."""
    told = tells(bits for _, bits in weighed)
    if not told and all(passage.method is not Method.OCR for passage, _ in weighed):
        return [HEALTHY] * len(weighed)
    verdicts = judge([(passage.page, bits) for passage, bits in weighed])
    return [
        _damage(verdict, passage.method) if told or passage.method is Method.OCR else HEALTHY
        for (passage, _), verdict in zip(weighed, verdicts, strict=True)
    ]


def _abroad(passages: Iterable[tuple[Passage, list[bool]]]) -> set[object]:
    """The pages on which so many words are another language's that the rest are too, as an engine has read them."""
    words: Counter[object] = Counter()
    foreign: Counter[object] = Counter()
    for passage, told in passages:
        words[passage.page] += len(told)
        foreign[passage.page] += sum(told)
    return {page for page, n in words.items() if n >= _WORDS and foreign[page] >= _ABROAD * n}


def _damage(verdict: Bits, method: Method) -> DamageRates:
    if verdict[0] > _HEALTH:
        return _SWEDISH_ENGINE if method is Method.OCR else HEALTHY
    damage = KINDS[max(range(1, len(KINDS)), key=lambda i: verdict[i])]
    if method is not Method.OCR:
        return damage
    # Our own reading makes slips of its own, and not those of older programs.
    return DamageRates(damage.stripped, (0.0 if damage.older else damage.ocr) or _SWEDISH_ENGINE.ocr)


def _restore(body: Body, passage: Passage, tokens: list[WorkingWord], foreign: list[bool], damage: DamageRates) -> None:
    """Put the passage to the restorer; words parted by a slash only (`gång/år`) are words to it, foreign ones stay."""
    results = _restored(passage, tokens, damage)
    shouting = 2 * sum(t.text.isupper() for t in tokens) > len(tokens)
    for index, (token, parts) in enumerate(zip(tokens, results, strict=True)):
        if foreign[index] or (damage == _SWEDISH_ENGINE and _is_read_name(tokens, index, parts)):
            continue
        if not shouting and _is_acronym(token.text, [r.text for r in parts]):
            continue
        if damage.stripped >= _STRIPPED and len(parts) == 1 and parts[0].rule is None and not token.immune:
            parts = [_by_tail(token.text, parts[0])]
        if passage.method is Method.OCR and _stands(token, "/".join(r.text for r in parts), damage):
            continue
        _change(body, token, parts, _SURE if damage == _SWEDISH_ENGINE or damage.older else 0.0)


def _restored(passage: Passage, tokens: list[WorkingWord], damage: DamageRates) -> list[list[Restored]]:
    """What the restorer makes of each token, part by part."""
    pieces: list[str] = []
    owners: list[int] = []
    for i, token in enumerate(tokens):
        parted = [token.text] if token.immune else _SLASH.split(token.text)
        if len(parted) == 2 and fold(parted[1].strip(".,;")) == _YEAR:
            # `2 gånger/år` is read as "2 gånger per år".
            parted.insert(1, _PER)
        pieces += parted
        owners += [i] * len(parted)
    confidences = [tokens[i].confidence for i in owners] if passage.method is Method.OCR else None
    results: list[list[Restored]] = [[] for _ in tokens]
    for i, piece, result in zip(owners, pieces, restore(pieces, damage=damage, confidences=confidences), strict=True):
        if piece is not _PER:
            results[i].append(result)
    return results


def _change(body: Body, token: WorkingWord, parts: Sequence[Restored], least: float) -> None:
    """Record what the restorer changed in a token, if it is as sure as `least`."""
    changed = [r for r in parts if r.rule is not None]
    if not changed or token.immune:
        return
    sureness = min(r.confidence for r in changed)
    if changed[0].rule is not None and sureness >= least:
        body.change(token, "/".join(r.text for r in parts), changed[0].rule, round(sureness, 3))


def _is_read_name(tokens: list[WorkingWord], index: int, after: list[Restored]) -> bool:
    """Whether a name that an engine read without much doubt would become another word: no list holds all names.

    A capital inside a sentence, in a word of which more than the marks would change.
    """
    before = tokens[index].text
    start, end = core(before)
    word = before[start:end]
    if tokens[index].confidence < _READ_WELL or not word[:1].isupper() or word[1:] != word[1:].lower():
        return False
    first = index == 0 or tokens[index - 1].text.endswith((".", "!", "?", ":")) or tokens[index - 1].text[:1].isupper()
    return not first and fold("/".join(r.text for r in after)) != fold(before) and frequency(word) == 0


def _stands(token: WorkingWord, after: str, damage: DamageRates) -> bool:
    """Whether a word that our own engine read keeps its marks as they are.

    Where the page has no damage but slips, a word stays that may stand (`galler`, no `gäller`); and for a rare name or
    a compound that hardly anybody writes no mark is taken away that was read well: an engine loses marks, and seldom
    adds one (`ramlås`, `Tvärås`).
    """
    before, meant = token.text.strip(_SIGNS), after.strip(_SIGNS)
    if before == meant or fold(before) != fold(meant):
        return _keeps_letters(token, before, meant, damage)
    if damage == _SWEDISH_ENGINE and _says_no_more(token, before, meant):
        return True
    may_stand = known(before) >= _MAY_STAND
    if sum(map(str.isascii, meant)) <= sum(map(str.isascii, before)):
        return damage == _SWEDISH_ENGINE and may_stand and frequency(before) >= _IN_USE
    likelihood = max((r.log2 for r in readings(fold(meant)) if r.text == meant.lower()), default=UNLIKELY)
    # What is a word besides (`Personalkontoret`) is no rare name.
    name = before[:1].isupper() and is_name(meant) and known(meant.lower()) < _MAY_STAND
    rare = likelihood <= UNLIKELY or (name and frequency(meant) < _RARE)
    return may_stand or (rare and token.confidence >= _READ_WELL)


def _keeps_letters(token: WorkingWord, before: str, meant: str, damage: DamageRates) -> bool:
    """Whether a word that other letters would change stays: a rare name, a compound where the page has but slips."""
    sound = damage == _SWEDISH_ENGINE and (_is_compound(token, before, meant) or _is_older_passive(before, meant))
    return sound or _is_rare_name(token, before, meant)


def _is_compound(token: WorkingWord, before: str, meant: str) -> bool:
    """Whether a compound that was read well would only become a word that is in little use (`uppklaringen`)."""
    well = token.confidence >= _READ_WELL and before.isalpha() and known(before.lower()) >= _MAY_STAND
    return well and frequency(meant) < _IN_USE


def _is_passive(before: str, meant: str) -> bool:
    """Whether a word that would get a mark is the passive, which the lexicon lacks, of a verb in use (`provas`)."""
    word = before.lower()
    return word.endswith("as") and frequency(f"{word[:-2]}ade") >= _NO_RARER * frequency(meant) > 0


def _is_older_passive(before: str, meant: str) -> bool:
    """Whether a verb would only become today's form of it (`införes`, `införas`)."""
    word = before.lower()
    return word.endswith("es") and meant.lower() == f"{word[:-2]}as" and known(word) >= _MAY_STAND


def _is_rare_name(token: WorkingWord, before: str, meant: str) -> bool:
    """Whether a capitalised word that no list knows was read well and would only become a rare name."""
    well = token.confidence >= _READ_WELL and before[:1].isupper() and known(before) <= _NO_WORD
    return well and meant.isalpha() and is_name(meant) and frequency(meant) < _RARE_NAME


def _says_no_more(token: WorkingWord, before: str, meant: str) -> bool:
    """Whether a verb's form may stand, or a compound that was read well would only become one that is known hardly
    better and hardly used: with a mark more (`Vinterbackenskolan`, no `Vinterbäckenskolan`) or less (`Västgårdet`),
    which an engine seldom adds."""
    if _is_passive(before, meant):
        return True
    if token.confidence < _READ_WELL or frequency(meant) >= _RARE:
        return False
    loses = sum(map(str.isascii, meant)) > sum(map(str.isascii, before))
    return known(before) > 0.0 and known(meant) <= known(before) + (_ADDED * loses)


def _is_acronym(before: str, after: list[str]) -> bool:
    """Whether a word in capitals among others would only become a compound: `SMADIT` is no *små-dit*."""
    start, end = core(before)
    word = before[start:end]
    made = "/".join(after)
    return (
        word.isupper()
        and word.isalpha()
        and made != before
        and not frequency(made[start : len(made) - len(before) + end])
    )


def _by_tail(text: str, as_it_is: Restored) -> Restored:
    """An unknown word by its last part, where that can only be a word with marks: `cruisingtraffar`."""
    start, end = core(text)
    word = text[start:end]
    if not (len(word) >= 9 and word.isalpha() and word.isascii() and word[1:].islower()) or readings(fold(word)):
        return as_it_is
    for cut in range(4, len(word) - 4):
        options = [r for r in readings(word[cut:]) if r.number >= 0]
        if options and len(options[0].text) == len(word) - cut:
            if (len(options) > 1 and options[0].log2 - options[1].log2 < _CLEAR) or options[0].text.isascii():
                return as_it_is
            return Restored(text[: start + cut] + options[0].text + text[end:], "diacritics", 0.7)
    return as_it_is
