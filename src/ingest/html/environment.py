"""The Jinja environment of every page: all text escaped, nothing undefined let by, one frame for all."""

from __future__ import annotations

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from ingest.html.text import finalize

__all__ = ["environment"]


def environment(package: str, *, trim: bool = False) -> Environment:
    """Templates of a package, and the page that they extend (`frame.html`).

    Args:
        package: the package with a folder `templates`.
        trim: take away the line break after a block tag and the spaces before it.
    """
    return Environment(
        loader=ChoiceLoader([PackageLoader(package), PackageLoader("ingest.html")]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=trim,
        lstrip_blocks=trim,
    )
