"""C36: an administrator adds a typed field to any entity; it can be used at once everywhere."""

import pytest
import requests
from support.colleagues import a_colleague

AMOUNT = {"amount": "1500.00", "currency": "NOK"}
SIZES = [{"code": "s", "names": {"nb": "Liten", "en": "Small"}}, {"code": "l", "name": "Stor"}]


@pytest.fixture
def define(admin):
    """Defines a field and answers its key."""

    def defined(entity, kind, **more):
        key = more.pop("key", f"own_{kind}")
        body = {"entity": entity, "key": key, "type": kind, "names": {"nb": kind, "en": kind}}
        admin.post("/custom-fields", {**body, **more})
        return key

    return defined


@pytest.fixture
def customer(admin):
    return admin.post("/customers", {"name": "Fjordbygg AS"})


@pytest.fixture
def case(admin, customer):
    body = {"name": "Kai", "customer_id": customer["id"], "expected_order_date": "2030-01-31"}
    return admin.post("/sales-cases", body)


@pytest.fixture
def make(admin, request):
    """Makes a record of an entity with own values."""

    def made(entity, custom, **more):
        bodies = {
            "customer": lambda: {"name": "Sund AS"},
            "contact": lambda: {"family_name": "Berg"},
            "case": lambda: {
                "name": "Bro",
                "customer_id": request.getfixturevalue("customer")["id"],
                "expected_order_date": "2030-01-31",
            },
            "quote": lambda: {"sales_case_id": request.getfixturevalue("case")["id"]},
            "project": lambda: {"name": "Bygging"},
        }
        return admin.post(PATHS[entity], {**bodies[entity](), "custom": custom, **more})

    return made


PATHS = {
    "customer": "/customers",
    "contact": "/contacts",
    "case": "/sales-cases",
    "quote": "/quotes",
    "project": "/projects",
}


def values(me):
    return {
        "text": ("Rød", "Blå"),
        "number": ("12.5", "7"),
        "money": (AMOUNT, {**AMOUNT, "amount": "20.00"}),
        "date": ("2026-11-23", "2025-01-02"),
        "boolean": (True, False),
        "choice": ("s", "l"),
        "multi_choice": (["s", "l"], ["l"]),
        "user": (me, None),
    }


@pytest.mark.parametrize("entity", PATHS)
def test_c36_every_type_is_used_at_once_on_every_entity(admin, define, make, entity):
    me = admin.get("/auth/me")["user_id"]
    given = values(me)
    keys = {kind: define(entity, kind, options=SIZES if "choice" in kind else []) for kind in given}

    made = make(entity, {keys[kind]: first for kind, (first, _) in given.items()})
    path = f"{PATHS[entity]}/{made['id']}"
    second = {keys[kind]: other for kind, (_, other) in given.items()}
    changed = admin.patch(path, {"custom": second}, version=made["version"])

    assert made["custom"] == {keys[kind]: first for kind, (first, _) in given.items()}
    assert changed.status_code == 200, changed.json()
    assert changed.json()["custom"] == {
        key: value for key, value in second.items() if value is not None
    }
    assert admin.get(path)["custom"] == changed.json()["custom"]


@pytest.mark.parametrize("entity", PATHS)
def test_c36_lists_are_filtered_and_sorted_by_it(admin, define, make, entity):
    floors = define(entity, "number", key="floors")
    sizes = define(entity, "multi_choice", key="sizes", options=SIZES)
    start = define(entity, "date", key="start")
    ids = [
        make(entity, {floors: n, sizes: [size], start: f"2026-0{n}-01"})["id"]
        for n, size in ((3, "s"), (9, "l"), (5, "s"))
    ]
    ids.append(make(entity, {})["id"])

    def found(**query):
        return [each["id"] for each in admin.get(PATHS[entity], params=query)["items"]]

    assert found(**{f"custom.{floors}__gte": "5", "sort": f"-custom.{floors}"}) == [ids[1], ids[2]]
    assert found(**{f"custom.{floors}": "3.0"}) == [ids[0]]
    assert set(found(**{f"custom.{floors}__in": "3,9"})) == {ids[0], ids[1]}
    assert set(found(**{f"custom.{sizes}": "s"})) == {ids[0], ids[2]}
    assert found(**{f"custom.{sizes}__in": "l,x"}) == [ids[1]]
    assert found(**{f"custom.{start}__lte": "2026-03-01"}) == [ids[0]]
    assert ids[3] in found(**{f"custom.{floors}": "null"})
    walked, cursor = [], None
    while cursor is not None or not walked:
        query = {"sort": f"custom.{floors}", "limit": 1, f"custom.{floors}__lte": "100"}
        page = admin.get(PATHS[entity], params=query | ({"cursor": cursor} if cursor else {}))
        walked += [each["id"] for each in page["items"]]
        cursor = page["next_cursor"]
    assert walked == [ids[0], ids[2], ids[1]]


@pytest.mark.parametrize("entity", PATHS)
def test_c36_what_does_not_fit_is_refused_with_its_place(admin, define, make, entity):
    floors = define(entity, "number", key="floors")
    made = make(entity, {floors: 1})
    path = f"{PATHS[entity]}/{made['id']}"

    wrong = admin.patch(path, {"custom": {floors: "many", "roof": 1}}, version=made["version"])
    filtered = admin.send("GET", PATHS[entity], params={"custom.roof": "1"})
    sorted_by = admin.send("GET", PATHS[entity], params={"sort": "custom.roof"})

    assert wrong.status_code == 422
    assert {(each["pointer"], each["code"]) for each in wrong.json()["errors"]} == {
        (f"/custom/{floors}", "platform.custom_value_invalid"),
        ("/custom/roof", "platform.custom_field_unknown"),
    }
    assert (filtered.status_code, filtered.json()["code"]) == (422, "platform.filter_unknown")
    assert (sorted_by.status_code, sorted_by.json()["code"]) == (422, "platform.sort_unknown")


@pytest.mark.parametrize("entity", PATHS)
def test_c36_values_of_a_class_one_may_not_see_are_absent_and_not_to_be_guessed(
    admin, define, make, entity
):
    secret = define(entity, "number", key="bonus", field_class="salary")
    open_to_all = define(entity, "text", key="colour")
    made = make(entity, {secret: 7, open_to_all: "Blå"})
    manager = a_colleague(admin, role="sales_manager")
    path = f"{PATHS[entity]}/{made['id']}"

    seen = manager.get(path)
    shown = [each["custom"] for each in manager.get(PATHS[entity])["items"] if each["custom"]]
    filtered = manager.send("GET", PATHS[entity], params={f"custom.{secret}__gte": "1"})
    sorted_by = manager.send("GET", PATHS[entity], params={"sort": f"-custom.{secret}"})
    fields = manager.get("/custom-fields", params={"entity": entity})["items"]

    assert seen["custom"] == {open_to_all: "Blå"}
    assert shown == [{open_to_all: "Blå"}]
    assert {answer.status_code for answer in (filtered, sorted_by)} == {403}
    assert [each["key"] for each in fields] == [open_to_all]


@pytest.mark.parametrize("entity", ["customer", "contact", "case", "quote"])
def test_c36_a_change_leaves_alone_what_one_may_not_see(admin, define, make, entity):
    secret = define(entity, "number", key="bonus", field_class="salary")
    open_to_all = define(entity, "text", key="colour")
    made = make(entity, {secret: 7, open_to_all: "Blå"})
    manager = a_colleague(admin, role="sales_manager")
    path = f"{PATHS[entity]}/{made['id']}"

    hidden = manager.patch(path, {"custom": {secret: 8}}, version=made["version"])
    changed = manager.patch(path, {"custom": {open_to_all: "Rød"}}, version=made["version"])

    assert (hidden.status_code, hidden.json()["code"]) == (403, "platform.field_forbidden")
    assert changed.json()["custom"] == {open_to_all: "Rød"}
    assert admin.get(path)["custom"] == {secret: "7", open_to_all: "Rød"}


def test_c36_only_an_administrator_defines_fields(admin):
    seller = a_colleague(admin, role="sales")
    body = {"entity": "case", "key": "floors", "type": "number", "name": "Etasjer"}

    refused = seller.send("POST", "/custom-fields", json=body)
    made = admin.post("/custom-fields", body)

    assert refused.status_code == 403
    assert seller.get("/custom-fields?entity=case")["items"] == [made]


def test_c36_a_new_choice_is_chosen_at_once_and_a_retired_one_stays_where_it_is(
    admin, define, make
):
    size = define("case", "choice", options=SIZES)
    small = make("case", {size: "s"})
    field = admin.get("/custom-fields?entity=case")["items"][0]
    options = [SIZES[1], {"code": "xl", "name": "Enorm"}]

    changed = admin.patch(f"/custom-fields/{field['id']}", {"options": options}, version=1).json()
    huge = make("case", {size: "xl"})
    kept = admin.patch(f"/sales-cases/{small['id']}", {"custom": {size: "s"}}, version=1)

    assert [(each["code"], each["active"]) for each in changed["options"]] == [
        ("l", True),
        ("xl", True),
        ("s", False),
    ]
    assert huge["custom"] == {size: "xl"}
    assert kept.json()["custom"] == {size: "s"}


def test_c36_retiring_keeps_values_readable_and_the_key_taken(admin, define, make, eventually):
    floors = define("quote", "number", key="floors")
    path = f"/quotes/{make('quote', {floors: 3})['id']}"
    field = admin.get("/custom-fields?entity=quote")["items"][0]
    same = {"entity": "quote", "key": floors, "type": "text", "name": "Etasjer"}

    def refused():
        version = admin.get(path)["version"]
        body = {"custom": {floors: version + 10}}
        return admin.patch(path, body, version=version).status_code == 422

    admin.send("DELETE", f"/custom-fields/{field['id']}")
    taken = admin.send("POST", "/custom-fields", json=same)
    eventually(refused)
    kept = admin.get(path)["custom"]
    admin.post(f"/custom-fields/{field['id']}/restore")

    assert (taken.status_code, taken.json()["code"]) == (409, "crm.custom_field_exists")
    assert "archived" in taken.json()["detail"]
    assert floors in kept
    assert admin.get("/custom-fields?entity=quote")["items"][0]["key"] == floors


def test_c36_a_required_field_is_needed_by_new_records(admin, define, make):
    floors = define("customer", "number", key="floors", required=True)

    refused = admin.send("POST", "/customers", json={"name": "Fjell AS"})
    made = make("customer", {floors: 1})
    emptied = admin.patch(f"/customers/{made['id']}", {"custom": {floors: None}}, version=1)

    for answer in (refused, emptied):
        assert answer.status_code == 422
        assert [each["pointer"] for each in answer.json()["errors"]] == [f"/custom/{floors}"]


def test_c36_the_type_never_changes(admin, define):
    define("project", "number", key="floors")
    field = admin.get("/custom-fields?entity=project")["items"][0]

    refused = admin.patch(f"/custom-fields/{field['id']}", {"type": "text"}, version=1)

    assert (refused.status_code, refused.json()["code"]) == (409, "crm.custom_field_fixed")


def test_c36_a_file_fills_own_fields(admin, define, eventually):
    floors = define("customer", "number", key="floors", names={"nb": "Etasjer", "en": "Floors"})
    size = define("customer", "choice", key="size", options=SIZES)
    start = define("customer", "date", key="start")
    lines = ["Navn;Etasjer;Str;Start;Poststed", "Vestvind AS;1 200,5;liten;31.12.2026;Bergen"]
    upload = requests.post(
        f"{admin.url}/api/v1/imports",
        files={"file": ("kunder.csv", "\r\n".join([*lines, "Sør AS;x;liten;;Oslo"]).encode())},
        data={"kind": "customers"},
        headers=dict(admin.session.headers),
        timeout=30,
    ).json()
    path = f"/imports/{upload['id']}"

    guessed = {each["header"]: each["field"] for each in upload["columns"]}
    mapping = {"mapping": {"Str": f"custom.{size}"}}
    mapped = admin.patch(f"{path}/mapping", mapping, version=upload["version"])
    assert mapped.status_code == 200, mapped.json()
    admin.post(f"{path}/check")
    eventually(lambda: admin.get(path)["status"] == "checked", within_seconds=90)
    rows = admin.get(f"{path}/rows")["items"]
    admin.post(f"{path}/commit")
    eventually(lambda: admin.get(path)["status"] == "committed", within_seconds=90)

    assert guessed["Etasjer"] == f"custom.{floors}"
    assert guessed["Start"] == f"custom.{start}"
    assert [row["action"] for row in rows] == ["create", "error"]
    assert rows[1]["issues"][0]["field"] == f"custom.{floors}"
    (made,) = admin.get("/customers")["items"]
    assert made["custom"] == {floors: "1200.5", size: "s", start: "2026-12-31"}


@pytest.mark.parametrize("entity", ["customer", "contact"])
def test_c36_reports_are_grouped_by_it(admin, define, make, entity):
    size = define(entity, "choice", key="size", options=SIZES)
    people = define(entity, "user", key="who")
    secret = define(entity, "text", key="secret", field_class="salary")
    me = admin.get("/auth/me")["user_id"]
    for code in ("s", "s", "l"):
        make(entity, {size: code, people: me, secret: "hemmelig"})
    make(entity, {})
    colleague = a_colleague(admin, role="marketing")

    def counts(person, key):
        body = {"source": f"{entity}s", "group_by": [f"custom.{key}"]}
        answer = person.send("POST", "/saved-reports/run", json=body)
        rows = answer.json().get("rows", ())
        return answer.status_code, {row["labels"][0]: row["values"]["count"] for row in rows}

    assert counts(admin, size) == (200, {"Liten": 2, "Stor": 1, "Uten verdi": 1})
    assert counts(admin, people) == (200, {"Kari Nordmann": 3, "Uten verdi": 1})
    assert counts(admin, secret) == (200, {"hemmelig": 3, "Uten verdi": 1})
    assert counts(colleague, secret)[0] == 403
    assert counts(admin, "unknown")[0] == 422
