"""Decisions before anything is started."""

import shutil
import socket
from pathlib import Path
from types import SimpleNamespace

import pytest
from ops.local.platform import check_disk, decide, end
from ops.machine.faults import DiskFull, PortTaken
from ops.machine.layout import Layout
from ops.machine.ports import first_free


def test_a_nearly_full_disk_stops_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = SimpleNamespace(free=1023 * 1024 * 1024)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    with pytest.raises(DiskFull, match="1023 MiB"):
        check_disk(tmp_path / "not" / "there" / "yet")


def test_a_taken_gateway_port_is_told(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.make()
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(PortTaken, match=str(port)):
            decide(layout, profile="compact", gateway_port=port)


def test_the_ports_of_last_time_are_used_again(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.make()
    first = decide(layout, profile="compact", gateway_port=first_free(28_080))
    first.save(layout)
    assert decide(layout, profile="compact", gateway_port=first.gateway_port) == first


def test_ending_what_does_not_run_changes_nothing(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.make()
    assert end(layout) is False
