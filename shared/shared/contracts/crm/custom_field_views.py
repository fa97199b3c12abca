"""Shapes of the fields an organisation defines itself, as crm answers and accepts them."""

from datetime import datetime
from uuid import UUID

from shared.contracts.declare import UNSET, Fields, UnsetType, View


class CustomFieldOptionView(View):
    """One choice; one that is not active stays on the records that have it."""

    code: str
    name: str
    names: dict[str, str]
    active: bool


class CustomFieldView(View):
    """
    A field of an entity.

    ``entity`` is customer, contact, case, quote or project; ``type`` is text, number, money,
    date, boolean, choice, multi_choice or user; ``field_class`` is normal, personal, cost,
    margin or salary.  ``name`` is in the caller's language, ``names`` by language.
    """

    id: UUID
    entity: str
    key: str
    type: str
    name: str
    names: dict[str, str]
    description: str | None
    options: list[CustomFieldOptionView]
    required: bool
    field_class: str
    position: int
    active: bool
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class CustomFieldOptionFields(Fields):
    """A choice; its code is made from the name when left out."""

    code: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    names: dict[str, str] | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class CustomFieldFields(Fields):
    """
    What may be set on a field; ``entity``, ``key`` and ``type`` once and for all.

    ``options`` replaces the list; a choice that is left out is retired, not forgotten.
    """

    entity: str | UnsetType = UNSET
    key: str | UnsetType = UNSET
    type: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    names: dict[str, str] | UnsetType = UNSET
    description: str | UnsetType | None = UNSET
    options: list[CustomFieldOptionFields] | UnsetType = UNSET
    required: bool | UnsetType = UNSET
    field_class: str | UnsetType = UNSET
    position: int | UnsetType = UNSET
    active: bool | UnsetType = UNSET
