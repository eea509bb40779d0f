"""What can be written for a value: diarienummer, steps, meetings, persons, organs, workflows. Each is (word, help)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from beredning_cli.names import fold

if TYPE_CHECKING:
    from beredning_cli.context import Context

Found = list[tuple[str, str]]
_MOST: Final = 50
_LAST: Final = "\U0010ffff"  # sorts after every character: the end of a range of texts with one beginning


def _case_numbers(context: Context, _: Mapping[str, Any], incomplete: str) -> Found:
    from beredning.store.rows import CaseRow

    with context.database(read_only=True).read() as reader:
        if incomplete:
            rows = reader.all(CaseRow, "newest_between", incomplete, incomplete + _LAST, _MOST, 0)
        else:
            rows = reader.all(CaseRow, "open", _MOST, 0)
        titles = reader.texts([row.title for row in rows])
    return [(row.dnr, titles[row.title]) for row in rows]


def _steps(context: Context, given: Mapping[str, Any], _: str) -> Found:
    from beredning.office.case_view import next_steps

    with context.database(read_only=True).read() as reader:
        steps = next_steps(reader, context.organisation(), str(given.get("dnr") or ""))
    return [(step.address, step.title) for step in steps]


def _meetings(context: Context, _: Mapping[str, Any], _incomplete: str) -> Found:
    from beredning.store.rows import MeetingRow

    with context.database(read_only=True).read() as reader:
        return [(row.key, row.state) for row in reader.all(MeetingRow, "page", _MOST, 0)]


def _persons(context: Context, _: Mapping[str, Any], incomplete: str) -> Found:
    wanted = fold(incomplete).lower()
    return [
        (person.key, ", ".join(filter(None, (person.name, person.title))))
        for person in context.organisation().persons
        if fold(person.key).lower().startswith(wanted)
    ]


def _organs(context: Context, _: Mapping[str, Any], _incomplete: str) -> Found:
    return [(organ.key, organ.name) for organ in context.organisation().organs]


def _workflows(context: Context, _: Mapping[str, Any], _incomplete: str) -> Found:
    from beredning.office.configuration import workflow_files

    return [(name, "") for name in sorted(workflow_files(context.instance()))]


KINDS: Final[dict[str, Callable[[Context, Mapping[str, Any], str], Found]]] = {
    "dnr": _case_numbers,
    "steg": _steps,
    "sammanträde": _meetings,
    "person": _persons,
    "organ": _organs,
    "flöde": _workflows,
}
