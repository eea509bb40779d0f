"""beredning utlåtande, what comes back from Word: read a file in, put the case's facts into it, compare versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beredning_cli.base import Noun, argument, command, option
from beredning_cli.output import fields, style
from beredning_cli.values import FILE

if TYPE_CHECKING:
    from beredning.core.comparison import Difference, Piece
    from beredning.office.report_compare import Wording
    from beredning.office.report_reading import ReadBack
    from beredning_cli.context import Context

# Words of an unchanged stretch that are shown on each side of a change.
_AROUND = 6


def add_to(group: Noun) -> None:
    """Adds the commands of this file to the noun."""
    for add in (_read, _update, _compare):
        add(group)


def _read(group: Noun) -> None:
    @command(
        group,
        "läs",
        help="Läs in tjänsteutlåtandet som det har redigerats i Word; det blir nästa version.\n\n"
        "Visar vad som skiljer från den förra versionen, spårade ändringar, kommentarer och vad filen har förlorat av "
        "mallen. Har någon annan hunnit läsa in en ändring av samma version sparas filen vid sidan om (utgångskod 6).",
        example="beredning utlåtande läs 2023/450 2023-450-tjänsteutlåtande-v1.docx\n"
        "beredning utlåtande läs 2023/450 sammanförd.docx --från 3",
    )
    @argument("dnr", "DNR", help="Diarienumret.", complete="dnr")
    @argument("file", "FIL", help="Wordfilen (.docx).", type=FILE)
    @option(
        "--från",
        "base",
        "NR",
        help="Versionen som filen bygger på, när filen inte själv säger det.",
        type=int,
        default=None,
    )
    def read_in(context: Context, dnr: str, file: str, base: int | None) -> None:
        """Read a file back."""
        from pathlib import Path

        from beredning.office.report_reading import read_back
        from beredning_cli.files import read_bytes

        path = Path(file)
        told = read_back(context.desk(), dnr, read_bytes(path), path.name, base)
        context.emit(told, lambda: _told(told))


def _told(told: ReadBack) -> list[str]:
    kept = "" if told.new else " (den fanns redan)"
    origin = f", bygger på version {told.base}" if told.base else ""
    lines = [style(f"{told.dnr}: tjänsteutlåtande version {told.version}{kept}{origin}.", "bra")]
    changed = [one for one in told.differences if one.status != "lika"]
    lines += [f"  {one.label}: {one.status}" for one in changed]
    if told.base and not changed:
        lines.append("  Inget avsnitt skiljer.")
    if changed:
        lines.append(f"Se orden: beredning utlåtande jämför {told.dnr} {told.base} {told.version}")
    lines += [
        style(f"Spårad ändring ({one.kind}, {one.author or 'okänd'}", "varning") + f", {one.place}): {_short(one.text)}"
        for one in told.changes
    ]
    if told.changes:
        lines.append("Godkänn eller avvisa de spårade ändringarna i Word innan utlåtandet godkänns.")
    lines += [f"Kommentar ({one.author or 'okänd'}, {one.place}): {_short(one.text)}" for one in told.comments]
    lines += [style("Förlorat: ", "varning") + text for text in told.losses]
    lines += [style("Okänd rubrik: ", "varning") + text for text in told.strange]
    lines += [style("Kunde inte läsas: ", "varning") + text for text in told.unread]
    return [*lines, *(f"Saknas: {label}" for label in told.missing)]


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 100 else plain[:99] + "…"


def _update(group: Noun) -> None:
    @command(
        group,
        "uppdatera",
        help="För in ärendets uppgifter i den Wordfil som handläggaren har redigerat.\n\n"
        "Diarienummer, rubrik, handläggare, nämnd och förvaltning skrivs på sina platser; inget annat i filen rörs.",
        example="beredning utlåtande uppdatera 2023/450\nberedning utlåtande uppdatera 2023/450 --ut ny.docx",
    )
    @argument("dnr", "DNR", help="Diarienumret.", complete="dnr")
    @option("--ut", "out", "FIL", help="Wordfilens namn; annars efter diarienummer och version.", default="")
    def update_it(context: Context, dnr: str, out: str) -> None:
        """Put the facts of the case into the officer's file."""
        from pathlib import Path

        from beredning.office.report_content import file_name
        from beredning.office.report_update import update
        from beredning_cli.files import Delivery

        with Delivery() as files:
            made = update(
                context.desk(),
                dnr,
                lambda one: files.write(Path(out or file_name(one.dnr, one.version, "utkast")), one.body),
            )
        path = files.paths[-1]

        def lines() -> list[str]:
            kept = "" if made.new else " (oförändrad)"
            return [
                f"{made.dnr}: tjänsteutlåtande version {made.version}{kept}, {path}",
                *(f"  {name}: {before or '(tomt)'} → {after}" for name, before, after in made.changed),
                *(style("Har ingen plats i filen: ", "varning") + name for name in made.unplaced),
            ]

        context.emit({"fil": str(path), **fields(made, "body")}, lines)


def _compare(group: Noun) -> None:
    @command(
        group,
        "jämför",
        help="Visa vad som skiljer mellan två versioner, ord för ord.\n\n"
        "Utan nummer jämförs de två senaste. FÖRE och EFTER kan också vara förslag (utlåtandets), au (utskottets) och "
        "beslut; med --beslut visas alla tre efter varandra, och ”ändrat” där ett ord skiljer.",
        example="beredning utlåtande jämför 2023/450\nberedning utlåtande jämför 2023/450 1 3\n"
        "beredning utlåtande jämför 2023/450 --beslut",
    )
    @argument("dnr", "DNR", help="Diarienumret.", complete="dnr")
    @argument("before", "FÖRE", help="En version, eller förslag, au eller beslut.", required=False, default="")
    @argument("after", "EFTER", help="En version, eller förslag, au eller beslut.", required=False, default="")
    @option("--beslut", "decision", is_flag=True, help="Jämför förslaget, utskottets förslag och beslutet.")
    def compare_them(context: Context, dnr: str, before: str, after: str, decision: bool) -> None:
        """Compare versions or wordings."""
        from beredning.errors import UsageFault
        from beredning.office.report_compare import compare_versions, wordings

        if decision:
            if before or after:
                raise UsageFault("--beslut jämför alla lydelser och tar inga versioner.", "Utelämna FÖRE och EFTER.")
            found = wordings(context.desk(read_only=True), dnr)
            context.emit(found, lambda: [line for one in found for line in _wording(one)])
            return
        told = compare_versions(context.desk(read_only=True), dnr, before, after)

        def lines() -> list[str]:
            said = [f"{told.dnr}: {told.before} → {told.after}"]
            changed = [one for one in told.differences if one.status != "lika"]
            said += [line for one in changed for line in _difference(one)]
            alike = [one.label for one in told.differences if one.status == "lika"]
            return [*said, *([f"Lika: {', '.join(alike)}"] if alike else [])]

        context.emit(told, lines)


def _wording(one: Wording) -> list[str]:
    state = "" if not one.against else style(": ändrat", "varning") if one.changed else ": oförändrat"
    lines = [style(f"{one.kind.capitalize()} ({one.source})", "rubrik") + state, *(f"  {text}" for text in one.lines)]
    if one.changed and one.difference:
        lines += [f"    {text}" for text in _words(one.difference.pieces)]
    return lines


def _difference(one: Difference) -> list[str]:
    lines = [style(one.label, "rubrik") + f": {one.status}"]
    return [*lines, *(f"  {text}" for text in _words(one.pieces))]


def _words(pieces: tuple[Piece, ...]) -> list[str]:
    """The pieces as lines: [-struket-] and {+tillagt+}, and of what is alike only the words next to a change."""
    shown = []
    last = len(pieces) - 1
    for place, piece in enumerate(pieces):
        if piece.kind == "struket":
            shown.append(style(f"[-{piece.text.strip()}-]", "fel"))
        elif piece.kind == "tillagt":
            shown.append(style(f"{{+{piece.text.strip()}+}}", "bra"))
        else:
            shown.append(_around(piece.text, first=place == 0, last=place == last))
    return " ".join(filter(None, shown)).splitlines()


def _around(text: str, *, first: bool, last: bool) -> str:
    words = text.split()
    head = [] if first else words[:_AROUND]
    tail = [] if last else words[-_AROUND:]
    if (
        len(head) + len(tail) >= len(words)
        and not (first and len(words) > _AROUND)
        and not (last and len(words) > _AROUND)
    ):
        return " ".join(words)
    return " ".join([*head, "…", *tail])
