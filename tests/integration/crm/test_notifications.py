"""Notifications: told once, to one person, in his language, and only of what he may see."""

import pytest
from crm.application.notifications.notifying import notify
from shared.kernel.errors import NotFound
from shared.testing.callers import a_colleague


@pytest.fixture
def colleague(org):
    """Somebody else of the same organisation."""
    return a_colleague(org, scope="all")


def tell(platform, org, person, note, **more):
    with platform.work("crm", org) as work:
        return notify(
            work,
            user_id=person.actor_id,
            kind="mention",
            ref_kind="note",
            ref_id=note["id"],
            **more,
        )


@pytest.fixture
def note(crm, new_customer):
    return crm.create_note(fields={"body": "Ring Kari", "customer_id": new_customer()["id"]})


def test_somebody_is_told_once_and_reads_it_once(rpc, platform, org, colleague, note):
    theirs = rpc(colleague).crm

    assert tell(platform, org, colleague, note)
    assert not tell(platform, org, colleague, note)
    (told,) = theirs.list_notifications(query={})["items"]
    assert (told["kind"], told["title"], told["text"], told["ref_id"], told["actor_id"]) == (
        "mention",
        "Du er nevnt i et notat",
        "Ring Kari",
        note["id"],
        str(org.actor_id),
    )
    assert theirs.count_unread_notifications() == {"unread": 1}

    first = theirs.read_notification(notification_id=told["id"])
    again = theirs.read_notification(notification_id=told["id"])

    assert first["read_at"] is not None
    assert again == first
    assert theirs.count_unread_notifications() == {"unread": 0}
    assert theirs.list_notifications(query={"filters": {"read": "false"}})["items"] == []


def test_nobody_is_told_of_what_he_did_himself(platform, org, note):
    assert not tell(platform, org, org, note)


def test_everything_can_be_marked_as_read_at_once(rpc, platform, org, colleague, note):
    for happening in ("a", "b"):
        tell(platform, org, colleague, note, key=happening)

    assert rpc(colleague).crm.read_notifications() == {"unread": 0}


def test_it_is_written_in_the_readers_language(rpc, platform, org, note):
    english = a_colleague(org, scope="all", locale="en")
    tell(platform, org, english, note)

    (told,) = rpc(english).crm.list_notifications(query={})["items"]
    assert told["title"] == "You are mentioned in a note"


def test_nobody_reads_anothers(rpc, platform, org, crm, colleague, note):
    tell(platform, org, colleague, note)
    (told,) = rpc(colleague).crm.list_notifications(query={})["items"]

    with pytest.raises(NotFound):
        crm.read_notification(notification_id=told["id"])
    assert crm.list_notifications(query={})["items"] == []


def test_what_may_not_be_seen_any_more_is_not_told(rpc, platform, org, crm, colleague, note):
    tell(platform, org, colleague, note)
    crm.change_note(note_id=note["id"], expected_version=1, fields={"privacy": "private"})

    theirs = rpc(colleague).crm
    assert theirs.list_notifications(query={"count": True}) == {
        "items": [],
        "next_cursor": None,
        "total": 0,
    }
    assert theirs.count_unread_notifications() == {"unread": 0}
