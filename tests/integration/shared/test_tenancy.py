"""The wall between organisations stands in the database too."""

import pytest
from shared.capabilities import policy
from shared.kernel.paging import ListQuery
from shared.persistence.schema import NOT_TENANT_TABLES
from shared.testing import callers
from sqlalchemy import create_engine, pool, text, true

SERVICES = ("identity", "crm", "sales", "quoting", "projects", "calendar_sync", "erp_sync")
_PROTECTED = """
    SELECT relname, relrowsecurity AND relforcerowsecurity, pg_get_userbyid(relowner),
        relrowsecurity
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
"""


@pytest.fixture(params=SERVICES)
def service(request, platform):
    """Each service that is hosted in this run."""
    if request.param not in platform.services:
        pytest.skip(f"{request.param} is not hosted in this run")
    return request.param


def test_every_table_of_organisations_is_protected(platform, service):
    tenant = "SELECT table_name FROM information_schema.columns WHERE column_name = %s"
    with_organisation = {row[0] for row in platform.rows(service, tenant, "organisation_id")}
    protected = {row[0] for row in platform.rows(service, _PROTECTED) if row[1]}
    metadata = platform.service(service).metadata
    open_tables = {
        name for name, table in metadata.tables.items() if table.info.get("across_organisations")
    }
    open_to_owner = {
        name for name, table in metadata.tables.items() if table.info.get("owner_is_free")
    }
    protected |= open_to_owner & {row[0] for row in platform.rows(service, _PROTECTED) if row[3]}

    assert with_organisation - protected - NOT_TENANT_TABLES - open_tables == set()
    assert protected


def test_the_application_role_owns_nothing_and_cannot_bypass(platform, service):
    role = platform.service(service).works.engine.url.username
    owners = {row[2] for row in platform.rows(service, _PROTECTED)}
    flags = "SELECT rolsuper OR rolbypassrls OR rolcreatedb FROM pg_roles WHERE rolname = %s"

    assert role not in owners
    assert platform.rows(service, flags, role) == [(False,)]


def test_without_an_organisation_no_row_is_seen(platform, service):
    engine = create_engine(platform.service(service).works.engine.url, poolclass=pool.NullPool)
    tables = [row[0] for row in platform.rows(service, _PROTECTED) if row[3]]

    with engine.connect() as connection:
        counts = {
            table: connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one()
            for table in tables
        }

    assert {table: count for table, count in counts.items() if count} == {}


@pytest.fixture
def no_filter(monkeypatch):
    """The query filter, switched off as a bug might."""
    monkeypatch.setattr(policy, "same_organisation", lambda caller, table: true())
    monkeypatch.setattr(policy, "_in_scope", lambda *_: true())


def test_without_the_query_filter_the_database_still_keeps_organisations_apart(
    platform, org, rpc, no_filter
):
    if "crm" not in platform.services:
        pytest.skip("crm is not hosted in this run")
    from crm.entrypoints.rpc_customers import CustomersRpc

    fields = {"name": "Hemmelig AS", "kinds": ["prospect"], "owner_id": None}
    made = rpc(org).crm.create_customer(fields=fields)
    stranger, colleague = callers.an_administrator(), callers.a_colleague(org, scope="own")

    def seen_by(caller):
        with platform.work("crm", caller) as work:
            page = CustomersRpc.list_customers.promises(None, work, query=ListQuery())
        return [str(customer.id) for customer in page.items]

    assert seen_by(stranger) == []
    assert seen_by(colleague) == [made["id"]]  # the filter is off indeed


def test_one_transaction_may_go_on_in_another_organisation(platform, org):
    from identity.domain.units import Unit

    made = {}
    with platform.work("identity", org) as work:
        for each in (org, callers.an_administrator()):
            work.act_as(each)
            made[each.organisation_id] = Unit(name="Nord", code="N")
            work.save(made[each.organisation_id])

    written = "SELECT organisation_id FROM audit_entries WHERE entity_id = %s"
    for whose, unit in made.items():
        assert platform.rows("identity", written, unit.id) == [(whose,)]
