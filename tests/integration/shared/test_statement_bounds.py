"""What the statements of a read depend on: never on how many records there are to show."""

from contextlib import contextmanager

import pytest
from shared.contracts.declare import dump_bytes
from shared.kernel.paging import ListQuery
from shared.rpc.reading import readers_of, reading
from sqlalchemy import event
from support.quoting import LATER, line_fields
from support.sales import Neighbours

MOST = 12
FEW, MANY = 1, 8
WORDS = {"text": "Målt", "limit": 20}
PAGE = {"query": ListQuery(limit=50, count=True)}
READS = [
    ("crm", "list_customers", PAGE),
    ("crm", "list_contacts", PAGE),
    ("crm", "customer_overview", {}),
    ("crm", "search", WORDS),
    ("sales", "list_cases", PAGE),
    ("sales", "overview_of_customer", {}),
    ("sales", "search", WORDS),
    ("quoting", "list_quotes", PAGE),
    ("quoting", "overview_of_customer", {}),
    ("quoting", "search", WORDS),
    ("projects", "list_projects", PAGE),
    ("projects", "overview_of_customer", {}),
    ("projects", "search", WORDS),
    ("identity", "search", WORDS),
]


@pytest.fixture
def furnished(platform, org, rpc):
    """A customer, and a way to give him contacts, cases, quotes and projects; beside others."""
    if {"crm", "sales", "quoting", "projects"} - set(platform.services):
        pytest.skip("needs --services=identity,crm,sales,quoting,projects")
    calls = rpc(org)
    customer_id = calls.crm.create_customer(fields={"name": "Målt AS"})["id"]
    place = {"customer_id": customer_id}
    neighbours = Neighbours(platform, org)

    def more(count):
        for number in range(count):
            name = f"Målt {number}"
            calls.crm.create_customer(fields={"name": name, "addresses": [{"city": "Oslo"}]})
            calls.crm.create_contact(fields={"given_name": name, "affiliations": [place]})
            case = calls.sales.create_case(fields=neighbours.case_fields(name=name, **place))
            quote = {"sales_case_id": case["id"], "valid_until": LATER, "lines": [line_fields()]}
            calls.quoting.create_quote(fields=quote)
            calls.projects.create_project(fields={"name": name, **place})
        return customer_id

    return more


@contextmanager
def counted(engine):
    sent = []

    def note(_connection, _cursor, statement, *_):
        if "set_config" not in statement:
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def statements_of(platform, org, service, method, arguments):
    """What a call sends to the database, and the answer, through the service's own method."""
    works = platform.service(service).works
    promises = getattr(platform.service(service).rpc, method).promises
    with counted(readers_of(works.engine)) as sent, reading(works, org) as work:
        answer = dump_bytes(promises(None, work, **arguments))
    return len(sent), answer


def test_no_read_needs_more_statements_for_more_records(platform, org, furnished):
    customer_id = furnished(FEW)
    given = {
        (service, method): arguments or {"customer_id": customer_id}
        for service, method, arguments in READS
    }
    few = {read: statements_of(platform, org, *read, given[read]) for read in given}
    furnished(MANY)
    many = {read: statements_of(platform, org, *read, given[read]) for read in given}

    assert {read: sent for read, (sent, _) in many.items() if sent > MOST} == {}
    assert {read: sent for read, (sent, _) in many.items() if sent != few[read][0]} == {}
    grown = {read for read in given if len(many[read][1]) > len(few[read][1])}
    assert set(given) - grown == {("identity", "search")}  # there was more to show
