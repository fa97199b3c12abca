"""Finding and installing server programs, with an apt of our own."""

import stat
from pathlib import Path

import pytest
from ops.machine.binaries import Search, search
from ops.machine.faults import PackagesMissing
from ops.machine.layout import Layout
from ops.machine.packages import installed_binaries

NOTHING = Search(postgres=None, rabbitmq=None, erlang=None)


def programs(folder: Path, **scripts: str) -> str:
    """Make small programs; return a PATH with nothing else."""
    folder.mkdir()
    for name, script in scripts.items():
        file = folder / name.replace("_", "-")
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return str(folder)


@pytest.fixture(autouse=True)
def _nothing_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ops.machine.packages.search", lambda _: NOTHING)
    monkeypatch.setattr("ops.machine.packages.os.geteuid", lambda: 1000)


def test_without_apt_the_packages_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", programs(tmp_path / "bin"))
    with pytest.raises(PackagesMissing, match="no apt-get"):
        installed_binaries(Layout(tmp_path / "data"))


def test_without_root_and_sudo_packages_are_unpacked_or_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuses = programs(tmp_path / "bin", apt_get="exit 100", sudo="exit 1")
    monkeypatch.setenv("PATH", refuses)
    with pytest.raises(PackagesMissing, match=r"(?s)neither root nor .* sudo.*apt-get install"):
        installed_binaries(Layout(tmp_path / "data"))


def test_as_root_apt_installs_without_starting_system_services(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy, seen = tmp_path / "policy-rc.d", tmp_path / "seen"
    fake = f'echo "$@" >> {seen}; [ -x {policy} ] && echo guarded >> {seen}; exit 0'
    monkeypatch.setenv("PATH", f"{programs(tmp_path / 'bin', apt_get=fake)}:/usr/bin:/bin")
    monkeypatch.setattr("ops.machine.packages.os.geteuid", lambda: 0)
    monkeypatch.setattr("ops.machine.packages.POLICY", policy)
    with pytest.raises(PackagesMissing, match=r"apt-get failed \(see .*apt\.log"):
        installed_binaries(Layout(tmp_path / "data"))
    assert seen.read_text().splitlines() == [
        "install -y -q --no-install-recommends postgresql rabbitmq-server",
        "guarded",
    ]
    assert not policy.exists()


def test_packages_that_apt_does_not_know_are_looked_up_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen"
    fake = f'echo "$1" >> {seen}; [ "$1" = update ]'
    monkeypatch.setenv("PATH", f"{programs(tmp_path / 'bin', apt_get=fake)}:/usr/bin:/bin")
    monkeypatch.setattr("ops.machine.packages.os.geteuid", lambda: 0)
    monkeypatch.setattr("ops.machine.packages.POLICY", tmp_path / "policy-rc.d")
    with pytest.raises(PackagesMissing):
        installed_binaries(Layout(tmp_path / "data"))
    assert seen.read_text().split() == ["install", "update", "install"]


def test_a_search_names_the_package_of_each_missing_program() -> None:
    assert NOTHING.missing_packages() == ("postgresql", "rabbitmq-server")
    found = Search(postgres=Path("/pg"), rabbitmq=Path("/mq"), erlang=None)
    assert found.missing_packages() == ("rabbitmq-server",)
    assert found.binaries() is None


def test_unpacked_programs_are_found(tmp_path: Path) -> None:
    rabbitmq = tmp_path / "usr/lib/rabbitmq/bin/rabbitmq-server"
    erlang = tmp_path / "usr/lib/erlang/bin/erl"
    for file in (rabbitmq, erlang):
        file.parent.mkdir(parents=True)
        file.touch()
    assert search(tmp_path).erlang == erlang.parent
    assert search(tmp_path).rabbitmq is not None
