"""Reads kommun.yaml, with personer.yaml and mandat.yaml beside it, into the organisation that the core works with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from beredning.core.organisation import (
    Administration,
    Mandate,
    MeetingDay,
    Organ,
    Organisation,
    Person,
    Role,
    StandingItem,
    Tenure,
)
from beredning.core.regulations import default
from beredning.definitions.organisation_check import check
from beredning.definitions.organisation_draft import Draft, Remark, Subject
from beredning.definitions.organisation_files import FILES, MAIN
from beredning.definitions.organisation_schema import MANDATES_FILE, MUNICIPALITY_FILE, PERSONS_FILE
from beredning.definitions.reader import Document, read
from beredning.definitions.scalars import Path
from beredning.errors import BadDefinition, Fault

_SCHEMAS = {MAIN: MUNICIPALITY_FILE, "personer.yaml": PERSONS_FILE, "mandat.yaml": MANDATES_FILE}

_Places = dict[Subject, tuple[Document, Path]]


class Examination(NamedTuple):
    """What an examination found: every remark in order of file and place, and the organisation when there is no FEL."""

    organisation: Organisation | None
    remarks: tuple[Remark, ...]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """The remarks that make the configuration impossible to use."""
        return tuple(r.fault for r in self.remarks if r.severity == "FEL")


def read_organisation(files: Mapping[str, bytes]) -> Organisation:
    """The organisation in the files, by name. Raises BadDefinition with every fault at once."""
    organisation, _ = found = examine(files)
    if organisation is None:
        number = "ett fel" if len(found.faults) == 1 else f"{len(found.faults)} fel"
        hint = "Rätta raderna och kör sedan ”beredning kontrollera”."
        raise BadDefinition(f"Kommunens uppgifter har {number}.", found.faults, hint)
    return organisation


def draft_of(files: Mapping[str, bytes]) -> Draft:
    """The organisation as it stands, with the remarks of the cross checks, also when some of them are FEL.

    An import may be what puts those right. Raises BadDefinition when a file cannot be read by itself.
    """
    documents = _documents(files)
    faults = tuple(fault for document in documents.values() for fault in document.sorted_faults())
    if faults:
        raise BadDefinition("Kommunens uppgifter går inte att läsa.", faults, "Rätta raderna först.")
    draft = _draft(documents)
    check(draft)
    return draft


def examine(files: Mapping[str, bytes]) -> Examination:
    """Read and check the files without raising. The cross checks run only when each file could be read by itself."""
    documents = _documents(files)
    remarks = [Remark("FEL", fault) for document in documents.values() for fault in document.sorted_faults()]
    if remarks:
        return Examination(None, tuple(remarks))
    draft = _draft(documents)
    check(draft)
    order = {name: number for number, name in enumerate(FILES)}
    remarks = sorted(
        set(draft.remarks), key=lambda r: (order[r.fault.file], r.fault.line, r.fault.column, r.fault.text)
    )
    usable = all(remark.severity != "FEL" for remark in remarks)
    return Examination(draft.organisation if usable else None, tuple(remarks))


def _documents(files: Mapping[str, bytes]) -> dict[str, Document]:
    """Each file that holds anything, read by itself; kommun.yaml even when it does not."""
    documents = {
        name: read(files[name], name, _SCHEMAS[name]) for name in FILES if name in files and _written(files[name])
    }
    if MAIN not in documents:
        documents[MAIN] = read(files.get(MAIN, b""), MAIN, MUNICIPALITY_FILE)
    return {name: documents[name] for name in FILES if name in documents}


def _written(data: bytes) -> bool:
    """Whether there is anything but comments: a side file may be kept with its comments alone."""
    return any(line.strip() and not line.lstrip().startswith(b"#") for line in data.splitlines())


def _draft(documents: dict[str, Document]) -> Draft:
    main = documents[MAIN].value
    places: _Places = {(): (documents[MAIN], ())}
    doubled: list[tuple[Subject, str]] = []
    persons = _persons(documents, places, doubled)
    organs = _organs(documents[MAIN], places)
    for key in main["förvaltningar"]:
        places["förvaltningar", key] = (documents[MAIN], ("förvaltningar", key))
    administrations = tuple(Administration(key, a["namn"], a["chef"]) for key, a in main["förvaltningar"].items())
    chiefs = tuple(Role(a.chief, "chef", a.key) for a in administrations if a.chief)
    draft = Draft(
        Organisation(
            main["kommun"],
            main["övning"],
            main["databas"],
            tuple(person for person, _ in persons),
            (*chiefs, *(role for _, roles in persons for role in roles)),
            organs,
            administrations,
            _mandates(documents, places),
            _meetings(documents[MAIN], places, {organ.key: organ for organ in organs}),
            _settings(main),
        ),
        places,
    )
    for subject, key in doubled:
        draft.fel(subject, f"Personen ”{key}” finns redan på {draft.line(('personer', key))}.", "Ta bort den ena.")
    return draft


def _persons(
    documents: dict[str, Document], places: _Places, doubled: list[tuple[Subject, str]]
) -> list[tuple[Person, tuple[Role, ...]]]:
    """Every person with its roles. One who stands in two files goes to `doubled`; the first is kept."""
    found = []
    for document in documents.values():
        for key, value in document.value.get("personer", {}).items():
            path: Path = ("personer", key)
            if path in places:
                again = ("personer", key, document.file)
                places[again] = (document, path)
                doubled.append((again, key))
                continue
            places[path] = (document, path)
            found.append((_person(key, value), tuple(_role(key, r) for r in value["roller"])))
    return found


def _person(key: str, value: dict[str, Any]) -> Person:
    titles = tuple(Tenure(t["titel"], t["från"], t["till"]) for t in value["befattningar"])
    return Person(key, value["namn"], value["titel"], value["e-post"], tuple(value["konton"]), titles)


def _role(person: str, value: dict[str, Any]) -> Role:
    return Role(person, value["roll"], value["för"], value["från"], value["till"])


def _organs(document: Document, places: _Places) -> tuple[Organ, ...]:
    written = document.value["organ"]
    for key in written:
        places["organ", key] = (document, ("organ", key))
    return tuple(_organ(key, value, written) for key, value in written.items())


def _organ(key: str, value: dict[str, Any], written: dict[str, Any]) -> Organ:
    parent = written.get(value["under"], {})
    definite = value["bestämd"] or value["namn"][:1].lower() + value["namn"][1:]
    return Organ(
        key,
        value["namn"],
        value["slag"],
        value["platser"],
        value["förvaltning"] or parent.get("förvaltning", ""),
        value["under"],
        value["dnr-form"],
        _series(key, value, parent),
        definite,
        value["genitiv"] or (definite if definite.endswith(("s", "x", "z")) else definite + "s"),
        tuple(_standing(item) for item in value["stående-punkter"]),
        _rules(value, parent),
        tuple(value["kallas-även"]),
    )


def _series(key: str, value: dict[str, Any], parent: dict[str, Any]) -> str:
    """The series that numbers are drawn from; "" when the diarium is kept in another system, which gives the number."""
    if (value["diarium"] or parent.get("diarium", "")) == "annat":
        return ""
    return str(value["dnr-serie"] or parent.get("dnr-serie", "") or value["under"] or key)


def _rules(value: dict[str, Any], parent: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """The rules as flat pairs. Those of a nämnd hold for its utskott where that sets nothing of its own."""
    flat: dict[str, str] = {}
    for source in (parent, value):
        for name, setting in [*source.get("reglemente", {}).items(), *source.get("rutiner", {}).items()]:
            if isinstance(setting, dict):
                flat.update({f"{name}:{party}": order for party, order in setting.items()})
            elif setting:
                flat[name] = setting
    return tuple(sorted(flat.items()))


def _standing(value: dict[str, Any]) -> StandingItem:
    return StandingItem(
        value["titel"],
        value["slag"],
        value["bokstav"],
        value["dnr"],
        value["minuter"],
        tuple(value["föredragande"]),
        "tid" if value["klockan"] else value["plats"] or "först",
        value["klockan"],
    )


def _mandates(documents: dict[str, Document], places: _Places) -> tuple[Mandate, ...]:
    """Every mandate in order of file and line. Ersättare without `ordning` serve in that order, organ by organ."""
    found: list[Mandate] = []
    for document in documents.values():
        for index, value in enumerate(document.value.get("mandat", [])):
            places["mandat", len(found)] = (document, ("mandat", index))
            fields = ("person", "organ", "uppdrag", "parti", "från", "till", "ordning")
            found.append(Mandate._make(value[name] for name in fields))
    return in_order(found)


def in_order(mandates: list[Mandate]) -> tuple[Mandate, ...]:
    """The mandates with a number on each ersättare, in the order written, for the organs where none has a number."""
    numbered = {m.organ for m in mandates if m.post == "ersättare" and m.order}
    last: dict[str, int] = {}
    found = []
    for mandate in mandates:
        if mandate.post == "ersättare" and mandate.organ not in numbered:
            last[mandate.organ] = last.get(mandate.organ, 0) + 1
            found.append(mandate._replace(order=last[mandate.organ]))
        else:
            found.append(mandate)
    return tuple(found)


def _meetings(document: Document, places: _Places, organs: dict[str, Organ]) -> tuple[MeetingDay, ...]:
    found = []
    for index, value in enumerate(document.value["sammanträden"]):
        places["sammanträden", index] = (document, ("sammanträden", index))
        organ = organs.get(value["organ"])
        manuscript = value["manusstopp"] or _before(value["dag"], organ, "manusstopp-dagar")
        notice = value["kallelse"] or _before(value["dag"], organ, "kallelse-dagar")
        found.append(MeetingDay(value["organ"], value["dag"], value["tid"], value["plats"], manuscript, notice))
    return tuple(found)


def _before(day: str, organ: Organ | None, rule: str) -> str:
    """The day that lies as many days before the meeting as a rule of its organ says, or "" when it says nothing."""
    days = organ.rule(rule, default(rule)) if organ else ""
    return (date.fromisoformat(day) - timedelta(int(days))).isoformat() if days else ""


def _settings(main: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    agreement = main["samverkansavtal"]
    flat = {name: value for name, value in main["inställningar"].items() if value}
    flat |= {f"parti:{key}": name for key, name in main["partier"].items()}
    flat |= {f"granska:{code}": severity for code, severity in main["granska"].items()}
    if agreement["ersätter"]:
        flat["samverkansavtal-ersätter"] = " ".join(agreement["ersätter"])
        flat["samverkansavtal-14"] = "ja" if agreement["14"] else "nej"
        flat["samverkansavtal-38"] = "ja" if agreement["38"] else "nej"
        flat["samverkansavtal-rubrik"] = agreement["rubrik"] or "Samverkan"
    return tuple(sorted(flat.items()))
