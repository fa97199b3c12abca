"""Rules of activities and of contacts' places."""

from datetime import date

import pytest
from crm.domain.activities import Participant
from crm.domain.contacts import Contact, Place
from crm.domain.errors import ActivityCancelled, ActivityDone, AffiliationExists, OutcomeMissing
from shared.kernel.clock import SystemClock
from shared.kernel.ids import new_id
from support.crm import an_activity

NOW = SystemClock().now()
TODAY = date(2026, 11, 23)


def test_a_negotiation_says_how_it_went():
    talk = an_activity(kind="negotiation")

    with pytest.raises(OutcomeMissing):
        talk.complete(NOW)
    talk.complete(NOW, outcome="Enige")

    assert (talk.status, talk.completed_at) == ("done", NOW)


def test_done_and_cancelled_exclude_each_other_until_reopened():
    done, cancelled = an_activity(), an_activity()
    done.complete(NOW)
    cancelled.cancel()

    with pytest.raises(ActivityDone):
        done.cancel()
    with pytest.raises(ActivityCancelled):
        cancelled.complete(NOW)
    done.reopen()
    done.cancel()
    assert (done.status, done.completed_at) == ("cancelled", None)


def test_a_private_activity_is_hidden_from_all_but_those_who_take_part():
    guest = new_id()
    private = an_activity(privacy="private", participants=[Participant(user_id=guest)])

    assert not private.is_hidden_from(private.owner_id)
    assert not private.is_hidden_from(guest)
    assert private.is_hidden_from(new_id())


def test_places_left_out_end_and_begin_again_as_new_ones():
    fjord, sund = new_id(), new_id()
    contact = Contact(family_name="Nordmann")
    contact.place([Place(customer_id=fjord, is_primary=True)], today=TODAY)
    contact.place([Place(customer_id=sund)], today=TODAY)
    contact.place([Place(customer_id=sund), Place(customer_id=fjord)], today=TODAY)

    history = [(each.customer_id, each.until_on) for each in contact.affiliations]
    assert history == [(fjord, TODAY), (sund, None), (fjord, None)]
    assert not any(each.is_primary for each in contact.affiliations)


def test_a_contact_has_one_place_at_a_customer():
    customer_id = new_id()
    contact = Contact(family_name="Nordmann")
    contact.add_place(Place(customer_id=customer_id), today=TODAY)

    with pytest.raises(AffiliationExists):
        contact.add_place(Place(customer_id=customer_id), today=TODAY)
