"""C25: every customer has exactly one type of a maintained list."""


def test_c25_a_customer_always_has_exactly_one_type(admin):
    types = admin.get("/customer-types")["items"]
    made = admin.post("/customers", {"name": "Alfa AS"})
    assert made["type_id"] == types[0]["id"]

    path = f"/customers/{made['id']}"
    public = admin.patch(path, {"type_id": types[1]["id"]}, version=1).json()
    cleared = admin.patch(path, {"type_id": None}, version=public["version"]).json()

    assert public["type_id"] == types[1]["id"]
    assert cleared["type_id"] == types[0]["id"]


def test_c25_customers_are_found_by_type_and_a_used_type_is_retired(admin):
    kind = admin.post("/customer-types", {"name": "Kommune"})
    admin.post("/customers", {"name": "Alfa kommune", "type_id": kind["id"]})
    admin.post("/customers", {"name": "Beta AS"})
    assert admin.send("DELETE", f"/customer-types/{kind['id']}").status_code in (200, 204)

    found = admin.get("/customers", params={"type_id": kind["id"]})["items"]
    assert [each["name"] for each in found] == ["Alfa kommune"]
    assert kind["id"] not in [each["id"] for each in admin.get("/customer-types")["items"]]
