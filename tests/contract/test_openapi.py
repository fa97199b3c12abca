"""The public API only ever gains; and its description is a valid one."""

import re

from described_http import NEEDED, SNAPSHOT, described, lines
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from support.gateway import an_edge

FIXED = {
    "Customer": """id customer_no name organisation_number kinds type_id owner_id unit_id
        industry_code employees annual_revenue segments rating website email phone language
        currency payment_term_days price_list_id addresses tags custom version created_at
        updated_at archived_at""",
    "Address": "kind street postal_code city region country is_default",
    "Contact": "id given_name family_name title emails phones affiliations segments version",
    "Activity": """id kind subject body start end time_zone all_day due_on owner_id participants
        customer_id contact_ids sales_case_id project_id status outcome recurrence privacy
        version""",
    "Case": """id case_no name customer_id salesperson_id unit_id cost_centre_id process_id
        stage_id status value probability expected_order_date lead_source_id received_on
        closed_on lost_reason_id lines previous_activity next_activity version""",
    "Quote": """id quote_no sales_case_id customer_id status revision currency lines totals
        valid_until version""",
    "QuoteLine": """product_id description quantity unit unit_price discount_percent vat_percent
        unit_cost net margin_percent""",
    "QuoteTotals": "net vat gross cost margin margin_percent floor_price room",
    "Project": """id project_no name customer_id sales_case_id manager_id unit_id status start
        deadline planned_minutes actual_minutes version""",
    "TimeEntry": """id user_id project_id phase_id work_date minutes billable description status
        version""",
    "Invoice": """id invoice_no customer_id project_id status issued_on due_on lines totals paid
        version""",
    "CustomerOverview": """customer contacts timeline sales_cases quotes projects invoices
        profitability""",
}


def test_nothing_clients_rely_on_was_removed_or_changed():
    assert set(SNAPSHOT.read_text().splitlines()) - set(lines()) == set()


def test_what_is_new_is_not_needed():
    written = SNAPSHOT.read_text().splitlines()
    known = {re.split(r"[.: ]", line)[0] for line in written}

    demanded = {
        line
        for line in set(lines()) - set(written)
        if line.endswith(NEEDED) and re.split(r"[.: ]", line)[0] in known and "." in line
    }

    assert demanded == set()


def test_every_fixed_field_is_there():
    schemas = described()["components"]["schemas"]

    gone = {
        f"{name}.{field}"
        for name, fields in FIXED.items()
        for field in fields.split()
        if field not in schemas[name]["properties"]
    }

    assert gone == set()


def test_the_description_is_open_api_3_1():
    written = described()

    assert written["openapi"] == "3.1.0"
    for schema in written["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_reference_leads_somewhere():
    written = described()
    root = DRAFT202012.create_resource(written)
    resolver = Registry().with_resource("", root).resolver()

    def references(node):
        if isinstance(node, dict):
            yield from [node["$ref"]] if "$ref" in node else []
            node = list(node.values())
        if isinstance(node, list):
            for each in node:
                yield from references(each)

    found = set(references(written))
    assert len(found) > 100
    for reference in found:
        resolver.lookup(reference)


def test_every_operation_has_a_name_of_its_own():
    names = [
        operation["operationId"]
        for operations in described()["paths"].values()
        for operation in operations.values()
    ]

    assert len(names) == len(set(names)) > 200


def test_every_failure_is_described_as_a_problem():
    for path, operations in described()["paths"].items():
        for verb, operation in operations.items():
            failures = {
                status: answer
                for status, answer in operation["responses"].items()
                if int(status) >= 400
            }
            wanted = {"400", "422", "500", "503", "504"}
            assert wanted <= failures.keys(), f"{verb} {path}"
            for status, answer in failures.items():
                assert answer == {"$ref": f"#/components/responses/Problem{status}"}


def test_the_description_can_be_read_and_browsed():
    client = an_edge().client

    document = client.get("/api/v1/openapi.json")
    page = client.get("/api/docs")

    assert document.json["info"]["title"] == "Samspill"
    assert page.content_type == "text/html; charset=utf-8"
    assert "/customers/{customer_id}/overview" in page.text
    assert "<script" not in page.text
    assert "http://" not in page.text.replace("http://127.0.0.1", "")
    again = client.get("/api/docs", headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 304


def test_every_parameter_of_a_path_is_described():
    for path, operations in described()["paths"].items():
        for operation in operations.values():
            named = {each["name"] for each in operation["parameters"] if each["in"] == "path"}
            assert named == set(re.findall(r"{(\w+)}", path)), path
