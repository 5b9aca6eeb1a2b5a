"""The description as a page: nothing but this server's own bytes, no script."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Any

import jinja2

from ingest.serve.problems import PROBLEMS

__all__ = ["CONTENT_SECURITY_POLICY", "render"]

CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"


def render(description: Mapping[str, Any]) -> str:
    """The OpenAPI description and the list of problems as HTML."""
    text = resources.files("ingest.serve").joinpath("page.html.j2").read_text(encoding="utf-8")
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(text).render(api=description, problems=PROBLEMS)
