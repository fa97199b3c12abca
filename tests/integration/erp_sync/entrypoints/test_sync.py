"""Customers arrive in a real Tryton, once, in their newest version, whatever happens between."""

from support.erp_sync import a_customer, an_organisation_number, changed, tryton_fields


def _parties(tryton, customer):
    wanted = ["code", "=", customer.customer_no]
    return tryton.parties(wanted, fields=("name", "code", "active", "write_date"))


def test_a_new_customer_arrives_in_tryton_and_is_linked(
    crm, calls, platform, tryton, to_tryton, arrived
):
    customer = a_customer()

    crm.tells(customer)
    job = arrived(customer, to_tryton)

    party = _parties(tryton, customer)[0]
    link = calls.list_links(query={"filters": {"entity_id": str(customer.customer_id)}})["items"][0]
    assert party["name"] == "Fjord Eksempel AS"
    assert link["external_id"] == str(party["id"])
    assert link["external_number"] == customer.customer_no
    assert (job["entity_name"], job["connection_name"]) == ("Fjord Eksempel AS", "Tryton")
    told = platform.rows(
        "erp_sync",
        "SELECT convert_from(body, 'utf8') FROM outbox_messages WHERE aggregate_id = %s",
        customer.customer_id,
    )
    assert len(told) == 1
    assert f'"external_id":"{party["id"]}"' in told[0][0]


def test_what_is_known_before_a_connection_is_made_is_brought_over(
    crm, platform, tryton, connect, arrived, eventually
):
    customer = a_customer()
    crm.tells(customer)
    known = "SELECT 1 FROM reference_copies WHERE id = %s"
    eventually(lambda: platform.rows("erp_sync", known, customer.customer_id))

    arrived(customer, connect(**tryton_fields(tryton)))

    assert len(_parties(tryton, customer)) == 1


def test_the_last_of_many_versions_wins_even_when_they_come_out_of_order(
    crm, tryton, to_tryton, arrived
):
    customer = a_customer()
    versions = [changed(customer, n, name=f"Name {n}") for n in range(2, 12)]
    crm.tells(customer)

    for version in [*versions[5:], *versions[:5]]:
        crm.tells(version)
    job = arrived(versions[-1], to_tryton)

    assert [party["name"] for party in _parties(tryton, customer)] == ["Name 11"]
    assert (job["wanted_version"], job["done_version"]) == (11, 11)


def test_what_is_equal_there_makes_no_call(crm, calls, tryton, to_tryton, arrived):
    customer = a_customer()
    crm.tells(customer)
    job = arrived(customer, to_tryton)
    written = _parties(tryton, customer)

    same = changed(customer, 2, owner_id=customer.customer_id)
    crm.tells(same)
    arrived(same, to_tryton)

    attempts = calls.list_attempts(query={"filters": {"job_id": job["id"]}})["items"]
    assert [each["outcome"] for each in attempts] == ["ok"]
    assert _parties(tryton, customer) == written


def test_a_customer_that_was_archived_here_is_put_away_there(crm, tryton, to_tryton, arrived):
    customer = a_customer()
    crm.tells(customer)
    arrived(customer, to_tryton)
    away = changed(customer, 2, archived=True)

    crm.tells(away)
    arrived(away, to_tryton)

    assert [party["active"] for party in _parties(tryton, customer)] == [False]


def test_a_customer_tryton_has_already_is_adopted_by_its_organisation_number(
    crm, tryton, to_tryton, arrived
):
    number = an_organisation_number()
    identifiers = [["create", [{"type": "no_orgnr", "code": number}]]]
    there = tryton.call("party.party", "create", [{"name": "Old", "identifiers": identifiers}])
    customer = a_customer(organisation_number=number, name="New name AS")

    crm.tells(customer)
    arrived(customer, to_tryton)

    assert _parties(tryton, customer) == []  # its number there stays what it was
    assert tryton.parties(["id", "=", there[0]])[0]["name"] == "New name AS"


def test_what_they_changed_of_ours_is_put_back_and_noted(crm, calls, tryton, to_tryton, arrived):
    customer = a_customer()
    crm.tells(customer)
    job = arrived(customer, to_tryton)
    party = _parties(tryton, customer)[0]
    tryton.call("party.party", "write", [party["id"]], {"name": "Changed over there"})
    newer = changed(customer, 2, email="ny@example.no")

    crm.tells(newer)
    arrived(newer, to_tryton)

    assert _parties(tryton, customer)[0]["name"] == "Fjord Eksempel AS"
    query = {"filters": {"job_id": job["id"]}, "limit": 1}
    last = calls.list_attempts(query=query)["items"][0]
    assert last["overwritten"]["name"] == "Changed over there"


def test_a_refused_customer_waits_for_a_person_and_a_new_version_reopens_it(
    crm, tryton, to_tryton, job_of, arrived, eventually
):
    customer = a_customer(organisation_number="923609017")
    crm.tells(customer)

    def refused():
        job = job_of(customer, to_tryton)
        return job if job and job["state"] == "needs_attention" else None

    job = eventually(refused)
    assert job["last_error_kind"] == "refused"
    assert "is not valid" in job["last_error_text"]
    assert _parties(tryton, customer) == []

    mended = changed(customer, 2, organisation_number=an_organisation_number())
    crm.tells(mended)
    arrived(mended, to_tryton)

    assert len(_parties(tryton, customer)) == 1


def test_two_connections_do_not_wait_for_each_other(
    crm, calls, tryton, connect, to_tryton, arrived, job_of
):
    silent = calls.create_connection(
        fields=tryton_fields(tryton, name="Silent", url="http://127.0.0.1:9")
    )
    customer = a_customer()

    crm.tells(customer)
    arrived(customer, to_tryton)

    waiting = job_of(customer, silent)
    assert (waiting["state"], waiting["attempts"]) == ("queued", 0)
    assert calls.get_connection(connection_id=silent["id"])["breaker"] == "open"
