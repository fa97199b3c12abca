"""Rules of customers and their addresses."""

import pytest
from crm.domain.addresses import Address, read_addresses, settle_defaults
from crm.domain.customers import Customer, read_customer
from crm.domain.errors import RecordArchived
from crm.domain.values.problems import Problems
from hypothesis import given
from hypothesis import strategies as st
from shared.kernel.clock import SystemClock
from shared.kernel.errors import Invalid

KINDS = st.sampled_from(["visiting", "postal", "invoice", "delivery"])


@given(st.lists(st.tuples(KINDS, st.booleans()), max_size=12))
def test_every_kind_of_address_has_exactly_one_default(wanted):
    addresses = []
    for kind, is_default in wanted:
        newest = Address(kind=kind, is_default=is_default)
        addresses.append(newest)
        settle_defaults(addresses, newest=newest)

    for kind in {each.kind for each in addresses}:
        assert sum(each.is_default for each in addresses if each.kind == kind) == 1


def test_two_defaults_of_a_kind_in_one_list_are_refused():
    problems = Problems()
    read_addresses([{"is_default": True}, {"is_default": True}], problems)

    with pytest.raises(Invalid) as refusal:
        problems.stop("crm.customer_invalid")
    assert refusal.value.code == "crm.address_default_ambiguous"


def test_a_customer_is_placed_by_its_visiting_address():
    customer = Customer(
        name="Fjord AS",
        addresses=[
            Address(kind="postal", city="Moss", country="NO", is_default=True),
            Address(kind="visiting", city="Oslo", country="NO", is_default=True),
        ],
    )

    assert (customer.city, customer.country) == ("Oslo", "NO")


def test_an_address_that_stands_for_the_same_place_is_kept():
    old = Address(kind="visiting", city="Oslo", is_default=True)
    customer = Customer(name="Fjord AS", addresses=[old])

    same = customer.change({"addresses": [Address(kind="visiting", city="Oslo", is_default=True)]})
    other = customer.change({"addresses": [Address(kind="visiting", city="Moss", is_default=True)]})

    assert (same, other) == ([], ["addresses"])
    assert customer.city == "Moss"


def test_only_what_differs_is_a_change():
    customer = Customer(name="Fjord AS", employees=3)

    assert customer.change({"name": "Fjord AS", "employees": 4}) == ["employees"]


def test_what_is_put_away_does_not_change():
    customer = Customer(name="Fjord AS")
    customer.archive(SystemClock().now())

    with pytest.raises(RecordArchived) as refusal:
        customer.change({"name": "Sund AS"})
    assert refusal.value.code == "crm.customer_archived"


def test_a_prospect_that_bought_is_a_customer_and_still_a_partner():
    prospect = Customer(name="Fjord AS", kinds=["prospect", "partner"])
    prospect.become_customer()

    assert prospect.kinds == ["customer", "partner"]
    assert prospect.needs_number


def test_every_problem_is_told_at_once():
    problems = Problems()
    read_customer(
        {"name": " ", "email": "x", "employees": -1, "addresses": [{"postal_code": "12345"}]},
        problems,
    )

    with pytest.raises(Invalid) as refusal:
        problems.stop("crm.customer_invalid")
    pointers = [each.pointer for each in refusal.value.errors]
    assert pointers == ["/name", "/email", "/employees", "/addresses/0/postal_code"]


def test_numbers_are_read_where_the_customer_is():
    problems = Problems()
    values = read_customer(
        {"phone": "08-123 456 78", "organisation_number": "556677-8899",
         "addresses": [{"country": "Sverige"}]},
        problems,
    )  # fmt: skip

    assert problems.found == []
    assert (values["phone"], values["organisation_number"]) == ("+46812345678", "556677-8899")
