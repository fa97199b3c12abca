"""Requests that are sent twice, and changes that meet."""

from concurrent.futures import ThreadPoolExecutor

from shared.kernel.ids import new_id


def test_a_repeated_request_is_answered_as_the_first(admin):
    headers = {"Idempotency-Key": str(new_id())}
    body = {"code": "henvendelse", "name": "Henvendelse"}

    first = admin.send("POST", "/lead-sources", json=body, headers=headers)
    again = admin.send("POST", "/lead-sources", json=body, headers=headers)
    other = admin.send("POST", "/lead-sources", json={**body, "name": "Messe"}, headers=headers)

    assert [first.status_code, again.status_code, other.status_code] == [201, 201, 422]
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json() == first.json()
    assert other.json()["code"] == "platform.idempotency_key_reused"


def test_of_many_equal_requests_at_once_one_has_an_effect(admin):
    headers = {"Idempotency-Key": str(new_id())}
    body = {"code": "messe", "name": "Messe"}

    def send(_):
        return admin.send("POST", "/lead-sources", json=body, headers=headers)

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(send, range(6)))

    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.json()["id"] for answer in answers if answer.status_code == 201}) == 1
    found = admin.get("/lead-sources?limit=200")["items"]
    assert len([each for each in found if each["code"] == "messe"]) == 1


def test_a_change_needs_the_version_that_was_read(admin):
    made = admin.post("/lead-sources", {"code": "nett", "name": "Nett"})
    path = f"/lead-sources/{made['id']}"

    read = admin.send("GET", path)
    assert read.headers["ETag"] == f'"{made["version"]}"'
    assert admin.send("PATCH", path, json={"name": "Nettside"}).status_code == 428

    changed = admin.patch(path, {"name": "Nettside"}, version=made["version"])
    stale = admin.patch(path, {"name": "Web"}, version=made["version"])

    assert (changed.status_code, changed.json()["name"]) == (200, "Nettside")
    assert stale.status_code == 412
    assert stale.json()["current"] == changed.json()
    assert stale.headers["ETag"] == changed.headers["ETag"]


def test_a_repeated_change_is_answered_as_the_first_and_not_as_stale(admin):
    made = admin.post("/lead-sources", {"code": "radio", "name": "Radio"})
    path = f"/lead-sources/{made['id']}"
    headers = {"Idempotency-Key": str(new_id()), "If-Match": f'"{made["version"]}"'}

    first = admin.send("PATCH", path, json={"name": "Nærradio"}, headers=headers)
    again = admin.send("PATCH", path, json={"name": "Nærradio"}, headers=headers)

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json() == first.json()
    assert again.headers["ETag"] == first.headers["ETag"]
    assert admin.get(path)["version"] == made["version"] + 1


def test_what_is_known_is_not_sent_again(admin):
    made = admin.post("/lead-sources", {"code": "tips", "name": "Tips"})

    answer = admin.send(
        "GET", f"/lead-sources/{made['id']}", headers={"If-None-Match": f'"{made["version"]}"'}
    )

    assert (answer.status_code, answer.content) == (304, b"")


def test_what_is_archived_can_be_taken_back(admin):
    made = admin.post("/lead-sources", {"code": "gammel", "name": "Gammel"})
    path = f"/lead-sources/{made['id']}"

    archived = admin.send("DELETE", path)
    restored = admin.send("POST", f"{path}/restore")

    assert archived.status_code == 204
    assert restored.json()["archived_at"] is None
    assert restored.json()["version"] == made["version"] + 2


def test_a_list_is_read_page_by_page(admin):
    for number in range(5):
        admin.post("/lead-sources", {"code": f"vei{number}", "name": f"Kilde {number}"})

    seen, cursor = [], ""
    while cursor is not None:
        path = f"/lead-sources?limit=2&sort=-code&count=true&code__contains=vei&cursor={cursor}"
        page = admin.get(path)
        assert len(page["items"]) <= 2
        assert page["total"] == 5
        seen += [each["code"] for each in page["items"]]
        cursor = page["next_cursor"]

    assert seen == ["vei4", "vei3", "vei2", "vei1", "vei0"]


def test_unknown_filters_sorts_and_cursors_are_refused(admin):
    for query in ("colour=red", "sort=colour", "cursor=abc", "code__gte__lte=1"):
        answer = admin.send("GET", f"/lead-sources?{query}")
        assert answer.status_code in (400, 422), query
        assert answer.headers["Content-Type"] == "application/problem+json"
