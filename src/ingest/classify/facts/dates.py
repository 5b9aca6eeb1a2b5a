"""When a document was dated and what time it holds for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from ingest.classify.facts.title_page import Front, fold, words
from ingest.normalise import parse_times
from ingest.plan import Period, Time

__all__ = ["dated", "fact_words", "is_fact_line", "period", "without_facts"]

_BARE_WORDS = 7
"""Words of a line that is nothing but a date, its place and the body that decided."""
_LABELLED_WORDS = 24
"""Words of a line of labelled facts at most; a longer one is running text."""
_AIMS = re.compile(r"(?:agenda|vision|mot|mål|till|år|inför|sedan|efter|före|lag|sfs|sou|prop\.?)\s*$", re.IGNORECASE)


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
def _of_measure() -> re.Pattern[str]:
    joined = "|".join(re.escape(fold(n)) for n in words()["measures"]["labels"])
    return re.compile(rf"^\W*(?:{joined})\s*:")


@cache
def _sentence() -> re.Pattern[str]:
    def joined(name: str) -> str:
        return "|".join(re.escape(fold(n)) for n in words()["period"][name])

    return re.compile(
        rf"(?<![a-z])(?:denna |den har |detta )?(?:{joined('subjects')})(?: [a-z]+){{0,3}}?"
        rf" (?:{joined('verbs')})(?![a-z])"
    )


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
    """Whether a short line is a date, a labelled date or a labelled period, and so neither title nor heading."""
    folded = fold(text)
    count = len(folded.split())
    if count > 16:
        return False
    if (never := _never().match(folded)) is not None:
        rest = text[never.end() :] if len(folded) == len(text) else ""
        return rest.lstrip().startswith(":") or _bare(rest) is not None or any(c.isdigit() for c in rest[:4])
    label = _date_labels().match(folded)
    if label is not None and _day(text[label.end() :]) is not None:
        return True
    label = _period_labels().match(folded)
    if label is not None and (_interval(text[label.end() :], folded[: label.end()]) or ":" in text[: label.end() + 2]):
        return True
    return _bare(text) is not None


def without_facts(line: str) -> str:
    """A line up to the first labelled fact in it: `Nora kommun, Kommunstaben Beslutad 2030-03-19 Dnr 30/77`."""
    folded = fold(line)
    if len(folded) != len(line):
        return line
    labels = (m for pattern in (_date_labels(), _period_labels(), _registered()) for m in pattern.finditer(folded))
    at = (
        m.start() for m in labels if m.start() and line[m.start()].isupper() and any(map(str.isdigit, line[m.end() :]))
    )
    return line[: min(at, default=len(line))].rstrip(" ,;|·–-(")


def _bare(text: str) -> date | None:
    """The day of a line that is little more than a date: `Skövde den 23 februari 2025`, `KF 2024-02-11 § 5`."""
    if len(text.split()) > _BARE_WORDS or _never().match(fold(text)) or _of_measure().match(fold(text)):
        return None
    day = _day(text)
    if day is None:
        return None
    rest = re.sub(r"[\d\s.,:;()/§–-]|\b(?:den|kl|dnr)\b", "", fold(text))
    return day if len(rest) <= 28 else None


def dated(front: Front) -> tuple[date | None, frozenset[int]]:
    """The document's date, and the blocks that gave it or say the like."""
    found: list[tuple[int, int, date]] = []
    used: set[int] = set()
    for order, (label, value, index) in enumerate(front.labels):
        rank = _rank(fold(label))
        if rank is not None and (day := _day(value)) is not None:
            found.append((rank, order, day))
            used.add(index)
        elif rank == 2 and (day := _day(label)) is not None:
            found.append((rank, order, day))
    for order, line in enumerate(front.lines):
        if (labelled := _labelled(line.text)) is not None:
            found.append((labelled[0], 100 + order, labelled[1]))
            used.add(line.index)
        elif not _period_labels().match(fold(line.text)) and (day := _bare(line.text)) is not None:
            found.append((3, 100 + order, day))
            used.add(line.index)
    for order, line in enumerate(front.text):
        labelled = _labelled(line.text) if len(line.text.split()) <= 16 else None
        if labelled is not None:
            found.append((labelled[0] + 3, 200 + order, labelled[1]))
    if not found:
        found += _in_sentences(front)
    if not found:
        for order, line in enumerate(front.margins):
            if (labelled := _labelled(line.text)) is not None:
                found.append((labelled[0] + 5, order, labelled[1]))
            elif (day := _margin_day(line.text)) is not None:
                found.append((9, order, day))
    if not found:
        for order, line in enumerate(front.last):
            if (labelled := _labelled(line.text)) is not None and _date_labels().match(fold(line.text)):
                found.append((labelled[0] + 5, order, labelled[1]))
            elif (day := _signed(line.text)) is not None:
                found.append((9, order, day))
    return (min(found)[2] if found else None), frozenset(used)


def _in_sentences(front: Front) -> Iterator[tuple[int, int, date]]:
    """Days of short sentences inside running text: `Sammanställt 2030-02-06.`, `Nora den 3 maj 2030.`."""
    for order, line in enumerate((*front.text, *front.last)):
        for sentence in _SENTENCES.split(" ".join(line.text.split())):
            if len(sentence.split()) > _BARE_WORDS:
                continue
            labelled = _labelled(sentence) if _date_labels().match(fold(sentence)) else None
            day = labelled[1] if labelled is not None else _signed(sentence)
            if day is not None:
                yield (8, order, day)


_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖ])")
_SIGNED = re.compile(r"^[A-ZÅÄÖ][\wåäöÅÄÖé-]+(?: [A-ZÅÄÖ][\wåäöé-]+)?,?\s(?:den\s)?(?=\d)")


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
    label = _date_labels().match(folded)
    return int(label.lastgroup[1:]) if label is not None and label.lastgroup is not None else None


def _labelled(text: str) -> tuple[int, date] | None:
    """Rank and day of the best labelled date of a line."""
    flat = " ".join(text.split())
    folded = fold(flat)
    if len(folded) != len(flat) or len(flat.split()) > _LABELLED_WORDS or _of_measure().match(folded):
        return None
    if _never().match(folded):
        # `Dnr 12/3 Fastställd: 2030-12-09`: the line goes on with a label of its own.
        later = next((m for m in _date_labels().finditer(folded) if folded[m.end() :].startswith(":")), None)
        if later is None:
            return None
        flat, folded = flat[later.start() :], folded[later.start() :]
    best: tuple[int, date] | None = None
    labels = list(_date_labels().finditer(folded))
    for number, label in enumerate(labels):
        end = labels[number + 1].start() if number + 1 < len(labels) else len(flat)
        day = _day(flat[label.end() : end])
        if day is not None and label.lastgroup is not None:
            rank = int(label.lastgroup[1:])
            best = (rank, day) if best is None or rank < best[0] else best
    return best


def period(front: Front, kind: str) -> tuple[Period | None, frozenset[int]]:
    """The time that the document holds for, and the blocks that gave it."""
    # A block of a measure has some of the labels too (`Tid`): they are asked after those that only documents have.
    for label, value, index in sorted(front.labels, key=lambda named: fold(named[0]) in _shared()):
        if _period_labels().fullmatch(fold(label)) and (found := _interval(value, fold(label))) is not None:
            return found, frozenset({index})
    for line in front.lines:
        if (found := _labelled_period(line.text, surely=True)) is not None:
            return found, frozenset({line.index})
    title = front.title_text
    if title is not None and kind != "protokoll" and (found := _of_years(title)) is not None:
        return found, frozenset()
    # Among the lines of measures a label such as `Tid` is theirs.
    measures = any(_of_measure().match(fold(line.text)) for line in front.lines)
    lines = () if measures else front.lines
    for line in lines:
        if (found := _labelled_period(line.text)) is not None:
            return found, frozenset({line.index})
    for line in lines:
        if kind == "protokoll" or len(line.text.split()) > 12 or _date_labels().match(fold(line.text)):
            continue
        if (found := _of_years(line.text)) is not None:
            return found, frozenset({line.index})
    for line in front.text:
        if (found := _told(line.text)) is not None:
            return found, frozenset()
    for line in front.text:
        if len(line.text.split()) <= 14 and (found := _labelled_period(line.text)) is not None:
            return found, frozenset()
    for line in front.margins:
        same = title is not None and fold(title) in fold(line.text)
        if kind != "protokoll" and same and (found := _of_years(line.text)) is not None:
            return found, frozenset()
        if (found := _labelled_period(line.text)) is not None:
            return found, frozenset()
    return None, frozenset()


def _labelled_period(text: str, *, surely: bool = False) -> Period | None:
    """The interval after a label; `surely` leaves out labels that a measure has as well (`Tidplan`)."""
    folded, flat = fold(text), " ".join(text.split())
    if _never().match(folded) or len(folded) != len(flat) or len(flat.split()) > 22:
        return None
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
    for sentence in _SENTENCES.split(" ".join(text.split())):
        folded = fold(sentence)
        found = _sentence().search(folded)
        if found is not None and len(folded) == len(sentence):
            interval = _interval(sentence[found.end() :], "gäller")
            if interval is not None:
                return interval
    return None


def _interval(text: str, label: str) -> Period | None:
    """The bounds of the times of a labelled value; one-ended where it names one end only."""
    usable = [t for t in parse_times(text, prose=True) if t.start is not None or t.end is not None]
    if not usable:
        return None
    first = usable[0]
    if len(usable) == 1 and first.start is not None and first.start == first.end:
        ending = label in {fold(w) for w in words()["period"]["ending"]} or re.search(r"\b(?:till|t\.o\.m)", label)
        return Period(None, first.end) if ending else Period(first.start, None)
    start, end = first.start, first.end
    for time in usable[1:]:
        if (
            time.start is not None and time.end is not None and (end is None or time.end > end) and start is not None
        ) or (start is not None and end is None and time.end is not None):
            end = time.end
    return Period(start, end)


def _of_years(text: str) -> Period | None:
    """Years, terms or months in a title or a line under it; exact days are dates, not periods."""
    if re.search(r"\b(?:dnr|diarienummer|diarienr)\b", fold(text)):
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
