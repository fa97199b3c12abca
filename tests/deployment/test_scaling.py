"""Sync workers follow their queues, everything else its CPU, and no two of a kind go at once."""

from pathlib import Path

import jsonschema
import yaml
from deployed import Manifest, container_of, label, of_kind
from shared.messaging.topology import wakeups_of

KEDA = yaml.safe_load(Path(__file__).with_name("keda_schema.yaml").read_text())


def chosen_by(selector: Manifest, name: str) -> bool:
    pod = of_kind("production", "Deployment")[name]["spec"]["template"]["metadata"]["labels"]
    return selector["matchLabels"].items() <= pod.items()


def test_the_objects_of_keda_are_what_it_accepts() -> None:
    found = of_kind("production", "ScaledObject"), of_kind("production", "TriggerAuthentication")

    for it in (*found[0].values(), *found[1].values()):
        jsonschema.validate(it["spec"], KEDA[it["kind"]])
    assert [len(each) for each in found] == [3, 3]


def test_sync_workers_are_scaled_by_what_waits_in_their_queue() -> None:
    scaled = of_kind("production", "ScaledObject")

    assert scaled.keys() == {"crm-sync", "erp-sync-sync", "calendar-sync-sync"}
    for name, it in scaled.items():
        service = label(it, "name").replace("-", "_")
        (trigger,) = it["spec"]["triggers"]
        assert trigger["metadata"]["queueName"] == wakeups_of(service)
        assert trigger["metadata"]["mode"] == "QueueLength"
        assert it["spec"]["scaleTargetRef"]["name"] == name
        assert it["spec"]["minReplicaCount"] == 0


def test_the_scaler_uses_the_broker_address_of_the_worker_it_scales() -> None:
    for name, it in of_kind("production", "ScaledObject").items():
        (trigger,) = it["spec"]["triggers"]
        used = of_kind("production", "TriggerAuthentication")[trigger["authenticationRef"]["name"]]
        (secret,) = used["spec"]["secretTargetRef"]
        worker = container_of(of_kind("production", "Deployment")[name])
        assert {"secretRef": {"name": secret["name"]}} in worker["envFrom"]
        assert secret["key"] == "BROKER_URL"


def test_everything_else_is_scaled_by_cpu() -> None:
    deployments = of_kind("production", "Deployment").keys()
    autoscalers = of_kind("production", "HorizontalPodAutoscaler")

    assert autoscalers.keys() == deployments - of_kind("production", "ScaledObject").keys()
    for name, it in autoscalers.items():
        assert it["spec"]["scaleTargetRef"]["name"] == name
        assert it["spec"]["minReplicas"] >= 2
        assert {metric["resource"]["name"] for metric in it["spec"]["metrics"]} == {"cpu"}


def test_what_scales_does_not_find_a_fixed_number_in_its_way() -> None:
    fixed = [
        name for name, it in of_kind("production", "Deployment").items() if "replicas" in it["spec"]
    ]

    assert fixed == []


def test_every_deployment_has_a_budget_that_lets_nodes_be_emptied() -> None:
    budgets = of_kind("production", "PodDisruptionBudget")

    assert budgets.keys() == of_kind("production", "Deployment").keys()
    for name, it in budgets.items():
        assert it["spec"]["maxUnavailable"] == 1
        others = of_kind("production", "Deployment").keys()
        assert [each for each in others if chosen_by(it["spec"]["selector"], each)] == [name]


def test_the_local_overlay_needs_neither_keda_nor_a_metrics_server() -> None:
    assert not of_kind("local", "ScaledObject", "HorizontalPodAutoscaler")
    replicas = {it["spec"]["replicas"] for it in of_kind("local", "Deployment").values()}
    assert replicas == {1}
