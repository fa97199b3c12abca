"""Who may talk to whom in a cluster: nothing, but what is allowed here by name."""

from ipaddress import ip_address, ip_network

import pytest
from deployed import OVERLAYS, Manifest, of_kind
from shared.messaging.topology import SERVICES

overlays = pytest.mark.parametrize("overlay", OVERLAYS)

NAMES = [service.replace("_", "-") for service in SERVICES]
SYNCING = {"calendar-sync", "crm", "erp-sync"}
OF_OUR_OWN = ("10.1.2.3", "172.20.0.1", "192.168.1.1", "169.254.169.254", "127.0.0.1", "100.64.0.9")


def policies(overlay: str) -> dict[str, Manifest]:
    return {name: it["spec"] for name, it in of_kind(overlay, "NetworkPolicy").items()}


def ways_out(policy: Manifest) -> set[tuple[str, int]]:
    """Pairs of a label of the pods that may be called, and the port."""
    return {
        (f"{key}={text}", port["port"])
        for rule in policy.get("egress", [])
        for peer in rule["to"]
        for key, text in peer.get("podSelector", {}).get("matchLabels", {}).items()
        for port in rule["ports"]
    }


@overlays
def test_nothing_talks_to_anything_unless_allowed(overlay: str) -> None:
    assert policies(overlay)["deny-all"] == {
        "podSelector": {},
        "policyTypes": ["Ingress", "Egress"],
    }


@overlays
@pytest.mark.parametrize("name", NAMES)
def test_a_service_reaches_the_broker_and_its_own_database(overlay: str, name: str) -> None:
    policy = policies(overlay)[name]

    assert policy["podSelector"] == {"matchLabels": {"app.kubernetes.io/name": name}}
    assert ways_out(policy) == {
        ("app.kubernetes.io/name=rabbitmq", 5672),
        (f"samspill/holds-{name}=true", 5432),
    }


@overlays
def test_the_gateway_reaches_the_broker_only(overlay: str) -> None:
    assert ways_out(policies(overlay)["gateway"]) == {("app.kubernetes.io/name=rabbitmq", 5672)}


@overlays
def test_no_rule_allows_everybody(overlay: str) -> None:
    for name, policy in policies(overlay).items():
        for rule in policy.get("egress", []):
            assert rule.get("to"), name
            assert rule.get("ports"), name
        for rule in policy.get("ingress", []):
            assert rule.get("from"), name
            assert rule.get("ports"), name


@overlays
def test_only_sync_workers_reach_the_internet(overlay: str) -> None:
    leaving = {
        name: policy
        for name, policy in policies(overlay).items()
        if any("ipBlock" in peer for rule in policy.get("egress", []) for peer in rule["to"])
    }

    assert leaving.keys() == {f"{name}-outside" for name in SYNCING}
    for name, policy in leaving.items():
        chosen = policy["podSelector"]["matchLabels"]
        assert chosen["app.kubernetes.io/component"] == "sync"
        assert f"{chosen['app.kubernetes.io/name']}-outside" == name
        ports = [587, 465] if name == "crm-outside" else [443]  # mail is handed in, not HTTP
        expected = [{"protocol": "TCP", "port": port} for port in ports]
        assert all(rule["ports"] == expected for rule in policy["egress"])


@overlays
@pytest.mark.parametrize("address", OF_OUR_OWN)
def test_the_way_to_the_internet_is_no_way_into_our_networks(overlay: str, address: str) -> None:
    for name in SYNCING:
        (rule,) = policies(overlay)[f"{name}-outside"]["egress"]
        blocks = [peer["ipBlock"] for peer in rule["to"]]
        assert not any(admits(block, address) for block in blocks)
        assert any(admits(block, "193.90.1.1") for block in blocks)


def admits(block: Manifest, address: str) -> bool:
    ip = ip_address(address)
    excepted = any(ip in ip_network(it) for it in block.get("except", []))
    return ip in ip_network(block["cidr"]) and not excepted


def test_the_database_lets_services_in_and_not_the_gateway() -> None:
    (rule,) = policies("local")["postgres"]["ingress"]
    (peer,) = rule["from"]
    (components,) = peer["podSelector"]["matchExpressions"]

    assert set(components["values"]) == {"rpc", "worker", "sync", "migrate"}
    gateway = of_kind("local", "Deployment")["gateway"]
    labels = gateway["spec"]["template"]["metadata"]["labels"]
    assert labels["app.kubernetes.io/component"] not in components["values"]
