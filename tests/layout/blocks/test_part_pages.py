"""The parts of a page as pages: words, what is drawn around them, and their tags."""

from __future__ import annotations

from dataclasses import replace

from ingest.document import BBox, Fill, Rule, TaggedCell, TaggedTable, Tags, Word
from ingest.layout.blocks.part_pages import pages_of, tags_of
from ingest.layout.blocks.split import WordGroup
from ingest.layout.tables.model import MeasuredWord
from tests.layout.pages import page, words

LEFT, RIGHT = words("vänster spalt här", 60.0, 120.0), words("höger spalt där", 330.0, 120.0)


def _parts(every: list[Word], *, beside: bool = True) -> list[WordGroup]:
    tokens = [MeasuredWord(w, i) for i, w in enumerate(every)]
    return [WordGroup(tuple(tokens[:3]), beside), WordGroup(tuple(tokens[3:]), beside)]


def test_each_part_has_its_own_words_and_what_is_drawn_around_them() -> None:
    under = Rule(BBox(60.0, 125.0, 140.0, 125.0), True)
    across = Rule(BBox(50.0, 127.0, 500.0, 127.0), True)
    ground = Fill(BBox(325.0, 105.0, 420.0, 130.0), (0.9, 0.9, 0.9))
    whole = replace(page(LEFT, RIGHT, rules=[under, across]), fills=(ground,))
    left, right = pages_of(whole, _parts([*LEFT, *RIGHT]))
    assert [w.text for w in left.words] == ["vänster", "spalt", "här"]
    assert [w.text for w in right.words] == ["höger", "spalt", "där"]
    assert left.rules == (under,)
    assert right.rules == ()
    assert (left.fills, right.fills) == ((), (ground,))


def test_a_border_far_wider_than_the_text_inside_it_belongs_to_that_part() -> None:
    wide = Rule(BBox(55.0, 127.0, 300.0, 127.0), True)
    left, right = pages_of(page(LEFT, RIGHT, rules=[wide]), _parts([*LEFT, *RIGHT]))
    assert (left.rules, right.rules) == ((wide,), ())


def test_what_reaches_across_parts_one_under_the_other_belongs_to_both() -> None:
    across = Rule(BBox(50.0, 127.0, 500.0, 127.0), True)
    found = pages_of(page(LEFT, RIGHT, rules=[across]), _parts([*LEFT, *RIGHT], beside=False))
    assert [p.rules for p in found] == [(across,), (across,)]


def test_turned_words_stand_in_the_part_around_them_or_in_the_first() -> None:
    near, far = words("lodrätt", 335.0, 122.0), words("ensamt", 300.0, 700.0)
    whole = replace(page(LEFT, RIGHT), rotated=(*near, *far))
    left, right = pages_of(whole, _parts([*LEFT, *RIGHT]))
    assert [w.text for w in right.rotated] == ["lodrätt"]
    assert [w.text for w in left.rotated] == ["ensamt"]


def test_tags_go_with_a_part_that_holds_all_of_them() -> None:
    table = TaggedTable(1, 2, (TaggedCell(0, 0, 1, 1, False, ((4,),)), TaggedCell(0, 1, 1, 1, False, ((5,),))))
    tags = Tags((table,), ((1, (3,)), (2, (0, 3))))
    found = tags_of(tags, [3, 4, 5])
    assert found is not None
    assert [c.paragraphs for c in found.tables[0].cells] == [((1,),), ((2,),)]
    assert found.headings == ((1, (0,)),)
    assert tags_of(tags, [3, 4]) == Tags((), ((1, (0,)),))
    assert tags_of(None, [0]) is None
