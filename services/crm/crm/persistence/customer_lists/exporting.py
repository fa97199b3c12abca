"""Customers and contacts as rows of a table, for files; read in parts, a few statements each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.custom_fields import CustomColumn, columns_of
from shared.capabilities.references import names_of
from shared.contracts.declare import dump
from shared.contracts.tables import TableColumnView, TablePartView
from shared.kernel.errors import invalid_field
from sqlalchemy import func, select

from crm.domain.customer_lists.lists import CustomerList
from crm.persistence.customer_lists.selecting import ENTITIES, listed, seen
from crm.persistence.tables import list_values

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

ROWS_A_PART = 500


@dataclass(frozen=True)
class Names:
    """Names of what records refer to, in the caller's language."""

    users: Mapping[UUID, str]
    units: Mapping[UUID, str]
    values: Mapping[str, str]  # ids and codes of maintained lists


Read = Callable[[Any, Names], Any]


@dataclass(frozen=True)
class Column:
    """A column of an export; ``read`` makes its cell from a view."""

    name: str
    nb: str
    en: str
    read: Read
    kind: str = "text"


def _field(name: str) -> Read:
    return lambda view, _: getattr(view, name)


def _joined(name: str) -> Read:
    return lambda view, _: "; ".join(getattr(view, name))


def _amount(view: Any, _: Names) -> Any:
    return view.annual_revenue.to_json()["amount"] if view.annual_revenue else None


def _currency(view: Any, _: Names) -> Any:
    return view.annual_revenue.currency if view.annual_revenue else None


def _address(name: str) -> Read:
    def read(view: Any, _: Names) -> Any:
        order = ("visiting", "postal")
        first = min(
            (each for each in view.addresses if each.is_default),
            key=lambda each: order.index(each.kind) if each.kind in order else len(order),
            default=None,
        )
        return getattr(first, name) if first else None

    return read


def _first(name: str) -> Read:
    return lambda view, _: next(iter(getattr(view, name)), None)


def _place(name: str) -> Read:
    return lambda view, _: getattr(view.affiliations[0], name) if view.affiliations else None


def _owner(view: Any, names: Names) -> Any:
    return names.users.get(view.owner_id)


def _unit(view: Any, names: Names) -> Any:
    return names.units.get(view.unit_id)


def _segments(view: Any, names: Names) -> Any:
    return "; ".join(names.values.get(str(each), str(each)) for each in view.segments)


_WHOSE = (
    Column("owner", "Eier", "Owner", _owner),
    Column("unit", "Enhet", "Unit", _unit),
    Column("segments", "Segmenter", "Segments", _segments),
    Column("tags", "Merkelapper", "Tags", _joined("tags")),
    Column("created_at", "Opprettet", "Created", _field("created_at"), "moment"),
    Column("updated_at", "Endret", "Changed", _field("updated_at"), "moment"),
)
_CUSTOMER = (
    Column("customer_no", "Kundenummer", "Customer number", _field("customer_no")),
    Column("name", "Navn", "Name", _field("name")),
    Column("legal_name", "Juridisk navn", "Legal name", _field("legal_name")),
    Column(
        "organisation_number",
        "Organisasjonsnummer",
        "Organisation number",
        _field("organisation_number"),
    ),
    Column("kinds", "Roller", "Kinds", _joined("kinds")),
    Column(
        "type",
        "Kundetype",
        "Customer type",
        lambda view, names: names.values.get(str(view.type_id)),
    ),
    Column("rating", "Vurdering", "Rating", _field("rating")),
    Column("industry_code", "Næringskode", "Industry code", _field("industry_code")),
    Column(
        "industry",
        "Næring",
        "Industry",
        lambda view, names: names.values.get(f"industry {view.industry_code}"),
    ),
    Column("employees", "Ansatte", "Employees", _field("employees"), "number"),
    Column("annual_revenue", "Omsetning", "Revenue", _amount, "number"),
    Column("annual_revenue_currency", "Valuta", "Currency", _currency),
    Column("annual_revenue_year", "År", "Year", _field("annual_revenue_year"), "number"),
    Column("email", "E-post", "E-mail", _field("email")),
    Column("phone", "Telefon", "Phone", _field("phone")),
    Column("website", "Nettsted", "Website", _field("website")),
    Column("street", "Gateadresse", "Street", _address("street")),
    Column("postal_code", "Postnummer", "Postal code", _address("postal_code")),
    Column("city", "Poststed", "City", _field("city")),
    Column("region", "Fylke", "Region", _field("region")),
    Column("country", "Land", "Country", _field("country")),
    *_WHOSE,
)
_CONTACT = (
    Column("given_name", "Fornavn", "Given name", _field("given_name")),
    Column("family_name", "Etternavn", "Family name", _field("family_name")),
    Column("title", "Tittel", "Title", _field("title")),
    Column("email", "E-post", "E-mail", _first("emails")),
    Column("phone", "Telefon", "Phone", _first("phones")),
    Column("customer", "Kunde", "Customer", _place("customer_name")),
    Column("role", "Rolle", "Role", _place("role")),
    Column("language", "Språk", "Language", _field("language")),
    *_WHOSE,
)
_COLUMNS = {"customer": _CUSTOMER, "contact": _CONTACT}


def columns(work: "CrmWork", entity: str) -> list[TableColumnView]:
    """What a file of the entity holds, headed in the reader's language; own fields come last."""
    is_english = work.caller.locale == "en"
    plain = [
        TableColumnView(name=each.name, heading=each.en if is_english else each.nb, kind=each.kind)
        for each in _COLUMNS[entity]
    ]
    kinds = {"number": "number", "date": "date"}
    own = [
        TableColumnView(
            name=each.name, heading=each.title, kind=kinds.get(each.definition.type, "text")
        )
        for each in columns_of(work, entity)
    ]
    return [*plain, *own]


def count(work: "CrmWork", found: CustomerList, grant: str) -> int:
    """How many of a list's members the caller has the grant for."""
    entity = ENTITIES[found.entity]
    return work.session.execute(
        select(func.count())
        .select_from(entity.table)
        .where(seen(work, entity, grant), listed(work, found))
    ).scalar_one()


def part(work: "CrmWork", found: CustomerList, after: str | None) -> TablePartView:
    """The next rows the caller may export, oldest first; seven statements."""
    entity = ENTITIES[found.entity]
    query = (
        select(entity.table)
        .where(seen(work, entity, "export"), listed(work, found))
        .order_by(entity.table.c.id)
        .limit(ROWS_A_PART)
    )
    if after is not None:
        query = query.where(entity.table.c.id > _position(after))
    rows = work.session.execute(query).all()
    views: Sequence[Any] = (
        work.customers.views(rows) if entity.name == "customer" else (work.contacts.views(rows))
    )
    own = columns_of(work, entity.name)
    names = _names(work, views, [each.definition.key for each in own if _is_person(each)])
    return TablePartView(
        rows=[
            [
                *(dump(each.read(view, names)) for each in _COLUMNS[entity.name]),
                *(each.text(view.custom, names.users) or None for each in own),
            ]
            for view in views
        ],
        after=str(rows[-1].id) if len(rows) == ROWS_A_PART else None,
    )


def _position(after: str) -> UUID:
    try:
        return UUID(after)
    except ValueError:
        raise invalid_field("/after", "is not a place in this export") from None


def _is_person(column: CustomColumn) -> bool:
    return column.definition.type == "user"


def _names(work: "CrmWork", views: Sequence[Any], people: Sequence[str]) -> Names:
    named_in_fields = [
        UUID(view.custom[key]) for view in views for key in people if view.custom.get(key)
    ]
    named = select(
        list_values.c.id,
        list_values.c.list_name,
        list_values.c.code,
        list_values.c.name_en if work.caller.locale == "en" else list_values.c.name_nb,
    ).where(list_values.c.organisation_id == work.caller.organisation_id)
    values: dict[str, str] = {}
    for value_id, list_name, code, name in work.session.execute(named):
        values[str(value_id)] = name
        if list_name == "industries":
            values[f"industry {code}"] = name
    return Names(
        users=names_of(work, "user", [*(each.owner_id for each in views), *named_in_fields]),
        units=names_of(work, "unit", (each.unit_id for each in views)),
        values=values,
    )
