"""The closed registries that a workflow names things from: roles, requirements, outcomes, kinds of handling."""

from __future__ import annotations

from typing import Final

from beredning.core import requirements

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

# Outcomes of an utskott that prepares (domain.md 4.1) and of an organ that decides (KL-34).
PREPARING_OUTCOMES: Final = ("förslag", "förslag ändrat", "utan förslag")
OUTCOMES: Final = (
    *PREPARING_OUTCOMES,
    "bifall",
    "avslag",
    "delvis bifall",
    "ändrat",
    "återremiss",
    "bordläggning",
    "utgår",
    "noteras",
    "besvarad",
    "val",
    "överlämnas till KF",
)

# Kinds of handling that the office can make when a step has been taken.
DOCUMENT_KINDS: Final = ("tjänsteutlåtande", "protokollsutdrag", "expedieringslista", "yttrande", "delegationsbeslut")

# Kinds of handling that a case may hold, and that a step may ask for.
PAPER_KINDS: Final = (
    *DOCUMENT_KINDS,
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
