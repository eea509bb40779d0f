"""What must not be sent out or published: private persons' numbers and addresses (PR01), technical traces (PR02).

An official's name, title and address at work are no private matter (GDPR-01). A mobile number is somebody's, so it is
told even where the person answers in an office; then it is only told, never stops anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from beredning.core.finding import Finding, Severity
from beredning.core.reading import Passage
from beredning.review.catalogue import found
from beredning.review.days import as_date
from beredning.review.pack import Pack
from beredning.review.values import Frame, Paper
from beredning.review.whole import Whole

_NUMBER: Final = re.compile(r"(?<![\d-])(?P<century>19|20)?(?P<date>\d{6})(?P<sign>[-–+])?(?P<last>\d{4})(?![\d-])")
_MOBILE: Final = re.compile(r"(?<![\d.,-])(?:(?:\+|00)46[ -]?(?:\(0\))?7|07)\d(?:[ -]{0,3}\d){7}(?![\d-])")
_CALLED: Final = re.compile(r"\b(?:tfn|tel|telefon|mobil|ring|nås på|sms)\b", re.IGNORECASE)
_LANDLINE: Final = re.compile(r"(?<![\d.,/-])0\d{1,3}[ -]{1,3}\d[\d ]{4,9}\d(?![\d-])")
_MAIL: Final = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
_PROVIDERS: Final = frozenset(
    "gmail.com googlemail.com hotmail.com hotmail.se outlook.com outlook.se live.com live.se msn.com yahoo.com yahoo.se"
    " icloud.com me.com mac.com telia.com home.se spray.se bredband.net bredband2.com comhem.se glocalnet.net"
    " protonmail.com proton.me gmx.com gmx.se swipnet.se tele2.se algonet.se passagen.se ownit.nu mail.com".split()
)
_HOME: Final = re.compile(
    r"\b(?:hem(?:telefon|nummer|adress)|privat(?:telefon|nummer|adress)?|vårdnadshavare|förälder|bostad)\b",
    re.IGNORECASE,
)
_IPV4: Final = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)")
_IPV6: Final = re.compile(r"(?<![\w:.])[0-9a-f:]{6,39}(?![\w:.]\w|\w)", re.IGNORECASE)
_HEX_GROUPS: Final = 8
_HIGHEST_CHAPTER: Final = 30
_NOT_ADDRESS: Final = re.compile(
    r"(?:version|ver|v|avsnitt|kap(?:itel)?|punkt|§|bilaga|nr|utgåva|release)\.?\s*$", re.IGNORECASE
)
# What a pattern begins with decides how fast a long text is searched, so these begin with what is rare.
_RUN: Final = re.compile(r"[+\d][\d .:()+–-]{6,}\d")
_AT: Final = re.compile(r"@\w")
_ADDRESS_LIKE: Final = re.compile(r"\.\d{1,3}\.\d{1,3}\.\d|:[0-9a-fA-F]{0,4}:[0-9a-fA-F]{0,4}:")
_CONTACT: Final = 3


def check(pack: Pack, frame: Frame) -> Iterator[Finding]:
    """Every personal detail in every paper, also those that others made: it is the house that sends them out."""
    for paper in pack.papers:
        whole = Whole(paper.reading)
        for place in whole.places(_RUN):
            yield from _numbers(paper, whole.passages[place], frame)
            yield from _phones(paper, place, frame)
        yield from _mails(paper, whole, frame)
        yield from _technical(paper, whole, frame)


def _numbers(paper: Paper, one: Passage, frame: Frame) -> Iterator[Finding]:
    for number in filter(is_personal_number, _NUMBER.finditer(one.text)):
        said = f"Här står ett personnummer: {number[0][:-4]}****."
        yield found(frame, "PR01", paper, one, said, "Ta bort det ur handlingen som publiceras.")


def _mails(paper: Paper, whole: Whole, frame: Frame) -> Iterator[Finding]:
    for one in whole.having(_AT):
        for mail in _MAIL.finditer(one.text):
            if mail[1].casefold() in _PROVIDERS:
                said = f"Här står en privat e-postadress: {mail[0]}."
                yield found(frame, "PR01", paper, one, said, "Ta bort den ur handlingen som publiceras.")


def is_personal_number(found: re.Match[str]) -> bool:
    """Whether ten or twelve digits are a personnummer or samordningsnummer: a day that exists (plus 60 for the latter)
    and a right check digit (folkbokföringslagen 18–18 a §§; the Luhn algorithm over the ten last)."""
    digits = found["date"] + found["last"]
    if not found["sign"] and not found["century"]:
        return False
    day = int(digits[4:6])
    day -= 60 if day > 60 else 0
    century = found["century"] or ("19" if int(digits[:2]) > 30 else "20")
    try:
        as_date(f"{century}{digits[:2]}-{digits[2:4]}-{day:02}")
    except ValueError:
        return False
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def _phones(paper: Paper, place: int, frame: Frame) -> Iterator[Finding]:
    """Mobile numbers; numbers of other kinds only where it is said that they are somebody's at home."""
    one = paper.reading.passages[place]
    numbers = [number[0].strip() for number in _MOBILE.finditer(one.text)]
    others = [] if numbers else [number[0].strip() for number in _LANDLINE.finditer(one.text)]
    home = bool((numbers or others) and _HOME.search(one.text))
    numbers = numbers or (others if home else [])
    for number in numbers:
        at_work = not home and _at_work(paper, place)
        kind = "ett telefonnummer till en enskild" if home else "ett mobilnummer"
        hint = "Ersätt det med växelns nummer där handlingen publiceras." if at_work else "Ta bort det ur handlingen."
        severity: Severity | None = "INFO" if at_work else None
        yield found(frame, "PR01", paper, one, f"Här står {kind}: {number}.", hint, severity=severity)


def _at_work(paper: Paper, place: int) -> bool:
    """Whether a number stands with an address at work: among the passages just before and after."""
    around = paper.reading.passages[max(0, place - _CONTACT) : place + _CONTACT]
    hosts = [mail[1].casefold() for near in around for mail in _MAIL.finditer(near.text)]
    return any(host not in _PROVIDERS for host in hosts)


def _technical(paper: Paper, whole: Whole, frame: Frame) -> Iterator[Finding]:
    """IP addresses: one finding for each paper, as it is one trace of how it was signed or sent."""
    where = [(one, address) for one in whole.having(_ADDRESS_LIKE) for address in addresses(one.text)]
    if where:
        count = len({address for _, address in where})
        text = (
            f"Här står {count} IP-adresser, den första {where[0][1]}."
            if count > 1
            else f"Här står IP-adressen {where[0][1]}."
        )
        hint = "Ta bort signeringstjänstens logg ur handlingen som publiceras; den hör till arkivet."
        yield found(frame, "PR02", paper, where[0][0], text, hint)


def addresses(text: str) -> Iterator[str]:
    """The IP addresses in a text. Four numbers after "version", "avsnitt" or "§" are none, nor those of a heading."""
    if text.count(".") >= 3:
        for found_one in _IPV4.finditer(text):
            parts = [int(part) for part in found_one[0].split(".")]
            numbering = max(parts) < _HIGHEST_CHAPTER and "ip" not in text.casefold()
            if max(parts) <= 255 and not numbering and not _NOT_ADDRESS.search(text[: found_one.start()]):
                yield found_one[0]
    if text.count(":") >= 3:
        yield from (one[0] for one in _IPV6.finditer(text) if _is_long_address(one[0]))


def _is_long_address(text: str) -> bool:
    """Eight groups of hexadecimal digits, or fewer with "::" once in the place of those left out (RFC 4291)."""
    groups = text.split(":")
    short = text.count("::") == 1 and ":::" not in text and 3 <= len([one for one in groups if one]) < _HEX_GROUPS
    whole = len(groups) == _HEX_GROUPS and all(groups)
    return (short or whole) and all(len(one) <= 4 for one in groups)
