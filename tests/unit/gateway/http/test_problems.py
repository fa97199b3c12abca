"""Whatever fails has the form of a problem, and tells nothing it should not."""

import pytest
from shared.kernel.errors import (
    Conflict,
    FieldError,
    Forbidden,
    Invalid,
    NotFound,
    RuleBroken,
    Unavailable,
)
from shared.kernel.ids import new_id
from support.gateway import SILENT, an_edge

MEMBERS = {"type", "title", "status", "detail", "instance", "code", "request_id"}


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Invalid("Bad.", code="crm.email_invalid"), 422),
        (Invalid("Bad.", code="platform.malformed_json"), 400),
        (Forbidden("No.", code="platform.action_forbidden"), 403),
        (NotFound("None.", code="crm.customer_unknown"), 404),
        (Conflict("Taken.", code="crm.customer_no_taken"), 409),
        (Conflict("Old.", code="crm.customer_stale"), 412),
        (RuleBroken("Closed.", code="sales.case_closed"), 409),
        (Unavailable("Away.", code="platform.service_unavailable"), 503),
        (Unavailable("Late.", code="platform.deadline_passed"), 504),
        ({"kind": "bug", "code": "platform.bug", "message": "SELECT", "details": {}}, 500),
        (SILENT, 504),
    ],
)
def test_every_kind_of_error_has_its_status(error, status):
    edge = an_edge(crm__get_customer=error)

    answer = edge.send("GET", f"/customers/{new_id()}")

    assert answer.status_code == status == answer.json["status"]
    assert answer.content_type == "application/problem+json"
    assert answer.json.keys() >= MEMBERS
    assert answer.json["type"] == f"urn:samspill:problem:{answer.json['code']}"
    assert answer.json["request_id"] == answer.headers["X-Request-Id"]
    assert ("Retry-After" in answer.headers) == (status in (503, 504))


def test_a_bug_tells_nothing():
    bug = {"kind": "bug", "code": "platform.bug", "message": "SELECT secret", "details": {"a": "b"}}

    answer = an_edge(crm__get_customer=bug).send("GET", f"/customers/{new_id()}")

    assert answer.json["code"] == "platform.bug"
    assert b"SELECT" not in answer.data
    assert answer.json.keys() == MEMBERS


def test_a_bug_of_the_gateway_tells_nothing_either():
    def crash(**_):
        raise ZeroDivisionError("secret")

    answer = an_edge(crm__get_customer=crash).send("GET", f"/customers/{new_id()}")

    assert answer.status_code == 500
    assert answer.json.keys() == MEMBERS
    assert b"secret" not in answer.data


def test_what_is_unavailable_does_not_name_services():
    error = Unavailable("crm is busy.", code="platform.service_busy", retry_after_seconds=3)

    answer = an_edge(crm__get_customer=error).send("GET", f"/customers/{new_id()}")

    assert answer.headers["Retry-After"] == "3"
    assert b"crm" not in answer.data


def test_fields_at_fault_point_into_the_body_that_was_sent():
    error = Invalid(
        "Bad.",
        code="platform.invalid_fields",
        errors=[FieldError("/fields/email", "invalid", "No address.")],
    )

    answer = an_edge(crm__create_customer=error).send("POST", "/customers", json={"name": "A"})

    assert answer.json["errors"] == [
        {"pointer": "/email", "code": "invalid", "message": "No address."}
    ]


def test_facts_of_a_broken_rule_are_told():
    error = RuleBroken("Expired.", code="quoting.quote_expired", valid_until="2026-11-01")

    answer = an_edge(crm__get_customer=error).send("GET", f"/customers/{new_id()}")

    assert answer.json["details"] == {"valid_until": "2026-11-01"}


@pytest.mark.parametrize(
    ("verb", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/", 404),
        ("GET", "/metrics", 404),
        ("GET", "/api/v1/internal/things", 404),
        ("PUT", "/api/v1/customers", 405),
        ("DELETE", "/api/v1/customers", 405),
        ("TRACE", "/api/v1/customers", 405),
        ("PROPFIND", "/api/v1/customers", 405),
        ("OPTIONS", "/api/v1/customers", 405),
        ("post", "/api/v1/organisation", 405),
    ],
)
def test_what_there_is_not_is_a_problem_too(verb, path, status):
    answer = an_edge().client.open(path, method=verb)

    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert answer.json.keys() >= MEMBERS
    if status == 405:
        assert answer.headers["Allow"]


def test_a_method_cannot_be_overridden():
    edge = an_edge(crm__list_customers={"items": [], "next_cursor": None})

    answer = edge.send("GET", "/customers", headers={"X-HTTP-Method-Override": "DELETE"})

    assert answer.status_code == 200


def test_an_answer_nobody_can_read_is_answered_with_406():
    answer = an_edge().send("GET", "/customers", headers={"Accept": "application/xml"})

    assert answer.status_code == 406
    assert answer.content_type == "application/problem+json"
