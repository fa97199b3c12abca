"""C23: a customer is in several segments, by hand and by rule."""

import pytest
from shared.kernel.ids import new_id
from shared.testing.waiting import eventually


@pytest.fixture
def new_segment(admin):
    """Make a segment: ``new_segment("Store", rule={…})``."""

    def make(name, **fields):
        return admin.post("/segments", {"name": name, **fields})

    return make


def names(person, **filters):
    found = person.get("/customers", params={"sort": "name", **filters})["items"]
    return [each["name"] for each in found]


def test_c23_a_customer_is_in_several_segments_and_found_by_each(admin, new_segment):
    fairs, nordic = new_segment("Messe"), new_segment("Norden")
    both = {"name": "Alfa AS", "segments": [fairs["id"], nordic["id"]]}
    admin.post("/customers", both)
    admin.post("/customers", {"name": "Beta AS", "segments": [nordic["id"]]})

    assert names(admin, segments=fairs["id"]) == ["Alfa AS"]
    assert names(admin, segments=nordic["id"]) == ["Alfa AS", "Beta AS"]


def test_c23_a_rule_fills_its_segment_at_once_for_what_changes(admin, new_segment):
    large = new_segment("Store", rule={"employees__gte": 50, "country": "NO"})
    assert (large["applies_to"], large["version"]) == ("customer", 1)

    place = [{"city": "Oslo", "country": "NO"}]
    made = admin.post("/customers", {"name": "Alfa AS", "employees": 80, "addresses": place})
    assert (made["segments"], made["version"]) == ([large["id"]], 1)

    smaller = admin.patch(f"/customers/{made['id']}", {"employees": 10}, version=1).json()
    assert (smaller["segments"], smaller["version"]) == ([], 2)


def test_c23_a_new_rule_finds_the_customers_there_are(admin, new_segment):
    alfa = admin.post("/customers", {"name": "Alfa AS", "rating": "A"})
    admin.post("/customers", {"name": "Beta AS", "rating": "B"})

    best = new_segment("Best", rule={"rating": ["A"]})
    eventually(lambda: names(admin, segments=best["id"]) == ["Alfa AS"])
    assert admin.get(f"/customers/{alfa['id']}")["version"] == 2

    path = f"/segments/{best['id']}"
    changed = admin.patch(path, {"rule": {"rating": "B"}}, version=best["version"])
    assert changed.json()["rule"] == {"rating": "B"}
    eventually(lambda: names(admin, segments=best["id"]) == ["Beta AS"])


def test_c23_segments_build_on_each_other_but_never_in_a_circle(admin, new_segment):
    best = new_segment("Best", rule={"rating": "A"})
    chosen = new_segment("Utvalgt")
    rule = {"segments": best["id"], "segment": chosen["id"]}
    both = new_segment("Begge", rule=rule)

    made = admin.post("/customers", {"name": "A", "rating": "A", "segments": [chosen["id"]]})
    assert set(made["segments"]) == {best["id"], chosen["id"], both["id"]}

    back = {"rule": {"segments": [both["id"]]}}
    refused = admin.patch(f"/segments/{best['id']}", back, version=best["version"])
    assert (refused.status_code, refused.json()["code"]) == (409, "crm.segment_cycle")


def test_c23_nobody_is_put_into_a_segment_that_fills_itself(admin, new_segment):
    best = new_segment("Best", rule={"rating": "A"})
    chosen = new_segment("Utvalgt")

    refused = admin.send("POST", "/customers", json={"name": "B", "segments": [best["id"]]})
    assert (refused.status_code, refused.json()["code"]) == (409, "crm.segment_computed")

    # What was read may be sent back as it is, and leaving the segment out does not leave it.
    made = admin.post("/customers", {"name": "A", "rating": "A"})
    path = f"/customers/{made['id']}"
    again = admin.patch(path, {"segments": [best["id"], chosen["id"]]}, version=1).json()
    assert set(again["segments"]) == {best["id"], chosen["id"]}
    left = admin.patch(path, {"segments": []}, version=again["version"]).json()
    assert left["segments"] == [best["id"]]


@pytest.mark.parametrize(
    ("rule", "code", "pointer"),
    [
        ({"colour": "red"}, "platform.filter_unknown", "/rule/colour"),
        ({"employees__gte": "many"}, "platform.invalid_fields", "/rule/employees__gte"),
        ({"name": {"or": []}}, "platform.rule_invalid", "/rule/name"),
        ({}, "platform.invalid_fields", "/rule"),
    ],
)
def test_c23_a_rule_that_is_none_is_refused_with_its_filter(admin, rule, code, pointer):
    refused = admin.send("POST", "/segments", json={"name": "Feil", "rule": rule})
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert refused.json()["errors"][0]["pointer"] == pointer


def test_c23_a_segment_that_does_not_exist_is_no_circle(admin, new_segment):
    lonely = new_segment("Alene", rule={"segments": str(new_id())})
    made = admin.post("/customers", {"name": "Alfa AS"})
    assert lonely["id"] not in made["segments"]
