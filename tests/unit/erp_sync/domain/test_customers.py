"""What is sent to ERP systems, what is compared, and which customer there is ours."""

import pytest
from erp_sync.domain.customers import (
    ErpCustomer,
    NoMatch,
    RemoteCustomer,
    changes_between,
    from_state,
    marker_of,
    match,
)
from shared.kernel.ids import new_id

OURS = ErpCustomer(number="10", name="Fjord AS", organisation_number="923609016", city="Oslo")


def there(customer=OURS, *, marker=None, external_id="7"):
    return RemoteCustomer(external_id=external_id, etag="1", marker=marker, customer=customer)


def test_the_invoice_address_is_sent_and_a_default_one_before_others():
    addresses = [
        {"kind": "visiting", "city": "Molde", "is_default": True},
        {"kind": "invoice", "city": "Bergen"},
        {"kind": "invoice", "city": "Oslo", "country": "NO", "is_default": True},
    ]

    sent = from_state({"name": "X", "addresses": addresses}, numbers_are_ours=True)

    assert (sent.city, sent.country) == ("Oslo", "NO")


def test_empty_texts_are_nothing_and_organisation_numbers_are_digits():
    state = {"name": " Fjord AS ", "email": "  ", "organisation_number": "NO 923 609 016 MVA"}

    sent = from_state(state, numbers_are_ours=True)

    assert sent == ErpCustomer(name="Fjord AS", organisation_number="923609016")


def test_numbers_are_left_out_where_the_system_gives_its_own():
    assert from_state({"name": "X", "customer_no": "10"}, numbers_are_ours=False).number is None


def test_only_what_we_changed_is_written():
    changed = ErpCustomer(**{**OURS.to_json(), "city": "Bergen"})

    changes = changes_between(changed, OURS, base=OURS, seen=OURS)

    assert changes.write == {"city": "Bergen"}
    assert changes.overwritten == {}


def test_what_they_changed_of_ours_is_put_back_and_reported():
    theirs = ErpCustomer(**{**OURS.to_json(), "name": "Their name"})

    changes = changes_between(OURS, theirs, base=OURS, seen=OURS)

    assert changes.write == {"name": "Fjord AS"}
    assert changes.overwritten == {"name": "Their name"}


def test_what_the_system_rewrote_itself_is_left_alone():
    rewritten = ErpCustomer(**{**OURS.to_json(), "name": "FJORD AS"})

    assert changes_between(OURS, rewritten, base=OURS, seen=rewritten).write == {}


def test_the_number_is_never_changed_afterwards():
    theirs = ErpCustomer(**{**OURS.to_json(), "number": "99"})

    assert changes_between(OURS, theirs, base=OURS, seen=OURS).write == {}


def test_an_empty_field_replaces_nothing_in_a_customer_that_is_new_to_us():
    theirs = ErpCustomer(**{**OURS.to_json(), "email": "their@example.no", "city": "Molde"})

    changes = changes_between(OURS, theirs, base=None, seen=None)

    assert changes.write == {"city": "Oslo"}
    assert changes.overwritten == {"city": "Molde"}


def test_a_field_we_emptied_is_emptied_there():
    emptied = ErpCustomer(**{**OURS.to_json(), "city": None})

    assert changes_between(emptied, OURS, base=OURS, seen=OURS).write == {"city": None}


def test_a_customer_they_blocked_stays_blocked():
    blocked = ErpCustomer(**{**OURS.to_json(), "active": False})

    assert changes_between(OURS, blocked, base=OURS, seen=OURS).write == {}
    assert changes_between(blocked, OURS, base=OURS, seen=OURS).write == {"active": False}


def test_our_marker_decides_before_everything_else():
    marker = marker_of(new_id())
    marked = there(ErpCustomer(name="Renamed"), marker=marker, external_id="8")

    assert match(OURS, marker, [there(), marked]) == marked


def test_an_organisation_number_decides_when_nobody_is_marked():
    named_differently = there(ErpCustomer(name="Other", organisation_number="923609016"))

    assert match(OURS, marker_of(new_id()), [named_differently]) == named_differently


def test_a_customer_marked_as_somebody_elses_is_not_taken_over():
    other = there(ErpCustomer(organisation_number="923609016"), marker=marker_of(new_id()))

    assert match(OURS, marker_of(new_id()), [other]) is None


def test_two_customers_of_one_organisation_number_need_a_person():
    with pytest.raises(NoMatch, match="organisation number"):
        match(OURS, marker_of(new_id()), [there(external_id="1"), there(external_id="2")])


def test_a_number_decides_only_together_with_the_name():
    same_name = there(ErpCustomer(number="10", name="FJORD AS"))
    other_name = there(ErpCustomer(number="10", name="Someone AS"))

    assert match(OURS, marker_of(new_id()), [same_name]) == same_name
    with pytest.raises(NoMatch, match="belongs to another"):
        match(OURS, marker_of(new_id()), [other_name])
    assert match(OURS, marker_of(new_id()), []) is None
