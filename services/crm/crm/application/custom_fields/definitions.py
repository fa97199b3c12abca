"""Use cases of custom fields: define, change, retire, take back."""

from typing import Any
from uuid import UUID

from shared.capabilities.policy import require
from shared.capabilities.references import reference_from
from shared.contracts.crm.custom_field_views import CustomFieldFields
from shared.contracts.crm.events import (
    CustomFieldCreatedV1,
    CustomFieldOption,
    CustomFieldState,
    CustomFieldUpdatedV1,
)
from shared.contracts.references import ReferenceView
from shared.kernel.custom_values import KIND

from crm.application.changing import given_of, refuse_stale
from crm.application.ports import CrmWork
from crm.domain.custom_fields.fields import (
    NOUN,
    CustomField,
    CustomFieldExists,
    complete,
    read_custom_field,
)
from crm.domain.values.problems import Problems


def create_custom_field(work: CrmWork, *, fields: CustomFieldFields) -> CustomField:
    """
    Define a field.

    Raises:
        Invalid: see ``Crm.create_custom_field``.
        CustomFieldExists: Its key is taken, for ever: values may be kept by it.
    """
    require(work.caller, "custom_field.create")
    values = _read(fields, is_new=True)
    existing = work.custom_fields.of_key(values["entity"], values["key"])
    if existing is not None:
        raise CustomFieldExists(existing)
    made = CustomField(**values)
    made.check()
    work.save(made)
    _tell(work, CustomFieldCreatedV1, made)
    return made


def change_custom_field(
    work: CrmWork, *, custom_field_id: UUID, expected_version: int, fields: CustomFieldFields
) -> CustomField:
    """
    Change names, choices or rules of a field; nothing happens when all of it is so already.

    Raises:
        Invalid, CustomFieldFixed: see ``Crm.change_custom_field``.
    """
    require(work.caller, "custom_field.update")
    field = work.custom_fields.get(custom_field_id)
    refuse_stale(field, NOUN, expected_version)
    if field.change(_read(fields, is_new=False)):
        work.save(field)
        _tell(work, CustomFieldUpdatedV1, field)
    return field


def archive_custom_field(
    work: CrmWork, *, custom_field_id: UUID, expected_version: int | None = None
) -> CustomField:
    """Retire a field; records keep their values."""
    require(work.caller, "custom_field.archive")
    field = work.custom_fields.get(custom_field_id)
    refuse_stale(field, NOUN, expected_version)
    if field.archived_at is None:
        field.archive(work.now())
        work.save(field)
        _tell(work, CustomFieldUpdatedV1, field)
    return field


def restore_custom_field(work: CrmWork, *, custom_field_id: UUID) -> CustomField:
    """Take a field back."""
    require(work.caller, "custom_field.archive")
    field = work.custom_fields.get(custom_field_id)
    if field.archived_at is not None:
        field.restore()
        work.save(field)
        _tell(work, CustomFieldUpdatedV1, field)
    return field


def reference_to_field(work: CrmWork, *, reference_id: UUID) -> ReferenceView:
    """
    A copy of a definition, for those who know its id, or what its key stands for.

    Raises:
        NotFound: ``crm.custom_field_unknown``.
    """
    field = work.custom_fields.of_key_id(reference_id) or work.custom_fields.get(reference_id)
    return reference_from(KIND, _state_of(CustomFieldUpdatedV1, field))


def _read(fields: CustomFieldFields, *, is_new: bool) -> dict[str, Any]:
    problems = Problems()
    values = read_custom_field(given_of(fields), problems)
    if is_new and not problems.found:
        complete(values, problems)
    problems.stop("crm.custom_field_invalid")
    return values


def _tell(work: CrmWork, shape: type[CustomFieldState], field: CustomField) -> None:
    fact = _state_of(shape, field)
    work.custom_fields.remember(fact)
    work.publish(fact)


def _state_of(shape: type[CustomFieldState], field: CustomField) -> CustomFieldState:
    return shape(
        custom_field_id=field.id,
        version=field.version,
        entity=field.entity,
        key=field.key,
        type=field.type,
        names=field.names,
        options=[CustomFieldOption(**each) for each in field.options],
        required=field.required,
        field_class=field.field_class,
        active=field.active,
        position=field.position,
        archived=field.archived_at is not None,
    )
