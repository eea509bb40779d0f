"""The tree of commands: the nouns of the table, each imported when it is used."""

from __future__ import annotations

import click

from beredning_cli.base import Noun, root_flags
from beredning_cli.main import WORDS


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
    made = Root(
        "beredning",
        help="Beredning: från utkast till beslut i en kommunal nämnd, med beviset för hur det gick till.",
        example="beredning ny barn-och-utbildning\nberedning ärende lista\nberedning ärende visa 2023/450",
    )
    made.params.extend(root_flags())
    return made
