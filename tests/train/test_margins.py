"""The fit of columns beside a text: what is right, and what teaches."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from ingest.document import BBox, Line, Word
from ingest.errors import UsageError
from ingest.layout.tables.margin_columns.clues import FEATURES
from ingest.layout.tables.margin_columns.tasks import MarginColumns, MarginTask, PageTasks
from ingest.layout.tables.model import tokens_of
from ingest.train import margins
from ingest.train.linear import Sample

COLUMNS = MarginColumns((50.0, 300.0), 0, 290.0)
ROWS = [
    {"åtgärd": {"text": "Måla planken vid ån."}, "vem": {"text": "Kim"}, "när": None},
    {"åtgärd": {"text": "Klippa häcken."}, "vem": {"text": "Alex Blomp"}, "när": None},
]


def task(text: str, who: str) -> MarginTask:
    def words(said: str) -> tuple[Word, ...]:
        return tuple(Word(w, w, bbox=BBox(50, 0, 90, 10), size=10) for w in said.split())

    return MarginTask([Line(words(text), 1)], {1: [list(tokens_of(words(who)))]})


def answer(*tasks: MarginTask) -> float:
    return margins._Truth("blomp", ROWS)([PageTasks(list(tasks), (), 0, 0, 0, 9, again=False)], COLUMNS)


def test_a_choice_that_gives_the_rows_is_right() -> None:
    assert answer(task("– Måla planken vid ån.", "Kim"), task("Klippa häcken.", "Alex Blomp")) > 0


def test_one_that_gives_some_of_them_or_other_things_is_not() -> None:
    assert answer(task("Måla planken vid ån.", "Kim")) < 0
    assert answer(task("Måla planken vid ån.", "Kim"), task("Klippa häcken.", "maj 2030")) < 0


def test_a_folder_without_such_documents_is_an_error_of_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no drawn documents"):
        margins.train(tmp_path, tmp_path / "out")


def test_a_few_of_the_other_choices_teach_and_no_right_one_of_a_table() -> None:
    values = (0.0,) * len(FEATURES)
    beside = [Sample("memo-with-margin-columns", values, n == 0) for n in range(50)]
    table = [Sample("ruled-table", values, n < 5) for n in range(10)]
    taught = margins._some(beside, random.Random(0))
    assert [s.answer for s in taught] == [True] + [False] * (2 + margins._OTHERS)
    assert [s.family for s in taught[1:3]] == ["made: columns of ticks", "made: parts of sentences"]
    assert taught[1].values[FEATURES.index("ticks")] == 1.0
    assert not any(s.answer for s in margins._some(table, random.Random(0)))
