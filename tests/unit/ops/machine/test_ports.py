"""Finding ports nobody uses."""

import socket
from collections.abc import Iterator

import pytest
from ops.machine.faults import Fault
from ops.machine.ports import answers, first_free, is_free


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_port_with_a_server_is_not_free_and_answers(taken: int) -> None:
    assert not is_free(taken)
    assert answers(taken)


def test_a_taken_port_is_passed_over(taken: int) -> None:
    assert first_free(taken) > taken


def test_a_port_with_a_taken_companion_is_passed_over(taken: int) -> None:
    assert first_free(taken - 5, companions=(5,)) != taken - 5


def test_no_free_port_is_a_fault(taken: int) -> None:
    with pytest.raises(Fault, match="No free port"):
        first_free(taken, tries=1)
