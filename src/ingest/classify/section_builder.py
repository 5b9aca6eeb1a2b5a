"""Through the document once, from heading to heading: sections opened, tables and lists turned into rows."""

from __future__ import annotations

from dataclasses import replace

from ingest.classify.fields.folding import fold
from ingest.classify.section_headings import entry_of, ordered
from ingest.classify.section_tables import TableWalk
from ingest.classify.spans import Piece
from ingest.classify.tables.rows import Found
from ingest.classify.text.headings import SKIPPED, is_heading, table_soon
from ingest.classify.text.labels import Entry, label_segments, promised_by, record_marker, whole_label
from ingest.classify.text.outline import number_of
from ingest.document import Paragraph, Table

__all__ = ["Walk"]


class Walk(TableWalk):
    """The whole way; `run` goes through and leaves `outline`, `seeds`, `notes` and `placed` behind."""

    def run(self) -> Walk:
        blocks = self.document.blocks
        for index, block in enumerate(blocks):
            self.section_of[index] = self._current
            if isinstance(block, Table):
                self._table(index, block)
                self.section_of[index] = self._current
            elif block.role in SKIPPED or not block.text.strip() or index in self._contents:
                self.placed.add(index)
            elif index in self.stated:
                # The labels beside it may belong to the same block of facts.
                front = [s for s in label_segments(Piece(block, index), self.words) if self.words.is_front(s.heading)]
                self._entries += [Entry(s.heading, None, (), front=True, at=(index,)) for s in front]
            elif index not in self._titles:
                self._paragraph(index, block)
                if self.seeds and index not in self.placed:
                    self._last_table = None
                self.section_of[index] = self._current
        self._close()
        return self

    def _paragraph(self, index: int, block: Paragraph) -> None:
        piece = Piece(block, index)
        marker = record_marker(piece, self.words)
        if marker is not None and block.marker is None and not self._table_follows(index):
            rest = () if marker is True else (marker,)
            self._entries.append(Entry(block.text, None, rest, marker=True, at=(index,)))  # type: ignore[arg-type]
            return
        if self._label_line(index, block, piece):
            return
        segments = label_segments(piece, self.words)
        # A heading may say its goal after a label; who and when stand in no heading.
        labelled = bool(segments) and (block.role != "heading" or segments[0].label in ("vem", "när", None))
        if labelled and (segments[0].value is not None or not table_soon(self.document.blocks, index)):
            self._entries += [entry_of(s, index, self.words) for s in segments]
            return
        if is_heading(self.document.blocks, index, self._size, self.document.method):
            if self._is_front_line(index, block):
                return
            if self.words.is_prose_title(block.text) and not self._table_follows(index):
                self._close()
                self.outline.leave_all()
                self._current = None
                return
            self._heading(piece)
            return
        self._body(piece)

    def _label_line(self, index: int, block: Paragraph, piece: Piece) -> bool:
        """A line that is only a field word, with a list or text below it."""
        number, start = number_of(block.text, block.marker)
        text = block.text[start:]
        label = whole_label(text, self.words)
        if label is None or label == "other" or table_soon(self.document.blocks, index):
            return False
        if number is not None or (block.role == "heading" and label == "åtgärd"):
            if number is None and self._inside_topic(block):
                self._entries.append(Entry(text, label, (), block=True, at=(index,)))
                return True
            self._heading(piece, bare=number is None)
        elif block.role == "heading" and not self._inside_topic(block) and label != "mål":
            return False
        who = promised_by(piece)
        if who is not None and label == "åtgärd":
            self._entries.append(Entry(who.text, "vem", (who,), at=(index,)))
        self._entries.append(Entry(text, label, (), block=True, at=(index,)))
        return True

    def _inside_topic(self, block: Paragraph) -> bool:
        """Whether a heading of more than a field word stands above, at a higher level."""
        if self._current is None:
            return False
        above = self.outline.headings[self._current]
        if block.level is not None and above.look.level is not None and above.look.level >= block.level:
            chain = [self.outline.headings[i] for i in self.outline.chain(self._current)]
            return any(h.look.level is not None and h.look.level < block.level and not h.bare for h in chain)
        return not above.bare

    def _table_follows(self, index: int) -> bool:
        for block in self.document.blocks[index + 1 :]:
            if isinstance(block, Table):
                return True
            if block.role not in SKIPPED and block.text.strip():
                return False
        return False

    def _rows_follow(self, index: int) -> bool:
        """Whether a table that gives rows stands right below."""
        for i, block in enumerate(self.document.blocks[index + 1 :], index + 1):
            if isinstance(block, Table):
                return any(m.action for m in self.meanings[id(self.readings[i])])
            if block.role not in SKIPPED and block.text.strip():
                return False
        return False

    def _is_front_line(self, index: int, block: Paragraph) -> bool:
        """A body's name or a date set large on the front page heads nothing."""
        if block.level is not None and block.role == "heading" and number_of(block.text, block.marker)[0]:
            return False
        if self.outline.headings or index > 12 or self.seeds:
            return False
        if block.role == "heading" and self._rows_follow(index):
            return False
        later = self.document.blocks[index + 1 :]
        if block.level is not None and any(
            isinstance(b, Paragraph) and b.role == "heading" and b.level == block.level for b in later
        ):
            # One of the document's headings of that level.
            return False
        score = self.content([block.text])[0]
        return number_of(block.text, block.marker)[0] is None and max(score["vem"], score["när"]) >= 0.6

    def _loose_line(self, piece: Piece) -> bool:
        """A line below a table that other tables of its kind have as a row: its last row, left out for being short.

        Tables of bodies have the same ones under each measure, often with nothing beside the name.
        """
        if self._last_table is None or not self.seeds or self.seeds[-1].section != self._current:
            return False
        reading, record = self._last_table
        meaning = self.meanings[id(reading)][record.part]
        text = fold(piece.text)
        if meaning.labels[:1] != ("vem",) or text not in self._bodies or len(text) > 60:
            return False
        if any(fold(e.slots[0].text) == text for e in reading.records() if e.slots and e.slots[0] is not None):
            return False
        above = {n: f for n, f in self.seeds[-1].fields.items() if all(x.inherited for x in f)}
        fields = {**above, "vem": (Found((piece,), 0.6, 0.6),)}
        self.notes.append(self._no_action(len(self.seeds) + 1))
        self.seeds.append(replace(self.seeds[-1], fields=ordered(fields), other={}))
        self.placed.add(piece.block)
        return True

    def _body(self, piece: Piece) -> None:
        if self._loose_line(piece):
            return
        self._text_since = True
        if self._entries and (
            self._entries[-1].block or piece.paragraph.role == "list-item" or not self._entries[-1].pieces
        ):
            last = self._entries[-1]
            if last.marker and last.pieces:
                self._pending.append(piece)
                return
            self._entries[-1] = replace(last, pieces=(*last.pieces, piece), at=(*last.at, piece.block))
            return
        if self._entries:
            # Running text after labels: no part of them.
            self._flush_entries()
            return
        self._pending.append(piece)
