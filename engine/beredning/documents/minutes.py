"""The protokoll as a document: the front page with who was there and who adjusts, then one section for each §."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from beredning.core import document as doc
from beredning.core.attendance import AT_DISTANCE, MEMBER, OTHER, STAFF, SUBSTITUTE
from beredning.core.decision import Proposal, outcome
from beredning.core.law import AppealInstruction
from beredning.core.minutes import Minutes, Posting, Presence, Section, Voting, span_text
from beredning.core.voting import ABSTAINS, NO, OPEN, YES
from beredning.documents.notice import clock, head_line, page_bands

_PROPOSALS: Final = ("förslag", "förslag-ändrat", "utan-förslag")
_NAMED: Final = ("bifall", "avslag", "återremiss", "bordläggning")


def minutes_document(minutes: Minutes) -> doc.Document:
    """The whole protokoll: front page, anslagsbevis, and the §§ in order."""
    title = f"Protokoll {minutes.organ} {minutes.day}"
    blocks = [*_front(minutes), doc.PageBreak()]
    blocks += [block for section in minutes.sections for block in section_blocks(section)]
    return doc.Document(
        title,
        tuple(blocks),
        header=page_bands(minutes.organ, "PROTOKOLL", minutes.day),
        footer=_footer(minutes),
        properties=doc.Properties(
            subject=f"Sammanträde {minutes.day}",
            author=minutes.municipality,
            category="Protokoll",
            created=minutes.created,
        ),
    )


def _footer(minutes: Minutes) -> tuple[doc.Band, ...]:
    version = f"Version {minutes.version}" if minutes.version > 1 else ""
    bands = (
        doc.band("Justerandes signatur: ____________________", minutes.municipality),
        doc.band(head_line(minutes.head), version),
    )
    return tuple(one for one in bands if one.left or one.right)


# Front page


def _front(minutes: Minutes) -> Iterable[doc.Block]:
    numbers = minutes.numbers
    yield doc.para("Sammanträdesprotokoll", role="title")
    yield doc.para(minutes.organ, role="subtitle")
    facts: list[tuple[str, doc.CellLike]] = [
        ("Sammanträdesdatum", minutes.day),
        ("Tid", "Kl. " + _hours(minutes)),
        *((("Ajournering", list(minutes.breaks)),) if minutes.breaks else ()),
        ("Plats", minutes.place),
        ("Paragrafer", span_text(((numbers[0], numbers[-1]),)) if numbers else ""),
    ]
    yield doc.facts(*facts)
    yield doc.heading(2, "Närvaro")
    yield doc.facts(*_groups(minutes.presences))
    yield doc.heading(2, "Justering")
    yield doc.facts(
        ("Justerare", list(minutes.adjusters)),
        *((("Plats och tid", minutes.adjust_place),) if minutes.adjust_place else ()),
    )
    yield doc.signatures(
        (minutes.secretary, "Sekreterare"),
        (minutes.chair, "Ordförande"),
        *((name, "Justerare") for name in minutes.adjusters if name != minutes.chair),
        line=True,
    )
    for posting in minutes.postings:
        yield from posting_blocks(minutes, posting)


def _groups(presences: tuple[Presence, ...]) -> list[tuple[str, doc.CellLike]]:
    """Those who decide together: ledamöter, then ersättare who served; then the others who were there."""

    def of(kind: str) -> list[Presence]:
        return [p for p in presences if p.kind == kind]

    serving = [p for p in of(SUBSTITUTE) if p.serving_for]
    groups = (
        ("Beslutande", [*of(MEMBER), *serving]),
        ("Ersättare", [p for p in of(SUBSTITUTE) if not p.serving_for]),
        ("Personalföreträdare", of(STAFF)),
        ("Övriga", of(OTHER)),
    )
    return [(label, [_present(one) for one in people]) for label, people in groups if people]


def _hours(minutes: Minutes) -> str:
    return f"{clock(minutes.opened[11:])}–{clock(minutes.closed[11:])}"


def _present(one: Presence) -> str:
    pieces = [one.label]
    if one.title:
        pieces.append(one.title)
    if one.serving_for:
        pieces.append(f"tjänstgör för {one.serving_for}")
    if one.spans:
        pieces.append(span_text(one.spans))
    if one.form == AT_DISTANCE:
        pieces.append("på distans")
    return ", ".join(pieces)


def posting_blocks(minutes: Minutes, posting: Posting) -> Iterable[doc.Block]:
    """The anslagsbevis: proof that the adjustment was announced on the municipality's board (KL 8:12)."""
    runs = span_text(((posting.first, posting.last),))
    yield doc.heading(2, f"Anslagsbevis {runs}")
    yield doc.para("Justeringen är tillkännagiven på kommunens anslagstavla.", keep=True)
    yield doc.facts(
        ("Organ", minutes.organ),
        ("Sammanträdesdatum", minutes.day),
        ("Justerat", posting.adjusted_on),
        ("Anslaget", posting.posted_on),
        *_appealable(minutes, posting),
        ("Tas ned tidigast", posting.earliest_removal),
        *((("Nedtaget", posting.removed_on),) if posting.removed_on else ()),
        *((("Protokollet finns hos", posting.kept),) if posting.kept else ()),
    )
    if posting.signed:
        yield doc.signatures((posting.signed, "Sekreterare"), line=True)


def _appealable(minutes: Minutes, posting: Posting) -> list[tuple[str, str]]:
    """Until when the §§ can be appealed; those that only prepare a matter cannot be (KL 13:2)."""
    run = [section for section in minutes.sections if posting.first <= section.number <= posting.last]
    preparing = [section.number for section in run if not section.deciding]
    if run and len(preparing) == len(run):
        return [("Överklagande", "Paragraferna bereder ärenden och kan inte överklagas (KL 13:2).")]
    found = [("Överklagas senast", posting.appeal_until)]
    if preparing:
        listed = span_text(_runs(preparing))
        found.append(("Kan inte överklagas", f"{listed}, som bara bereder ärenden (KL 13:2)"))
    return found


def _runs(numbers: list[int]) -> tuple[tuple[int, int], ...]:
    """Rising numbers as runs without gap: [3, 4, 6] gives (3, 4), (6, 6)."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        joins = bool(runs) and runs[-1][1] == number - 1
        runs = [*runs[:-1], (runs[-1][0], number)] if joins else [*runs, (number, number)]
    return tuple(runs)


def posting_document(minutes: Minutes, posting: Posting, instruction: AppealInstruction | None = None) -> doc.Document:
    """The anslagsbevis by itself, for the board. instruction: how to appeal, which the board must tell (KL 8:10);
    left out when every § of the run only prepares a matter."""
    runs = span_text(((posting.first, posting.last),))
    title = f"Anslagsbevis {minutes.organ} {minutes.day} {runs}"
    deciding = any(s.deciding for s in minutes.sections if posting.first <= s.number <= posting.last)
    how: list[doc.Block] = []
    if instruction and deciding:
        how = [doc.heading(2, instruction.heading), *(doc.para(text) for text in instruction.text)]
    return doc.Document(
        title,
        (doc.para("Tillkännagivande av justerat protokoll", role="title"), *posting_blocks(minutes, posting), *how),
        header=page_bands(minutes.organ, "ANSLAGSBEVIS", minutes.day),
        footer=(doc.band(minutes.municipality, head_line(minutes.head)),),
        properties=doc.Properties(
            subject=title, author=minutes.municipality, category="Anslagsbevis", created=minutes.created
        ),
    )


# Sections


def section_blocks(section: Section) -> Iterable[doc.Block]:
    """One § in the order of a Swedish protokoll: what was decided first, then how it came about."""
    recorded = section.recorded
    yield doc.heading(1, f"§ {section.number} {section.title}", anchor=f"paragraf-{section.number}")
    yield from _labels(section)
    yield doc.heading(2, "Förslag till beslut" if recorded.outcome in _PROPOSALS else "Beslut")
    yield from _decision(section)
    yield from _reported(section)
    yield from _leaving(section)
    if recorded.reservations:
        yield doc.heading(2, "Reservation")
        for one in recorded.reservations:
            motive = f" Motivering: {one.motive}" if one.motive else ""
            yield doc.para(f"{one.person} reserverar sig mot beslutet.{motive}")
    yield from _part("Sammanfattning av ärendet", section.summary)
    if section.underlag:
        yield doc.heading(2, "Beslutsunderlag")
        yield doc.bullets(*section.underlag)
    yield from _proposals(section)
    yield from _procedure(section)
    for voting in section.votings:
        yield from _voting(voting, recorded.order)
    for note in recorded.notes:
        yield from _part(
            "Protokollsanteckning" if note.kind == "protokollsanteckning" else "Särskilt yttrande",
            (f"{note.person}: {note.text}",),
        )
    yield from _receivers(section)


def _labels(section: Section) -> Iterable[doc.Block]:
    """Year, diarienummer and what is particular with the §, kept with what follows."""
    dnr = f", dnr {section.dnr}" if section.dnr else ""
    yield doc.para(f"§ {section.number} ({section.year}){dnr}", keep=True)
    remarks = (
        (section.extra, "Extra ärende: det togs upp utan att stå i kallelsen eller utan att vara färdigberett."),
        (section.recorded.immediate, "Paragrafen justeras omedelbart."),
        (not section.public, "Beredande ärende: paragrafen blir inte allmän handling genom justeringen (TF 2:10)."),
    )
    for holds, text in remarks:
        if holds:
            yield doc.para(text, role="note", keep=True)


def _decision(section: Section) -> Iterable[doc.Block]:
    recorded = section.recorded
    texts = [text for text in recorded.text if text.strip()] or [_without_text(section)]
    if len(texts) == 1:
        yield doc.para(texts[0], role="decision")
    else:
        yield doc.numbered(*texts)
    if recorded.to_complete:
        yield doc.para(f"Ärendet ska kompletteras med {recorded.to_complete.rstrip('.')}.")
    if recorded.to_meeting:
        yield doc.para(f"Ärendet tas upp igen vid sammanträdet {recorded.to_meeting}.")
    if recorded.not_taking_part:
        yield doc.para(f"{_listed(recorded.not_taking_part)} deltar inte i beslutet.")


def _reported(section: Section) -> Iterable[doc.Block]:
    """The delegated decisions told at the §, each identified: the time to appeal them runs from this § (KL 13:5)."""
    if section.reported:
        yield doc.heading(2, "Delegationsbeslut som anmäls")
        heads = ("Nr", "Datum", "Dnr", "Punkt", "Beslut", "Delegat")
        rows = [(r.nr, r.day, r.case, r.point, r.text, r.delegat) for r in section.reported]
        yield doc.table(heads, rows, widths=(10, 15, 16, 9, 30, 20))


def _without_text(section: Section) -> str:
    reason = f" {section.recorded.reason}" if section.recorded.reason else ""
    return f"Ärendet {outcome(section.recorded.outcome).title}.{reason}"


def _leaving(section: Section) -> Iterable[doc.Block]:
    if not section.leaving:
        return
    yield doc.heading(2, "Jäv")
    for one in section.leaving:
        why = f" ({one.reason})" if one.reason else ""
        who = f" {one.substitute} tjänstgör i stället." if one.substitute else ""
        yield doc.para(
            f"{one.name} anmäler jäv{why} och lämnar sammanträdet innan ärendet behandlas och återkommer efter "
            f"beslutet.{who}"
        )


def _proposals(section: Section) -> Iterable[doc.Block]:
    yield from _part("Förvaltningens förslag till beslut", section.proposal)
    yield from _part("Arbetsutskottets förslag till beslut", section.prepared)
    standing = [p for p in section.recorded.standing if p.kind != "grundförslag"]
    if standing:
        yield doc.heading(2, "Förslag till beslut på sammanträdet")
        for one in standing:
            yield doc.para(_yrkande(one))


def _yrkande(one: Proposal) -> str:
    text = one.text.strip().rstrip(".")
    if one.kind in _NAMED and not text.casefold().startswith(one.kind):
        text = f"{one.kind}: {text}" if text else one.kind
    return f"{_listed(one.by)} yrkar {text}." if one.by else f"{text}."


def _procedure(section: Section) -> Iterable[doc.Block]:
    recorded = section.recorded
    if recorded.order or recorded.deferral:
        yield doc.heading(2, "Beslutsgång")
        for text in (recorded.deferral, recorded.order):
            if text:
                yield doc.para(text)


def _voting(voting: Voting, told: str) -> Iterable[doc.Block]:
    """The omröstning; its propositionsordning only where the beslutsgång has not told it."""
    ballot, result = voting.ballot, voting.result
    yield doc.heading(2, "Omröstning" if ballot.form == OPEN else "Sluten omröstning")
    if ballot.order and ballot.order != told:
        yield doc.para(ballot.order)
    if ballot.yes_means or ballot.no_means:
        yield doc.facts(("Ja-röst", ballot.yes_means), ("Nej-röst", ballot.no_means))
    if ballot.votes:
        parties = dict(voting.parties)
        rows = [
            (
                vote.person,
                parties.get(vote.person, ""),
                *("X" if vote.choice == choice else "" for choice in (YES, NO, ABSTAINS)),
            )
            for vote in ballot.votes
        ]
        total = doc.row(
            "Summa", "", *(str(n) for n in (result.count(YES), result.count(NO), result.abstained)), strong=True
        )
        yield doc.table(
            ("Namn", "Parti", "Ja", "Nej", "Avstår"),
            [*rows, total],
            align="llccc",
            widths=(40, 15, 12, 12, 12),
            description="Hur var och en av de tjänstgörande röstade, med summor.",
        )
    words = {YES: "ja-röster", NO: "nej-röster"}
    counted = ", ".join(f"{number} {words.get(choice, choice)}" for choice, number in result.tally)
    rest = f" {result.abstained} avstår från att rösta." if result.abstained else ""
    settled = {"utslagsröst": " Ordförandens röst avgör.", "lottning": " Utgången avgörs genom lottning."}
    yield doc.para(f"Rösterna fördelas: {counted}.{rest}{settled.get(result.settled_by, '')}")


def _receivers(section: Section) -> Iterable[doc.Block]:
    if not (section.action or section.information):
        return
    yield doc.heading(2, "Beslutet skickas till")
    if section.action:
        yield doc.para("För vidare hantering:", keep=True)
        yield doc.bullets(*section.action)
    if section.information:
        yield doc.para("För kännedom:", keep=True)
        yield doc.bullets(*section.information)


def _part(title: str, texts: tuple[str, ...]) -> Iterable[doc.Block]:
    kept = [text for text in texts if text.strip()]
    if kept:
        yield doc.heading(2, title)
        yield from (doc.para(text) for text in kept)


def _listed(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " och " + names[-1] if names else ""
