"""The beslutssats taken apart: who decides, by which verb, about what, and in which of the municipal dialects.

A pure parser over the passages of one section (domain.md 4.3). It says what stands there; `decisions` judges it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias

from beredning.core.reading import Passage
from beredning.core.report import SentenceForm
from beredning.review.texts import plain, sentences

# "utan-att": a decision that lacks its att; "annan": a decision by a known verb in no known shape; "ingen": none.
Shape: TypeAlias = Literal[
    "mening", "att-sats", "fri", "passiv", "föreslår", "utan-att", "annan", "ingen", "ofullständig"
]

# Infinitive, present, passive.
_VERBS: Final = (
    ("besluta", "beslutar", "beslutas"), ("föreslå", "föreslår", "föreslås"), ("anta", "antar", "antas"),
    ("fastställa", "fastställer", "fastställs"), ("fastslå", "fastslår", "fastslås"),
    ("godkänna", "godkänner", "godkänns"), ("notera", "noterar", "noteras"), ("avslå", "avslår", "avslås"),
    ("bifalla", "bifaller", "bifalls"), ("överlämna", "överlämnar", "överlämnas"), ("uppdra", "uppdrar", "uppdras"),
    ("ge", "ger", "ges"), ("bevilja", "beviljar", "beviljas"), ("utse", "utser", "utses"), ("avge", "avger", "avges"),
    ("anse", "anser", "anses"), ("lägga", "lägger", "läggs"), ("bordlägga", "bordlägger", "bordläggs"),
    ("återremittera", "återremitterar", "återremitteras"), ("upphäva", "upphäver", "upphävs"),
    ("anvisa", "anvisar", "anvisas"), ("avsätta", "avsätter", "avsätts"), ("delegera", "delegerar", "delegeras"),
    ("bemyndiga", "bemyndigar", "bemyndigas"), ("ställa", "ställer", "ställs"),
    ("tillstyrka", "tillstyrker", "tillstyrks"), ("avstyrka", "avstyrker", "avstyrks"),
    ("inrätta", "inrättar", "inrättas"), ("entlediga", "entledigar", "entledigas"), ("välja", "väljer", "väljs"),
    ("justera", "justerar", "justeras"), ("förklara", "förklarar", "förklaras"), ("avskriva", "avskriver", "avskrivs"),
    ("tilldela", "tilldelar", "tilldelas"), ("revidera", "reviderar", "revideras"), ("ändra", "ändrar", "ändras"),
    ("ingå", "ingår", "ingås"), ("teckna", "tecknar", "tecknas"), ("hemställa", "hemställer", "hemställs"),
    ("förlänga", "förlänger", "förlängs"), ("införa", "inför", "införs"), ("avsluta", "avslutar", "avslutas"),
    ("ansöka", "ansöker", "ansöks"), ("lämna", "lämnar", "lämnas"), ("medge", "medger", "medges"),
    ("uppmana", "uppmanar", "uppmanas"), ("ersätta", "ersätter", "ersätts"), ("avvisa", "avvisar", "avvisas"),
    ("besvara", "besvarar", "besvaras"),
    ("rekommendera", "rekommenderar", "rekommenderas"), ("översända", "översänder", "översänds"),
    ("avstå", "avstår", "avstås"), ("uttala", "uttalar", "uttalas"), ("yttra", "yttrar", "yttras"),
    ("remittera", "remitterar", "remitteras"), ("adjungera", "adjungerar", "adjungeras"),
    ("hänskjuta", "hänskjuter", "hänskjuts"), ("återkalla", "återkallar", "återkallas"),
    ("fördela", "fördelar", "fördelas"), ("omfördela", "omfördelar", "omfördelas"),
    ("tillsätta", "tillsätter", "tillsätts"), ("prioritera", "prioriterar", "prioriteras"),
    ("återta", "återtar", "återtas"), ("bekräfta", "bekräftar", "bekräftas"), ("höja", "höjer", "höjs"),
    ("sänka", "sänker", "sänks"), ("sluta", "sluter", "sluts"), ("säga", "säger", "sägs"),
    ("förordna", "förordnar", "förordnas"), ("sända", "sänder", "sänds"),
)  # fmt: skip
INFINITIVE: Final[dict[str, str]] = {form: forms[0] for forms in _VERBS for form in forms}
_ACTIVE: Final = frozenset(forms[1] for forms in _VERBS)
_PASSIVE: Final = frozenset(forms[2] for forms in _VERBS)
_INFINITIVES: Final = frozenset(forms[0] for forms in _VERBS)

_NUMBER: Final = re.compile(r"^\s*(?:\d{1,2}[.)]|[a-z]\)|[-–•])\s+")
_IN_ORGAN: Final = re.compile(r"(?i)^(?:förslag till beslut (?:i|för)|i|för)\s+(?P<organ>[\w åäöÅÄÖ-]{3,60}?)\s*:?$")
_ORGAN: Final = re.compile(
    r"(?i)nämnd|styrelse|utskott|fullmäktige|beredning|presidi|direktion|kommitté|kommunen|förbund"
)
_PROPOSES: Final = re.compile(
    r"^(?P<organ>.{3,80}?) (?:föreslår|hemställer)(?: att)? (?P<to>.{3,60}?) (?:att )?(?:besluta|beslutar)\b"
    r"\s*(?P<rest>.*)$",
    re.DOTALL,
)
_PROPOSED: Final = re.compile(r"^(?P<organ>.{3,80}?) föreslås(?: att)? besluta\b\s*(?P<rest>.*)$", re.DOTALL)
_DECIDES: Final = re.compile(r"^(?P<organ>.{0,80}?)\b[Bb]eslutar\b,?\s*(?P<rest>.*)$", re.DOTALL)
# With a full stop after it a preposition may end a sentence ("det som beslutet vilar på."), a conjunction never.
_OPEN_END: Final = re.compile(
    r"(?:…|\.\.\.|\b(?:att|och|samt|eller|enligt)\s*[.:]?|\b(?:för|till|av|med|om|på|i|från|som))\s*$"
)
# Between "beslutar" and "att": on what condition, with what support, for whose part.
_ASIDE: Final = re.compile(
    r"(?i),?\s*(?:under|för|med|i|enligt|på|utifrån|till|efter|som|såsom|vidare|också|även|dessutom)\b.{0,200}?,?\s+"
    r"(?P<rest>att\s.*)$",
    re.DOTALL,
)
_AS_PROPOSED: Final = re.compile(r"(?i)(?:i enlighet med|enligt)\b.*\bförslag")
_CHARGED: Final = re.compile(r"(?i)^(?P<who>.{3,60}?) (?:får|ges) i uppdrag att (?P<about>.*)$", re.DOTALL)
_IN_FORCE: Final = re.compile(r"(?i)\b(?:upphör(?:a)? att gälla|ska gälla|gäller (?:från|till)|träder i kraft)\b")
_JOINS: Final = re.compile(r"[,;]?\s+(?:och|samt)$")
# Words that may stand between the verb and its end without being what is decided about.
_ORGAN_WORDS: Final = 4
_LEADING: Final = ("", "att", "följande", "enligt följande", "att följande")
_EMPTY_OBJECT: Final = re.compile(r"^[\s.,:;]*$")


class Sats(NamedTuple):
    """One decision as written.

    text: the whole sentence; organ: who decides, "" when it does not say; to: whom it is proposed to, "" for nobody;
    verb: the infinitive, "" for none; about: what comes after the verb. shape: how it is built. led: it stands under a
    lead-in ("Nämnden beslutar"), whose organ it takes; last: the last one under it. own: in the block "för egen del".
    listed: it ends with a colon and a list of what is decided about.
    """

    passage: Passage
    text: str
    organ: str
    to: str
    verb: str
    about: str
    shape: Shape
    led: bool = False
    last: bool = True
    own: bool = False
    listed: bool = False

    @property
    def ended(self) -> bool:
        """Whether it has an end mark."""
        return self.listed or self.text.rstrip('"”» )').endswith((".", "!"))


class _Lead(NamedTuple):
    """A lead-in that the following entries belong to. place: it only names the organ ("I <organ>:")."""

    passage: Passage
    organ: str
    to: str
    own: bool
    place: bool = False
    followed: bool = False


def parse(passages: Sequence[Passage], form: SentenceForm) -> tuple[Sats, ...]:
    """Every sats in a section, in order. Lead-ins, sub headings and what only explains a sats are not among them."""
    found: list[Sats] = []
    lead: _Lead | None = None
    own = False
    for passage in passages:
        text = _NUMBER.sub("", passage.text.strip())
        if not text:
            continue
        opened = _lead(passage, text, own, form)
        if plain(text) == plain(form.own) or opened is not None:
            found += _unfollowed(lead)
            own, lead = own or opened is None, opened
            continue
        if found and passage.kind == "item" and found[-1].text.endswith(":"):
            found[-1] = found[-1]._replace(listed=True, about=f"{found[-1].about} {text}")
            continue
        if lead and not _belongs(text, lead):
            found += _unfollowed(lead)
            lead = None
        found += _parsed(passage, text, lead, own, form)
        lead = lead._replace(followed=True) if lead else None
    return _with_last([*found, *_unfollowed(lead)])


def _unfollowed(lead: _Lead | None) -> Iterator[Sats]:
    """A lead-in that nothing followed is a decision that was never finished."""
    if lead and not lead.followed and not lead.place:
        yield Sats(lead.passage, lead.passage.text, lead.organ, lead.to, "", "", "ofullständig", own=lead.own)


def _lead(passage: Passage, text: str, own: bool, form: SentenceForm) -> _Lead | None:
    """What a line opens when it decides nothing itself: "Nämnden beslutar", "… föreslås besluta att", "I <organ>:"."""
    bare = text.rstrip(" :.,")
    place = _IN_ORGAN.match(text)
    last = bare.rpartition(" ")[2]
    alone = _ORGAN.search(last) and len(bare.split()) <= _ORGAN_WORDS and not text.endswith(".")
    if alone and not _by_any_verb(text):
        return _Lead(passage, place["organ"].strip() if place else bare, "", own, place=True)
    if place and _ORGAN.search(place["organ"]) and "beslutar" not in text:
        return _Lead(passage, place["organ"].strip(), "", own, place=True)
    for pattern in (_PROPOSES, _PROPOSED, _DECIDES):
        found = pattern.match(bare)
        if not found:
            continue
        to = found["to"].strip() if pattern is _PROPOSES else ""
        organ, rest = _subject(found["organ"], form), plain(found["rest"])
        ours = own or organ_is_own(found["organ"], form)
        if ours and not organ and len(rest.split()) <= 3:  # "För egen del beslutar nämnden"
            organ, rest = found["rest"].strip(), ""
        if rest in _LEADING:
            return _Lead(passage, organ, to, ours)
        return None
    return None


def _by_any_verb(text: str) -> bool:
    return any(word.strip(".,:;").casefold() in INFINITIVE for word in text.split())


def _belongs(text: str, lead: _Lead) -> bool:
    """Whether a line goes on from the lead-in, and does not say itself who decides."""
    if text[:1].islower() or lead.place:
        return True
    whole = any(pattern.match(text) for pattern in (_PROPOSES, _PROPOSED, _DECIDES))
    return not whole


def _subject(organ: str, form: SentenceForm) -> str:
    said = organ.strip(" ,:")
    if plain(said).startswith(plain(form.own)):
        said = said[len(form.own) :].strip(" ,:")
    return said


def _parsed(passage: Passage, text: str, lead: _Lead | None, own: bool, form: SentenceForm) -> Iterator[Sats]:
    """The first sentence that decides; what follows it in the same paragraph explains it."""
    made: list[Sats] = []
    for piece in sentences(text):
        one = _led(passage, piece, lead) if lead else _alone(passage, piece, form)
        one = one._replace(own=own or (lead.own if lead else False) or one.own)
        if not made or one.shape not in ("ingen", "annan"):
            made.append(one)
    yield from (one for one in made if one.shape != "ingen" or len(made) == 1)


def _led(passage: Passage, text: str, lead: _Lead) -> Sats:
    """An entry under a lead-in: "att anta …", "anta …", "Planen antas.", or a whole sentence of its own."""
    said = _JOINS.sub("", text.removeprefix("att ").removeprefix("Att "))
    sats = Sats(passage, text, lead.organ, lead.to, "", "", "ingen", led=True)
    first, _, rest = said.partition(" ")
    verb = first.casefold().strip(".,")
    if text[:4].casefold() == "att ":
        return _whole(sats._replace(verb=INFINITIVE.get(verb, verb), about=rest, shape="att-sats"))
    if verb in _INFINITIVES or (text[:1].islower() and verb.endswith(("a", "å"))):
        shape: Shape = "att-sats" if plain(lead.passage.text).endswith(" att") else "fri"
        return _whole(sats._replace(verb=INFINITIVE.get(verb, verb), about=rest, shape=shape))
    alone = _alone(passage, text, SentenceForm())
    return alone._replace(organ=alone.organ or lead.organ, led=True)


def _alone(passage: Passage, text: str, form: SentenceForm) -> Sats:
    """A sentence that says itself who decides."""
    sats = Sats(passage, text, "", "", "", "", "ingen")
    for pattern, shape in ((_PROPOSES, "föreslår"), (_PROPOSED, "mening"), (_DECIDES, "mening")):
        found = pattern.match(text)
        if found and len(found["organ"].split()) <= 8:
            to = found["to"].strip() if pattern is _PROPOSES else ""
            organ, rest, own = _subject(found["organ"], form), found["rest"], organ_is_own(found["organ"], form)
            if own and not organ:  # "För egen del beslutar nämnden att …": the organ stands after the verb
                organ, _, rest = rest.partition(" att ")
                rest = f"att {rest}"
            return _decided(sats._replace(organ=organ, to=to, own=own), rest, shape)  # type: ignore[arg-type]
    return _by_verb(sats)


def organ_is_own(organ: str, form: SentenceForm) -> bool:
    """Whether the words before the verb are those that begin the block "för egen del"."""
    return plain(organ).startswith(plain(form.own))


def _decided(sats: Sats, rest: str, shape: Shape) -> Sats:
    """What comes after "beslutar"."""
    said = rest.strip()
    aside = _ASIDE.match(said)
    if aside:
        said = aside["rest"]
    if said.startswith("att "):
        verb, _, about = said[4:].strip().partition(" ")
        return _whole(sats._replace(verb=INFINITIVE.get(verb.strip(".,"), verb.strip(".,")), about=about, shape=shape))
    if _AS_PROPOSED.match(said):
        return _whole(sats._replace(verb="besluta", about=said, shape=shape))
    first, _, about = said.partition(" ")
    if first.casefold().strip(".,") in _INFINITIVES or said.casefold().rstrip(".") in ("", "att"):
        return _whole(sats._replace(verb=first.strip(".,").casefold(), about=about, shape="utan-att"))
    return _whole(sats._replace(verb="besluta", about=said, shape="annan"))


def _by_verb(sats: Sats) -> Sats:
    """A sentence without "beslutar": an active verb with its organ before it, or a passive with the object before."""
    charged = _CHARGED.match(sats.text)
    if charged:
        return _whole(
            sats._replace(verb="ge", about=f"{charged['who']} i uppdrag att {charged['about']}", shape="passiv")
        )
    if _IN_FORCE.search(sats.text):
        return sats._replace(verb="besluta", about=sats.text, shape="passiv")
    words = sats.text.split()
    for at, word in enumerate(words):
        bare = word.strip(".,:;()").casefold()
        after = " ".join(words[at + 1 :])
        if bare in _PASSIVE and at:
            return sats._replace(verb=INFINITIVE[bare], about=" ".join(words[:at]) + " " + after, shape="passiv")
        if bare in _ACTIVE and at <= 8 and _ORGAN.search(" ".join(words[:at])):
            made = sats._replace(organ=" ".join(words[:at]), verb=INFINITIVE[bare], about=after, shape="mening")
            return _whole(made)
        if at == 0 and bare in _INFINITIVES:
            return _whole(sats._replace(verb=INFINITIVE[bare], about=after, shape="fri"))
    if sats.text.casefold().startswith("att ") and len(words) > 1:
        verb = words[1].strip(".,").casefold()
        return _whole(sats._replace(verb=INFINITIVE.get(verb, verb), about=" ".join(words[2:]), shape="att-sats"))
    return sats


def _whole(sats: Sats) -> Sats:
    """The same, or marked as broken off: nothing is decided about, or the last word leads on to something."""
    nothing = not sats.verb or (_EMPTY_OBJECT.match(sats.about) and sats.verb != "besluta")
    if nothing or _OPEN_END.search(_JOINS.sub("", sats.text) if sats.led else sats.text):
        return sats._replace(shape="ofullständig")
    return sats


def _with_last(found: list[Sats]) -> tuple[Sats, ...]:
    """Marks those that have another under the same lead-in after them."""
    made = []
    for at, one in enumerate(found):
        after = found[at + 1] if at + 1 < len(found) else None
        goes_on = after is not None and one.led and after.led and after.organ == one.organ and after.to == one.to
        made.append(one._replace(last=not goes_on))
    return tuple(made)
