"""What a review knows and looks at: the papers as values, and the frame of forms, register and dictionary."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, Protocol, TypeAlias

from beredning.core.finding import Severity
from beredning.core.reading import Passage, Reading
from beredning.core.recognition import FoundReport
from beredning.core.report import Layout

PaperKind: TypeAlias = Literal[
    "kallelse", "tjänsteutlåtande", "protokoll", "delegationslista", "anslagsbevis", "bilaga"
]
NO_CHANGES: Final[Mapping[str, Severity]] = MappingProxyType({})


class Speller(Protocol):
    """A Swedish dictionary."""

    def knows(self, word: str) -> bool:
        """Whether the word is spelt right."""

    def nearest(self, word: str) -> tuple[str, ...]:
        """The words that may be meant, the likeliest first."""


class Known(NamedTuple):
    """A person in the register: name, every title held, party, and the organs he or she is called to."""

    name: str
    titles: tuple[str, ...] = ()
    party: str = ""
    organs: tuple[str, ...] = ()


class OrganKnown(NamedTuple):
    """An organ: name as printed, seats by party when mandates are known, and the nämnd of an utskott."""

    name: str
    seats: int = 0
    mandates: tuple[tuple[str, int], ...] = ()
    parent: str = ""


class Expected(NamedTuple):
    """What an instance knows of a paper that it does not have to read out of it: dnr, title and kind of matter."""

    dnr: str = ""
    title: str = ""
    matter: str = ""


class Frame(NamedTuple):
    """Everything beside the papers.

    layouts: forms with their dates, the municipality's own first. register, organs: None when no municipality is known,
    and then rules that need them are silent. publication: the papers are to be published, so PR is FEL. severities:
    severity by code where the municipality has changed it. expected: by file name. today: ISO day, "" unknown. spoken:
    dnr of the items that are told by word of mouth, so that no paper is missing.
    """

    layouts: tuple[Layout, ...]
    register: tuple[Known, ...] | None = None
    organs: tuple[OrganKnown, ...] | None = None
    publication: bool = False
    severities: Mapping[str, Severity] = NO_CHANGES
    speller: Speller | None = None
    expected: Mapping[str, Expected] = MappingProxyType({})
    today: str = ""
    spoken: frozenset[str] = frozenset()


class AgendaItem(NamedTuple):
    """A row of a föredragningslista as it was read. label: "4", "A" or "" for a pause; slot: the time as written;
    starts, ends: "HH:MM", "" when it cannot be read, filled in also where the slot is malformed but can be guessed;
    mode: bereder or beslutar where the list says; off: the list says that it is taken off ("utgår")."""

    label: str
    title: str
    dnr: str
    presenters: str
    slot: str
    starts: str
    ends: str
    passage: Passage
    mode: str = ""
    off: bool = False


class Notice(NamedTuple):
    """A kallelse as it was read. people: group as printed ("Ledamöter") and the text of its cell.

    day, sent_on: ISO, "" unknown. hours: the passage with the time; adjusters: what is said of the justering.
    """

    organ: str
    day: str
    starts: str
    ends: str
    place: str
    sent_on: str
    chair: str
    people: tuple[tuple[str, Passage], ...]
    items: tuple[AgendaItem, ...]
    hours: Passage | None = None
    adjusters: str = ""


class Paper(NamedTuple):
    """One paper of a pack. kind: what it is; report, notice: its parts when it is one of those; label: number of the
    agenda item it belongs to, from its file name or its dnr, "" unknown; house: made in the municipality's own form,
    so that the house rules bind it."""

    reading: Reading
    kind: PaperKind
    report: FoundReport | None = None
    notice: Notice | None = None
    label: str = ""
    house: bool = False
