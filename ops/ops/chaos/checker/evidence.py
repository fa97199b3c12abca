"""What is really there: read as superuser from the databases, from files and from the broker."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pika
import pika.exceptions
import psycopg
from psycopg.rows import tuple_row

SERVICES = ("identity", "crm", "sales", "quoting", "projects", "calendar_sync", "erp_sync")
COPYING = ("sales", "quoting", "projects", "erp_sync")
# Who must have handled what, by the beginning of the message's type.
HEARD = {
    "crm": ("crm.customer.", COPYING),
    "quoting": ("quoting.quote.accepted.", ("sales", "projects", "crm")),
}
WORK_QUEUES = (
    *(f"{service}.inbox" for service in SERVICES),
    "erp_sync.wakeups",
    "calendar_sync.wakeups",
)
QUEUES = tuple(
    name for queue in WORK_QUEUES for name in (queue, *(f"{queue}.retry.{s}" for s in (5, 30, 300)))
)

LOG = """
CREATE SCHEMA IF NOT EXISTS chaos;
CREATE TABLE IF NOT EXISTS chaos.arrivals (
    seq bigserial PRIMARY KEY, id uuid NOT NULL, version bigint NOT NULL
);
CREATE OR REPLACE FUNCTION chaos.note_arrival() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    IF NEW.kind = 'customer' THEN
        INSERT INTO chaos.arrivals (id, version) VALUES (NEW.id, NEW.version);
    END IF;
    RETURN NULL;
END $$;
GRANT USAGE ON SCHEMA chaos TO PUBLIC;
DROP TRIGGER IF EXISTS chaos_arrival ON public.reference_copies;
CREATE TRIGGER chaos_arrival AFTER INSERT OR UPDATE ON public.reference_copies
    FOR EACH ROW EXECUTE FUNCTION chaos.note_arrival();
"""


@dataclass
class Evidence:
    """
    Everything the checker looks at.  Ids are text; records are of one organisation.

    Args:
        customers: id → (name, employees, version), as crm has them.
        audits: id → how many audit entries crm wrote about the customer.
        copies: service → id → (name, version).
        arrivals: service → (id, version) in the order they were stored there.
        unheard: "service: type" → messages that were told and never handled.
        journal: (id, version, name) in the order the ERP system was given them.
        jobs: id → (wanted version, done version, state).
        leftovers: what should be empty → how much is in it.
    """

    customers: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    audits: dict[str, int] = field(default_factory=dict)
    quotes: dict[str, str] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    projects: dict[str, int] = field(default_factory=dict)
    copies: dict[str, dict[str, tuple[str, int]]] = field(default_factory=dict)
    arrivals: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    unheard: dict[str, int] = field(default_factory=dict)
    journal: list[tuple[str, int, str]] = field(default_factory=list)
    jobs: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    leftovers: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Scene:
    """Where to look."""

    database_url_template: str
    broker_url: str
    drop: Path
    organisation_id: str

    def rows(self, database: str, query: str, **values: Any) -> list[tuple[Any, ...]]:
        """Read from one service's database."""
        address = self.database_url_template.replace("{database}", database)
        with psycopg.connect(address, row_factory=tuple_row) as connection:
            return connection.execute(query, {"org": self.organisation_id, **values}).fetchall()


def install_log(database_url_template: str) -> None:
    """Have every consumer's database write down each version of a customer it stores."""
    for service in COPYING:
        address = database_url_template.replace("{database}", service)
        with psycopg.connect(address) as connection:
            connection.execute(LOG)


def gather(scene: Scene) -> Evidence:
    """Look everywhere once."""
    found = Evidence(leftovers=leftovers(scene))
    _look_into_crm(scene, found)
    _look_into_documents(scene, found)
    for service in COPYING:
        rows = scene.rows(
            service,
            "SELECT id::text, name, version FROM reference_copies"
            " WHERE organisation_id = %(org)s AND kind = 'customer'",
        )
        found.copies[service] = {row[0]: (row[1], row[2]) for row in rows}
        order = "SELECT id::text, version FROM chaos.arrivals ORDER BY seq"
        found.arrivals[service] = [(row[0], row[1]) for row in scene.rows(service, order)]
    _look_into_erp(scene, found)
    _listen(scene, found)
    return found


def _look_into_crm(scene: Scene, found: Evidence) -> None:
    customers = scene.rows(
        "crm",
        "SELECT id::text, name, employees, version FROM customers WHERE organisation_id = %(org)s",
    )
    found.customers = {row[0]: (row[1], row[2] or 0, row[3]) for row in customers}
    audits = scene.rows(
        "crm",
        "SELECT entity_id::text, count(*) FROM audit_entries WHERE organisation_id = %(org)s"
        " AND entity = 'Customer' GROUP BY entity_id",
    )
    found.audits = {row[0]: row[1] for row in audits}


def _look_into_documents(scene: Scene, found: Evidence) -> None:
    of_organisation = "WHERE organisation_id = %(org)s"
    quotes = scene.rows("quoting", f"SELECT id::text, status FROM quotes {of_organisation}")
    found.quotes = {row[0]: row[1] for row in quotes}
    cases = scene.rows("sales", f"SELECT id::text, status FROM sales_cases {of_organisation}")
    found.cases = {row[0]: row[1] for row in cases}
    projects = scene.rows(
        "projects",
        f"SELECT quote_id::text, count(*) FROM projects {of_organisation}"
        " AND quote_id IS NOT NULL GROUP BY quote_id",
    )
    found.projects = {row[0]: row[1] for row in projects}


def _look_into_erp(scene: Scene, found: Evidence) -> None:
    jobs = scene.rows(
        "erp_sync",
        "SELECT entity_id::text, wanted_version, done_version, state FROM jobs"
        " WHERE organisation_id = %(org)s",
    )
    found.jobs = {row[0]: (row[1], row[2], row[3]) for row in jobs}
    for file in sorted((scene.drop / scene.organisation_id).glob("*/customers.csv")):
        with file.open(newline="") as lines:
            found.journal += [
                (row["customer_id"], int(row["version"]), row["name"])
                for row in csv.DictReader(lines)
            ]


def _listen(scene: Scene, found: Evidence) -> None:
    """Compare what was told with what each listener says it has handled."""
    for service, (beginning, listeners) in HEARD.items():
        told = scene.rows(
            service,
            "SELECT message_id, headers->>'type' FROM outbox_messages"
            " WHERE headers->>'organisation_id' = %(org)s AND headers->>'type' LIKE %(type)s",
            type=f"{beginning}%",
        )
        for listener in listeners:
            handled = "SELECT message_id FROM inbox_messages WHERE handler = %(handler)s"
            known = {row[0] for row in scene.rows(listener, handled, handler=f"{listener}.inbox")}
            missed = sum(message not in known for message, _ in told)
            found.unheard[f"{listener}: {beginning}*"] = missed


def leftovers(scene: Scene) -> dict[str, int]:
    """Count what is still under way or was put aside."""
    counted: dict[str, int] = {}
    for service in SERVICES:
        row = scene.rows(
            service,
            "SELECT (SELECT count(*) FROM outbox_messages WHERE published_at IS NULL),"
            " (SELECT count(*) FROM parked_messages WHERE resolved_at IS NULL)",
        )[0]
        counted[f"{service} outbox"], counted[f"{service} parked messages"] = row
    counted["queued ERP updates"] = scene.rows(
        "erp_sync", "SELECT count(*) FROM jobs WHERE wanted_version > done_version"
    )[0][0]
    return counted | {f"queue {name}": depth for name, depth in _depths(scene.broker_url).items()}


def _depths(broker_url: str) -> Mapping[str, int]:
    depths: dict[str, int] = {}
    with pika.BlockingConnection(pika.URLParameters(broker_url)) as connection:
        for name in QUEUES:
            channel = connection.channel()
            try:
                depths[name] = channel.queue_declare(name, passive=True).method.message_count
            except pika.exceptions.ChannelClosedByBroker:
                continue  # a service that reacts to nothing has no such queue
            channel.close()
    return depths


def as_json(found: Evidence) -> str:
    """Write the evidence down, for whoever wants to look later."""
    return json.dumps(found.__dict__, default=str, indent=1)
