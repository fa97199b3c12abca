"""Shape and range of bodies, and the names of the fields at fault."""

import pytest
from shared.kernel.ids import new_id
from support.gateway import an_edge


def refused(path, body):
    answer = an_edge().send("POST", path, json=body)
    assert answer.status_code == 422, answer.json
    return {each["pointer"]: each["code"] for each in answer.json["errors"]}


@pytest.mark.parametrize("value", ["1", 1.0, True, [], {}, -1, 2**63, "ten"])
def test_a_whole_number_is_nothing_else(value):
    assert "/employees" in refused("/customers", {"name": "A", "employees": value})


@pytest.mark.parametrize("value", [1, 1.5, True, [], {}, "", "   ", "a\nb", "a" * 301])
def test_a_name_is_one_line_that_says_something(value):
    assert "/name" in refused("/customers", {"name": value})


@pytest.mark.parametrize(
    "name",
    [
        "organisation_id",
        "version",
        "created_by",
        "is_admin",
        "__proto__",
        "constructor",
        "__class__",
        "$where",
    ],
)
def test_unknown_and_read_only_fields_are_refused(name):
    assert refused("/customers", {"name": "A", name: 1}) == {f"/{name}": "unknown"}


def test_an_operator_in_place_of_text_is_refused():
    assert "/name" in refused("/customers", {"name": {"$gt": ""}})


def test_a_missing_field_is_named():
    assert refused("/customers", {}) == {"/name": "required"}


def test_null_is_refused_where_a_value_is_needed():
    assert refused("/customers", {"name": None}) == {"/name": "null"}


@pytest.mark.parametrize(
    "value",
    [
        {"amount": 12.5, "currency": "NOK"},
        {"amount": "12.5", "currency": "nok"},
        {"amount": "NaN", "currency": "NOK"},
        {"amount": "Infinity", "currency": "NOK"},
        {"amount": "1.234", "currency": "NOK"},
        {"amount": "1.5", "currency": "JPY"},
        {"amount": "1", "currency": "NOK", "rate": "1"},
        {"amount": "99999999999999999999", "currency": "NOK"},
        {"amount": "1"},
        "12.50",
        12,
    ],
)
def test_money_is_an_exact_amount_in_a_currency(value):
    faults = refused("/customers", {"name": "A", "annual_revenue": value})

    assert list(faults) == ["/annual_revenue"]


@pytest.mark.parametrize(
    "value",
    ["2026-02-30", "0000-01-01", "20000-01-01", "1969-12-31", "2026-1-1", "20261123", "nå", 1],
)
def test_a_day_is_a_day_of_the_calendar(value):
    assert "/employees_on" in refused("/customers", {"name": "A", "employees_on": value})


@pytest.mark.parametrize("value", ["1", "{}", "urn:uuid:00000000-0000-0000-0000-000000000001", 7])
def test_an_id_is_a_uuid_in_its_usual_form(value):
    assert "/owner_id" in refused("/customers", {"name": "A", "owner_id": value})


@pytest.mark.parametrize("value", ["100.5", "-1", 101, 12.5, "NaN", "1e2", True])
def test_percent_is_between_0_and_100(value):
    body = {"sales_case_id": "00000000-0000-0000-0000-000000000001"}

    faults = refused("/quotes", {**body, "lines": [{"discount_percent": value}]})

    assert list(faults) == ["/lines/0/discount_percent"]


def test_every_field_at_fault_is_named_at_once():
    faults = refused(
        "/customers", {"employees": "many", "addresses": [{"kind": "home"}, {"is_default": 1}]}
    )

    assert faults == {
        "/name": "required",
        "/employees": "invalid",
        "/addresses/0/kind": "invalid",
        "/addresses/1/is_default": "invalid",
    }


def test_a_body_is_passed_on_as_it_came():
    edge = an_edge(crm__create_customer={"id": "1", "version": 1})
    body = {
        "name": " Fjellheim AS ",
        "annual_revenue": {"amount": "1250.00", "currency": "NOK"},
        "custom": {"colour": None, "floors": 3},
        "segments": None,
    }

    edge.send("POST", "/customers", json=body)

    assert edge.transport.made("crm.create_customer") == [{"fields": body}]


@pytest.mark.parametrize(("quantity", "status"), [("2.5", 201), (2, 201), (2.5, 422), ("٣", 422)])
def test_a_quantity_is_exact(quantity, status):
    edge = an_edge(sales__create_case={"id": "a", "version": 1})
    lines = [{"description": "Rådgivning", "quantity": quantity}]
    body = {"name": "Sak", "customer_id": str(new_id()), "lines": lines}

    answer = edge.send("POST", "/sales-cases", json=body)

    assert answer.status_code == status, answer.json
