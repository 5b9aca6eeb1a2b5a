"""Bullets, dashes and letters that a machine took for other signs; told by themselves or by their neighbours."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Sequence
from itertools import pairwise, zip_longest

from rapidfuzz.distance import Levenshtein

from ingest.document import Method
from ingest.language.calendar import is_calendar_name
from ingest.language.damage import is_foreign_word
from ingest.language.lexicon import frequency, known
from ingest.language.patterns import pattern
from ingest.language.sentences import is_abbreviation
from ingest.language.words import is_word
from ingest.repair.rules.document_votes import mend_by_votes, mend_parted, mend_rings
from ingest.repair.rules.letter_shapes import mend_shapes
from ingest.repair.rules.stray_signs import mend_strays
from ingest.repair.working_text import Body, Passage, WorkingWord

__all__ = ["mend_capitals", "mend_figures", "mend_lone_signs", "mend_scanned", "mend_signs"]

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
_LAW = pattern("repair", "ocr_signs.law")
"""What a section sign has on one side: the short name of an act, a chapter, an act."""
_STROKE = frozenset("lI|]")
_YEARLY = pattern("repair", "ocr_signs.yearly")
_DEFINITE = pattern("repair", "ocr_signs.definite")


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
_STOPS = 0.75
"""The same of full stops: a copy loses some of them, and hardly gives a cell one. (From 0.9 on, drawn columns that mix
sentences with names of things keep their ends, and strangers' columns lose four times as many.)"""
_ENOUGH = 5
"""Passages or spans that must agree, at least."""
_FEW = 4
"""Cells that end or begin alike, at least, before a single other one follows."""
_LABELLED = 2
"""Columns of a table of labels and values."""
_LONE_STOPS = 0.1
"""Share of a column's cells of one sentence up to which their full stops are specks."""
_BARE_END = re.compile(r"([^\W\d_]{2}),?$")
_SPECK_END = re.compile(r"([^\W\d_]{2})[,'`´]$")
_LAST_STOP = re.compile(r"([^\W\d_]{3})\.$")
_LONGEST_TIME = 7
"""Words of a text with a month or day in it that is a time."""
_SENTENCE = 4
"""Words of a passage whose end says how the document ends its sentences; shorter ones are names and dates."""
_FIGURE = re.compile(r"(?=(?:\D*\d){2})(?P<body>[\dOolIi|]+(?:[-–/.:][\dOolIi|]+)*)(?P<end>[.,;:)%]*)")
"""Figures of at least two true digits in which letters stand that look like digits."""
_DIGITS = str.maketrans("OolIi|", "001111")
_NO_MARKS = str.maketrans("", "", "-–/.:")
_SPAN = re.compile(r"(?<![\w–-])(\d{1,4}|[^\W\d_]{3,9})([-–])(\d{1,4}|[^\W\d_]{3,9})(?![\w–-])")
_SHARE = re.compile(r"(?:§|\$?%|\$)(?P<end>[.,;]?)")
_SHARES, _BESIDE = 2, 3
"""Shares of a hundred in a document beside which a section sign may be one, at least; words around that name an act."""
_MONTH = re.compile(r"(?<![\w–-])((?:19|20)\d\d)–(0[1-9]|1[0-2])(?![\w–-])")
"""A month of a year (`2025-02`) as a worn copy shows it."""
_SPANS, _MOST_SPANS = 2, 0.66
"""Spans that must agree, and their share of all."""
_STROKES = {"i": "lt", "l": "it", "t": "l", "j": "i", "1": "l", "!": "l", "|": "l"}
"""Narrow letters for which recognition takes each other in swollen or broken print."""
_COMMONER = 30.0
"""Times as often as the next that a word is used which is taken of several (`till`, not `tilt`)."""
_RARE, _COMMON = 0.2, 1000.0
"""Uses among a million words: of a word so rare that the lexicon may have it from somebody's misreading, and of one so
common that it is meant instead."""
_LEAST_PART, _COMMON_PART = 4, 100.0
"""Letters of a compound's last part, at least; uses among a million words of its first part, at least."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_PLURAL_END = re.compile(r"(?P<stem>\w{4,}[aeo])ma(?P<genitive>s?)")
"""A word that ends as definite plurals do whose `rn` has run together."""
_BETTER_KNOWN = 0.15
"""By how much the lexicon must know a compound better with `rn` than with `m`: those of no use have .6 to 1."""
_READ_SURELY = 0.9
"""Confidence of the engine from which a word that the lexicon lacks is left where the other is seldom, too."""
_SELDOM, _FAR_COMMONER = 0.05, 300.0
"""Uses among a million words of a word that may stand for one that is none; and how many times commoner one must be
that stands for a word in use (`barn` for `bam`)."""
_QUOTES = '"”“'
_AROUND = 3
"""Passages before and after in which the other of two quotation marks may stand."""
_KNOWN_WELL = 0.75
"""`known` of a word of no use that is to be: what ends in `rn` is hardly any (`vaktrn`)."""
_KNOWN, _UNKNOWN = 0.5, 0.1
"""`known` of a word that is to be, and of one that is to be replaced, at least and at most."""


def mend_scanned(body: Body) -> None:
    """Signs of a scanned document, told by all of it: ends of sentences, dashes of spans, figures, quotation marks,
    and narrow letters of words that are none."""
    passages = [p for p in body.passages if p.method is Method.OCR]
    if not passages:
        return
    tokens = [t for p in passages for t in p.tokens() if t.text and not t.immune]
    _mend_dots(body, tokens)
    _mend_labels(body, passages)
    mend_figures(body, tokens)
    _mend_statutes(body, tokens)
    for token in tokens:
        if (better := _narrow(token.text, token.confidence) or _run_together(token.text)) is not None:
            body.change(token, better, "ocr", 0.9)
    mend_shapes(body, passages)
    _mend_prepositions(body, passages)
    _mend_abbreviations(body, passages)
    _mend_hanging(body, passages)
    _mend_dates(body, passages)
    _mend_exclamations(body, passages)
    _mend_swollen(body, tokens)
    mend_parted(body, passages)
    mend_rings(body, passages)
    mend_by_votes(body, passages)
    _mend_bullets(body, passages)
    _mend_shares(body, passages)
    _mend_spans(body, tokens)
    _mend_quotes(body, passages)
    _mend_specks(body, passages)
    mend_strays(body, passages)
    _mend_ends(body, passages)
    _mend_beginnings(body, passages)
    _mend_strokes_at_beginnings(body, passages)


def mend_figures(body: Body, tokens: Sequence[WorkingWord]) -> None:
    """Letters that look like digits among true ones (`1996-12-O9`, `l997`); `tokens` were read by a machine."""
    for token in tokens:
        figure = _FIGURE.fullmatch(token.text)
        if figure and not token.immune and not figure["body"].translate(_NO_MARKS).isdigit():
            body.change(token, figure["body"].translate(_DIGITS) + figure["end"], "ocr", 0.9)


_DOT_BELOW = "\N{COMBINING DOT BELOW}"


def _mend_dots(body: Body, tokens: Sequence[WorkingWord]) -> None:
    """A dot below a letter (`ẹn`) is a speck: no Swedish word has one; nor has one an @ beside a letter inside."""
    for token in tokens:
        parts = unicodedata.normalize("NFD", token.text)
        if _DOT_BELOW in parts:
            bare = unicodedata.normalize("NFC", parts.replace(_DOT_BELOW, ""))
            body.change(token, _DOTTED_AT.sub(r"\1", bare), "ocr", 0.85)


_DOTTED_AT = re.compile(r"^([^\W\d_])@(?=[^\W\d_]+$)")
_LABEL = re.compile(r"(?P<label>[^\W\d_]{3,15})(?P<sign>[:.;,'’·]?)")
_WORN = 4
"""Letters of a label that may be worn beyond all but its last letter, at most."""
_LABEL_COMMONER = 100.0
"""Times as often as such a word that the label is in use."""
_LABEL_SIGNS = frozenset(".;,'’·•:")
_FIRST_LETTERS = {"n": "M", "N": "M", "H": "M", "A": "Å", "Ä": "Å", "O": "Ö", "0": "O"}
"""What a label's first letter is read as in swollen print, and what it is."""


def _mend_labels(body: Body, passages: Sequence[Passage]) -> None:
    """A label at a passage's beginning whose first letter or colon was misread (`nål:`, `Mål. •`), where the document
    has it with its colon elsewhere."""
    leads = [[t for t in p.tokens() if t.text][:3] for p in passages]
    labels = Counter(
        m["label"] for lead in leads if lead and (m := _LABEL.fullmatch(lead[0].text)) and m["sign"] == ":"
    )
    for lead in leads:
        meant = _meant_label(lead, labels) if len(lead) > 1 else None
        if meant is not None and not lead[0].immune:
            body.change(lead[0], f"{meant}:", "ocr", 0.85)
            labels[meant] += 1
            if lead[1].text in _LABEL_SIGNS:
                body.change(lead[1], "", "ocr", 0.8)
    for lead in leads:
        meant = _worn_label(lead[0].text, labels) if len(lead) > 1 and lead[1].text[:1].isupper() else None
        if meant is not None and not lead[0].immune:
            body.change(lead[0], f"{meant}:", "ocr", 0.8)


def _worn_label(text: str, labels: Counter[str]) -> str | None:
    """The label of a document that a short word with a colon, hardly ever in use, was misread from (`nil:`)."""
    found = _LABEL.fullmatch(text)
    if found is None or found["sign"] != ":":
        return None
    word = found["label"].lower()
    alike = [
        other
        for other, times in labels.items()
        if times > max(1, labels[found["label"]])
        and len(other) == len(word)
        and other[-1] == word[-1]
        and Levenshtein.distance(other.lower(), word) < len(word)
        and frequency(word) * _LABEL_COMMONER <= frequency(other.lower())
    ]
    return alike[0] if len(alike) == 1 and len(word) <= _WORN else None


def _meant_label(lead: Sequence[WorkingWord], labels: Counter[str]) -> str | None:
    """The label that the first words of a passage were misread from; None where they begin with none, or a sound one.

    Args:
        lead: two or three words.
        labels: how often each word stands with a colon at the beginning of a passage.
    """
    found = _LABEL.fullmatch(lead[0].text)
    junk = lead[1].text in _LABEL_SIGNS
    begins = lead[2] if junk and len(lead) > 2 else lead[1]
    if found is None or not (found["sign"] or junk) or not begins.text[0].isupper():
        return None
    label = found["label"]
    if found["sign"] != ":" and label[0].isupper() and labels[label]:
        return label
    other = _FIRST_LETTERS.get(label[0], label[0]) + label[1:]
    return other if other != label and labels[other] >= max(1, labels[label]) else None


def _mend_prepositions(body: Body, passages: Sequence[Passage]) -> None:
    """A lone stroke between words in small letters is the preposition i."""
    for passage in passages:
        tokens = [t for t in passage.tokens() if t.text]
        for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
            inside = before.text.isalpha() and before.text.islower() and after.text[0].isalpha()
            if token.immune or not inside or _YEARLY.match(after.text + "/"):
                continue
            # No number stands before a definite form (`1 grundskolan`).
            if token.text in _STROKE or (token.text == "1" and _DEFINITE.fullmatch(after.text)):
                body.change(token, "i", "ocr", 0.85)


_LAST_PART = re.compile(r"[a-z]\.")


def _mend_abbreviations(body: Body, passages: Sequence[Passage]) -> None:
    """An abbreviation of which a worn copy kept the later stops has the first one too (`fr o.m.`, `t o.m.`)."""
    for passage in passages:
        for token, after in pairwise([t for t in passage.tokens() if t.text]):
            whole = f"{token.text}.{after.text}"
            lost = (token.text.isalpha() and after.text.count(".") > 1) or _LAST_PART.fullmatch(after.text)
            if lost and is_abbreviation(whole.lower()) and not token.immune and not is_abbreviation(token.text):
                body.join(token, after, whole, "ocr", 0.85)


_HANGING = re.compile(r"[^\W\d_]{3,}-")


def _mend_hanging(body: Body, passages: Sequence[Passage]) -> None:
    """Of two hanging hyphens in a row the first has a comma (`Kultur- idrotts- och`): nothing else parts them."""
    for passage in passages:
        for token, after in pairwise([t for t in passage.tokens() if t.text]):
            if _HANGING.fullmatch(token.text) and _HANGING.fullmatch(after.text) and not token.immune:
                body.change(token, token.text + ",", "ocr", 0.85)


_DATE_PARTS = re.compile(r"(?P<year>(?:19|20)\d\d)-?(?P<rest>-(?:0\d|1[0-2])-[0-3]\d[.,;)]?)")


def _mend_dates(body: Body, passages: Sequence[Passage]) -> None:
    """A date in figures that a wide letter space has parted (`1987 -02-01`)."""
    for passage in passages:
        for token, after in pairwise([t for t in passage.tokens() if t.text]):
            parted = token.text[-1:] == "-" or after.text[:1] == "-"
            found = _DATE_PARTS.fullmatch(token.text.rstrip("-") + "-" + after.text.lstrip("-")) if parted else None
            if found is not None:
                body.join(token, after, found["year"] + found["rest"], "ocr", 0.9)


_STATUTE = re.compile(r"\((?P<year>(?:19|20)\d\d)[.,;](?P<number>\d{1,4})(?P<end>\)[.,;:]?)")
"""An act's year and number in brackets, the colon between them worn: no amount begins with a year there."""


def _mend_statutes(body: Body, tokens: Sequence[WorkingWord]) -> None:
    """The number of an act has its colon (`lagen (2023.196)`)."""
    for token in tokens:
        found = _STATUTE.fullmatch(token.text)
        if found is not None and not token.immune:
            body.change(token, f"({found['year']}:{found['number']}{found['end']}", "ocr", 0.85)


def _mend_exclamations(body: Body, passages: Sequence[Passage]) -> None:
    """An exclamation mark at the end of no word, inside a sentence, is an l with a worn stem (`til! vakthavande`)."""
    for passage in passages:
        tokens = [t for t in passage.tokens() if t.text]
        for token, after in pairwise(tokens):
            word = token.text[:-1]
            if not (token.text.endswith("!") and word.isalpha() and after.text[0].islower()) or token.immune:
                continue
            if frequency(word.lower() + "l") >= max(_USED, frequency(word.lower()) / 10):
                body.change(token, word + "l", "ocr", 0.9)


def _narrow(text: str, confidence: float) -> str | None:
    """The one known word that an unknown word becomes by another narrow letter (`tili`, `aprit`), in one place.

    Where the engine was sure, a seldom word is not put in place of one that the lexicon lacks (`fältning`, not
    `fällning`).
    """
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
    if confidence >= _READ_SURELY and frequency(sure[0]) < _USED:
        return None
    return text.replace(word, sure[0], 1)


def _run_together(text: str) -> str | None:
    """A text with `rn` for `m` in words that so become the one known word (`bam`, `Erfarenhetema`)."""
    changed = _WORD.sub(lambda found: _with_rn(found[0]), text)
    return changed if changed != text else None


def _with_rn(word: str) -> str:
    low = word.lower()
    if "m" not in low[1:] or not word[1:].islower() or is_foreign_word(word):
        return word
    better = {low[:i] + "rn" + low[i + 1 :] for i, c in enumerate(low) if c == "m" and i}
    used = frequency(low)
    if used >= _SELDOM:
        sure = [o for o in better if frequency(o) >= _FAR_COMMONER * used]
    elif known(low) <= _UNKNOWN:
        sure = [o for o in better if frequency(o) >= _SELDOM or known(o) >= _KNOWN_WELL]
    else:
        sure = [o for o in better if frequency(o) >= _RARE]
    if len(sure) == 1:
        return word[0] + sure[0][1:]
    return word if used else _with_plural_end(word) or _with_rn_in_first_part(word)


def _with_plural_end(word: str) -> str | None:
    """A compound that is better known as a definite plural (`Pensionärsföreningama`); None where it is not."""
    found = _PLURAL_END.fullmatch(word)
    if found is None:
        return None
    better = f"{found['stem']}rna{found['genitive']}"
    return better if known(better.lower()) >= known(word.lower()) + _BETTER_KNOWN else None


def _with_rn_in_first_part(word: str) -> str:
    """A compound whose first part is a far rarer word than with `rn` (`bamkonsekvens`)."""
    low = word.lower()
    for i in range(2, len(low) - _LEAST_PART):
        first, rest = low[: i + 1], low[i + 1 :]
        if low[i] != "m" or known(rest) < _KNOWN:
            continue
        better = low[:i] + "rn"
        if frequency(better) >= max(_COMMON_PART, _FAR_COMMONER * frequency(first)):
            return word[0] + better[1:] + rest
    return word


def _mend_spans(body: Body, tokens: Sequence[WorkingWord]) -> None:
    """Spans of figures, months and days take the dash that most of them have; a month of a year has a hyphen."""
    for token in tokens:
        month = _MONTH.search(token.text)
        # `2013–14` is a school year; no span ends before it begins.
        if month is not None and int(month[2]) <= int(month[1][2:]):
            body.change(token, _MONTH.sub(r"\1-\2", token.text, count=1), "ocr", 0.8)
    spans = [(t, m) for t in tokens if (m := _SPAN.search(t.text)) and _is_span(m[1], m[3])]
    figures = [one for one in spans if one[1][1].isdigit()]
    names = [one for one in spans if not one[1][1].isdigit()]
    # Where names of months have spans of their own, those of figures (years, numbers of telephones) say less.
    for kind in (figures, names) if len(names) >= _SPANS else (spans,):
        long = sum(m[2] == "–" for _, m in kind)
        for sign, count in (("–", long), ("-", len(kind) - long)):
            if count >= _SPANS and count >= _MOST_SPANS * len(kind):
                for token, m in kind:
                    text = token.text[: m.start(2)] + sign + token.text[m.end(2) :]
                    body.change(token, text, "ocr", 0.75)


def _mend_shares(body: Body, passages: Sequence[Passage]) -> None:
    """A section sign behind a number is a per cent sign where the document has others and no act is named beside it."""
    found: list[tuple[WorkingWord, str]] = []
    shares = 0
    for passage in passages:
        tokens = [t for t in passage.tokens() if t.text]
        for i, (number, token) in enumerate(pairwise(tokens)):
            sign = _SHARE.fullmatch(token.text)
            if sign is None or not number.text.isdigit():
                continue
            shares += token.text.rstrip(".,;") == "%"
            beside = [*tokens[max(0, i - _BESIDE) : i], *tokens[i + 2 : i + 2 + _BESIDE]]
            if not any(_LAW.fullmatch(t.text.strip(".,;:()")) for t in beside):
                found.append((token, "%" + sign["end"]))
    for token, meant in found if shares >= _SHARES else ():
        if not token.immune:
            body.change(token, meant, "ocr", 0.8)


def _is_span(first: str, last: str) -> bool:
    if first.isdigit() and last.isdigit():
        # No span begins with a nought: a telephone's number does, and a day of a date.
        return int(first) < int(last) and first[0] != "0"
    return is_calendar_name(first) and is_calendar_name(last)


_SWOLLEN = 6
"""Letters of a word whose first letter may be swollen, at least."""


def _mend_swollen(body: Body, tokens: Sequence[WorkingWord]) -> None:
    """An N that begins a word which no list knows, and is an M with its legs run together: hardly the other way."""
    words = [
        (t, m[0]) for t in tokens if (m := re.search(r"[^\W\d_]{4,}", t.text)) and len(t.text) - len(m[0]) <= _AROUND
    ]
    counts = Counter(word for _, word in words)
    for token, word in words:
        meant = "M" + word[1:]
        if word[0] != "N" or len(word) < _SWOLLEN or frequency(word.lower()) > 0:
            continue
        unknown = known(word.lower()) <= _UNKNOWN
        if counts[meant] > counts[word] or (unknown and known(meant.lower()) >= _KNOWN):
            body.change(token, token.text.replace(word, meant, 1), "ocr", 0.8)


def _mend_bullets(body: Body, passages: Sequence[Passage]) -> None:
    """Signs before lines of a cell that stand where the document has bullets elsewhere."""
    lines = [(line[0], line[1].text) for p in passages for line in p.lines if len(line) > 1 and line[0].text]
    if any(first.text == "•" for first, _ in lines):
        for first, after in lines:
            if first.text in _LIKE_BULLETS - {"e", "o"} and after[:1].isupper() and not first.immune:
                body.change(first, "•", "ocr", 0.8)


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
    """Cells of a column end as nearly all of its sentences do: in a full stop, or in nothing; cells of one sentence and
    of several are asked by themselves.

    A single cell that ends otherwise follows fewer others than several do: in 600 columns of strangers' plans one of
    at least five cells has a stop alone four times, and one of one paragraph lacks it alone once.
    """
    by_column: dict[tuple[tuple[int, int], bool], list[WorkingWord]] = {}
    whole: set[int] = set()
    behind = _behind_labels(passages)
    for passage, after in zip_longest(passages, passages[1:]):
        tokens = [t for t in passage.tokens() if t.text]
        if passage.column is not None and len(tokens) >= _SENTENCE and not tokens[0].text.endswith(":"):
            may_stop = behind.get(id(passage), True)
            whole |= {id(tokens[-1])} if may_stop and _is_whole(tokens, after, passage) else set()
            # One sentence alone often has no stop where cells of several have theirs.
            several = any(_STOPPED.fullmatch(t.text) for t in tokens[:-1])
            by_column.setdefault((passage.column, several), []).append(tokens[-1])
    stopped = [t.text[-1] for last in by_column.values() for t in last if t.text[-1] in ".!?" or t.text[-1].isalnum()]
    ends_in_stop = sum(c in ".!?" for c in stopped) > len(stopped) / 2
    for ((columns, _), several), last in by_column.items():
        _mend_commas(body, last, ends_in_stop)
        _end_alike(body, last, whole, one_kind=columns > _LABELLED, several=several)


def _behind_labels(passages: Sequence[Passage]) -> dict[int, bool]:
    """Whether some value behind its label ends in a full stop, by the passage (`id`) of each value in a table of labels
    and values: names end in none where goals do."""
    label = ""
    labels: dict[int, str] = {}
    stopped: Counter[str] = Counter()
    for passage in passages:
        texts = [t.text for t in passage.tokens() if t.text]
        if passage.column == (_LABELLED, 0):
            label = " ".join(texts).strip(".,:;").lower()
        elif passage.column == (_LABELLED, 1) and texts and label:
            labels[id(passage)] = label
            stopped[label] += texts[-1].endswith((".", "!", "?"))
    return {key: stopped[label] > 0 for key, label in labels.items()}


def _end_alike(
    body: Body, last: Sequence[WorkingWord], whole: Container[int], *, one_kind: bool, several: bool
) -> None:
    """Give the last words of a column's cells the end that nearly all have; `whole` may take a full stop.

    A single cell follows where the column is of `one_kind`: beside labels stand values of all kinds.
    """
    stops = sum(t.text.endswith((".", "!", "?")) for t in last)
    bare = sum(t.text[-1].isalnum() for t in last)
    if (stops >= _ENOUGH and stops >= _STOPS * len(last)) or (one_kind and stops >= _FEW and stops == len(last) - 1):
        _change_ends(body, [t for t in last if id(t) in whole], _BARE_END, ".")
    elif bare >= _ENOUGH and bare >= _MOSTLY * len(last):
        _change_ends(body, last, _SPECK_END, "")
    if one_kind and not several and bare >= _FEW and 0 < stops <= max(1.0, _LONE_STOPS * len(last)):
        _change_ends(body, [t for t in last if not is_abbreviation(t.text)], _LAST_STOP, "")


def _change_ends(body: Body, tokens: Sequence[WorkingWord], end: re.Pattern[str], mark: str) -> None:
    for token in tokens:
        if end.search(token.text) and not token.immune:
            body.change(token, end.sub(rf"\1{mark}", token.text), "ocr", 0.7)


def _is_whole(tokens: Sequence[WorkingWord], after: Passage | None, passage: Passage) -> bool:
    """Whether a passage of a cell begins as sentences do, and none goes on in the passage below it.

    One of several paragraphs of a cell is whole too; but items of a list have no stop though sentences have theirs.
    """
    first = next((t.text for t in after.tokens() if t.text), "") if after is not None else ""
    below = after is not None and after.column == passage.column and (not after.opens or first[:1].islower())
    return passage.opens and not below and not tokens[0].text[0].islower()


def _mend_commas(body: Body, last: Sequence[WorkingWord], stop: bool) -> None:
    """No cell ends in a comma: it is the document's full stop, or a speck."""
    for token in last:
        if re.search(r"[^\W\d_]{2},$", token.text) and not token.immune:
            body.change(token, token.text[:-1] + ("." if stop else ""), "ocr", 0.75)


_SPECK = re.compile(r"[.'`´‘,]")
_LONE = frozenset("'`´‘")
_TRAILING = _LONE | frozenset("•·.:–—|")
"""Signs that stand nowhere by themselves; and those that end no cell."""
_STOPPED = re.compile(r"(?P<word>[a-zåäö]{5,}|[A-ZÅÄÖ][a-zåäö]{4,})[.](?=/?$)")
"""A word of five letters or more before a full stop: shorter ones are abbreviations (`prel.`, `enl.`, `resp.`)."""
_SHORT_STOPPED = pattern("repair", "ocr_signs.short_stopped")
_LONG_WORD, _SURE_WORD = 9, 0.75
"""Letters of a word that nobody abbreviates, and how well the lexicon must know it."""
_EVERYDAY = 300.0
"""Uses among a million words of a short word that ends hardly a sentence and is abbreviated nowhere."""
_BEFORE = re.compile(r"[.'`´‘,:;·]+(?P<word>[^\W\d_]+[^\w]?)")
"""Specks before a word."""
_PARTED = re.compile(r"(?P<first>[^\W\d_]{3,})[.'`´‘,](?P<second>[a-zåäö]{3,}[.,;:]?)")
_USED = 1.0
"""Uses among a million words of one that is surely no abbreviation."""
_CAPITALS = 0.6
"""Share of a column's sentences that begin in capitals from which all do: in 690 columns of strangers' plans with their
answers, a column of causes, goals or measures never mixes them."""
_NEARLY_ALL = 0.95
"""Share of a document's sentences that begin in capitals from which those in i are taken for misread ones."""
_ALIKE, _STROKE_I = frozenset("cfosuvwxzöiI"), frozenset("iI")
"""Letters whose capital has the same shape, or one like it on a worn copy, and those that are a stroke as theirs is."""
_CASE_READ = 0.95
"""Confidence of the engine from which a word begins as it was read, but for a stroke: on scans with their answers, of
letters of one shape three of four that were misread lay below, and one of eight that were not."""


def _mend_specks(body: Body, passages: Sequence[Passage]) -> None:
    """Specks between words: a lone apostrophe, a full stop inside a sentence that goes on in small letters, a mark that
    has run two words together.

    A stop is one only where the document begins its sentences in capitals.
    """
    running = _in_sentences(passages)
    if running:
        _mend_inner_commas(body, passages)
    for passage in passages:
        tokens = [t for t in passage.tokens() if t.text and not t.immune]
        spaced = any(t.text == "/" for t in tokens)
        quoted = any(t.text[0] in _APOSTROPHES for t in tokens)
        for token, after in zip_longest(tokens, tokens[1:]):
            if len(tokens) > 1 and token.text in (_TRAILING if after is None else _LONE):
                body.change(token, "", "ocr", 0.8)
            elif (bare := _without_specks(token.text, quoted=quoted)) is not None:
                body.change(token, bare, "ocr", 0.7)
            elif id(passage) in running and after is not None and _goes_on(token.text, after.text):
                # Among bodies parted by strokes with spaces around them the stroke has its space back.
                gap = " " if spaced and token.text.endswith("/") else ""
                body.change(token, token.text.replace(".", gap), "ocr", 0.75)


_ITEMS, _PARTED_ITEMS = 3, 0.6
"""Texts outside tables with a single full stop inside that begin something in a capital behind it, at least, and the
share of such texts that do: who and when stand so behind the items of a list."""


def _in_sentences(passages: Sequence[Passage]) -> set[int]:
    """The texts (`id`) in which a stop before a small letter is a speck; none where sentences begin in small ones."""
    return {id(p) for p in passages} - _parted_items(passages) if _in_capitals(passages) else set()


def _parted_items(passages: Sequence[Passage]) -> set[int]:
    """The texts (`id`) outside tables with a single full stop inside, where in most of them it ends a sentence."""
    found: list[int] = []
    capitals = 0
    for passage in passages:
        texts = [t.text for t in passage.tokens() if t.text] if passage.column is None else []
        behind = [b for a, b in pairwise(texts) if _STOPPED.fullmatch(a) and b[0].isalpha()]
        if len(behind) == 1:
            found.append(id(passage))
            capitals += behind[0][0].isupper()
    return set(found) if capitals >= _ITEMS and capitals >= _PARTED_ITEMS * len(found) else set()


_APOSTROPHES = "'’‘"
_APOSTROPHE_END = re.compile(r"([^\W\d_]{4,}(?<![sSxXzZ]))['’]")


def _without_specks(text: str, *, quoted: bool) -> str | None:
    """A known word without the specks before or behind it, or two words without the mark that has run them together.

    Swedish ends no word with an apostrophe, but for one that ends a quotation (`quoted`) or stands behind an s.
    """
    ended = None if quoted else _APOSTROPHE_END.fullmatch(text)
    if ended and known(ended[1].lower()) >= _KNOWN:
        return ended[1]
    found = _BEFORE.fullmatch(text)
    if found and known(found["word"].strip(".,;:)").lower()) >= _KNOWN:
        return found["word"]
    parted = _PARTED.fullmatch(text)
    second = parted["second"].strip(".,;:") if parted else ""
    if (
        parted
        and frequency(parted["first"].lower()) >= _USED
        and (frequency(second) >= _USED or known(second) >= _KNOWN)
    ):
        return f"{parted['first']} {parted['second']}"
    return None


_LONG = 8
"""Words of a cell that is text and no list of names, at least."""


def _mend_inner_commas(body: Body, passages: Sequence[Passage]) -> None:
    """A comma before a capital that begins a common word, in a text of several sentences, is a full stop."""
    for passage in passages:
        tokens = [t for t in passage.tokens() if t.text]
        stops = sum(t.text.endswith(".") for t in tokens)
        if len(tokens) < _LONG or not stops:
            continue
        for token, after, then in zip(tokens, tokens[1:], tokens[2:], strict=False):
            word = after.text
            if not (re.search(r"[^\W\d_]{3},$", token.text) and word[0].isupper() and word[1:].islower()):
                continue
            if word.isalpha() and frequency(word.lower()) >= _RARE and then.text[0].islower() and not token.immune:
                body.change(token, token.text[:-1] + ".", "ocr", 0.7)


def _in_capitals(passages: Sequence[Passage]) -> bool:
    """Whether the document begins its sentences in capitals."""
    longer = [t for p in passages if len(t := [w.text for w in p.tokens() if w.text]) >= _SENTENCE]
    capital = sum(words[0][:1].isupper() for words in longer)
    return capital >= _ENOUGH and capital >= _MOSTLY * len(longer)


def _goes_on(text: str, after: str) -> bool:
    """Whether a full stop ends no sentence: a common word before it, a small letter or a stroke behind."""
    stop = _STOPPED.fullmatch(text.rstrip("/"))
    small = after[0].islower() or text.endswith("/")
    short = _SHORT_STOPPED.fullmatch(text)
    if short is not None and small and (text == "i." or not is_abbreviation(text)):
        return frequency(short["word"].lower()) >= _EVERYDAY
    if stop is None or not small:
        return False
    word = stop["word"].lower()
    return frequency(word) >= _USED or (len(word) >= _LONG_WORD and known(word) >= _SURE_WORD)


def _mend_beginnings(body: Body, passages: Sequence[Passage]) -> None:
    """Sentences of a column, and its names, begin in a capital where nearly all do and the letter has its shape."""
    by_column: dict[tuple[int, int, bool], list[WorkingWord]] = {}
    for passage in passages:
        tokens = [t for t in passage.tokens() if t.text]
        if passage.column is None or not passage.opens or not tokens or not tokens[0].text[0].isalpha():
            continue
        if len(tokens) <= _LONGEST_TIME and any(is_calendar_name(t.text.strip(".,")) for t in tokens):
            # `klart april`: a time begins as its author has it.
            continue
        # Names are told by names: a sentence beside them, or a time, says nothing of their first letters.
        if len(tokens) >= _SENTENCE or not any(c.isdigit() for t in tokens for c in t.text):
            by_column.setdefault((*passage.column, len(tokens) >= _SENTENCE), []).append(tokens[0])
    usual = {
        (columns, column)
        for (columns, column, sentences), firsts in by_column.items()
        if sentences
        and columns > _LABELLED
        and _usually_capital(firsts)
        # A column of names or times has a long one at times.
        and len(firsts) > len(by_column.get((columns, column, False), ()))
    }
    for (columns, column, _), firsts in by_column.items():
        if (columns, column) in usual or _usually_capital(firsts, _ENOUGH, _MOSTLY):
            for token in filter(_may_be_capital, firsts):
                body.change(token, token.text[0].upper() + token.text[1:], "ocr", 0.7)


def _mend_strokes_at_beginnings(body: Body, passages: Sequence[Passage]) -> None:
    """A sentence that begins in an i begins in an I (`inga`) where nearly all others of the document begin in capitals:
    a worn I is a stroke as an i is."""
    firsts = [t[0] for p in passages if p.opens and len(t := [w for w in p.tokens() if w.text]) >= _SENTENCE]
    others = [t.text for t in firsts if t.text[0].isalpha() and t.text[0] not in "iI"]
    capital = sum(text[0].isupper() for text in others)
    if capital < 2 * _ENOUGH or capital < _NEARLY_ALL * len(others):
        return
    for token in firsts:
        if re.fullmatch(r"i[a-zåäö]+[,.]?", token.text) and not token.immune:
            body.change(token, "I" + token.text[1:], "ocr", 0.75)


def _usually_capital(firsts: Sequence[WorkingWord], least: int = _FEW, share: float = _CAPITALS) -> bool:
    """Whether the texts of a column begin in capitals, but for a few letters that were misread."""
    capital = sum(t.text[0].isupper() for t in firsts)
    return capital >= least and capital >= share * len(firsts)


def _may_be_capital(token: WorkingWord) -> bool:
    """Whether a word begins in a small letter that has the shape of its capital, and may have been misread."""
    first, rest = token.text[0], token.text[1:].rstrip(",;.")
    doubted = first in _STROKE_I or token.confidence < _CASE_READ
    return doubted and first in _ALIKE and first.islower() and not token.immune and rest.isalpha()
