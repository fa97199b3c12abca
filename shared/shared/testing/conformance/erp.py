"""
What every way to an ERP system must do, whatever stands at the other end.

Subclass, set ``ports`` and ``customers`` to erp_sync's modules, and provide the fixture ``erp``.
"""

from typing import Any

import pytest

from shared.kernel.ids import new_id

_WHOLE: dict[str, Any] = {
    "name": "Fjord Eksempel AS",
    "street": "Storgata 1\n2. etasje",
    "postal_code": "0155",
    "city": "Oslo",
    "country": "NO",
    "email": "faktura@example.no",
    "phone": "+47 22 33 44 55",
    "website": "https://fjord.example.no",
}


class ErpConformance:
    """Run by every adapter."""

    ports: Any
    customers: Any

    def a_push(self, *, version: int = 1, of: Any = None, **changes: Any) -> Any:
        """A version of a new customer, or of the one in *of*, with every field filled."""
        number = f"T{new_id().hex[-10:]}"
        before = of.customer.to_json() if of else {**_WHOLE, "number": number}
        customer = self.customers.ErpCustomer(**{**before, **changes})
        entity_id = of.entity_id if of else new_id()
        return self.ports.Push(entity_id=entity_id, version=version, customer=customer)

    def test_a_system_that_is_there_answers_a_probe(self, erp: Any) -> None:
        assert erp.probe()

    def test_a_customer_nobody_made_is_not_found(self, erp: Any) -> None:
        assert erp.find(self.a_push()) == []

    def test_what_was_created_is_found_again_by_our_marker(self, erp: Any) -> None:
        push, other = self.a_push(), self.a_push(name="Somebody else")
        made = erp.create(push)
        erp.create(other)

        found = self.customers.match(
            push.customer, self.customers.marker_of(push.entity_id), erp.find(push)
        )

        assert found == made
        assert erp.read(made.external_id) == made

    def test_every_field_comes_back_as_it_was_sent(self, erp: Any) -> None:
        push = self.a_push()

        assert erp.create(push).customer == push.customer

    def test_a_customer_with_nothing_but_a_name_is_taken(self, erp: Any) -> None:
        empty: dict[str, Any] = dict.fromkeys(_WHOLE) | {"name": "Only a name"}

        made = erp.create(self.a_push(**empty))

        assert made.customer.name == "Only a name"
        assert made.customer.email is None

    def test_an_update_changes_what_it_names_and_is_noticed(self, erp: Any) -> None:
        push = self.a_push()
        made = erp.create(push)
        changes = {"name": "Fjord ASA", "city": "Bergen", "email": "ny@example.no"}
        changed = self.a_push(version=2, of=push, **changes)

        updated = erp.update(made, changed, changes)

        assert updated.customer == changed.customer
        assert updated.external_id == made.external_id
        assert updated.etag != made.etag
        assert erp.read(made.external_id) == updated

    def test_fields_that_were_empty_are_filled_and_emptied_again(self, erp: Any) -> None:
        blank: dict[str, Any] = dict.fromkeys(["street", "postal_code", "city", "country", "email"])
        push = self.a_push(**blank)
        made = erp.create(push)
        filled = {"street": "Havna 2", "city": "Bodø", "email": "x@example.no"}
        second = self.a_push(version=2, of=push, **filled)
        there = erp.update(made, second, filled)
        assert there.customer == second.customer
        third = self.a_push(version=3, of=second, email=None, phone=None)

        emptied = erp.update(there, third, {"email": None, "phone": None})

        assert emptied.customer == third.customer

    def test_an_update_of_what_was_changed_meanwhile_is_a_conflict(self, erp: Any) -> None:
        push = self.a_push()
        made = erp.create(push)
        erp.update(made, self.a_push(version=2, of=push, name="Other"), {"name": "Other"})

        with pytest.raises(self.ports.ErpConflict):
            erp.update(made, self.a_push(version=3, of=push, name="Mine"), {"name": "Mine"})

    def test_a_customer_is_put_away_and_brought_back_under_a_new_name(self, erp: Any) -> None:
        push = self.a_push()
        made = erp.create(push)
        away = erp.update(made, self.a_push(version=2, of=push, active=False), {"active": False})
        assert away.customer.active is False

        back = erp.update(
            away,
            self.a_push(version=3, of=push, name="Back AS"),
            {"active": True, "name": "Back AS"},
        )

        assert (back.customer.active, back.customer.name) == (True, "Back AS")
