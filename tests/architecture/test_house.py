"""Every service has the same rooms and files, and says what it is under the same headings."""

import pytest
from tests_tree import ROOMS, ROOT, SERVICES, folder_of, package_of, short

HEADINGS = ("Owns", "Answers", "Publishes", "Listens to", "Runs", "Tests")
SHARED_ROOMS = {
    "kernel",
    "contracts",
    "config",
    "observability",
    "persistence",
    "messaging",
    "rpc",
    "capabilities",
    "testing",
}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_every_room_and_file(service):
    package, folder = package_of(service), folder_of(service)
    wanted = [package / room / "__init__.py" for room in ROOMS]
    wanted += [package / name for name in ("__main__.py", "bootstrap.py", "config.py")]
    wanted += [package / "persistence" / name for name in ("tables.py", "mapping.py", "work.py")]
    wanted += [package / "entrypoints" / "service.py", package / "domain" / "errors.py"]
    wanted += [folder / "README.md", folder / "pyproject.toml", folder / "alembic.ini"]
    wanted += [folder / "migrations" / "env.py", folder / "migrations" / "script.py.mako"]

    assert [short(path) for path in wanted if not path.exists()] == []


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_has_no_other_room(service):
    found = {path.name for path in package_of(service).iterdir() if path.is_dir()}

    assert found - {"__pycache__", "dav"} == set(ROOMS)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_says_what_it_is_under_the_same_headings(service):
    lines = (folder_of(service) / "README.md").read_text().splitlines()

    assert [line[3:] for line in lines if line.startswith("## ") and line[3:] in HEADINGS] == list(
        HEADINGS
    )


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_keeps_its_promises_in_contracts(service):
    folder = ROOT / "shared" / "shared" / "contracts" / service

    assert {path.name for path in folder.glob("*.py")} >= {
        "__init__.py",
        "events.py",
        "rpc.py",
        "views.py",
    }


def test_shared_has_nine_rooms():
    rooms = (ROOT / "shared" / "shared").iterdir()

    assert {room.name for room in rooms if room.is_dir()} - {"__pycache__"} == SHARED_ROOMS


def test_every_project_folder_is_known_everywhere():
    folders = {path.name.replace("-", "_") for path in (ROOT / "services").iterdir()}

    assert folders == set(SERVICES)
    for service in SERVICES:
        dashed = service.replace("_", "-")
        assert f"\n    {service}\n" in (ROOT / ".importlinter").read_text()
        assert f"  {dashed}-rpc:" in (ROOT / "docker-compose.yml").read_text()
        assert (ROOT / "k8s" / "base" / dashed).is_dir()
