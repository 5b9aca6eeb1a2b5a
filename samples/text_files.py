"""Text files."""

from __future__ import annotations

from lines import cells_of, headed
from plans import Sample

__all__ = ["STRIPPED", "text_list", "text_tables"]


def text_tables(sample: Sample, *, spread: bool) -> str:
    """Tables flattened to tabs: section rows inside the table, or headings between tables (`spread`)."""
    out = [sample.title, "", sample.issuer_line, "", sample.dated_line, ""]
    for text in sample.intro:
        out += [text, ""]
    tabs = "\t" * (len(sample.columns) - 1)
    for part in sample.parts:
        if spread:
            out += ["", headed(part), ""]
            if part.problem:
                out += [part.problem, ""]
        else:
            out.append(f"{headed(part)}{'. ' + part.problem if part.problem else ''}{tabs}")
        if part.rows:
            out.append("\t".join(h for h, _ in sample.columns))
            out += ["\t".join(cells_of(sample, action)) for action in part.rows]
            if spread:
                out.append("")
    return "\n".join(out).rstrip() + "\n"


def text_list(sample: Sample) -> str:
    """Numbered measures with a bullet for each field."""
    out = [sample.issuer_line, "", sample.title, "", sample.dated_line, ""]
    number = 0
    for part in sample.parts:
        out += ["", headed(part), ""]
        for action in part.rows:
            number += 1
            out += [f"Åtgärd {number}", ""]
            out += [f"- {heading}: {getattr(action, name)}" for heading, name in sample.columns]
            out.append("")
    return "\n".join(out).rstrip() + "\n"


STRIPPED = str.maketrans("åäöÅÄÖéÉ", "aaoAAOeE")
