"""C35: contacts have roles of a maintained list at each customer, and are chosen by them."""


def names(person, **filters):
    found = person.get("/contacts", params={"sort": "given_name", **filters})["items"]
    return [each["given_name"] for each in found]


def test_c35_a_contact_has_several_roles_at_a_customer_from_a_day_on(admin):
    customer = admin.post("/customers", {"name": "Alfa AS"})
    place = {
        "customer_id": customer["id"],
        "roles": ["decision_maker", "Fakturamottaker"],
        "since": "2025-01-01",
    }
    kari = admin.post("/contacts", {"given_name": "Kari", "affiliations": [place]})

    held = kari["affiliations"][0]
    assert held["roles"] == ["decision_maker", "invoice_recipient"]
    assert (held["role"], held["since"]) == ("decision_maker", "2025-01-01")
    for role in held["roles"]:
        assert names(admin, role=role) == ["Kari"]
    path = f"/contacts/{kari['id']}/affiliations/{held['id']}"
    ended = admin.send("PATCH", path, json={"until": "2025-12-31"})
    assert ended.json()["until"] == "2025-12-31"
    assert names(admin, role="decision_maker") == []


def test_c35_role_and_customer_are_asked_of_the_same_place(admin):
    best = admin.post("/customers", {"name": "Alfa AS", "rating": "A"})
    other = admin.post("/customers", {"name": "Beta AS", "rating": "C"})
    for name, role_at_best in (("Kari", "decision_maker"), ("Ola", "user")):
        places = [
            {"customer_id": best["id"], "role": role_at_best},
            {"customer_id": other["id"], "role": "decision_maker"},
        ]
        admin.post("/contacts", {"given_name": name, "affiliations": places})

    assert names(admin, role="decision_maker") == ["Kari", "Ola"]
    assert names(admin, role="decision_maker", customer_rating="A") == ["Kari"]
    assert names(admin, customer_id=best["id"], role="user") == ["Ola"]
    unknown = admin.send("GET", "/contacts", params={"customer_colour": "red"})
    assert unknown.json()["errors"][0]["pointer"] == "/customer_colour"
