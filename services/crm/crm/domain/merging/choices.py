"""Which of two records a field is taken from."""

from collections.abc import Mapping
from typing import Any

from shared.kernel.errors import Invalid, invalid_field

from crm.domain.addresses import joined

SURVIVOR, LOSER = "survivor", "loser"

# Fields that mean something only together are taken together, named by the first.
_TOGETHER = {
    "employees": ("employees", "employees_on", "employees_source"),
    "annual_revenue": ("annual_revenue", "annual_revenue_year"),
}
# Whose a record is stays as it is unless somebody says otherwise; so does what a blank says.
_NEVER_FILLED = (
    "owner_id", "unit_id", "parent_id", "partner_id", "invoicing_customer_id", "price_list_id",
)  # fmt: skip
FIELDS = {
    "customer": (
        "name",
        "customer_no",
        "external_id",
        "legal_name",
        "organisation_number",
        "vat_no",
        "kinds",
        "type_id",
        "owner_id",
        "unit_id",
        "industry_code",
        "employees",
        "annual_revenue",
        "founded_year",
        "segments",
        "rating",
        "website",
        "email",
        "phone",
        "language",
        "currency",
        "payment_term_days",
        "price_list_id",
        "invoice_channel",
        "e_invoice_id",
        "invoicing_customer_id",
        "parent_id",
        "partner_id",
        "notes",
        "tags",
        "custom",
    ),
    "contact": (
        "given_name",
        "family_name",
        "title",
        "external_id",
        "language",
        "emails",
        "phones",
        "addresses",
        "segments",
        "tags",
        "custom",
        "owner_id",
        "unit_id",
    ),
}


def read_choices(kind: str, given: Mapping[str, str]) -> dict[str, str]:
    """
    Check which record each field is to come from.

    Raises:
        Invalid: ``platform.invalid_fields``, an unknown field or side.
    """
    for name, side in given.items():
        if name not in FIELDS[kind]:
            raise invalid_field(f"/fields/{name}"[:100], "is no field to choose", code="unknown")
        if side not in (SURVIVOR, LOSER):
            raise Invalid(
                "The request has invalid fields.",
                code="platform.invalid_fields",
                errors=invalid_field(f"/fields/{name}", "must be survivor or loser").errors,
            )
    return dict(given)


def merged_values(
    kind: str, survivor: Any, loser: Any, choices: Mapping[str, str]
) -> dict[str, Any]:
    """
    The survivor's attributes after the merge.

    A field nobody chose is the survivor's, or the loser's where the survivor has none; lists are
    joined, the survivor's first.
    """
    values: dict[str, Any] = {}
    for name in FIELDS[kind]:
        for attribute in _TOGETHER.get(name, (_attribute(name),)):
            mine, its = getattr(survivor, attribute), getattr(loser, attribute)
            side = choices.get(name) or _side(name, getattr(survivor, _attribute(name)))
            values[attribute] = its if side == LOSER else mine
            if name not in choices and isinstance(mine, list | dict):
                values[attribute] = _joined(name, mine, its)
    if kind == "customer" and "kinds" not in choices:
        values["kinds"] = _kinds(values["kinds"])
    return values


def differing(kind: str, survivor: Any, loser: Any) -> list[str]:
    """Names of the fields in which two records differ and both say something."""
    found = []
    for name in FIELDS[kind]:
        mine, its = getattr(survivor, _attribute(name)), getattr(loser, _attribute(name))
        if mine != its and mine not in (None, [], {}) and its not in (None, [], {}):
            found.append(name)
    return found


def _attribute(name: str) -> str:
    return "segment_ids" if name == "segments" else name


def _side(name: str, mine: Any) -> str:
    return LOSER if mine is None and name not in _NEVER_FILLED else SURVIVOR


def _joined(name: str, mine: Any, its: Any) -> Any:
    if name == "addresses":
        return joined(mine, its)
    if isinstance(mine, dict):
        return {**its, **mine}
    return list(dict.fromkeys([*mine, *its]))


def _kinds(kinds: list[str]) -> list[str]:
    """Who is a customer is no prospect any more."""
    return [each for each in kinds if each != "prospect" or "customer" not in kinds]
