"""What reports about customers are grouped by: criteria of classification, as SQL."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.custom_fields import definitions, seen
from shared.capabilities.policy import require_class, same_organisation
from shared.capabilities.references import OWNERS, ReferenceMissing, names_of
from shared.capabilities.reporting.sources import Dimension
from shared.contracts.reporting import ReportFields
from shared.kernel.context import Caller
from shared.kernel.custom_values import KIND, Definition, key_id
from shared.kernel.errors import invalid_field
from sqlalchemy import ColumnElement, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.types import Text

from crm.persistence.classifying.expressions import (
    CLASS,
    DIVISION,
    GROUP,
    employees_band,
    industry_at,
    place,
    revenue_band,
)
from crm.persistence.reports.products import (
    PRODUCT,
    PRODUCT_GROUP,
    bought_dimensions,
    product_labels,
)
from crm.persistence.tables import (
    affiliations,
    contacts,
    customers,
    list_values,
)
from crm.persistence.visibility import visible_customers

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

CUSTOM = "custom."
_LEVELS = {
    DIVISION: "Næring",
    GROUP: "Næringshovedgruppe",
    CLASS: "Næringsgruppe",
}
_PLACES = (
    ("city", "Poststed", "City"),
    ("region", "Fylke", "Region"),
    ("country", "Land", "Country"),
)
_ADDRESSES = {
    "visiting": ("besøk", "visiting"),
    "postal": ("post", "postal"),
    "invoice": ("faktura", "invoice"),
    "delivery": ("levering", "delivery"),
}
_PLAINLY_NAMED = (
    "segments", "customer_types", "contact_roles", "activity_types", "ratings",
    "employee_bands", "revenue_bands",
)  # fmt: skip


def customer_dimensions(
    caller: Caller, *, owner: ColumnElement[Any] | None = None, own: Sequence[Dimension] = ()
) -> dict[str, Dimension]:
    """
    Dimensions over rows of ``customers``.

    Args:
        owner: Who counts as the owner, when not whoever it is now.
        own: Dimensions by the organisation's own fields.
    """
    of = customers.c
    found = [
        Dimension(
            name="segment", nb="Segment", en="Segment", expression=of.segment_ids, several=True,
            named_by="segments",
        ),
        Dimension(
            name="type", nb="Kundetype", en="Customer type", expression=of.type_id,
            named_by="customer_types",
        ),
        Dimension(name="rating", nb="Vurdering", en="Rating", expression=of.rating),
        Dimension(
            name="owner", nb="Kundeansvarlig", en="Account owner",
            expression=of.owner_id if owner is None else owner, named_by="user",
        ),
        Dimension(name="unit", nb="Enhet", en="Unit", expression=of.unit_id, named_by="unit"),
        *_places_and_industries(caller),
        Dimension(
            name="partner", nb="Partner", en="Partner", expression=of.partner_id,
            named_by="customers",
        ),
        Dimension(name="kind", nb="Rolle", en="Kind", expression=of.kinds, several=True),
        Dimension(name="tag", nb="Merkelapp", en="Tag", expression=of.tags, several=True),
        Dimension(
            name="contact_role", nb="Kontaktrolle", en="Contact role",
            expression=_contact_roles(), several=True, named_by="contact_roles",
        ),
        *bought_dimensions(caller),
    ]  # fmt: skip
    return {each.name: each for each in [*found, *own]}


def own_dimensions(
    work: "CrmWork", fields: ReportFields, entity: str = "customer"
) -> list[Dimension]:
    """
    Own fields of customers or contacts; none is asked for while nothing names one.

    Raises:
        Forbidden: ``platform.field_forbidden``; a field of a class the caller may not see.
        ReferenceMissing: Unknown here; the owner is asked.
    """
    names = fields.group_by if isinstance(fields.group_by, list) else None
    if names is not None and not any(each.startswith(CUSTOM) for each in names):
        return []
    known = definitions(work, entity)
    for key in [each.removeprefix(CUSTOM) for each in names or () if each.startswith(CUSTOM)]:
        if key not in known:
            wrong = invalid_field("/group_by", "there is no such field", code="unknown")
            raise ReferenceMissing(KIND, key_id(entity, key), owner=OWNERS[KIND], otherwise=wrong)
        if known[key].field_class != "normal":
            require_class(work.caller, known[key].field_class)
    mine = seen(known, work.caller).values()
    return [_custom(each, entity) for each in mine]


def labels(work: "CrmWork", named_by: str, keys: Sequence[str]) -> dict[str, str]:
    """Texts for keys, in the reader's language; one statement."""
    if named_by in ("user", "unit"):
        found = names_of(work, named_by, map(UUID, keys))
        return {str(each): name for each, name in found.items()}
    if named_by == "customers":
        return _customer_names(work, keys)
    if named_by in (PRODUCT, PRODUCT_GROUP):
        return product_labels(work, named_by, keys)
    if named_by.startswith(CUSTOM):
        entity, _, name_of_field = named_by.removeprefix(CUSTOM).partition(":")
        definition = definitions(work, entity)[name_of_field]
        return {
            key: definition.option_names.get(key, {}).get(work.caller.locale, "") for key in keys
        }
    name = list_values.c.name_en if work.caller.locale == "en" else list_values.c.name_nb
    key = list_values.c.id if named_by in ("segments", "customer_types") else list_values.c.code
    rows = work.session.execute(
        select(cast(key, Text), name)
        .where(list_values.c.organisation_id == work.caller.organisation_id)
        .where(list_values.c.list_name == named_by, cast(key, Text).in_(keys))
    )
    by_code = named_by not in _PLAINLY_NAMED
    return {code: f"{code} {text}" if by_code else text for code, text in rows.tuples()}


def _customer_names(work: "CrmWork", keys: Sequence[str]) -> dict[str, str]:
    """Of those the caller may see; the others keep their ids."""
    rows = work.session.execute(
        select(customers.c.id, customers.c.name)
        .where(customers.c.id.in_([UUID(each) for each in keys]))
        .where(visible_customers(work.caller))
    )
    return {str(row.id): row.name for row in rows}


def _places_and_industries(caller: Caller) -> list[Dimension]:
    of = customers.c
    return [
        *_places(),
        Dimension(
            name="industry_section", nb="Næringshovedområde", en="Industry section",
            expression=_section(caller), named_by="industries",
        ),
        *(
            Dimension(
                name=f"industry_{level}", nb=nb, en=f"Industry {level}",
                expression=industry_at(level), named_by="industries",
            )
            for level, nb in _LEVELS.items()
        ),
        Dimension(
            name="industry", nb="Næringskode", en="Industry code", expression=of.industry_code,
            named_by="industries",
        ),
        Dimension(
            name="employees_band", nb="Antall ansatte", en="Employees",
            expression=employees_band(), named_by="employee_bands",
        ),
        Dimension(
            name="revenue_band", nb="Omsetning", en="Annual revenue",
            expression=revenue_band(), named_by="revenue_bands",
        ),
    ]  # fmt: skip


def _places() -> Iterator[Dimension]:
    """Places of the main address, and of the default address of each kind."""
    for name, nb, en in _PLACES:
        yield Dimension(name=name, nb=nb, en=en, expression=place(name))
        for kind, (kind_nb, kind_en) in _ADDRESSES.items():
            yield Dimension(
                name=f"{kind}_{name}", nb=f"{nb} ({kind_nb})", en=f"{en} ({kind_en})",
                expression=place(name, kind),
            )  # fmt: skip


def _section(caller: Caller) -> ColumnElement[Any]:
    """The section of the division; looked up in a map made once, not once for each customer."""
    sections = (
        select(func.jsonb_object_agg(list_values.c.code, list_values.c.parent_code, type_=JSONB))
        .where(same_organisation(caller, list_values))
        .where(list_values.c.list_name == "industries", list_values.c.parent_code.is_not(None))
        .scalar_subquery()
    )
    code = customers.c.industry_code
    section = func.jsonb_extract_path_text(sections, func.left(code, 2), type_=Text)
    return func.coalesce(section, code)


def _contact_roles() -> ColumnElement[Any]:
    roles = (
        select(func.unnest(affiliations.c.roles))
        .distinct()
        .where(affiliations.c.customer_id == customers.c.id, affiliations.c.until_on.is_(None))
        .correlate(customers)
    )
    return func.array(roles.scalar_subquery(), type_=ARRAY(Text))


def _custom(definition: Definition, entity: str) -> Dimension:
    table = contacts if entity == "contact" else customers
    value = table.c.custom[definition.key]
    several = definition.type == "multi_choice"
    expression: ColumnElement[Any] = value.astext
    if several:
        parts = select(func.jsonb_array_elements_text(value)).correlate(table)
        expression = func.array(parts.scalar_subquery(), type_=ARRAY(Text))
    elif definition.type == "money":
        expression = func.concat_ws(" ", value["amount"].astext, value["currency"].astext)
        expression = func.nullif(expression, "")
    return Dimension(
        name=f"{CUSTOM}{definition.key}",
        nb=definition.name("nb"),
        en=definition.name("en"),
        expression=expression,
        several=several,
        named_by=f"{CUSTOM}{entity}:{definition.key}" if definition.type != "user" else "user",
    )
