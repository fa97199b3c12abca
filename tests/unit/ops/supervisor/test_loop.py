"""The whole supervisor with small processes: order, recovery and a clean end."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from ops.machine.layout import Layout
from ops.machine.running import wait_until
from ops.supervisor.state import PlatformState, ProcessState, read

SUPERVISOR = """
import sys
from pathlib import Path
from ops.machine.launch import Launch
from ops.machine.layout import Layout
from ops.supervisor.loop import Supervisor, Title
from ops.supervisor.steps import Step

layout = Layout(Path(sys.argv[1]))
layout.make()


def step(name, code, *, after=(), once=False):
    command = (sys.executable, "-c", code)
    launch = Launch(name, command, layout.data, layout.log(name), {})
    return Step(launch, after=after, once=once, is_ready=(layout.data / name).exists)


stays = (
    "import time; open({0!r}, 'w').close(); open('order', 'a').write({0!r} + ' ');"
    " time.sleep(99)"
)
once = "open('order', 'a').write('prepare ')"
steps = [
    step("gateway", stays.format("gateway"), after=("prepare", "server")),
    step("prepare", once, after=("server",), once=True),
    step("server", stays.format("server")),
]
Supervisor(layout, steps, title=Title(url="http://here", profile="compact")).run()
"""


@pytest.fixture
def layout(tmp_path: Path) -> Iterator[Layout]:
    """A platform of three small processes, all up."""
    layout = Layout(tmp_path)
    process = subprocess.Popen((sys.executable, "-c", SUPERVISOR, str(tmp_path)))
    try:
        assert wait_until(lambda: phase(layout) == "ready", seconds=30)
        yield layout
    finally:
        if phase(layout) != "none":  # one that is ending must not be told again
            process.terminate()
        assert process.wait(30) == 0


def phase(layout: Layout) -> str:
    state = read(layout)
    return state.phase if state else "none"


def process(layout: Layout, name: str) -> ProcessState:
    state = read(layout)
    assert isinstance(state, PlatformState)
    return next(each for each in state.processes if each.name == name)


def test_steps_start_in_the_order_of_their_needs(layout: Layout) -> None:
    assert (layout.data / "order").read_text().split() == ["server", "prepare", "gateway"]


def test_a_killed_process_comes_back_and_the_others_stay(layout: Layout) -> None:
    killed, stayed = process(layout, "server").pid, process(layout, "gateway").pid
    psutil.Process(killed).kill()
    assert wait_until(lambda: process(layout, "server").pid not in (killed, None), seconds=30)
    assert process(layout, "server").crashes == 1
    assert process(layout, "gateway").pid == stayed


def test_what_ran_once_is_not_started_again(layout: Layout) -> None:
    prepared = process(layout, "prepare")
    assert (prepared.state, prepared.pid, prepared.crashes) == ("done", None, 0)


def test_stopping_ends_every_process_and_forgets_the_state(layout: Layout) -> None:
    state = read(layout)
    assert state is not None
    pids = [process(layout, name).pid for name in ("server", "gateway")]
    psutil.Process(state.pid).terminate()
    assert wait_until(lambda: read(layout) is None, seconds=30)
    assert not [pid for pid in pids if psutil.pid_exists(pid)]
