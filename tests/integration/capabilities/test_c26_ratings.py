"""C26: ratings on a scale of one's own, with date, author, reason and history."""


def test_c26_a_rating_is_kept_with_date_author_and_reason(admin):
    customer = admin.post("/customers", {"name": "Alfa AS", "rating": "C"})
    path = f"/customers/{customer['id']}"
    admin.post(f"{path}/ratings", {"value": "A", "reason": "Betaler alltid i tide"})

    history = admin.get(f"{path}/ratings")["items"]
    assert [(each["value"], each["reason"]) for each in history] == [
        ("A", "Betaler alltid i tide"),
        ("C", None),
    ]
    assert history[0]["author_id"] == admin.get("/auth/me")["user_id"]
    assert history[0]["rated_at"] >= history[1]["rated_at"]
    found = admin.get("/customers", params={"rating": "A"})["items"]
    assert [each["id"] for each in found] == [customer["id"]]


def test_c26_the_scale_is_maintained(admin):
    scale = [each["code"] for each in admin.get("/rating-values")["items"]]
    assert scale == ["A", "B", "C", "D"]
    body = {"name": "Alfa AS", "rating": "E"}
    assert admin.send("POST", "/customers", json=body).json()["code"] == "crm.rating_invalid"

    admin.post("/rating-values", {"code": "E", "name": "E – avsluttes", "position": 9})

    assert admin.post("/customers", body)["rating"] == "E"
