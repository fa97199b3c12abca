"""C27: every customer has one owner; who it was when is known."""

from support.colleagues import a_colleague


def test_c27_a_change_of_owner_is_dated(admin):
    me = admin.get("/auth/me")["user_id"]
    other = a_colleague(admin, role="sales", name="Ola Hansen").get("/auth/me")["user_id"]
    customer = admin.post("/customers", {"name": "Alfa AS"})
    path = f"/customers/{customer['id']}"
    changed = admin.patch(path, {"owner_id": other}, version=1)
    assert changed.status_code == 200, changed.text

    now, before = admin.get(f"{path}/owners")["items"]

    assert (now["owner_id"], now["owner_name"], now["until"]) == (other, "Ola Hansen", None)
    assert (before["owner_id"], before["until"]) == (me, now["since"])
    found = admin.get("/customers", params={"owner_id": other})["items"]
    assert [each["id"] for each in found] == [customer["id"]]
    assert admin.get("/customers", params={"owner_id": me})["items"] == []
