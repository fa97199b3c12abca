"""What reports of crm can be about: customers, contacts, activities, product sales."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from shared.capabilities.reporting.sources import AT_THE_TIME, Dimension, Measure, Source
from shared.contracts.reporting import ReportFields
from shared.kernel.errors import invalid_field
from shared.kernel.paging import ListQuery
from sqlalchemy import Text, and_, case, cast, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from crm.persistence.activities import activity_listing
from crm.persistence.activity_tables import activities
from crm.persistence.classifying.expressions import owner_at
from crm.persistence.customer_lists.selecting import ENTITIES, ruled, seen
from crm.persistence.reports.dimensions import (
    customer_dimensions,
    labels,
    own_dimensions,
)
from crm.persistence.reports.sold_source import sold_source
from crm.persistence.tables import affiliations, contacts, customers
from crm.persistence.visibility import (
    live,
    takes_part,
    visible_activities,
    visible_customers,
)

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_HAPPENED_AT = func.coalesce(
    activities.c.start_at,
    func.timezone("UTC", func.coalesce(activities.c.start_on, activities.c.due_on)),
    activities.c.created_at,
)
_PERSON = func.concat_ws(" ", contacts.c.given_name, contacts.c.family_name)


Build = Callable[["CrmWork", ReportFields], Source]


def source_of(work: "CrmWork", fields: ReportFields) -> Source:
    """
    The source a report names.

    Raises:
        Invalid: There is no such source.
    """
    build = SOURCES.get(str(fields.source))
    if build is None:
        raise invalid_field("/source", f"one of {', '.join(SOURCES)}", code="unknown")
    return build(work, fields)


def _measure(name: str, nb: str, en: str, said: tuple[str, str], **more: Any) -> Measure:
    return Measure(name=name, nb=nb, en=en, definition_nb=said[0], definition_en=said[1], **more)


_COUNT = _measure("count", "Antall", "Number", ("Antall poster", "Number of records"))
_EMPLOYEES = customers.c.employees
_OF_CUSTOMERS = (
    _COUNT,
    _measure(
        "employees",
        "Ansatte",
        "Employees",
        ("Summen av registrert antall ansatte", "The sum of registered employees"),
        kind="number",
        amount=_EMPLOYEES,
    ),
    _measure(
        "average_employees",
        "Ansatte i snitt",
        "Average employees",
        (
            "Ansatte delt på antall kunder der tallet er registrert",
            "Employees over the number of customers that have the number registered",
        ),
        kind="average",
        amount=_EMPLOYEES,
    ),
    _measure(
        "annual_revenue",
        "Omsetning",
        "Revenue",
        (
            "Summen av kundenes egen årsomsetning, hver valuta for seg",
            "The sum of the customers' own annual revenue, each currency by itself",
        ),
        kind="money",
        amount=customers.c.annual_revenue_minor,
    ),
)
_DONE = activities.c.status == "done"
_OF_ACTIVITIES = (
    _COUNT,
    _measure(
        "done", "Utført", "Done", ("Aktiviteter som er utført", "Activities done"), only=_DONE
    ),
    _measure(
        "planned",
        "Planlagt",
        "Planned",
        ("Aktiviteter som er planlagt", "Activities planned"),
        only=activities.c.status == "planned",
    ),
    _measure(
        "held_negotiations",
        "Gjennomførte forhandlinger",
        "Held negotiations",
        (
            "Aktiviteter av typen forhandling med status utført",
            "Activities of type negotiation with state done",
        ),
        only=and_(_DONE, activities.c.kind == "negotiation"),
    ),
)


def _named(parts: tuple[Any, ...]) -> Mapping[str, Any]:
    return {each.name: each for each in parts}


def _customers(work: "CrmWork", fields: ReportFields) -> Source:
    owner = None
    if fields.owner == AT_THE_TIME:
        owner = owner_at(customers.c.id, _end_of(work, fields))
    entity = ENTITIES["customer"]
    return Source(
        name="customers",
        nb="Kunder",
        en="Customers",
        records=customers,
        where=lambda rule: and_(seen(work, entity), ruled(work, entity, rule, pointer="/filters")),
        dimensions=customer_dimensions(work.caller, owner=owner, own=own_dimensions(work, fields)),
        measures=_named(_OF_CUSTOMERS),
        labels=labels,
        currency=customers.c.annual_revenue_currency,
        kind="customer",
        record_id=customers.c.id,
        title=customers.c.name,
        number=customers.c.customer_no,
    )


def _contacts(work: "CrmWork", fields: ReportFields) -> Source:
    entity = ENTITIES["contact"]
    return Source(
        name="contacts",
        nb="Kontakter",
        en="Contacts",
        records=contacts,
        where=lambda rule: and_(seen(work, entity), ruled(work, entity, rule, pointer="/filters")),
        dimensions={
            each.name: each
            for each in (*_contact_dimensions(work), *own_dimensions(work, fields, "contact"))
        },
        measures={"count": _COUNT},
        labels=labels,
        kind="contact",
        record_id=contacts.c.id,
        title=_PERSON,
    )


def _contact_dimensions(work: "CrmWork") -> list[Dimension]:
    place = (
        select(affiliations.c.role)
        .distinct()
        .join(customers, customers.c.id == affiliations.c.customer_id)
        .where(affiliations.c.contact_id == contacts.c.id, affiliations.c.until_on.is_(None))
        .where(affiliations.c.role.is_not(None), visible_customers(work.caller))
        .correlate(contacts)
    )
    roles = func.array(place.scalar_subquery(), type_=ARRAY(Text))
    of = contacts.c
    return [
        Dimension(
            name="segment", nb="Segment", en="Segment", expression=of.segment_ids, several=True,
            named_by="segments",
        ),
        Dimension(
            name="role", nb="Rolle", en="Role", expression=roles, several=True,
            named_by="contact_roles",
        ),
        Dimension(name="tag", nb="Merkelapp", en="Tag", expression=of.tags, several=True),
        Dimension(name="owner", nb="Eier", en="Owner", expression=of.owner_id, named_by="user"),
        Dimension(name="unit", nb="Enhet", en="Unit", expression=of.unit_id, named_by="unit"),
        Dimension(name="language", nb="Språk", en="Language", expression=of.language),
    ]  # fmt: skip


def _activities(work: "CrmWork", fields: ReportFields) -> Source:
    caller = work.caller
    shown = or_(
        activities.c.privacy == "normal",
        activities.c.owner_id == caller.actor_id,
        takes_part(caller.actor_id),
    )
    # What another's private activity is about stays hidden: it counts as having no customer.
    at_customer = and_(
        customers.c.id == case((shown, activities.c.customer_id)), visible_customers(caller)
    )
    owner = owner_at(customers.c.id, _HAPPENED_AT) if fields.owner == AT_THE_TIME else None
    of_customer = customer_dimensions(work.caller, owner=owner, own=own_dimensions(work, fields))
    return Source(
        name="activities",
        nb="Aktiviteter",
        en="Activities",
        records=activities.outerjoin(customers, at_customer),
        where=lambda rule: and_(
            visible_activities(caller),
            live(ListQuery(filters=dict(rule)), activities),
            activity_listing(caller, work.now()).condition(rule, pointer="/filters"),
        ),
        dimensions={**of_customer, **_activity_dimensions(caller.time_zone)},
        measures=_named(_OF_ACTIVITIES),
        labels=labels,
        kind="activity",
        record_id=activities.c.id,
        title=case((shown, cast(activities.c.subject, Text))),
    )


def _activity_dimensions(time_zone: str) -> dict[str, Dimension]:
    of = activities.c
    month = func.to_char(func.timezone(time_zone, _HAPPENED_AT), "YYYY-MM")
    found = [
        Dimension(
            name="activity_kind", nb="Aktivitetstype", en="Activity type", expression=of.kind,
            named_by="activity_types",
        ),
        Dimension(name="status", nb="Status", en="Status", expression=of.status),
        Dimension(
            name="activity_owner", nb="Utfører", en="Carried out by", expression=of.owner_id,
            named_by="user",
        ),
        Dimension(name="month", nb="Måned", en="Month", expression=month),
    ]  # fmt: skip
    return {each.name: each for each in found}


def _end_of(work: "CrmWork", fields: ReportFields) -> datetime:
    """The end of the day a report is about, where the organisation is; now without one."""
    if not isinstance(fields.as_of, date):
        return work.now()
    zone = ZoneInfo(work.caller.time_zone)
    return datetime.combine(fields.as_of + timedelta(days=1), time(), zone).astimezone(UTC)


SOURCES: dict[str, Build] = {
    "customers": _customers,
    "contacts": _contacts,
    "activities": _activities,
    "product_sales": sold_source,
}
GRANTS = {
    "customers": "customer",
    "contacts": "contact",
    "activities": "activity",
    "product_sales": "quote",
}
