"""C32: the number of employees has a date and a source, and bands of one's own."""


def names(person, **filters):
    found = person.get("/customers", params={"sort": "name", **filters})["items"]
    return [each["name"] for each in found]


def test_c32_the_number_is_kept_with_date_and_source(admin):
    fields = {
        "employees": 12,
        "employees_on": "2026-06-30",
        "employees_source": "Enhetsregisteret",
    }
    made = admin.post("/customers", {"name": "Alfa AS", **fields})
    assert {name: made[name] for name in fields} == fields


def test_c32_customers_are_found_by_bands_that_can_be_changed(admin):
    for name, employees in (("Alfa", 4), ("Beta", 5), ("Gamma", 400), ("Ukjent", None)):
        admin.post("/customers", {"name": name, "employees": employees})
    assert names(admin, employees_band="1-4") == ["Alfa"]
    assert names(admin, employees_band="5-9") == ["Beta"]
    assert names(admin, employees_band="250+") == ["Gamma"]

    admin.post("/employee-bands", {"code": "300+", "name": "300+", "at_least": 300})

    assert names(admin, employees_band="250+") == []
    assert names(admin, employees_band__in="300+,1-4") == ["Alfa", "Gamma"]
    assert names(admin, employees_band="null") == ["Ukjent"]
