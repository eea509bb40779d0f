"""Tab completion: what is offered, in which spelling, and that bash itself puts the right text on the line."""

from __future__ import annotations

import os
import pty
import select
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import CompletionItem
from hypothesis import given
from hypothesis import strategies as st

from beredning_cli import candidates
from beredning_cli import main as program
from beredning_cli.base import Context, Noun, argument, command, option
from beredning_cli.completion import matching, split
from beredning_cli.scripts import SCRIPTS
from beredning_cli.tree import Root
from beredning_cli.values import FILE, OneOf

STEPS = [("mbl:kalla", "Kalla till förhandling"), ("mbl:avsluta", "Avsluta"), ("återremittera", "Återremiss")]


@pytest.fixture(autouse=True)
def noun(monkeypatch: pytest.MonkeyPatch) -> None:
    """A noun of the shape real ones have, and candidates that need no database."""
    made = Noun("ärende", "Prov.")

    @command(made, "flytta", help="Flytta.", example="beredning ärende flytta")
    @argument("dnr", "DNR", complete="dnr")
    @argument("step", "STEG", complete="steg")
    @option("--från", "start", help="Från.")
    @option("--utfall", "outcome", type=OneOf(["återremiss", "bifall"]), help="Utfall.")
    @option("--fil", "file", type=FILE, multiple=True, help="Fil.")
    def move(context: Context, **given: object) -> None:
        raise AssertionError("completion runs no command")

    monkeypatch.setattr(Root, "make", lambda self, name: made)
    monkeypatch.setitem(candidates.KINDS, "dnr", lambda *_: [("UBN 2023/450", "Skolval"), ("2023/451", "Lokaler")])
    monkeypatch.setitem(
        candidates.KINDS, "steg", lambda context, given, _: STEPS if given.get("dnr") == "2023/451" else []
    )
    monkeypatch.setitem(candidates.KINDS, "person", lambda context, *_: [(str(context.folder), "")])


def offered(line: str, capfdbinary: pytest.CaptureFixture[bytes], shell: str = "bash", breaks: str = "") -> list[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("_BEREDNING_COMPLETE", shell)
        patch.setenv("_BEREDNING_LINE", line)
        patch.setenv("_BEREDNING_BREAKS", breaks)
        assert program.run([]) == 0
    return capfdbinary.readouterr().out.decode().splitlines()


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("beredning är", ["ärende"]),
        ("beredning ar", ["arende"]),
        ("beredning fl", ["flöde"]),
        ("beredning flo", ["flode"]),
        ("beredning mig", ["migrera"]),
        ("beredning xyz", []),
        ("beredning ärende ", ["flytta"]),
        ("beredning arende fl", ["flytta"]),
        ("beredning ärende flytta ", ["UBN\\ 2023/450", "2023/451"]),
        ("beredning ärende flytta 2", ["2023/451"]),
        ('beredning ärende flytta "UBN 2', ["UBN 2023/450"]),
        ("beredning ärende flytta UBN\\ 2", ["UBN\\ 2023/450"]),
        ("beredning ärende flytta 2023/451 ", ["mbl:kalla", "mbl:avsluta", "återremittera"]),
        ("beredning ärende flytta 2023/451 å", ["återremittera"]),
        ("beredning ärende flytta 2023/451 at", ["aterremittera"]),
        ("beredning ärende flytta 2023/9 ", []),
        ("beredning ärende flytta 2023/451 mbl:k", ["mbl:kalla"]),
        ("beredning ärende flytta 2023/451 x --f", ["--från", "--fil", "--färg"]),
        ("beredning ärende flytta 2023/451 x --fra", ["--fran"]),
        ("beredning ärende flytta 2023/451 x --fil a --fi", ["--fil"]),
        ("beredning ärende flytta 2023/451 x --från 1 --från", []),
        ("beredning ärende flytta 2023/451 x --utfall ", ["återremiss", "bifall"]),
        ("beredning ärende flytta 2023/451 x --utfall ate", ["aterremiss"]),
        ("beredning ärende flytta 2023/451 x --utfall=b", ["--utfall=bifall"]),
        ("beredning ärende flytta 2023/451 x --fil ", ["@file"]),
        ("beredning --instans ", ["@dir"]),
        ("beredning --instans /srv/x --som ", ["/srv/x"]),
        ("beredning ärende flytta --instans /srv/y --som ", ["/srv/y"]),
        ("beredning --json ärende fl", ["flytta"]),
    ],
)
def test_what_is_offered(line: str, answer: list[str], capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert offered(line, capfdbinary) == answer


def test_bash_is_answered_with_what_stands_after_the_break(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    line = "beredning ärende flytta 2023/451 mbl:"
    assert offered(line, capfdbinary, breaks=" \t\n\"'><=;|&(:") == ["kalla", "avsluta"]
    assert offered(line, capfdbinary, breaks=" \t\n\"'><;|&(") == ["mbl:kalla", "mbl:avsluta"]
    assert offered(line, capfdbinary, "zsh", breaks=":") == [
        "mbl:kalla\tKalla till förhandling",
        "mbl:avsluta\tAvsluta",
    ]
    equals = "beredning ärende flytta 2023/451 x --utfall="
    assert offered(equals, capfdbinary, breaks="=:") == ["återremiss", "bifall"]


def test_fish_gets_the_value_unquoted_with_its_help(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert offered("beredning ärende flytta U", capfdbinary, "fish") == ["UBN 2023/450\tSkolval"]


def test_a_fault_is_an_empty_answer(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(*_: object) -> list[tuple[str, str]]:
        raise RuntimeError("no database")

    monkeypatch.setitem(candidates.KINDS, "dnr", fail)
    monkeypatch.setenv("_BEREDNING_COMPLETE", "bash")
    monkeypatch.setenv("_BEREDNING_LINE", "beredning ärende flytta ")
    assert program.run([]) == 1
    assert capsys.readouterr() == ("", "")


@given(st.lists(st.text(alphabet="abö :'\"\\$", min_size=1, max_size=6), max_size=4))
def test_a_line_that_a_shell_would_read_is_split_as_the_shell_does(words: list[str]) -> None:
    import shlex

    line = " ".join(shlex.quote(word) for word in words)
    assert split(f"{line} ") == (words, "", "")
    if words:
        assert split(line) == (words[:-1], words[-1], "")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("beredning 'UBN 2", (["beredning"], "UBN 2", "'")),
        ('beredning "a\\"b', (["beredning"], 'a"b', '"')),
        ("beredning a\\", (["beredning"], "a", "")),
        ("", ([], "", "")),
    ],
)
def test_a_line_may_stop_in_the_middle_of_a_word(line: str, answer: tuple[list[str], str, str]) -> None:
    assert split(line) == answer


@given(
    st.lists(st.sampled_from(["ärende", "arende", "åra", "ära", "flöde", "é"]), unique=True),
    st.text("aårén", max_size=3),
)
def test_a_candidate_always_begins_as_the_word_does_when_the_word_is_ascii(names: list[str], typed: str) -> None:
    found = matching([(name, "") for name in names], typed)
    assert all(isinstance(item, CompletionItem) for item in found)
    if typed.isascii():
        assert all(item.value.startswith(typed) for item in found)


# The shells themselves


@pytest.fixture
def shell(tmp_path: Path) -> Path:
    """A folder with a `beredning` that answers completion as the real program does, with known steps."""
    run = tmp_path / "beredning"
    run.write_text(
        f"#!{sys.executable}\n"
        f"import sys; sys.path[:0] = {[*sys.path, str(Path(__file__).parent)]!r}\n"
        "from beredning_cli import candidates\n"
        "from beredning_cli.base import Noun, argument, command\n"
        "from beredning_cli import main\n"
        "noun = Noun('ärende', 'x')\n"
        "@command(noun, 'flytta', help='x', example='x')\n"
        "@argument('dnr', complete='dnr')\n"
        "@argument('step', complete='steg')\n"
        "def move(context, **given): pass\n"
        "from beredning_cli.tree import Root\n"
        "Root.make = lambda self, name: noun\n"
        "candidates.KINDS['dnr'] = lambda *_: [('UBN 2023/450', '')]\n"
        "candidates.KINDS['steg'] = lambda *_: [('mbl:kalla', ''), ('återta', '')]\n"
        "main.main()\n",
        encoding="utf-8",
    )
    run.chmod(run.stat().st_mode | stat.S_IXUSR)
    return tmp_path


SETUPS = {
    "bash": r"""
export PATH={folder}:$PATH
PS1='> '
bind 'set enable-bracketed-paste off'
{script}
show() {{ printf '\n<<%s>>\n' "$READLINE_LINE"; READLINE_LINE=; }}
bind -x '"\C-g": show'
echo READY
""",
    "zsh": r"""
export PATH={folder}:$PATH
PS1='> '
unset zle_bracketed_paste
autoload -Uz compinit && compinit -u -D
{script}
show() {{ printf '\n<<%s>>\n' "$BUFFER"; BUFFER= }}
zle -N show
bindkey '^G' show
echo READY
""",
    "fish": r"""
set -x PATH {folder} $PATH
set -g fish_greeting
{script}
function show; printf '\n<<%s>>\n' (commandline); commandline ''; end
bind \cg show
echo READY
""",
}
# fish wants the terminal it runs in to be its own.
OWN_TERMINAL = """import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.argv[1], sys.argv[1:])"""
STARTS = {"bash": ["--noprofile", "--rcfile", "{rc}", "-i"], "zsh": ["-d", "-i"], "fish": ["-i"]}


class Line:
    """A shell at a terminal, with our script read: `after(text)` types the text and a tab and answers the line."""

    def __init__(self, name: str, program_path: str, folder: Path) -> None:
        setup = folder / {"bash": "rc", "zsh": ".zshrc", "fish": "fish/config.fish"}[name]
        setup.parent.mkdir(exist_ok=True)
        setup.write_text(SETUPS[name].format(folder=folder, script=SCRIPTS[name]), encoding="utf-8")
        self._own, theirs = pty.openpty()
        homes = dict.fromkeys(("HOME", "ZDOTDIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(folder))
        self._process = subprocess.Popen(
            [sys.executable, "-c", OWN_TERMINAL, program_path, *(word.format(rc=setup) for word in STARTS[name])],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env={**os.environ, **homes, "TERM": "xterm", "LC_ALL": "C.UTF-8", "COLUMNS": "200"},
        )
        os.close(theirs)
        self._until("READY")

    def _until(self, mark: str) -> str:
        text = b""
        while mark.encode() not in text:
            ready, _, _ = select.select([self._own], [], [], 30)
            assert ready, text.decode(errors="replace")
            text += os.read(self._own, 4096)
            if b"\x1b[c" in text or b"\x1b[0c" in text:  # fish asks what kind of terminal this is, and waits
                os.write(self._own, b"\x1b[?6c")
        return text.decode(errors="replace")

    def after(self, typed: str) -> str:
        os.write(self._own, typed.encode() + b"\t\x07")
        return self._until(">>").rpartition("<<")[2].partition(">>")[0]

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._own)


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_in_the_shell_itself_the_line_becomes_right(name: str, shell: Path) -> None:
    program_path = shutil.which(name)
    if program_path is None:
        pytest.skip(f"{name} finns inte här")
    spaced = "UBN\\ 2023/450"
    line = Line(name, program_path, shell)
    try:
        assert {typed: line.after(typed).strip() for typed, _ in LINES} == {
            typed: becomes.format(spaced=spaced) for typed, becomes in LINES
        }
    finally:
        line.close()


LINES = [
    ("beredning är", "beredning ärende"),
    ("beredning are", "beredning arende"),
    ("beredning ärende flytta U", "beredning ärende flytta {spaced}"),
    ('beredning ärende flytta "UBN 20', 'beredning ärende flytta "UBN 2023/450"'),
    ("beredning ärende flytta 1 mbl:", "beredning ärende flytta 1 mbl:kalla"),
    ("beredning ärende flytta 1 m", "beredning ärende flytta 1 mbl:kalla"),
    ("beredning ärende flytta 1 åt", "beredning ärende flytta 1 återta"),
    ("beredning ärende flytta 1 ater", "beredning ärende flytta 1 aterta"),
]
