"""A property that is worked out once."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.system.worked_out import worked_out


@dataclass(frozen=True)
class Line:
    text: str

    @worked_out
    def words(self) -> list[str]:
        """Its words."""
        return self.text.split()


def test_an_attribute_is_worked_out_once_for_each_object() -> None:
    line = Line("a b")
    assert line.words is line.words
    assert line.words == ["a", "b"]
    assert Line("c").words == ["c"]


def test_a_class_tells_what_its_attribute_says() -> None:
    assert Line.words.__doc__ == "Its words."
