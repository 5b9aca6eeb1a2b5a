"""Fixtures that several rooms share."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


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
