"""How quotes end: the customer's answer, a later revision, a lost case, the last day."""

import threading
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from quoting.application.acceptances import expire_quote
from shared.capabilities.references import keep_reference
from shared.contracts.references import ReferenceView
from shared.contracts.sales.events import CaseCancelledV1, CaseLostV1
from shared.kernel.context import system_caller
from shared.kernel.errors import Conflict, Invalid, NotFound, RuleBroken
from support.quoting import a_case_given_up, hears_of_a_case, line_fields, nok

TODAY = datetime.now(UTC).date()
WHO = {"name": "Kari Kunde", "email": "kari@example.no"}


def told(platform, quote, fact):
    """How often a fact about a quote was told."""
    count = "SELECT count(*) FROM outbox_messages WHERE aggregate_id = %s AND routing_key = %s"
    return platform.rows("quoting", count, UUID(quote["id"]), f"quote.{fact}.v1")[0][0]


def code_of(call):
    with pytest.raises(RuleBroken) as refused:
        call()
    return refused.value.code


def test_accepting_twice_is_accepting_once_and_told_once(platform, calls, sent):
    quote = sent()

    first = calls.accept_quote(quote_id=quote["id"], purchase_order_no="PO-1")
    again = calls.accept_quote(quote_id=quote["id"], purchase_order_no="PO-2")

    assert first["status"] == again["status"] == "accepted"
    assert (again["version"], again["purchase_order_no"]) == (first["version"], "PO-1")
    assert told(platform, quote, "accepted") == 1


def test_many_acceptances_at_once_are_one(platform, rpc, org, sent):
    quote = sent()
    answers = []

    def accept():
        try:
            answers.append(rpc(org).quoting.accept_quote(quote_id=quote["id"])["status"])
        except Conflict as error:
            answers.append(error.code)

    threads = [threading.Thread(target=accept) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert "accepted" in answers
    assert len(answers) == 6
    assert told(platform, quote, "accepted") == 1


def test_what_was_bought_is_told_by_line(platform, calls, sent):
    quote = sent(
        line_fields(quantity="10", discount_percent="20"),
        line_fields(description="Workshop", quantity="1.5", unit="day", unit_price=nok("9000.00")),
        line_fields(description="Licence", quantity="2", unit="piece", unit_price=nok("500.00")),
        line_fields(description="Not chosen", optional=True),
    )
    calls.accept_quote(quote_id=quote["id"])

    bodies = "SELECT convert_from(body, 'UTF8')::jsonb FROM outbox_messages"
    ask = f"{bodies} WHERE routing_key = 'quote.accepted.v1' AND aggregate_id = %s"
    body = platform.rows("quoting", ask, UUID(quote["id"]))[0][0]

    assert body["sold_minutes"] == 600 + 675
    assert [(line["minutes"], line["unit_price"], line["net"]) for line in body["lines"]] == [
        (600, nok("1000.00"), nok("10000.00")),
        (675, nok("9000.00"), nok("13500.00")),
        (0, nok("500.00"), nok("1000.00")),
    ]
    assert body["net"] == nok("24500.00")


def test_a_draft_cannot_be_accepted(calls, draft):
    quote = draft()

    assert code_of(lambda: calls.accept_quote(quote_id=quote["id"])) == "quoting.quote_not_open"


def test_a_yes_cannot_come_from_the_future(calls, sent):
    with pytest.raises(Invalid):
        calls.accept_quote(quote_id=sent()["id"], accepted_on=TODAY + timedelta(days=2))


def test_a_sent_quote_never_changes(calls, sent):
    quote = sent()
    where = {"quote_id": quote["id"], "expected_version": quote["version"]}

    refused = code_of(lambda: calls.change_quote(**where, fields={"title": "Other"}))

    assert refused == "quoting.quote_not_draft"


def test_a_declined_quote_is_closed(platform, calls, sent):
    quote = sent()

    declined = calls.decline_quote(quote_id=quote["id"], reason="Too dear")

    assert (declined["status"], declined["declined_reason"]) == ("declined", "Too dear")
    assert told(platform, quote, "declined") == 1
    assert code_of(lambda: calls.accept_quote(quote_id=quote["id"])) == "quoting.quote_not_open"


def test_sending_a_revision_supersedes_the_earlier_one(platform, calls, sent):
    first = sent()
    second = calls.revise_quote(quote_id=first["id"])
    assert (second["quote_no"], second["revision"]) == (first["quote_no"], 2)
    assert second["totals"]["net"] == first["totals"]["net"]
    assert calls.get_quote(quote_id=first["id"])["status"] == "sent"

    second = calls.send_quote(quote_id=second["id"])

    first = calls.get_quote(quote_id=first["id"])
    assert (first["status"], first["is_primary"]) == ("superseded", False)
    assert second["is_primary"] is True
    assert told(platform, first, "updated") == 1
    assert code_of(lambda: calls.accept_quote(quote_id=first["id"])) == "quoting.quote_not_open"


def test_a_customer_buys_one_revision(calls, sent):
    first = sent()
    second = calls.revise_quote(quote_id=first["id"])

    calls.accept_quote(quote_id=first["id"])

    assert calls.get_quote(quote_id=second["id"])["status"] == "superseded"
    assert code_of(lambda: calls.send_quote(quote_id=second["id"])) == "quoting.quote_not_draft"
    assert code_of(lambda: calls.revise_quote(quote_id=first["id"])) == "quoting.quote_not_draft"


def test_only_one_revision_is_worked_on_at_a_time(calls, sent):
    first = sent()
    second = calls.revise_quote(quote_id=first["id"])

    assert code_of(lambda: calls.revise_quote(quote_id=first["id"])) == "quoting.quote_not_draft"
    calls.archive_quote(quote_id=second["id"])
    assert calls.revise_quote(quote_id=first["id"])["revision"] == 3


def test_a_customer_accepts_by_link_once_and_sees_no_cost(rpc, sent):
    token = sent()["acceptance_token"]
    customer = rpc(None).quoting

    seen = customer.get_public_quote(token=token)
    accepted = customer.accept_public_quote(token=token, **WHO)

    assert "cost" not in str(seen)
    assert "margin" not in str(seen)
    assert (seen["status"], accepted["status"]) == ("sent", "accepted")
    again = code_of(lambda: customer.accept_public_quote(token=token, **WHO))
    assert again == "quoting.quote_not_open"
    with pytest.raises(NotFound):
        customer.get_public_quote(token="guessed")


def test_the_link_of_an_earlier_revision_accepts_nothing(rpc, calls, sent):
    first = sent()
    calls.send_quote(quote_id=calls.revise_quote(quote_id=first["id"])["id"])

    customer = rpc(None).quoting
    refused = code_of(lambda: customer.accept_public_quote(token=first["acceptance_token"], **WHO))

    assert refused == "quoting.quote_not_open"


def test_a_link_dies_with_a_withdrawn_quote(rpc, calls, sent):
    quote = sent()
    calls.withdraw_quote(quote_id=quote["id"])

    for refused_call in (
        lambda: rpc(None).quoting.get_public_quote(token=quote["acceptance_token"]),
        lambda: rpc(None).quoting.accept_public_quote(token=quote["acceptance_token"], **WHO),
    ):
        with pytest.raises(NotFound) as refused:
            refused_call()
        assert refused.value.code == "quoting.link_unknown"


def test_somebody_has_to_say_who_accepts(rpc, sent):
    token = sent()["acceptance_token"]

    with pytest.raises(Invalid) as refused:
        rpc(None).quoting.accept_public_quote(token=token, name=" ", email="k@example.no")

    assert refused.value.errors[0].pointer == "/name"
    assert rpc(None).quoting.get_public_quote(token=token)["status"] == "sent"


def test_the_token_is_shown_once(rpc, org, draft):
    repeated = rpc(org, key="k-1", body_hash="b").quoting
    quote = draft()

    first = repeated.send_quote(quote_id=quote["id"])
    again = repeated.send_quote(quote_id=quote["id"])

    assert first["acceptance_token"]
    assert again == {**first, "acceptance_token": None}


@pytest.mark.parametrize("fact", [CaseLostV1, CaseCancelledV1])
def test_a_case_given_up_takes_its_quotes_with_it_once(
    broker, platform, org, calls, case, draft, sent, eventually, fact
):
    waiting, open_ = draft(), sent()
    accepted = calls.accept_quote(quote_id=sent()["id"])

    fence = draft(sales_case_id=hears_of_a_case(platform, org))

    def status(quote):
        return calls.get_quote(quote_id=quote["id"])["status"]

    for given_up in (case, case, UUID(fence["sales_case_id"])):
        event = a_case_given_up(given_up, as_=fact)
        broker.tell("quoting.inbox", event, organisation_id=org.organisation_id)
    eventually(lambda: status(fence) == "withdrawn")

    assert [status(quote) for quote in (waiting, open_)] == ["withdrawn", "withdrawn"]
    assert [told(platform, quote, "withdrawn") for quote in (waiting, open_)] == [1, 1]
    assert status(accepted) == "accepted"
    assert code_of(lambda: calls.revise_quote(quote_id=open_["id"])) == "quoting.case_closed"


def run_out(platform, org, quote, *, last_day):
    """Let a sent quote's last day be another one, and the timer look at it."""
    platform.rows(
        "quoting",
        "UPDATE quotes SET valid_until = %s WHERE id = %s RETURNING id",
        last_day,
        UUID(quote["id"]),
    )
    with platform.work("quoting", system_caller(org.organisation_id)) as work:
        expire_quote(work, quote_id=UUID(quote["id"]))


def test_an_unanswered_quote_expires_after_its_last_day_and_cannot_be_accepted(
    platform, org, calls, sent
):
    quote = sent()
    run_out(platform, org, quote, last_day=TODAY - timedelta(days=2))

    assert calls.get_quote(quote_id=quote["id"])["status"] == "expired"
    assert told(platform, quote, "updated") == 1
    for day in (None, TODAY - timedelta(days=3)):
        refused = code_of(lambda day=day: calls.accept_quote(quote_id=quote["id"], accepted_on=day))
        assert refused == "quoting.quote_expired"


def test_a_quote_that_was_not_swept_yet_is_expired_all_the_same(platform, rpc, org, calls, sent):
    quote = sent()
    past = "UPDATE quotes SET valid_until = %s WHERE id = %s RETURNING id"
    platform.rows("quoting", past, TODAY - timedelta(days=2), UUID(quote["id"]))

    link = {"token": quote["acceptance_token"], **WHO}
    for accept in (
        lambda: calls.accept_quote(quote_id=quote["id"], accepted_on=TODAY - timedelta(days=3)),
        lambda: rpc(None).quoting.accept_public_quote(**link),
    ):
        assert code_of(accept) == "quoting.quote_expired"
    assert calls.list_quotes(query={"filters": {"outstanding": "true"}})["items"] == []


def test_a_timer_that_comes_too_early_comes_again(platform, org, calls, sent):
    quote = sent()
    run_out(platform, org, quote, last_day=TODAY + timedelta(days=5))

    due = "SELECT due_at::date FROM due_items WHERE key = %s"
    assert calls.get_quote(quote_id=quote["id"])["status"] == "sent"
    assert platform.rows("quoting", due, quote["id"])[0][0] >= TODAY + timedelta(days=5)


def test_the_last_day_is_the_organisations_own(platform, org, sent):
    quote = sent(valid_until=date(2099, 1, 1))
    copy = ReferenceView(
        kind="organisation",
        id=org.organisation_id,
        version=1,
        name="Tokyo KK",
        data={"time_zone": "Asia/Tokyo"},
    )
    with platform.work("quoting", org) as work:
        keep_reference(work, copy)

    run_out(platform, org, quote, last_day=date(2099, 1, 1))

    due = "SELECT due_at FROM due_items WHERE key = %s"
    at = platform.rows("quoting", due, quote["id"])[0][0]
    assert at.astimezone(UTC) == datetime(2099, 1, 1, 15, 1, tzinfo=UTC)
