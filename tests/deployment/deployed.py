"""What the tests of deployment read: docker-compose.yml, and the manifests kustomize renders."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from ops.local.processes import Process, Profile, folder_name, processes

ROOT = Path(__file__).resolve().parents[2]
SECRETS_FOLDER = ".data/containers/"
OVERLAYS = ("local", "production")
RUNNING = ("Deployment", "StatefulSet", "Job")

Manifest = dict[str, Any]


@dataclass(frozen=True)
class OurSecrets:
    """What make_secrets.py made, and where."""

    folder: Path
    by_name: dict[str, dict[str, str]]

    def at(self, path: str) -> Path:
        """The file docker-compose.yml knows by *path*."""
        return self.folder / path.removeprefix(SECRETS_FOLDER)


@cache
def compose() -> dict[str, Any]:
    """The compose file, anchors resolved."""
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def compose_services() -> dict[str, dict[str, Any]]:
    return compose()["services"]


@cache
def rendered(overlay: str) -> tuple[Manifest, ...]:
    """Every object of an overlay; skips where nothing can render it."""
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        pytest.skip("kubectl, which renders the manifests, is not installed")
    result = subprocess.run(
        [kubectl, "kustomize", str(ROOT / "k8s" / "overlays" / overlay)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return tuple(yaml.safe_load_all(result.stdout))


def of_kind(overlay: str, *kinds: str) -> dict[str, Manifest]:
    """The objects of these kinds, by name."""
    return {it["metadata"]["name"]: it for it in rendered(overlay) if it["kind"] in kinds}


def pod_specs(overlay: str) -> Iterator[tuple[str, Manifest]]:
    """The pods of everything that runs, servers of the local overlay included."""
    for name, it in of_kind(overlay, *RUNNING).items():
        yield name, it["spec"]["template"]["spec"]


def container_of(workload: Manifest) -> Manifest:
    """The only container of a workload."""
    (container,) = workload["spec"]["template"]["spec"]["containers"]
    return container


def label(it: Manifest, name: str) -> str:
    return it["metadata"]["labels"].get(f"app.kubernetes.io/{name}", "")


def full_profile() -> dict[str, Process]:
    """The processes of ``./samspill up --full``, by name."""
    return {process.name: process for process in processes(Profile.FULL)}


def command_of(process: Process) -> list[str]:
    return ["python", "-m", process.module, *process.arguments]


def migrations() -> dict[str, list[str]]:
    """The job that comes before each service, by name, with its command."""
    return {
        f"{folder_name(process.services[0])}-migrate": [
            *command_of(process)[:3],
            "migrate",
            process.services[0],
        ]
        for process in full_profile().values()
        if process.name.endswith("-rpc")
    }
