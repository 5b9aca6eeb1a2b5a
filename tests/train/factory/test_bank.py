"""The words of the factory: enough of them, exact, the same for the same seed, and nobody else's."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from ingest.train.factory.bank import NEGATIVE_KINDS, Bank
from ingest.train.factory.grammar import Grammar
from ingest.train.factory.model import Measure
from ingest.train.factory.times import draw_when

ROOT = Path(__file__).parents[3]
PERIODS = (("2026-01-01", "2026-12-31"), ("2024-01-01", "2026-12-31"), None)
THOUSANDS = 4000
LONGEST = 90


def drawn(count: int, seed: int = 7) -> Iterator[Measure]:
    rng = random.Random(seed)
    bank = Bank()
    for n in range(count):
        book = bank.document(rng)
        yield book.measure(rng, book.theme(rng), PERIODS[n % len(PERIODS)])


def test_thousands_of_distinct_texts_a_field() -> None:
    measures = list(drawn(9000))
    for name in ("orsak", "mål", "åtgärd", "vem", "när"):
        texts = {m.text(name) for m in measures}  # type: ignore[arg-type]
        assert len(texts) > (THOUSANDS if name != "när" else 2500), (name, len(texts))


def test_lengths_are_those_of_plans() -> None:
    measures = list(drawn(3000))
    for name in ("orsak", "mål", "åtgärd"):
        lengths = [len((m.text(name) or "").split()) for m in measures]  # type: ignore[arg-type]
        assert min(lengths) <= 2
        assert 25 < max(lengths) < LONGEST
        assert sum(n <= 4 for n in lengths) > 0.05 * len(lengths), name
        assert sum(n >= 15 for n in lengths) > 0.05 * len(lengths), name


def test_every_phrase_of_the_data_can_be_drawn() -> None:
    bank = Bank()
    rng = random.Random(1)
    for key in bank.theme_keys:
        wording = bank._wording(rng, key)
        for name in ("orsak", "mål"):
            for phrase in wording._theme[name]:
                assert wording._grammar.draw(phrase, rng)
        for measure in wording._theme["göra"]:
            verb, rest = measure.split(": ", 1)
            wording._verbs.form(verb, "passive")
            thing, adverbial = rest.rsplit(" /", 1)
            assert wording._grammar.draw(thing, rng)
            wording._grammar.draw(adverbial, rng)


def test_texts_are_clean() -> None:
    for m in drawn(3000):
        for text in (m.orsak, m.mål, m.åtgärd, m.vem.text if m.vem else "", m.när.text if m.när else ""):
            assert text
            assert text == text.strip()
            assert not re.search(r"[\[\]{}|]|  | ,|\.\.| \.", text), text


def test_same_seed_same_texts() -> None:
    assert list(drawn(50)) == list(drawn(50))
    rngs = random.Random(3), random.Random(3)
    assert Bank().document(rngs[0]).front(rngs[0]) == Bank().document(rngs[1]).front(rngs[1])


def test_actors_are_the_parts_of_their_text() -> None:
    for m in drawn(3000):
        assert m.vem is not None
        rest = m.vem.text
        for actor in m.vem.actors:
            assert rest.startswith(actor.name), (m.vem.text, actor.name)
            rest = re.sub(r"^( och | samt | & | \+ | / |/|, |; |\n| )", "", rest[len(actor.name) :])
        assert rest in ("", ".")


# First and last month of the codes of ISO 8601-2; 24 is the winter that begins in December.
CODES = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 14), 33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
         37: (1, 4), 38: (5, 8), 39: (9, 12), 40: (1, 6), 41: (7, 12)}  # fmt: skip


def bounds(edtf: str) -> tuple[date | None, date | None]:
    if "/" in edtf:
        first, last = edtf.split("/")
        return (None if first == ".." else bounds(first)[0]), (None if last == ".." else bounds(last)[1])
    parts = [int(p) for p in edtf.split("-")]
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 12, 31)
    if len(parts) == 3:
        return date.fromisoformat(edtf), date.fromisoformat(edtf)
    first_month, last_month = CODES.get(parts[1], (parts[1], parts[1]))
    following = date(parts[0] + last_month // 12, last_month % 12 + 1, 1)
    return date(parts[0], first_month, 1), following - timedelta(days=1)


def test_times_are_what_their_notation_says() -> None:
    rng = random.Random(5)
    for n in range(6000):
        period = PERIODS[n % len(PERIODS)]
        when = draw_when(rng, period)
        for time in when.times:
            if time.edtf is None:
                assert time.start is None
                assert time.end is None
                continue
            if time.edtf.endswith("~"):
                start, end = bounds(time.edtf.removesuffix("~"))
                assert start is not None
                assert end is not None
                assert time.start
                assert time.end
                assert start <= date.fromisoformat(time.start) < date.fromisoformat(time.end) <= end
                continue
            start, end = bounds(time.edtf)
            assert (time.start, time.end) == (start and start.isoformat(), end and end.isoformat()), when
            assert time.role in ("during", "start", "done", "follow-up")
            if period is not None and period[0] == "2026-01-01":
                assert re.search("2025-12-31|2026", time.edtf)


def test_a_date_without_a_year_is_dated_in_a_plan_of_one_year_only() -> None:
    rng = random.Random(8)
    whens = [draw_when(rng, p) for p in PERIODS[:2] for _ in range(3000)]
    month = re.compile(r"^(i )?(januari|mars|maj|oktober)$", re.IGNORECASE)
    one = [w for w in whens[:3000] if month.match(w.text)]
    several = [w for w in whens[3000:] if month.match(w.text)]
    assert one
    assert all(w.times[0].edtf and w.times[0].edtf.startswith("2026-") for w in one)
    assert several
    assert all(w.times[0].edtf is None for w in several)


def test_every_kind_of_negative_table_has_as_many_values_as_headings() -> None:
    rng = random.Random(2)
    for kind in NEGATIVE_KINDS:
        headings, rows = Bank().negative(rng, kind)
        assert rows
        assert all(len(row) == len(headings) for row in rows)


def test_every_fact_of_a_front_page_is_printed() -> None:
    rng = random.Random(4)
    for _ in range(400):
        front = Bank().document(rng).front(rng)
        printed = "\n".join(
            (front.title, *front.above, *front.below, *front.closing, *(f"{a} {b}" for a, b in front.facts))
        )
        for issuer in front.issuers:
            assert issuer.name in printed
        for day in front.period or ():
            assert day is None or day[:4] in printed
        assert front.dated is None or front.dated[:4] in printed


def test_brackets_that_do_not_match_are_an_error() -> None:
    with pytest.raises(ValueError, match="unmatched bracket"):
        Grammar({}, {}).draw("a]b", random.Random(1))
    with pytest.raises(ValueError, match="bracket without"):
        Grammar({}, {}).draw("[a|b", random.Random(1))


# No text of anyone else's

SENTENCE_WORDS = 6


def sentences(text: str) -> set[str]:
    parts = re.split(r"[.\n!?]+", text)
    words = (re.sub(r"[^\wåäö ]", "", " ".join(p.split()).casefold()) for p in parts)
    return {w for w in words if len(w.split()) >= SENTENCE_WORDS}


def of_answer(path: Path) -> set[str]:
    gold = json.loads(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for row in gold["rows"]:
        for name in ("orsak", "mål", "åtgärd"):
            found |= sentences((row.get(name) or {}).get("text") or "")
    for section in gold["sections"]:
        problem = section["problem"]
        found |= sentences(problem if isinstance(problem, str) else (problem or {}).get("text") or "")
    return found


def of_bank() -> set[str]:
    found: set[str] = set()
    for m in drawn(20000, seed=11):
        for text in (m.orsak, m.mål, m.åtgärd):
            found |= sentences(text or "")
    return found


@pytest.mark.slow
def test_no_sentence_stands_in_a_sample() -> None:
    others = of_folder(ROOT / "samples")
    assert others
    assert of_bank() & others == set()


@pytest.mark.slow
@pytest.mark.shared
def test_no_sentence_stands_in_a_plan_of_others(shared: Path) -> None:
    folders = (shared / name for name in ("plans-dev", "authors", "real", "seeds"))
    others = {s for folder in folders if folder.is_dir() for s in of_folder(folder)}
    assert others
    assert of_bank() & others == set()


def of_folder(folder: Path) -> set[str]:
    return {s for path in folder.glob("*.gold.json") for s in of_answer(path)}
