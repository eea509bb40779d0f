"""Run one command of ours in this process and write down every statement it puts to SQLite, and what it prints.

`python -m bench.recorder FILE words…`. What is written is a Python literal: connections, steps and output. A way to
SQLite that is not recorded raises, so that nothing is left out of the bare program made from it.
"""

from __future__ import annotations

import io
import sqlite3
import sys
from pathlib import Path
from typing import Any

Step = tuple[str, str, tuple[Any, ...]]
connections: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
steps: list[Step] = []


class Recording(sqlite3.Connection):
    """A connection that writes down what it is asked."""

    _recorded = False

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        steps.append(("execute", sql, tuple(parameters)))
        self._recorded = True
        try:
            return super().execute(sql, parameters)
        finally:
            self._recorded = False

    def commit(self) -> None:
        steps.append(("commit", "", ()))
        super().commit()

    def rollback(self) -> None:
        steps.append(("rollback", "", ()))
        super().rollback()

    def cursor(self, *given: Any) -> Any:
        if not self._recorded:
            raise NotImplementedError("cursor: not recorded")
        return super().cursor(*given)

    def executemany(self, *_: Any) -> Any:
        raise NotImplementedError("executemany: not recorded")

    def executescript(self, *_: Any) -> Any:
        raise NotImplementedError("executescript: not recorded")


def main(words: list[str]) -> int:
    """Run the command and write the record."""
    target, *words = words
    connect = sqlite3.connect

    def connect_recorded(*args: Any, **given: Any) -> sqlite3.Connection:
        connections.append((tuple(str(a) if isinstance(a, Path) else a for a in args), dict(given)))
        return connect(*args, **{**given, "factory": Recording})

    vars(sqlite3)["connect"] = connect_recorded
    from beredning_cli.main import run

    out, sys.stdout = sys.stdout, io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    code = run(words)
    sys.stdout.flush()
    said = sys.stdout.buffer.getvalue().decode()
    sys.stdout = out
    if len(connections) > 1:
        raise NotImplementedError("more than one connection: the bare program makes one")
    record = {"connection": connections[0], "steps": steps, "output": said} if connections else {"output": said}
    Path(target).write_text(repr(record), encoding="utf-8")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
