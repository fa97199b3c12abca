"""C31: industries have levels, and an industry holds all below it."""

import pytest


def test_c31_the_list_has_sections_divisions_groups_and_classes(admin):
    def below(code):
        return [
            each["code"] for each in admin.get("/industries", params={"parent_code": code})["items"]
        ]

    assert below("K") == ["61", "62", "63"]
    assert below("62") == ["62.1", "62.2", "62.9"]
    assert below("62.1") == ["62.10"]


@pytest.mark.parametrize("above", ["K", "62", "62.1", "62.10", "62.100"])
def test_c31_customers_roll_up_to_any_level(admin, above):
    made = admin.post("/customers", {"name": "Alfa AS", "industry_code": "62.100"})
    admin.post("/customers", {"name": "Beta AS", "industry_code": "41"})

    found = admin.get("/customers", params={"industry_code__under": above})["items"]
    assert [each["id"] for each in found] == [made["id"]]
    other = admin.get("/customers", params={"industry_code__under": "F"})["items"]
    assert [each["name"] for each in other] == ["Beta AS"]
