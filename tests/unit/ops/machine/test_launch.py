"""How commands are wrapped before they are started."""

import signal
from pathlib import Path

from ops.machine.launch import Launch, command_line, start
from ops.machine.privileges import Account


def launch(folder: Path, *, account: Account | None = None) -> Launch:
    return Launch(
        name="server",
        command=("server", "--flag"),
        folder=folder,
        log=folder / "server.log",
        environment={},
        stop_signal=signal.SIGINT,
        account=account,
    )


def test_a_child_gets_its_stop_signal_when_we_die(tmp_path: Path) -> None:
    assert command_line(launch(tmp_path), detached=False) == (
        *("setpriv", "--pdeathsig", "INT"),
        *("server", "--flag"),
    )


def test_a_detached_process_is_started_as_it_is(tmp_path: Path) -> None:
    assert command_line(launch(tmp_path), detached=True) == ("server", "--flag")


def test_within_a_namespace_the_tie_is_made_inside(tmp_path: Path) -> None:
    account = Account(uid=65534, gid=65534, in_namespace=True)
    line = command_line(launch(tmp_path, account=account), detached=False)
    assert line.index("unshare") < line.index("setpriv") < line.index("server")


def test_a_long_log_is_turned_over(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("ops.machine.launch.LOG_LIMIT_BYTES", 10)
    log = tmp_path / "server.log"
    log.write_text("much too long a log")
    process = start(Launch("server", ("true",), tmp_path, log, {"PATH": "/usr/bin:/bin"}))
    assert process.wait() == 0
    assert (tmp_path / "server.log.1").read_text() == "much too long a log"
    assert log.read_text() == ""
