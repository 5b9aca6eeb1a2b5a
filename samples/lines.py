"""What every kind of file prints alike."""

from __future__ import annotations

from plans import Action, Part, Sample

__all__ = ["cells_of", "headed"]


def cells_of(sample: Sample, action: Action) -> list[str]:
    """The row's cells in the order of the columns."""
    other = iter(action.other)
    return [next(other, "") if name == heading else getattr(action, name) for heading, name in sample.columns]


def headed(part: Part) -> str:
    """The heading of a section, with its number."""
    return f"{part.number} {part.title}".strip()
