"""The rest of beredning ärende: papers, corrections, jäv, dispatch, appeals and assignments. Imported by case.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beredning_cli.base import Noun, argument, command, option
from beredning_cli.values import DAY

if TYPE_CHECKING:
    from beredning_cli.context import Context


def add_to(group: Noun) -> None:
    """Adds the commands of this file to the noun."""
    for add in (_papers, _corrections, _dispatch, _appeals, _assignments):
        add(group)


def _papers(group: Noun) -> None:
    @command(
        group,
        "bifoga",
        help="Bifoga en handling till ett ärende.\n\nSamma titel igen blir en ny version; den gamla sparas.",
        example='beredning ärende bifoga 2023/450 nämndplan.pdf --titel "Nämndplan med budget 2024"',
    )
    @argument("dnr", "DNR", help="Diarienumret.", complete="dnr")
    @argument("file", "FIL", help="Filen.")
    @option("--titel", "title", "TITEL", help="Handlingens namn; annars filens.", default="")
    @option("--slag", "kind", "SLAG", help="bilaga, protokoll, yttrande, dom …", default="bilaga", show_default=True)
    @option("--daterad", "dated", "DATUM", type=DAY, help="Handlingens datum; annars i dag.", default="")
    @option("--inkommen/--upprättad", "incoming", help="Om den kom utifrån.", default=False)
    def attach_paper(context: Context, dnr: str, file: str, title: str, kind: str, dated: str, incoming: bool) -> None:
        from pathlib import Path

        from beredning.office.cases import attach
        from beredning_cli.files import media_type, read_bytes

        path = Path(file)
        direction = "in" if incoming else "upprättad"
        paper = attach(
            context.desk(),
            dnr,
            read_bytes(path),
            path.name,
            title or path.stem,
            kind,
            dated,
            media_type(path.name),
            direction,
        )
        name = title or path.stem
        context.emit(
            paper, lambda: f"Bifogad handling {paper.number}: {name} (version {paper.version}, {paper.digest[:12]})."
        )


def _corrections(group: Noun) -> None:
    @command(
        group,
        "ändra",
        help="Ändra en uppgift i ett ärende; det gamla värdet finns kvar i journalen.",
        example='beredning ärende ändra 2023/450 handläggare maggan.melander --skäl "Byte av handläggare"',
    )
    @argument("dnr", "DNR", help="Diarienumret.", complete="dnr")
    @argument(
        "field", "UPPGIFT", help="rubrik, handläggare, svarsdatum, kompetensgrund, beslutsinstans, överklagandetyp."
    )
    @argument("value", "VÄRDE", help="Det nya värdet.")
    @option("--skäl", "reason", "TEXT", help="Varför.", default="")
    def change_case(context: Context, dnr: str, field: str, value: str, reason: str) -> None:
        from beredning.office.case_changes import change

        row = change(context.desk(), dnr, field, value, reason)
        context.emit(row, lambda: f"{row.dnr}: {field} är nu ”{value}” (revision {row.revision}).")

    @command(
        group,
        "jäv",
        help="Anteckna att en person är jävig i ett ärende (KL 6:28–30, 7:4).",
        example='beredning ärende jäv 2023/428 atbin.vali.ababaf --skäl "Närstående till part"',
    )
    @argument("dnr", "DNR", help="Diarienumret.", complete="dnr")
    @argument("person", "PERSON", help="Den som är jävig.", complete="person")
    @option("--skäl", "reason", "TEXT", help="Jävsgrunden.", default="")
    def conflict(context: Context, dnr: str, person: str, reason: str) -> None:
        from beredning.office.case_changes import declare_conflict

        row = declare_conflict(context.desk(), dnr, person, reason)
        context.emit(row, lambda: f"{row.dnr}: {person} är antecknad som jävig och kan inte handlägga ärendet.")


def _dispatch(group: Noun) -> None:
    @command(
        group,
        "expediera",
        help="Anteckna att ett justerat beslut har skickats.\n\nUtan --mottagare: till alla som inte har fått det.",
        example="beredning ärende expediera 2023/450\nberedning ärende expediera 2023/450 --mottagare KS --sätt brev",
    )
    @argument("dnr", "DNR", help="Diarienumret.", complete="dnr")
    @option("--mottagare", "receivers", "NAMN", help="En mottagare; kan upprepas.", multiple=True)
    @option("--sätt", "way", "SÄTT", help="e-post, brev, e-tjänst, internpost …", default="e-post", show_default=True)
    @option("--kännedom/--hantera", "informed", default=None, help="Vad den ska göra; annars som beslutet säger.")
    def dispatch_decision(
        context: Context, dnr: str, receivers: tuple[str, ...], way: str, informed: bool | None
    ) -> None:
        from beredning.office.after_decision import dispatch

        kind = "" if informed is None else "kännedom" if informed else "hantera"
        rows = dispatch(context.desk(), dnr, receivers, way, kind)
        context.emit(rows, lambda: f"{dnr}: expedierat till {len(rows)} mottagare med {way}.")


def _appeals(group: Noun) -> None:
    @command(
        group,
        "överklagande",
        help="Anteckna om ett beslut har överklagats; laga kraft räknas aldrig fram (KL 13:5).",
        example="beredning ärende överklagande 2023/450 --inget --anslaget-hela-tiden\n"
        "beredning ärende överklagande 2023/450 --inkommet 2023-12-28\n"
        "beredning ärende överklagande 2023/450 --dom 2024-05-02 --utgång fastställt",
    )
    @argument("dnr", "DNR", help="Diarienumret.", complete="dnr")
    @option("--inget", "none", help="Kontrollerat: inget överklagande har kommit in.", is_flag=True)
    @option(
        "--anslaget-hela-tiden", "notice_up", help="Kontrollerat: anslaget har suttit uppe hela tiden.", is_flag=True
    )
    @option("--inkommet", "received", "DATUM", type=DAY, help="Ett överklagande kom in den dagen.", default="")
    @option("--dom", "settled", "DATUM", type=DAY, help="Domstolens slutliga avgörande.", default="")
    @option("--utgång", "outcome", "UTGÅNG", help="fastställt eller upphävt.", default="")
    def appeal(
        context: Context, dnr: str, none: bool, notice_up: bool, received: str, settled: str, outcome: str
    ) -> None:
        from beredning.errors import UsageFault
        from beredning.office import after_decision as after

        if [none, bool(received), bool(settled)].count(True) != 1:
            raise UsageFault("Ange ett av --inget, --inkommet DATUM och --dom DATUM.", "Se exemplen i --help.")
        at = context.desk()
        if none:
            row, said = after.check_appeal(at, dnr, notice_up), "kontrollerat, inget överklagande har kommit in"
        elif received:
            row, said = after.receive_appeal(at, dnr, received), "överklagandet är registrerat"
        else:
            row, said = (
                after.settle_appeal(at, dnr, settled, outcome),
                f"avgörandet är registrerat: {outcome}",
            )
        context.emit(row, lambda: f"{dnr} § {row.number}: {said}.")


def _assignments(group: Noun) -> None:
    @command(
        group,
        "uppdrag",
        help="Lägg till ett uppdrag ur ett beslut, eller återrapportera det.",
        example='beredning ärende uppdrag 2023/450 "Följa upp planen" --senast 2024-06-30\n'
        'beredning ärende uppdrag 2023/450 "Följa upp planen" --återrapporterat',
    )
    @argument("dnr", "DNR", help="Diarienumret.", complete="dnr")
    @argument("text", "TEXT", help="Uppdraget i ord.")
    @option("--senast", "due", "DATUM", type=DAY, help="När det ska vara återrapporterat.", default="")
    @option("--återrapporterat", "done", help="Det är återrapporterat i dag.", is_flag=True)
    def assignment(context: Context, dnr: str, text: str, due: str, done: bool) -> None:
        from beredning.office import after_decision as after

        at = context.desk()
        row = after.report_back(at, dnr, text) if done else after.assign(at, dnr, text, due)
        context.emit(row, lambda: f"{row.dnr}: uppdraget ”{text}” är {'återrapporterat' if done else 'antecknat'}.")
