"""beredning revision: trace a decision, prove that nothing was changed, export the journal, report on a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beredning_cli.base import Noun, argument, command, option
from beredning_cli.output import number, print_error, style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from beredning.office.audit import Trace, TraceLine
    from beredning.office.audit_proof import Checked
    from beredning.office.audit_report import AuditReport
    from beredning_cli.context import Context
    from beredning_cli.progress import Meter

group = Noun(
    "revision",
    help="Spåra beslut och bevisa att inget har ändrats.",
    example='beredning revision spåra "UBN § 12/2023"\nberedning revision kontrollera',
)

_SHORT = 12


@command(
    group,
    "spåra",
    help="Visa varje åtgärd bakom ett ärende, en paragraf, ett delegationsbeslut eller ett möte.\n\n"
    "När, vem, i vilken roll, vilket steg, på vilken grund och med vilka handlingar. En paragraf kan skrivas på många "
    "sätt: ”UBN § 12”, ”§ 12/2023 UBN”, ”UBN §12 2023”; utan år menas den senaste.",
    example="beredning revision spåra 2023/450\n"
    'beredning revision spåra "UBN § 12/2023"\n'
    'beredning revision spåra "UBN D 7/2023"\n'
    "beredning revision spåra UBN:2023-12-13 --json",
)
@argument("what", "VAD", help="Diarienummer, paragraf, delegationsbeslut eller sammanträde.", complete="dnr", nargs=-1)
def trace_decision(context: Context, what: tuple[str, ...]) -> None:
    """Print the trace."""
    from beredning.office.audit import trace

    with context.database(read_only=True).read() as reader:
        found = trace(reader, context.organisation(), " ".join(what))
    context.emit(found, lambda: _trace_lines(found))


@command(
    group,
    "kontrollera",
    help="Kör båda bevisen: att journalens kedja är hel, och att den ger just de tabeller som finns.\n\n"
    "Behöver bara läsrätt. Vid ett brott sägs var det första är, och utgångskoden är 8. Med --huvud jämförs den "
    "journalrad som står på en kallelse eller ett protokoll: finns den i kedjan är historien före papperet orörd.",
    example="beredning revision kontrollera\n"
    "beredning revision kontrollera --till 1200\n"
    'beredning revision kontrollera --huvud "Journal 7: c68e2e0f a1723ff9"',
)
@option("--till", "upto", "NUMMER", help="Bara kedjan, till och med den posten.", type=int, default=0)
@option("--huvud", "heads", "JOURNALRAD", help="En journalrad från ett papper; kan upprepas.", multiple=True)
def check_journal(context: Context, upto: int, heads: tuple[str, ...]) -> None:
    """Run the proofs."""
    from beredning.office.audit_proof import check

    with context.progress("Kontrollerar journalen") as meter:
        checked = check(context.database(read_only=True), upto, heads, _follow(meter))
    context.emit(checked, lambda: _checked_lines(checked))


@command(
    group,
    "export",
    help="Skriv hela journalen som rader att kontrollera utan det här programmet.\n\n"
    "Behöver bara läsrätt (KL 12:9). Varje rad är en journalpost i kanonisk JSON. Fri text och filer är inte med, bara "
    "deras kontrollsummor.",
    example="beredning revision export journal.jsonl",
)
@argument("path", "FIL", help="Filen som skrivs; en som finns skrivs aldrig över.")
def export_journal(context: Context, path: str) -> None:
    """Write the journal as lines."""
    from pathlib import Path

    from beredning.office.audit_export import lines
    from beredning_cli.files import write_new_lines
    from beredning_cli.progress import progress

    with context.database(read_only=True).read() as reader:
        entries, head = reader.head()
        count = write_new_lines(Path(path), progress(lines(reader), "Skriver journalen", entries))
    said = {"fil": path, "poster": count, "huvud": head}
    context.emit(said, lambda: [f"Skrev {path}: {number(count)} poster.", f"Huvud: {head}"])


@command(
    group,
    "rapport",
    help="Visa revisorernas frågor för ett organ och år, med det som hittades.",
    example="beredning revision rapport UBN --år 2023",
)
@argument("organ", "ORGAN", help="Nämnden eller utskottet.", complete="organ")
@option("--år", "year", "ÅR", help="Kalenderåret; annars det här året.", type=int, default=0)
def report_year(context: Context, organ: str, year: int) -> None:
    """Print the report."""
    from beredning.office.audit_report import reading_desk, report

    desk = reading_desk(context.instance(), context.organisation(), context.database(read_only=True), context.now())
    found = report(desk, organ, year or context.today().year)
    context.emit(found, lambda: _report_lines(found))


def _follow(meter: Meter) -> Callable[[int, int], None]:
    def told(done: int, total: int) -> None:
        meter.total = total
        meter.step(done - meter.done)

    return told


def _trace_lines(found: Trace) -> Iterator[str]:
    title = f"  {found.title}" if found.title else ""
    dnr = f" ({found.dnr})" if found.dnr and found.dnr != found.what else ""
    yield style(f"{found.what}{dnr}{title}", "rubrik")
    if found.decided:
        yield f"Beslut {found.decided}"
    for line in found.lines:
        yield ""
        yield from _act_lines(line)
    yield ""
    entries, head = found.head
    count = "1 åtgärd" if len(found.lines) == 1 else f"{len(found.lines)} åtgärder"
    yield f"{count}. Journalen har {number(entries)} poster, huvud {head[:_SHORT]}."
    yield "Att inget är ändrat visas av: beredning revision kontrollera"


def _act_lines(line: TraceLine) -> Iterator[str]:
    moved = f": {line.from_stage} → {line.to_stage}" if line.from_stage else ""
    what = f"{line.act} {line.step}".strip() + moved
    yield f"{line.time}  {style(what, 'rubrik')}"
    role = f", {line.role}" if line.role else ""
    yield f"    av {line.person}{role} (konto {line.account})"
    facts = [f"grund: {line.ground}"] if line.ground else []
    facts += [f"kräver: {', '.join(line.requires)}"] if line.requires else []
    if facts:
        yield f"    {' · '.join(facts)}"
    yield from (f"    {fact}" for fact in line.facts)
    if line.reason or line.warnings:
        codes = f" (kvitterar {', '.join(line.warnings)})" if line.warnings else ""
        yield f"    skäl: {line.reason}{codes}"
    for document in line.documents:
        yield f"    fil {document.digest[:_SHORT]}" + (f" {document.what}" if document.what else "")
    flow = f" · flöde {line.workflow} {line.workflow_digest[:_SHORT]}" if line.workflow_digest else ""
    yield style(f"    post {line.number} {line.digest[:_SHORT]} · {line.subject}{flow}", "svag")


def _checked_lines(checked: Checked) -> Iterator[str]:
    if checked.upto:
        yield f"{style('Kedjan är hel', 'bra')} till och med post {number(checked.entries)}."
        yield "Tabellerna svarar mot hela journalen och prövas utan --till."
    else:
        yield f"{style('Båda bevisen håller.', 'bra')} Kedjan är hel: {number(checked.entries)} poster."
        yield f"Journalen ger just de tabeller som finns: {number(checked.rows)} rader, med filer och texter."
    yield f"Huvud: {checked.head}"
    for head in checked.heads:
        told = f"; papperet säger post {head.said}" if head.said not in (0, head.number) else ""
        yield f"Journalraden {head.asked[:16]} är post {number(head.number)} ({head.time[:16]} UTC){told}."
    if checked.unguarded:
        print_error(
            f"{style('Varning:', 'varning')} databasens spärrar mot ändring saknas: {', '.join(checked.unguarded)}. "
            "Kör beredning migrera."
        )


def _report_lines(found: AuditReport) -> Iterator[str]:
    yield style(f"Revisionsrapport {found.organ_name} {found.year}", "rubrik")
    yield f"Läst {found.day}, journalpost {number(found.head[0])}, huvud {found.head[1][:_SHORT]}"
    for line in found.lines:
        yield ""
        state = style("inget att anmärka", "bra") if not line.findings else style(f"{len(line.findings)} fynd", "fel")
        state = state if line.checked or line.findings else "inget att pröva"
        untried = f", {line.untried} gallrade kunde inte prövas" if line.untried else ""
        yield f"{style(line.question, 'rubrik')} {state} (prövade: {line.checked}{untried}; {line.ground})"
        yield from (f"  • {finding}" for finding in line.findings)
    yield ""
    yield style("Det här säger rapporten inget om", "rubrik")
    yield from (f"  • {text}" for text in found.not_covered)
