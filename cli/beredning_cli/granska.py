"""beredning granska: what is wrong in papers, whoever made them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from beredning_cli.base import Noun, argument, command, option
from beredning_cli.output import style

if TYPE_CHECKING:
    from pathlib import Path

    from beredning.core.finding import Finding
    from beredning.core.organisation import Organisation
    from beredning.core.report import Layout
    from beredning.office.granska import Reviewed
    from beredning_cli.context import Context

group = Noun(
    "granskning",
    help="Granska handlingar.",
    example="beredning granska utlåtande.docx\nberedning granska handlingar/",
)
_STYLES = {"FEL": "fel", "VARNING": "varning", "INFO": "svag"}
_SOUND, _FAULTY = 0, 9


@command(
    group,
    "granska",
    help="Granska handlingar: tjänsteutlåtanden, kallelser, protokoll och hela utskick.\n\n"
    "Läser .docx, .pdf och .txt. En mapp granskas som ett utskick, där handlingarna också jämförs med varandra. I en "
    "instans används kommunens register och formulär; utanför en instans kan de anges med --kommun. Ett FEL ger "
    "utgångskod 9; varningar och upplysningar ger 0.",
    example="beredning granska 2023-450-tjänsteutlåtande-v2.docx\n"
    "beredning granska handlingar-UBN-AU-2023-12-06\n"
    "beredning granska kallelse.pdf utlåtande.docx --kommun kommun.yaml --json",
)
@argument("files", "FIL|MAPP", help="Filer, eller mappar med ett utskick.", nargs=-1)
@option("--kommun", "municipality", "FIL", help="En kommun.yaml att granska mot, utan instans.", default="")
@option("--publicering", "publication", is_flag=True, help="Handlingarna ska publiceras: personuppgifter blir FEL.")
@option("--allt", "everything", is_flag=True, help="Visa också upplysningar (INFO) i texten.")
def review(context: Context, files: tuple[str, ...], municipality: str, publication: bool, everything: bool) -> None:
    """Review papers; exit code 9 with a FEL, or with a file that could not be read."""
    from contextlib import ExitStack

    import click

    from beredning.office.granska import by_the_register, make_frame, review_files
    from beredning_cli.files import read_bytes

    layouts, organisation, words = _around(context, municipality)
    speller, missing = context.spelling(words)
    inside = organisation is not None and not municipality
    day = (context.today() if inside else context.today_anywhere()).isoformat()
    frame = make_frame(layouts, organisation, day, speller=speller, publication=publication)
    found = _papers(files)
    loads = [(name, lambda path=path: read_bytes(path)) for name, path in found]
    with context.progress("Granskar", len(found)) as meter, ExitStack() as stack:
        known = None
        if inside and organisation is not None:
            reader = stack.enter_context(context.database(read_only=True).read())
            known = by_the_register(reader, organisation)
        done = review_files(loads, frame, missing, meter.step, known)
    context.emit(_plain(done), lambda: _said(done, everything))
    if not done.sound:
        click.get_current_context().exit(_FAULTY)


def _around(context: Context, municipality: str) -> tuple[tuple[Layout, ...], Organisation | None, tuple[str, ...]]:
    """The forms, the organisation and the words that the municipality's own list adds to the dictionary."""
    from beredning.errors import NotFound
    from beredning.office import granska_files

    if municipality:
        return granska_files.named(municipality)
    try:
        instance = context.instance()
    except NotFound:
        if context.instance_named():
            raise
        return granska_files.built_in()
    return granska_files.of_instance(instance, context.organisation())


def _papers(files: tuple[str, ...]) -> list[tuple[str, Path]]:
    """The files in the order of their names in each folder; a name that two folders share is told with its folder."""
    from pathlib import Path

    from beredning.errors import NotFound, UsageFault
    from beredning.office.granska_files import papers_in

    paths: list[Path] = []
    for text in files:
        path = Path(text)
        if not path.exists():
            raise NotFound(f"{text} finns inte.", "Kontrollera sökvägen.")
        inside = papers_in(path) if path.is_dir() else [path]
        if not inside:
            raise UsageFault(f"Mappen {text} har inga filer att granska.", "Granska läser .docx, .pdf och .txt.")
        paths += [one for one in inside if one not in paths]
    names = [path.name for path in paths]
    return [(path.name if names.count(path.name) == 1 else str(path), path) for path in paths]


def _plain(done: Reviewed) -> dict[str, Any]:
    """The answer as JSON. `rad` is the line in a text file, page and paragraph in others, 0 for what has no place."""
    keys = ("fil", "rad", "plats", "regel", "allvar", "text", "varför", "förslag", "grund")
    count = done.summary
    return {
        "fynd": [{**dict(zip(keys, one, strict=True)), "rad": one.line or one.place or 0} for one in done.findings],
        "summering": {
            "filer": count.files,
            "fel": count.errors,
            "varningar": count.warnings,
            "info": count.notes,
            "olästa": [{"fil": one.file, "skäl": one.reason} for one in done.unread],
            "stavning": done.spelling or "kontrollerad",
        },
    }


def _said(done: Reviewed, everything: bool) -> list[str]:
    lines: list[str] = []
    shown = [one for one in done.findings if everything or one.severity != "INFO"]
    for file in dict.fromkeys(one.file for one in shown):
        lines.append(style(file, "rubrik"))
        for one in (one for one in shown if one.file == file):
            lines += _finding(one)
        lines.append("")
    for unread in done.unread:
        named = unread.reason if unread.reason.startswith(unread.file) else f"{unread.file}: {unread.reason}"
        lines.append(style("Kunde inte läsas: ", "fel") + named)
    count = done.summary
    papers = "1 handling" if count.files == 1 else f"{count.files} handlingar"
    found = f"{count.errors} FEL, {count.warnings} VARNING, {count.notes} INFO" if done.findings else "inga fynd"
    left = f"; {len(done.unread)} kunde inte läsas" if done.unread else ""
    told = f"{papers}: {found}{left}."
    lines.append(style(told, "bra" if done.sound else "fel"))
    if count.notes and not everything:
        lines.append("Upplysningarna visas med --allt.")
    return [*lines, *([done.spelling] if done.spelling else [])]


def _finding(one: Finding) -> list[str]:
    head = f"  {style(one.severity, _STYLES[one.severity])} {one.rule}"
    return [
        f"{head}  {one.place}: {one.text}" if one.place else f"{head}  {one.text}",
        f"      {one.why} ({one.ground})",
        *([f"      {one.suggestion}"] if one.suggestion else []),
    ]
