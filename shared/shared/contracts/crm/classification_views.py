"""Shapes of the lists an organisation classifies by, as crm answers and accepts them."""

from datetime import datetime
from uuid import UUID

from shared.contracts.declare import UNSET, Fields, UnsetType, View


class ListValueView(View):
    """
    A value of a maintained list.

    ``name`` is in the caller's language, ``names`` by language; ``parent_code`` is the value
    above it in a list with levels (industries).
    """

    id: UUID
    code: str
    name: str
    names: dict[str, str]
    parent_code: str | None
    description: str | None
    position: int
    active: bool
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class SegmentView(ListValueView):
    """A segment of customers or contacts."""


class CustomerTypeView(ListValueView):
    """A type of customer."""


class IndustryView(ListValueView):
    """An industry: a section or division of NACE, or one of the organisation's own."""


class ContactRoleView(ListValueView):
    """A role a contact may have at a customer."""


class ActivityTypeView(ListValueView):
    """A kind of activity."""


class TagView(ListValueView):
    """A tag; ``name`` is what stands on records."""


class ListValueFields(Fields):
    """
    What may be set on a value of a list; ``name`` or ``names`` is needed to create one.

    ``code`` is made from the name when left out, and never changes.
    """

    code: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    names: dict[str, str] | UnsetType = UNSET
    parent_code: str | UnsetType | None = UNSET
    description: str | UnsetType | None = UNSET
    position: int | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class SegmentFields(ListValueFields):
    """What may be set on a segment."""


class CustomerTypeFields(ListValueFields):
    """What may be set on a customer type."""


class IndustryFields(ListValueFields):
    """What may be set on an industry."""


class ContactRoleFields(ListValueFields):
    """What may be set on a contact role."""


class ActivityTypeFields(ListValueFields):
    """What may be set on an activity type."""


class TagFields(ListValueFields):
    """What may be set on a tag."""
