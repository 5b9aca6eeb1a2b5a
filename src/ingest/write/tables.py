"""The nine tables of the contract: their columns, keys and meaning.

Every tabular output (CSV data package, Parquet, XLSX, SQLite, DuckDB, servers) is made from `TABLES` and
`records.records`, so that they all say the same. The key of a document is its `source`, the path under which it was
given: identical files stand under each of their names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from ingest.plan import (
    FIELDS,
    ActorType,
    CorrectionKind,
    Kind,
    Origin,
    Recurrence,
    RepairRule,
    Role,
    Severity,
    StatementField,
)

__all__ = [
    "ASCII_NAMES",
    "TABLES",
    "SchemaColumn",
    "SchemaTable",
    "ascii_name",
]

ColumnType = Literal["string", "integer", "number", "boolean", "date", "json"]

ASCII_NAMES: Mapping[str, str] = {"mål": "mal", "åtgärd": "atgard", "när": "nar"}


def ascii_name(name: str) -> str:
    """A column name in ASCII: `mål_confidence` becomes `mal_confidence`."""
    stem, mark, rest = name.partition("_")
    return ASCII_NAMES.get(stem, stem) + mark + rest


@dataclass(frozen=True, slots=True)
class SchemaColumn:
    """One column: its type, whether it must be filled, and what it means in English and Swedish."""

    name: str
    type: ColumnType
    description: str
    description_sv: str
    required: bool = False
    values: tuple[str, ...] = ()
    """The closed list of values, where there is one."""
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class SchemaTable:
    """One table: columns in order, primary key, foreign keys as (columns, table, columns there)."""

    name: str
    description: str
    description_sv: str
    columns: tuple[SchemaColumn, ...]
    key: tuple[str, ...]
    references: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = ()

    def column(self, name: str) -> SchemaColumn:
        return next(c for c in self.columns if c.name == name)


def _values(literal: Any) -> tuple[str, ...]:
    return tuple(str(v) for v in get_args(literal))


_DOCUMENT = SchemaColumn("document", "string", "source path of the document", "dokumentets sökväg", True)
_ID = SchemaColumn("id", "string", "identifier within the document", "beteckning inom dokumentet", True)
_POSITION = SchemaColumn("position", "integer", "1-based order in the document", "ordning i dokumentet, från 1", True)
_SECTION = SchemaColumn("section", "string", "id of the section", "avsnittets beteckning")
_ROW = SchemaColumn("row", "string", "id of the row, if of a row", "radens beteckning, om i en rad")
_PAGE = SchemaColumn(
    "page", "integer", "first page, from 1; empty without pages", "första sidan, från 1; tom utan sidor"
)
_CONFIDENCE = SchemaColumn(
    "confidence",
    "number",
    "probability that the text is exactly right",
    "sannolikhet att texten är exakt rätt",
    True,
    unit="probability",
)
_TO_DOCUMENT = (("document",), "documents", ("document",))
_TO_SECTION = (("document", "section"), "sections", ("document", "id"))
_TO_ROW = (("document", "row"), "rows", ("document", "id"))
_FIELD_TEXTS = {
    "orsak": ("cause", "orsak"),
    "mål": ("goal", "mål"),
    "åtgärd": ("action", "åtgärd"),
    "vem": ("who is responsible, as written", "vem som ansvarar, som det står"),
    "när": ("when, as written", "när, som det står"),
}

TABLES: tuple[SchemaTable, ...] = (
    SchemaTable(
        "documents",
        "One line a document: what it is",
        "En rad per dokument: vad det är",
        (
            _DOCUMENT,
            SchemaColumn("sha256", "string", "SHA-256 of the file's bytes", "SHA-256 av filens byte", True),
            SchemaColumn("media_type", "string", "media type by content", "medietyp efter innehåll", True),
            SchemaColumn("pages", "integer", "number of pages", "antal sidor"),
            SchemaColumn("title", "string", "title", "titel"),
            SchemaColumn("kind", "string", "kind of document", "dokumenttyp", True, _values(Kind)),
            SchemaColumn("dated", "date", "date of the document", "dokumentets datum"),
            SchemaColumn("period_start", "date", "first day the plan holds for", "första dag planen gäller"),
            SchemaColumn("period_end", "date", "last day the plan holds for", "sista dag planen gäller"),
            SchemaColumn("issuers", "string", "issuing bodies, joined by '; '", "utfärdare, åtskilda av '; '"),
            SchemaColumn("language", "string", "BCP 47 tag", "språk enligt BCP 47", True),
            SchemaColumn(
                "method",
                "string",
                "how it was read: text-layer, ocr, word, text",
                "hur det lästes: textlager, ocr, word, text",
            ),
            SchemaColumn(
                "quality",
                "number",
                "reading quality of the worst page",
                "läskvalitet på sämsta sidan",
                True,
                unit="probability",
            ),
            SchemaColumn("rows", "integer", "number of rows", "antal rader", True),
            SchemaColumn("statements", "integer", "number of statements", "antal påståenden", True),
            SchemaColumn("issues", "integer", "number of issues", "antal anmärkningar", True),
        ),
        ("document",),
    ),
    SchemaTable(
        "sections",
        "The headings over rows, in document order",
        "Rubrikerna över raderna, i dokumentets ordning",
        (
            _DOCUMENT,
            _ID,
            _POSITION,
            SchemaColumn("number", "string", "number as printed", "nummer som det står"),
            SchemaColumn("title", "string", "title", "rubrik", True),
            SchemaColumn("problem", "string", "problem statement of the heading", "rubrikens problembeskrivning"),
            SchemaColumn("parent", "string", "id of the section above", "beteckning på överordnat avsnitt"),
            _PAGE,
        ),
        ("document", "id"),
        (_TO_DOCUMENT, (("document", "parent"), "sections", ("document", "id"))),
    ),
    SchemaTable(
        "rows",
        "One line an action",
        "En rad per åtgärd",
        (
            _DOCUMENT,
            _ID,
            _POSITION,
            _SECTION,
            SchemaColumn("section_title", "string", "title of the section", "avsnittets rubrik"),
            SchemaColumn("origin", "string", "where the row was found", "var raden fanns", True, _values(Origin)),
            *(SchemaColumn(name, "string", *_FIELD_TEXTS[name]) for name in FIELDS),
            SchemaColumn(
                "actors", "string", "names of the actors, joined by '; '", "aktörernas namn, åtskilda av '; '"
            ),
            SchemaColumn("start", "date", "first day of the earliest time", "första dag i den tidigaste tiden"),
            SchemaColumn("end", "date", "last day of the latest time", "sista dag i den senaste tiden"),
            SchemaColumn("other", "json", "columns beyond the five, as JSON", "kolumner utöver de fem, som JSON"),
            _PAGE,
            _CONFIDENCE,
            *(
                SchemaColumn(
                    f"{name}_confidence",
                    "number",
                    f"confidence of {name}",
                    f"konfidens för {name}",
                    unit="probability",
                )
                for name in FIELDS
            ),
        ),
        ("document", "id"),
        (_TO_DOCUMENT, _TO_SECTION),
    ),
    SchemaTable(
        "actors",
        "Single actors of rows, statements and documents",
        "Enskilda aktörer i rader, påståenden och dokument",
        (
            _DOCUMENT,
            SchemaColumn("target", "string", "row, statement, or 'document'", "rad, påstående eller 'document'", True),
            _POSITION,
            _ROW,
            SchemaColumn("name", "string", "name as written, repaired", "namn som det står, lagat", True),
            SchemaColumn("id", "string", "identifier of a known actor", "beteckning på känd aktör"),
            SchemaColumn("type", "string", "type of actor", "typ av aktör", True, _values(ActorType)),
        ),
        ("document", "target", "position"),
        (_TO_DOCUMENT, _TO_ROW),
    ),
    SchemaTable(
        "times",
        "Single times of rows and statements",
        "Enskilda tider i rader och påståenden",
        (
            _DOCUMENT,
            SchemaColumn("target", "string", "row or statement", "rad eller påstående", True),
            _POSITION,
            _ROW,
            SchemaColumn("edtf", "string", "EDTF (ISO 8601-2) notation", "EDTF (ISO 8601-2)"),
            SchemaColumn("start", "date", "first day", "första dag"),
            SchemaColumn("end", "date", "last day", "sista dag"),
            SchemaColumn("role", "string", "role of the date", "datumets roll", True, _values(Role)),
            SchemaColumn("preliminary", "boolean", "said to be preliminary", "uppges vara preliminärt", True),
            SchemaColumn("recurrence", "string", "how it recurs", "hur det återkommer", False, _values(Recurrence)),
            SchemaColumn("label", "string", "what the date belongs to", "vad datumet hör till"),
        ),
        ("document", "target", "position"),
        (_TO_DOCUMENT, _TO_ROW),
    ),
    SchemaTable(
        "statements",
        "Sentences of running text that say something of a field",
        "Meningar i löpande text som säger något om ett fält",
        (
            _DOCUMENT,
            _ID,
            _POSITION,
            _SECTION,
            SchemaColumn("field", "string", "what it speaks of", "vad den handlar om", True, _values(StatementField)),
            SchemaColumn("text", "string", "repaired text", "lagad text", True),
            SchemaColumn("raw", "string", "as read", "som den lästes", True),
            _PAGE,
            _CONFIDENCE,
        ),
        ("document", "id"),
        (_TO_DOCUMENT, _TO_SECTION),
    ),
    SchemaTable(
        "repairs",
        "Every change that repair made",
        "Varje ändring som lagningen gjort",
        (
            _DOCUMENT,
            _POSITION,
            SchemaColumn("target", "string", "what was repaired", "vad som lagades", True),
            SchemaColumn("before", "string", "as read", "som det lästes"),
            SchemaColumn(
                "after",
                "string",
                "as repaired; empty where it went into the word before",
                "som det lagades; tomt om det gått upp i ordet före",
            ),
            SchemaColumn("rule", "string", "kind of repair", "typ av lagning", True, _values(RepairRule)),
            _CONFIDENCE,
        ),
        ("document", "position"),
        (_TO_DOCUMENT,),
    ),
    SchemaTable(
        "issues",
        "Doubts and losses",
        "Tvivel och förluster",
        (
            _DOCUMENT,
            _POSITION,
            SchemaColumn("code", "string", "stable code", "fast kod", True),
            SchemaColumn("severity", "string", "severity", "allvarlighet", True, _values(Severity)),
            SchemaColumn("target", "string", "what it concerns", "vad det gäller", True),
            SchemaColumn("message", "string", "what is the matter", "vad det är", True),
        ),
        ("document", "position"),
        (_TO_DOCUMENT,),
    ),
    SchemaTable(
        "corrections",
        "What people put right or accepted, with who and when",
        "Vad människor rättat eller godkänt, med vem och när",
        (
            _DOCUMENT,
            _POSITION,
            SchemaColumn("target", "string", "what it concerns", "vad det gäller", True),
            SchemaColumn("kind", "string", "kind of correction", "typ av rättelse", True, _values(CorrectionKind)),
            SchemaColumn("machine", "string", "what the machine had", "vad maskinen hade"),
            SchemaColumn("value", "string", "what stands there now", "vad som står där nu"),
            SchemaColumn("who", "string", "who corrected", "vem som rättade", True),
            SchemaColumn("when", "string", "moment in UTC (ISO 8601)", "tidpunkt i UTC (ISO 8601)", True),
            SchemaColumn("why", "string", "reason", "skäl"),
            SchemaColumn("correction", "string", "identifier of the correction", "rättelsens beteckning", True),
        ),
        ("document", "position"),
        (_TO_DOCUMENT,),
    ),
)
