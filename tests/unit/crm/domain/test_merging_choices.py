"""Which record each field comes from."""

import pytest
from crm.domain.contacts import Contact
from crm.domain.customers import Customer
from crm.domain.merging.choices import FIELDS, differing, merged_values, read_choices
from shared.contracts.crm.views import ContactFields, CustomerFields
from shared.kernel.errors import Invalid


def test_a_field_nobody_chose_is_the_survivors_or_fills_a_blank():
    survivor = Customer(name="A", phone=None, email="a@a.no", tags=["x"])
    loser = Customer(name="B", phone="+4722334455", email="b@b.no", tags=["y", "x"])

    values = merged_values("customer", survivor, loser, {"email": "loser"})

    assert values["name"] == "A"
    assert values["phone"] == "+4722334455"
    assert values["email"] == "b@b.no"
    assert values["tags"] == ["x", "y"]


def test_who_buys_is_no_prospect_any_more():
    survivor, loser = Customer(name="A", kinds=["prospect"]), Customer(name="B", kinds=["customer"])

    assert merged_values("customer", survivor, loser, {})["kinds"] == ["customer"]
    chosen = merged_values("customer", survivor, loser, {"kinds": "survivor"})
    assert chosen["kinds"] == ["prospect"]


def test_a_number_comes_with_its_year():
    survivor = Customer(name="A", employees=None)
    loser = Customer(name="B", employees=12, employees_on=None)

    assert merged_values("customer", survivor, loser, {})["employees"] == 12
    kept = merged_values("customer", survivor, loser, {"employees": "survivor"})
    assert (kept["employees"], kept["employees_on"]) == (None, None)


def test_whose_a_record_is_changes_only_when_chosen():
    survivor = Contact(family_name="A", owner_id=None)
    loser = Contact(family_name="B", owner_id="somebody")

    assert merged_values("contact", survivor, loser, {})["owner_id"] is None
    chosen = merged_values("contact", survivor, loser, {"owner_id": "loser"})
    assert chosen["owner_id"] == "somebody"


def test_only_what_both_say_differently_differs():
    survivor, loser = Customer(name="A", email="a@a.no"), Customer(name="B", phone="1")

    assert differing("customer", survivor, loser) == ["name"]


@pytest.mark.parametrize("given", [{"colour": "loser"}, {"name": "both"}])
def test_unknown_fields_and_sides_are_refused(given):
    with pytest.raises(Invalid) as refused:
        read_choices("customer", given)
    assert refused.value.errors[0].pointer == f"/fields/{next(iter(given))}"


def test_every_field_can_be_chosen():
    customers = set(CustomerFields.__struct_fields__) - {
        "addresses", "employees_on", "employees_source", "annual_revenue_year",
    }  # fmt: skip
    contacts = set(ContactFields.__struct_fields__) - {"affiliations"}

    assert set(FIELDS["customer"]) - {"external_id"} == customers
    assert set(FIELDS["contact"]) - {"external_id"} == contacts


def test_addresses_of_two_contacts_are_joined_and_one_stays_the_default_of_its_kind():
    def address(kind, street, *, is_default):
        return {"kind": kind, "street": street, "is_default": is_default}

    mine = [address("postal", "Storgata 1", is_default=True)]
    same = address("postal", "Storgata 1", is_default=False)
    its = [same, address("postal", "B", is_default=True), address("visiting", "C", is_default=True)]
    survivor, loser = Contact(addresses=mine), Contact(addresses=its)

    values = merged_values("contact", survivor, loser, {})

    assert [(each["street"], each["is_default"]) for each in values["addresses"]] == [
        ("Storgata 1", True),
        ("B", False),
        ("C", True),
    ]
