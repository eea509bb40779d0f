"""Kills a Python program at every write it makes, so that a test can look at what is left.

Two ways, neither of which leaves a hook in the product: `kill_at_every_write` counts the calls by which Python code
writes (database statements, commits, file writes, renames, syncs), and kills just before each; and
`kill_at_every_system_call` lets strace count the calls that reach the kernel, inside SQLite's commit as well.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
SYSTEM_CALLS = (
    "pwrite64,fdatasync,fsync,ftruncate,rename,renameat,renameat2,link,linkat,unlink,unlinkat,copy_file_range"
)
LIMIT = 5000
"""More writes than this is a program that does not end, or not one command."""

# A server that has imported what the program will need, and for each number it reads forks a child to run the program
# and die at that write: starting the interpreter anew for each would take most of the time. It answers with the exit
# code (negative for a signal) and, when the program was left alone (number 0), how many writes there were.
RUNNER = r"""
import importlib, os, runpy, sys, threading
argv, preload, output = eval(sys.argv[1]), sys.argv[2].split(), sys.argv[3]
sys.dont_write_bytecode = True
for name in preload:
    importlib.import_module(name)
WRITES = {"execute", "executemany", "executescript", "commit", "rollback", "backup", "write", "writelines", "writestr",
          "replace", "rename", "link", "unlink", "remove", "fsync", "fdatasync", "truncate", "mkdir", "rmdir"}
ORDINARY = (str, bytes, bytearray, list, set, dict)
done = last = 0

def profile(frame, event, argument):
    global done
    if event == "c_call":
        if argument.__name__ not in WRITES or isinstance(getattr(argument, "__self__", None), ORDINARY):
            return
    elif event == "call":
        code = frame.f_code
        if code.co_name not in ("execute", "commit") or "psycopg" not in code.co_filename:
            return
    else:
        return
    done += 1
    if done == last:
        os.kill(os.getpid(), 9)

def run():
    sys.argv = list(argv)
    threading.setprofile(profile)
    sys.setprofile(profile)
    try:
        if argv[0] == "-m":
            sys.argv.pop(0)
            runpy.run_module(argv[1], run_name="__main__", alter_sys=True)
        elif argv[0] == "-c":
            sys.argv.pop(1)
            exec(compile(argv[1], "<string>", "exec"), {"__name__": "__main__"})
        else:
            runpy.run_path(argv[0], run_name="__main__")
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
        sys.stdout.flush()

for line in sys.stdin:
    last = int(line)
    read, write = os.pipe()
    child = os.fork()
    if not child:
        file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, 1), os.dup2(file, 2)
        code = 1
        try:
            run()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(bool(end.code))
        except BaseException:
            sys.excepthook(*sys.exc_info())
            sys.stderr.flush()
        os.write(write, str(done).encode())
        os._exit(code)
    os.close(write)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(status, (os.read(read, 20) or b"0").decode(), flush=True)
    os.close(read)
"""

Check = Callable[[int, bool], None]


def kill_at_every_write(
    argv: Sequence[str],
    env: Mapping[str, str],
    check: Check,
    prepare: Callable[[], object] = lambda: None,
    expect: int = 0,
    preload: Sequence[str] = (),
) -> int:
    """Run the program once for each of its writes, killed just before it, and call check(number, whole) after each.

    argv: what python would be given: ["-m", "beredning_cli", "ärende", …], ["-c", code, …] or a script. env: the whole
    environment. prepare: puts everything back as it was before each run. expect: exit code when it is left alone.
    preload: modules to import before the runs, only for speed. whole: the program was left to finish (number 0, the
    last call). Answers at how many places it was killed; fails when there is none.
    """
    with TemporaryDirectory() as folder:
        output = Path(folder, "output")
        server = subprocess.Popen(
            [sys.executable, "-c", RUNNER, repr(list(argv)), " ".join(preload), str(output)],
            env={**env, "PYTHONIOENCODING": "utf-8"},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert server.stdin is not None and server.stdout is not None

        def run(number: int) -> tuple[int, int]:
            prepare()
            assert server.stdin is not None and server.stdout is not None
            print(number, file=server.stdin, flush=True)
            code, writes = server.stdout.readline().split()
            return int(code), int(writes)

        try:
            code, places = run(0)
            assert code == expect, output.read_text(encoding="utf-8", errors="replace")
            assert 0 < places <= LIMIT, f"{places} writes"
            for number in range(1, places + 1):
                code, _ = run(number)
                told = output.read_text(encoding="utf-8", errors="replace")
                assert code in (-signal.SIGKILL, expect), f"{number} of {places}: {told}"
                check(number, code == expect)  # a run may need some writes fewer than the one that was counted
                if code == expect:
                    break
            run(0)
            check(0, True)
        finally:
            server.stdin.close()
            server.wait(timeout=60)
            server.stdout.close()
        return places


def strace_works() -> str:
    """Why strace cannot be used here, "" when it can."""
    strace = shutil.which("strace")
    if not strace:
        return "strace finns inte"
    tried = subprocess.run(
        [strace, "-qq", "-e", "trace=fsync", "-e", "inject=fsync:signal=KILL:when=1", sys.executable, "-c", ONE_FSYNC],
        capture_output=True,
        text=True,
    )
    return (
        ""
        if tried.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL)
        else tried.stderr.strip() or "strace dödar inte"
    )


ONE_FSYNC = "import os, tempfile; os.fsync(tempfile.TemporaryFile().fileno())"


def kill_at_every_system_call(
    argv: Sequence[str],
    env: Mapping[str, str],
    check: Check,
    prepare: Callable[[], object] = lambda: None,
    expect: int = 0,
    calls: str = SYSTEM_CALLS,
) -> int:
    """As `kill_at_every_write`, but at every system call that changes a file. Ask `strace_works` before."""
    program = [sys.executable, *argv]
    quiet = {**env, "PYTHONDONTWRITEBYTECODE": "1"}

    def run(*options: str) -> subprocess.CompletedProcess[str]:
        prepare()
        command = ["strace", "-f", "-qq", "-e", f"trace={calls}", *options, *program]
        return subprocess.run(command, env=quiet, cwd=ROOT, capture_output=True, text=True, timeout=120)

    with TemporaryDirectory() as folder:
        log = Path(folder, "log")
        whole = run("-o", str(log))
        assert whole.returncode == expect, whole.stdout + whole.stderr
        places = sum("(" in line and "resumed" not in line for line in log.read_text(errors="replace").splitlines())
        assert 0 < places <= LIMIT, f"{places} system calls"
        for number in range(1, places + 1):
            killed = run("-o", os.devnull, "-e", f"inject={calls}:signal=KILL:when={number}")
            assert killed.returncode in (-signal.SIGKILL, 128 + signal.SIGKILL, expect), killed.stderr
            check(number, killed.returncode == expect)
        return places
