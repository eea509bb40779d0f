"""The program `beredning`: finds the command, runs it, and turns every failure into a sentence and an exit code."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from beredning_cli.context import Context

# Word: (module, help, whether the word is itself a command in that module's `group` rather than the group).
# --help and completion read this table alone, so that they import no module they do not need.
WORDS: Final[dict[str, tuple[str, str, bool]]] = {
    "ärende": ("case", "Registrera, visa och flytta ärenden.", False),
    "utlåtande": ("report", "Skriv tjänsteutlåtanden i Word, i kommunens form.", False),
    "sammanträde": ("meeting", "Kallelse, handlingar, beslut, protokoll och anslag.", False),
    "delegation": ("delegation", "Fatta och anmäl delegationsbeslut.", False),
    "revision": ("audit", "Spåra beslut och bevisa att inget har ändrats.", False),
    "flöde": ("flow", "Visa, kontrollera, bevisa och prova arbetsflöden.", False),
    "granska": ("granska", "Granska handlingar: vad som är fel i dem, vem som än har gjort dem.", True),
    "mall": ("template", "Visa och kontrollera Wordmallar.", False),
    "ny": ("instance", "Gör en ny instans: en mapp med kommunens egna filer och databas.", True),
    "kontrollera": ("instance", "Kontrollera instansens alla filer på en gång.", True),
    "importera": ("instance", "Läs in personer och mandat från Excel eller CSV.", True),
    "migrera": ("instance", "Uppdatera databasen till programmets version, med en kopia sparad.", True),
    "övning": ("training", "Ställ klockan i en övningsinstans.", False),
    "komplettering": ("shell", "Skriv ut det som ger tabbkomplettering i bash, zsh eller fish.", True),
}


def main() -> None:
    """Run the program with the words given on the command line and end with its exit code."""
    import gc
    from contextlib import suppress

    # A command is short and makes little garbage: looking for it, at every thousand objects and once more at the end,
    # took a tenth of a cold command. So collect seldom, and leave the process without tearing it down piece by piece;
    # streams are flushed and the database is closed by then.
    gc.set_threshold(50_000, 20, 20)
    code = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):  # nobody reads it any more, or the disk is full: that has been told
            stream.flush()
    os._exit(code)


def run(words: list[str]) -> int:
    """Run one command and answer its exit code. Every error has been told on stderr (or as JSON on stdout)."""
    context = None
    try:
        from beredning_cli import output
        from beredning_cli.context import Context

        output.settle_streams()
        context = Context()
        _look_ahead(words, context)
        output.use_color(context.color)
        if sys.stderr.isatty():
            from beredning_cli.waiting import wait_visibly

            wait_visibly()
        code = _run(words, context)
        sys.stdout.flush()
        if output.before_printing:  # nothing was printed
            output.before_printing()
    except BaseException as error:  # noqa: BLE001 - the last stop: whatever it is becomes a sentence and an exit code
        from beredning_cli.failure import tell

        code = tell(error, context)
    return code


def _look_ahead(words: list[str], context: Context) -> None:
    """Know how to speak before the flags are read: the help, and a fault in what stands before them, need it."""
    from beredning_cli.names import fold

    for word in words[: words.index("--")] if "--" in words else words:
        if word == "--json":
            context.json = True
        elif fold(word) in {"--farg", "--ingen-farg"}:
            context.color = fold(word) == "--farg"


def _refuse_unusable(word: str) -> None:
    """Characters that no paper has: controls, which would steer the terminal of whoever reads them later, and bytes
    that are no UTF-8. Raises UsageFault. Spaces of all kinds, tabs and new lines may stand in a text."""
    from beredning.errors import UsageFault

    for character in word:
        number = ord(character)
        if character not in "\t\n\r" and (number < 32 or 127 <= number < 160 or 0xD800 <= number < 0xE000):
            what = "en byte som inte är UTF-8" if number >= 0xD800 else f"styrtecknet U+{number:04X}"
            raise UsageFault(
                f"Ett ord på kommandoraden innehåller {what}.",
                "Skriv ordet för hand; tecknet följer ofta med när text klistras in. Är det en fil: byt namn på den.",
            )


def _run(words: list[str], context: Context) -> int:
    from click.exceptions import Exit

    from beredning_cli.tree import root

    for word in words:
        if not word.isprintable():
            _refuse_unusable(word)
    try:
        if "_BEREDNING_COMPLETE" in os.environ:
            from beredning_cli.completion import answer

            return answer(root(), context)
        # Not click's own main: it swallows a broken pipe and answers 1 for it.
        tree = root()
        with tree.make_context("beredning", list(words), obj=context) as ctx:
            tree.invoke(ctx)
        return 0
    except Exit as ended:
        return ended.exit_code
    finally:
        context.close()
