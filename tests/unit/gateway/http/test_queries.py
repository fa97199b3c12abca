"""Query strings: what is known is passed on, everything else is refused."""

import pytest
from shared.kernel.errors import NotFound
from support.gateway import a_customer, an_edge

PAGE = {"items": [{"id": "a"}], "next_cursor": None, "total": 3}


def test_a_list_is_asked_as_the_service_takes_it():
    edge = an_edge(crm__list_customers=PAGE)

    answer = edge.send(
        "GET",
        "/customers?limit=20&sort=name,-created_at&q=fjell&count=true&cursor=abc"
        "&unit_id__in=a,b&employees__gte=10&name__contains=as",
    )

    assert answer.json == PAGE
    assert edge.transport.made("crm.list_customers") == [
        {
            "query": {
                "limit": 20,
                "count": True,
                "cursor": "abc",
                "sort": ["name", "-created_at"],
                "q": "fjell",
                "filters": {"unit_id__in": "a,b", "employees__gte": "10", "name__contains": "as"},
            }
        }
    ]


def test_a_list_without_parameters_has_fifty_items():
    edge = an_edge(crm__list_customers=PAGE)

    edge.send("GET", "/customers")

    assert edge.transport.made("crm.list_customers") == [
        {"query": {"limit": 50, "count": False, "filters": {}}}
    ]


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=-1",
        "limit=201",
        "limit=1e3",
        "limit=٣",
        "limit=999999999999",
        "limit=",
        "count=yes",
        "sort=name;drop",
        "sort=-",
        "sort=name,,created_at",
        "name__like=a",
        "Name=a",
        "$where=1",
        "name[gte]=1",
        "limit=5&limit=6",
        "name=%07",
    ],
)
def test_a_wrong_parameter_is_named(query):
    answer = an_edge().send("GET", f"/customers?{query}")

    assert answer.status_code == 422
    assert len(answer.json["errors"]) == 1
    assert answer.json["errors"][0]["pointer"].startswith("/")


@pytest.mark.parametrize(
    "query", ["name=%00", "name=%c0%ae", "name=%ff", "&".join(f"f{n}=1" for n in range(60))]
)
def test_an_unreadable_query_is_answered_with_400(query):
    assert an_edge().send("GET", f"/customers?{query}").status_code == 400


def test_a_read_that_takes_no_parameters_refuses_them():
    answer = an_edge().send("GET", "/organisation?verbose=1")

    assert answer.status_code == 422
    assert answer.json["code"] == "platform.parameter_unknown"


def test_a_list_below_a_record_filters_by_it():
    edge = an_edge(crm__list_contacts=PAGE)
    customer_id = "00000000-0000-0000-0000-000000000009"

    edge.send("GET", f"/customers/{customer_id}/contacts?role=buyer")

    assert edge.transport.made("crm.list_contacts")[0]["query"]["filters"] == {
        "role": "buyer",
        "customer_id": customer_id,
    }


def test_a_list_below_nothing_is_answered_with_404():
    unknown = NotFound("There is no such customer.", code="crm.customer_unknown")
    path = "/customers/00000000-0000-0000-0000-000000000009/contacts"
    empty = {"items": [], "next_cursor": None, "total": None}

    nothing = an_edge(crm__list_contacts=empty, crm__get_customer=unknown).send("GET", path)
    nobody = an_edge(crm__list_contacts=empty, crm__get_customer=a_customer()).send("GET", path)

    assert [nothing.status_code, nobody.status_code] == [404, 200]
