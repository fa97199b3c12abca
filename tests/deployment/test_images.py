"""Every image is made alike, of pinned libraries, for a user without rights."""

import importlib.util
import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path
from types import ModuleType

import pytest
from deployed import ROOT
from ops.local.processes import SERVICES, folder_name
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

FOLDERS = {
    **{folder_name(it): f"services/{folder_name(it)}" for it in SERVICES},
    "gateway": "gateway",
}


@pytest.fixture(scope="module")
def locked_for() -> ModuleType:
    file = ROOT / "k8s" / "images" / "locked_for.py"
    spec = importlib.util.spec_from_file_location("locked_for", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def dockerfile(name: str) -> str:
    return (ROOT / FOLDERS[name] / "Dockerfile").read_text()


def without_comments(text: str) -> str:
    return re.sub(r"^# .*\n", "", text, flags=re.MULTILINE)


def test_dockerfiles_differ_in_their_package_only() -> None:
    for service in map(folder_name, SERVICES):
        assert f"ARG PACKAGE={service}\n" in dockerfile(service)
        assert dockerfile(service).replace(f"={service}\n", "=crm\n") == dockerfile("crm")

    gateway = dockerfile("gateway").replace("=gateway\n", "=crm\n")
    gateway = gateway.replace("COPY $PACKAGE", "COPY services/$PACKAGE")
    assert without_comments(gateway) == without_comments(dockerfile("crm"))


@pytest.mark.parametrize("name", FOLDERS)
def test_an_image_runs_as_nobody_and_installs_by_hash(name: str) -> None:
    text = dockerfile(name)

    stages = re.findall(r"^FROM (\S+)", text, flags=re.MULTILINE)
    assert stages == ["python:3.11-slim", "python:3.11-slim"]
    assert re.findall(r"^USER (\S+)", text, flags=re.MULTILINE) == ["10001:10001"]
    assert "pip install --no-cache-dir --require-hashes" in text


def test_what_an_image_copies_is_sent_to_the_builder() -> None:
    allowed = [
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    ]
    for name, folder in FOLDERS.items():
        copied = re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile(name), flags=re.MULTILINE)
        sources = [it.replace("$PACKAGE", name) for line in copied for it in line.split()]
        assert folder in sources
        for source in sources:
            assert (ROOT / source).exists(), source
            assert any(Path(source).is_relative_to(it) for it in allowed), source


@pytest.mark.parametrize("name", FOLDERS)
def test_an_image_has_the_libraries_its_code_needs_and_no_tools(
    name: str, locked_for: ModuleType
) -> None:
    lock = (ROOT / "requirements.lock").read_text()

    chosen = locked_for.locked_for(lock, {"shared", name})

    names = {canonicalize_name(it) for it in re.findall(r"^([\w.-]+)", chosen, flags=re.MULTILINE)}
    assert needed_by("shared") | needed_by(name) == names
    assert not names & {"pytest", "ruff", "mypy", "hypothesis", "hatchling"}
    assert chosen.count("--hash=sha256:") >= len(names)


def needed_by(name: str) -> set[str]:
    """Everything a project of ours needs here, followed through what is installed."""
    folder = {**FOLDERS, "shared": "shared"}[name]
    project = tomllib.loads((ROOT / folder / "pyproject.toml").read_text())["project"]
    waiting = [Requirement(it) for it in project["dependencies"]]
    found: set[str] = set()
    seen: set[tuple[str, str]] = set()
    while waiting:
        wanted = waiting.pop()
        library = canonicalize_name(wanted.name)
        if library == "shared":
            continue
        found.add(library)
        for extra in (wanted.extras or set()) | {""}:
            if (library, extra) in seen:
                continue
            seen.add((library, extra))
            requires = [Requirement(it) for it in distribution(library).requires or []]
            waiting += [
                it for it in requires if it.marker is None or it.marker.evaluate({"extra": extra})
            ]
    return found
