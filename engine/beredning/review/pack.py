"""A pack as a whole: which papers belong to which item of the list, what each is called, and which are the house's own.

Every rule across papers asks here. What cannot be known is empty, so that a rule is silent instead of guessing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from beredning.core.reading import Reading
from beredning.core.written import read_date
from beredning.review.days import first_day
from beredning.review.placing import fact_text, placed
from beredning.review.texts import plain
from beredning.review.values import AgendaItem, Frame, Notice, Paper

# Items that every meeting has: they need neither papers, presenters nor a dnr of their own (domain.md 4.2).
_STANDING: Final = re.compile(
    r"upprop|justering|val av justerare|fastställande av (?:föredragningslista|dagordning)|godkännande av dagordning"
    r"|påminnelse om jäv|anmälan av jäv|jäv\b|information\b|redovisning av underrättelse"
    r"|(?:anmälan|redovisning) av delege?|anmälningsärenden|delega(?:tions|rings)|delegeringsbeslut|meddelanden"
    r"|övriga? (?:frågor|ärenden)|fika|paus|lunch|rast|gruppmöte|beslutsomgång|ajournering"
    r"|sammanträdets? (?:öppn|avslut)",
    re.IGNORECASE,
)
_ORGAN_HEAD: Final = re.compile(r"\w*(?:nämnd|styrelse|utskott|förvaltning|fullmäktige)\w*", re.IGNORECASE)
_CONTENTS: Final = re.compile(r"innehåll|innehållsförteckning|sammanfattning|bakgrund", re.IGNORECASE)
_FILE_WORDS: Final = re.compile(r"[a-z]{3,}|\d+")
_FILE_NUMBER: Final = re.compile(r"^\d+[a-z]?[-_ ]+|bilaga[-_ ]?(?:\d+[a-z]?(?=[-_ ]))?")
_FILE_SMALL: Final = frozenset("tjansteutlatande for och med till den det ett om av".split())
_MARKING: Final = re.compile(r"övning\b|utkast\b|arbetsmaterial\b", re.IGNORECASE)
_FOLD: Final = str.maketrans("åäöéèü", "aaoeeu")
_TITLE_WITHIN: Final = 6
_LOOKED_AT: Final = 20


class Group(NamedTuple):
    """The papers of one item. item: its row, None without a kallelse; reports: the house's tjänsteutlåtanden."""

    label: str
    item: AgendaItem | None
    reports: tuple[Paper, ...]
    attachments: tuple[Paper, ...]


class Pack(NamedTuple):
    """All papers of a review. notice, calling: the kallelse and its paper; whole: it is known that nothing is missing
    by chance, so that a rule may say what is not there; bodies: names of the house's organs and förvaltningar."""

    papers: tuple[Paper, ...]
    calling: Paper | None
    notice: Notice | None
    groups: tuple[Group, ...]
    whole: bool
    bodies: frozenset[str]


def make_pack(papers: tuple[Paper, ...], frame: Frame) -> Pack:
    """The pack that the papers make up, in the order of their files, in whatever order they were handed over."""
    calling = min((paper for paper in papers if paper.notice), key=lambda paper: paper.reading.name, default=None)
    notice = calling.notice if calling else None
    papers = placed(papers, notice, frame)
    items = {item.label: item for item in notice.items if item.label} if notice else {}
    labels = list(dict.fromkeys([*items, *(paper.label for paper in papers)]))
    groups = [_group(label, items.get(label), papers) for label in labels]
    kept = tuple(group for group in groups if group.item or group.reports or group.attachments)
    known = len(papers) > 1 and all(paper.reading.name in frame.expected for paper in papers)
    names = tuple(organ.name for organ in frame.organs or ())
    return Pack(papers, calling, notice, kept, calling is not None or known, _bodies(papers, notice, names))


def _group(label: str, item: AgendaItem | None, papers: tuple[Paper, ...]) -> Group:
    own = [paper for paper in papers if paper.label == label]
    reports = tuple(paper for paper in own if paper.report)
    attached = tuple(paper for paper in own if paper.kind == "bilaga")
    return Group(label, item, reports, attached)


def _bodies(papers: tuple[Paper, ...], notice: Notice | None, names: tuple[str, ...]) -> frozenset[str]:
    said = [*names, *([notice.organ, parent_organ(notice.organ)] if notice else [])]
    for paper in papers:
        if paper.report:
            said += [fact_text(paper.report, name) for name in ("förvaltning", "mottagare")]
    return frozenset(filter(None, (plain(text) for text in said)))


def parent_organ(organ: str) -> str:
    """The nämnd of an utskott by its name: "Utbildningsnämndens arbetsutskott" gives "Utbildningsnämnden", else ""."""
    first, _, rest = organ.partition(" ")
    return first[:-1] if rest and first.endswith("ns") else ""


def is_standing(item: AgendaItem) -> bool:
    """Whether an item is one that every meeting has, or a pause, or has been taken off."""
    return item.off or not item.label or not item.label.isdecimal() or bool(_STANDING.match(item.title.strip()))


def report_day(paper: Paper) -> str:
    """The ISO day a report is dated, "" while it is none."""
    text = fact_text(paper.report, "datum") if paper.report else ""
    found = read_date(paper.report.layout, text) if paper.report and text else None
    return found.key if found else ""


def is_own(paper: Paper, pack: Pack) -> bool:
    """Whether an attachment was made by the house's own förvaltning: one of its bodies stands at its top."""
    if paper.kind != "bilaga":
        return paper.house
    for text in top_lines(paper.reading):
        said = plain(text)
        if any(said == body or said.startswith(body + " ") for body in pack.bodies):
            return True
    return False


def top_lines(reading: Reading) -> tuple[str, ...]:
    """The short lines at the top of a document, up to its contents."""
    lines: list[str] = []
    for one in reading.passages[:_LOOKED_AT]:
        if one.kind not in ("paragraph", "heading", "textbox"):
            continue
        if _CONTENTS.match(one.text) and lines:
            break
        said = (line.strip() for line in one.text.split("\n"))
        lines += [line for line in said if 2 < len(line) < 200 and not _MARKING.match(line)]
        if len(lines) >= _TITLE_WITHIN:
            break
    return tuple(lines[:_TITLE_WITHIN])


def titles_of(paper: Paper, pack: Pack) -> Iterator[str]:
    """What a paper may be called by what it says itself: its rubrik, the lines at its top, alone and two together."""
    if paper.report:
        yield fact_text(paper.report, "rubrik")
        return
    lines = [line for line in top_lines(paper.reading)[:4] if plain(line) not in pack.bodies]
    yield from (line for line in (paper.reading.title, *lines) if line)
    for first, second in itertools.pairwise(lines):
        yield f"{first} {second}"
        yield f"{second} {first}"


def file_words(name: str) -> frozenset[str]:
    """The words of a file's name, without å, ä and ö: "04-bilaga-nämndplan-2024.pdf" gives {namndplan, 2024}."""
    stem = _FILE_NUMBER.sub("", name.rpartition(".")[0].casefold().translate(_FOLD))
    return frozenset(_FILE_WORDS.findall(stem)) - _FILE_SMALL


def folded(text: str) -> str:
    """Plain text without å, ä and ö, to be compared with a file's name."""
    return plain(text).translate(_FOLD)


def day_of(paper: Paper, pack: Pack) -> str:
    """The ISO day by which a paper was surely written: a report's own, that of the report an attachment hangs on, else
    the meeting's; "" unknown."""
    if paper.report:
        return report_day(paper)
    meeting = pack.notice.day if pack.notice else ""
    group = next((one for one in pack.groups if paper.label and one.label == paper.label), None)
    days = [day for day in (report_day(one) for one in (group.reports if group else ())) if day]
    return min(days) if days else meeting or first_day(" ".join(top_lines(paper.reading)))
