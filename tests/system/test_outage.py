"""A service that is away takes nothing down but its own sections, and comes back by itself."""

import os
import signal

import pytest
import requests
from shared.testing.waiting import eventually
from support import story
from support.street import a_trial

OF_PROJECTS = {"projects", "invoices", "profitability"}


@pytest.fixture(scope="module")
def admin(installed_in_full):
    return a_trial(installed_in_full.url)


@pytest.fixture(scope="module")
def customer(admin):
    made = admin.post("/customers", {"name": "Nordavind AS", "kinds": ["customer"]})
    story.project_of(admin, story.sell(admin, made["id"]))
    return made


def statuses(admin, customer):
    """Each section of the overview and how it is; the page itself must be there."""
    overview = admin.get(f"/customers/{customer['id']}/overview")
    return {name: section["status"] for name, section in overview.items()}


def test_with_projects_killed_only_its_sections_are_unavailable(installed_in_full, admin, customer):
    assert set(statuses(admin, customer).values()) == {"ok"}
    supervisor = installed_in_full.process("supervisor")["pid"]
    os.kill(supervisor, signal.SIGSTOP)  # nobody starts it again while we look
    try:
        killed = installed_in_full.kill("projects-rpc")
        during = statuses(admin, customer)
    finally:
        os.kill(supervisor, signal.SIGCONT)

    eventually(lambda: set(statuses(admin, customer).values()) == {"ok"}, within_seconds=60)

    assert {name for name, status in during.items() if status == "unavailable"} == OF_PROJECTS
    assert {status for name, status in during.items() if name not in OF_PROJECTS} == {"ok"}
    assert installed_in_full.process("projects-rpc")["pid"] != killed


@pytest.mark.parametrize("name", ["crm-worker", "rabbitmq", "postgres", "gateway"])
def test_whatever_is_killed_comes_back_and_loses_nothing(installed_in_full, admin, name):
    before = admin.post("/customers", {"name": f"Før {name}", "kinds": ["prospect"]})
    killed = installed_in_full.kill(name)

    eventually(
        lambda: installed_in_full.process(name)["pid"] not in (killed, None), within_seconds=60
    )
    after = eventually(lambda: created(admin, f"Etter {name}"), within_seconds=60)

    known = "SELECT count(*) FROM reference_copies WHERE id = ANY(%s::uuid[])"
    both = [before["id"], after["id"]]
    eventually(lambda: installed_in_full.rows("sales", known, both) == [(2,)], within_seconds=60)


def created(admin, name):
    """Create a customer under one key; None while the platform is not back.

    A process is started before it listens: until then the connection itself is refused.
    """
    try:
        answer = admin.send(
            "POST",
            "/customers",
            json={"name": name, "kinds": ["prospect"]},
            headers={"Idempotency-Key": f"{os.getpid()}-{name}".replace(" ", "-")},
        )
    except requests.ConnectionError:
        return None
    return answer.json() if answer.status_code == 201 else None
