"""Services and the broker go away; the gateway stays, says so, and recovers."""

import time

import requests
from shared.testing.waiting import free_port
from support.street import PASSWORD, Street


def test_without_a_broker_everything_is_refused_at_once(platform, tmp_path, eventually):
    broker = f"amqp://nobody:nothing@127.0.0.1:{free_port()}/none"
    street = Street(platform, tmp_path, BROKER_URL=broker)
    try:
        eventually(lambda: street.ready() == 503, within_seconds=90)
        started = time.monotonic()

        login = requests.post(
            f"{street.url}/api/v1/auth/login",
            json={"email": "kari@fjord.example", "password": PASSWORD},
            timeout=10,
        )

        assert time.monotonic() - started < 0.5
        assert login.status_code == 503
        assert login.headers["Retry-After"]
        assert login.headers["Content-Type"] == "application/problem+json"
        assert requests.get(f"{street.url}/livez", timeout=5).status_code == 200
    finally:
        assert street.stop() == 0


def test_a_killed_service_is_missed_and_found_again(platform, admin, eventually):
    platform.kill_process("rpc")
    try:
        answer = admin.send("GET", "/lead-sources")
        assert answer.status_code in (503, 504)
        assert answer.headers["Retry-After"]
        assert answer.headers["Content-Type"] == "application/problem+json"
    finally:
        platform.start_process("rpc")
        eventually(lambda: platform.is_ready("rpc"), within_seconds=60)

    eventually(lambda: admin.send("GET", "/lead-sources").status_code == 200, within_seconds=90)


def test_a_search_says_who_did_not_answer(platform, admin):
    answer = admin.get("/search?q=fjell")

    hosted = set(platform.services)
    assert set(answer["missing"]) == {"crm", "sales", "quoting", "projects", "identity"} - hosted
