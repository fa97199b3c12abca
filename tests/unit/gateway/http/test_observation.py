"""Headers every answer has, and what of the request's own is believed."""

import gzip

import pytest
from shared.kernel.ids import new_id
from support.gateway import a_customer, an_edge


def test_a_request_keeps_its_id_on_the_way_to_services():
    edge = an_edge(crm__get_customer=a_customer())

    answer = edge.send(
        "GET",
        f"/customers/{new_id()}",
        headers={
            "X-Request-Id": "my-request-17",
            "traceparent": "00-" + "a" * 32 + "-" + "b" * 16 + "-01",
        },
    )

    assert answer.headers["X-Request-Id"] == "my-request-17"
    assert {headers["correlation_id"] for headers in edge.transport.headers} == {"my-request-17"}
    assert edge.transport.headers[-1]["traceparent"].startswith("00-aaaa")


@pytest.mark.parametrize("given", ["short", "a" * 65, "a b c d e", "æøåæøåæøå", "x;DROP TABLE"])
def test_an_id_that_is_none_is_replaced(given):
    answer = an_edge().client.get("/livez", headers={"X-Request-Id": given})

    assert answer.headers["X-Request-Id"] != given
    assert len(answer.headers["X-Request-Id"]) == 36


def test_answers_are_guarded_against_misuse():
    headers = an_edge().client.get("/api/v1/customers").headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Strict-Transport-Security"]


def test_a_large_answer_is_compressed_for_those_who_can_read_it():
    page = {"items": [a_customer() for _ in range(50)], "next_cursor": None}
    edge = an_edge(crm__list_customers=page)

    packed = edge.send("GET", "/customers", headers={"Accept-Encoding": "gzip"})
    plain = edge.send("GET", "/customers")

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert int(packed.headers["Content-Length"]) == len(packed.data)
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


def test_a_small_answer_is_sent_as_it_is():
    answer = an_edge(crm__get_customer=a_customer()).send(
        "GET", f"/customers/{new_id()}", headers={"Accept-Encoding": "gzip"}
    )

    assert "Content-Encoding" not in answer.headers


def test_the_gateway_lives_without_anything_else():
    assert an_edge().client.get("/livez").status_code == 200


def test_the_gateway_is_ready_when_the_broker_and_identity_are():
    edge = an_edge()

    ready = edge.client.get("/readyz")
    edge.transport.answers.clear()
    alone = edge.client.get("/readyz")

    assert (ready.status_code, ready.json) == (200, {"broker": True, "identity": True})
    assert (alone.status_code, alone.json) == (503, {"broker": True, "identity": False})
