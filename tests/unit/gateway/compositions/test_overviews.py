"""Pages of several services: what is required, and what may be missing."""

import time

import pytest
from shared.kernel.errors import Forbidden, NotFound, Unavailable
from shared.kernel.ids import new_id
from support.gateway import SILENT, an_edge

CUSTOMER = str(new_id())
SECTIONS = [
    "customer",
    "contacts",
    "timeline",
    "sales_cases",
    "quotes",
    "projects",
    "invoices",
    "profitability",
    "files",
]
CRM = {
    "customer": {"id": CUSTOMER, "version": 1},
    "contacts": {"items": [], "total": 0},
    "timeline": {"items": [], "total": 0},
    "files": {"items": [], "total": 0},
}
SALES = {"sales_cases": [{"id": "c"}], "total": 1, "sums": []}
QUOTING = {"items": [{"id": "q"}], "total": 1}
PROJECTS = {
    "projects": {"items": [{"id": "p"}], "total": 1},
    "invoices": {"items": [], "total": 0},
    "profitability": None,
}


def an_overview(**changes):
    answers = {
        "crm__customer_overview": CRM,
        "sales__overview_of_customer": SALES,
        "quoting__overview_of_customer": QUOTING,
        "projects__overview_of_customer": PROJECTS,
        **changes,
    }
    return an_edge(**answers).send("GET", f"/customers/{CUSTOMER}/overview")


def test_the_single_view_has_every_section():
    answer = an_overview()

    assert answer.status_code == 200
    assert list(answer.json) == SECTIONS
    assert answer.json["customer"] == {"status": "ok", "data": CRM["customer"]}
    assert answer.json["sales_cases"]["data"] == {"items": [{"id": "c"}], "total": 1, "sums": []}
    assert answer.json["quotes"]["data"] == QUOTING
    assert answer.json["projects"]["data"]["total"] == 1


def test_what_the_caller_may_not_see_says_so():
    answer = an_overview(
        sales__overview_of_customer=Forbidden("No.", code="platform.action_forbidden"),
        crm__customer_overview={**CRM, "timeline": None},
    )

    assert answer.json["sales_cases"] == {"status": "forbidden", "data": None}
    assert answer.json["profitability"] == {"status": "forbidden", "data": None}
    assert answer.json["timeline"] == {"status": "forbidden", "data": None}
    assert answer.json["quotes"]["status"] == "ok"


@pytest.mark.parametrize(
    "trouble",
    [
        SILENT,
        Unavailable("Away.", code="platform.service_unavailable"),
        {"kind": "bug", "code": "platform.bug", "message": "", "details": {}},
    ],
)
def test_a_service_in_trouble_takes_its_sections_with_it_and_no_more(trouble):
    started = time.monotonic()

    answer = an_overview(projects__overview_of_customer=trouble)

    assert answer.status_code == 200
    states = {name: part["status"] for name, part in answer.json.items()}
    assert states == {
        **dict.fromkeys(SECTIONS, "ok"),
        **dict.fromkeys(("projects", "invoices", "profitability"), "unavailable"),
    }
    assert time.monotonic() - started < 1


def test_everything_is_asked_before_anything_is_awaited():
    answer = an_overview(
        sales__overview_of_customer=SILENT,
        quoting__overview_of_customer=SILENT,
        projects__overview_of_customer=SILENT,
    )

    assert answer.json["customer"]["status"] == "ok"
    assert answer.json["sales_cases"]["status"] == "unavailable"


@pytest.mark.parametrize(
    ("trouble", "status"),
    [
        (NotFound("None.", code="crm.customer_unknown"), 404),
        (Unavailable("Away.", code="platform.service_unavailable"), 503),
        (SILENT, 504),
    ],
)
def test_the_page_fails_without_the_customer(trouble, status):
    assert an_overview(crm__customer_overview=trouble).status_code == status


def test_a_case_is_shown_with_its_quotes():
    case_id = str(new_id())
    edge = an_edge(
        sales__case_overview={"case": {"id": case_id}, "process": {}, "history": {}},
        quoting__list_quotes={"items": [{"id": "q"}], "next_cursor": None, "total": 1},
        projects__overview_of_case=PROJECTS,
    )

    answer = edge.send("GET", f"/sales-cases/{case_id}/overview")

    assert answer.json["sales_case"] == {"status": "ok", "data": {"id": case_id}}
    assert answer.json["quotes"]["data"] == {"items": [{"id": "q"}], "total": 1}
    assert edge.transport.made("quoting.list_quotes")[0]["query"]["filters"] == {
        "sales_case_id": case_id
    }


def test_a_project_is_shown_with_its_customer_and_quote():
    overview = {
        "project": {"id": "p", "customer_id": CUSTOMER, "quote_id": None},
        "phases": [],
        "contract_lines": [],
        "invoices": None,
        "profitability": None,
    }
    edge = an_edge(
        projects__project_overview=overview, crm__get_customer=NotFound("None.", code="crm.x")
    )

    answer = edge.send("GET", f"/projects/{new_id()}/overview")

    states = {name: part["status"] for name, part in answer.json.items()}
    assert states == {
        "project": "ok",
        "phases": "ok",
        "contract_lines": "ok",
        "invoices": "forbidden",
        "profitability": "forbidden",
        "customer": "forbidden",
        "quote": "ok",
    }
