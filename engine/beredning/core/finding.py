"""A finding of granska: one fault in one place, why it is one, what would be right, and the ground."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final, Literal, NamedTuple, TypeAlias

from beredning.errors import Obstacle

Severity: TypeAlias = Literal["FEL", "VARNING", "INFO"]
SEVERITIES: Final[tuple[Severity, ...]] = ("FEL", "VARNING", "INFO")


class Finding(NamedTuple):
    """One fault.

    file: name of the file; line: in a text file, 0 otherwise; place: where a person finds it ("sida 2, stycke 14").
    rule: stable code of the catalogue ("PH01"). text: what stands there, with the words quoted; why: why it is wrong;
    suggestion: what would be right, or what to do; ground: lagrum, "Lokal rutin", "domain" practice, in Swedish.
    """

    file: str
    line: int
    place: str
    rule: str
    severity: Severity
    text: str
    why: str
    suggestion: str
    ground: str

    def obstacle(self, remover: str = "handläggare") -> Obstacle:
        """The same as something that stands in the way of a step."""
        where = f"{self.file}, {self.place}: " if self.place else f"{self.file}: "
        return Obstacle(self.rule, where + self.text, self.ground, self.severity, remover, hint=self.suggestion)


class Summary(NamedTuple):
    """How many findings of each severity, and in how many files was looked."""

    files: int
    errors: int
    warnings: int
    notes: int


def summary(findings: Iterable[Finding], files: int) -> Summary:
    """Counts findings."""
    count = Counter(one.severity for one in findings)
    return Summary(files, count["FEL"], count["VARNING"], count["INFO"])
