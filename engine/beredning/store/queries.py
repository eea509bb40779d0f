"""The named statements of everyday commands over the tables; `compile.py` turns them into `statements.py`.

Name: "<table>.<what>". Parameters are given in the order they stand in the statement, which the generated file prints
above each. `limit` and `offset` count rows.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Integer, Select, Table, Text, and_, bindparam, func, select
from sqlmodel import SQLModel

from beredning.store import tables  # noqa: F401  (declares the tables)
from beredning.store.rows import ScheduledRow

_T: Final = SQLModel.metadata.tables
_CASES, _JOURNAL, _MEETINGS, _AGENDA = _T["cases"], _T["journal"], _T["meetings"], _T["agenda"]
_PAPERS, _DECISIONS, _DELEGATED = _T["papers"], _T["decisions"], _T["delegated"]


def p(name: str) -> BindParameter[Any]:
    """A parameter holding text."""
    return bindparam(name, type_=Text())


def n(name: str) -> BindParameter[Any]:
    """A parameter holding an integer."""
    return bindparam(name, type_=Integer())


def where(table: Table, *columns: str) -> Select[Any]:
    """Every row whose columns equal the parameters of the same names, in key order."""
    tests = [table.c[c] == bindparam(c, type_=table.c[c].type) for c in columns]
    return select(*table.c).where(and_(*tests)).order_by(*table.primary_key.columns)


def newest(*tests: ColumnElement[bool]) -> Select[Any]:
    """Cases, the newest first, a page at a time."""
    order = (_CASES.c.year.desc(), _CASES.c.number.desc(), _CASES.c.key)
    return select(*_CASES.c).where(*tests).order_by(*order).limit(n("limit")).offset(n("offset"))


def _cases() -> dict[str, Select[Any]]:
    c = _CASES.c
    organ, stage, year = c.organ == p("organ"), c.stage == p("stage"), c.year == n("year")
    near = (
        select(*c).where(organ, year).order_by(func.abs(c.number - n("number")), c.number).limit(n("limit")).offset(0)
    )
    return {
        "cases.page": newest(),
        "cases.open": newest(c.closed == ""),
        "cases.by_organ": newest(organ),
        "cases.by_stage": newest(stage),
        "cases.by_organ_stage": newest(organ, stage),
        "cases.by_officer": newest(c.officer == p("officer")),
        "cases.by_organ_year": newest(organ, year),
        "cases.by_dnr": where(_CASES, "dnr"),
        "cases.by_dnr_between": select(*c)
        .where(c.dnr >= p("low"), c.dnr < p("high"))
        .order_by(c.dnr, c.key)
        .limit(n("limit"))
        .offset(0),
        "cases.newest_between": newest(c.dnr >= p("low"), c.dnr < p("high")),
        "cases.by_key_between": select(*c)
        .where(c.key >= p("low"), c.key < p("high"))
        .order_by(c.key)
        .limit(n("limit"))
        .offset(0),
        "cases.near": near,
    }


def _meetings() -> dict[str, Select[Any]]:
    m, a = _MEETINGS.c, _AGENDA.c
    joined: dict[str, Any] = {**dict(m.items()), **dict(a.items()), "meeting_state": m.state.label("meeting_state")}
    scheduled = select(*(joined[name] for name in ScheduledRow._fields)).join_from(
        _AGENDA, _MEETINGS, a.meeting == m.key
    )
    return {
        "meetings.page": select(*m).order_by(m.day.desc(), m.key.desc()).limit(n("limit")).offset(n("offset")),
        "meetings.by_organ": select(*m).where(m.organ == p("organ"), m.day >= p("from_day")).order_by(m.day, m.key),
        "meetings.by_day": select(*m).where(m.day >= p("from_day"), m.day <= p("to_day")).order_by(m.day, m.key),
        "meetings.planned_after": select(*m)
        .where(m.organ == p("organ"), m.day > p("day"), m.state == "planerat")
        .order_by(m.day, m.key),
        "meetings.by_state": select(*m).where(m.state == p("state")).order_by(m.day, m.key),
        "agenda.by_meeting": select(*a).where(a.meeting == p("meeting")).order_by(a.position, a.item),
        "agenda.by_case": where(_AGENDA, "case_key"),
        "scheduled.by_case": scheduled.where(a.case_key == p("case_key")).order_by(m.day, m.key, a.item),
        "scheduled.by_meeting": scheduled.where(a.meeting == p("meeting")).order_by(a.position, a.item),
        "attendance.by_meeting": where(_T["attendance"], "meeting"),
        "adjustments.by_meeting": where(_T["adjustments"], "meeting"),
    }


def _decisions() -> dict[str, Select[Any]]:
    d, g = _DECISIONS.c, _DELEGATED.c
    organ = g.organ == p("organ")
    return {
        "decisions.by_meeting": select(*d).where(d.meeting == p("meeting")).order_by(d.number, d.item),
        "decisions.by_case": select(*d).where(d.case_key == p("case_key")).order_by(d.decided_on, d.meeting, d.item),
        "decisions.by_number": where(_DECISIONS, "organ", "year", "number"),
        "decisions.by_organ_year": select(*d)
        .where(d.organ == p("organ"), d.year == n("year"))
        .order_by(d.number, d.meeting, d.item),
        "appeals.by_case": where(_T["appeals"], "case_key"),
        "dispatches.by_case": where(_T["dispatches"], "case_key"),
        "dispatches.by_meeting": where(_T["dispatches"], "meeting"),
        "delegated.by_case": where(_DELEGATED, "case_key"),
        "delegated.unreported": select(*g)
        .where(organ, g.reported_meeting == "")
        .order_by(g.decided_on, g.year, g.number),
        "delegated.by_report": where(_DELEGATED, "reported_meeting"),
        "delegated.by_period": select(*g)
        .where(organ, g.decided_on >= p("from_day"), g.decided_on <= p("to_day"))
        .order_by(g.decided_on, g.year, g.number),
        "delegated.by_delegat": where(_DELEGATED, "organ", "delegat"),
    }


def _papers_and_journal() -> dict[str, Select[Any]]:
    j, f = _JOURNAL.c, _T["files"].c
    head = select(j.number, j.digest).order_by(j.number.desc()).limit(1).offset(0)
    after = select(*j).where(j.number > n("number")).order_by(j.number)
    return {
        "tracks.by_case": where(_T["tracks"], "case_key"),
        "papers.by_case": where(_PAPERS, "case_key"),
        "papers.by_digest": where(_PAPERS, "digest"),
        "reports.by_case": where(_T["reports"], "case_key"),
        "series.page": select(*_T["series"].c).order_by(*_T["series"].primary_key.columns),
        "definitions.by_name": select(*_T["definitions"].c)
        .where(_T["definitions"].c.kind == p("kind"), _T["definitions"].c.name == p("name"))
        .order_by(_T["definitions"].c.entry),
        "files.described": select(f.digest, f.media, f.size, f.disposed, f.entry).where(f.digest == p("digest")),
        "journal.every": select(*j).order_by(j.number),
        "journal.head": head,
        "journal.by_subject": select(*j).where(j.subject == p("subject")).order_by(j.number),
        "journal.after": after,
        "journal.page": after.limit(n("limit")).offset(0),
        "journal.newest": select(*j).order_by(j.number.desc()).limit(n("limit")).offset(0),
    }


def queries() -> dict[str, Select[Any]]:
    """Every named query beside the ones each table has by itself (`one`, `insert`, `update`)."""
    return {**_cases(), **_meetings(), **_decisions(), **_papers_and_journal()}
