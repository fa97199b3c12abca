"""Use cases of the lists beside cases: lead sources and lost reasons."""

from typing import TypeVar
from uuid import UUID

from shared.capabilities.policy import require
from shared.contracts.sales.process_views import ListedFields
from shared.kernel.errors import FieldError

from sales.application.ports import ListedValues, SalesWork
from sales.domain.errors import ListedValueInvalid
from sales.domain.lead_sources import LeadSource, ListedValue, LostReason

Value = TypeVar("Value", bound=ListedValue)


def create_lead_source(work: SalesWork, *, fields: ListedFields) -> LeadSource:
    """Add a lead source; its code is made from the name when none is given."""
    return _create(work, work.lead_sources, LeadSource(code="", names={}), fields)


def change_lead_source(
    work: SalesWork, *, lead_source_id: UUID, expected_version: int, fields: ListedFields
) -> LeadSource:
    """Change a lead source; cases keep pointing at it."""
    value = work.lead_sources.get(lead_source_id, expected_version=expected_version)
    return _change(work, work.lead_sources, value, fields)


def archive_lead_source(
    work: SalesWork, *, lead_source_id: UUID, expected_version: int | None
) -> LeadSource:
    """Retire a lead source."""
    return _archive(work, work.lead_sources.get(lead_source_id, expected_version=expected_version))


def restore_lead_source(work: SalesWork, *, lead_source_id: UUID) -> LeadSource:
    """Offer a retired lead source again."""
    return _restore(work, work.lead_sources, work.lead_sources.get(lead_source_id))


def create_lost_reason(work: SalesWork, *, fields: ListedFields) -> LostReason:
    """Add a lost reason; its code is made from the name when none is given."""
    return _create(work, work.lost_reasons, LostReason(code="", names={}), fields)


def change_lost_reason(
    work: SalesWork, *, lost_reason_id: UUID, expected_version: int, fields: ListedFields
) -> LostReason:
    """Change a lost reason; cases keep pointing at it."""
    value = work.lost_reasons.get(lost_reason_id, expected_version=expected_version)
    return _change(work, work.lost_reasons, value, fields)


def archive_lost_reason(
    work: SalesWork, *, lost_reason_id: UUID, expected_version: int | None
) -> LostReason:
    """Retire a lost reason."""
    return _archive(work, work.lost_reasons.get(lost_reason_id, expected_version=expected_version))


def restore_lost_reason(work: SalesWork, *, lost_reason_id: UUID) -> LostReason:
    """Offer a retired lost reason again."""
    return _restore(work, work.lost_reasons, work.lost_reasons.get(lost_reason_id))


def names_from(
    given: dict[str, object], names: dict[str, str], *, locale: str, pointer: str
) -> dict[str, str]:
    """
    Names by language from ``names`` and ``name``; the latter is in the caller's language.

    Raises:
        ListedValueInvalid: A name is null.
    """
    chosen = given.get("names", names)
    name = given.get("name")
    if not isinstance(chosen, dict) or ("name" in given and not isinstance(name, str)):
        raise ListedValueInvalid([FieldError(pointer, "required", "needs a name")])
    language = "en" if locale.startswith("en") else "nb"
    return {**chosen, language: name} if isinstance(name, str) else dict(chosen)


def _create(
    work: SalesWork, values: ListedValues[Value], value: Value, fields: ListedFields
) -> Value:
    require(work.caller, "process.create")
    _apply(work, value, fields)
    value.code = value.code or _code_from(value)
    value.check()
    values.check_code_free(value)
    work.save(value)
    return value


def _change(
    work: SalesWork, values: ListedValues[Value], value: Value, fields: ListedFields
) -> Value:
    require(work.caller, "process.update")
    _apply(work, value, fields)
    value.check()
    values.check_code_free(value)
    work.save(value)
    return value


def _archive(work: SalesWork, value: Value) -> Value:
    require(work.caller, "process.archive")
    if value.archived_at is None:
        value.archived_at = work.now()
        work.save(value)
    return value


def _restore(work: SalesWork, values: ListedValues[Value], value: Value) -> Value:
    require(work.caller, "process.archive")
    if value.archived_at is not None:
        values.check_code_free(value)
        value.archived_at = None
        work.save(value)
    return value


def _apply(work: SalesWork, value: ListedValue, fields: ListedFields) -> None:
    given = fields.given()
    value.names = names_from(given, value.names, locale=work.caller.locale, pointer="/name")
    value.code = given.get("code", value.code)
    value.position = given.get("position", value.position)
    value.active = given.get("active", value.active)


def _code_from(value: ListedValue) -> str:
    letters = {"æ": "ae", "ø": "o", "å": "a"}
    text = next(iter(value.names.values()), "").strip().lower()
    plain = "".join(letters.get(each, each) for each in text)
    return "".join(each if each.isascii() and each.isalnum() else "_" for each in plain)[:50]
