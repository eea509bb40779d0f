"""The program `beredning`: finds the command, runs it, and turns every failure into a sentence and an exit code."""

from __future__ import annotations

import os
import sys
from typing import Final

import click

from beredning_cli.base import Context, Noun
from beredning_cli.names import fold

# Word: (module, help, whether the word is itself a command in that module's `group` rather than the group).
# --help and completion read this table alone, so that they import no module they do not need.
WORDS: Final[dict[str, tuple[str, str, bool]]] = {
    "ärende": ("case", "Registrera, visa och flytta ärenden.", False),
    "utlåtande": ("report", "Skriv och godkänn tjänsteutlåtanden.", False),
    "sammanträde": ("meeting", "Kallelse, handlingar, beslut, protokoll och anslag.", False),
    "delegation": ("delegation", "Fatta och anmäl delegationsbeslut.", False),
    "revision": ("audit", "Spåra beslut och bevisa att inget har ändrats.", False),
    "flöde": ("flow", "Visa, kontrollera, bevisa och prova arbetsflöden.", False),
    "mall": ("template", "Visa, kontrollera och ändra Wordmallar.", False),
    "ny": ("instance", "Gör en ny instans: en mapp med kommunens egna filer och databas.", True),
    "kontrollera": ("instance", "Kontrollera instansens alla filer på en gång.", True),
    "importera": ("instance", "Läs in personer och mandat från Excel eller CSV.", True),
    "migrera": ("instance", "För upp databasen till programmets version, med en kopia sparad.", True),
    "övning": ("training", "Ställ klockan i en övningsinstans.", False),
    "komplettering": ("shell", "Skriv ut det som ger tabbkomplettering i bash, zsh eller fish.", True),
}


class Root(Noun):
    """The program itself: its nouns are modules that are imported when the noun is used."""

    def listing(self) -> list[tuple[str, str]]:
        """The table, without importing anything."""
        return [(name, help) for name, (_, help, _) in WORDS.items()]

    def make(self, name: str) -> click.Command:
        """Import the noun's module and give its group, or the command of that name in it."""
        from importlib import import_module

        module, _, is_command = WORDS[name]
        path = f"beredning_cli.{module}"
        try:
            group: Noun = import_module(path).group
        except ModuleNotFoundError as error:
            if error.name != path:
                raise
            from beredning.errors import StorageFault

            raise StorageFault(
                f"Installationen är skadad: delen ”{name}” saknas.", "Installera om beredning."
            ) from error
        return group.make(name) if is_command else group


def root() -> Root:
    """The whole command tree."""
    from beredning_cli.base import root_flags

    made = Root(
        "beredning",
        help="Beredning: från utkast till beslut i en kommunal nämnd, med beviset för hur det gick till.",
        example="beredning ny barn-och-utbildning\nberedning ärende lista\nberedning ärende visa 2023/450",
    )
    made.params.extend(root_flags())
    return made


def main() -> None:
    """Run the program with the words given on the command line and end with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(words: list[str]) -> int:
    """Run one command and answer its exit code. Every error has been told on stderr (or as JSON on stdout)."""
    from beredning_cli.output import settle_streams, use_color

    settle_streams()
    context = Context()
    _look_ahead(words, context)
    use_color(context.color)
    try:
        code = _run(words, context)
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001 - the last stop: whatever it is becomes a sentence and an exit code
        from beredning_cli.failure import tell

        code = tell(error, context)
    return code


def _look_ahead(words: list[str], context: Context) -> None:
    """Know how to speak before the flags are read: the help, and a fault in what stands before them, need it."""
    for word in words[: words.index("--")] if "--" in words else words:
        if word == "--json":
            context.json = True
        elif fold(word) in {"--farg", "--ingen-farg"}:
            context.color = fold(word) == "--farg"


def _run(words: list[str], context: Context) -> int:
    try:
        if "_BEREDNING_COMPLETE" in os.environ:
            from beredning_cli.completion import answer

            return answer(root(), context)
        # Not click's own main: it swallows a broken pipe and answers 1 for it.
        tree = root()
        with tree.make_context("beredning", list(words), obj=context) as ctx:
            tree.invoke(ctx)
        return 0
    except click.exceptions.Exit as ended:
        return ended.exit_code
    finally:
        context.close()
