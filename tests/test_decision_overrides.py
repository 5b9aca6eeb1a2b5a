from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.decision_overrides import Watched


def test_something_else_decides_in_its_context_only() -> None:
    decision: Watched[Callable[[int], bool]] = Watched("even")
    assert decision.current() is None
    with decision.by(lambda n: n > 3):
        inner = decision.current()
        assert inner is not None
        assert inner(4)
    assert decision.current() is None
    with pytest.raises(ValueError, match="any"), decision.by(bool):
        raise ValueError("any")
    assert decision.current() is None
