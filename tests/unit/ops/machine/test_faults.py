"""What people read when their machine is not ready for Samspill."""

from pathlib import Path

from ops.machine.faults import DidNotStart, DiskFull, PackagesMissing, PortTaken, last_lines


def test_a_taken_port_names_the_port_and_the_way_out() -> None:
    text = str(PortTaken(8080, what="gateway"))
    assert "Port 8080" in text
    assert "./samspill up --port 8081" in text


def test_missing_packages_name_the_command_to_run() -> None:
    text = str(PackagesMissing(("postgresql", "rabbitmq-server"), because="there is no sudo"))
    assert "there is no sudo" in text
    assert "apt-get install --no-install-recommends postgresql rabbitmq-server" in text


def test_a_full_disk_names_what_is_free_and_what_is_needed() -> None:
    text = str(DiskFull(Path("/srv"), free_mib=12, needed_mib=1024))
    assert "12 MiB" in text
    assert "1024 MiB" in text


def test_a_failed_start_shows_the_last_twenty_lines(tmp_path: Path) -> None:
    log = tmp_path / "rpc.log"
    log.write_text("".join(f"line {number}\n" for number in range(100)))
    text = str(DidNotStart("rpc", problem="keeps crashing (5 times)", log=log))
    assert "rpc keeps crashing (5 times)" in text
    assert "line 80\n" in text
    assert text.endswith("line 99")
    assert "line 79" not in text


def test_a_log_that_is_missing_or_empty_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "empty.log").touch()
    assert "logged nothing" in last_lines(tmp_path / "none.log", count=20)
    assert "logged nothing" in last_lines(tmp_path / "empty.log", count=20)


def test_bytes_that_are_no_text_do_not_hide_the_rest(tmp_path: Path) -> None:
    log = tmp_path / "rpc.log"
    log.write_bytes(b"\xff\xfe broken\nreason\n")
    assert "reason" in last_lines(log, count=20)
