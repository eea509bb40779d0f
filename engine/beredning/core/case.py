"""An ärende as values: everything a rule may ask about a case, gathered before it is decided what may happen to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class TrackState(NamedTuple):
    """Where a side track stands: its stage, since which ISO date, and what has been recorded on it (dates, parties,
    outcome, reason, paper digest) as flat text values."""

    name: str
    state: str
    since: str
    data: Mapping[str, str]


class Paper(NamedTuple):
    """A handling on the case. kind: tjänsteutlåtande | bilaga | protokoll | yttrande | beslut | dom | …
    status: utkast | godkänd | inkommen | upprättad | ersatt. digest: SHA-256 of the stored file. dates are ISO."""

    key: str
    kind: str
    title: str
    version: int
    digest: str
    dated: str
    status: str
    author: str = ""
    approved_by: str = ""
    approved_on: str = ""
    filename: str = ""


class Report(NamedTuple):
    """What the rules ask of the latest tjänsteutlåtande. missing: labels of mandatory sections without content.
    underlag: titles named in Beslutsunderlag beyond the papers attached (each must be found among the papers)."""

    version: int
    status: str
    author: str
    approved_by: str = ""
    approved_on: str = ""
    missing: tuple[str, ...] = ()
    underlag: tuple[str, ...] = ()


class Placement(NamedTuple):
    """The case on an agenda. mode: bereder | beslutar (KL-09). called: ISO date the kallelse was sent, "" before;
    manuscript: ISO date of manusstopp, "" when none is set; open: not yet decided, postponed or struck."""

    meeting: str
    organ: str
    organ_kind: str
    day: str
    item: int
    label: str
    mode: str
    called: str = ""
    extra: bool = False
    open: bool = True
    manuscript: str = ""


class CaseDecision(NamedTuple):
    """A § of the case and how far it has come. Dates are ISO, "" = not yet. deciding: False when an utskott prepares;
    minuted: the protokoll that holds it is written."""

    meeting: str
    organ: str
    organ_kind: str
    day: str
    number: int
    outcome: str
    deciding: bool
    minuted: bool = False
    adjusted_on: str = ""
    posted_on: str = ""
    appeal_until: str = ""
    removed_on: str = ""
    no_appeal_checked_on: str = ""
    appealed_on: str = ""
    receivers: tuple[str, ...] = ()
    dispatched: tuple[str, ...] = ()


class Occasion(NamedTuple):
    """The meeting at which a step is taken, passed to `decide` by the meeting commands only. obstacles: what the law of
    the meeting itself (quorum, jäv, votes: G-04) has against deciding this item, already collected."""

    meeting: str
    organ: str
    organ_kind: str
    day: str
    mode: str
    outcome: str = ""
    act: str = ""
    obstacles: tuple[object, ...] = ()


class Case(NamedTuple):
    """An ärende with all its facts. key: normalised dnr ("UBN:2023:450"); dnr: as displayed. revision counts its moves.

    marks: märken set by steps. delegated: keys of delegated decisions on the case. appeal_kind: laglighetsprövning |
    förvaltningsbesvär | ej_överklagbart | specialreglering (FL-01). deciding_body: delegat | utskott | nämnd | KS | KF
    with competence its kompetensgrund (KL-01). assignments_open: open uppdrag (G-10).
    """

    key: str
    dnr: str
    title: str
    organ: str
    administration: str
    workflow: str
    workflow_digest: str
    stage: str
    stage_since: str
    revision: int
    officer: str
    registered: str
    appeal_kind: str = "laglighetsprövning"
    deciding_body: str = "nämnd"
    competence: str = ""
    reply_due: str = ""
    marks: frozenset[str] = frozenset()
    tracks: Mapping[str, TrackState] = {}
    report: Report | None = None
    papers: tuple[Paper, ...] = ()
    placements: tuple[Placement, ...] = ()
    decisions: tuple[CaseDecision, ...] = ()
    delegated: tuple[str, ...] = ()
    conflicted: frozenset[str] = frozenset()
    assignments_open: tuple[str, ...] = ()

    def placement(self, organ_kind: str) -> Placement | None:
        """The open place on an agenda of such an organ, latest first, or None."""
        return next((p for p in reversed(self.placements) if p.organ_kind == organ_kind and p.open), None)

    def decision(self) -> CaseDecision | None:
        """The latest § by which an organ decided finally, or None."""
        return next((d for d in reversed(self.decisions) if d.deciding), None)
