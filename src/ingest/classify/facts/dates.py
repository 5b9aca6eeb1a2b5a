"""When a document was dated and what time it holds for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache

from ingest.classify.facts.facts_words import is_of_measure
from ingest.classify.facts.title_page import Front, FrontParagraph, fold, words
from ingest.language.patterns import expression, pattern
from ingest.normalise import parse_times
from ingest.plan import Period, Time

__all__ = ["dated", "fact_words", "is_fact_line", "of_document", "period", "without_facts"]

_BARE_WORDS = 7
"""Words of a line that is nothing but a date, its place and the body that decided."""
_LONGEST_FACT = 16
"""Words of a line that is one fact at most."""
_LABELLED_WORDS = 24
"""Words of a line of labelled facts at most; a longer one is running text."""
_BESIDE_DATE = pattern("classify", "dates.beside_date")
_HOLDS = expression("classify", "dates.holds")
_CLOCK = re.compile(r"\b[Kk]l(?:ockan|\.)?\s*\d|\d[.:]\d\d\s?[–-]\s?\d{1,2}[.:]\d\d")
"""Hours of a day."""
_FILED = pattern("classify", "dates.filed")
_UNTIL = pattern("classify", "dates.until")
_AIMS = pattern("classify", "dates.aims", re.IGNORECASE)


@cache
def _date_labels() -> re.Pattern[str]:
    groups = []
    for rank, names in sorted(words()["dated"].items()):
        joined = "|".join(re.escape(fold(n)) for n in sorted(names, key=lambda n: (-len(n), n)))
        groups.append(f"(?P<r{rank}>(?:{joined}))")
    return re.compile(rf"(?<![a-z])(?:{'|'.join(groups)})(?![a-z])")


@cache
def _period_labels() -> re.Pattern[str]:
    joined = "|".join(re.escape(fold(n)) for n in sorted(words()["period"]["words"], key=lambda n: (-len(n), n)))
    # "Period 2: Bygget, mars 2030" is a phase by its number.
    return re.compile(rf"(?<![a-z])(?:{joined})(?![a-z])(?! \d{{1,2}}(?:[:,)]| [–(-]|$))")


@cache
def _shared() -> frozenset[str]:
    return frozenset(fold(n) for n in words()["period"]["shared"])


@cache
def _never() -> re.Pattern[str]:
    joined = "|".join(re.escape(fold(n)) for n in sorted(words()["period"]["never"], key=lambda n: (-len(n), n)))
    return re.compile(rf"^\W*(?:{joined})(?![a-z])")


@cache
def _registered() -> re.Pattern[str]:
    joined = "|".join(re.escape(fold(n)) for n in sorted(words()["period"]["never"], key=lambda n: (-len(n), n)))
    return re.compile(rf"(?<![a-z])(?:{joined})(?![a-z])")


@cache
def _sentence() -> re.Pattern[str]:
    def joined(name: str) -> str:
        return "|".join(re.escape(fold(n)) for n in words()["period"][name])

    return pattern("classify", "dates.sentence", subjects=joined("subjects"), verbs=joined("verbs"))


@cache
def fact_words() -> frozenset[str]:
    """The single words, in lower case, of the labels of facts and of what binds a fact to its label."""
    table = words()
    lists = [*table["dated"].values(), table["period"]["words"], table["period"]["subjects"], table["period"]["verbs"]]
    lists += [table["issuing"][name] for name in ("labels", "deciding", "before", "of", "binding")]
    lists += table["kinds"].values()
    return frozenset(w for names in lists for name in names for w in re.findall(r"[^\W_]+", name.casefold()))


def _day(text: str) -> date | None:
    """The first exact day of a text."""
    if not any(c.isdigit() for c in text):
        return None  # a day without a year is no exact one
    for time in parse_times(text, prose=True):
        if time.start is not None and time.start == time.end:
            return time.start
        if time.role == "done" and time.start is None and time.end is not None and time.edtf and len(time.edtf) == 13:
            return None
    return None


def is_fact_line(text: str) -> bool:
    """Return whether a short line is a date, a labelled date or a labelled period, and so neither title nor heading."""
    folded = fold(text)
    if len(folded.split()) > _LONGEST_FACT or is_of_measure(text):
        return False
    if (never := _never().match(folded)) is not None:
        rest = text[never.end() :] if len(folded) == len(text) else ""
        return rest.lstrip().startswith(":") or _bare(rest) is not None or any(c.isdigit() for c in rest[:4])
    label = _date_labels().match(folded)
    if label is not None and _day(text[label.end() :]) is not None:
        return True
    label = _period_labels().match(folded)
    if label is not None and (_holds_for(text[label.end() :], folded[: label.end()]) or ":" in text[: label.end() + 2]):
        return True
    return _bare(text) is not None


def _holds_for(value: str, label: str) -> bool:
    """Whether a time follows a label without a colon, few words between: `Tidplan flytt till Nora vårdcentral 2030`
    is a title."""
    binding = {fold(w) for w in words()["issuing"]["binding"]}
    before = re.match(r"\D*", value)
    said = [w for w in re.findall(r"[^\W\d]+", fold(before[0])) if w not in binding] if before is not None else []
    if said and f"{label} {fold(value)}".replace("  ", " ").startswith(_document_names()):
        return False
    return len(said) <= _BETWEEN and _interval(value, label) is not None


@cache
def _document_names() -> tuple[str, ...]:
    return tuple(fold(w) for w in words()["period"]["names"])


_BETWEEN = 3
"""Words between a label without a colon and its time at most."""


def without_facts(line: str) -> str:
    """A line up to the first labelled fact in it: `Nora kommun, Kommunstaben Beslutad 2030-03-19 Dnr 30/77`."""
    folded = fold(line)
    if len(folded) != len(line):
        return line
    labels = (m for pattern in (_date_labels(), _period_labels(), _registered()) for m in pattern.finditer(folded))
    at = (
        m.start() for m in labels if m.start() and line[m.start()].isupper() and any(map(str.isdigit, line[m.end() :]))
    )
    return line[: min(at, default=len(line))].rstrip(" ,;|·–-(.")


def _bare(text: str) -> date | None:
    """The day of a line that is little more than a date: `Skövde den 23 februari 2025`, `KF 2024-02-11 § 5`."""
    if len(text.split()) > _BARE_WORDS or _never().match(fold(text)) or is_of_measure(text):
        return None
    day = _day(text)
    if day is None:
        return None
    rest = _BESIDE_DATE.sub("", fold(text))
    return day if len(rest) <= 28 else None


_Dated = tuple[int, int, date]
"""A day that may be the document's: how sure its place is (the smallest wins), where it stands, the day itself."""

_BY_TITLE = 2
"""Blocks below the title among which a line of its facts stands."""
_PARTS = re.compile(r"\s[–—|·•-]\s|,\s")
_MEETS = pattern("classify", "dates.meets")
_BEHIND = 4
"""Rank of the day at the end of a line of facts."""
_NO_LABEL = 3
"""Rank of a line that is nothing but a date."""
_RUNNING_TEXT = 3
"""Ranks that a labelled date loses inside running text."""
_FAR_OFF = 5
"""Ranks that a labelled date loses in margins and at the document's end."""
_SENTENCE, _UNLABELLED = 8, 9
"""Ranks of a day in a sentence of its own, and of one without a label in margins or over signatures."""
_LINE_ORDER, _TEXT_ORDER = 100, 200
"""Of days of one rank those of labels come first, then those of lines, then those of running text."""
_LABEL_IN_TEXT = 16
"""Words of a paragraph of running text that states a date."""


def dated(front: Front, kind: str) -> tuple[date | None, frozenset[int]]:
    """The document's date, and the blocks that gave it or say the like."""
    named, used = _named_days(front)
    found = [*named, *_days_in_text(front)] or (list(_days_of_meeting(front)) if kind == _MINUTES else [])
    for place in (_in_sentences, _in_margins, _over_signatures):
        found = found or list(place(front))
    return (min(found)[2] if found else None), frozenset(used)


def _named_days(front: Front) -> tuple[list[_Dated], set[int]]:
    """Days of the front's labels and lines, and the blocks that hold them."""
    found: list[_Dated] = []
    used: set[int] = set()
    for order, (label, value, index) in enumerate(front.labels):
        rank = _rank(fold(label))
        if rank is not None and (day := _day(value)) is not None:
            found.append((rank, order, day))
            used.add(index)
        elif rank == 2 and (day := _day(label)) is not None:
            found.append((rank, order, day))
    for order, line in enumerate(front.lines, _LINE_ORDER):
        if (labelled := _labelled(line.text)) is not None:
            found.append((labelled[0], order, labelled[1]))
            used.add(line.index)
        elif not _period_labels().match(fold(line.text)) and (day := _bare(line.text)) is not None:
            found.append((_NO_LABEL, order, day))
            used.add(line.index)
        elif _is_by_title(line, front) and (day := _day_behind(line)) is not None:
            found.append((_BEHIND, order, day))
    # A heading with its day (`Minnesanteckningar 30-09-24`) is the title.
    found += [(_NO_LABEL, _LINE_ORDER, day) for line in front.title if (day := _bare(line.text)) is not None]
    return found, used


def _is_by_title(line: FrontParagraph, front: Front) -> bool:
    """Whether a line stands above the title, or at most `_BY_TITLE` blocks below it."""
    return bool(front.title) and line.index <= front.title[-1].index + _BY_TITLE


def _day_behind(line: FrontParagraph) -> date | None:
    """The day that a line ends with (`Nora kommun · Socialkontoret · 2030-09-15`, `Nora råd, möte 2030-09-15`)."""
    pieces = _PARTS.split(line.text)
    if line.role == "list-item" or len(pieces) < 2 or len(line.text.split()) > _LABELLED_WORDS // 2:
        return None
    if is_of_measure(line.text) or _never().match(fold(line.text)) or _period_labels().search(fold(line.text)):
        return None
    last = _MEETS.sub("", pieces[-1])
    return _bare(last) if pieces[0][:1].isupper() and last[:1].isdigit() else None


def _days_of_meeting(front: Front) -> Iterator[_Dated]:
    """Days of the meeting that minutes were kept of: `Tid: Tisdagen den 17 februari 2026, kl. 13`."""
    meeting = {fold(n) for n in words()["meeting"]["labels"]}
    lines = ((label, value) for label, _, value in (line.text.partition(":") for line in front.lines))
    pairs = (*((label, value) for label, value, _ in front.labels), *lines)
    for order, (label, value) in enumerate(pairs):
        if fold(label).strip(" .") in meeting and (day := _day(value)) is not None:
            yield (_SENTENCE, order, day)


def _days_in_text(front: Front) -> Iterator[_Dated]:
    for order, line in enumerate(front.text, _TEXT_ORDER):
        short = line.role != "list-item" and len(line.text.split()) <= _LABEL_IN_TEXT
        labelled = _labelled(line.text) if short else None
        if labelled is not None:
            yield (labelled[0] + _RUNNING_TEXT, order, labelled[1])


def _in_margins(front: Front) -> Iterator[_Dated]:
    for order, line in enumerate(front.margins):
        if (labelled := _labelled(line.text)) is not None:
            yield (labelled[0] + _FAR_OFF, order, labelled[1])
        elif (day := _margin_day(line.text)) is not None:
            yield (_UNLABELLED, order, day)


def _over_signatures(front: Front) -> Iterator[_Dated]:
    for order, line in enumerate(front.last):
        if (labelled := _labelled(line.text)) is not None and _date_labels().match(fold(line.text)):
            yield (labelled[0] + _FAR_OFF, order, labelled[1])
        elif (day := _signed(line.text)) is not None:
            yield (_UNLABELLED, order, day)


def _in_sentences(front: Front) -> Iterator[_Dated]:
    """Days of short sentences inside running text: `Sammanställt 2030-02-06.`, `Nora den 3 maj 2030.`."""
    for order, line in enumerate((*front.text, *front.last)):
        if line.role == "list-item":
            continue  # a measure ends with who and when in the same form
        for sentence in _SENTENCES.split(" ".join(line.text.split())):
            if len(sentence.split()) > _BARE_WORDS:
                continue
            labelled = _labelled(sentence) if _date_labels().match(fold(sentence)) else None
            day = labelled[1] if labelled is not None else _signed(sentence)
            if day is not None:
                yield (_SENTENCE, order, day)


_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])")
_SIGNED = pattern("classify", "dates.signed")


def _signed(text: str) -> date | None:
    """The day of a place-and-date line over signatures: `Nora den 3 maj 2030`."""
    flat = " ".join(text.split()).strip(" _.")
    return _bare(flat) if _SIGNED.match(flat) else None


def _margin_day(text: str) -> date | None:
    for part in re.split(r"\s{2,}|\||\t", text):
        if (day := _bare(part)) is not None:
            return day
    return None


def _rank(folded: str) -> int | None:
    # `Planen fastställd`, `Lista upprättad`: the label ends with the word.
    label = _date_labels().match(folded) or next(
        (m for m in _date_labels().finditer(folded) if m.end() == len(folded)), None
    )
    return int(label.lastgroup[1:]) if label is not None and label.lastgroup is not None else None


def _labelled(text: str) -> tuple[int, date] | None:
    """Rank and day of the best labelled date of a line."""
    flat = " ".join(text.split())
    folded = fold(flat)
    if len(folded) != len(flat) or len(flat.split()) > _LABELLED_WORDS or is_of_measure(flat):
        return None
    never = _never().match(folded)
    if never and not (_date_labels().match(folded) and _day(flat[never.end() :]) is not None):
        # `Dnr 12/3 Fastställd: 2030-12-09`: the line goes on with a label of its own.
        at = _next_label(_date_labels(), folded, flat)
        if at is None:
            # `Version 1.2 – antagen av Rådet 2030-02-11`: a piece of the line is a fact of its own.
            later = (found for piece in _PIECES.split(flat)[1:] if (found := _labelled(piece)) is not None)
            return min(later, default=None)
        flat, folded = flat[at:], folded[at:]
    return min(_dated_labels(flat, folded), key=lambda found: found[0], default=None)


def _dated_labels(flat: str, folded: str) -> Iterator[tuple[int, date]]:
    """Rank and day of each labelled date of a line, given as it stands and folded."""
    labels = list(_date_labels().finditer(folded))
    for number, label in enumerate(labels):
        end = labels[number + 1].start() if number + 1 < len(labels) else len(flat)
        held = next((m.start() for m in _period_labels().finditer(folded, label.end(), end)), end)
        # Of a period behind it (`Fastställd 2030-01-02 Gäller till 2031-12-31`) no day is the document's.
        end = held if any(map(str.isdigit, flat[label.end() : held])) else end
        day = _day(flat[label.end() : end])
        if day is not None and label.lastgroup is not None:
            yield int(label.lastgroup[1:]), day


_PIECES = re.compile(r"\s[–—|·-]\s")
_ENDS_LABEL = pattern("classify", "dates.ends_label")


def _next_label(labels: re.Pattern[str], folded: str, flat: str) -> int | None:
    """Where the first label that a colon ends stands in a line (`Dnr 12/3 Fastställd av: Nämnden 2030-12-09`).

    One with a capital letter inside the line needs none (`Dnr 12/3 Beslutad av nämnden 2030-12-09`).
    """
    found = labels.finditer(folded)
    return next((m.start() for m in found if _ENDS_LABEL.match(folded, m.end()) or _is_capital(flat, m.start())), None)


def _is_capital(text: str, at: int) -> bool:
    """Whether a word inside a line begins with a capital letter and goes on in small ones."""
    return at > 0 and text[at].isupper() and text[at + 1 : at + 2].islower()


_Found = tuple[Period, frozenset[int]] | None
"""A period and the blocks that gave it and are facts therefore, none where the text goes on to use them."""
_MINUTES = "protokoll"
"""The kind of document that names years of what it is about, and not of itself."""


def period(front: Front, kind: str) -> tuple[Period | None, frozenset[int]]:
    """The time that the document holds for, and the blocks that gave it."""
    for place in _PERIOD_PLACES:
        if (found := place(front, kind)) is not None:
            return found
    return None, frozenset()


def _period_of_labels(front: Front, kind: str) -> _Found:
    # A block of a measure has some of the labels too (`Tid`): they are asked after those that only documents have.
    return _labelled_interval(front, shared=False)


def _period_of_shared_labels(front: Front, kind: str) -> _Found:
    # In minutes they are the meeting's or a task's.
    return None if kind == _MINUTES else _labelled_interval(front, shared=True)


def _labelled_interval(front: Front, *, shared: bool) -> _Found:
    """The period of the first label of periods, with the end that a later one gives; `shared`: of one that measures
    have too."""
    begun: tuple[Period, frozenset[int]] | None = None
    # `Tid` beside `Åtgärd` in one block is a measure's.
    of_measures = {at for name, _, at in front.labels if shared and is_of_measure(f"{name}:")}
    for label, value, index in front.labels:
        if index in of_measures:
            continue
        if (fold(label) in _shared()) is not shared or not _names_period(fold(label)):
            continue
        found = _interval(value, fold(label))
        if found is None:
            continue
        if begun is not None and found.start is None and found.end is not None:
            return Period(begun[0].start, found.end), begun[1] | {index}
        if begun is None and (found.end is not None or found.start is None):
            return found, frozenset({index})
        begun = begun or (found, frozenset({index}))
    return begun


def _names_period(label: str) -> bool:
    """Whether a folded label is one of a period, or says it of the document (`Överenskommelsen gäller`)."""
    subject, _, rest = label.partition(" ")
    told = subject in {fold(w) for w in words()["period"]["subjects"]}
    return _period_labels().fullmatch(rest if told and rest else label) is not None


def _period_of_sure_lines(front: Front, kind: str) -> _Found:
    return _first_line(front.lines, lambda text: _labelled_period(text, surely=True))


def _period_of_title(front: Front, kind: str) -> _Found:
    found = _of_years(front.title_text) if front.title_text is not None and kind != _MINUTES else None
    return (found, frozenset()) if found is not None else None


def _period_of_lines(front: Front, kind: str) -> _Found:
    return _first_line(_lines_of_document(front), _labelled_period)


def _years_of_lines(front: Front, kind: str) -> _Found:
    def years(text: str) -> Period | None:
        if len(text.split()) > _YEARS_WORDS or _date_labels().match(fold(text)):
            return None
        return _of_years(_before_other(text))

    return None if kind == _MINUTES else _first_line(_lines_of_document(front), years)


def _period_told_on_front(front: Front, kind: str) -> _Found:
    return _first_line(front.lines, _told)


def _period_told(front: Front, kind: str) -> _Found:
    return _in_passing(front.text, _told)


def _period_in_text(front: Front, kind: str) -> _Found:
    def labelled(text: str) -> Period | None:
        return _labelled_period(text, surely=True) if len(text.split()) <= _LABELLED_PERIOD_WORDS else None

    return _in_passing(front.text, labelled)


def _period_of_margins(front: Front, kind: str) -> _Found:
    title = front.title_text

    def of_margin(text: str) -> Period | None:
        same = kind != _MINUTES and title is not None and fold(title) in fold(text)
        return (_of_years(text) if same else None) or _labelled_period(text)

    return _in_passing(front.margins, of_margin)


_PERIOD_PLACES: tuple[Callable[[Front, str], _Found], ...] = (
    _period_of_labels,
    _period_of_sure_lines,
    _period_told_on_front,
    _period_of_title,
    _period_of_shared_labels,
    _period_of_lines,
    _years_of_lines,
    _period_told,
    _period_in_text,
    _period_of_margins,
)
"""Where a document says what time it holds for, the surest place first; each is asked with the front and the kind."""
_YEARS_WORDS = 12
"""Words of a line whose years are the document's."""
_LABELLED_PERIOD_WORDS = 14
"""Words of a paragraph of running text that is a labelled period."""


def _lines_of_document(front: Front) -> Sequence[FrontParagraph]:
    """The lines whose labels are the document's: among the lines of measures a label such as `Tid` is theirs."""
    return () if any(is_of_measure(line.text) for line in front.lines) else front.lines


def of_document(front: Front, facts: Mapping[int, bool]) -> set[int]:
    """Return the blocks of the front's lines of facts; labels that measures have too (`Tid`) are theirs among them."""
    measures = any(is_of_measure(line.text) for line in front.lines)
    lines = (line for line in front.lines if facts.get(line.index))
    return {x.index for x in lines if not (measures and fold(x.text.partition(":")[0]).strip() in _shared())}


def _first_line(lines: Iterable[FrontParagraph], read: Callable[[str], Period | None]) -> _Found:
    """The period of the first line that gives one, and its block."""
    for line in lines:
        if (found := read(line.text)) is not None:
            return found, frozenset({line.index})
    return None


def _in_passing(lines: Iterable[FrontParagraph], read: Callable[[str], Period | None]) -> _Found:
    """The period of the first line that gives one; the line stays what it is."""
    found = _first_line(lines, read)
    return (found[0], frozenset()) if found is not None else None


def _labelled_period(text: str, *, surely: bool = False) -> Period | None:
    """The interval after a label; `surely` leaves out labels that a measure has as well (`Tidplan`)."""
    folded, flat = fold(text), " ".join(text.split())
    if len(folded) != len(flat) or len(flat.split()) > 22:
        return None
    if _never().match(folded):
        at = _next_label(_period_labels(), folded, flat)
        if at is None:
            return None
        flat, folded = flat[at:], folded[at:]
    for label in _period_labels().finditer(folded):
        starts = (
            label.start() == 0
            or folded[label.start() - 1 :][:1] in ",;.(|"
            or folded[: label.start()].rstrip()[-1:] in ",;.(|"
            # `Antagen av kommunstyrelsen 2029-05-15 Giltighetstid: 2030–2031`
            or (flat[label.start()].isupper() and folded[label.end() :].startswith(":"))
        )
        if surely and label[0] in _shared():
            continue
        if starts and (found := _interval(flat[label.end() :], label[0])) is not None:
            return found
    return None


def _told(text: str) -> Period | None:
    """*Planen gäller från och med … till och med …* in running text."""
    for whole in _SENTENCES.split(" ".join(text.split())):
        sentence = _before_other(whole)
        folded = fold(sentence)
        found = _sentence().search(folded)
        if found is not None and len(folded) == len(sentence):
            interval = _interval(sentence[found.end() :], _HOLDS)
            if interval is not None:
                return interval
    return None


def _interval(text: str, label: str) -> Period | None:
    """The bounds of the times of a labelled value; one-ended where it names one end only.

    What follows a label of something else on the line (`Dnr KS 2026/52`) is none of it.
    """
    text = _before_other(text)
    usable = [t for t in parse_times(text, prose=True) if t.start is not None or t.end is not None]
    if not usable:
        return None
    first = usable[0]
    until = _UNTIL.search(label) is not None
    if len(usable) == 1 and until and first.end is not None:
        return Period(None, first.end)
    if len(usable) == 1 and first.start is not None and first.start == first.end:
        if label in {fold(w) for w in words()["period"]["ending"]}:
            return Period(None, first.end)
        # A day with its hours (`Tid: 2031-02-19 kl. 13–15`) is a meeting's.
        return None if _CLOCK.search(text) else Period(first.start, None)
    start, end = first.start, first.end
    for time in usable[1:]:
        if (
            time.start is not None and time.end is not None and (end is None or time.end > end) and start is not None
        ) or (start is not None and end is None and time.end is not None):
            end = time.end
    return Period(start, end)


def _before_other(text: str) -> str:
    """A text before what it tells of something else (`Dnr KS 2026/52`, `bör ses över senast 2036`)."""
    folded = fold(text)
    other = _registered().search(folded)
    return text[: other.start()] if other is not None and len(folded) == len(text) else text


def _of_years(text: str) -> Period | None:
    """Years, terms or months in a title or a line under it; exact days are dates, not periods."""
    if _FILED.search(fold(text)):
        return None
    usable: list[Time] = []
    for time in parse_times(text, prose=True):
        if time.start is None or time.end is None or time.start == time.end or time.edtf is None:
            continue
        usable.append(time)
    if not usable or _aim(text, usable):
        return None
    starts = [t.start for t in usable if t.start is not None]
    ends = [t.end for t in usable if t.end is not None]
    return Period(min(starts), max(ends))


def _aim(text: str, times: Iterable[Time]) -> bool:
    """`Agenda 2030`, `Vision 2040`: a year to aim at."""
    years = {str(t.start.year) for t in times if t.start is not None}
    return any(
        _AIMS.search(text[: found.start()].rstrip()) is not None
        for year in years
        for found in re.finditer(year, text)
        if not re.match(r"\s*[-–]\s*\d", text[found.end() :])
    )
