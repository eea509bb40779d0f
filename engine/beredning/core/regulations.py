"""The rules that a municipality sets per organ: which there are, where they come from, and a refusal when one lacks.

REGLEMENTE rules are decided by fullmäktige (KL 6:44) and have no default: a command that needs one refuses until it
is set. LOKAL rules are routines with a sensible default (domain.md 0.3).
"""

from __future__ import annotations

from typing import Final, NamedTuple

from beredning.core.organisation import Organ
from beredning.errors import Obstacle, Refused


class Regulation(NamedTuple):
    """A rule that is set in kommun.yaml.

    form: "dagar", "minuter", "antal", "ja/nej", "text", "partier" or words with "|". kind: REGLEMENTE | LOKAL. default:
    the value of a LOKAL rule, and of the few REGLEMENTE rules where the law itself says what holds till fullmäktige has
    decided ("" = none). expected: kontrollera warns when it is not set. meaning: one Swedish clause: what is decided.
    """

    name: str
    form: str
    kind: str
    ground: str
    meaning: str
    default: str = ""
    expected: bool = True


REGULATIONS: Final = (
    Regulation(
        "kallelse-dagar", "dagar", "REGLEMENTE", "KL 6:44", "hur många dagar före sammanträdet kallelsen ska skickas"
    ),
    Regulation(
        "justerare", "antal", "REGLEMENTE", "KL 5:69, 6:35", "hur många ledamöter som justerar jämte ordföranden"
    ),
    Regulation("justering-sätt", "penna|e-underskrift|båda", "REGLEMENTE", "KL 5:69, 6:35", "hur protokollet justeras"),
    Regulation("omedelbar-justering", "ja/nej", "REGLEMENTE", "KL 6:44", "om en paragraf får justeras genast"),
    Regulation("distans", "ja/nej", "REGLEMENTE", "KL 6:24", "om ledamöter får delta på distans"),
    Regulation(
        "ersättares-ordning",
        "inom-partiet|partiordning|en-lista",
        "REGLEMENTE",
        "KL 6:16",
        "i vilken ordning ersättarna träder in",
    ),
    Regulation(
        "partiordning",
        "partier",
        "REGLEMENTE",
        "KL 6:16",
        "vilka partiers ersättare som träder in för vilket parti",
        expected=False,
    ),
    Regulation(
        "reservation-motivering",
        "vid-sammanträdet|före-justering",
        "REGLEMENTE",
        "KL 4:27, 6:44",
        "när en skriftlig motivering till en reservation senast ska lämnas",
    ),
    Regulation(
        "ordförande-frånvarande",
        "ålderspresident|väljs",
        "REGLEMENTE",
        "KL 6:21, 6:44",
        "vem som leder när hela presidiet är borta",
    ),
    Regulation(
        "extra-ärende",
        "tillåtet|förbjudet",
        "REGLEMENTE",
        "KL 6:33 motsatsvis",
        "om ett ärende som inte står i kallelsen får avgöras",
        "tillåtet",
        expected=False,
    ),
    Regulation(
        "öppet-sammanträde",
        "ja/nej",
        "REGLEMENTE",
        "KL 6:25",
        "om nämnden får ha öppna sammanträden",
        "nej",
        expected=False,
    ),
    Regulation(
        "manusstopp-dagar",
        "dagar",
        "LOKAL",
        "Lokal rutin",
        "hur många dagar före sammanträdet handlingarna ska vara klara",
        "10",
        expected=False,
    ),
    Regulation(
        "beredning-i-utskott",
        "ja/nej",
        "LOKAL",
        "Lokal rutin",
        "om ärenden bereds i utskottet innan nämnden beslutar",
        "ja",
        expected=False,
    ),
    Regulation(
        "punkt-minuter", "minuter", "LOKAL", "Lokal rutin", "hur lång tid ett ärende får om inget anges", "10", False
    ),
    Regulation(
        "justering-plats",
        "text",
        "LOKAL",
        "KL 5:69",
        "var protokollet justeras, som det står i kallelsen",
        "förvaltningens kontor",
        False,
    ),
    Regulation(
        "protokoll-förvaras", "text", "LOKAL", "KL 8:12", "var protokollet finns tillgängligt, som det står på anslaget"
    ),
    Regulation(
        "förhinder-till",
        "text",
        "LOKAL",
        "Lokal rutin",
        "vart ledamöter anmäler förhinder",
        "nämndens sekreterare",
        False,
    ),
)

_BY_NAME: Final = {rule.name: rule for rule in REGULATIONS}


def value(organ: Organ, name: str) -> str:
    """The value of a rule for an organ: what is set, else the default.

    Raises Refused with one obstacle, saying where to set it, when it is not set and has no default; KeyError for an
    unknown name.
    """
    rule = _BY_NAME[name]
    found = organ.rule(name, rule.default)
    if not found:
        raise Refused(
            f"Det går inte att avgöra {rule.meaning} för {organ.definite or organ.name}.", (missing(organ, name),)
        )
    return found


def default(name: str) -> str:
    """What holds for a rule that is not set: "" when there is no default."""
    return _BY_NAME[name].default


def days(organ: Organ, name: str) -> int:
    """The value of a rule that is a number (days, minutes or a count). Raises as `value`."""
    return int(value(organ, name))


def allows(organ: Organ, name: str) -> bool:
    """The value of a rule that is ja or nej. Raises as `value`."""
    return value(organ, name) == "ja"


def missing(organ: Organ, name: str) -> Obstacle:
    """The obstacle that a rule without a default is not set for an organ."""
    rule = _BY_NAME[name]
    where = "reglemente" if rule.kind == "REGLEMENTE" else "rutiner"
    who = "bestäms av fullmäktige och har inget förval" if rule.kind == "REGLEMENTE" else "måste anges"
    return Obstacle(
        "uppgift-saknas",
        f"”{name}” ({rule.meaning}) är inte angivet för {organ.key}; det {who}.",
        f"Reglemente ({rule.ground})" if rule.kind == "REGLEMENTE" else rule.ground,
        remover="administratör",
        hint=f"Ange ”{name}” under organ › {organ.key} › {where} i kommun.yaml.",
    )


def party_order(organ: Organ, party: str) -> tuple[str, ...]:
    """The parties whose ersättare step in for `party`, in order (KL 6:16); the party itself when nothing is set."""
    found = organ.rule(f"partiordning:{party}")
    return tuple(found.split()) if found else (party,)
