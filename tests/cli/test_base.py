"""The command tree: nouns made when asked for, ASCII spellings, common flags anywhere, and every failure a sentence."""

from __future__ import annotations

import pytest

from beredning.errors import BadDefinition, Clash, Fault, NotFound, Obstacle, Refused
from beredning_cli import main as program
from beredning_cli.base import Context, Noun, argument, command, option
from beredning_cli.tree import Root
from beredning_cli.values import DAY, KRONOR, OneOf


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """A noun with commands that tell the test what they were called with."""
    calls: list[object] = []
    noun = Noun("ärende", "Prov.", "beredning ärende lägg-till 1")

    @command(
        noun, "lägg-till", help="Lägg till.\n\nMer om det.", example="beredning ärende lägg-till 1 --från 2023-12-06"
    )
    @argument("dnr", "DNR", help="Numret.")
    @argument("rest", "RESTEN", nargs=-1, required=False, help="Mer.")
    @option("--från", "start", "DATUM", type=DAY, help="Första dag.")
    @option("--belopp", "amount", "KR", type=KRONOR, help="Belopp.")
    @option("--utfall", "outcome", type=OneOf(["återremiss", "bifall"]), help="Utfall.")
    def add(context: Context, **given: object) -> None:
        calls.append((context.json, context.folder, context.person, context.color, given))

    @command(noun, "fela", help="Fela.", example="beredning ärende fela")
    def fail(context: Context) -> None:
        error = calls.pop()
        assert isinstance(error, Exception)
        raise error

    monkeypatch.setattr(Root, "make", lambda self, name: noun)
    return calls


def run(*words: str) -> int:
    return program.run(list(words))


@pytest.mark.parametrize("noun", ["ärende", "arende", "ÄRENDE", "a\u0308rende"])
@pytest.mark.parametrize("verb", ["lägg-till", "lagg-till"])
@pytest.mark.parametrize("flag", ["--från", "--fran"])
def test_words_and_flags_may_be_spelt_in_ascii(seen: list[object], noun: str, verb: str, flag: str) -> None:
    assert run(noun, verb, "2023/1", flag, "2023-12-06", "--utfall", "aterremiss", "--belopp", "1 250 000,50 kr") == 0
    (call,) = seen
    assert call == (
        False,
        None,
        None,
        None,
        {"dnr": "2023/1", "rest": (), "start": "2023-12-06", "amount": 125000050, "outcome": "återremiss"},
    )


@pytest.mark.parametrize(
    "words",
    [
        ["--json", "--instans", "x", "--som", "a", "--ingen-färg", "ärende", "lägg-till", "1"],
        ["ärende", "--json", "--instans", "x", "--som", "a", "--ingen-farg", "lägg-till", "1"],
        ["ärende", "lägg-till", "1", "--json", "--instans", "x", "--som", "a", "--ingen-färg"],
        [
            "--instans",
            "y",
            "--som",
            "b",
            "--färg",
            "ärende",
            "lägg-till",
            "--json",
            "1",
            "--instans=x",
            "--som=a",
            "--ingen-färg",
        ],
    ],
)
def test_common_flags_stand_anywhere_and_the_last_wins(seen: list[object], words: list[str]) -> None:
    assert run(*words) == 0
    assert seen[0][:4] == (True, "x", "a", False)  # type: ignore[index]


def test_an_unknown_word_gets_the_nearest_and_a_known_one_does_not(seen: list[object], capsys) -> None:
    assert run("ärende", "lag-till", "1") == 2
    error = capsys.readouterr().err
    assert "Kommandot ”lag-till” finns inte." in error
    assert "Menade du ”lägg-till”?" in error
    assert run("ärende", "xyz") == 2
    assert "Menade" not in capsys.readouterr().err
    assert not seen


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["lägg-till"], "Det fattas ett argument: 'DNR'."),
        (["lägg-till", "1", "--frn", "x"], "Flaggan ”--frn” finns inte. Menade du"),
        (["lägg-till", "1", "--från"], "Flaggan ”--från” ska ha ett värde."),
        (["lägg-till", "1", "--från", "6/12"], "”6/12” är inte ett datum; skriv det som 2023-12-06."),
        (["lägg-till", "1", "--från", "2023-02-29"], "”2023-02-29” är inte ett datum"),
        (["lägg-till", "1", "--belopp", "1,5"], "”1,5” är inte ett belopp i kronor"),
        (["lägg-till", "1", "--utfall", "bifal"], "”bifal” är inget av återremiss, bifall. Menade du ”bifall”?"),
        (["fela", "mer"], "Ett ord för mycket: mer"),
        (["fela", "mer", "ändå"], "Flera ord för mycket: mer ändå"),
        (["--json=1", "fela"], "Flaggan ”--json” tar inget värde."),
    ],
)
def test_faults_on_the_command_line_are_told_in_swedish(
    seen: list[object], capsys, words: list[str], said: str
) -> None:
    assert run("ärende", *words) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert err.startswith("Fel: ")
    assert "Gör så här: Skriv: beredning ärende" in err or words[-1] == "--från"
    assert out == ""
    assert not seen


def test_without_words_the_help_is_shown_and_the_exit_code_says_that_something_is_missing(capsys) -> None:
    assert run() == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("Användning: beredning KOMMANDO …")


def test_obstacles_are_all_told_with_ground_remover_and_last_day(seen: list[object], capsys) -> None:
    obstacles = (
        Obstacle("MBL-1", "Förhandlingen är inte avslutad.", "MBL 11 §", "FEL", "chef", "2023-12-12", "Kör: x"),
        Obstacle("K-2", "Barnrättsprövning saknas.", "Lokal rutin", "VARNING"),
    )
    seen.append(Refused("Steget kan inte tas nu.", obstacles, "Rätta och försök igen."))
    assert run("ärende", "fela") == 3
    assert capsys.readouterr().err.splitlines() == [
        "Fel: Steget kan inte tas nu.",
        "  • Förhandlingen är inte avslutad. [MBL-1]",
        "      grund: MBL 11 § · kan undanröjas av: chef · senast: 2023-12-12",
        "      → Kör: x",
        "  ▲ Varning: Barnrättsprövning saknas. [K-2]",
        "      grund: Lokal rutin",
        "Gör så här: Rätta och försök igen.",
    ]


def test_faults_in_a_file_are_told_with_their_place_and_clashes_with_what_changed(seen: list[object], capsys) -> None:
    seen.append(BadDefinition("Filen har fel.", (Fault("kommun.yaml", 3, 5, "Okänd nyckel.", "Menade du namn?"),)))
    assert run("ärende", "fela") == 5
    assert "  kommun.yaml:3:5: Okänd nyckel. Menade du namn?" in capsys.readouterr().err
    seen.append(Clash("Någon hann före.", ("skede: utkast → granskning",)))
    assert run("ärende", "fela") == 6
    assert "  • skede: utkast → granskning" in capsys.readouterr().err


def test_under_json_the_error_is_the_only_thing_on_stdout(seen: list[object], capsys) -> None:
    import json

    error = NotFound("Det finns inget ärende 2023/9.", "Menade du 2023/90?", ("2023/90",))
    seen.append(error)
    assert run("ärende", "fela", "--json") == 4
    out, err = capsys.readouterr()
    assert json.loads(out) == error.as_json()
    assert err == ""
    assert run("ärende", "finns-inte", "--json") == 2
    assert json.loads(capsys.readouterr().out)["utgångskod"] == 2
