"""Use cases of maintained lists."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from shared.capabilities.policy import require
from shared.contracts.crm.classification_views import ListValueFields
from shared.kernel.money import Money

from crm.application.changing import refuse_stale
from crm.application.ports import CrmWork
from crm.domain.classification import (
    NOUNS,
    ListValue,
    complete_names,
    read_list_value,
    refuse_incomplete,
)
from crm.domain.defaults.bands import EMPLOYEE_BANDS, REVENUE_BANDS
from crm.domain.defaults.lists import DEFAULT_LISTS
from crm.domain.defaults.nace import industries
from crm.domain.errors import ListValueExists
from crm.domain.values.problems import Problems


def ensure_lists(work: CrmWork) -> None:
    """Make the organisation's lists unless they were made before."""
    if work.lists.claim_seeding():
        work.lists.add_all(
            [
                *_default_values(),
                *_default_industries(),
                *_default_bands(),
                *_default_revenue_bands(work.caller.currency),
            ]
        )


def create_list_value(
    work: CrmWork,
    *,
    list_name: str,
    fields: ListValueFields,
    settled: dict[str, Any] | None = None,
) -> ListValue:
    """
    Add a value to a list.

    Args:
        settled: Attributes the caller of this use case decided.

    Raises:
        Invalid: ``crm.list_value_nameless`` …
        ListValueExists: ``crm.<noun>_exists``.
    """
    require(work.caller, "classification.create")
    ensure_lists(work)
    values = _read(fields, is_new=True)
    noun = NOUNS[list_name]
    refuse_incomplete(list_name, values)
    if work.lists.known_codes(list_name, [values["code"]]):
        raise ListValueExists(noun, values["code"])
    value = ListValue(list_name=list_name, **{**values, **(settled or {})})
    work.save(value)
    return value


def change_list_value(
    work: CrmWork,
    *,
    list_name: str,
    value_id: UUID,
    expected_version: int | None,
    fields: ListValueFields,
    settled: dict[str, Any] | None = None,
) -> ListValue:
    """Change a value's names, order or state; its code stays.  ``settled``: as when adding."""
    require(work.caller, "classification.update")
    value = work.lists.get(list_name, value_id)
    refuse_stale(value, NOUNS[list_name], expected_version)
    value.change({**_read(fields, is_new=False), **(settled or {})})
    work.save(value)
    return value


def archive_list_value(
    work: CrmWork, *, list_name: str, value_id: UUID, expected_version: int | None = None
) -> ListValue:
    """Retire a value; records that have it keep it."""
    require(work.caller, "classification.archive")
    value = work.lists.get(list_name, value_id)
    refuse_stale(value, NOUNS[list_name], expected_version)
    value.archive(work.now())
    work.save(value)
    return value


def restore_list_value(work: CrmWork, *, list_name: str, value_id: UUID) -> ListValue:
    """Take a retired value back."""
    require(work.caller, "classification.archive")
    value = work.lists.get(list_name, value_id)
    value.restore()
    work.save(value)
    return value


def _read(fields: ListValueFields, *, is_new: bool) -> dict[str, Any]:
    problems = Problems()
    values = read_list_value(fields.given(), problems)
    if is_new and not problems.found:
        complete_names(values, problems)
    problems.stop("crm.list_value_invalid")
    return values


def _default_values() -> Iterator[dict[str, Any]]:
    for list_name, values in DEFAULT_LISTS.items():
        for position, (code, name_nb, name_en) in enumerate(values):
            yield _value(list_name, code, position, (name_nb, name_en))


def _default_industries() -> Iterator[dict[str, Any]]:
    for position, (code, above, name_nb, name_en) in enumerate(industries()):
        value = _value("industries", code, position, (name_nb, name_en))
        yield {**value, "parent_code": above}


def _default_bands() -> Iterator[dict[str, Any]]:
    for position, (code, at_least) in enumerate(EMPLOYEE_BANDS.items()):
        name = code.replace("-", "–")
        yield {**_value("employee_bands", code, position, (name, name)), "at_least": at_least}


def _default_revenue_bands(currency: str) -> Iterator[dict[str, Any]]:
    for position, (code, (name_nb, name_en, units)) in enumerate(REVENUE_BANDS.items()):
        yield {
            **_value("revenue_bands", code, position, (name_nb, name_en)),
            "at_least": Money.of(str(units), currency).amount_minor,
            "at_least_currency": currency,
        }


def _value(list_name: str, code: str, position: int, names: tuple[str, ...]) -> dict[str, Any]:
    name_nb, name_en = names
    return {
        "list_name": list_name,
        "code": code,
        "name_nb": name_nb,
        "name_en": name_en,
        "parent_code": None,
        "position": position,
        "applies_to": "any" if list_name == "segments" else None,
        "at_least": None,
        "at_least_currency": None,
    }
