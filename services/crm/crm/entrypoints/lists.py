"""
What every maintained list answers alike.

Reading a list is a command, because the first look makes the lists of an organisation that crm
has not heard of yet.
"""

from typing import TypeVar
from uuid import UUID

from shared.capabilities.policy import require
from shared.contracts.crm.classification_views import ListValueFields, ListValueView
from shared.kernel.paging import ListQuery, Page

from crm.application import classification
from crm.persistence.work import CrmWork

Value = TypeVar("Value", bound=ListValueView)


def create(work: CrmWork, list_name: str, shape: type[Value], fields: ListValueFields) -> Value:
    made = classification.create_list_value(work, list_name=list_name, fields=fields)
    return work.lists.view(shape, made)


def get(work: CrmWork, list_name: str, shape: type[Value], value_id: UUID) -> Value:
    require(work.caller, "classification.view")
    return work.lists.view(shape, work.lists.get(list_name, value_id))


def page(work: CrmWork, list_name: str, shape: type[Value], query: ListQuery) -> Page[Value]:
    require(work.caller, "classification.view")
    classification.ensure_lists(work)
    return work.lists.page(list_name, shape, query)


def change(
    work: CrmWork,
    list_name: str,
    shape: type[Value],
    value_id: UUID,
    expected_version: int | None,
    fields: ListValueFields,
) -> Value:
    changed = classification.change_list_value(
        work,
        list_name=list_name,
        value_id=value_id,
        expected_version=expected_version,
        fields=fields,
    )
    return work.lists.view(shape, changed)


def archive(
    work: CrmWork,
    list_name: str,
    shape: type[Value],
    value_id: UUID,
    expected_version: int | None,
) -> Value:
    retired = classification.archive_list_value(
        work, list_name=list_name, value_id=value_id, expected_version=expected_version
    )
    return work.lists.view(shape, retired)


def restore(work: CrmWork, list_name: str, shape: type[Value], value_id: UUID) -> Value:
    restored = classification.restore_list_value(work, list_name=list_name, value_id=value_id)
    return work.lists.view(shape, restored)
