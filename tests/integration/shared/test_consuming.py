"""Messages are handled once, in spite of what else lies in the queue."""

import pytest
from shared.contracts.declare import dump_bytes
from shared.contracts.identity.events import UserCreatedV1, UserUpdatedV1
from shared.kernel.ids import new_id
from shared.testing.callers import an_administrator
from support.messages import headers_for

QUEUE = "sales.inbox"


def a_user(**changes):
    facts = {"user_id": new_id(), "version": 1, "name": "Kari", "email": "", "status": "active"}
    return UserCreatedV1(**{**facts, **changes})


def copies(platform, user_id):
    statement = "SELECT name, version FROM reference_copies WHERE id = %s"
    return platform.rows("sales", statement, user_id)


def nonsense(services):
    """Parked nonsense of the organisation; what came without one is listed beside it."""
    items = services.sales.list_parked(query={})["items"]
    return [each for each in items if each["body"] == "nonsense"]


def parked(platform, reason):
    statement = "SELECT reason FROM parked_messages WHERE reason LIKE %s"
    return platform.rows("sales", statement, f"%{reason}%")


def test_a_message_delivered_twice_is_handled_once(platform, broker, org, eventually):
    first, fence = a_user(), a_user()
    headers = broker.tell(QUEUE, first, organisation_id=org.organisation_id)
    broker.send(QUEUE, dump_bytes(first), headers=headers)
    broker.tell(QUEUE, fence, organisation_id=org.organisation_id)

    eventually(lambda: copies(platform, fence.user_id))

    handled = "SELECT count(*) FROM inbox_messages WHERE message_id = %s"
    assert platform.rows("sales", handled, headers["message_id"]) == [(1,)]


def test_an_older_version_never_replaces_a_newer_one(platform, broker, org, eventually):
    user = a_user(version=3, name="Newer")
    older = UserUpdatedV1(user_id=user.user_id, version=2, name="Older", email="", status="active")
    fence = a_user()
    for fact in (user, older, fence):
        broker.tell(QUEUE, fact, organisation_id=org.organisation_id)

    eventually(lambda: copies(platform, fence.user_id))

    assert copies(platform, user.user_id) == [("Newer", 3)]


def test_a_crowd_of_two_organisations_is_handled_as_if_one_by_one(
    platform, broker, org, eventually
):
    other = an_administrator()
    crowd = [a_user(name=f"Kari {number}") for number in range(120)]
    for number, user in enumerate(crowd):
        whose = (org, other)[number % 2].organisation_id
        headers = broker.tell(QUEUE, user, organisation_id=whose)
        broker.send(QUEUE, dump_bytes(user), headers=headers)
        older = UserUpdatedV1(
            user_id=user.user_id, version=0, name="Older", email="", status="left"
        )
        broker.tell(QUEUE, older, organisation_id=whose)
        broker.send(QUEUE, b"nonsense", headers={**headers, "message_id": str(new_id())})

    wanted = {
        (user.user_id, user.name, 1, (org, other)[number % 2].organisation_id)
        for number, user in enumerate(crowd)
    }
    stored = "SELECT id, name, version, organisation_id FROM reference_copies WHERE id = ANY(%s)"
    ids = [user.user_id for user in crowd]
    eventually(lambda: set(platform.rows("sales", stored, ids)) == wanted)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"organisation_id": "nobody"}, "organisation_id"),
        ({"type": "identity.user.created.v99"}, "No handler for identity.user.created.v99"),
        ({"aggregate_version": "many"}, "aggregate_version"),
        ({"message_id": 17}, "message_id"),
        ({"occurred_at": "yesterday"}, "occurred_at"),
    ],
)
def test_a_message_with_a_wrong_envelope_is_parked_at_once(
    platform, broker, org, eventually, changes, reason
):
    before = len(parked(platform, reason))

    headers = headers_for(a_user(), organisation_id=org.organisation_id) | changes
    broker.send(QUEUE, dump_bytes(a_user()), headers=headers)

    eventually(lambda: len(parked(platform, reason)) == before + 1)


@pytest.mark.parametrize(
    "body", [b"", b"not json", b"[]", b"17", b"[" * 200_000, b"\xff\xfe", b"{}"]
)
def test_a_body_that_is_no_fact_is_parked_and_does_not_stop_the_next(
    platform, broker, org, eventually, body
):
    headers = headers_for(a_user(), organisation_id=org.organisation_id)
    fence = a_user()

    broker.send(QUEUE, body, headers=headers)
    broker.tell(QUEUE, fence, organisation_id=org.organisation_id)

    eventually(lambda: copies(platform, fence.user_id))
    statement = "SELECT body FROM parked_messages WHERE headers->>'message_id' = %s"
    rows = eventually(lambda: platform.rows("sales", statement, headers["message_id"]))
    assert bytes(rows[0][0]) == body


def test_a_message_without_headers_is_parked(platform, broker, org, eventually):
    before = platform.rows("sales", "SELECT count(*) FROM parked_messages")[0][0]

    broker.send(QUEUE, dump_bytes(a_user()))

    count = "SELECT count(*) FROM parked_messages"
    eventually(lambda: platform.rows("sales", count)[0][0] == before + 1)


def test_the_same_id_with_another_body_is_a_conflicting_duplicate(
    platform, broker, org, eventually
):
    headers = broker.tell(QUEUE, first := a_user(), organisation_id=org.organisation_id)
    eventually(lambda: copies(platform, first.user_id))

    broker.send(QUEUE, dump_bytes(a_user(name="Another")), headers=headers)

    statement = "SELECT reason FROM parked_messages WHERE headers->>'message_id' = %s"
    rows = eventually(lambda: platform.rows("sales", statement, headers["message_id"]))
    assert "Conflicting duplicate" in rows[0][0]


def test_an_operator_sees_and_discards_what_was_parked(platform, broker, org, rpc, eventually):
    headers = headers_for(a_user(), organisation_id=org.organisation_id)
    broker.send(QUEUE, b"nonsense", headers=headers)

    listed = eventually(lambda: nonsense(rpc(org)))
    discarded = rpc(org).sales.discard_parked(message_id=listed[0]["id"])

    assert listed[0]["body"] == "nonsense"
    assert discarded["resolution"] == "discarded"


def test_a_replayed_message_goes_through_the_inbox_with_its_own_id(
    platform, broker, org, rpc, eventually
):
    user = a_user()
    headers = headers_for(user, organisation_id=org.organisation_id)
    broker.send(QUEUE, b"nonsense", headers=headers)
    listed = eventually(lambda: nonsense(rpc(org)))
    mend = "UPDATE parked_messages SET body = %s WHERE id = %s RETURNING id"
    platform.rows("sales", mend, dump_bytes(user), listed[0]["id"])

    rpc(org).sales.replay_parked(message_id=listed[0]["id"])

    eventually(lambda: copies(platform, user.user_id))
    handled = "SELECT count(*) FROM inbox_messages WHERE message_id = %s"
    assert platform.rows("sales", handled, headers["message_id"]) == [(1,)]
