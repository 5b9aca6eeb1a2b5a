"""The index of the decisions names every page by its title, and every page has a number of its own."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "decisions"


def test_the_index_names_every_page_by_its_title() -> None:
    pages = sorted(FOLDER.glob("[0-9]*.md"))
    index = re.findall(r"^- \[(.+)\]\((.+\.md)\)$", (FOLDER / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert index == [(p.read_text(encoding="utf-8").splitlines()[0].removeprefix("# "), p.name) for p in pages]


def test_a_page_is_headed_by_its_number_and_says_context_and_choice() -> None:
    seen = set()
    for page in FOLDER.glob("[0-9]*.md"):
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {page.name[:3]} "), page.name
        assert "**Context.**" in text, page.name
        assert "**Choice.**" in text, page.name
        seen.add(page.name[:3])
    assert len(seen) == len(list(FOLDER.glob("[0-9]*.md")))
