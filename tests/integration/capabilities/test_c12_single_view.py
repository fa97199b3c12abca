"""C12: everything about a customer on one page, each part by its own right."""

from support import story
from support.colleagues import a_colleague, somebody_with

SECTIONS = {
    "customer",
    "contacts",
    "timeline",
    "sales_cases",
    "quotes",
    "projects",
    "invoices",
    "profitability",
    "files",
}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def test_c12_one_page_has_every_part_and_files_too(admin):
    customer = admin.post("/customers", {"name": "Alt om AS"})
    story.an_open_case(admin, customer["id"])
    files = {"file": ("Avtale 2026.pdf", PDF, "application/pdf")}
    admin.send("POST", "/attachments", files=files, data={"customer_id": customer["id"]})

    page = admin.get(f"/customers/{customer['id']}/overview")

    assert set(page) == SECTIONS
    assert {section["status"] for section in page.values()} == {"ok"}
    assert [each["filename"] for each in page["files"]["data"]["items"]] == ["Avtale 2026.pdf"]
    assert page["sales_cases"]["data"]["total"] == 1
    assert page["timeline"]["data"]["items"][0]["kind"] in ("attachment.added", "case.created")


def test_c12_a_part_the_viewer_has_no_right_to_says_so_and_shows_nothing(admin):
    customer = admin.post("/customers", {"name": "Delvis AS"})
    colleague = a_colleague(admin, role="customer_service")

    page = colleague.get(f"/customers/{customer['id']}/overview")

    assert page["customer"]["status"] == "ok"
    assert page["profitability"] == {"status": "forbidden", "data": None}


def test_c12_who_may_see_the_customer_alone_gets_no_other_block(admin):
    customer = admin.post("/customers", {"name": "Bare Navnet AS"})
    at = {"customer_id": customer["id"]}
    admin.post("/contacts", {"family_name": "Hemmelig", "affiliations": [at]})
    admin.post("/notes", {"body": "Hemmelig", **at})
    admin.post("/activities", {"kind": "call", "subject": "Hemmelig", **at})
    story.an_open_case(admin, customer["id"], name="Hemmelig")
    admin.post("/projects", {"name": "Hemmelig", **at})
    viewer = somebody_with(admin, {"customer.view": "all"})

    answer = viewer.send("GET", f"/customers/{customer['id']}/overview")

    page = answer.json()
    assert page["customer"]["data"]["name"] == "Bare Navnet AS"
    assert "Hemmelig" not in answer.text
    for name in SECTIONS - {"customer"}:
        data = page[name]["data"]
        entries = data["items"] if data else []
        assert {each["ref_kind"] for each in entries} <= {"customer"}, name
