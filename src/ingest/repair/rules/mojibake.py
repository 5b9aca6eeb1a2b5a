"""Mojibake: text whose bytes were read in the wrong code page, and the old 7-bit Swedish character set.

Two mechanisms. A UTF-8 text read as a one-byte page shows each letter as two or three characters; those runs
hardly occur otherwise, so each is repaired where it stands once the page is known. A one-byte text read as
another one-byte page shows one wrong character for each letter (`š` for ö), and many of those are right
somewhere else; so each pair of pages is a hypothesis, and the words of the whole document decide: how many
of the words in question become known words. Tables: Unicode's mapping files, as Python's codecs hold them;
ISO 646-SE: SEN 850200 annex B.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ingest.language.words import is_word
from ingest.repair.working_text import Body

__all__ = ["EncodingHypothesis", "mend_entities", "mend_misread", "mend_utf8", "readings"]

LOST = "\ufffd"
"""Stands for a letter that is known to be lost."""

_UTF8_READ_AS = ("cp1252", "mac-roman", "cp437", "cp850", "cp865", "iso8859-15", "cp1250", "cp1257")
_TARGETS = (
    "".join(chr(c) for c in range(0x80, 0x180))
    + "–—‘’‚“”„†•…‰‹›€™−→≤≥ﬁﬂ\u0300\u0301\u0308\u030a\ufeff\ufffd\uf0b7\u2002\u2003\u2009\u200b\u202f✓"
)
_ONE_BYTE = (
    # (written in, read as)
    ("cp1252", "mac-roman"),
    ("cp1252", "cp437"),
    ("cp1252", "cp850"),
    ("mac-roman", "cp1252"),
    ("mac-roman", "latin-1"),
    ("cp850", "cp1252"),
    ("cp850", "latin-1"),
    ("cp437", "cp1252"),
    ("mac-roman", "cp850"),
    ("mac-roman", "cp437"),
    ("cp850", "mac-roman"),
    ("cp1252", "cp1250"),
    ("cp1252", "cp1251"),
    ("cp1252", "cp1253"),
    ("cp1252", "koi8-r"),
    ("hp-roman8", "cp1252"),
)
_ISO646_SE = dict(zip("}{|][\\", "åäöÅÄÖ", strict=True))
_SWEDISH = "åäöÅÄÖ"
_ENTITY = re.compile(r"&(?:amp;)*(#\d{2,5}|#[xX][0-9a-fA-F]{2,4}|[A-Za-z]{2,8}\d?);")
_SHARE = 0.4
"""Net evidence for a misreading as a share of all the words in question."""
_ENOUGH = 0.5
"""Evidence that a one-byte misreading must have: one short word made whole, and none against."""
_SIGNS = frozenset("„”“…†[]{}|\\")
"""Characters that stand for a letter in some misreadings and are at home at the edges of words."""
_QUOTE = re.compile("â€[\ufffd?\u009d]?")
_DASH = re.compile(r"(?<=\d)â(?=\d)|^â$")
_QUOTES = re.compile(r"^â(?=\w{3})|(?<=\w{3})â(?=[.,;:!?)]*$)")
_WORD = re.compile(r"[^\W\d_]+")


def _decode(data: bytes, page: str) -> str:
    """Bytes in a code page as sloppy readers show them: an unassigned byte is the control character."""
    shown = _characters(page)
    return "".join([shown[byte] for byte in data])


@cache
def _characters(page: str) -> tuple[str, ...]:
    """The characters of a code page by their bytes."""
    out = []
    for byte in range(256):
        try:
            out.append(bytes([byte]).decode(page))
        except UnicodeDecodeError:
            out.append(chr(byte))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class _Utf8Page:
    name: str
    runs: dict[str, str]
    pattern: re.Pattern[str]
    strong: re.Pattern[str]
    lead: str
    """What the first byte of å, ä, ö (C3) looks like."""

    def mend(self, text: str) -> str:
        return self.pattern.sub(lambda m: self.runs[m[0]], text)


def _pages(name: str) -> tuple[str, ...]:
    """Windows shows 80–9F as signs, Latin-1 as control characters; a text may have met both."""
    return (name, "latin-1") if name == "cp1252" else (name,)


@cache
def _sure(name: str) -> tuple[str, ...]:
    """Misread runs that are proof by themselves."""
    return tuple(_decode(c.encode("utf-8"), page) for page in _pages(name) for c in "åäöÅÄÖéÉ–—’”“…•ÃÂâ√├")


@cache
def _utf8_page(name: str) -> _Utf8Page:
    runs: dict[str, str] = {}
    for page in _pages(name):
        for char in _TARGETS:
            shown = _decode(char.encode("utf-8"), page)
            if shown != char and not shown.isascii():
                runs.setdefault(shown, char)
    ordered = sorted(runs, key=len, reverse=True)
    lead = _decode(b"\xc3", name)
    return _Utf8Page(name, runs, _any_of(ordered), _any_of(_sure(name)), lead)


def _any_of(texts: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(t) for t in texts))


@cache
def _strong_any() -> re.Pattern[str]:
    """Every misread run that is proof by itself, for all pages at once: what a healthy text never holds."""
    return _any_of(run for name in _UTF8_READ_AS for run in _sure(name))


def mend_utf8(body: Body) -> bool:
    """UTF-8 that was read as a one-byte page, once or several times. True if anything changed."""
    page: _Utf8Page | None = None
    for _ in range(4):
        odd = [t for t in body.tokens() if not t.text.isascii()]
        if not any(_strong_any().search(t.text) for t in odd):
            break
        votes = {name: sum(len(_utf8_page(name).strong.findall(t.text)) for t in odd) for name in _UTF8_READ_AS}
        page = _utf8_page(max(_UTF8_READ_AS, key=lambda name: votes[name]))
        again = [body.change(token, page.mend(token.text), "mojibake", 0.99) for token in odd]
        if not any(again):
            break
    if page is None:
        return False
    for token in body.tokens():
        if not token.text.isascii():
            body.change(token, _half_runs(token.text, page.lead), "mojibake", 0.9)
    return True


def _half_runs(text: str, lead: str) -> str:
    """Runs of which a reader lost a part: `Ã?tgärd`, `Ãtgärd`, `â€?`, `2024â2025`, and `10Â 000` for a fixed space."""
    if lead == "Ã":
        if text.endswith("Â"):
            text = text[:-1]
        text = _QUOTE.sub("”", text)
        if "â" in text:
            text = _DASH.sub("–", text).replace("â¢", "•")
            text = _QUOTES.sub("”", text)
    if lead in text:
        # A letter follows that is no half: the second byte was a control character and is gone.
        text = re.sub(re.escape(lead) + r"[?\ufffd]?(?=[a-zåäöA-ZÅÄÖ])", LOST, text)
        text = re.sub(r"(?<=[A-ZÅÄÖ])" + re.escape(lead) + r"[?\ufffd]?(?!\w)", LOST, text)
        if text == lead:
            text = "à"
    return text


def mend_entities(body: Body) -> None:
    """HTML entities, escaped once or more often."""
    found = [t for t in body.tokens() if "&" in t.text and _ENTITY.search(t.text)]
    letters = any(_is_letter(m[1]) for t in found for m in _ENTITY.finditer(t.text))
    for token in found:
        text = token.text
        while True:
            plain = _ENTITY.sub(lambda m: _entity(m, letters), text)
            if plain == text:
                break
            text = plain
        # What an entity wrote as markup (`&lt;`) is text; a no-break space is a space.
        body.change(token, " ".join(text.replace("\u00a0", " ").replace("\u00ad", "").split(" ")), "mojibake", 0.99)


def _is_letter(name: str) -> bool:
    char = html.unescape(f"&{name};")
    return len(char) == 1 and char.isalpha()


def _entity(match: re.Match[str], letters: bool) -> str:
    char = html.unescape(f"&{match[1]};")
    if len(char) != 1 or (ord(char) < 32 or 0xD800 <= ord(char) < 0xE000):
        return match[0]
    if char in "<>&" and not letters and "&amp;" not in match[0]:
        # Alone in a text that has no other entities it may be meant; `&amp;` never is.
        return match[0]
    return char


@dataclass(frozen=True, slots=True)
class EncodingHypothesis:
    """One hypothesis: the text was written in one page and read as another; `table` leads back."""

    written: str
    read: str
    table: dict[int, str]
    """All characters above ASCII that both pages know."""
    letters: dict[int, str]
    """Those that stand for å, ä, ö."""

    @property
    def symbols(self) -> frozenset[str]:
        return frozenset(chr(c) for c in self.letters)


@cache
def readings() -> tuple[EncodingHypothesis, ...]:
    """All hypotheses, the likelier ones first."""
    out = []
    for written, read in _ONE_BYTE:
        table: dict[int, str] = {}
        for byte in range(0x80, 0x100):
            meant, shown = _decode(bytes([byte]), written), _decode(bytes([byte]), read)
            if meant != shown and ord(meant) > 0x9F and ord(shown) > 0x7F:
                table[ord(shown)] = meant
        letters = {c: m for c, m in table.items() if m in _SWEDISH}
        out.append(EncodingHypothesis(written, read, table, letters))
    iso = {ord(c): m for c, m in _ISO646_SE.items()}
    out.append(EncodingHypothesis("iso646-se", "ascii", iso, iso))
    return tuple(out)


def mend_misread(body: Body) -> bool:
    """One-byte text read as another one-byte page. True if a hypothesis was found true and applied."""
    everything = frozenset[str]().union(*(r.symbols for r in readings())) - frozenset("åäöÅÄÖ")
    types = Counter(t.text for t in body.tokens() if t.text and not t.immune and not everything.isdisjoint(t.text))
    if not types:
        return False
    scored = [(_evidence(types, reading), -i, reading) for i, reading in enumerate(readings())]
    score, _, best = max(scored, key=lambda s: (s[0], s[1]))
    if score < _ENOUGH:
        return False
    verdicts: dict[str, str] = {}
    for token in body.tokens():
        text = token.text
        if text in types and not token.immune:
            if text not in verdicts:
                verdicts[text] = _apply(text, best)
            body.change(token, verdicts[text], "code-page", 0.97)
    _punctuation(body, best)
    return True


def _evidence(types: Counter[str], reading: EncodingHypothesis) -> float:
    """How much speaks for a hypothesis: words that become known by it, less words that do not."""
    score = total = 0.0
    for text, n in types.items():
        if reading.symbols.isdisjoint(text):
            continue
        meant = text.translate(reading.letters)
        for word in _WORD.finditer(meant):
            start, end = word.span()
            shown = text[start:end]
            if _tells_nothing(shown, word[0]):
                continue
            weight = min(n, _MOST_TIMES) * min(len(word[0]), _MOST_LETTERS) / _USUAL_LETTERS
            total += weight
            score += weight * _for_reading(shown, word[0])
    return score if score >= _SHARE * total else 0.0


_MOST_TIMES, _MOST_LETTERS, _USUAL_LETTERS = 3, 8, 5
"""How often a word counts at most, and how many of its letters; a word of so many letters that comes once counts 1."""
_WORD_BEFORE, _NO_WORD = 0.3, -0.4
"""What a short word, or one that was a word before, says for a reading; and one that is no word."""


def _tells_nothing(shown: str, meant: str) -> bool:
    """Whether a word is no evidence: nothing changes inside it; a quotation mark or the like at its edge may be one."""
    inside = shown[1:-1] if shown[-1] in _SIGNS else shown[1:]
    if len(meant) < 2 or (shown[0] in _SIGNS and inside == meant[1 : 1 + len(inside)]):
        return True
    return shown == meant or (shown[:-1] == meant[:-1] and shown[-1] in _SIGNS)


def _for_reading(shown: str, meant: str) -> float:
    """How much a word that changes speaks for a reading (1) or against it (-1)."""
    if not _coherent(meant):
        return -1.0
    if not is_word(meant):
        return _NO_WORD
    return _WORD_BEFORE if is_word(shown) and shown.isalpha() else 1.0


def _coherent(word: str) -> bool:
    """Whether the case of å, ä, ö agrees with the letters beside it: `AKTÖR`, `Ökad`, not `fÖr`."""
    return word.islower() or word.isupper() or word[1:].islower() or sum(c.isupper() for c in word[1:]) == 0


def _apply(text: str, reading: EncodingHypothesis) -> str:
    """The token with its wrong letters put right, where they are letters and not the signs they look like."""
    meant = text.translate(reading.letters)
    if meant == text:
        return text
    out = list(text)
    for word in _WORD.finditer(meant):
        start, end = word.span()
        changed = [i for i in range(start, end) if text[i] != meant[i]]
        if not changed:
            continue
        inner = [i for i in changed if start < i < end - 1]
        keep = set(inner)
        edges = [i for i in changed if i not in keep]
        for i in edges:
            if _edge_is_letter(text, meant, start, end, i):
                keep.add(i)
        for i in keep:
            out[i] = meant[i]
    return "".join(out)


def _edge_is_letter(text: str, meant: str, start: int, end: int, i: int) -> bool:
    shown = text[i]
    if end - start == 1:
        # A lone å or ö ("en å") is rarer than a lone sign, unless the sign is a letter itself.
        return shown.isalpha() and shown not in "õσΣ"
    with_letter = meant[start:end]
    without = with_letter[1:] if i == start else with_letter[:-1]
    if shown.isalpha():
        return True
    if not _coherent(with_letter):
        return False
    if shown in _SIGNS and any(c in _SIGNS for c in text[:start] + text[end:]):
        return False
    if is_word(with_letter):
        # The page it was written in has no such sign: a letter, whatever the shorter word is worth.
        return True
    # Unknown either way: a sign at a word's end is a sign (`hej”`), at its start a letter where no sign fits.
    return i == start and not is_word(without) and shown not in "„”“…[{(|\\"


def _punctuation(body: Body, reading: EncodingHypothesis) -> None:
    """Dashes, quotation marks, bullets and other letters (é, ü) of the same misreading."""
    others = {chr(c): m for c, m in reading.table.items() if m not in _SWEDISH}
    if not others:
        return
    marks = {c: m for c, m in others.items() if not m.isalpha()}
    for token in body.tokens():
        if token.text.isascii() or token.immune or not any(c in others for c in token.text):
            continue
        text, sureness = _with_other_signs(token.text, others, marks)
        if text != token.text:
            body.change(token, text, "code-page", sureness)


_SIGNS_ONLY, _WORD_WITH_SIGNS, _MARKED_WORD = 0.9, 0.9, 0.85
"""How sure other signs of a misreading are: in a token of nothing else, in what becomes a word, around a word."""


def _with_other_signs(text: str, others: dict[str, str], marks: dict[str, str]) -> tuple[str, float]:
    """A token with the other characters of a misreading put right (`marks`: those that are no letters), how surely."""
    if all(not c.isalpha() or c in marks for c in text):
        # Nothing but signs and digits: `ñ` for a dash, `2024ñ2026`.
        return "".join(marks.get(c, c) for c in text), _SIGNS_ONLY
    if is_word(_letters(text)):
        return text, 0.0
    edged = _at_edges(text, marks)
    if edged != text:
        return edged, _MARKED_WORD
    tried = "".join(others.get(c, c) for c in text)
    plain = text.strip("".join(marks)) if not text.isalpha() or len(text) == 1 else text
    fits = is_word(_letters(tried)) or (plain != text and is_word(_letters(plain)))
    return (tried, _WORD_WITH_SIGNS) if fits else (text, 0.0)


def _at_edges(text: str, marks: dict[str, str]) -> str:
    """Quotation marks around a word that look like letters Swedish does not have: `îhängî`."""
    start, end = 0, len(text)
    while start < end and text[start] in marks:
        start += 1
    while end > start and text[end - 1] in marks:
        end -= 1
    ends = text[:start] + text[end:]
    if end - start < 3 or not text[start:end].isalpha() or not set(ends).isdisjoint("åäöÅÄÖéÉ"):
        return text
    return "".join(marks[c] for c in text[:start]) + text[start:end] + "".join(marks[c] for c in text[end:])


def _letters(text: str) -> str:
    found = _WORD.findall(text)
    return found[0] if len(found) == 1 else ""
