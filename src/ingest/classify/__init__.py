"""Which column, label or sentence is orsak, mål, åtgärd, vem or när; and when there is nothing to find."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from ingest.classify.accounting import untold
from ingest.classify.assemble import assemble
from ingest.classify.bare_cards import with_bare_cards
from ingest.classify.cards import with_cards
from ingest.classify.facts.finder import find_facts
from ingest.classify.fields.cell_scores import Scorer, by_both, by_signs
from ingest.classify.fields.vocabulary import load
from ingest.classify.printed import heading_texts, printed
from ingest.classify.section_builder import SectionBuilder
from ingest.classify.spans import Piece
from ingest.classify.tables.captions import above_tables
from ingest.classify.tables.document_tables import read_meanings
from ingest.classify.tables.header_rows import repeated_rows, shared_labels
from ingest.classify.tables.parse import read_table
from ingest.classify.text.headings import following_tables
from ingest.classify.text.label_records import read_label_records
from ingest.classify.text.labels import learned_labels
from ingest.classify.text.listing import add_listed
from ingest.classify.text.measures import Judge, MeasureSetting, fitted_judge
from ingest.classify.text.meetings import kind_by_content, people_of
from ingest.classify.text.pasted import with_pasted_tables
from ingest.classify.text.programme import is_programme
from ingest.classify.text.statements import state
from ingest.classify.text.tails import borne_out
from ingest.document import Document, Note, Paragraph, Table
from ingest.draft import Draft, DraftRow, DraftStatement
from ingest.layout import numbered
from ingest.normalise import load_registers
from ingest.options import Options

__all__ = ["Scorer", "classify"]


def classify(
    document: Document, options: Options, *, content: Scorer | None = None, judge: Judge | None = None
) -> Draft:
    """Find the document's facts, sections, rows and statements.

    Args:
        document: arranged and repaired.
        options: `vocabulary` names a file with further heading words, `actors` one with further actors.
        content: what scores the words of cells and sentences; the package's own by default.
        judge: what decides which list items and sentences are measures; the package's own by default.

    Raises:
        UsageError: the user's vocabulary or file of actors is missing or wrong.
    """
    # The classifier learnt cells and sentences; of lines that may be headings the signs are the better judge.
    cells, lines = content or by_both, content or by_signs
    words = load(options.vocabulary)
    set_out, words = with_cards(document, words, cells)
    bare = with_bare_cards(set_out.blocks, cells)
    if bare != set_out.blocks:
        set_out = replace(set_out, blocks=bare)
    document = document if set_out is document else numbered(set_out)
    registers = load_registers(options.actors)
    document = replace(document, blocks=with_pasted_tables(document, words, cells))
    stated = find_facts(document, registers)
    facts = stated.facts
    tables = {i: b for i, b in enumerate(document.blocks) if isinstance(b, Table)}
    repeated = repeated_rows(tables.values())
    shared = shared_labels(tables.values())
    readings = {i: read_table(t, i, words, repeated, shared) for i, t in tables.items()}
    following = following_tables(document.blocks)
    above = above_tables(document.blocks, facts.title, facts.year)
    meanings = read_meanings(list(readings.values()), words, cells, following, above)
    words = words.with_labels(learned_labels(document.blocks, words, cells))
    records = read_label_records(document, words, cells)
    kind = kind_by_content(document, facts.kind, facts.title, words)
    people = people_of(document.blocks, words) if kind == "protokoll" else frozenset[str]()
    registers = registers.with_people(people)
    items = (Piece(b, i) for i, b in enumerate(document.blocks) if isinstance(b, Paragraph) and b.role == "list-item")
    setting = MeasureSetting(
        words,
        registers,
        kind,
        people=people,
        label_order=records.order,
        ends=borne_out(items, registers),
        begins=facts.begins,
        programme=is_programme(document, kind),
    )
    decide = judge or fitted_judge
    builder = SectionBuilder(
        document, setting, decide, lines, readings, meanings, facts.title, stated.consumed, records
    )
    built = builder.build()
    listed = all(seed.origin == "list" for seed in built.seeds)
    setting = replace(setting, other_rows=bool(built.seeds), listed_rows=bool(built.seeds) and listed)
    add_listed(builder.context, built, setting, decide)
    found = assemble(document, built, builder.context.stated, setting)
    statements = state(found.leftovers, document)
    rows = found.rows
    notes = (*stated.notes, *found.notes, *_why_nothing(rows, statements, tables.values()))
    draft = Draft(document, facts, found.sections, rows, statements, notes)
    fact_lines = [b.text for i in sorted(stated.consumed) if isinstance(b := document.blocks[i], Paragraph)]
    headings = tuple(heading_texts(readings.values(), words))
    draft = replace(draft, printed=printed(draft, words, fact_lines, headings))
    return replace(draft, notes=(*notes, *untold(draft)))


def _why_nothing(
    rows: Sequence[DraftRow], statements: Sequence[DraftStatement], tables: Collection[Table]
) -> tuple[Note, ...]:
    """Why a document gives no rows."""
    if rows:
        return ()
    spoken = sum(s.field != "annat" for s in statements)
    if tables and not spoken:
        why = f"none of its {len(tables)} tables holds a mål or an åtgärd"
    elif spoken:
        why = f"it has no table or list of measures; {spoken} sentences of running text are statements"
    elif statements:
        why = "its running text states no measure"
    else:
        why = "it has no text beyond headings and forms"
    return (Note("no-rows", "info", f"The document gives no rows: {why}."),)
