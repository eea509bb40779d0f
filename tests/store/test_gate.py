"""The gate of the writers: one at a time, and whoever gives up waiting leaves nothing locked behind."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from beredning.errors import StorageFault
from beredning.store.gate import Gate

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path):
    made: Path = tmp_path / "a.db"
    made.write_bytes(b"")
    made.chmod(0o660)
    return made


def free(path: Path) -> bool:
    """Whether somebody new gets in at once."""
    gate = Gate(path, 1.0)
    try:
        with gate:
            return True
    except StorageFault:
        return False
    finally:
        gate.close()


def test_one_at_a_time(path):
    with Gate(path, 1.0):
        assert not free(path)
    assert free(path)


def test_who_gave_up_does_not_hold_what_it_would_have_got_and_may_try_again(path):
    impatient = Gate(path, 0.1)
    holder = Gate(path, 1.0)
    with holder:
        for _ in range(3):
            with pytest.raises(StorageFault, match="upptagen"), impatient:
                pytest.fail("two at once")
    assert free(path)
    with impatient:
        assert not free(path)
    assert free(path)


def test_who_gave_up_at_the_door_does_not_hold_the_door(path):
    """One is in, one waits at the room with the door in hand, one gives up at the door."""
    inside, waiting, late = Gate(path, 5.0), Gate(path, 5.0), Gate(path, 0.1)
    entered, arrived = threading.Event(), threading.Event()

    def wait_for_the_room() -> None:
        arrived.set()
        with waiting:
            entered.set()

    with inside:
        thread = threading.Thread(target=wait_for_the_room)
        thread.start()
        assert arrived.wait(5)
        with pytest.raises(StorageFault), late:
            pytest.fail("two at once")
        assert not entered.is_set()
    thread.join(5)
    assert entered.is_set()
    assert free(path)


def test_who_is_interrupted_while_waiting_leaves_nothing_locked(path):
    holder, waiting = Gate(path, 1.0), Gate(path, 30.0)
    with holder:
        main = threading.main_thread().ident or 0
        timer = threading.Timer(0.3, signal.pthread_kill, [main, signal.SIGINT])
        timer.start()
        with pytest.raises(KeyboardInterrupt), waiting:
            pytest.fail("two at once")
    assert free(path)
    with waiting:
        assert not free(path)


def test_a_killed_writer_lets_the_next_one_in(path):
    code = (
        "import sys, time; from beredning.store.gate import Gate; g = Gate(sys.argv[1], 5); g.__enter__(); "
        "print('inne', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={"PYTHONPATH": "engine"},
    )
    assert process.stdout is not None and process.stdout.readline() == "inne\n"
    assert not free(path)
    process.kill()
    process.wait()
    process.stdout.close()
    assert free(path)


def test_the_lock_files_are_open_to_those_whom_the_database_is_open_to(path):
    with Gate(path, 1.0):
        pass
    locks = sorted(path.parent.glob("a.db-*"))
    assert [lock.name for lock in locks] == ["a.db-grind", "a.db-plats"]
    assert {lock.stat().st_mode & 0o777 for lock in locks} == {0o660}
