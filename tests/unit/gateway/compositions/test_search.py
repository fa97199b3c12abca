"""Search over services, and messages no service could handle."""

import pytest
from gateway.compositions.search import SEARCHED
from shared.kernel.errors import Forbidden, NotFound, Unavailable
from shared.kernel.ids import new_id
from shared.messaging.topology import SERVICES
from support.gateway import SILENT, an_edge

AWAY = Unavailable("Away.", code="platform.service_unavailable")


def a_hit(title, rank):
    return {"kind": "customer", "id": title, "title": title, "subtitle": None, "rank": rank}


def a_message(parked_at):
    return {"id": str(new_id()), "queue": "crm.inbox", "parked_at": parked_at}


def test_the_best_answers_of_all_services_come_first():
    edge = an_edge(
        crm__search=[a_hit("b", 0.5), a_hit("a", 0.5)],
        sales__search=[a_hit("best", 0.9)],
        quoting__search=[],
        projects__search=[a_hit("worst", 0.1)],
        identity__search=[],
    )

    answer = edge.send("GET", "/search?q=fjell&limit=3")

    assert [hit["title"] for hit in answer.json["items"]] == ["best", "a", "b"]
    assert answer.json["missing"] == []
    assert edge.transport.made("crm.search") == [{"text": "fjell", "limit": 3}]


def test_a_search_names_who_did_not_answer():
    forbidden = Forbidden("No.", code="platform.action_forbidden")
    edge = an_edge(crm__search=[a_hit("a", 1.0)], sales__search=forbidden, quoting__search=[])

    answer = edge.send("GET", "/search?q=fjell")

    assert (answer.status_code, answer.json["missing"]) == (200, ["projects", "identity"])


def test_a_search_nobody_answers_fails():
    assert an_edge().send("GET", "/search?q=fjell").status_code == 503


def test_a_search_nobody_answers_in_time_says_so():
    silent = {f"{service}__search": SILENT for service in SEARCHED}

    assert an_edge(**silent).send("GET", "/search?q=fjell").status_code == 504


@pytest.mark.parametrize("query", ["", "q=", "q=%20", "q=a&limit=0", "q=a&limit=101", "q=a&x=1"])
def test_a_search_for_nothing_is_refused(query):
    assert an_edge().send("GET", f"/search?{query}").status_code == 422


def test_dead_letters_of_all_services_are_shown_newest_first():
    page = {"next_cursor": None, "total": None}
    edge = an_edge(
        crm__list_parked={"items": [a_message("2026-11-01T00:00:00Z")], **page},
        sales__list_parked={"items": [a_message("2026-11-02T00:00:00Z")], **page},
    )

    answer = edge.send("GET", "/ops/dead-letters")

    assert [each["service"] for each in answer.json["items"]] == ["sales", "crm"]
    assert set(answer.json["missing"]) == set(SERVICES) - {"crm", "sales"}


def test_dead_letters_of_one_service_are_turned_page_by_page():
    page = {"items": [a_message("2026-11-01T00:00:00Z")], "next_cursor": "more", "total": None}
    edge = an_edge(crm__list_parked=page)

    answer = edge.send("GET", "/ops/dead-letters?service=crm&cursor=abc&limit=1")

    assert answer.json["next_cursor"] == "more"
    assert edge.transport.made("crm.list_parked")[0]["query"]["cursor"] == "abc"
    assert edge.send("GET", "/ops/dead-letters?service=hr").status_code == 422


def test_dead_letters_are_not_for_everybody():
    forbidden = Forbidden("No.", code="platform.action_forbidden")
    edge = an_edge(**{f"{name}__list_parked": forbidden for name in SERVICES})

    assert edge.send("GET", "/ops/dead-letters").status_code == 403


@pytest.mark.parametrize("verb", ["replay", "discard"])
def test_the_service_that_parked_a_message_deals_with_it(verb):
    unknown = NotFound("None.", code="platform.parked_message_unknown")
    answers = {f"{name}__{verb}_parked": unknown for name in SERVICES}
    answers[f"projects__{verb}_parked"] = a_message("2026-11-01T00:00:00Z")
    message_id = str(new_id())
    edge = an_edge(**answers)

    answer = edge.send("POST", f"/ops/dead-letters/{message_id}/{verb}")

    assert (answer.status_code, answer.json["service"]) == (200, "projects")
    assert edge.transport.made(f"projects.{verb}_parked") == [{"message_id": message_id}]


def test_a_message_nobody_parked_is_unknown():
    unknown = NotFound("None.", code="platform.parked_message_unknown")
    edge = an_edge(**{f"{name}__replay_parked": unknown for name in SERVICES})

    assert edge.send("POST", f"/ops/dead-letters/{new_id()}/replay").status_code == 404


def test_a_message_may_be_at_a_service_that_is_away():
    unknown = NotFound("None.", code="platform.parked_message_unknown")
    answers = {f"{name}__replay_parked": unknown for name in SERVICES}
    edge = an_edge(**{**answers, "sales__replay_parked": AWAY})

    assert edge.send("POST", f"/ops/dead-letters/{new_id()}/replay").status_code == 503
