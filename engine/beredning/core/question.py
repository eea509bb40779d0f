"""What a requirement is asked: the case, the step, who acts, the day and the meeting, as one value."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from beredning.core.case import Case, Occasion
from beredning.core.organisation import Actor
from beredning.core.workflow import Step, Workflow


class Question(NamedTuple):
    """All that a requirement may look at. day: the local date of the act; track: "" on the main track, else the side
    track whose step is asked for; settings: municipality-wide rules as flat text (organisation.settings)."""

    case: Case
    step: Step
    track: str
    actor: Actor
    day: date
    workflow: Workflow
    occasion: Occasion | None = None
    reason: str = ""
    settings: tuple[tuple[str, str], ...] = ()

    @property
    def deciding_day(self) -> date:
        """The day on which the decision falls: the meeting's day, else the day of the act."""
        return date.fromisoformat(self.occasion.day) if self.occasion else self.day
