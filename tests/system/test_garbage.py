from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from ingest.system.garbage import collected_rarely


@pytest.fixture(autouse=True)
def own_setting() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


def test_garbage_is_looked_for_less_often_inside_and_as_before_behind() -> None:
    gc.set_threshold(700, 10, 10)
    with collected_rarely():
        assert gc.get_threshold()[0] > 700
        with collected_rarely():
            pass
        assert gc.get_threshold()[0] > 700
    assert gc.get_threshold() == (700, 10, 10)


def test_a_failure_puts_the_setting_back() -> None:
    gc.set_threshold(700, 10, 10)
    with pytest.raises(ValueError, match="no"), collected_rarely():
        raise ValueError("no")
    assert gc.get_threshold() == (700, 10, 10)


def test_a_program_that_collects_no_garbage_keeps_to_it() -> None:
    gc.set_threshold(0, 10, 10)
    with collected_rarely():
        assert gc.get_threshold() == (0, 10, 10)
