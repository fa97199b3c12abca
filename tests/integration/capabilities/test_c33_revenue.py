"""C33: annual revenue has a currency and a year, and bands of one's own."""

from support.story import nok


def test_c33_customers_are_found_by_bands_of_revenue(admin):
    def made(name, amount, currency="NOK"):
        revenue = {"amount": amount, "currency": currency}
        fields = {"name": name, "annual_revenue": revenue, "annual_revenue_year": 2025}
        return admin.post("/customers", fields)

    def names(band):
        found = admin.get("/customers", params={"revenue_band": band, "sort": "name"})["items"]
        return [each["name"] for each in found]

    alfa = made("Alfa", "4999999.99")
    made("Beta", "5000000.00")
    made("Euro", "2000000.00", "EUR")
    assert (alfa["annual_revenue"], alfa["annual_revenue_year"]) == (nok("4999999.99"), 2025)
    assert names("1m-5m") == ["Alfa"]
    assert names("5m-10m") == ["Beta"]

    at_least = {"amount": "1000000.00", "currency": "EUR"}
    band = {"code": "eur", "name": "Over 1 mill. euro", "at_least": at_least}
    assert admin.post("/revenue-bands", band)["at_least"] == at_least
    assert names("eur") == ["Euro"]
