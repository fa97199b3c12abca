"""A large table is written page by page, and its pages make one file."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

from shared.capabilities.privacy import exporting
from shared.capabilities.privacy.parts import chunk_of, files_of
from shared.contracts.crm.events import ExportRequestedV1
from shared.kernel.ids import new_id


def test_pages_of_a_table_make_one_file(platform, rpc, org, monkeypatch):
    monkeypatch.setattr(exporting, "PAGE_ROWS", 2)
    names = [f"Kunde {n}" for n in range(4)]  # a whole number of pages: the last one is empty
    for name in names:
        rpc(org).crm.create_customer(fields={"name": name})
    event = ExportRequestedV1(
        export_id=new_id(),
        version=1,
        kind="list",
        field_classes=[],
        expires_at=datetime.now(UTC) + timedelta(days=1),
        entities=["crm.customers"],
    )
    task, pages = exporting.first_task(event), 0
    holdings = platform.service("crm").holdings

    while task is not None:
        task, pages = json.loads(json.dumps(task)), pages + 1
        with platform.work("crm", org) as work:
            task = exporting.write_page(work, "crm", holdings, task)

    with platform.work("crm", org) as work:
        files = {
            each.name: b"".join(chunk_of(work, event.export_id, seq) for seq in each.chunks)
            for each in files_of(work, event.export_id)
        }
    assert pages == 3
    assert [row["name"] for row in json.loads(files["crm/customers.json"])] == names
    rows = csv.DictReader(io.StringIO(files["crm/customers.csv"].decode("utf-8-sig")))
    assert [row["name"] for row in rows] == names
