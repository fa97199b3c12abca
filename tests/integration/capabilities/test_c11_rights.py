"""C11: to see and to change are rights of their own, and what is hidden is hidden everywhere."""

import re
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
import requests
from gateway.http.areas import every_area
from shared.kernel.ids import new_id
from shared.testing.waiting import eventually
from support import story
from support.colleagues import somebody_with

SCOPES = ("none", "own", "unit", "all")
# How near a record is to somebody: his own, a colleague's of his unit, another unit's.
REACH = {"own": {"mine"}, "unit": {"mine", "near"}, "all": {"mine", "near", "far"}, "none": set()}
NOUNS = {
    "customer": ("/customers", lambda name, whose: {"name": name, **whose}),
    "contact": ("/contacts", lambda name, whose: {"family_name": name, **whose}),
}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PERIOD = {"from": "2026-01-01", "to": "2028-12-31"}
# All there is to see but customers and contacts of others; nothing that reads whatever there is.
SEES = "activity note classification case process report quote product price_list project"
SEES = f"{SEES} time_entry invoice profitability erp calendar user unit role organisation"


@pytest.fixture
def units(admin):
    return [admin.post("/units", {"name": f"Enhet {code}", "code": code}) for code in "AB"]


def expected(sees, changes, where):
    if where not in REACH[sees]:
        return 404
    return 200 if where in REACH[changes] else 403


@pytest.mark.parametrize("noun", NOUNS)
def test_c11_seeing_and_changing_have_scopes_of_their_own(admin, units, noun):
    path, body = NOUNS[noun]
    found, wanted = {}, {}
    for sees, changes in product(SCOPES, SCOPES):
        grants = {f"{noun}.view": sees, f"{noun}.update": changes, "customer.view": sees}
        somebody = somebody_with(admin, grants, unit_id=units[0]["id"])
        me = somebody.get("/auth/me")["user_id"]
        for where, owner_id, unit in (("mine", me, 1), ("near", None, 0), ("far", None, 1)):
            whose = {"owner_id": owner_id, "unit_id": units[unit]["id"]}
            made = admin.post(path, body(f"{noun} {new_id()}", whose))
            one = f"{path}/{made['id']}"
            read = somebody.send("GET", one).status_code
            listed = somebody.send("GET", path, params={"limit": 200}).text
            patched = somebody.patch(one, {"tags": ["sett"]}, version=1).status_code
            key = (sees, changes, where)
            found[key] = (read, made["id"] in listed, patched)
            status = expected(sees, changes, where)
            wanted[key] = (404 if status == 404 else 200, status != 404, status)

    assert found == wanted


@pytest.fixture
def viewer(admin):
    """May see all that hangs on customers, and of customers and contacts his own alone."""
    grants = {f"{each}.view": "all" for each in SEES.split()}
    own = dict.fromkeys(("customer.view", "contact.view"), "own")
    more = {"report.export": "all", "customer.export": "all", "contact.export": "all"}
    return somebody_with(admin, {**grants, **own, **more, "calendar.create": "own"})


@pytest.fixture
def hidden(admin, viewer):
    """Ids by kind of all that hangs on a customer and a contact that are not the viewer's."""
    word = f"skjult{new_id().hex[-10:]}"
    me = viewer.get("/auth/me")["user_id"]
    customer = admin.post(
        "/customers",
        {
            "name": f"{word} AS",
            "email": f"post@{word}.example",
            "addresses": [{"kind": "visiting", "street": f"{word}veien 1", "city": "Bergen"}],
        },
    )
    at = {"customer_id": customer["id"]}
    contact = admin.post("/contacts", {"family_name": word, "affiliations": [at]})
    soon = datetime.now(UTC) + timedelta(minutes=15, seconds=2)
    meeting = {"kind": "meeting", "subject": "Befaring", "start": soon.isoformat()}
    activity = admin.post(
        "/activities",
        {**meeting, **at, "contact_ids": [contact["id"]], "participants": [{"user_id": me}]},
    )
    note = admin.post("/notes", {"body": f"Om {word}", **at, "mentions": [me]})
    files = {"file": (f"{word}.pdf", PDF, "application/pdf")}
    sent = admin.send("POST", "/attachments", files=files, data=at)
    quote = story.sell(admin, customer["id"])
    project = story.project_of(admin, quote)
    invoice = story.work_and_bill(admin, project)
    shared = {"shared_with": {"everyone": True}}
    rule = {"name": "Alle", "rule": {"name__contains": "AS"}, **shared}
    people = {"name": "Folk", "entity": "contact", "kind": "static", **shared}
    contacts = admin.post("/customer-lists", people)
    admin.post(f"/customer-lists/{contacts['id']}/members", {"ids": [contact["id"]]})
    definition = {"source": "activities", "group_by": ["owner", "city"], "measures": ["count"]}
    report = admin.post("/saved-reports", {"name": "Alt", "definition": definition, **shared})
    ids = {
        "customer": [customer["id"]],
        "contact": [contact["id"]],
        "activity": [activity["id"]],
        "note": [note["id"]],
        "attachment": [sent.json()["id"]],
        "case": [quote["sales_case_id"]],
        "quote": [quote["id"]],
        "project": [project["id"]],
        "invoice": [invoice["id"]],
        "customer_list": [admin.post("/customer-lists", rule)["id"], contacts["id"]],
        "saved_report": [report["id"]],
    }
    return word, ids


def readings(ids):
    """Every path one can read with these ids, as the gateway declares them."""
    for route in (route for routes in every_area().values() for route in routes):
        names = re.findall(r"{(\w+)_id}", route.path)
        if route.verb != "GET" or route.is_public or len(re.findall("{", route.path)) > 1:
            continue
        if not names and "{" not in route.path:
            yield route.path
        for record_id in ids.get(names[0], []) if names else ():
            yield route.path.replace(f"{{{names[0]}_id}}", record_id)


def heard(viewer, word, path):
    params = PERIOD if "/reports/" in path else {}
    if path == "/search":
        params = {"q": word[:12], "limit": 100}
    answer = viewer.send("GET", path, params=params)
    return word in answer.text + str(answer.headers)


def test_c11_the_name_of_a_hidden_customer_is_nowhere(admin, viewer, hidden):
    word, ids = hidden
    paths = list(readings(ids))
    settled = eventually(lambda: _all_hung_up(admin, ids["customer"][0]), within_seconds=20)

    leaks = [path for path in paths if heard(viewer, word, path)]

    assert settled
    assert len(paths) > 80
    assert leaks == []
    heard_by_admin = {path for path in paths if heard(admin, word, path)}
    assert {"/customers", "/contacts", "/search", f"/invoices/{ids['invoice'][0]}"} <= (
        heard_by_admin
    )


def _all_hung_up(admin, customer_id):
    """Whether all that was done has reached the customer's timeline."""
    page = admin.get(f"/customers/{customer_id}/timeline", params={"limit": 200})
    return "invoice.issued" in {each["kind"] for each in page["items"]}


def test_c11_what_goes_out_as_a_file_or_a_calendar_names_it_neither(admin, viewer, hidden):
    word, ids = hidden
    feed = viewer.post("/calendar/feeds", {"name": "Min"})
    exports = [
        viewer.send("POST", f"/customer-lists/{each}/export", params={"format": "csv"})
        for each in ids["customer_list"]
    ]
    path = f"/saved-reports/{ids['saved_report'][0]}/run"
    exports.append(viewer.send("GET", path, params={"format": "csv"}))
    calendar = requests.get(f"{viewer.url}/api/v1/calendar/feed/{feed['token']}.ics", timeout=30)

    assert {each.status_code for each in [*exports, calendar]} == {200}
    for each in [*exports, calendar]:
        assert word not in each.content.decode("utf-8-sig")
    assert b"Bergen" not in exports[-1].content
    lists = [admin.send("POST", f"/customer-lists/{each}/export") for each in ids["customer_list"]]
    assert {each.status_code for each in lists} == {200}


def test_c11_nobody_is_told_of_what_he_may_not_see(admin, viewer, hidden):
    word, ids = hidden
    kinds = {each["kind"] for each in admin.get("/me/notifications")["items"]}

    eventually(lambda: "reminder" in {e["kind"] for e in admin.get("/me/notifications")["items"]})

    assert "reminder" not in kinds or ids
    told = viewer.send("GET", "/me/notifications", params={"limit": 200})
    assert told.json()["items"] == []
    assert viewer.get("/me/notifications/unread")["unread"] == 0
    assert word not in viewer.send("GET", "/me/today").text


def test_c11_a_hidden_customer_cannot_be_guessed_by_filters_and_counts(admin, viewer, hidden):
    word, _ = hidden
    for path, filters in (
        ("/customers", {"name__contains": word[:12]}),
        ("/customers", {"city": "Bergen"}),
        ("/customers", {"q": word}),
        ("/contacts", {"family_name": word}),
        ("/activities", {"q": "Befaring"}),
        ("/sales-cases", {"q": word}),
        ("/projects", {"q": word}),
        ("/invoices", {"q": word}),
    ):
        page = viewer.get(path, params={**filters, "count": "true"})
        assert (page["items"], page["total"]) == ([], 0), path


@pytest.mark.parametrize("noun", NOUNS)
def test_c11_taking_out_changing_many_and_merging_are_rights_of_their_own(admin, noun):
    path, body = NOUNS[noun]
    everything = {f"{noun}.view": "all", f"{noun}.update": "all", "customer.view": "all"}
    more = {f"{noun}.export": "own", "customer.bulk": "own", f"{noun}.merge": "own"}
    plain, able = somebody_with(admin, everything), somebody_with(admin, {**everything, **more})
    mine = {"owner_id": able.get("/auth/me")["user_id"]}
    made = [admin.post(path, body(f"Post {n}", mine if n < 2 else {})) for n in range(4)]
    ids = [each["id"] for each in made]
    members = {"name": "Alle", "entity": noun, "kind": "static"}
    shared = admin.post("/customer-lists", {**members, "shared_with": {"everyone": True}})
    admin.post(f"/customer-lists/{shared['id']}/members", {"ids": ids})
    export = f"/customer-lists/{shared['id']}/export"
    change = {"ids": ids, "set": {"language": "en"}}

    def statuses(person):
        return [
            person.send("POST", export, params={"format": "csv"}).status_code,
            person.send("POST", f"{path}/bulk", json=change).status_code,
            person.send("POST", f"{path}/{ids[0]}/merge", json={"loser_id": ids[2]}).status_code,
        ]

    assert statuses(plain) == [403, 403, 403]
    taken = able.send("POST", export, params={"format": "csv"}).text
    assert [f"Post {n}" in taken for n in range(4)] == [True, True, False, False]
    edit = able.post(f"{path}/bulk", change)
    rows = able.get(f"/bulk-edits/{edit['id']}/rows")["items"]
    states = {row["record_id"]: row["state"] for row in rows}
    assert [states[each] for each in ids] == ["ready", "ready", "refused", "refused"]
    assert statuses(able) == [200, 201, 403]
    merged = able.send("POST", f"{path}/{ids[0]}/merge", json={"loser_id": ids[1]})
    assert merged.status_code == 200, merged.text
