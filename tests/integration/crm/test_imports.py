"""Imports through calls: uploaded, mapped, tried, written by the worker, and written once."""

import pytest
from shared.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken
from shared.testing.callers import a_colleague
from support.crm import a_csv, a_workbook, with_member
from support.imports import rows_of, status

ACCOUNTS = """account,sector,year_established,revenue,employees,office_location,subsidiary_of
Acme Corporation,technolgy,1996,1100.04,2822,United States,
Bubba Gump,software,2002,987.39,2253,United States,
Dontechi,retail,1982,4618.00,10083,Germany,Acme Corporation
Ganjaflex,retail,1995,5158.71,17479,Japan,Dontechi
Konex,technology,1980,7708.38,13756,Philipines,Ukjent AS
"""


def issues_of(row):
    return [(each["code"], each["column"], each["suggestion"]) for each in row["issues"]]


def counts_of(batch):
    return {name: number for name, number in batch["counts"].items() if number}


def by_name(crm):
    return {each["name"]: each for each in crm.list_customers(query={"limit": 200})["items"]}


def test_accounts_become_customers_with_industry_size_country_and_parent(crm, upload, committed):
    batch = upload("accounts.csv", ACCOUNTS.encode())
    fields = {"defaults": {"revenue_unit": "1000000", "currency": "USD", "kinds": "prospect"}}
    batch = crm.change_import(import_id=batch["id"], expected_version=1, fields=fields)

    done = committed(batch)

    assert [each["field"] for each in batch["columns"]] == [
        "name",
        "industry",
        "founded_year",
        "revenue",
        "employees",
        "country",
        "parent",
    ]
    assert counts_of(done) == {"create": 5, "created": 5, "warnings": 2}
    assert done["progress"] == {"done": 5, "total": 5}
    made = by_name(crm)
    ganjaflex = made["Ganjaflex"]
    assert ganjaflex["annual_revenue"] == {"amount": "5158710000.00", "currency": "USD"}
    assert (ganjaflex["industry_code"], ganjaflex["employees"]) == ("47", 17479)
    assert (ganjaflex["country"], ganjaflex["founded_year"]) == ("JP", 1995)
    assert ganjaflex["parent_id"] == made["Dontechi"]["id"]
    assert made["Dontechi"]["parent_id"] == made["Acme Corporation"]["id"]
    assert made["Acme Corporation"]["industry_code"] is None
    warned = {row["label"]: issues_of(row) for row in rows_of(crm, done, has_issues="true")}
    assert warned == {
        "Acme Corporation": [("crm.industry_unknown", "sector", "technology")],
        "Konex": [
            ("crm.country_unknown", "office_location", "PH"),
            ("crm.import_parent_unknown", "subsidiary_of", None),
        ],
    }


def test_suggestions_are_taken_when_asked_for(crm, upload, committed):
    batch = upload("accounts.csv", ACCOUNTS.encode())
    batch = crm.change_import(
        import_id=batch["id"], expected_version=1, fields={"accept_suggestions": True}
    )

    committed(batch)

    made = by_name(crm)
    assert made["Acme Corporation"]["industry_code"] == "K"
    assert made["Konex"]["country"] == "PH"


def test_the_same_file_twice_changes_nothing(crm, upload, committed):
    first = committed(upload("accounts.csv", ACCOUNTS.encode()))
    again = upload("accounts.csv", ACCOUNTS.encode())

    assert again["same_file_as"] == first["id"]
    assert counts_of(committed(again)) == {"unchanged": 5, "warnings": 2}
    assert {each["version"] for each in by_name(crm).values()} == {1}


def test_a_workbook_is_read_from_the_sheet_that_fits(crm, upload, committed):
    content = a_workbook(
        Notater=[["Husk", "å ringe"]],
        Kunder=[
            ["Kundeliste høst", ""],
            ["Kundenr.", "Kundenavn", "Org.nr", "Postnr", "Poststed", "E-post", "Ansatte"],
            [20001, "Fjord AS", 923609016, 155, "Oslo", "post@fjord.no", 12],
            ["", "", "", "", "", "", ""],
            [20002, "Sund AS", "", "5003", "Bergen", "post@sund.no", "1 200"],
        ],
    )

    batch = upload("kunder.xlsx", content)
    done = committed(batch)

    assert (batch["sheet"], batch["header_row_no"], batch["row_count"]) == ("Kunder", 2, 2)
    assert counts_of(done) == {"create": 2, "created": 2}
    fjord = by_name(crm)["Fjord AS"]
    assert (fjord["customer_no"], fjord["organisation_number"]) == ("20001", "923609016")
    assert (fjord["addresses"][0]["postal_code"], fjord["city"]) == ("0155", "Oslo")
    assert by_name(crm)["Sund AS"]["employees"] == 1200
    assert [row["row_no"] for row in rows_of(crm, done)] == [3, 5]


def test_rows_are_created_updated_doubted_or_refused_and_named(crm, upload, new_customer):
    new_customer(name="Fjord AS", organisation_number="923609016", employees=10)
    new_customer(name="Sund AS", employees=5)
    batch = upload(
        "kunder.csv",
        a_csv(
            "Navn;Orgnr;Ansatte;E-post",
            "Fjord AS;923 609 016;12;",
            "Sund AS;;6;",
            "Ny AS;;1;",
            "Feil AS;923609017;mange;nei",
            "Ny AS;;2;",
            ";;3;",
            encoding="cp1252",
        ),
    )

    checked = crm.check_import(import_id=batch["id"])

    rows = rows_of(crm, batch)
    assert [row["action"] for row in rows] == [
        "update",
        "duplicate",
        "create",
        "error",
        "duplicate",
        "error",
    ]
    assert rows[0]["changes"] == [{"field": "employees", "old": "10", "new": "12"}]
    assert {code for code, _, _ in issues_of(rows[3])} == {
        "crm.organisation_number_invalid",
        "crm.number_invalid",
        "crm.email_invalid",
    }
    assert issues_of(rows[4]) == [("crm.import_row_repeated", "Navn", None)]
    assert issues_of(rows[5]) == [("crm.customer_name_missing", "Navn", None)]
    assert checked["status"] == "checked"
    assert len(by_name(crm)) == 2


def test_an_update_leaves_what_the_file_does_not_say(crm, upload, committed, new_customer):
    customer = new_customer(
        name="Fjord AS",
        organisation_number="923609016",
        email="post@fjord.no",
        addresses=[{"street": "Storgata 1", "city": "Oslo"}],
    )

    done = committed(
        upload("k.csv", a_csv("Firma,Orgnr,Poststed,Epost", "Fjord ASA,923609016,Moss,"))
    )

    changed = crm.get_customer(customer_id=customer["id"])
    assert counts_of(done) == {"update": 1, "updated": 1}
    assert (changed["name"], changed["email"], changed["version"]) == (
        "Fjord ASA",
        "post@fjord.no",
        2,
    )
    assert [(each["street"], each["city"]) for each in changed["addresses"]] == [
        ("Storgata 1", "Moss")
    ]


def test_a_row_that_became_wrong_since_the_check_spoils_no_other(
    crm, upload, eventually, new_customer
):
    batch = upload("k.csv", a_csv("Navn,Orgnr", "Fjord AS,923609016", "Sund AS,"))
    crm.check_import(import_id=batch["id"])
    new_customer(name="Først AS", organisation_number="923609016")

    crm.commit_import(import_id=batch["id"])
    eventually(lambda: status(crm, batch) == "committed")

    done = crm.get_import(import_id=batch["id"])
    assert counts_of(done) == {"create": 2, "created": 1, "failed": 1, "warnings": 1}
    (failed,) = rows_of(crm, done, state="failed")
    assert failed["issues"][0]["code"] == "crm.import_row_conflicts"
    assert set(by_name(crm)) == {"Først AS", "Sund AS"}


def test_what_is_imported_is_audited_told_and_on_the_timeline(
    platform, crm, org, upload, committed
):
    committed(upload("k.csv", a_csv("Navn,Ansatte", "Fjord AS,7")))

    customer = by_name(crm)["Fjord AS"]
    audited = platform.rows(
        "crm",
        "SELECT actor_id, source, changes -> 'employees' FROM audit_entries WHERE entity_id = %s",
        customer["id"],
    )
    told = platform.rows(
        "crm",
        "SELECT routing_key FROM outbox_messages WHERE aggregate_id = %s",
        customer["id"],
    )
    assert audited == [(org.actor_id, "import", [None, 7])]
    assert told == [("customer.created.v1",)]
    assert customer["owner_id"] == str(org.actor_id)
    timeline = crm.customer_overview(customer_id=customer["id"])["timeline"]["items"]
    assert [each["kind"] for each in timeline] == ["customer.created"]
    changed = crm.change_customer(
        customer_id=customer["id"], expected_version=1, fields={"employees": 8}
    )
    assert changed["version"] == 2


def test_contacts_find_their_customers_and_each_other(crm, upload, committed, new_customer):
    customer = new_customer(name="Fjord AS", organisation_number="923609016")
    lines = (
        "Navn;E-post;Mobil;Firma;Orgnr;Rolle;Hovedkontakt",
        "Kari Nordmann;kari@fjord.no;912 34 567;Fjord AS;;Daglig leder;ja",
        "Hansen, Ola;ola@fjord.no;;;923609016;;",
        "Per Borte;per@borte.no;;Borte AS;;;",
    )

    done = committed(upload("kontakter.csv", a_csv(*lines), kind="contacts"))
    again = committed(upload("kontakter.csv", a_csv(*lines), kind="contacts"))

    assert counts_of(done) == {"create": 2, "created": 2, "error": 1, "warnings": 1}
    assert counts_of(again) == {"unchanged": 2, "error": 1, "warnings": 1}
    overview = crm.customer_overview(customer_id=customer["id"])
    people = [(each["name"], each["phones"]) for each in overview["contacts"]["items"]]
    assert people == [("Kari Nordmann", ["+4791234567"]), ("Ola Hansen", [])]
    assert overview["contacts"]["items"][0]["affiliations"][0]["role"] == "managing_director"
    assert issues_of(rows_of(crm, done, action="error")[0])[0][0] == "crm.customer_unknown"


def test_columns_are_mapped_by_hand_and_the_check_starts_over(crm, upload):
    batch = upload("k.csv", a_csv("Navn,Postnr,Hvor", "Fjord AS,0155,Oslo"))
    which = {"import_id": batch["id"]}
    crm.check_import(**which)

    changed = crm.change_import(
        **which,
        expected_version=crm.get_import(**which)["version"],
        fields={"mapping": {"Hvor": "city", "Postnr": None}},
    )
    with pytest.raises(RuleBroken) as unchecked:
        crm.commit_import(**which)
    with pytest.raises(Invalid) as unknown:
        crm.change_import(
            **which, expected_version=changed["version"], fields={"mapping": {"Hvor": "where"}}
        )

    assert [each["field"] for each in changed["columns"]] == ["name", None, "city"]
    assert unchecked.value.code == "crm.import_unchecked"
    assert unknown.value.code == "crm.import_field_unknown"


def test_a_file_of_many_rows_is_tried_and_written_in_the_worker(crm, upload, committed, eventually):
    lines = [f"Kunde {n};{n % 500}" for n in range(1200)]
    done = committed(upload("k.csv", a_csv("Navn;Ansatte", *lines)))

    assert counts_of(done) == {"create": 1200, "created": 1200}
    page = crm.list_customers(query={"count": True, "sort": ["customer_no"], "limit": 1})
    assert (page["total"], page["items"][0]["customer_no"]) == (1200, "10001")
    with pytest.raises(RuleBroken) as refusal:
        crm.commit_import(import_id=done["id"])
    assert refusal.value.code == "crm.import_committed"


GOOD = a_workbook(Kunder=[["Navn", "Orgnr"], ["Fjord AS", "923609016"]])


@pytest.mark.parametrize(
    ("filename", "content", "code"),
    [
        ("k.xlsx", GOOD[: len(GOOD) // 2], "crm.import_file_unreadable"),
        ("k.xlsx", with_member(GOOD, "xl/vbaProject.bin"), "crm.import_file_macros"),
        ("k.xlsm", GOOD, "crm.import_file_macros"),
        ("k.xlsx", with_member(GOOD, "xl/externalLinks/a.xml"), "crm.import_file_links"),
        ("k.xlsx", with_member(GOOD, "../../etc/passwd"), "crm.import_file_bomb"),
        ("k.xlsx", with_member(GOOD, "big", bytes(210 * 1024**2)), "crm.import_file_bomb"),
        ("k.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "crm.import_file_type"),
        (
            "k.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "crm.import_file_encrypted",
        ),
        ("k.pdf", b"%PDF-1.7\n\0\0", "crm.import_file_type"),
        ("k.csv", a_csv("Hei,du", "a,b"), "crm.import_headers_missing"),
        ("k.csv", a_csv("Navn,Orgnr", ","), "crm.import_rows_missing"),
        ("k.csv", b"", "crm.import_rows_missing"),
    ],
)
def test_a_file_that_is_broken_or_hostile_is_refused_with_a_reason(upload, filename, content, code):
    with pytest.raises(Invalid) as refusal:
        upload(filename, content)

    assert refusal.value.code == code


def test_imports_are_for_those_who_may(rpc, org, upload):
    batch = upload("k.csv", a_csv("Navn,Orgnr", "Fjord AS,923609016"))
    reader = rpc(a_colleague(org, grants={"customer.view": "all"})).crm
    importer = rpc(
        a_colleague(
            org,
            grants={
                "import.view": "all",
                "import.update": "all",
                "import.run": "all",
                "customer.view": "all",
            },
        )
    ).crm

    with pytest.raises(NotFound):
        reader.get_import(import_id=batch["id"])
    with pytest.raises(Forbidden):
        reader.create_import(filename="k.csv", content="TmF2bg==")
    importer.check_import(import_id=batch["id"])
    (row,) = rows_of(importer, batch)
    assert issues_of(row) == [("platform.action_forbidden", None, None)]
