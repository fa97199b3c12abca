"""Signing up for demo data: through the gateway, also when an earlier demo is there."""

from ops.demo.signing_up import Wish, found, sign_in

WISH = Wish(name="Prøve AS", domain="prove.example", administrator="Kari Prøve")


def test_a_second_demo_gets_addresses_of_its_own(services, street):
    first, second = found(street.url, WISH), found(street.url, WISH)

    assert (first.email, second.email) == ("demo@prove.example", "demo@prove-2.example")
    assert first.organisation_id != second.organisation_id
    assert first.password != second.password


def test_whoever_signs_in_has_his_own_rights_and_organisation(services, street):
    founded = found(street.url, WISH)

    calls = sign_in(services, email=founded.email, password=founded.password)

    organisation = calls("identity.get_organisation")
    assert organisation["id"] == str(founded.organisation_id)
    assert (organisation["name"], organisation["base_currency"]) == ("Prøve AS", "NOK")
