"""The cases that are requests: what one of them does, by name."""

from __future__ import annotations

from collections.abc import Callable

from ops.bench.driving import Step
from ops.bench.furnishing import CITIES, OWN_CUSTOMERS, Place, time_entry
from ops.http import Client


def create_customer(_place: Place) -> Step:
    """Register a customer."""

    def step(client: Client, number: int) -> bool:
        body = {
            "name": f"Ny kunde {number}",
            "email": f"post@kunde{number}.example.com",
            "employees": number % 500,
            "addresses": [{"kind": "visiting", "city": CITIES[number % len(CITIES)]}],
        }
        return client.send("POST", "/customers", body).status == 201

    return step


def update_customer(place: Place) -> Step:
    """Change a customer; each client has its own, so that nobody waits for anybody."""

    def step(client: Client, number: int) -> bool:
        mine = number % OWN_CUSTOMERS
        customer, version = place.own[mine]
        body = {"employees": number % 1_000_000, "notes": f"Endring {number}"}
        answer = client.send("PATCH", f"/customers/{customer}", body, version=version)
        if answer.is_ok:
            place.own[mine] = (customer, answer.json()["version"])
        return answer.is_ok

    return step


def customer_overview(place: Place) -> Step:
    """Read a customer with everything; a part that is missing counts as an error."""
    path = f"/customers/{place.whole_customer}/overview"

    def step(client: Client, _number: int) -> bool:
        answer = client.send("GET", path)
        return answer.is_ok and b'"unavailable"' not in answer.body

    return step


def list_customers(_place: Place) -> Step:
    """Read a page of fifty customers of one town, newest first."""

    def step(client: Client, number: int) -> bool:
        city = CITIES[number % 2]  # names of towns that need no escaping
        return client.send("GET", f"/customers?city={city}&sort=-created_at&limit=50").is_ok

    return step


def search(_place: Place) -> Step:
    """Search everything for a word and a number."""

    def step(client: Client, number: int) -> bool:
        return client.send("GET", f"/search?q=import%20{number % 10_000}&limit=20").is_ok

    return step


def pipeline(_place: Place) -> Step:
    """Add up the open cases by stage."""

    def step(client: Client, _number: int) -> bool:
        return client.send("GET", "/reports/pipeline?group_by=stage").is_ok

    return step


def create_time_entry(place: Place) -> Step:
    """Register time on a project."""

    def step(client: Client, number: int) -> bool:
        body = time_entry(place.project, number)
        return client.send("POST", "/time-entries", body).status == 201

    return step


def pages_in_depth(place: Place) -> Step:
    """Read pages of a filtered and sorted list, from the first to the fiftieth."""
    client, path = place.client(), "/customers?employees__gte=50&sort=name&limit=50"
    paths, cursor = [path], ""
    for _ in range(50):
        cursor = client.must("GET", path + cursor)["next_cursor"]
        if not cursor:
            break
        cursor = f"&cursor={cursor}"
        paths.append(path + cursor)
    client.close()

    def step(client: Client, number: int) -> bool:
        return client.send("GET", paths[number % len(paths)]).is_ok

    return step


def crossed_report(_place: Place) -> Step:
    """Count every customer by town and rating."""
    body = {"source": "customers", "group_by": ["city", "rating"]}

    def step(client: Client, _number: int) -> bool:
        return client.send("POST", "/saved-reports/run", body).is_ok

    return step


CASES: dict[str, Callable[[Place], Step]] = {
    "create customer": create_customer,
    "update customer": update_customer,
    "customer overview": customer_overview,
    "list customers": list_customers,
    "search": search,
    "pipeline": pipeline,
    "create time entry": create_time_entry,
    "pages in depth": pages_in_depth,
    "crossed report": crossed_report,
}
