"""The beslutssats of a report: whole, by the right organ, about something a reader can find (BS01–BS09, LG02)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from beredning.core.finding import Finding
from beredning.core.reading import Passage
from beredning.core.report import SentenceForm
from beredning.review.look import Look
from beredning.review.placeholders import quoted
from beredning.review.report_people import split_person
from beredning.review.sentences import Sats, Shape, parse
from beredning.review.texts import near, plain, sentences, unquoted

_SHAPES: Final[dict[str, tuple[Shape, ...]]] = {
    "mening": ("mening", "att-sats", "fri", "föreslår"),
    "att-satser": ("att-sats",),
    "numrerad": ("mening", "passiv", "fri", "föreslår"),
    "passiv": ("passiv",),
    "föreslår": ("föreslår", "att-sats"),
}
_LOOKS: Final = {
    "mening": "<Organ> beslutar att <verb> <vad>.",
    "att-satser": "<Organ> beslutar / att <verb> <vad>.",
    "numrerad": "1. <Organ> <verb> <vad>.",
    "passiv": "<Vad> <verb i passiv form>.",
    "föreslår": "<Organ> föreslår <organ> besluta att <verb> <vad>.",
}
_ABOUT_ITSELF: Final = re.compile(
    r"(?i)\b(?:beslutet|paragrafen|punkten|ärendet) .{0,40}\bjusterad?e?s?\b|omedelbar justering"
)

_ADOPTS: Final = frozenset(
    ("anta", "fastställa", "fastslå", "godkänna", "överlämna", "teckna", "ingå", "revidera", "upphäva")
)
_LONG: Final = 200
_DOCUMENT: Final = re.compile(
    r"(?i)\b\w*(?:plan|planen|avtal|avtalet|policy|policyn|riktlinjer?|riktlinjen|riktlinjerna|rapport|"
    r"rapporten|reglemente|"
    r"reglementet|budget|budgeten|program|programmet|strategi|strategin|delegationsordning|delegationsordningen|"
    r"taxa|taxan|"
    r"bokslut|bokslutet|redovisning|redovisningen|uppföljning|uppföljningen|överenskommelse|överenskommelsen|"
    r"berättelse|"
    r"berättelsen|rutin|rutinen|föreskrifter|föreskrifterna|yttrande|yttrandet|förslag|förslaget)\b"
)
_FOUND_BY: Final = re.compile(
    r"\d|(?i:\bbilag|\bbilagd|\bbifoga|\bdatera|\bversion|\benligt\b|\bi enlighet med\b|"
    r"\bdnr\b|utlåtande|\btjänsteskrivelse|"
    r"\boktober\b|"
    r"\b(?:januari|februari|mars|april|maj|juni|juli|augusti|september|november|december|läsåret|höstterminen|"
    r"vårterminen)\b)"
)
_ABBREVIATION: Final = re.compile(r"(?<![\w/.-])[A-ZÅÄÖ]{2,6}(?![\w/-]|\.\w)(?::s)?")
# Abbreviations that a reader of a municipal decision knows, and those that the form itself uses.
_KNOWN: Final = frozenset(
    "EU FN IT AB HB KB SFS EG USA TV PDF SKR MBL HVB GDPR SFI HT VT IF IK FF BK FK GIF SK HK KFUM PRO SPF".split()
)
_ROMAN: Final = re.compile(r"[IVXLC]+")

_MANDATE: Final = re.compile(
    r"(?i)\b(?P<who>(?:\w+ )?\w*(?:chef(?:en)?|direktör(?:en)?|ordförande(?:n)?|rektor(?:n)?|förvaltningen))\s+"
    r"(?P<what>undertecknar|tecknar|skriver under|(?:får|ges|bemyndigas|har) (?:i uppdrag )?att|"
    r"får (?:i uppdrag|rätt)|bemyndigas)\b"
)
_MANDATES: Final = re.compile(
    r"(?i)\b(?:underteckna|teckna|skriva under|uppdrag|uppdra|bemyndiga|delegera|verkställa|firmateckna)"
)
_IN_FORCE: Final = re.compile(
    r"(?i)^(?:beslutet|beslutssatsen|nämndens beslut) (?:ska |skall |kommer att |börjar )?(?:gälla|gäller|"
    r"träda i kraft|träder i kraft)\b"
)
_FROM: Final = re.compile(r"(?i)\b(?:gäll|träd|från|fr\.?o\.?m|tills vidare|ikraft)")
_INDIVIDUAL: Final = re.compile(
    r"(?i)\b(?:ansökan|ansökningar|bistånd\w*|tillstånd\w*|ersättningsanspråk\w*|serveringstillstånd\w*|skolskjuts|"
    r"godkännande som huvudman|dispens\w*|bygglov\w*|förhandsbesked)\b"
)
_ON_PERSONS: Final = frozenset(("bevilja", "avslå", "bifalla", "avvisa", "medge", "upphäva"))
_LAW: Final = re.compile(
    r"(?i)\b(?!förslagen|underlagen|anslagen|bolagen|uppslagen)\w+(?:lagen|balken|förordningen|stadgan)\b|\blag \(|"
    r"\(\d{4}:\d{1,4}\)|\d ?§|\b(?:KL|FL|SoL|LSS|PBL|OSL)\b"
)


def rules(look: Look) -> Iterator[Finding]:
    """Every fault in the beslutssats."""
    section = look.decision()
    if section is None:
        return
    form = look.layout.sentence
    decisions = parse(look.content(section), form)
    for sats in decisions:
        yield from _sats(look, sats, form)
    if decisions:
        yield from _outside(look, decisions)
        yield from _ground(look, decisions)


def _sats(look: Look, sats: Sats, form: SentenceForm) -> Iterator[Finding]:
    """A sats that is broken off or decides nothing has that one fault; the rest are asked of one that decides."""
    said = quoted(sats.text, _LONG)
    if sats.shape == "ofullständig":
        yield look.finding("BS09", sats.passage, f"{said} är inte en hel sats.", "Skriv vad som beslutas.")
        return
    if sats.shape == "ingen" and not sats.ended and split_person(sats.text)[0]:
        return  # who signs, below a decision that stands last
    if sats.shape == "ingen":
        yield look.finding("BS07", sats.passage, f"{said} beslutar ingenting.", "Skriv vad organet beslutar.")
        return
    yield from _built(look, sats, form)
    yield from _organ(look, sats)
    yield from _object(look, sats)
    yield from _verb(look, sats, form)
    yield from _abbreviations(look, sats)
    if form.ending and not sats.ended and sats.last:
        yield look.finding("BS02", sats.passage, f"{said} saknar punkt.", "Sätt punkt.")


def _built(look: Look, sats: Sats, form: SentenceForm) -> Iterator[Finding]:
    if _ABOUT_ITSELF.search(sats.text):
        return
    if sats.shape not in _SHAPES[form.dialect] and not (sats.own and sats.shape in ("mening", "att-sats")):
        missing = "saknar ”att”" if sats.shape == "utan-att" else "är inte skriven i formulärets form"
        right = _LOOKS[form.dialect]
        if sats.shape == "utan-att" and form.dialect == "mening":
            right = quoted(re.sub(r"(\b[Bb]eslutar),? ", r"\1 att ", sats.text, count=1), _LONG)
        yield look.finding("BS01", sats.passage, f"{quoted(sats.text, _LONG)} {missing}.", f"Skriv: {right}")


def _organ(look: Look, sats: Sats) -> Iterator[Finding]:
    """Who decides is said, and is the receiver of the report, its utskott, or one who proposes to it."""
    if _ABOUT_ITSELF.search(sats.text) or (not sats.organ and sats.shape == "passiv"):
        return
    recipient = look.value("mottagare")
    if not sats.organ:
        name = recipient[0] if recipient else "<organ>"
        if not (sats.led or look.layout.sentence.dialect == "numrerad"):
            text = f"{quoted(sats.text, _LONG)} säger inte vilket organ som beslutar."
            yield look.finding("BS05", sats.passage, text, f"Börja med ”{name}”.")
        return
    wanted = [recipient[0]] if recipient else [organ.name for organ in look.frame.organs or ()]
    if wanted and not any(_same_organ(name, one) for name in (sats.organ, sats.to) if name for one in wanted):
        text = f"Här beslutar {quoted(sats.organ)}, men utlåtandet är ställt till {quoted(wanted[0])}."
        yield look.finding("BS05", sats.passage, text, f"Skriv ”{wanted[0]}”, eller rätta mottagaren.")


def _same_organ(said: str, name: str) -> bool:
    """Whether a text names an organ: in full, as "nämnden", as an utskott of it, or spelt nearly so."""
    a, b = plain(said), plain(name)
    stem = b.removesuffix("en").removesuffix("n")
    short = re.search(r"(?:nämnden|styrelsen|fullmäktige|utskottet)$", b)
    return (
        a == b
        or a in (short[0] if short else b, "arbetsutskottet", "utskottet")
        or stem in a
        or near(a, b, 2)
        or a in b
    )


def _object(look: Look, sats: Sats) -> Iterator[Finding]:
    """Which document is meant, where one is adopted: by date, year, version, number or bilaga."""
    if sats.verb not in _ADOPTS:
        return
    document = _DOCUMENT.search(sats.about)
    if document and not _FOUND_BY.search(sats.about):
        text = f"Av {quoted(sats.text, _LONG)} framgår inte vilken version av ”{document[0]}” som avses."
        yield look.finding("BS04", sats.passage, text, "Lägg till datum, version eller bilagans nummer.")


def _verb(look: Look, sats: Sats, form: SentenceForm) -> Iterator[Finding]:
    expected = look.frame.expected.get(look.paper.reading.name)
    kind, verbs = _policy(form, expected.matter if expected else "", sats)
    if verbs and sats.verb and sats.verb not in verbs:
        wanted = "” eller ”".join(verbs)
        text = f"Verbet är ”{sats.verb}”; för {kind} har kommunen valt ”{wanted}”."
        yield look.finding("BS03", sats.passage, text, f"Skriv ”{wanted}”.")


def _policy(form: SentenceForm, matter: str, sats: Sats) -> tuple[str, tuple[str, ...]]:
    """The verbs for this kind of matter: the kind that is known, else the one that the object's own word ends with."""
    if matter:
        return matter, tuple(verb for kind, verb in form.verbs if plain(kind) == plain(matter))
    if sats.verb not in {verb for _, verb in form.verbs}:
        return "", ()
    head = next(_document_words(sats.about), "")
    kind = next((kind for kind, _ in form.verbs if head and head.endswith(plain(kind))), "")
    return kind, tuple(verb for one, verb in form.verbs if kind and one == kind)


def _document_words(about: str) -> Iterator[str]:
    for found in _DOCUMENT.finditer(about):
        yield plain(found[0])


def _abbreviations(look: Look, sats: Sats) -> Iterator[Finding]:
    if sats.text.isupper():
        return
    told = set()
    for found in _ABBREVIATION.finditer(unquoted(sats.text)):
        short = found[0].removesuffix(":s")
        inside = sats.text[: found.start()].count("(") > sats.text[: found.start()].count(")")
        if short in told or inside or short in _KNOWN or _ROMAN.fullmatch(short) or _is_explained(look, short):
            continue
        told.add(short)
        yield look.finding("BS08", sats.passage, f"”{short}” förklaras inte.", f"Skriv ut vad {short} betyder.")


def _is_explained(look: Look, short: str) -> bool:
    """Whether "(VGR)" stands after the words it is short for, or the words in brackets after it, somewhere."""
    explained = re.compile(
        rf"\w[^(]{{2,80}}\({re.escape(short)}\)|\b{re.escape(short)} ?\([a-zåäöA-ZÅÄÖ][\w -]{{6,}}\)"
    )
    return any(short in one.text and explained.search(one.text) for one in look.paper.reading.passages)


def _outside(look: Look, decisions: tuple[Sats, ...]) -> Iterator[Finding]:
    """A mandate, or a day of effect, that stands only in the running text (BS06)."""
    decided = " ".join(one.text for one in decisions)
    own = look.decision()
    for section, passage in look.body:
        if section is own or section.form.kind != "text":
            continue
        for sentence in sentences(passage.text):
            mandate = _MANDATE.search(sentence) if section.form.name in ("genomförande", "bedömning") else None
            if mandate and not _MANDATES.search(decided):
                yield _not_decided(look, passage, sentence, "Lägg uppdraget i beslutssatsen.")
                return
            if _IN_FORCE.search(sentence) and not _FROM.search(decided):
                yield _not_decided(look, passage, sentence, "Lägg dagen i beslutssatsen.")
                return


def _not_decided(look: Look, passage: Passage, sentence: str, hint: str) -> Finding:
    return look.finding("BS06", passage, f"{quoted(sentence)} står inte i beslutssatsen.", hint)


def _ground(look: Look, decisions: tuple[Sats, ...]) -> Iterator[Finding]:
    """A decision about somebody's application names the law it stands on, somewhere in the report (LG02)."""
    for sats in decisions:
        if sats.verb in _ON_PERSONS and _INDIVIDUAL.search(sats.about):
            cited = (one.text for section, one in look.body if section.form.kind != "consultation")
            if not any(map(_LAW.search, cited)):
                text = f"Utlåtandet nämner ingen lag som ger rätt att {sats.verb} det som söks."
                yield look.finding(
                    "LG02", sats.passage, text, "Ange lagrummet under lagstiftning eller i motiveringen."
                )
            return
