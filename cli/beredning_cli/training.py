"""beredning övning: set the clock of a training instance, so that a meeting in the past can be run through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beredning_cli.base import Noun, argument, command, option

if TYPE_CHECKING:
    from datetime import datetime

    from beredning_cli.context import Context

group = Noun(
    "övning",
    help="Ställ klockan i en övningsinstans.",
    example="beredning övning klocka 2023-12-01T09:00\nberedning övning klocka --släpp",
)


@command(
    group,
    "klocka",
    help="Visa eller ställ övningens klocka.\n\n"
    "En ställd klocka står still tills den ställs igen eller släpps. Tiden är svensk; bara ett datum betyder klockan "
    "08:00. BEREDNING_KLOCKA går före under ett enda kommando. En riktig instans vägrar.",
    example="beredning övning klocka 2023-12-01T09:00\nberedning övning klocka\nberedning övning klocka --släpp",
)
@argument("time", "TID", help="Till exempel 2023-12-01T09:00. Utelämnad: visa vad klockan är.", required=False)
@option("--släpp", "release", is_flag=True, help="Låt klockan gå som datorns igen.")
def clock(context: Context, time: str | None, release: bool) -> None:
    """Show, set or release the clock."""
    from beredning.errors import UsageFault
    from beredning.office.instance import set_clock

    if time and release:
        raise UsageFault("En tid och --släpp går inte ihop.", "Ange en tid, eller --släpp.")
    if time or release:
        set_clock(context.instance(), context.organisation(), time or "")
    moment = context.now()
    context.emit({"klocka": moment.isoformat(), "släppt": release}, lambda: _said(moment, bool(time), release))


def _said(moment: datetime, given: bool, release: bool) -> str:
    from beredning.core.clock import local_time
    from beredning_cli.output import long_day

    local = local_time(moment)
    shown = f"{long_day(local.date().isoformat())} klockan {local:%H:%M}"
    if release:
        return f"Klockan går som datorns igen: {shown}."
    return f"Klockan är ställd på {shown}." if given else f"Klockan är {shown}."
