"""C13: several ways to change the same field, never one silently over another."""


def test_c13_a_stale_edit_is_a_visible_conflict_and_overwrites_nothing(admin):
    customer = admin.post("/customers", {"name": "Fjord AS"})
    path = f"/customers/{customer['id']}"
    first = admin.patch(path, {"name": "Fjord Én AS"}, version=customer["version"])
    assert first.status_code == 200, first.text

    second = admin.patch(path, {"name": "Fjord To AS"}, version=customer["version"])

    assert second.status_code == 412, second.text
    assert second.json()["current"]["name"] == "Fjord Én AS"
    assert admin.get(path)["name"] == "Fjord Én AS"
