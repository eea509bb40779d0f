"""`beredning komplettering`: the script that gives a shell completion."""

from __future__ import annotations

from beredning_cli.base import Context, Noun, argument, command
from beredning_cli.values import OneOf

group = Noun("beredning")


@command(
    group,
    "komplettering",
    help="""Skriv ut det som ger tabbkomplettering i bash, zsh eller fish.

Lägg raden i exemplet i ~/.bashrc (bash) eller ~/.zshrc (zsh). I fish sparas utskriften i
~/.config/fish/completions/beredning.fish.""",
    example="""eval "$(beredning komplettering bash)"
beredning komplettering fish > ~/.config/fish/completions/beredning.fish""",
)
@argument("shell", "SKAL", type=OneOf(["bash", "zsh", "fish"]), help="bash, zsh eller fish.")
def completion(context: Context, shell: str) -> None:
    """Print the script to be read by the shell."""
    from beredning_cli.scripts import SCRIPTS

    script = SCRIPTS[shell]
    context.emit({"skal": shell, "skript": script}, lambda: script.rstrip("\n"))
