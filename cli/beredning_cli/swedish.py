"""click's own words in Swedish. Read only when click says something: help and faults, never an everyday command."""

from __future__ import annotations

from typing import Final

# Left: click's words exactly (a test compares with the installed click). Placeholders keep their names; a "!r" that
# would show Python's quotes is written with Swedish ones.
SAID: Final = {
    "Options": "Flaggor",
    "Commands": "Kommandon",
    "Arguments": "Argument",
    "Positional arguments": "Argument",
    "Usage:": "Användning:",
    "Usage: ": "Användning: ",
    "Error: {message}": "Fel: {message}",
    "Try '{command} {option}' for help.": "Kör ”{command} {option}” för hjälp.",
    "Show this message and exit.": "Visa den här texten.",
    "Show the version and exit.": "Visa programmets version.",
    "%(prog)s, version %(version)s": "%(prog)s, version %(version)s",
    "Aborted!": "Avbrutet!",
    "required": "måste anges",
    "default: {default}": "annars: {default}",
    "env var: {var}": "miljövariabel: {var}",
    "(dynamic)": "(beräknas)",
    "deprecated": "utgår",
    "Missing command.": "Det fattas ett kommando.",
    "Missing argument": "Det fattas ett argument:",
    "Missing option": "Det fattas en flagga:",
    "Missing parameter": "Det fattas en uppgift:",
    "Missing parameter: {param_name}": "Det fattas en uppgift: {param_name}",
    "Missing {param_type}": "Det fattas en uppgift ({param_type}):",
    "No such option {name!r}.": "Flaggan ”{name}” finns inte.",
    "No such option: {name}": "Flaggan ”{name}” finns inte.",
    "No such command {name!r}.": "Kommandot ”{name}” finns inte.",
    "Invalid value: {message}": "Ogiltigt värde: {message}",
    "Invalid value for {param_hint}: {message}": "Ogiltigt värde för {param_hint}: {message}",
    "Could not open file {filename!r}: {message}": "Filen ”{filename}” gick inte att öppna: {message}",
    "unknown error": "okänt fel",
    "Option {name!r} does not take a value.": "Flaggan ”{name}” tar inget värde.",
    "Argument {name!r} takes {nargs} values.": "Argumentet ”{name}” tar {nargs} värden.",
    "Value must be an iterable.": "Värdet ska vara en lista.",
    "Choose from:\n\t{choices}": "Välj bland:\n\t{choices}",
    "{value!r} is not a valid {number_type}.": "”{value}” är inte ett tal.",
    "{value} is not in the range {range}.": "{value} ligger utanför {range}.",
    "{value!r} is not a valid boolean. Recognized values: {states}": "”{value}” är varken ja eller nej ({states}).",
    "{value!r} is not a valid boolean.": "”{value}” är varken ja eller nej.",
    "{value!r} is not a valid UUID.": "”{value}” är inte ett UUID.",
    "{name} {filename!r} does not exist.": "{name} ”{filename}” finns inte.",
    "{name} {filename!r} is a file.": "{name} ”{filename}” är en fil.",
    "{name} {filename!r} is a directory.": "{name} ”{filename}” är en mapp.",
    "{name} {filename!r} is not readable.": "{name} ”{filename}” går inte att läsa.",
    "{name} {filename!r} is not writable.": "{name} ”{filename}” går inte att skriva i.",
    "{name} {filename!r} is not executable.": "{name} ”{filename}” går inte att köra.",
    "file": "filen",
    "File": "Filen",
    "directory": "mappen",
    "Directory": "Mappen",
    "path": "sökvägen",
    "Path": "Sökvägen",
    "Do you want to continue?": "Vill du fortsätta?",
    "Confirm the action without prompting.": "Gör det utan att fråga.",
    "Repeat for confirmation": "En gång till",
    "Error: The two entered values do not match.": "Fel: värdena är inte lika.",
    "Error: {e.message}": "Fel: {e.message}",
    "Error: The value you entered was invalid.": "Fel: värdet går inte att använda.",
    "{name} '{filename}' is a directory.": "{name} ”{filename}” är en mapp.",
    "Error: invalid input": "Fel: svara med ett av alternativen",
    "Press any key to continue...": "Tryck på en tangent för att fortsätta …",
}

# Left: the singular; right: singular and plural in Swedish.
COUNTED: Final = {
    "Got unexpected extra argument ({args})": ("Ett ord för mycket: {args}", "Flera ord för mycket: {args}"),
    "Did you mean {possibility}?": ("Menade du {possibility}?", "Menade du någon av {possibilities}?"),
    "Option {name!r} requires an argument.": (
        "Flaggan ”{name}” ska ha ett värde.",
        "Flaggan ”{name}” ska ha {nargs} värden.",
    ),
    "{value!r} is not {choice}.": ("”{value}” är inte {choice}.", "”{value}” är inte något av {choices}."),
    "Takes {nargs} values but 1 was given.": (
        "Tar {nargs} värden men fick ett.",
        "Tar {nargs} värden men fick {len}.",
    ),
    "{value!r} does not match the format {format}.": (
        "”{value}” har inte formen {format}.",
        "”{value}” har ingen av formerna {formats}.",
    ),
    "{len_type} values are required, but {len_value} was given.": (
        "{len_type} värden behövs, men ett gavs.",
        "{len_type} värden behövs, men {len_value} gavs.",
    ),
    "(Deprecated)": ("(utgår)", "(utgår)"),
}


def say(text: str) -> str:
    """Text of click in Swedish; as it is where the table has no words for it."""
    return SAID.get(text, text)


def say_number(one: str, many: str, count: int) -> str:
    """Text of click for a number of things in Swedish."""
    swedish = COUNTED.get(one)
    if swedish is None:
        return one if count == 1 else many
    return swedish[0 if count == 1 else 1]
