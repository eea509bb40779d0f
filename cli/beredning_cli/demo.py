"""`./run demo`: builds a training instance and carries a real meeting through, with the commands a person would type.

The script is data (templates/ovning/demo.steg): `# ` begins a part, `@ TID PERSON` sets clock and actor, any other line
is a command. `!3 ` before a command says that it must be refused with that exit code; `+ ` shows its whole answer.
"""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from beredning.errors import BeredningError, UsageFault
from beredning.resources import resource_folder
from beredning_cli.main import run

SCRIPT = "demo.steg"
PAPERS = "papper"
INSTANCE = "instans"


class Line(NamedTuple):
    """One line of the script. kind: part | seat | command. code: the exit code it must end with."""

    number: int
    kind: str
    words: tuple[str, ...]
    code: int = 0
    whole: bool = False


def main() -> None:
    """Runs the demo into the folder named on the command line, `demo-ut` when none is."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "demo-ut")
    try:
        carry_through(folder)
    except BeredningError as error:
        print(f"Fel: {error.text}\nGör så här: {error.hint}", file=sys.stderr)
        sys.exit(error.exit_code)


def carry_through(folder: Path, papers: Path | None = None, made: Callable[[Path], None] = lambda _: None) -> None:
    """Makes the instance, runs the script and tells what was made. papers: texts to use instead of the training's own.
    made: called with the instance's folder once it is made, to put it on another database for one.

    A folder from an earlier demo is made anew; one that holds anything else is refused (UsageFault). Raises UsageFault
    when a command ends otherwise than the script says.
    """
    training = resource_folder("templates") / "ovning"
    _empty(folder)
    folder.mkdir(parents=True)
    shutil.copytree(papers or training / PAPERS, folder / PAPERS)
    seat = ("", "")
    with _inside(folder):
        for line in read_script((training / SCRIPT).read_text(encoding="utf-8")):
            if line.kind == "part":
                print(f"\n{line.words[0]}")
            elif line.kind == "seat":
                seat = _sit(line, seat)
            else:
                _show(line, seat[1])
                if line.words[0] == "ny":
                    made(Path(INSTANCE))
    _tell(folder)


def read_script(text: str) -> Iterator[Line]:
    """The lines of a script. Raises UsageFault for a line that cannot be read."""
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("//"):
            continue
        if line.startswith("# "):
            yield Line(number, "part", (line[2:],))
            continue
        if line.startswith("@ "):
            yield Line(number, "seat", tuple(line[2:].split()))
            continue
        code, whole = 0, False
        if line.startswith("!"):
            mark, _, line = line.partition(" ")
            code = int(mark[1:])
        if line.startswith("+ "):
            whole, line = True, line[2:]
        try:
            words = tuple(shlex.split(line))
        except ValueError as error:
            raise UsageFault(f"{SCRIPT} rad {number}: {error}.", "Rätta citattecknen.") from error
        yield Line(number, "command", words, code, whole)


def _sit(line: Line, before: tuple[str, str]) -> tuple[str, str]:
    time, person = line.words
    if time != before[0] and Path(INSTANCE).exists():
        _call(("övning", "klocka", time, "--instans", INSTANCE))
    return time, person


def _show(line: Line, person: str) -> None:
    words = line.words
    if words[0] != "ny":
        words = (*words, "--instans", INSTANCE, *(("--som", person) if person else ()))
    shown = " ".join(shlex.quote(w) if " " in w or "§" in w else w for w in line.words)
    print(f"  $ beredning {shown}" + (f"    ({person})" if person else ""))
    code, out, err = _call(words)
    told = [text for text in (out + err).splitlines() if text.strip()]
    for text in told if line.whole or line.code else told[:1]:
        print(f"      {text}")
    if code != line.code:
        problem = "\n".join(told)
        raise UsageFault(
            f"Rad {line.number} i {SCRIPT} slutade med {code} i stället för {line.code}:\n{problem}",
            "Kör kommandot för hand i demo-ut för att se varför.",
        )


def _call(words: tuple[str, ...]) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(list(words))
    return code, out.getvalue(), err.getvalue()


@contextlib.contextmanager
def _inside(folder: Path) -> Iterator[None]:
    """Runs in the folder, so that files get short names, with nothing of the caller's own settings."""
    before, kept = (
        Path.cwd(),
        {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("BEREDNING_")},
    )
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        os.environ.update(kept)


def _empty(folder: Path) -> None:
    """Removes an earlier demo, and only that: a demo is a folder that holds a training instance and its papers."""
    if not folder.exists():
        return
    if any(folder.iterdir()) and not (folder / INSTANCE / "kommun.yaml").exists():
        raise UsageFault(f"Mappen {folder} finns redan och är inte en tidigare demo.", "Välj en annan mapp.")
    shutil.rmtree(folder)


def _tell(folder: Path) -> None:
    print(f"\nAllt ligger i {folder}/:")
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_file() and relative.parts[0] != PAPERS and ".beredning" not in relative.parts:
            print(f"  {relative}  {path.stat().st_size:,} byte".replace(",", " "))
    print(f"\nFortsätt själv: beredning ärende lista --instans {folder / INSTANCE}")


if __name__ == "__main__":
    main()
