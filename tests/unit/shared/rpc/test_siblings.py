"""Processes that answer together start together and end together."""

import os
import signal
import subprocess
import sys

import pytest

_PROGRAM = """
import os, sys, time
from shared.rpc.siblings import fork_into
first = fork_into(int(sys.argv[1]))
os.write(1, f"{os.getpid()} {first}\\n".encode())
time.sleep(60)
"""


@pytest.fixture
def family():
    running = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, "2"], stdout=subprocess.PIPE, text=True
    )
    lines = [running.stdout.readline().split() for _ in range(2)]
    yield running, {int(pid): first == "True" for pid, first in lines}
    running.kill()
    running.wait(20)


def has_ended(pipe):
    """Whether nobody holds the pipe any more: every process that could write has ended."""
    return pipe.read() == ""


def test_two_go_on_and_one_of_them_is_the_first(family):
    parent, children = family

    assert parent.pid not in children
    assert sorted(children.values()) == [False, True]


def test_all_stop_when_asked(family):
    parent, _ = family

    parent.terminate()

    assert has_ended(parent.stdout)
    assert parent.wait(20) == 0


def test_when_one_ends_by_itself_the_others_and_the_parent_do(family):
    parent, children = family

    os.kill(next(iter(children)), signal.SIGKILL)

    assert has_ended(parent.stdout)
    assert parent.wait(20) == 1


def test_children_do_not_outlive_a_parent_that_was_killed(family):
    parent, _ = family

    parent.kill()

    assert has_ended(parent.stdout)


def test_one_process_goes_on_by_itself():
    program = "from shared.rpc.siblings import fork_into; print(fork_into(1))"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert done.stdout.split() == ["True"]
