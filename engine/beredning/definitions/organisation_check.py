"""Checks persons, organs and settings against one another and the law; mandates and meetings have their own files."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from beredning.core.organisation import Organ
from beredning.core.regulations import REGULATIONS
from beredning.definitions.nearest import nearest
from beredning.definitions.organisation_calendar import check_meetings
from beredning.definitions.organisation_draft import Draft, Subject
from beredning.definitions.organisation_mandates import check_mandates

_DATABASE = re.compile(r"sqlite:///.+|postgresql(?:\+psycopg)?://.+|[^:]+\.db", re.DOTALL)


def check(draft: Draft) -> None:
    """Run every check; what is found goes to `draft.remarks`."""
    _municipality(draft)
    _examples(draft)
    for organ in draft.organisation.organs:
        _organ(draft, organ)
    _dnr_forms(draft)
    _administrations(draft)
    _persons(draft)
    _accounts(draft)
    _roles(draft)
    check_mandates(draft)
    check_meetings(draft)


def unknown(draft: Draft, subject: Subject, key: str | int, what: str, name: str, known: Iterable[str]) -> bool:
    """Whether `name` is not among `known`; remarks on it with the nearest when so. what: "personen", "organet"."""
    options = tuple(known)
    if name in options:
        return False
    where = {"personen": "personer", "organet": "organ", "förvaltningen": "förvaltningar"}.get(what, "")
    hint = nearest(name, options) or (f"Lägg till ”{name}” under ”{where}”." if where else "")
    draft.fel(subject, f"{what[:1].upper()}{what[1:]} ”{name}” finns inte.", hint, key)
    return True


def _municipality(draft: Draft) -> None:
    organisation = draft.organisation
    if not _DATABASE.fullmatch(organisation.database):
        hint = "Ange en fil (beredning.db) eller en adress (postgresql://server/databas)."
        draft.fel((), f"”{organisation.database}” är ingen databas som programmet känner igen.", hint, "databas")
    if re.match(r"postgresql[^/]*://[^/@]*:[^/@]+@", organisation.database):
        hint = "Ta bort lösenordet och lägg det i ~/.pgpass eller i PGPASSFILE."
        draft.warn((), "Databasens lösenord står i klartext i filen.", hint, "databas")
    if not organisation.organs:
        draft.warn(
            (), "Inget organ är angivet; utan nämnd går det inte att registrera ärenden.", "Fyll i ”organ”.", "organ"
        )
    if not organisation.setting("förvaltningsrätt"):
        text = "Förvaltningsrätten är inte angiven; den behövs i överklagandehänvisningen (KL 13:4)."
        draft.warn((), text, "Ange ”förvaltningsrätt” under ”inställningar”.", "inställningar")


def _accounts(draft: Draft) -> None:
    """In a real instance a person acts through an account; without any nobody can do anything."""
    organisation = draft.organisation
    if organisation.persons and not organisation.training and not any(p.accounts for p in organisation.persons):
        text = "Ingen person har något konto, så ingen kan handla i registret."
        draft.warn((), text, "Ange ”konton” hos dem som ska arbeta här: inloggningen i datorn.", "personer")


def _examples(draft: Draft) -> None:
    """Names from the template that nobody has replaced."""
    organisation = draft.organisation
    names: list[tuple[Subject, str]] = [((), organisation.municipality)]
    names += [(("organ", organ.key), organ.name) for organ in organisation.organs]
    names += [(("förvaltningar", item.key), item.name) for item in organisation.administrations]
    for subject, name in names:
        if name.startswith("Exempel") and not organisation.training:
            draft.warn(
                subject, f"”{name}” står kvar från mallen.", "Skriv det rätta namnet.", "namn" if subject else "kommun"
            )


def _organ(draft: Draft, organ: Organ) -> None:
    subject: Subject = ("organ", organ.key)
    organisation = draft.organisation
    keys = [o.key for o in organisation.organs]
    if organ.kind == "utskott" and not organ.parent:
        draft.fel(subject, f"Utskottet {organ.key} hör inte till någon nämnd (KL 6:41).", "Ange nämnden med ”under”.")
    elif organ.parent and not unknown(draft, subject, "under", "organet", organ.parent, keys):
        parent = organisation.organ(organ.parent)
        if parent is not None and (organ.kind != "utskott" or parent.kind == "utskott"):
            text = f"{organ.key} är {organ.kind} och kan inte stå under {parent.key}, som är {parent.kind}."
            draft.fel(subject, text, "Bara ett utskott står under en nämnd (KL 6:41).", "under")
    if organ.administration:
        administrations = [a.key for a in organisation.administrations]
        unknown(draft, subject, "förvaltning", "förvaltningen", organ.administration, administrations)
    elif organ.kind != "fullmäktige":
        draft.warn(
            subject, f"{organ.key} saknar förvaltning.", "Ange ”förvaltning”; dess chef godkänner tjänsteutlåtanden."
        )
    unknown(draft, subject, "dnr-serie", "organet", organ.dnr_series or organ.key, keys)
    for key in organ.invited:
        unknown(draft, subject, "kallas-även", "personen", key, (p.key for p in organisation.persons))
    _standing(draft, organ)
    _regulations(draft, organ)


def _standing(draft: Draft, organ: Organ) -> None:
    subject: Subject = ("organ", organ.key)
    letters = [item.letter for item in organ.standing if item.letter]
    for letter in sorted({one for one in letters if letters.count(one) > 1}):
        draft.fel(subject, f"Två stående punkter har bokstaven {letter}.", "Ge dem var sin.", "stående-punkter")
    for item in organ.standing:
        if (item.kind == "öppning") != bool(item.letter):
            text = f"Punkten ”{item.title}” har slaget {item.kind} och " + (
                "en bokstav." if item.letter else "ingen bokstav."
            )
            draft.fel(subject, text, "En öppningspunkt, och bara den, har en bokstav.", "stående-punkter")
        if item.kind == "paus" and item.case:
            draft.fel(subject, f"Pausen ”{item.title}” har ett dnr.", "Ta bort ”dnr”.", "stående-punkter")
        for field in re.findall(r"\{(.*?)\}", item.title):
            if field not in ("år", "första", "sista"):
                hint = "Möjliga: {år}, {första}, {sista}."
                draft.fel(subject, f"Punkten ”{item.title}” nämner {{{field}}}.", hint, "stående-punkter")


def _regulations(draft: Draft, organ: Organ) -> None:
    if organ.kind == "fullmäktige":
        return
    names = {name.partition(":")[0] for name, _ in organ.rules}
    parent = draft.organisation.organ(organ.parent)
    own = set(organ.rules) - set(parent.rules if parent else ())
    lacking = [rule for rule in REGULATIONS if rule.expected and not rule.default and rule.name not in names]
    for rule in lacking if organ.kind != "utskott" else ():
        where = "reglemente" if rule.kind == "REGLEMENTE" else "rutiner"
        text = f"{organ.key}: ”{rule.name}” är inte angivet ({rule.meaning}; {rule.ground})."
        draft.warn(("organ", organ.key), text, f"Ange det under ”{where}”; det har inget förval.", where)
    if ("ersättares-ordning", "partiordning") in own and "partiordning" not in names:
        text = f"{organ.key}: ersättarna ska träda in efter partiordning, men ingen sådan är angiven."
        draft.fel(("organ", organ.key), text, "Ange ”partiordning” under ”reglemente”.", "reglemente")
    parties = {name.removeprefix("parti:") for name, _ in draft.organisation.settings if name.startswith("parti:")}
    named = [(n.removeprefix("partiordning:"), v) for n, v in own if n.startswith("partiordning:")]
    for party in sorted({p for key, order in named for p in (key, *order.split())} - parties) if parties else ():
        hint = nearest(party, sorted(parties))
        draft.fel(("organ", organ.key), f"Partiet ”{party}” i partiordningen finns inte.", hint, "reglemente")


def _dnr_forms(draft: Draft) -> None:
    """Two series that print the same number cannot be told apart (DNR-01)."""
    first: dict[str, Organ] = {}
    for organ in draft.organisation.organs:
        if "{organ}" in organ.dnr_form:
            continue
        other = first.setdefault(organ.dnr_form, organ)
        if other.dnr_series != organ.dnr_series:
            text = f"{organ.key} och {other.key} har var sin dnr-serie men skriver dnr lika ({organ.dnr_form})."
            hint = "Ta med {organ} i ”dnr-form” för den ena; annars måste organet skrivas ut i varje kommando."
            draft.warn(("organ", organ.key), text, hint, "dnr-form")


def _administrations(draft: Draft) -> None:
    persons = [p.key for p in draft.organisation.persons]
    for administration in draft.organisation.administrations:
        subject: Subject = ("förvaltningar", administration.key)
        if not administration.chief:
            text = f"{administration.name} saknar chef; ingen kan då godkänna tjänsteutlåtanden."
            draft.warn(subject, text, "Ange ”chef” med en nyckel ur ”personer”.")
        else:
            unknown(draft, subject, "chef", "personen", administration.chief, persons)


def _persons(draft: Draft) -> None:
    seen: dict[tuple[str, str], str] = {}
    for person in draft.organisation.persons:
        subject: Subject = ("personer", person.key)
        for account in person.accounts:
            other = seen.setdefault(("konto", account.casefold()), person.key)
            if other != person.key:
                text = f"Kontot ”{account}” tillhör redan {other} ({draft.line(('personer', other))})."
                draft.fel(
                    subject, text, "Ett konto är en person: annars går det inte att säga vem som gjort vad.", "konton"
                )
        if person.email:
            other = seen.setdefault(("e-post", person.email.casefold()), person.key)
            if other != person.key:
                draft.warn(
                    subject,
                    f"{person.email} är också e-post för {other}.",
                    "Kontrollera om de är samma person.",
                    "e-post",
                )
        other = seen.setdefault(("namn", person.name.casefold()), person.key)
        if other != person.key:
            draft.info(
                subject, f"{person.name} är också namnet på {other}.", "Kontrollera om de är samma person.", "namn"
            )
        for index, tenure in enumerate(person.titles):
            _interval(
                draft,
                subject,
                tenure.start,
                tenure.end,
                f"Befattningen {tenure.title} (nr {index + 1})",
                "befattningar",
            )


def _roles(draft: Draft) -> None:
    organisation = draft.organisation
    scopes = [o.key for o in organisation.organs] + [a.key for a in organisation.administrations]
    held: dict[str, list[str]] = defaultdict(list)
    for role in organisation.roles:
        if role.person not in {p.key for p in organisation.persons}:
            continue
        subject: Subject = ("personer", role.person)
        if role.scope:
            unknown(draft, subject, "roller", "organet eller förvaltningen", role.scope, scopes)
        _interval(draft, subject, role.start, role.end, f"Rollen {role.name}", "roller")
        held[role.name].append(role.scope)
    for organ in organisation.organs:
        if organ.kind in ("nämnd", "kommunstyrelse") and not {"", organ.key} & set(held["sekreterare"]):
            text = f"{organ.key} saknar sekreterare; ingen kan kalla eller föra protokoll."
            hint = f"Ge en person rollen: ”roller: [{{roll: sekreterare, för: {organ.key}}}]”."
            draft.warn(("organ", organ.key), text, hint)


def _interval(draft: Draft, subject: Subject, start: str, end: str, what: str, key: str) -> None:
    if start and end and end < start:
        draft.fel(subject, f"{what} slutar {end}, före sin början {start}.", "Byt plats på datumen.", key)
