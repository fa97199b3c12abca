"""Private calendars and public quotes: addresses that are rights."""

import pytest
from shared.kernel.errors import NotFound
from support.gateway import an_edge

TOKEN = "t" * 43
FEED = {"text": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "etag": "abc"}


def test_a_feed_needs_no_sign_in():
    edge = an_edge(calendar_sync__read_feed=FEED)

    answer = edge.client.get(f"/api/v1/calendar/feed/{TOKEN}.ics")

    assert answer.status_code == 200
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.text == FEED["text"]
    assert answer.headers["ETag"] == '"abc"'
    assert edge.transport.made("calendar_sync.read_feed") == [{"token": TOKEN, "etag": None}]


def test_a_feed_that_did_not_change_is_not_sent_again():
    edge = an_edge(calendar_sync__read_feed={"text": None, "etag": "abc"})

    answer = edge.client.get(
        f"/api/v1/calendar/feed/{TOKEN}.ics", headers={"If-None-Match": '"abc"'}
    )

    assert (answer.status_code, answer.data) == (304, b"")
    assert edge.transport.made("calendar_sync.read_feed") == [{"token": TOKEN, "etag": "abc"}]


def test_a_calendar_program_may_ask_for_calendars_only():
    edge = an_edge(calendar_sync__read_feed=FEED)

    answer = edge.client.get(
        f"/api/v1/calendar/feed/{TOKEN}.ics", headers={"Accept": "text/calendar"}
    )

    assert answer.status_code == 200


@pytest.mark.parametrize("token", ["short", "a" * 300, "a%20b" * 10, "..%2f" * 8])
def test_what_cannot_be_an_address_is_not_asked_for(token):
    edge = an_edge()

    answer = edge.client.get(f"/api/v1/calendar/feed/{token}.ics")

    assert answer.status_code == 404
    assert edge.transport.calls == []


def test_a_quote_can_be_accepted_by_its_link():
    edge = an_edge(quoting__accept_public_quote={"quote_no": "Q-1", "status": "accepted"})

    answer = edge.client.post(
        f"/api/v1/public/quotes/{TOKEN}/accept",
        json={"name": "Per Kunde", "email": "per@kunde.example"},
    )

    assert answer.json["status"] == "accepted"
    assert edge.transport.made("quoting.accept_public_quote") == [
        {"token": TOKEN, "name": "Per Kunde", "email": "per@kunde.example"}
    ]


def test_an_unknown_link_is_answered_with_404():
    edge = an_edge(quoting__get_public_quote=NotFound("None.", code="quoting.link_unknown"))

    assert edge.client.get(f"/api/v1/public/quotes/{TOKEN}").status_code == 404
