"""What a machine wrote a hundred thousand times over takes no longer for it, and white space alone is nothing."""

from __future__ import annotations

import time

import pytest

from ingest import Options
from ingest.errors import EmptyFile, FileTooLarge
from ingest.language.sentences import sentences
from ingest.options import Limits
from ingest.pipeline import process
from ingest.source import Source


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("quotes.md", b">" * 100_000 + b" text\n"),
        ("quotes.txt", b">" * 100_000 + b" text\n"),
        ("tabs.txt", b"\t" * 1_000_000 + b"text\n"),
        ("line.txt", b"=" * 200_000 + b"\ntext\n"),
        ("word.txt", b"a" * 500_000),
    ],
)
def test_long_rows_of_one_sign_take_no_time(name: str, data: bytes) -> None:
    # Processor time: other work on the machine must not fail this. It took from 17 s to minutes.
    start = time.process_time()
    process(Source.from_bytes(data, name), Options())
    assert time.process_time() - start < 10


@pytest.mark.parametrize("word", ["abcdefghij", ">", "a1+/"])
def test_a_long_word_without_a_mark_is_looked_through_once(word: str) -> None:
    # As quoted mail, empty cells and files within files are: it took time by the square of its length.
    start = time.process_time()
    assert sentences(word * 200_000) == [(0, len(word) * 200_000)]
    assert time.process_time() - start < 5


def test_sentences_stay_around_a_drawn_line() -> None:
    line = "-" * 40
    text = f"Först detta. {line} Sedan detta."
    assert [text[a:b] for a, b in sentences(text)] == ["Först detta.", f"{line} Sedan detta."]


@pytest.mark.parametrize("data", [b"\xff" * 20_000, "\u00a0 \u2003\ufeff\u200b".encode(), b" \x0c\n"])
def test_white_space_of_any_kind_is_nothing(data: bytes) -> None:
    with pytest.raises(EmptyFile):
        process(Source.from_bytes(data, "plan.txt"), Options())


@pytest.mark.parametrize("between", [" ", "\n"])
def test_a_text_of_more_words_than_a_plan_has_is_refused_at_once(between: str) -> None:
    # 30 MB of sentences took 500 s and 4 GB, to end at a limit.
    data = between.join(["ord"] * 1001).encode()
    with pytest.raises(FileTooLarge, match="1000 words"):
        process(Source.from_bytes(data, "plan.txt"), Options(limits=Limits(objects=1000)))
    process(Source.from_bytes(data[:-4], "plan.txt"), Options(limits=Limits(objects=1001)))
