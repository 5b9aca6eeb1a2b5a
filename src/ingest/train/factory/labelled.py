"""Measures as labels and values: inside a line, beside, above, in rows of a table, in the boxes of a form."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ingest.train.factory.look import DrawnLook
from ingest.train.factory.markup import Bullets, text
from ingest.train.factory.model import ContentBank, FieldName, Measure

__all__ = ["DrawnLabels", "draw_labels"]


@dataclass(frozen=True, slots=True)
class DrawnLabels:
    """The labels of one document in their order.

    `titled` says whether the åtgärd stands as the block's own heading, without a label; `others` draws the values of
    labels beyond the five.
    """

    fields: tuple[FieldName, ...]
    words: Mapping[FieldName, str]
    others: Mapping[str, Callable[[random.Random], str]]
    titled: bool
    colon: str
    style: str
    gap: str

    def css(self, place: str, page_look: DrawnLook) -> str:
        """Return the CSS of the labels."""
        return (
            f".lab {{ {self.style} }}"
            f" .t {{ font-weight:bold; color:{page_look.accent}; margin:0 0 4pt; font-size:1.08em; }}"
            ".l { margin-bottom:2.5pt; } .r { display:grid; grid-template-columns:max-content 1fr; gap:2pt 9pt; }"
            " dd { margin:0 0 3pt 14pt; } .wide { grid-column:1 / 3; }"
            " .f { border:0.4pt solid #777; padding:2pt 5pt 4pt; }"
            f" .f .lab {{ font-size:0.78em; display:block; }}{' .v { margin-bottom:5pt; }' if place == 'above' else ''}"
            " .l ul, .r ul, .v ul, .f ul, dd ul { margin:1pt 0; }"
        )

    def markup(self, measure: Measure, place: str, bullets: Bullets) -> str:
        """Return a measure's block; `place` is inside, beside, above, definition, rows, boxes or line."""
        pairs: list[tuple[str, str, FieldName | None]] = []
        for name in self.fields:
            if name == "åtgärd" and self.titled:
                continue
            value = measure.text(name)
            if value:
                shown = bullets.plain(value) if name in ("vem", "när") else bullets(value)
                pairs.append((self.words[name], shown, name))
        pairs += [(heading, text(value), None) for heading, value in measure.other.items()]
        title = f'<div class="t">{text(measure.åtgärd or "")}</div>' if self.titled else ""
        if place == "rows" and self.titled:
            title = f'<tr><td colspan="2"><b>{text(measure.åtgärd or "")}</b></td></tr>'
        if place == "line" and not self.titled:
            return self._line(pairs)
        return title + self._blocks(pairs, place)

    def _blocks(self, pairs: Sequence[tuple[str, str, FieldName | None]], place: str) -> str:
        if place == "line":
            return self._line(pairs)
        lab = [f'<span class="lab">{text(_closed(label, self.colon))}</span>' for label, _, _ in pairs]
        values = [value for _, value, _ in pairs]
        both = list(zip(lab, values, strict=True))
        if place == "beside":
            return '<div class="r">' + "".join(f"<div>{k}</div><div>{v}</div>" for k, v in both) + "</div>"
        if place == "above":
            return "".join(f'<div>{k}</div><div class="v">{v}</div>' for k, v in both)
        if place == "definition":
            return "".join(f"<dt>{k}</dt><dd>{v}</dd>" for k, v in both)
        if place == "rows":
            return "".join(f'<tr><td style="width:24%">{k}</td><td>{v}</td></tr>' for k, v in both)
        if place == "boxes":
            wide = {"orsak", "mål", "åtgärd"}
            return "".join(
                f'<div class="f{" wide" if name in wide else ""}">{k}{v}</div>'
                for (k, v), (_, _, name) in zip(both, pairs, strict=True)
            )
        inside = [f'<span class="lab">{text(_closed(label, ":"))}</span> {value}' for label, value, _ in pairs]
        return "".join(f'<div class="l">{line}</div>' for line in inside)

    def _line(self, pairs: Sequence[tuple[str, str, FieldName | None]]) -> str:
        """Return the long fields on lines of their own and the short ones side by side on one line."""
        shown = [(f'<span class="lab">{text(label)}:</span> {value}', name) for label, value, name in pairs]
        long = [s for s, name in shown if name in ("orsak", "mål", "åtgärd")]
        short = [s for s, name in shown if name not in ("orsak", "mål", "åtgärd")]
        lines = "".join(f'<div class="l">{s}</div>' for s in long)
        return lines + (f'<div class="l">{self.gap.join(short)}</div>' if short else "")


def _closed(label: str, colon: str) -> str:
    """Return a label with its colon; a question has none."""
    return label if label.endswith("?") else label + colon


def draw_labels(rng: random.Random, bank: ContentBank, fields: Sequence[FieldName], *, titled: bool) -> DrawnLabels:
    """Draw the labels of a document."""
    words: dict[FieldName, str] = {}
    taken: set[str] = set()
    for name in fields:
        word = bank.label(rng, name)
        for _ in range(20):
            if word.casefold() not in taken:
                break
            word = bank.label(rng, name)
        taken.add(word.casefold())
        words[name] = word
    others: dict[str, Callable[[random.Random], str]] = {}
    if rng.random() < 0.3:
        heading, values = bank.other_column(rng)
        if heading.casefold() not in taken:
            others[heading] = values
    order = list(fields)
    if rng.random() < 0.4:
        order.remove("åtgärd")
        order.insert(0, "åtgärd")
    gap = rng.choice(("&nbsp;&nbsp;&nbsp;&nbsp;", " &nbsp;|&nbsp; ", "&nbsp;" * 8, " &nbsp;•&nbsp; ", "&emsp;"))
    style = rng.choice(
        ("font-weight:bold", "font-weight:bold", "font-style:italic", "color:#555", "font-weight:normal")
    )
    return DrawnLabels(tuple(order), words, others, titled, rng.choice((":", ":", "")), style, gap)
