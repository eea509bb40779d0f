"""The closed registries that a workflow names things from: roles, requirements, outcomes, kinds of handling."""

from __future__ import annotations

from typing import Final

from beredning.core import decision, requirements

ROLES: Final = (
    "handläggare",
    "chef",
    "registrator",
    "sekreterare",
    "ordförande",
    "ledamot",
    "delegat",
    "revisor",
    "samordnare",
)

# What a requirement's argument names; "" = it takes none.
REQUIREMENTS: Final[dict[str, str]] = {name: info.argument for name, info in requirements.NAMES.items()}

ORGANS: Final = ("utskott", "nämnd")
MODES: Final = ("bereder", "beslutar")

# Outcomes of an utskott that prepares (domain.md 4.1), among all outcomes (KL-34).
PREPARING_OUTCOMES: Final = ("förslag", "förslag-ändrat", "utan-förslag")
OUTCOMES: Final = tuple(outcome.name for outcome in decision.OUTCOMES)

# Kinds of handling that the office makes when a step names them: office/effects.py has one branch for each.
DOCUMENT_KINDS: Final = ("tjänsteutlåtande",)

# Kinds of handling that a case may hold, and that a step may ask for.
PAPER_KINDS: Final = (
    *DOCUMENT_KINDS,
    "protokollsutdrag",
    "expedieringslista",
    "delegationsbeslut",
    "yttrande",
    "bilaga",
    "protokoll",
    "förhandlingsprotokoll",
    "beslut",
    "remiss",
    "dom",
    "barnkonsekvensanalys",
    "skrivelse",
)

ANCHORS: Final = (
    "skedets-början",
    "registrering",
    "manusstopp",
    "kallelse",
    "sammanträde",
    "svarsdatum",
    "justering",
    "anslag",
)
SEVERITIES: Final = ("FEL", "VARNING", "INFO")
RULE_KINDS: Final = ("LAG", "REGLEMENTE", "LOKAL")
