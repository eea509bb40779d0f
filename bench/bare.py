"""The peer of the cold benchmarks: a bare click program that puts the same statements to sqlite3 and prints the same.

It is made from what `recorder.py` wrote down, so that it stays the same as ours does. It has what a small program by
hand has: click's own group, command, argument and completion, sqlite3, and nothing else.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

COMMAND = '''"""Generated: {noun} {verb} as a bare click program."""

import sqlite3

import click

CONNECTION = {connection!r}
STEPS = {steps!r}
OUTPUT = {output!r}


def work():
    args, given = CONNECTION
    connection = sqlite3.connect(*args, **given)
    for kind, sql, parameters in STEPS:
        if kind == "execute":
            connection.execute(sql, parameters).fetchall()
        else:
            getattr(connection, kind)()
    connection.close()


def complete(ctx, param, incomplete):
    work()
    return OUTPUT.splitlines()


@click.group()
def cli():
    """A bare program."""


@cli.group("{noun}")
def noun():
    """A noun."""


@noun.command("{verb}")
@click.argument("dnr", default="", shell_complete=complete)
@click.argument("step", default="")
@click.option("--som")
def command(dnr, step, som):
    """A command."""
    work()
    click.echo(OUTPUT, nl=False)


def main():
    cli(prog_name="bare")
'''

HELP = '''"""Generated: the same commands, with nothing behind them, as a bare click program."""

import click


@click.group(help={help!r})
def cli():
    pass


{commands}

def main():
    cli(prog_name="bare")
'''

ONE = """@cli.command({name!r}, help={help!r})
def command_{number}():
    pass


"""


def write_command(folder: Path, module: str, noun: str, verb: str, record: Path, moved: tuple[str, str]) -> None:
    """Write the module that does what was recorded. moved: path of the recorded instance, and of the one to work on."""
    told: dict[str, Any] = ast.literal_eval(record.read_text(encoding="utf-8"))
    args, given = told["connection"]
    args = tuple(arg.replace(*moved) if isinstance(arg, str) else arg for arg in args)
    text = COMMAND.format(noun=noun, verb=verb, connection=(args, given), steps=told["steps"], output=told["output"])
    (folder / f"{module}.py").write_text(text, encoding="utf-8")


def write_help(folder: Path, module: str, about: str, listing: list[tuple[str, str]]) -> None:
    """Write the module whose `--help` lists the same commands."""
    commands = "".join(ONE.format(name=name, help=line, number=at) for at, (name, line) in enumerate(listing))
    (folder / f"{module}.py").write_text(HELP.format(help=about, commands=commands), encoding="utf-8")
