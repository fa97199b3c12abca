"""Maintained lists through calls."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from shared.kernel.errors import Conflict, Forbidden, RuleBroken
from shared.testing.callers import a_colleague, an_administrator


def test_a_new_organisation_has_lists_in_two_languages(rpc, crm, org):
    english = rpc(an_administrator(organisation_id=org.organisation_id, locale="en")).crm

    page = crm.list_industries(query={"limit": 200, "count": True})
    assert page["total"] == 1047  # sections, divisions, groups and classes of NACE Rev. 2.1
    divisions = crm.list_industries(query={"filters": {"parent_code": "K"}})["items"]
    assert [each["code"] for each in divisions] == ["61", "62", "63"]
    names = [each["name"] for each in english.list_activity_types(query={})["items"]]
    assert names == ["Meeting", "Call", "Task", "E-mail", "Negotiation"]
    assert crm.list_contact_roles(query={"q": "leder"})["items"][0]["names"] == {
        "nb": "Daglig leder",
        "en": "Managing director",
    }


def test_lists_are_made_once_whoever_looks_first(rpc):
    somebody = rpc(an_administrator()).crm

    with ThreadPoolExecutor(4) as threads:
        totals = list(
            threads.map(
                lambda _: somebody.list_customer_types(query={"count": True})["total"], range(8)
            )
        )

    assert totals == [4] * 8


def test_a_value_is_added_changed_retired_and_taken_back(crm):
    made = crm.create_segment(fields={"names": {"nb": "Små og mellomstore"}})
    which = {"segment_id": made["id"]}
    with pytest.raises(RuleBroken) as refusal:
        crm.create_segment(fields={"name": "Små og mellomstore"})

    changed = crm.change_segment(
        **which, expected_version=1, fields={"names": {"en": "SMB"}, "position": 7}
    )
    with pytest.raises(Conflict):
        crm.change_segment(**which, expected_version=1, fields={"position": 8})
    crm.archive_segment(**which)
    gone = [each["code"] for each in crm.list_segments(query={})["items"]]
    restored = crm.restore_segment(**which)

    assert (made["code"], made["name"]) == ("sma_og_mellomstore", "Små og mellomstore")
    assert refusal.value.code == "crm.segment_exists"
    assert changed["names"] == {"nb": "Små og mellomstore", "en": "SMB"}
    assert gone == ["strategic", "growth", "standard"]
    assert restored["archived_at"] is None


def test_a_retired_value_stays_where_it_is_used(crm, new_customer):
    segment = crm.create_segment(fields={"name": "Gull"})["id"]
    customer = new_customer(segments=[segment])
    crm.archive_segment(segment_id=segment)

    assert crm.get_customer(customer_id=customer["id"])["segments"] == [segment]


def test_lists_are_kept_by_those_who_may(rpc, org):
    reader = rpc(a_colleague(org, grants={"classification.view": "all"})).crm

    assert len(reader.list_segments(query={})["items"]) == 3
    with pytest.raises(Forbidden):
        reader.create_tag(fields={"name": "Ny"})
