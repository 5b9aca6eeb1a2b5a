"""Which column, label or sentence is orsak, mål, åtgärd, vem or när; and when there is nothing to find."""

from __future__ import annotations

from ingest.classify.assemble import assemble
from ingest.classify.content import Scorer, by_signs
from ingest.classify.facts import find_facts
from ingest.classify.header_rows import repeated_rows, shared_labels
from ingest.classify.meanings import read_meanings
from ingest.classify.tables import read_table
from ingest.classify.vocabulary import load
from ingest.classify.walk import Walk
from ingest.document import Document, Note, Table
from ingest.draft import Draft
from ingest.normalise import load_registers
from ingest.options import Options

__all__ = ["Scorer", "classify"]


def classify(document: Document, options: Options, *, content: Scorer | None = None) -> Draft:
    """Find the document's facts, sections, rows and statements.

    Args:
        document: arranged and repaired.
        options: `vocabulary` names a file with further heading words, `actors` one with further actors.
        content: what scores the words of cells and sentences; the package's own by default.

    Raises:
        UsageError: the user's vocabulary or file of actors is missing or wrong.
    """
    scorer = content or by_signs
    words = load(options.vocabulary)
    stated = find_facts(document, load_registers(options.actors))
    facts = stated.facts
    tables = {i: b for i, b in enumerate(document.blocks) if isinstance(b, Table)}
    repeated = repeated_rows(tables.values())
    shared = shared_labels(tables.values())
    readings = {i: read_table(t, i, words, repeated, shared) for i, t in tables.items()}
    meanings = read_meanings(list(readings.values()), words, scorer)
    walk = Walk(document, words, scorer, readings, meanings, facts.title, stated.consumed).run()
    found = assemble(walk)
    notes = [*found.notes]
    if found.leftovers and not found.rows:
        pass
    elif found.leftovers:
        first = found.leftovers[0].piece.text[:60]
        notes.append(
            Note(
                "text-not-placed",
                "info",
                f"{len(found.leftovers)} paragraphs of running text are in no row: “{first}…”",
            )
        )
    return Draft(document, facts, found.sections, found.rows, (), tuple(notes))
