"""Fixtures that several rooms share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from ingest import messages

# The same examples in every run: a red build must be red for everyone. `--hypothesis-profile=explore` looks further.
settings.register_profile(
    "default", derandomize=True, deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", deadline=None, max_examples=500, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write the kept outputs under tests/golden anew")


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """No test leaves the language that it chose (`--lang sv`) to the next one."""
    yield
    messages.use(None)


@pytest.fixture(scope="session")
def regenerate(request: pytest.FixtureRequest) -> bool:
    """Whether kept outputs are to be written instead of compared."""
    return bool(request.config.getoption("--regenerate")) or os.environ.get("INGEST_REGENERATE") == "1"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The development material beside the project; the test is skipped where it is absent."""
    for parent in (ROOT.parent, ROOT.parent.parent):
        if (parent / "shared" / "plans-dev").is_dir():
            return parent / "shared"
    pytest.skip("the development material (../shared) is not beside this checkout")


@pytest.fixture(scope="session")
def samples() -> Path:
    return ROOT / "samples"
