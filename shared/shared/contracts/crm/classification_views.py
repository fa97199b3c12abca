"""Shapes of the lists an organisation classifies by, as crm answers and accepts them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from shared.contracts.declare import UNSET, Fields, UnsetType, View
from shared.kernel.money import Money


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
    """
    A segment of customers, contacts or (``any``) both.

    ``rule`` is made of filters of the list it applies to; null, members are chosen by hand.
    """

    applies_to: str
    rule: dict[str, Any] | None


class RatingValueView(ListValueView):
    """A value of the scale customers are rated on."""


class EmployeeBandView(ListValueView):
    """A band of numbers of employees: from ``at_least`` up to where the next band begins."""

    at_least: int


class RevenueBandView(ListValueView):
    """
    A band of annual revenues: from ``at_least`` up to where the next of its currency begins.

    Revenue in another currency than that of any band is in none.
    """

    at_least: Money


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
    """
    What may be set on a segment.

    ``applies_to`` is customer, contact or any; with a ``rule``, customer unless given.
    """

    applies_to: str | UnsetType = UNSET
    rule: dict[str, Any] | UnsetType | None = UNSET


class RatingValueFields(ListValueFields):
    """What may be set on a value of the scale of ratings; ``code`` is one letter or digit."""


class EmployeeBandFields(ListValueFields):
    """What may be set on a band of numbers of employees; ``at_least`` is needed to create one."""

    at_least: int | UnsetType = UNSET


class RevenueBandFields(ListValueFields):
    """What may be set on a band of annual revenues; ``at_least`` is needed to create one."""

    at_least: Money | UnsetType = UNSET


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
