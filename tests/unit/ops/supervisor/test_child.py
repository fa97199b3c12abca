"""One supervised process: real, small, and without any server."""

import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from ops.machine.launch import Launch
from ops.machine.running import wait_until
from ops.supervisor.child import Child, State
from ops.supervisor.steps import Step

SLEEPS = "import time; time.sleep(60)"
IGNORES_SIGTERM = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    " open('deaf', 'w').close(); time.sleep(60)"
)


def child(folder: Path, code: str, *, once: bool = False, ready: bool = True) -> Child:
    launch = Launch(
        name="child",
        command=(sys.executable, "-c", code),
        folder=folder,
        log=folder / "child.log",
        environment={"PATH": "/usr/bin:/bin"},
    )
    return Child(Step(launch, once=once, is_ready=lambda: ready))


def ticks_until(child: Child, fact: Callable[[], bool]) -> bool:
    def tick() -> bool:
        child.tick()
        return fact()

    return wait_until(tick, seconds=20, every_seconds=0.02)


def test_a_process_is_ready_when_its_check_says_so(tmp_path: Path) -> None:
    process = child(tmp_path, SLEEPS)
    process.begin()
    assert process.state == State.STARTING
    assert ticks_until(process, lambda: process.state == State.READY)
    process.stop()
    assert ticks_until(process, lambda: process.state == State.STOPPED)


def test_a_killed_process_comes_back_as_another(tmp_path: Path) -> None:
    process = child(tmp_path, SLEEPS)
    process.begin()
    first = process.pid
    assert first is not None
    psutil.Process(first).kill()
    assert ticks_until(process, lambda: process.state == State.READY and process.pid != first)
    assert process.backoff.crashes == 1
    process.stop()
    assert ticks_until(process, lambda: process.state == State.STOPPED)


def test_a_task_that_ends_well_is_done(tmp_path: Path) -> None:
    process = child(tmp_path, "print('made')", once=True)
    process.begin()
    assert ticks_until(process, lambda: process.state == State.DONE)
    assert "made" in (tmp_path / "child.log").read_text()


def test_a_process_that_keeps_crashing_is_failing(tmp_path: Path) -> None:
    process = child(tmp_path, "raise SystemExit(3)", once=True)
    process.begin()
    assert ticks_until(process, lambda: process.state == State.FAILING)
    assert process.backoff.crashes == 5


def test_a_process_deaf_to_sigterm_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ops.supervisor.child.KILL_AFTER_SECONDS", 0.2)
    process = child(tmp_path, IGNORES_SIGTERM)
    process.begin()
    assert wait_until((tmp_path / "deaf").exists, seconds=20)
    process.stop()
    assert ticks_until(process, lambda: process.state == State.STOPPED)


def test_a_process_dies_with_its_supervisor(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from ops.machine.launch import Launch, start;"
        f"launch = Launch(name='x', command=(sys.executable, '-c', {SLEEPS!r}), folder=Path('.'),"
        " log=Path('x.log'), environment={}); print(start(launch).pid, flush=True);"
        "import time; time.sleep(60)"
    )
    parent = psutil.Popen(
        [sys.executable, "-c", code], cwd=tmp_path, stdout=-1, text=True, start_new_session=True
    )
    grandchild = psutil.Process(int(parent.stdout.readline()))
    assert _is_tied(grandchild)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert wait_until(lambda: not grandchild.is_running() or _is_over(grandchild), seconds=20)


def _is_tied(process: psutil.Process) -> bool:
    """Wait for setpriv to have become the command, for only then the tie is made."""
    return wait_until(lambda: "time.sleep" in " ".join(process.cmdline()[:3][-1:]), seconds=20)


def _is_over(process: psutil.Process) -> bool:
    return process.status() == psutil.STATUS_ZOMBIE


def test_a_stopped_child_that_never_began_is_stopped_at_once(tmp_path: Path) -> None:
    process = child(tmp_path, SLEEPS)
    began = time.monotonic()
    process.stop()
    assert process.state == State.STOPPED
    assert time.monotonic() - began < 1
