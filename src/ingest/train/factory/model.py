"""What the document factory draws: measures with their exact answers, and descriptions of documents that show them.

A drawn document is made of two halves that never depend on each other: its `DrawnContent`, from which `gold` writes the
answer by the contract, and its `Body`, which a producer turns into a file. A family writes both from the same values.

Texts are as the contract wants them in the answer: NFC, list items and paragraphs of one text joined by a line feed,
without bullets. A family that draws an item with a bullet draws the bullet itself.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

__all__ = [
    "FIELDS",
    "UNDAMAGED",
    "Actor",
    "Body",
    "Canvas",
    "ContentBank",
    "Drawn",
    "DrawnContent",
    "DrawnDocument",
    "DrawnFront",
    "FieldName",
    "Html",
    "Measure",
    "Office",
    "Origin",
    "OwnedFront",
    "Period",
    "Section",
    "TextFile",
    "Theme",
    "Time",
    "When",
    "Who",
]

FieldName = Literal["orsak", "mål", "åtgärd", "vem", "när"]
# The damage of a document that has none.
UNDAMAGED = "none"
Origin = Literal["table", "list", "prose"]
FIELDS: tuple[FieldName, ...] = ("orsak", "mål", "åtgärd", "vem", "när")

# First and last day as ISO dates; None where the document gives one end only.
Period = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor: its name as written, and its type in the words of the schema."""

    name: str
    type: str = "annat"


@dataclass(frozen=True, slots=True)
class Time:
    """One time; the attributes are the keys of the schema's `time`."""

    edtf: str | None = None
    start: str | None = None
    end: str | None = None
    role: Literal["during", "start", "done", "follow-up"] = "during"
    preliminary: bool = False
    recurrence: str | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class When:
    """A *när* as printed, and the times that it means in a plan of the period it was drawn for."""

    text: str
    times: tuple[Time, ...] = ()


@dataclass(frozen=True, slots=True)
class Who:
    """A *vem* as printed, and its single actors."""

    text: str
    actors: tuple[Actor, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of the answer. `other` holds the columns beyond the five by their printed heading."""

    orsak: str | None = None
    mål: str | None = None
    åtgärd: str | None = None
    vem: Who | None = None
    när: When | None = None
    other: Mapping[str, str] = field(default_factory=dict)
    origin: Origin = "table"

    def text(self, name: FieldName) -> str | None:
        """Return the text of a field, None where the measure lacks it."""
        value: str | Who | When | None = getattr(self, name)
        return value.text if isinstance(value, Who | When) else value


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, the rows directly under it, and the sections under it (all rows come before the children)."""

    title: str
    number: str | None = None
    problem: str | None = None
    measures: tuple[Measure, ...] = ()
    children: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class DrawnFront:
    """The facts of a document and the lines that print them.

    `above` stands over the title (letterhead, logo line), `below` under it (subtitle, issuers, years), `facts` are
    pairs of label and value for a block on the front page or in a footer, `closing` stands at the document's end
    (place and date over signatures). Each fact is printed in at least one of these lines; all lines are to be drawn.
    """

    title: str
    kind: str = "handlingsplan"
    issuers: tuple[Actor, ...] = ()
    period: Period | None = None
    dated: str | None = None
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    closing: tuple[str, ...] = ()


@dataclass(slots=True)
class OwnedFront:
    """The front of a document whose owners are known. `head` and `foot` are the pieces of running lines; `above` and
    `below` lines over and under the title, each with its pieces; `opening` paragraphs of running text."""

    title: str
    kind: str
    owners: list[Actor] = field(default_factory=list)
    period: Period | None = None
    dated: str | None = None
    head: list[str] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)
    above: list[tuple[str, ...]] = field(default_factory=list)
    below: list[tuple[str, ...]] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    opening: list[str] = field(default_factory=list)
    closing: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DrawnContent:
    """The whole answer of one document. `measures` are the rows that stand under no section, before all sections."""

    front: DrawnFront
    sections: tuple[Section, ...] = ()
    measures: tuple[Measure, ...] = ()

    def rows(self) -> tuple[Measure, ...]:
        """Return all rows in the order of the document."""

        def under(section: Section) -> list[Measure]:
            return [*section.measures, *(m for child in section.children for m in under(child))]

        return (*self.measures, *(m for section in self.sections for m in under(section)))


@dataclass(frozen=True, slots=True)
class Theme:
    """An area of work: its key in the bank, a heading for it, the problem that it meets, and a goal (one sentence)."""

    key: str
    title: str
    problem: str
    goal: str


class ContentBank(Protocol):
    """Where the families take their words from; `bank.Bank` is the real one."""

    def document(self, rng: random.Random) -> ContentBank:
        """Return the bank of one document, whose texts keep one manner."""

    def theme(self, rng: random.Random) -> Theme:
        """Return a theme."""

    def measure(self, rng: random.Random, theme: Theme, period: Period | None) -> Measure:
        """Return a measure of a theme with all five fields, which belong together; its times are those of `period`."""

    def task(self, rng: random.Random, theme: Theme) -> str:
        """Return a measure as an infinitive with its object, as it stands after *ska*: `måla bänkarna`."""

    def heading(self, rng: random.Random, name: FieldName) -> str:
        """Return a column heading for a field."""

    def label(self, rng: random.Random, name: FieldName) -> str:
        """Return a label for a field (without a colon), as it stands beside or above a value."""

    def other_column(self, rng: random.Random) -> tuple[str, Callable[[random.Random], str]]:
        """Return the heading of a column beyond the five, and a function that draws its values (may be empty)."""

    def front(self, rng: random.Random) -> DrawnFront:
        """Return the facts of a plan with the lines that print them."""

    def owned(self, rng: random.Random) -> OwnedFront:
        """Return the front of a document whose owners are of many kinds, with all the pieces that name them."""

    def paragraph(self, rng: random.Random) -> str:
        """Return running text that gives no rows."""

    def negative(self, rng: random.Random, kind: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
        """Return a table without measures, of a kind such as "participants": its headings and its rows."""


@dataclass(frozen=True, slots=True)
class Html:
    """A whole HTML page that Chromium prints; its CSS holds the page's size and margins.

    `header` and `footer` are Chromium's templates for running lines, with `margins` (top, right, bottom, left in
    millimetres) round them; where both are empty, `@page` of the markup rules. `content_width` is the room between
    the margins in millimetres; what is wider is made smaller until it fits, as a person does it. None: nothing is.
    """

    markup: str
    header: str = ""
    footer: str = ""
    margins: tuple[float, float, float, float] | None = None
    tagged: bool = True
    content_width: float | None = None


@dataclass(frozen=True, slots=True)
class Canvas:
    """A PDF that a function draws with reportlab into the file at a path."""

    draw: Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class Office:
    """A file of an office program that a function writes to a path; `suffix` tells its kind (".docx", ".xlsx", …).

    `convert_to` names what LibreOffice makes of it (".pdf", ".odt", …); empty: the file itself is the document.
    """

    suffix: str
    write: Callable[[Path], None]
    convert_to: str = ""


@dataclass(frozen=True, slots=True)
class TextFile:
    """A plain text file, such as pasted text or another program's dump."""

    text: str
    encoding: str = "utf-8"
    suffix: str = ".txt"


Body = Html | Canvas | Office | TextFile


@dataclass(frozen=True, slots=True)
class DrawnDocument:
    """A document before it is produced: its answer, and how it looks."""

    content: DrawnContent
    body: Body


@dataclass(frozen=True, slots=True)
class Drawn:
    """A document that lies on disk: its files (the document first), its answer and where it comes from."""

    name: str
    family: str
    producer: str
    files: tuple[Path, ...]
    gold: Mapping[str, Any]
    seed: int
    damage: str = UNDAMAGED
    pages: int | None = None
