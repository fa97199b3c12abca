"""The Tryton adapter against a real Tryton."""

import pytest
from cryptography.fernet import Fernet
from erp_sync.adapters.tryton import Tryton
from erp_sync.application import ports
from erp_sync.domain import customers
from shared.kernel.ids import new_id
from shared.persistence.vault import Vault
from shared.testing.conformance.erp import ErpConformance
from shared.testing.waiting import free_port
from support.erp_sync import a_number, an_organisation_number
from support.tryton import PASSWORD, USER


def a_tryton(server, **changes):
    facts = {
        "url": server.url,
        "database": server.database,
        "username": USER,
        "password": lambda: PASSWORD,
        "allow_private": True,
    }
    return Tryton(**{**facts, **changes})


class TestTryton(ErpConformance):
    """The suite every adapter runs, and what only Tryton does."""

    ports = ports
    customers = customers

    @pytest.fixture
    def erp(self, tryton):
        return a_tryton(tryton)

    def test_an_organisation_number_comes_back_and_finds_the_customer(self, erp):
        number = an_organisation_number()
        made = erp.create(self.a_push(organisation_number=number))

        found = erp.find(self.a_push(organisation_number=number))

        assert made.customer.organisation_number == number
        assert [each.external_id for each in found] == [made.external_id]

    def test_a_wrong_organisation_number_is_refused_in_words_for_people(self, erp):
        with pytest.raises(ports.Refused, match="is not valid"):
            erp.create(self.a_push(organisation_number="923609017"))

    def test_a_number_somebody_has_is_refused(self, erp):
        number = a_number()
        erp.create(self.a_push(number=number))

        with pytest.raises(ports.Refused, match="unique"):
            erp.create(self.a_push(number=number))

    def test_a_country_tryton_does_not_know_is_refused(self, erp):
        with pytest.raises(ports.Refused, match="country"):
            erp.create(self.a_push(country="XK"))

    def test_an_organisation_number_is_replaced_and_removed(self, erp):
        push = self.a_push(organisation_number=an_organisation_number())
        made = erp.create(push)
        other = an_organisation_number()

        changed = erp.update(made, push, {"organisation_number": other})
        removed = erp.update(changed, push, {"organisation_number": None})

        assert changed.customer.organisation_number == other
        assert removed.customer.organisation_number is None

    def test_a_customer_that_was_removed_is_not_there(self, erp):
        assert erp.read("999999999") is None

    def test_the_wrong_password_is_said_to_be_that(self, tryton):
        with pytest.raises(ports.NotSignedIn):
            a_tryton(tryton, password=lambda: "wrong").probe()

    def test_a_password_that_cannot_be_unsealed_must_be_entered_again(self, tryton):
        vault, record_id = Vault([Fernet.generate_key()]), new_id()
        sealed = Vault([Fernet.generate_key()]).seal("x", record_id=record_id)

        with pytest.raises(ports.NotSignedIn, match="enter it again"):
            a_tryton(tryton, password=lambda: vault.open(sealed, record_id=record_id)).probe()

    def test_an_address_without_a_database_is_refused(self, tryton):
        with pytest.raises(ports.Refused, match="database"):
            a_tryton(tryton, url=f"{tryton.url}/elsewhere").probe()

    def test_an_ended_session_is_begun_again(self, erp, tryton):
        erp.probe()
        tryton.end_sessions()

        assert erp.probe() == "Tryton"

    def test_a_server_that_is_away_is_unavailable(self, tryton):
        with pytest.raises(ports.ErpUnavailable):
            a_tryton(tryton, url=f"http://127.0.0.1:{free_port()}").probe()

    def test_addresses_of_our_own_are_refused_where_they_are_not_allowed(self, tryton):
        with pytest.raises(ports.Refused):
            a_tryton(tryton, allow_private=False).probe()
