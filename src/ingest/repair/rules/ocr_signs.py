"""Bullets, dashes and letters that a machine took for other signs; told by themselves or by their neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from ingest.document import Method
from ingest.language.damage import is_foreign_word
from ingest.language.lexicon import frequency, known
from ingest.language.words import is_word
from ingest.repair.working_text import Body, Passage, Token

__all__ = ["mend_capitals", "mend_lone_signs", "mend_scanned", "mend_signs"]

_LIKE_BULLETS = frozenset("e¢©®«*°o»>·¤")
_LEAST = 2
"""Lines that must begin with such a sign before it is taken for a bullet."""


def mend_signs(body: Body, passages: Sequence[Passage]) -> None:
    """Bullets that begin lines, and dashes; `passages` are those that were read by such a machine."""
    leading = [
        line[0]
        for passage in passages
        for line in passage.lines
        if len(line) > 1 and line[0].text in _LIKE_BULLETS and line[1].text[:1].isalnum()
    ]
    for sign in _LIKE_BULLETS:
        same = [t for t in leading if t.text == sign]
        if len(same) >= _LEAST:
            for token in same:
                body.change(token, "•", "ocr", 0.8)
    for passage in passages:
        for token in passage.tokens():
            # Swedish sets the short dash; the long one is how the English model reads it.
            if "—" in token.text and not token.immune:
                body.change(token, token.text.replace("—", "–"), "ocr", 0.8)


_INSIDE = re.compile(r"[^\W\d_]I+[^\W\d_]*")


def mend_capitals(body: Body) -> None:
    """A capital I among small letters (`poIisen`, `EIevråden`): no Swedish word has one; an engine took it for an l."""
    for token in body.tokens():
        match = _INSIDE.search(token.text) if "I" in token.text[1:] else None
        if match is None or token.immune:
            continue
        word = re.search(r"[^\W\d_]+", token.text)
        if word is None or len(word[0]) < 4 or not re.search(r"I[a-zåäö]", word[0][1:]):
            continue
        mended = word[0][0] + word[0][1:].replace("I", "l")
        if mended[1:].islower() and not frequency(word[0]) and (frequency(mended) > 0 or is_word(mended)):
            body.change(token, token.text.replace(word[0], mended, 1), "ocr", 0.95)


_NUMBER = re.compile(r"\d{1,3}[a-z]?")
_SECTION = re.compile(r"[S$]([.,;:)]*)")
_LAW = re.compile(r"[A-ZÅÄÖ]{3,5}|kap\.?|\w*(?:lag|lagen|balken|förordning|förordningen)")
"""What a section sign has on one side: the short name of an act, a chapter, an act."""
_STROKE = frozenset("lI|]")
_YEARLY = re.compile(r"gång(?:/| per\b)")


def mend_lone_signs(body: Body, passages: Sequence[Passage]) -> None:
    """`3 S` of an act is `3 §`, `l gång/år` is `1 gång/år`, `$kolan` is `Skolan`; `passages` were read by a machine.

    `l gång` alone stays: it may be `i gång`.
    """
    for passage in passages:
        tokens = [t for t in passage.tokens() if t.text]
        texts = [t.text for t in tokens]
        for i, token in enumerate(tokens):
            if token.immune:
                continue
            before = texts[max(0, i - 2) : i]
            section = _SECTION.fullmatch(token.text)
            if section and before and _NUMBER.fullmatch(before[-1]):
                beside = [w.strip(".,;:()") for w in (*before[:-1], *texts[i + 1 : i + 2])]
                if any(_LAW.fullmatch(w) for w in beside):
                    body.change(token, "§" + section[1], "ocr", 0.9)
            elif token.text in _STROKE and _YEARLY.match(" ".join(texts[i + 1 : i + 3])):
                body.change(token, "1", "ocr", 0.9)
            elif re.fullmatch(r"\$[a-zåäö]{2,}[.,;:]?", token.text):
                body.change(token, "S" + token.text[1:], "ocr", 0.85)


_MOSTLY = 0.8
"""Share of a document's passages, or spans, that must agree before the others follow."""
_ENOUGH = 5
"""Passages or spans that must agree, at least."""
_SENTENCE = 4
"""Words of a passage whose end says how the document ends its sentences; shorter ones are names and dates."""
_FIGURE = re.compile(r"(?=(?:\D*\d){2})(?P<body>[\dOolI|]+(?:[-–/.:][\dOolI|]+)*)(?P<end>[.,;:)%]*)")
"""Figures of at least two true digits in which letters stand that look like digits."""
_DIGITS = str.maketrans("OolI|", "00111")
_SPAN = re.compile(r"(?<![\d–-])(\d{1,4})([-–])(\d{1,4})(?![\d–-])")
_STROKES = {"i": "lt", "l": "it", "t": "l", "j": "i", "1": "l", "!": "l", "|": "l"}
"""Narrow letters for which recognition takes each other in swollen or broken print."""
_COMMONER = 30.0
"""Times as often as the next that a word is used which is taken of several (`till`, not `tilt`)."""
_RARE, _COMMON = 0.2, 1000.0
"""Uses among a million words: of a word so rare that the lexicon may have it from somebody's misreading, and of one so
common that it is meant instead."""
_QUOTES = '"”“'
_AROUND = 3
"""Passages before and after in which the other of two quotation marks may stand."""
_KNOWN, _UNKNOWN = 0.5, 0.1
"""`known` of a word that is to be, and of one that is to be replaced, at least and at most."""


def mend_scanned(body: Body) -> None:
    """Signs of a scanned document, told by all of it: ends of sentences, dashes of spans, figures, quotation marks,
    and narrow letters of words that are none."""
    passages = [p for p in body.passages if p.method is Method.OCR]
    if not passages:
        return
    tokens = [t for p in passages for t in p.tokens() if t.text and not t.immune]
    for token in tokens:
        figure = _FIGURE.fullmatch(token.text)
        if figure and not figure["body"].translate(str.maketrans("", "", "-–/.:")).isdigit():
            body.change(token, figure["body"].translate(_DIGITS) + figure["end"], "ocr", 0.9)
        elif (better := _narrow(token.text)) is not None:
            body.change(token, better, "ocr", 0.9)
    _mend_spans(body, tokens)
    _mend_quotes(body, passages)
    _mend_specks(body, passages)
    _mend_ends(body, passages)
    _mend_beginnings(body, passages)


def _narrow(text: str) -> str | None:
    """The one known word that an unknown word becomes by another narrow letter (`tili`, `aprit`), in one place."""
    found = re.search(r"[^\W\d_][^\W_]*[^\W\d_]", text)
    word = found[0] if found else ""
    if len(word) < 4 or not word.islower() or len(text) - len(word) > 2 or is_foreign_word(word):
        return None
    rare = 0 < frequency(word) < _RARE
    if known(word) > _UNKNOWN and not rare:
        return None
    others = {word[:i] + other + word[i + 1 :] for i, c in enumerate(word) for other in _STROKES.get(c, "")}
    sure = sorted((o for o in others if frequency(o) > 0 or known(o) >= _KNOWN), key=lambda o: (-frequency(o), o))
    if not sure or (len(sure) > 1 and frequency(sure[0]) < _COMMONER * frequency(sure[1])):
        return None
    if rare and frequency(sure[0]) < _COMMON:
        return None
    return text.replace(word, sure[0], 1)


def _mend_spans(body: Body, tokens: Sequence[Token]) -> None:
    """Spans of figures take the dash that most of them have."""
    spans = [(t, m) for t in tokens if (m := _SPAN.search(t.text)) and int(m[1]) < int(m[3])]
    long = sum(m[2] == "–" for _, m in spans)
    for sign, count in (("–", long), ("-", len(spans) - long)):
        if count >= _ENOUGH and count >= _MOSTLY * len(spans):
            for token, _ in spans:
                body.change(token, _SPAN.sub(rf"\1{sign}\3", token.text), "ocr", 0.75)


def _mend_quotes(body: Body, passages: Sequence[Passage]) -> None:
    """A quotation mark that no other closes or opens, here or in the passages around, is a speck."""
    counts = [sum(c in _QUOTES for t in p.tokens() for c in t.text) for p in passages]
    for k, passage in enumerate(passages):
        if counts[k] != 1 or sum(counts[max(0, k - _AROUND) : k + _AROUND + 1]) != 1:
            continue
        token = next(t for t in passage.tokens() if any(c in _QUOTES for c in t.text))
        bare = token.text.strip(_QUOTES)
        # Inches after a figure, and marks inside a word, are something else.
        if len(bare) == len(token.text) - 1 and len(bare) > 2 and not bare[-1].isdigit() and not token.immune:
            body.change(token, bare, "ocr", 0.7)


def _mend_ends(body: Body, passages: Sequence[Passage]) -> None:
    """Cells of a column end as nearly all of its sentences do: in a full stop, or in nothing."""
    by_column: dict[tuple[int, int], list[Token]] = {}
    for passage in passages:
        tokens = [t for t in passage.tokens() if t.text]
        if passage.column is not None and len(tokens) >= _SENTENCE:
            by_column.setdefault(passage.column, []).append(tokens[-1])
    for last in by_column.values():
        stops = sum(t.text.endswith((".", "!", "?")) for t in last)
        bare = sum(t.text[-1].isalnum() for t in last)
        if stops >= _ENOUGH and stops >= _MOSTLY * len(last):
            for token in last:
                if re.search(r"[^\W\d_]{2},?$", token.text) and not token.immune:
                    body.change(token, token.text.rstrip(",") + ".", "ocr", 0.7)
        elif bare >= _ENOUGH and bare >= _MOSTLY * len(last):
            for token in last:
                if re.search(r"[^\W\d_]{2}[,'`´]$", token.text) and not token.immune:
                    body.change(token, token.text[:-1], "ocr", 0.7)


_SPECK = re.compile(r"[.'`´‘,]")
_LONE = frozenset("'`´‘")
_STOPPED = re.compile(r"(?P<word>[a-zåäö]{5,}|[A-ZÅÄÖ][a-zåäö]{4,})[.](?=/?$)")
"""A word of five letters or more before a full stop: shorter ones are abbreviations (`prel.`, `enl.`, `resp.`)."""
_PARTED = re.compile(r"(?P<first>[^\W\d_]{3,})[.'`´‘,](?P<second>[a-zåäö]{3,}[.,;:]?)")
_USED = 1.0
"""Uses among a million words of one that is surely no abbreviation."""
_ALIKE = frozenset("cosuvwxziIkp")
"""Letters whose capital has the same shape, or that is a stroke like theirs."""


def _mend_specks(body: Body, passages: Sequence[Passage]) -> None:
    """Specks between words: a lone apostrophe, a full stop inside a sentence that goes on in small letters, a mark that
    has run two words together.

    A stop is one only where the document begins its sentences in capitals.
    """
    sentences = _in_capitals(passages)
    for passage in passages:
        tokens = [t for t in passage.tokens() if t.text and not t.immune]
        spaced = any(t.text == "/" for t in tokens)
        for token, after in zip_longest(tokens, tokens[1:]):
            parted = _PARTED.fullmatch(token.text)
            if token.text in _LONE and len(tokens) > 1:
                body.change(token, "", "ocr", 0.8)
            elif parted and min(frequency(parted["first"].lower()), frequency(parted["second"].strip(".,;:"))) >= _USED:
                body.change(token, f"{parted['first']} {parted['second']}", "ocr", 0.7)
            elif sentences and after is not None and _goes_on(token.text, after.text):
                # Among bodies parted by strokes with spaces around them the stroke has its space back.
                gap = " " if spaced and token.text.endswith("/") else ""
                body.change(token, token.text.replace(".", gap), "ocr", 0.75)


def _in_capitals(passages: Sequence[Passage]) -> bool:
    """Whether the document begins its sentences in capitals."""
    longer = [t for p in passages if len(t := [w.text for w in p.tokens() if w.text]) >= _SENTENCE]
    capital = sum(words[0][:1].isupper() for words in longer)
    return capital >= _ENOUGH and capital >= _MOSTLY * len(longer)


def _goes_on(text: str, after: str) -> bool:
    """Whether a full stop ends no sentence: a common word before it, a small letter or a stroke behind."""
    stop = _STOPPED.fullmatch(text.rstrip("/"))
    small = after[0].islower() or text.endswith("/")
    return stop is not None and small and frequency(stop["word"].lower()) >= _USED


def _mend_beginnings(body: Body, passages: Sequence[Passage]) -> None:
    """Sentences of a column begin in a capital where nearly all do and the letter has the capital's shape."""
    by_column: dict[tuple[int, int], list[Token]] = {}
    for passage in passages:
        tokens = [t for t in passage.tokens() if t.text]
        if passage.column is not None and len(tokens) >= _SENTENCE and tokens[0].text[0].isalpha():
            by_column.setdefault(passage.column, []).append(tokens[0])
    for firsts in by_column.values():
        capital = sum(t.text[0].isupper() for t in firsts)
        if capital >= _ENOUGH and capital >= _MOSTLY * len(firsts):
            for token in firsts:
                if (
                    token.text[0] in _ALIKE
                    and token.text[0].islower()
                    and not token.immune
                    and token.text[1:].isalpha()
                ):
                    body.change(token, token.text[0].upper() + token.text[1:], "ocr", 0.7)
