"""The sheets of the workbook that are made for people: their names and columns, in Swedish and English.

They hold the tables `rows` and `documents` of the contract in another order, with words for headings; what is for
machines stands in hidden columns at the right. The writer and the reader of edited workbooks share this page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ingest.messages import LANGUAGES, Language
from ingest.plan import FIELDS

__all__ = [
    "ACTIONS",
    "BEYOND",
    "DOCUMENTS",
    "DOUBTS",
    "OTHER",
    "SHEETS",
    "SheetColumn",
    "contract_names",
    "other_heading",
    "sheet_name",
]

# Before the heading of a column beyond the five, in names of columns and in anchors of corrections.
OTHER = "other:"
# The column that holds what has no column of its own.
BEYOND = "beyond"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column: its name in the contract (or one of our own), its headings, its width in characters."""

    name: str
    sv: str
    en: str
    width: float
    is_hidden: bool = False
    about_sv: str = ""
    about_en: str = ""

    def heading(self, language: Language) -> str:
        return self.sv if language == "sv" else self.en

    def about(self, language: Language) -> str:
        return self.about_sv if language == "sv" else self.about_en


_CORRECT_SV = (
    "Rätta direkt i cellerna. Spara, och kör sedan: ingest correct UT --from UT/ingest.xlsx. Det som är tveksamt har "
    "färg, och en anteckning säger varför."
)
_CORRECT_EN = (
    "Put right what is wrong in the cells. Save, then run: ingest correct OUT --from OUT/ingest.xlsx. What is doubtful "
    "is coloured, and a note says why."
)
_START = (
    SheetColumn("title", "Dokument", "Document", 20, about_sv=_CORRECT_SV, about_en=_CORRECT_EN),
    SheetColumn("issuers", "Kommun eller utgivare", "Municipality or issuer", 16),
    SheetColumn("section_title", "Avsnitt", "Section", 17),
    SheetColumn("orsak", "Orsak", "Orsak", 22),
    SheetColumn("mål", "Mål", "Mål", 22),
    SheetColumn("åtgärd", "Åtgärd", "Åtgärd", 34),
    SheetColumn("vem", "Vem", "Vem", 18),
    SheetColumn("när", "När", "När", 14),
)
_END = (
    SheetColumn(BEYOND, "Övriga kolumner", "Further columns", 24),
    SheetColumn("start", "Start", "Start", 10.5, about_sv="Första dag i tiden i När", about_en="First day of När"),
    SheetColumn("end", "Slut", "End", 10.5, about_sv="Sista dag i tiden i När", about_en="Last day of När"),
    SheetColumn("page", "Sida", "Page", 6, about_sv="Öppnar filen, i bästa fall på sidan", about_en="Opens the file"),
    SheetColumn(
        "confidence",
        "Säkerhet",
        "Confidence",
        9.5,
        about_sv="Sannolikheten att alla fält i raden är exakt rätt",
        about_en="Probability that all fields of the row are exactly right",
    ),
    SheetColumn("look", "Titta på", "Look at", 12, about_sv="Fält att titta på", about_en="Fields to look at"),
    SheetColumn("actors", "Aktörer", "Actors", 18, True),
    SheetColumn("document", "Fil", "File", 24, True),
    SheetColumn("id", "Rad", "Row", 8, True),
    SheetColumn("position", "Ordning", "Position", 8, True),
    SheetColumn("section", "Avsnittets beteckning", "Section id", 8, True),
    SheetColumn("origin", "Ursprung", "Origin", 10, True),
    *(SheetColumn(f"{n}_confidence", f"Säkerhet {n}", f"Confidence {n}", 9, True) for n in FIELDS),
)
# Between the two stand the document's own columns, each under its heading.
ACTIONS = (_START, _END)

DOCUMENTS = (
    SheetColumn("title", "Titel", "Title", 40),
    SheetColumn("issuers", "Kommun eller utgivare", "Municipality or issuer", 26),
    SheetColumn("kind", "Dokumenttyp", "Kind", 16),
    SheetColumn("dated", "Daterat", "Dated", 11),
    SheetColumn("period_start", "Gäller från", "From", 11),
    SheetColumn("period_end", "Gäller till", "To", 11),
    SheetColumn("pages", "Sidor", "Pages", 7),
    SheetColumn("rows", "Åtgärder", "Actions", 9),
    SheetColumn("doubts", "Att titta på", "To look at", 9),
    SheetColumn("document", "Fil", "File", 36),
    SheetColumn("statements", "Påståenden i text", "Statements", 11),
    SheetColumn("issues", "Anmärkningar", "Issues", 11),
    SheetColumn("method", "Läst som", "Read as", 12),
    SheetColumn("quality", "Läskvalitet", "Reading quality", 9),
    SheetColumn("language", "Språk", "Language", 7, True),
    SheetColumn("media_type", "Filtyp", "Media type", 20, True),
    SheetColumn("sha256", "SHA-256", "SHA-256", 20, True),
)

DOUBTS = (
    SheetColumn("title", "Dokument", "Document", 26),
    SheetColumn("where", "Gäller", "Concerns", 12),
    SheetColumn("page", "Sida", "Page", 6),
    SheetColumn("text", "Text", "Text", 44),
    SheetColumn("confidence", "Säkerhet", "Confidence", 9.5),
    SheetColumn("why", "Därför", "Because", 60),
    SheetColumn("line", "Till raden", "To the row", 10),
    SheetColumn("document", "Fil", "File", 24, True),
)

SHEETS: Mapping[str, tuple[str, str]] = {
    "rows": ("Åtgärder", "Actions"),
    "documents": ("Dokument", "Documents"),
    "doubts": ("Titta först på", "Look first"),
}


def sheet_name(table: str, language: Language) -> str:
    """The name of a table's sheet for people."""
    return SHEETS[table][LANGUAGES.index(language)]


_FIXED = {c.heading(lang).casefold() for part in ACTIONS for c in part for lang in LANGUAGES}
# What is put after a heading of the document that is one of ours too.
_SUFFIX = " (i dokumentet)"


def other_heading(heading: str) -> str:
    """How a heading beyond the five stands in the sheet: never as one of ours."""
    clean = " ".join(heading.split())
    return clean + _SUFFIX if clean.casefold() in _FIXED or clean.endswith(_SUFFIX) else clean


def contract_names(table: str, headings: Iterable[object]) -> list[str | None]:
    """The names of columns by the headings of a sheet, whatever its language and order; None for an empty heading."""
    columns: Iterable[SheetColumn] = (c for part in ACTIONS for c in part) if table == "rows" else DOCUMENTS
    names = {c.heading(lang).casefold(): c.name for c in columns for lang in LANGUAGES}
    found: list[str | None] = []
    for heading in headings:
        text = " ".join(str(heading).split()) if heading is not None else ""
        name = names.get(text.casefold())
        if name is None and text and table == "rows":
            name = OTHER + text.removesuffix(_SUFFIX)
        found.append(name)
    return found
