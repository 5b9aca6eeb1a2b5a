"""Plain text through all steps."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.repair import repair_record, repair_text

CLEAN = """Handlingsplan för trygghet och säkerhet 2026–2027

Länsstyrelsen, kommunen och Polisen ska även fortsätta att utveckla samverkan för att förebygga brott och öka
tryggheten på de platser där många känner oro. Åtgärderna följs upp varje år.

Orsak\tMål\tÅtgärd\tVem?\tNär?
Sekretess hindrar\tRätt information i rätt tid\tMetodstöd tas fram\tBarn- och utbildningsförvaltningen\tHösten 2026
"""

MISREAD = [
    ("utf-8", "cp1252"),
    ("utf-8", "latin-1"),
    ("utf-8", "mac-roman"),
    ("utf-8", "cp437"),
    ("utf-8", "cp850"),
    ("latin-1", "mac-roman"),
    ("latin-1", "cp437"),
    ("latin-1", "cp850"),
    ("mac-roman", "cp1252"),
    ("mac-roman", "latin-1"),
    ("cp437", "cp1252"),
    ("cp850", "cp1252"),
]
BODY = CLEAN.replace("–", "-")


@pytest.mark.parametrize(("written", "read"), MISREAD)
def test_misread_code_pages(written: str, read: str) -> None:
    damaged = "".join(_show(b, read) for b in BODY.encode(written))
    assert damaged != BODY
    assert repair_text(damaged) == BODY


def _show(byte: int, page: str) -> str:
    try:
        return bytes([byte]).decode(page)
    except UnicodeDecodeError:
        return chr(byte)


@pytest.mark.parametrize(
    "damage",
    [
        lambda t: t.encode().decode("latin-1").encode().decode("latin-1"),
        lambda t: t.translate(str.maketrans("åäöÅÄÖ", "}{|][\\")),
        lambda t: "".join(f"&#{ord(c)};" if ord(c) > 127 else c for c in t),
        lambda t: "".join(f"&#x{ord(c):X};" if ord(c) > 127 else c for c in t),
        lambda t: t.replace("å", "&aring;").replace("ä", "&auml;").replace("ö", "&amp;ouml;").replace("Å", "&Aring;"),
        lambda t: t.replace("å", "a\u030a").replace("ä", "a\u0308").replace("ö", "o\u0308"),
        lambda t: t.replace("å", "a˚").replace("ä", "a¨").replace("ö", "o¨").replace("Å", "A˚"),
        lambda t: t.replace("å", "˚a").replace("ä", "¨a").replace("ö", "¨o").replace("Å", "˚A"),
        lambda t: t.replace("ä", "(cid:131)").replace("ö", "(cid:148)"),
        lambda t: t.replace("ä", "\x14").replace("ö", "\x0e").replace("å", "\ue0a1"),
        lambda t: t.replace("å", "\ufffd").replace("ä", "\ufffd").replace("ö", "\ufffd").replace("\ufffdr.", "år."),
        lambda t: t.replace("för", "fo\u200br".replace("o", "ö")).replace("förebygga", "före\u00adbygga"),
        lambda t: t.replace("på de", "på\u00a0de"),
        lambda t: t.translate(str.maketrans("åäöÅÄÖ", "aaoAAO")),
    ],
)
def test_other_damage(damage: object) -> None:
    assert callable(damage)
    damaged = damage(BODY)
    assert damaged != BODY
    assert repair_text(damaged) == BODY


def test_ligatures_and_bullets() -> None:
    assert repair_text("\uf0b7 ﬂera traﬁkolyckor") == "• flera trafikolyckor"


@pytest.mark.parametrize(
    "text",
    [
        CLEAN,
        "ANDTS-coacher, e-post och barn- och ungdomsförvaltningen; Nordväst-Skåne",
        "anna.ostrom@lansstyrelsen.se eller https://www.orebro.se/for/ar?x=1&amp=2",
        "The police have the right to ask for more time over the years, and far from all of it is used.",
        "if (x[0] == '|') { return \\n; } // för alla",
        "Unga kvinnor utätts för våld. Genom attt försvåra.",
        "R&D-chefen Müller på Café Élysée & Søn åt crème brûlée à la carte.",
        "Unga samlas, s.k. “hang” och „häng” (”hej”), med bilar…",
        "Vem? När? Vad ska göras? Varför? – Jo, i [juni] {alla} | ingen",
    ],
)
def test_healthy_text_stays(text: str) -> None:
    assert repair_record(text).changes == ()
    assert repair_text(text) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Vi ser konsekven-\nserna av brotten.", "Vi ser konsekvenserna\nav brotten."),
        ("ansvar för barn-\noch ungdomsfrågor", "ansvar för barn-\noch ungdomsfrågor"),
        ("Barn- och utbildnings-\nförvaltningen", "Barn- och utbildningsförvaltningen\n"),
        ("Utbildning av ANDTS-\ncoacher.", "Utbildning av ANDTS-coacher.\n"),
        ("Idrotts-föreningarna, Nato-länder, mars-april", "Idrottsföreningarna, Nato-länder, mars-april"),
        ("svensk-finska e-postlistor", "svensk-finska e-postlistor"),
        ("Regionstyrelse-förvaltningen, Polisen", "Regionstyrelseförvaltningen, Polisen"),
    ],
)
def test_hyphens(before: str, after: str) -> None:
    assert repair_text(before) == after


def test_rules_can_be_switched_off() -> None:
    damaged = CLEAN.encode().decode("latin-1")
    assert repair_record(damaged, skip=frozenset({"mojibake"})).changes == ()


def test_the_record_tells_every_change() -> None:
    record = repair_record("Rätt tid\nfÃ¶r alla på plats, även här")
    (change,) = record.changes
    assert (change.line, change.before, change.after) == (1, "fÃ¶r", "för")
    assert change.changes[0].rule == "mojibake"
    assert record.raw.startswith("Rätt")


ODD = st.text(alphabet="aoeåäöÅÃ¥¤¶Â€™‰š†„”“?\ufffd}{|][\\¨˚´°-\u00ad\n\t \u00a0&;amp#x41(cid:1)fnrst\x14\ue001ﬁ√∂├")


@settings(max_examples=300)
@given(st.one_of(st.text(), ODD))
@example("&amp;amp;lt;")
@example("¨ a¨ ¨")
def test_any_text_gives_text_and_rests(text: str) -> None:
    once = repair_text(text)
    assert repair_text(once) == once
    assert once.count("\n") == text.count("\n")


def test_a_capital_i_among_small_letters_is_an_l() -> None:
    text = "EIevråden och poIisen möts. FoI, SoL, AI-stöd, IoT och McIntyre stannar."
    assert repair_text(text) == text.replace("EIev", "Elev").replace("poIisen", "polisen")
