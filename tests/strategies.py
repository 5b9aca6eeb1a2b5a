"""Hypothesis strategies for whole plans: every value that the contract allows."""

from __future__ import annotations

from datetime import date
from typing import get_args

from hypothesis import strategies as st

from ingest.plan import (
    Actor,
    ActorType,
    Extraction,
    Facts,
    Field,
    Issue,
    Kind,
    Period,
    Place,
    Plan,
    Recurrence,
    Repair,
    RepairRule,
    Role,
    Row,
    Section,
    Severity,
    Statement,
    StatementField,
    Time,
)

# What a value may hold: any text that XML and databases can carry, Swedish letters and line feeds in front.
texts = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), include_characters="\nåäöÅÄÖ=+-@'\";,"),
    min_size=1,
    max_size=40,
)
ids = st.from_regex(r"[rst][1-9][0-9]{0,2}", fullmatch=True)
probabilities = st.integers(0, 10_000).map(lambda n: n / 10_000)
dates = st.dates(date(1900, 1, 1), date(2100, 12, 31))
coordinates = st.integers(0, 84_200).map(lambda n: n / 100)
boxes = st.tuples(coordinates, coordinates, coordinates, coordinates)
places = st.one_of(
    st.builds(Place, st.none(), st.none()),
    st.builds(Place, st.integers(1, 500), boxes),
    st.builds(Place, st.integers(1, 500), boxes, st.integers(1, 99), st.integers(1, 99), st.integers(1, 9)),
)
place_lists = st.lists(places, max_size=3).map(tuple)


def literal(kind: object) -> st.SearchStrategy[object]:
    return st.sampled_from(get_args(kind))


actors = st.builds(Actor, texts, st.none() | texts, literal(ActorType))
times = st.builds(
    Time,
    st.none() | st.just("2024-05"),
    st.none() | dates,
    st.none() | dates,
    literal(Role),
    st.booleans(),
    st.none() | literal(Recurrence),
    st.none() | texts,
)
plain_fields = st.builds(Field, texts, texts, probabilities, place_lists)
vem_fields = st.builds(Field, texts, texts, probabilities, place_lists, st.lists(actors, max_size=3).map(tuple))
när_fields = st.builds(
    Field, texts, texts, probabilities, place_lists, st.none(), st.lists(times, max_size=3).map(tuple)
)


@st.composite
def plans(draw: st.DrawFn, source: st.SearchStrategy[str] = texts) -> Plan:
    def some(strategy: st.SearchStrategy[object]) -> object:
        return draw(st.none() | strategy)

    sections: list[Section] = []
    for n in range(1, draw(st.integers(0, 3)) + 1):
        parent = draw(st.none() | st.sampled_from([s.id for s in sections])) if sections else None
        sections.append(Section(f"s{n}", some(texts), draw(texts), some(texts), parent, some(places)))
    above = st.none() | st.sampled_from([s.id for s in sections]) if sections else st.none()
    rows = tuple(
        Row(
            f"r{n}",
            draw(above),
            draw(st.sampled_from(["table", "list", "prose"])),
            orsak=some(plain_fields),
            mål=some(plain_fields),
            åtgärd=some(plain_fields),
            vem=some(vem_fields),
            när=some(när_fields),
            other=draw(st.dictionaries(texts, plain_fields, max_size=2)),
            confidence=draw(probabilities),
        )
        for n in range(1, draw(st.integers(0, 3)) + 1)
    )
    statements = tuple(
        Statement(
            f"t{n}",
            draw(above),
            draw(literal(StatementField)),
            draw(texts),
            draw(texts),
            draw(probabilities),
            draw(place_lists),
            draw(st.lists(actors, max_size=2).map(tuple)),
            draw(st.lists(times, max_size=2).map(tuple)),
        )
        for n in range(1, draw(st.integers(0, 2)) + 1)
    )
    facts = Facts(
        draw(st.from_regex(r"[0-9a-f]{64}", fullmatch=True)),
        draw(source),
        "text/plain",
        some(st.integers(0, 900)),
        some(texts),
        draw(literal(Kind)),
        some(dates),
        some(st.builds(Period, st.none() | dates, st.none() | dates)),
        tuple(draw(st.lists(actors, max_size=2))),
        "sv",
        tuple(
            draw(
                st.lists(
                    st.builds(
                        Extraction,
                        st.none() | st.integers(1, 99),
                        st.sampled_from(["text-layer", "ocr", "word", "text"]),
                        probabilities,
                    ),
                    max_size=2,
                )
            )
        ),
    )
    repairs = draw(
        st.lists(st.builds(Repair, ids, texts, texts | st.just(""), literal(RepairRule), probabilities), max_size=2)
    )
    issues = draw(st.lists(st.builds(Issue, st.just("no-date-parsed"), literal(Severity), ids, texts), max_size=2))
    return Plan(facts, tuple(sections), rows, statements, tuple(repairs), tuple(issues))
