"""The manifests are valid, complete, and keep the rules for what runs in a cluster."""

from itertools import chain

import kubernetes_validate
import pytest
from deployed import (
    OVERLAYS,
    ROOT,
    command_of,
    container_of,
    full_profile,
    label,
    migrations,
    of_kind,
    pod_specs,
    rendered,
)
from shared.messaging.topology import SERVICES

KUBERNETES = "1.31"
OF_KEDA = ("ScaledObject", "TriggerAuthentication")  # its operator brings their schemas

overlays = pytest.mark.parametrize("overlay", OVERLAYS)


@overlays
def test_every_object_is_what_kubernetes_accepts(overlay: str) -> None:
    for it in rendered(overlay):
        if it["kind"] not in OF_KEDA:
            kubernetes_validate.validate(it, KUBERNETES, strict=True)


@overlays
def test_the_deployments_are_the_processes_of_the_full_profile(overlay: str) -> None:
    ours = {name: container_of(it)["args"] for name, it in of_kind(overlay, "Deployment").items()}

    assert ours == {name: command_of(process) for name, process in full_profile().items()}


@overlays
def test_every_service_has_its_objects(overlay: str) -> None:
    jobs = {name: container_of(it)["args"] for name, it in of_kind(overlay, "Job").items()}

    assert jobs == migrations()
    for service in (*SERVICES, "gateway"):
        name = service.replace("_", "-")
        assert name in of_kind(overlay, "ServiceAccount")
        assert name in of_kind(overlay, "NetworkPolicy")
        files = {file.name for file in (ROOT / "k8s" / "base" / name).iterdir()}
        last = "service.yaml" if name == "gateway" else "migrate-job.yaml"
        assert {"deployment.yaml", "service-account.yaml", "network.yaml", last} <= files


@overlays
def test_nothing_runs_with_rights_it_does_not_need(overlay: str) -> None:
    for name, pod in pod_specs(overlay):
        security = pod["securityContext"]
        assert security["runAsNonRoot"] is True, name
        assert security["runAsUser"] > 0, name
        assert security["seccompProfile"] == {"type": "RuntimeDefault"}, name
        assert pod["automountServiceAccountToken"] is False, name
        assert not pod.keys() & {"hostNetwork", "hostPID", "hostIPC"}, name
        for container in pod["containers"]:
            own = container["securityContext"]
            assert own["readOnlyRootFilesystem"] is True, name
            assert own["allowPrivilegeEscalation"] is False, name
            assert own["capabilities"] == {"drop": ["ALL"]}, name
            assert not own.get("privileged"), name


@overlays
def test_no_service_account_has_a_token(overlay: str) -> None:
    accounts = of_kind(overlay, "ServiceAccount").values()

    assert len(accounts) == len(SERVICES) + 1
    assert all(it["automountServiceAccountToken"] is False for it in accounts)
    assert not of_kind(overlay, "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding")


@overlays
def test_every_container_is_bounded(overlay: str) -> None:
    for name, pod in pod_specs(overlay):
        for container in pod["containers"]:
            resources = container["resources"]
            assert resources["requests"].keys() >= {"cpu", "memory"}, name
            assert resources["limits"].keys() >= {"cpu", "memory"}, name


@overlays
def test_every_process_has_somewhere_to_write(overlay: str) -> None:
    for name, it in of_kind(overlay, "Deployment", "Job").items():
        mounts = {mount["mountPath"]: mount["name"] for mount in container_of(it)["volumeMounts"]}
        volumes = {volume["name"]: volume for volume in it["spec"]["template"]["spec"]["volumes"]}
        assert "emptyDir" in volumes[mounts["/tmp"]], name
        assert set(mounts.values()) == volumes.keys(), name


@overlays
def test_processes_are_asked_how_they_are_and_given_time_to_end(overlay: str) -> None:
    for name, it in of_kind(overlay, "Deployment").items():
        container = container_of(it)
        port = "http" if name == "gateway" else "health"
        for probe, path in (
            ("startupProbe", "/livez"),
            ("livenessProbe", "/livez"),
            ("readinessProbe", "/readyz"),
        ):
            assert container[probe]["httpGet"] == {"path": path, "port": port}, name
        assert port in {it["name"] for it in container["ports"]}, name
        assert it["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] == 30, name


@overlays
def test_no_secret_is_in_the_manifests(overlay: str) -> None:
    assert not of_kind(overlay, "Secret")
    for name, it in of_kind(overlay, "Deployment", "Job").items():
        for variable in container_of(it)["env"]:
            secret = any(part in variable["name"] for part in ("PASSWORD", "TOKEN", "_URL"))
            assert not secret or "valueFrom" in variable, f"{name}: {variable['name']}"


@overlays
def test_images_have_versions(overlay: str) -> None:
    images = [
        container["image"] for _, pod in pod_specs(overlay) for container in pod["containers"]
    ]

    assert all(":" in image and not image.endswith(":latest") for image in images)


def test_every_process_of_ours_runs_the_image_of_its_service() -> None:
    workloads = of_kind("production", "Deployment", "Job")

    for name, it in workloads.items():
        expected = f"samspill/{label(it, 'name')}"
        assert container_of(it)["image"].partition(":")[0] == expected, name


def test_namespaces_admit_nothing_less_strict() -> None:
    found = chain.from_iterable(of_kind(overlay, "Namespace").values() for overlay in OVERLAYS)

    levels = [it["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] for it in found]
    assert levels == ["restricted"] * len(OVERLAYS)
