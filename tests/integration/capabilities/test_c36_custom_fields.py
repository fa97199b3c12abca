"""C36: an administrator adds a typed field to any entity; it can be used at once everywhere."""

import pytest

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
