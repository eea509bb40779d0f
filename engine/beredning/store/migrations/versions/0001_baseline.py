"""Schema version 1: the tables as they first were. History, never changed: what comes after is another migration.

A column is text unless marked: # integer, * bytes; ! belongs to the key, ? may be empty, >cases must be found in cases.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from beredning.store.append_only import postgresql_triggers, sqlite_triggers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = {
    "cases": """key! dnr organ administration year# number# title workflow workflow_digest stage stage_since
        revision# officer appeal_kind deciding_body competence reply_due marks conflicted assignments
        registered closed entry#""",
    "tracks": """case_key!>cases name! state since data entry#""",
    "papers": """case_key!>cases number!# kind title filename version# digest media size# pages# dated
        direction status author approved_by approved_on created entry#""",
    "reports": """case_key!>cases version!# status content document author created approved_by approved_on
        missing entry#""",
    "files": """digest! media size# body*? disposed# entry#""",
    "texts": """digest! salt*? body? disposed# entry#""",
    "series": """kind! organ! year!# last# entry#""",
    "definitions": """digest! kind name version body entry#""",
    "meetings": """key! organ day starts ends place state chair secretary adjusters information sent_on notice
        minutes opened_at closed_at entry#""",
    "agenda": """meeting!>meetings item!# position# label kind case_key title presenters minutes# starts ends
        mode state reason entry#""",
    "attendance": """meeting!>meetings number!# person kind party serving_for from_item# to_item# form recused
        entry#""",
    "decisions": """meeting!>meetings item!# organ year# number# case_key outcome deciding# wording record
        decided_on postponed_to immediate# receivers entry#""",
    "adjustments": """meeting!>meetings from_number!# to_number# year# adjusted_on adjusters place posted_on
        posted_place appeal_until removed_on entry#""",
    "appeals": """meeting!>meetings number!# case_key checked_on checked_by notice_up# received_on settled_on
        outcome entry#""",
    "dispatches": """case_key!>cases meeting! number!# receiver! kind way sent_on sent_by entry#""",
    "delegated": """organ! year!# number!# decided_on case_key reference point order_digest delegat delegat_title
        subject amount# urgent# urgent_reason reporting reported_meeting reported_number# order_name
        entry#""",
    "journal": """number!# time os_user person role act subject step from_stage to_stage ground workflow_digest
        documents details details_digest previous digest""",
    "meta": """name! value""",
}

WITH_ROWID = {"files", "texts", "definitions", "journal"}

INDEXES = {
    "cases": {
        "number": "organ year number",
        "newest": "year number",
        "stage": "stage year number",
        "officer": "officer year number",
        "dnr": "dnr",
    },
    "papers": {"digest": "digest"},
    "definitions": {"name": "kind name"},
    "meetings": {"day": "organ day"},
    "agenda": {"case": "case_key"},
    "decisions": {"case": "case_key"},
    "appeals": {"case": "case_key"},
    "dispatches": {"meeting": "meeting"},
    "delegated": {"case": "case_key", "reported": "organ reported_meeting", "day": "organ decided_on"},
}

QUOTED = {"key", "immediate"}


def _column(mark: str) -> sa.Column:
    name = mark.split(">", maxsplit=1)[0].rstrip("!#*?")
    kind: sa.types.TypeEngine = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    if "#" in mark:
        kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    elif "*" in mark:
        kind = sa.LargeBinary()
    parents = [sa.ForeignKey(f"{mark.split('>')[1]}.key", deferrable=True, initially="DEFERRED")] if ">" in mark else []
    shown = sa.sql.quoted_name(name, True) if name in QUOTED else name
    return sa.Column(shown, kind, *parents, primary_key="!" in mark, nullable="?" in mark, autoincrement=False)


def upgrade() -> None:
    """Make the tables, their indexes and the triggers that keep them append-only."""
    for table, columns in TABLES.items():
        rowid = {} if table in WITH_ROWID else {"sqlite_with_rowid": False}
        op.create_table(table, *map(_column, columns.split()), sqlite_strict=True, **rowid)
        for name, indexed in INDEXES.get(table, {}).items():
            op.create_index(f"ix_{table}_{name}", table, indexed.split())
    numbered = sa.text("number > 0")
    op.create_index(
        "ix_decisions_number",
        "decisions",
        ["organ", "year", "number"],
        unique=True,
        sqlite_where=numbered,
        postgresql_where=numbered,
    )
    lite = op.get_bind().dialect.name == "sqlite"
    for trigger in (sqlite_triggers if lite else postgresql_triggers)(sorted(TABLES)):
        op.get_bind().exec_driver_sql(trigger)
