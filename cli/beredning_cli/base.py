"""What every command is built from: nouns and commands that are made only when asked for, and their flags."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import click

from beredning_cli.context import Context as Context  # noqa: PLC0414 - commands take it from here
from beredning_cli.names import find, fold

if TYPE_CHECKING:
    from beredning.errors import UsageFault

HELP_FLAGS: Final = ("-h", "--hjälp", "--help")
Function = Callable[..., None]
# A parameter not yet made: the click class it will be, its declarations and attributes.
Recipe = tuple[type[click.Parameter], tuple[str, ...], dict[str, Any]]


def _translate_click() -> None:
    """Give click Swedish words. Its modules bind gettext's functions, so they are replaced there; the table is read the
    first time click says something, which everyday commands never do."""
    from click import core, decorators, exceptions, formatting, parser, termui, types

    def say(text: str) -> str:
        from beredning_cli.swedish import say

        return say(text)

    def say_number(one: str, many: str, count: int) -> str:
        from beredning_cli.swedish import say_number

        return say_number(one, many, count)

    for module in (core, decorators, exceptions, formatting, parser, termui, types):
        vars(module)["_"] = say
        vars(module)["ngettext"] = say_number


_translate_click()


@contextmanager
def faults_of(ctx: click.Context) -> Iterator[None]:
    """Let faults that click's parser leaves homeless belong to the command of `ctx`, so that its usage can be shown."""
    try:
        yield
    except click.UsageError as error:
        error.ctx = error.ctx or ctx
        raise


class _ClickContext(click.Context):
    """The context of click, with our width for help; left to itself click imports shutil (4 ms) to ask the terminal."""

    def make_formatter(self) -> click.HelpFormatter:
        """What help is written in."""
        from beredning_cli.output import terminal_width

        return click.HelpFormatter(width=min(terminal_width(), 100) - 2)


class Option(click.Option):
    """A flag whose help record is in Swedish."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The record of click, with a value's name in Swedish."""
        record = super().get_help_record(ctx)
        return record and (record[0].replace("INTEGER", "TAL").replace("FLOAT", "TAL"), record[1])


class Argument(click.Argument):
    """An argument with a help text, which click has only since 8.5."""

    def __init__(self, declarations: Sequence[str], help: str = "", **attributes: Any) -> None:
        super().__init__(declarations, **attributes)
        self.help = help

    def make_metavar(self, ctx: click.Context | None = None) -> str:
        """The name in the usage line, in Swedish capitals, in brackets when it may be left out."""
        name = (self.metavar or self.name or "").upper()
        name = name if self.required else f"[{name}]"
        return name if self.nargs == 1 else f"{name}…"


class Command(click.Command):
    """A command made from its recipe; calls its function with our `Context` first."""

    context_class = _ClickContext
    example: str = ""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words after the command; a fault in them knows which command it is about."""
        with faults_of(ctx):
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command's function. Its return value is not used: what is said is printed."""
        assert self.callback is not None
        return self.callback(ctx.find_object(Context), **ctx.params)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line: arguments and required flags as they are written."""
        from beredning_cli.helping import write_command_usage

        write_command_usage(self, ctx, formatter)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, what it does, arguments, flags, common flags, examples: in Swedish."""
        from beredning_cli.helping import write_command_help

        write_command_help(self, ctx, formatter)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        """The flags that begin so."""
        from beredning_cli.completion import flags

        return flags(self, ctx, incomplete)


class Noun(click.Group):
    """A noun ("ärende") whose commands are recipes until one of them is asked for.

    Command words may be spelt without å, ä, ö and é. `listing()` gives names and help without making any command.
    """

    context_class = _ClickContext

    def __init__(self, name: str, help: str = "", example: str = "") -> None:
        super().__init__(
            name,
            help=help,
            params=list(common_flags()),
            context_settings={"token_normalize_func": fold},
            add_help_option=False,
            no_args_is_help=False,
        )
        self.example = example
        self._recipes: dict[str, tuple[str, Callable[[], click.Command]]] = {}

    def add_recipe(self, name: str, help: str, make: Callable[[], click.Command]) -> None:
        """Register a command under `name`: `make` builds it when it is asked for."""
        self._recipes[name] = (help, make)

    def noun(self, name: str, help: str = "", example: str = "") -> Noun:
        """A noun below this one, as in `beredning importera personer`."""
        inner = Noun(name, help, example)
        self.add_recipe(name, help, lambda: inner)
        return inner

    def listing(self) -> list[tuple[str, str]]:
        """(name, one line of help) of each command, in the order they were written."""
        return [(name, help) for name, (help, _) in self._recipes.items()]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order they were written."""
        return [name for name, _ in self.listing()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command that was meant, made on its first use; None when there is none."""
        name = find(cmd_name, self.list_commands(ctx))
        if name is None:
            return None
        if name not in self.commands:
            self.commands[name] = self.make(name)
        return self.commands[name]

    def make(self, name: str) -> click.Command:
        """Build the command called `name`."""
        return self._recipes[name][1]()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Without arguments: the help, on stderr, exit code 2 (as for any command that lacks something)."""
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), err=True)
            ctx.exit(2)
        with faults_of(ctx):
            return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was probably meant."""
        command = self.get_command(ctx, args[0])
        if command is None and not ctx.resilient_parsing:
            raise _no_such_command(ctx, args[0], self.list_commands(ctx))
        return (command.name if command else None), command, args[1:]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line."""
        from beredning_cli.helping import write_noun_usage

        write_noun_usage(ctx, formatter)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, what it is for, its commands, examples: in Swedish, and without making the commands."""
        from beredning_cli.helping import write_noun_help

        write_noun_help(self, ctx, formatter)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        """The commands and flags that begin so."""
        from beredning_cli.completion import commands, flags

        return commands(self, incomplete) + flags(self, ctx, incomplete)


def _no_such_command(ctx: click.Context, word: str, names: list[str]) -> UsageFault:
    from beredning.errors import UsageFault
    from beredning_cli.names import nearest

    close = nearest(word, names)
    meant = f"Menade du ”{'” eller ”'.join(close)}”? " if close else ""
    return UsageFault(f"Kommandot ”{word}” finns inte.", f"{meant}Kör ”{ctx.command_path} --help” så visas kommandona.")


def argument(
    name: str, shown: str = "", *, help: str = "", complete: str = "", required: bool = True, **attributes: Any
) -> Callable[[Function], Function]:
    """Give a command's function a positional argument.

    name: the Python parameter (English). shown: what help calls it (Swedish: "DNR"). complete: what the shell
    offers: "dnr", "steg", "sammanträde", "person", "organ", "flöde". The rest goes to click (nargs, type, default …).
    """
    if complete:
        attributes["shell_complete"] = _completer(complete)
    return _add((Argument, (name,), {"metavar": shown or None, "help": help, "required": required, **attributes}))


def option(
    flag: str, name: str, shown: str = "", *, help: str, complete: str = "", **attributes: Any
) -> Callable[[Function], Function]:
    """Give a command's function a flag: `option("--från", "start", "DATUM", type=DAY, help="Första dag.")`.

    flag: Swedish; the ASCII spelling works by itself, and "--av/--inte-av" makes a pair. name: the Python parameter
    (English). shown: what help calls the value. `is_flag`, `multiple`, `default`, `required`, `type` go to click.
    """
    if complete:
        attributes["shell_complete"] = _completer(complete)
    return _add((Option, (flag, name), {"metavar": shown or None, "help": help, **attributes}))


def _add(recipe: Recipe) -> Callable[[Function], Function]:
    def add(function: Function) -> Function:
        # Decorators run from the bottom up; the parameters stand as they are written.
        vars(function).setdefault("recipes", []).insert(0, recipe)
        return function

    return add


def _completer(kind: str) -> Callable[[click.Context, click.Parameter, str], list[Any]]:
    def complete(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[Any]:
        from beredning_cli.completion import values

        return values(kind, ctx, incomplete)

    return complete


def command(noun: Noun, name: str, *, help: str, example: str, hidden: bool = False) -> Callable[[Function], Function]:
    """Make a function a command of a noun. It is called as `function(context, **parameters)`.

    help: first one Swedish sentence that fits a line, then, after an empty line, the rest. example: one or more command
    lines, one a line, each beginning with "beredning"; every command has one (a test walks the tree).
    """

    def register(function: Function) -> Function:
        def make() -> click.Command:
            parameters = [kind(list(words), **given) for kind, words, given in vars(function).get("recipes", ())]
            made = Command(
                name,
                callback=function,
                help=help,
                params=[*parameters, *common_flags()],
                add_help_option=False,
                hidden=hidden,
            )
            made.example = example
            return made

        noun.add_recipe(name, "" if hidden else help.partition("\n")[0], make)
        return function

    return register


def _store(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
    if value is not None and ctx.obj is not None:
        # The prefix keeps the names apart from those of a command's own parameters.
        setattr(ctx.obj, (parameter.name or "").removeprefix("common_"), value)


def root_flags() -> list[click.Option]:
    """The flags of the program itself."""
    return [
        Option(
            ["--version", "version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_print_version,
            help="Visa programmets version.",
        )
    ]


def _print_version(ctx: click.Context, _: click.Parameter, value: Any) -> None:
    if value and not ctx.resilient_parsing:
        from beredning import __version__

        click.echo(f"beredning {__version__}")
        ctx.exit()


_COMMON: list[click.Option] = []


def _print_help(ctx: click.Context, _: click.Parameter, value: Any) -> None:
    if value and not ctx.resilient_parsing:
        from beredning_cli.output import print_lines

        print_lines([ctx.get_help()])
        ctx.exit()


def common_flags() -> list[click.Option]:
    """The flags every noun and command takes, before or after its words; one set of objects serves them all."""
    if not _COMMON:
        given: dict[str, Any] = {"expose_value": False, "callback": _store, "default": None}
        person = _completer("person")
        _COMMON.extend(
            (
                Option(
                    ["--instans", "common_folder"],
                    metavar="MAPP",
                    help="Instansens mapp. Annars BEREDNING_INSTANS, eller den som finns uppåt härifrån.",
                    shell_complete=_completer("mapp"),
                    **given,
                ),
                Option(
                    ["--som", "common_person"],
                    metavar="PERSON",
                    help="Handla som den här personen. Annars BEREDNING_SOM, eller den som ditt konto hör till.",
                    shell_complete=person,
                    **given,
                ),
                Option(["--json", "common_json"], is_flag=True, help="Svara med JSON i stället för text.", **given),
                Option(
                    ["--färg/--ingen-färg", "common_color"],
                    help="Färger, även i ett rör, eller inga. Annars bara i en terminal och utan NO_COLOR.",
                    **given,
                ),
                Option(
                    [*HELP_FLAGS, "common_help"],
                    is_flag=True,
                    is_eager=True,
                    expose_value=False,
                    callback=_print_help,
                    help="Visa den här texten.",
                ),
            )
        )
    return _COMMON
