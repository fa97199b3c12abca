"""What sales does when something happened elsewhere: exactly once, in whatever order."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from shared.contracts.declare import dump_bytes
from shared.contracts.identity.events import OrganisationCreatedV1
from shared.contracts.projects.events import InvoiceIssuedV1
from shared.kernel.errors import RuleBroken
from shared.kernel.ids import new_id
from support.sales import a_quote_accepted, a_quote_created, an_activity, kroner, nok

QUEUE = "sales.inbox"


@pytest.fixture
def tell(broker, org):
    """Deliver a fact of another service."""

    def deliver(fact):
        return broker.tell(QUEUE, fact, organisation_id=org.organisation_id)

    return deliver


@pytest.fixture
def handled(new_case, calls, tell, eventually):
    """Wait until everything told before has been handled: a later fact about another case."""

    def wait():
        other = new_case(name="Gjerde")
        tell(an_activity(other))
        eventually(lambda: calls.get_case(case_id=other["id"])["next_activity"])

    return wait


def test_an_accepted_quote_wins_its_case_once_however_often_it_is_told(
    new_case, calls, broker, org, tell, handled, platform
):
    case = new_case()
    accepted = a_quote_accepted(case, "90000.00")
    headers = tell(accepted)
    broker.send(QUEUE, dump_bytes(accepted), headers=headers)
    tell(accepted)
    handled()

    found = calls.get_case(case_id=case["id"])

    assert (found["status"], found["probability"], found["stage_name"]) == ("won", 100, "Vunnet")
    assert (found["value"], found["value_source"]) == (nok("90000.00"), "quote")
    assert found["closed_on"] == "2026-11-23"
    assert found["primary_quote_id"] == str(accepted.quote_id)
    assert found["version"] == 2
    told = "SELECT count(*) FROM outbox_messages WHERE aggregate_id = %s AND routing_key = %s"
    assert platform.rows("sales", told, case["id"], "case.won.v1") == [(1,)]
    history = calls.case_history(case_id=case["id"])
    assert [stay["status"] for stay in history["transitions"]] == ["open", "won"]


def test_an_acceptance_told_again_does_not_win_a_reopened_case(new_case, calls, tell, handled):
    case = new_case()
    accepted = a_quote_accepted(case, "90000.00")
    tell(accepted)
    handled()
    calls.reopen_case(case_id=case["id"], expected_order_date="2027-02-01")
    tell(accepted)
    handled()

    assert calls.get_case(case_id=case["id"])["status"] == "open"


def test_a_value_taken_from_the_quote_follows_it_and_forgets_no_newer_one(
    new_case, calls, tell, handled
):
    case = new_case()
    quote = a_quote_created(case, "50000.00")
    tell(quote)
    handled()
    by_quote = calls.change_case(
        case_id=case["id"], expected_version=2, fields={"value_source": "quote"}
    )
    newer = a_quote_created(case, "70000.00", quote_id=quote.quote_id, version=5)
    tell(newer)
    handled()
    tell(a_quote_created(case, "60000.00", quote_id=quote.quote_id, version=4))
    handled()

    assert (by_quote["value"], by_quote["value_source"]) == (nok("50000.00"), "quote")
    assert calls.get_case(case_id=case["id"])["value"] == nok("70000.00")


def test_a_revision_that_is_sent_takes_the_place_of_the_quote_it_revises(
    new_case, calls, tell, handled
):
    case = new_case()
    for fact in (
        a_quote_created(case, "50000.00", is_primary=True),
        a_quote_created(case, "45000.00", revision=2),
    ):
        tell(fact)
    handled()
    calls.change_case(case_id=case["id"], expected_version=2, fields={"value_source": "quote"})
    sent = a_quote_created(case, "40000.00", revision=2, status="sent", is_primary=True)
    tell(sent)
    handled()

    found = calls.get_case(case_id=case["id"])

    assert (found["primary_quote_id"], found["value"]) == (str(sent.quote_id), nok("40000.00"))


def test_a_quote_of_another_case_gives_no_value(new_case, calls, tell, handled):
    case, other = new_case(), new_case(name="En annen")
    quote = a_quote_created(other, "50000.00")
    tell(quote)
    handled()

    with pytest.raises(Exception, match="no such quote"):
        calls.change_case(
            case_id=case["id"],
            expected_version=1,
            fields={"primary_quote_id": str(quote.quote_id), "value_source": "quote"},
        )


def test_a_case_shows_its_previous_and_next_activity(new_case, calls, tell, handled):
    case, quiet = new_case(), new_case(name="Stille")
    soon = an_activity(case)
    later = an_activity(case, start_at=datetime(2027, 1, 5, 9, tzinfo=UTC), subject="Oppfølging")
    before = an_activity(
        case, status="done", start_at=datetime(2026, 11, 3, 9, tzinfo=UTC), subject="Første møte"
    )
    for fact in (later, soon, before):
        tell(fact)
    handled()

    found = calls.get_case(case_id=case["id"])

    assert found["next_activity"]["id"] == str(soon.activity_id)
    assert found["next_activity"]["at"] == "2026-12-01T09:00:00Z"
    assert found["previous_activity"]["subject"] == "Første møte"
    assert found["version"] == 1
    without = calls.list_cases(query={"filters": {"without_next_activity": "true"}})["items"]
    assert [each["id"] for each in without] == [quiet["id"]]


def test_an_activity_that_is_done_or_moved_makes_room_for_the_next(new_case, calls, tell, handled):
    case, other = new_case(), new_case(name="En annen")
    first, second = an_activity(case), an_activity(case, kind="task", due_on=None)
    tell(first)
    tell(an_activity(case, activity_id=first.activity_id, version=3, status="done"))
    tell(an_activity(case, activity_id=first.activity_id, version=2))  # late: it is done already
    tell(second)
    tell(an_activity(other, activity_id=second.activity_id, version=2))
    handled()

    found = calls.get_case(case_id=case["id"])

    assert found["previous_activity"]["id"] == str(first.activity_id)
    assert found["next_activity"] is None
    moved = calls.get_case(case_id=other["id"])["next_activity"]
    assert moved["id"] == str(second.activity_id)


def test_a_private_activity_does_not_say_what_it_is_about(new_case, calls, tell, handled):
    case = new_case()
    tell(an_activity(case, privacy="private"))
    handled()

    found = calls.get_case(case_id=case["id"])["next_activity"]

    assert (found["kind"], found["subject"]) == ("meeting", None)


def test_a_task_is_shown_by_its_day(new_case, calls, tell, handled):
    case = new_case()
    tell(an_activity(case, kind="task", start_at=None, due_on="2026-12-24"))
    handled()

    found = calls.get_case(case_id=case["id"])["next_activity"]

    assert (found["at"], found["on"]) == (None, "2026-12-24")


def test_what_has_been_invoiced_is_not_opened_again(new_case, calls, tell, handled):
    case = new_case()
    calls.win_case(case_id=case["id"])
    tell(
        InvoiceIssuedV1(
            invoice_id=new_id(),
            version=2,
            customer_id=UUID(case["customer_id"]),
            status="issued",
            net=kroner(1000),
            gross=kroner(1250),
            sales_case_id=UUID(case["id"]),
        )
    )
    handled()

    with pytest.raises(RuleBroken) as refusal:
        calls.reopen_case(case_id=case["id"])

    assert refusal.value.code == "sales.case_in_delivery"


def test_a_new_organisation_gets_its_process_without_asking(org, tell, platform, eventually):
    created = OrganisationCreatedV1(
        organisation_id=org.organisation_id,
        version=1,
        name="Nordlys Rådgivning AS",
        base_currency="NOK",
        time_zone="Europe/Oslo",
        locale="nb",
    )
    tell(created)
    tell(created)

    asked = "SELECT count(*) FROM sales_processes WHERE organisation_id = %s"
    eventually(lambda: platform.rows("sales", asked, org.organisation_id) == [(1,)])


def test_history_cannot_be_rewritten(new_case, platform):
    case = new_case()

    with pytest.raises(Exception, match="never changed"):
        platform.rows(
            "sales",
            "UPDATE case_changes SET value_minor = 1 WHERE case_id = %s RETURNING seq",
            case["id"],
        )
