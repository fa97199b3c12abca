"""Reading, creating, changing and archiving, alike for every noun."""

import hashlib

import pytest
from shared.kernel.errors import Conflict, NotFound
from shared.kernel.ids import new_id
from support.gateway import a_customer, an_edge


def test_reading_answers_the_record_with_its_tag():
    customer = a_customer(version=7)
    edge = an_edge(crm__get_customer=customer)

    answer = edge.send("GET", f"/customers/{customer['id']}")

    assert (answer.status_code, answer.json) == (200, customer)
    assert answer.headers["ETag"] == '"7"'
    assert edge.transport.made("crm.get_customer") == [{"customer_id": customer["id"]}]


@pytest.mark.parametrize(
    ("known", "status"),
    [('"7"', 304), ('W/"7"', 304), ('"6", "7"', 304), ("*", 304), ('"6"', 200), ("7", 200)],
)
def test_a_known_version_is_not_sent_again(known, status):
    edge = an_edge(crm__get_customer=a_customer(version=7))

    answer = edge.send("GET", f"/customers/{new_id()}", headers={"If-None-Match": known})

    assert answer.status_code == status
    assert answer.headers["ETag"] == '"7"'
    assert (answer.data == b"") == (status == 304)


def test_creating_answers_where_the_record_is():
    customer = a_customer(version=1)
    edge = an_edge(crm__create_customer=customer)

    answer = edge.send("POST", "/customers", json={"name": "Fjellheim AS"})

    assert (answer.status_code, answer.json) == (201, customer)
    assert answer.headers["Location"] == f"/api/v1/customers/{customer['id']}"
    assert answer.headers["ETag"] == '"1"'


def test_a_key_is_passed_on_with_what_the_request_was():
    edge = an_edge(crm__create_customer=a_customer())
    body = b'{"name": "Fjellheim AS"}'

    edge.send(
        "POST",
        "/customers",
        data=body,
        content_type="application/json",
        headers={"Idempotency-Key": "order-17"},
    )

    sent = edge.transport.headers[-1]
    assert sent["idempotency_key"] == "order-17"
    route, _, digest = sent["request_hash"].partition(" ")
    assert route == "POST:/api/v1/customers"
    assert digest == hashlib.sha256(body).hexdigest()


def test_a_request_without_a_key_gets_one_of_its_own():
    edge = an_edge(crm__create_customer=a_customer())

    for _ in range(2):
        edge.send("POST", "/customers", json={"name": "A"})

    keys = {key for headers in edge.transport.headers if (key := headers["idempotency_key"])}
    assert len(keys) == 2


@pytest.mark.parametrize(
    ("verb", "call"), [("PATCH", "change_customer"), ("DELETE", "archive_customer")]
)
def test_every_write_has_a_key_because_the_bus_may_deliver_it_twice(verb, call):
    edge = an_edge(**{f"crm__{call}": a_customer()})
    body = {"json": {"name": "A"}} if verb == "PATCH" else {}

    edge.send(verb, f"/customers/{new_id()}", headers={"If-Match": '"1"'}, **body)

    sent = edge.transport.headers[-1]
    assert sent["idempotency_key"]
    assert sent["request_hash"].startswith(f"{verb}:/api/v1/customers/")


def test_an_answer_given_before_says_so():
    edge = an_edge(crm__create_customer=a_customer())
    edge.transport.replayed = True

    answer = edge.send("POST", "/customers", json={"name": "A"}, headers={"Idempotency-Key": "one"})

    assert (answer.status_code, answer.headers["Idempotency-Replayed"]) == (201, "true")


@pytest.mark.parametrize("key", ["", " ", "a b", "a,b", "æ", "a" * 129, "a\tb"])
def test_a_malformed_key_is_answered_with_400(key):
    answer = an_edge().send(
        "POST", "/customers", json={"name": "A"}, headers={"Idempotency-Key": key}
    )

    assert answer.status_code == 400


def test_changing_names_the_version_that_was_read():
    edge = an_edge(crm__change_customer=a_customer(version=8))
    customer_id = str(new_id())

    answer = edge.send(
        "PATCH",
        f"/customers/{customer_id}",
        json={"phone": None},
        headers={"If-Match": '"7"'},
    )

    assert (answer.status_code, answer.headers["ETag"]) == (200, '"8"')
    assert edge.transport.made("crm.change_customer") == [
        {"customer_id": customer_id, "expected_version": 7, "fields": {"phone": None}}
    ]


def test_a_change_may_say_that_it_is_a_merge_patch():
    edge = an_edge(crm__change_customer=a_customer(version=8), crm__create_customer=a_customer())
    patch = {"data": b'{"phone": null}', "content_type": "application/merge-patch+json"}

    changed = edge.send("PATCH", f"/customers/{new_id()}", headers={"If-Match": '"7"'}, **patch)
    created = edge.send("POST", "/customers", **patch)

    assert [changed.status_code, created.status_code] == [200, 415]


def test_a_list_says_how_many_only_when_asked():
    page = {"items": [], "next_cursor": None, "total": None}

    plain = an_edge(crm__list_customers=page).send("GET", "/customers")
    counted = an_edge(crm__list_customers={**page, "total": 0}).send("GET", "/customers?count=true")

    assert plain.json == {"items": [], "next_cursor": None}
    assert counted.json["total"] == 0


def test_changing_without_a_version_is_answered_with_428():
    answer = an_edge().send("PATCH", f"/customers/{new_id()}", json={"name": "A"})

    assert (answer.status_code, answer.json["code"]) == (428, "platform.version_required")


@pytest.mark.parametrize("tag", ["7", 'W/"7"', '"seven"', "", '"7", "8"', '"-7"'])
def test_a_tag_that_is_none_of_ours_is_answered_with_412(tag):
    now = a_customer(version=9)
    edge = an_edge(crm__get_customer=now)

    answer = edge.send(
        "PATCH", f"/customers/{now['id']}", json={"name": "A"}, headers={"If-Match": tag}
    )

    assert (answer.status_code, answer.json["current"]) == (412, now)
    assert edge.transport.made("crm.change_customer") == []


def test_any_version_may_be_named():
    edge = an_edge(
        crm__get_customer=a_customer(version=9), crm__change_customer=a_customer(version=10)
    )

    answer = edge.send(
        "PATCH", f"/customers/{new_id()}", json={"name": "A"}, headers={"If-Match": "*"}
    )

    assert answer.status_code == 200
    assert edge.transport.made("crm.change_customer")[0]["expected_version"] == 9


@pytest.mark.parametrize("code", ["crm.customer_stale", "platform.record_stale"])
def test_a_stale_version_is_answered_with_what_the_record_is_now(code):
    now = a_customer(version=9)
    edge = an_edge(
        crm__get_customer=now, crm__change_customer=Conflict("Changed meanwhile.", code=code)
    )

    answer = edge.send(
        "PATCH", f"/customers/{now['id']}", json={"name": "A"}, headers={"If-Match": '"7"'}
    )

    assert (answer.status_code, answer.json["code"]) == (412, code)
    assert answer.json["current"] == now
    assert answer.headers["ETag"] == '"9"'


def test_archiving_needs_no_version_but_heeds_one():
    edge = an_edge(crm__archive_customer=a_customer(version=4))
    customer_id = str(new_id())

    plain = edge.send("DELETE", f"/customers/{customer_id}")
    careful = edge.send("DELETE", f"/customers/{customer_id}", headers={"If-Match": '"3"'})

    assert [plain.status_code, careful.status_code] == [204, 204]
    assert careful.headers["ETag"] == '"4"'
    assert edge.transport.made("crm.archive_customer") == [
        {"customer_id": customer_id},
        {"customer_id": customer_id, "expected_version": 3},
    ]


def test_an_action_takes_the_fields_of_its_body():
    edge = an_edge(sales__move_case=a_customer(version=2))
    case_id, stage_id = str(new_id()), str(new_id())

    answer = edge.send(
        "POST",
        f"/sales-cases/{case_id}/move",
        json={"stage_id": stage_id},
        headers={"If-Match": '"1"'},
    )

    assert answer.status_code == 200
    assert edge.transport.made("sales.move_case") == [
        {"case_id": case_id, "stage_id": stage_id, "expected_version": 1}
    ]


def test_an_action_that_needs_nothing_takes_no_body():
    edge = an_edge(sales__win_case=a_customer(version=2))

    answer = edge.send("POST", f"/sales-cases/{new_id()}/win")

    assert answer.status_code == 200


def test_restoring_takes_a_record_back():
    edge = an_edge(crm__restore_customer=a_customer(version=5))

    answer = edge.send("POST", f"/customers/{new_id()}/restore")

    assert (answer.status_code, answer.headers["ETag"]) == (200, '"5"')


def test_an_unknown_record_is_answered_with_404():
    edge = an_edge(crm__get_customer=NotFound("No such customer.", code="crm.customer_unknown"))

    answer = edge.send("GET", f"/customers/{new_id()}")

    assert (answer.status_code, answer.json["code"]) == (404, "crm.customer_unknown")


@pytest.mark.parametrize("customer_id", ["1", "me", "..%2f..%2fetc", "%00", "' OR 1=1 --"])
def test_an_id_that_is_none_is_answered_with_404(customer_id):
    edge = an_edge()

    answer = edge.send("GET", f"/customers/{customer_id}")

    assert answer.status_code == 404
    assert edge.transport.calls == []
