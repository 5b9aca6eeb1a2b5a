"""Labels abreast over their values at a card's foot. Every text is invented."""

from __future__ import annotations

from ingest.document import BBox, Fill, Paragraph, Word
from ingest.layout.blocks.label_rows import label_rows
from ingest.layout.tables.model import tokens_of
from tests.layout.pages import arranged, page, words

CARD = BBox(40, 100, 280, 260)


def foot(pairs: list[tuple[str, list[str]]], x: float, y: float, *, step: float = 110, **style: object) -> list[Word]:
    out = []
    for n, (label, value) in enumerate(pairs):
        out += words(label, x + n * step, y, **(style or {"size": 7}))  # type: ignore[arg-type]
        out += [w for k, line in enumerate(value) for w in words(line, x + n * step, y + 12 + 12 * k)]
    return out


def read(found: list[Word]) -> list[list[list[str]]]:
    return [
        [[" ".join(t.text for t in line) for line in column] for column in row.columns]
        for row in label_rows(tokens_of(tuple(found)))
    ]


def test_each_label_has_what_stands_below_it() -> None:
    pairs = [("Ansvar", ["Parken och", "föreningar"]), ("Klart", ["maj 2031"])]
    assert read(foot(pairs, 50, 200)) == [[["Ansvar", "Parken och", "föreningar"], ["Klart", "maj 2031"]]]
    three = [*pairs, ("Läge", ["Pågår"])]
    assert len(read(foot(three, 50, 200, step=70, bold=True))[0]) == 3
    capitals = foot([("VEM", ["Gatan"]), ("NÄR", ["2031"])], 50, 200, size=10)
    assert read(capitals) == [[["VEM", "Gatan"], ["NÄR", "2031"]]]


def test_labels_with_colons_go_on_in_the_lines_below_them() -> None:
    row = words("Vem: Polisen,", 50, 200) + words("När: Hösten", 160, 200)
    more = words("villaföreningarna", 50, 212) + words("2031", 160, 212)
    assert read(row + more) == [[["Vem: Polisen,", "villaföreningarna"], ["När: Hösten", "2031"]]]
    assert read(row) == []
    assert read(row + words("Alla som bor här är välkomna att hjälpa till", 50, 212)) == []
    again = words("Vem: Skolan", 50, 212) + words("När: maj", 160, 212)
    assert read(row + again) == []


def test_tables_and_running_lines_are_no_labels() -> None:
    table = foot([("Ansvar", ["Parken", "Gatan"]), ("Klart", ["maj", "juni"])], 50, 200)
    assert read(table) == []
    spaced = (
        foot([("Ansvar", ["Parken"]), ("Klart", ["maj"])], 50, 200) + words("Gatan", 50, 240) + words("juni", 160, 240)
    )
    assert read(spaced) == []
    across = words("Ansvar", 50, 200, size=7) + words("Klart", 160, 200, size=7)
    assert read(across + words("Alla som bor här är välkomna att hjälpa till", 50, 212)) == []
    assert read(foot([("Ansvar", ["Parken"]), ("Klart", ["maj"])], 50, 200, size=10)) == []


def test_cards_at_uneven_heights_are_read_one_by_one_with_their_last_labels() -> None:
    parts: list[Word] = []
    fills = []
    people = [("Parken och", "föreningarna", "2031"), ("Gatan", "", "löpande"), ("Skolan", "", "maj 2032")]
    for n, (who, more, when) in enumerate(people):
        x, y = 40 + 180 * n, (100, 112, 104)[n]
        fills.append(Fill(BBox(x, y, x + 170, y + 150), (0.97, 0.95, 0.9)))
        fills.append(Fill(BBox(x + 8, y + 8, x + 34, y + 34), (0.7, 0.1, 0.1)))
        parts += words(str(n + 1), x + 16, y + 24) + words(f"Kort {'ABC'[n]}", x + 44, y + 24, size=13, bold=True)
        parts += words("VI GÖR", x + 12, y + 48, size=7) + words("Byta lampor i parken", x + 12, y + 60)
        parts += foot([("VEM", [v for v in (who, more) if v]), ("NÄR", [when])], x + 12, y + 110, step=80)
    blocks = arranged(page(parts, fills=tuple(fills))).blocks
    assert [b.text for b in blocks if isinstance(b, Paragraph)] == [
        line
        for n, (who, more, when) in enumerate(people)
        for line in (
            f"{n + 1} Kort {'ABC'[n]}",
            "VI GÖR",
            "Byta lampor i parken",
            "VEM",
            f"{who} {more}".strip(),
            "NÄR",
            when,
        )
    ]
    assert len({b.part for b in blocks if isinstance(b, Paragraph)}) == len(people)
