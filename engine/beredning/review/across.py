"""The rules that look at several papers together, over one pack that is put together once."""

from __future__ import annotations

from collections.abc import Iterator

from beredning.core.finding import Finding
from beredning.review.pack import make_pack
from beredning.review.values import Frame, Paper


def check(papers: tuple[Paper, ...], frame: Frame) -> Iterator[Finding]:
    """Every fault across papers, in the kallelse, and in what concerns sending papers out."""
    from beredning.review import (
        agenda_rules,
        agreement_rules,
        attachment_rules,
        day_rules,
        figure_rules,
        minutes_rules,
        papers_rules,
        people_rules,
        private_rules,
    )

    pack = make_pack(papers, frame)
    for area in (
        *(agenda_rules, agreement_rules, attachment_rules, day_rules),
        *(figure_rules, minutes_rules, papers_rules, people_rules, private_rules),
    ):
        yield from area.check(pack, frame)
