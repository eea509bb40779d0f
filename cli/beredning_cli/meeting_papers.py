"""beredning sammanträde, the papers: kallelse, handlingar, protokoll, justering, anslag and taking it down."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from beredning_cli.base import Noun, argument, command, option
from beredning_cli.files import Delivery
from beredning_cli.values import DAY, OneOf

if TYPE_CHECKING:
    from beredning_cli.context import Context

_WHERE = "UBN-AU:2023-12-06"


def add_to(group: Noun) -> None:
    """Adds the commands of this file to the noun."""
    for add in (_call, _pack, _minutes, _adjust, _post, _take_down, _fetch):
        add(group)


_PDF = "Skriv den som PDF också, för arkiv och för alla läsare (PDF/A-2, PDF/UA)."


class Delivered(Delivery):
    """Writes the file of an act into a folder, and its PDF when asked for. path: where it is, None before."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.folder = Path(folder or ".")

    @property
    def path(self) -> Path | None:
        return self.paths[0] if self.paths else None

    @property
    def told_path(self) -> str:
        """The files as they are told of in a line of text."""
        return " och ".join(str(path) for path in self.paths)

    def __call__(self, filename: str, body: bytes) -> None:
        """Write the file. Raises UsageFault when another is there."""
        self.write(self.folder / filename, body)

    def told(self, value: Any) -> dict[str, Any]:
        """The answer without the file's bytes, and with where the file is."""
        from beredning_cli.output import fields

        return {**fields(value, "body"), "fil": str(self.path or ""), **self.pdf()}

    def pdf(self) -> dict[str, str]:
        """Where the PDF is, when one was written."""
        return {"pdf": str(self.paths[1])} if len(self.paths) > 1 else {}


def _call(group: Noun) -> None:
    @command(
        group,
        "kallelse",
        help="Skicka kallelsen: skriv den med föredragningslistan som Word och kalla ärendena.\n\n"
        "Ärenden som inte är redo lämnas utanför och visas med hinder. Nästa gång blir det en ändrad kallelse.",
        example=f"beredning sammanträde kallelse {_WHERE} --prova\n"
        f"beredning sammanträde kallelse {_WHERE} --ut utskick",
    )
    @argument("meeting", "SAMMANTRÄDE", help="Organ och dag.", complete="sammanträde")
    @option("--ut", "folder", "MAPP", help="Mappen som filen skrivs i.", default="")
    @option("--pdf", "pdf", is_flag=True, help=_PDF)
    @option("--prova", "dry", is_flag=True, help="Visa bara vad som skulle hända.")
    @option("--skäl", "reason", "TEXT", help="Svar på varningar, till exempel att kallelsen är sen.", default="")
    def call_it(context: Context, meeting: str, folder: str, pdf: bool, dry: bool, reason: str) -> None:
        """Send the kallelse."""
        from beredning.office.meeting_call import call
        from beredning_cli.meeting_text import called_lines

        with Delivered(folder) as file:
            made = call(context.desk(), meeting, reason=reason, dry=dry, pdf=pdf, deliver=file)
        context.emit(file.told(made), lambda: called_lines(made, file.path))


def _pack(group: Noun) -> None:
    @command(
        group,
        "handlingar",
        help="Skriv alla handlingar som en mapp i föredragningslistans ordning, med manifest.\n\n"
        "Nekas medan en handling saknas eller ett utlåtande inte är klart; inget halvfärdigt skickas ut.",
        example=f"beredning sammanträde handlingar {_WHERE} --ut utskick\n"
        f"beredning sammanträde handlingar {_WHERE} --ut utskick --pdf",
    )
    @argument("meeting", "SAMMANTRÄDE", help="Organ och dag.", complete="sammanträde")
    @option("--ut", "folder", "MAPP", help="Mappen som handlingarnas mapp görs i.", default="")
    @option("--utan-sidantal", "uncounted", is_flag=True, help="Räkna inte sidor; det går fortare.")
    @option("--pdf", "pdf", is_flag=True, help="Gör allt som kan vara PDF till PDF; andras Wordfiler med LibreOffice.")
    @option("--skäl", "reason", "TEXT", help="Svar på varningar.", default="")
    def pack(context: Context, meeting: str, folder: str, uncounted: bool, pdf: bool, reason: str) -> None:
        """Write the pack."""
        from beredning.office.meeting_pack import write_handlingar
        from beredning_cli.output import table

        where = Path(folder or ".")
        with context.progress("Sammanställer handlingar", 3) as meter:
            made = write_handlingar(
                context.desk(), meeting, where, reason=reason, count=not uncounted, pdf=pdf, told=meter.at
            )

        def text() -> list[str]:
            rows = [(f[0], f[1], f[3] if f[3] >= 0 else f[4]) for f in made.files]
            total = f"{len(made.files)} {'fil' if len(made.files) == 1 else 'filer'}"
            total += "." if uncounted else f", {made.pages} sidor."
            lines = [f"Handlingarna ligger i {made.folder}.", *table(("Fil", "Handling", "Sidor"), rows), total]
            return lines + [f"Inte PDF: {name}. {why}" for name, why in made.not_pdf] + list(made.advice)

        context.emit(made, text)


def _minutes(group: Noun) -> None:
    @command(
        group,
        "protokoll",
        help="Skriv protokollet som Word, när det har allt som lagen kräver (KL 5:66–67).\n\n"
        "Det kan skrivas igen som en ny version tills det är justerat.",
        example=f"beredning sammanträde protokoll {_WHERE} --ut protokoll",
    )
    @argument("meeting", "SAMMANTRÄDE", help="Organ och dag.", complete="sammanträde")
    @option("--ut", "folder", "MAPP", help="Mappen som filen skrivs i.", default="")
    @option(
        "--justeras",
        "adjust_place",
        "TEXT",
        help="Plats och tid för justeringen, som det står i protokollet.",
        default="",
    )
    @option("--pdf", "pdf", is_flag=True, help=_PDF)
    @option("--skäl", "reason", "TEXT", help="Svar på varningar.", default="")
    def minutes(context: Context, meeting: str, folder: str, adjust_place: str, pdf: bool, reason: str) -> None:
        """Write the protokoll."""
        from beredning.office.meeting_minutes import write_minutes

        with Delivered(folder) as file:
            made = write_minutes(
                context.desk(), meeting, reason=reason, adjust_place=adjust_place, pdf=pdf, deliver=file
            )

        def text() -> list[str]:
            runs = f"§§ {made.numbers[0]}–{made.numbers[1]}"
            return [
                f"Protokollet från {made.meeting}, {runs}, version {made.version}: {file.told_path}",
                *(f"{m.dnr}: {m.title}" for m in made.moved),
                f"Justeras senast {made.adjust_by}. Nästa: beredning sammanträde justera {made.meeting} --av …",
            ]

        context.emit(file.told(made), text)


def _adjust(group: Noun) -> None:
    @command(
        group,
        "justera",
        help="Anteckna att protokollet, eller en del av det, är justerat (KL 5:69).\n\n"
        "De justerade paragraferna är låsta.",
        example=f'beredning sammanträde justera {_WHERE} --av "Lena Camp,Anette Håkansson" --datum 2023-12-08\n'
        f'beredning sammanträde justera {_WHERE} --av "Lena Camp,Anette Håkansson" --från-§ 4 --till-§ 4',
    )
    @argument("meeting", "SAMMANTRÄDE", help="Organ och dag.", complete="sammanträde")
    @option("--av", "by", "NAMN,…", multiple=True, required=True, help="Vilka som justerade, ordföranden bland dem.")
    @option("--datum", "on", "DATUM", type=DAY, help="Dagen; annars i dag.", default="")
    @option("--från-§", "first", "NR", type=int, default=0, help="Första paragrafen; annars alla som är kvar.")
    @option("--till-§", "last", "NR", type=int, default=0, help="Sista paragrafen.")
    @option("--plats", "place", "TEXT", help="Var det justerades.", default="")
    @option("--skäl", "reason", "TEXT", help="Svar på varningar.", default="")
    def adjust_it(
        context: Context, meeting: str, by: tuple[str, ...], on: str, first: int, last: int, place: str, reason: str
    ) -> None:
        """Record the adjustment."""
        from beredning.office.meeting_adjust import adjust

        names = tuple(one.strip() for name in by for one in name.split(",") if one.strip())
        made = adjust(context.desk(), meeting, names, on=on, first=first, last=last, place=place, reason=reason)

        def text() -> list[str]:
            hidden = sum(n not in made.public for n in range(made.first, made.last + 1))
            lines = [f"§§ {made.first}–{made.last} från {made.meeting} justerades {made.adjusted_on}."]
            if hidden:
                lines.append(f"{hidden} av dem är beredande och blir inte allmän handling genom justeringen (TF 2:10).")
            lines += [f"{m.dnr}: {m.title}" for m in made.moved]
            return [*lines, f"Anslås senast {made.post_by}. Nästa: beredning sammanträde anslå {made.meeting}"]

        context.emit(made, text)


def _post(group: Noun) -> None:
    @command(
        group,
        "anslå",
        help="Anteckna att justeringen är tillkännagiven, och skriv anslagsbeviset (KL 8:12).\n\n"
        "Överklagandetiden räknas från den dagen.",
        example=f"beredning sammanträde anslå {_WHERE} --datum 2023-12-08",
    )
    @argument("meeting", "SAMMANTRÄDE", help="Organ och dag.", complete="sammanträde")
    @option("--datum", "on", "DATUM", type=DAY, help="Dagen; annars i dag.", default="")
    @option(
        "--från-§", "first", "NR", type=int, default=0, help="Första paragrafen i den del som avses, när flera väntar."
    )
    @option("--plats", "place", "TEXT", help="Anslagstavlan; annars den i kommun.yaml.", default="")
    @option("--ut", "folder", "MAPP", help="Mappen som anslagsbeviset skrivs i.", default="")
    @option("--pdf", "pdf", is_flag=True, help=_PDF)
    @option("--skäl", "reason", "TEXT", help="Varför det anslås sent.", default="")
    def post_it(
        context: Context, meeting: str, on: str, first: int, place: str, folder: str, pdf: bool, reason: str
    ) -> None:
        """Record the posting."""
        from beredning.office.meeting_adjust import post

        with Delivered(folder) as file:
            made = post(context.desk(), meeting, on=on, first=first, place=place, reason=reason, pdf=pdf, deliver=file)
        lines = [
            f"§§ {made.first}–{made.last} från {made.meeting} anslogs {made.posted_on}. Anslagsbevis: {file.told_path}",
            f"Överklagas senast {made.appeal_until}. Anslaget tas ned tidigast {made.earliest_removal}.",
        ]
        context.emit(file.told(made), lambda: [*lines, *(f"{m.dnr}: {m.title}" for m in made.moved)])


def _take_down(group: Noun) -> None:
    @command(
        group,
        "ta-ned",
        help="Anteckna att anslaget är nedtaget, när överklagandetiden har gått ut.",
        example="beredning sammanträde ta-ned UBN:2023-12-13 --datum 2024-01-09",
    )
    @argument("meeting", "SAMMANTRÄDE", help="Organ och dag.", complete="sammanträde")
    @option("--datum", "on", "DATUM", type=DAY, help="Dagen; annars i dag.", default="")
    @option(
        "--från-§",
        "first",
        "NR",
        type=int,
        default=0,
        help="Första paragrafen i den del som avses, när flera är anslagna.",
    )
    def remove(context: Context, meeting: str, on: str, first: int) -> None:
        """Record the taking down."""
        from beredning.office.meeting_adjust import take_down

        made = take_down(context.desk(), meeting, on=on, first=first)
        said = f"Anslaget för §§ {made.first}–{made.last} från {made.meeting} togs ned {made.removed_on}."
        context.emit(made, lambda: [said])


def _fetch(group: Noun) -> None:
    @command(
        group,
        "hämta",
        help="Skriv ut den kallelse eller det protokoll som gäller, som det sparades.",
        example=f"beredning sammanträde hämta {_WHERE} protokoll --ut utskick\n"
        f"beredning sammanträde hämta {_WHERE} kallelse --pdf",
    )
    @argument("meeting", "SAMMANTRÄDE", help="Organ och dag.", complete="sammanträde")
    @argument("what", "HANDLING", type=OneOf(("kallelse", "protokoll")), help="kallelse eller protokoll.")
    @option("--ut", "folder", "MAPP", help="Mappen som filen skrivs i.", default="")
    @option("--pdf", "pdf", is_flag=True, help="Skriv den som PDF i stället för Word.")
    def fetch(context: Context, meeting: str, what: str, folder: str, pdf: bool) -> None:
        """Write out a stored document."""
        from beredning.core.digest import sha256_hex
        from beredning.office.meetings import stored, stored_pdf

        organisation = context.organisation()
        with Delivered(folder) as file, context.database(read_only=True).read() as reader:
            name, digest, body = (stored_pdf if pdf else stored)(reader, organisation, meeting, what)
            file(name, body)
        value = {"fil": str(file.path), "sha256": digest}
        if pdf:
            value = {"fil": str(file.path), "sha256": sha256_hex(body), "wordfil_sha256": digest}
            digest = value["sha256"]
        context.emit(value, lambda: [f"{file.path}  (SHA-256 {digest})"])
