"""An accepted quote opens a project, once."""

from shared.contracts.declare import dump_bytes
from support.projects import a_fixed_line_sold, an_accepted_quote, hours_sold

QUEUE = "projects.inbox"


def projects_of(calls, **filters):
    query = {"filters": {name: str(value) for name, value in filters.items()}}
    return calls.list_projects(query=query)["items"]


def test_an_accepted_quote_opens_one_project_however_often_it_is_told(
    broker, calls, org, eventually
):
    quote = an_accepted_quote([hours_sold(100, 1250), a_fixed_line_sold(9_900)])
    headers = broker.tell(QUEUE, quote, organisation_id=org.organisation_id)
    broker.send(QUEUE, dump_bytes(quote), headers=headers)
    broker.tell(QUEUE, quote, organisation_id=org.organisation_id)  # told anew: another message
    fence = an_accepted_quote()
    broker.tell(QUEUE, fence, organisation_id=org.organisation_id)

    eventually(lambda: projects_of(calls, quote_id=fence.quote_id))
    (project,) = projects_of(calls, quote_id=quote.quote_id)

    assert (project["name"], project["status"]) == ("CRM roll-out", "active")
    assert project["planned_minutes"] == 6000
    assert project["manager_id"] == str(quote.owner_id)
    assert project["customer_id"] == str(quote.customer_id)


def test_sold_hours_are_billed_as_worked_and_the_rest_as_fixed(broker, calls, org, eventually):
    quote = an_accepted_quote([hours_sold(100, 1250), a_fixed_line_sold(9_900)])
    broker.tell(QUEUE, quote, organisation_id=org.organisation_id)
    (project,) = eventually(lambda: projects_of(calls, quote_id=quote.quote_id))

    lines = calls.list_contract_lines(project_id=project["id"])

    assert [(line["kind"], line["unit_price"]["amount"], line["minutes"]) for line in lines] == [
        ("time", "1250.00", 6000),
        ("fixed", "9900.00", 0),
    ]


def test_opening_a_project_is_told_once(broker, calls, org, platform, eventually):
    quote = an_accepted_quote()
    for _ in range(2):
        broker.tell(QUEUE, quote, organisation_id=org.organisation_id)
    fence = an_accepted_quote()
    broker.tell(QUEUE, fence, organisation_id=org.organisation_id)
    eventually(lambda: projects_of(calls, quote_id=fence.quote_id))

    told = "SELECT count(*) FROM outbox_messages WHERE headers->>'organisation_id' = %s"
    assert platform.rows("projects", told, str(org.organisation_id)) == [(2,)]
