"""A worker that is killed while it imports, and while it takes back: every row once."""

from support.crm import a_csv
from support.imports import database_state, status

ROWS, KILLS = 50_000, 5


def a_list(rows):
    return a_csv("Navn;Ansatte", *(f"Kunde {n};{n % 500}" for n in range(rows)))


def progress(crm, batch):
    return crm.get_import(import_id=batch["id"])["progress"]["done"]


def killed_and_started(platform, eventually):
    platform.kill_process("worker")
    platform.start_process("worker")
    eventually(lambda: platform.is_ready("worker"), within_seconds=60)


def test_fifty_thousand_rows_are_written_once_however_often_the_worker_dies(
    platform, org, crm, upload, eventually
):
    batch = upload("k.csv", a_list(ROWS))
    crm.check_import(import_id=batch["id"])
    eventually(lambda: status(crm, batch) == "checked", within_seconds=180)
    crm.commit_import(import_id=batch["id"])

    for kill in range(KILLS):
        reached = (kill + 1) * ROWS // (KILLS + 1) - ROWS // 10
        eventually(lambda: progress(crm, batch) >= reached, within_seconds=120)  # noqa: B023
        assert status(crm, batch) == "committing"
        killed_and_started(platform, eventually)
    eventually(lambda: status(crm, batch) == "committed", within_seconds=180)

    done = crm.get_import(import_id=batch["id"])
    assert (done["counts"]["created"], done["counts"]["failed"]) == (ROWS, 0)
    assert done["progress"] == {"done": ROWS, "total": ROWS}
    mine = org.organisation_id
    assert platform.rows(
        "crm",
        "SELECT count(*), count(DISTINCT name), min(version), max(version), "
        "max(customer_no::int) - min(customer_no::int) + 1 "
        "FROM customers WHERE organisation_id = %s",
        mine,
    ) == [(ROWS, ROWS, 1, 1, ROWS)]
    for statement in (
        "SELECT count(DISTINCT entity_id), count(*) FROM audit_entries "
        "WHERE organisation_id = %s AND action = 'created' AND entity = 'Customer'",
        "SELECT count(DISTINCT aggregate_id), count(*) FROM outbox_messages "
        "WHERE routing_key = 'customer.created.v1' AND headers->>'organisation_id' = %s::text",
        "SELECT count(DISTINCT ref_id), count(*) FROM timeline_entries WHERE organisation_id = %s",
    ):
        assert platform.rows("crm", statement, mine) == [(ROWS, ROWS)]


def test_an_undo_that_is_killed_goes_on_and_one_that_comes_early_stops_the_commit(
    platform, org, crm, upload, eventually
):
    crm.list_segments(query={})
    before = database_state(platform, org)
    batch = upload("k.csv", a_list(6_000))
    crm.check_import(import_id=batch["id"])
    eventually(lambda: status(crm, batch) == "checked", within_seconds=120)
    crm.commit_import(import_id=batch["id"])
    eventually(lambda: progress(crm, batch) >= 2_000, within_seconds=60)

    crm.undo_import(import_id=batch["id"])
    eventually(lambda: progress(crm, batch) >= 500, within_seconds=60)
    killed_and_started(platform, eventually)
    eventually(lambda: status(crm, batch) == "undone", within_seconds=120)

    counts = crm.get_import(import_id=batch["id"])["counts"]
    assert 2_000 <= counts["undone"] <= 6_000
    assert (counts["kept"], counts["created"]) == (0, 0)
    assert database_state(platform, org) == before
