"""What a workflow must be beyond its keys: names that exist, steps that can be told apart, ways that lead to an end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from beredning.core.workflow import Track, Workflow
from beredning.definitions import registries as r
from beredning.definitions.check_graph import Graph, check_graph
from beredning.definitions.check_steps import check_ambiguity, check_meeting_keys
from beredning.definitions.reader import Document, nearest
from beredning.definitions.scalars import NAME, Path
from beredning.definitions.schemas import tidy


class Names:
    """The names that parts of the file may refer to."""

    def __init__(self, workflow: Workflow) -> None:
        self.stages = tuple(s.name for s in workflow.stages)
        self.tracks = tuple(t.name for t in workflow.tracks)
        every = [*workflow.steps, *(s for t in workflow.tracks for s in t.steps)]
        self.marks = tuple(dict.fromkeys(e.name for s in every for e in s.effects if e.kind == "märke"))


def check_workflow(document: Document, workflow: Workflow) -> None:
    """Report every fault in the workflow's structure to `document`. Never raises; parts that could not be read are
    passed over, since their own faults are already reported."""
    values: Mapping[str, Any] = document.value
    if not values["skeden"] or not values["steg"]:
        return
    names = Names(workflow)
    finals = tuple(s.name for s in workflow.stages if s.final)
    if not finals:
        document.fault(
            ("skeden",), "Inget skede är ett slut.", "Skriv ”slut: ja” på det skede där ärendet är avslutat.", "key"
        )
    check_graph(document, Graph((), names.stages, workflow.start, finals, workflow.steps, "skede"))
    check_ambiguity(document, workflow.steps, ("steg",))
    for key, step in values["steg"].items():
        _step_names(document, ("steg", key), step, names)
        check_meeting_keys(document, ("steg", key), step)
        for index, source in enumerate(step["från"]):
            if source in finals:
                document.fault(("steg", key, "från", index), f"Skedet ”{source}” är ett slut och kan inte lämnas.")
    for track in workflow.tracks:
        _track(document, track, values["sidospår"][track.name], names)
    _consultation(document, workflow)
    _deadlines(document, values["frister"], names)
    _promises(document, values["löften"], names, finals)


def _track(document: Document, track: Track, values: Mapping[str, Any], names: Names) -> None:
    path = ("sidospår", track.name)
    stages = tuple(s.name for s in track.stages)
    if not stages or not track.steps:
        return
    for index, done in enumerate(values["klart"]):
        if done:
            document.expect((*path, "klart", index), done, stages, "skedet")
    for key, stage in values["skeden"].items():
        if stage["slut"]:
            hint = "Ett sidospårs klara skeden räknas upp under ”klart”."
            document.fault((*path, "skeden", key, "slut"), "”slut” hör till huvudspårets skeden.", hint, "key")
    check_graph(document, Graph(path, stages, track.start, track.done, track.steps, "skede"))
    check_ambiguity(document, track.steps, (*path, "steg"))
    for key, step in values["steg"].items():
        _step_names(document, (*path, "steg", key), step, names)


def _step_names(document: Document, path: Path, step: Mapping[str, Any], names: Names) -> None:
    """The requirements and effects of one step."""
    for index, item in enumerate(step["kräver"]):
        place = (*path, "kräver", index)
        pairs = {item: ""} if isinstance(item, str) else item
        for name, argument in pairs.items():
            if name:
                _need(document, place, name, argument, names)
    for index, item in enumerate(step["skapar"]):
        for kind, name in item.items() if isinstance(item, dict) else ():
            _effect(document, (*path, "skapar", index, kind), kind, name)
    for index, name in enumerate(step["tar-bort"]):
        if name:
            document.expect((*path, "tar-bort", index), name, names.marks, "märket")


def _need(document: Document, path: Path, name: str, argument: str, names: Names) -> None:
    if not document.expect(path, name, tuple(r.REQUIREMENTS), "kravet"):
        return
    kind = r.REQUIREMENTS[name]
    if not kind and argument:
        document.fault((*path, name), f"Kravet ”{name}” tar inget värde.", f"Skriv bara ”{name}”.")
    elif kind and not argument:
        document.fault(path, f"Kravet ”{name}” ska ha ett värde ({kind}).", f"Skriv ”{name}: …”.")
    elif kind:
        options: dict[str, tuple[Sequence[str], str]] = {
            "spår": (names.tracks, "sidospåret"),
            "märke": (names.marks, "märket"),
            "handling": (r.PAPER_KINDS, "handlingsslaget"),
            "organ": (r.ORGANS, "organet"),
            "roll": (r.ROLES, "rollen"),
        }
        known, what = options[kind]
        document.expect((*path, name), argument, known, what)


def _effect(document: Document, path: Path, kind: str, name: str) -> None:
    import re

    if kind == "handling":
        if name:
            document.expect(path, name, r.DOCUMENT_KINDS, "handlingsslaget")
    elif kind == "märke":
        if name and not re.fullmatch(NAME, name):
            text = f"Märket ”{name}” ska bestå av små bokstäver, siffror och bindestreck."
            document.fault(path, text, tidy(name, NAME))
    else:
        hint = "Märken tas bort med ”tar-bort”." if kind == "bort" else nearest(kind, ("märke", "handling"))
        document.fault(path, f"Ett steg kan inte skapa ”{kind}”.", hint, "key")


def _consultation(document: Document, workflow: Workflow) -> None:
    """`mbl-före-beslut` reads the side track mbl by the names of domain.md 2.2, so the track must use them."""
    from beredning.core.consultation import DONE_STATES, STATES

    users = [s.name for s in workflow.steps if any(n.name == "mbl-före-beslut" for n in s.needs)]
    track = workflow.track("mbl")
    if not users:
        return
    if track is None:
        text = "Kravet ”mbl-före-beslut” förutsätter sidospåret ”mbl”, som saknas."
        document.fault(("steg", users[0], "kräver"), text, "Kopiera sidospåret mbl från flödet namndarende.")
        return
    known = tuple(s.replace("_", "-") for s in STATES)
    for stage in track.stages:
        if stage.name not in known:
            text = f"Sidospåret mbl kan inte ha skedet ”{stage.name}” när ”mbl-före-beslut” används."
            document.fault(("sidospår", "mbl", "skeden", stage.name), text, nearest(stage.name, known), "key")
    done = {s.replace("_", "-") for s in DONE_STATES}
    for index, name in enumerate(track.done):
        if name in known and name not in done:
            text = f"MBL är inte fullgjord i ”{name}” (MBL 11–14 §§)."
            document.fault(("sidospår", "mbl", "klart", index), text, f"Klara skeden är {', '.join(sorted(done))}.")


def _deadlines(document: Document, values: Mapping[str, Any], names: Names) -> None:
    for key, deadline in values.items():
        path = ("frister", key)
        if deadline["skede"]:
            document.expect((*path, "skede"), deadline["skede"], names.stages, "skedet")
        if deadline["slag"] == "LAG" and not deadline["lagrum"]:
            document.fault((*path, "slag"), "En frist enligt lag ska ange sitt lagrum.", "Lägg till ”lagrum: …”.")


def _promises(document: Document, values: Mapping[str, Any], names: Names, finals: tuple[str, ...]) -> None:
    for key, promise in values.items():
        path = ("löften", key)
        if bool(promise["aldrig"]) == bool(promise["alltid-möjligt"]):
            text = f"Löftet ”{key}” ska ha ”aldrig” eller ”alltid-möjligt”, och bara det ena."
            document.fault(path, text, "Exempel: ”aldrig: beslutat” och ”utan: {spår: mbl}”.", "key")
        elif promise["alltid-möjligt"] and (promise["utan"] or promise["förrän"]):
            document.fault(path, "”alltid-möjligt” kan inte förenas med ”utan” eller ”förrän”.", "", "key")
        elif promise["utan"] and promise["förrän"]:
            document.fault(path, "Ett löfte har ”utan” eller ”förrän”, inte båda.", "Dela upp det i två löften.", "key")
        for part in ("aldrig", "alltid-möjligt", "utan", "förrän"):
            if promise[part]:
                _condition(document, (*path, part), promise[part], names)
        if promise["alltid-möjligt"] and promise["alltid-möjligt"]["slut"] and not finals:
            document.fault((*path, "alltid-möjligt"), "Flödet har inget slut att nå.")


def _condition(document: Document, path: Path, values: Mapping[str, Any], names: Names) -> None:
    if not any(values.values()):
        document.fault(path, f"Villkoret {document.name_of(path)} är tomt.", "Ange skede, spår eller märke.")
    for key, known, what in (
        ("skede", names.stages, "skedet"),
        ("spår", names.tracks, "sidospåret"),
        ("märke", names.marks, "märket"),
    ):
        for index, name in enumerate(values[key]):
            if name:
                document.expect((*path, key, index), name, known, what)
