"""Stored custom fields: loading and listing them."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.policy import same_organisation
from shared.capabilities.references import keep_reference, reference_from
from shared.contracts.crm.custom_field_views import CustomFieldOptionView, CustomFieldView
from shared.contracts.crm.events import CustomFieldState
from shared.kernel.custom_values import FIELD_CLASSES, KIND, key_id
from shared.kernel.errors import NotFound
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from sqlalchemy import ColumnElement, and_, select

from crm.domain.custom_fields.fields import CustomField
from crm.persistence.custom_fields.tables import custom_fields
from crm.persistence.visibility import archived, live

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_UNKNOWN = "crm.custom_field_unknown"
_NAMED = ("names", "name", "options")
_PLAIN = [name for name in CustomFieldView.__struct_fields__ if name not in _NAMED]
_SORTED = {
    name: custom_fields.c[name]
    for name in ("entity", "key", "type", "field_class", "position", "active", "required",
                 "created_at")
}  # fmt: skip
_FIELDS = Listing(
    custom_fields,
    filters=_SORTED,
    sorts=_SORTED,
    default_sort="position",
    search=[custom_fields.c.key],
    special={"archived": lambda value: archived(custom_fields, value)},
)


class StoredCustomFields:
    """The definitions of this database, inside one unit of work."""

    def __init__(self, work: "CrmWork") -> None:
        self._work = work

    def get(self, custom_field_id: UUID) -> CustomField:
        """Load one; ``crm.custom_field_unknown``."""
        return get_record(self._work, CustomField, custom_field_id, unknown=_UNKNOWN)

    def of_key(self, entity: str, key: str) -> CustomField | None:
        """The field with the key, archived or not."""
        return self._first(custom_fields.c.entity == entity, custom_fields.c.key == key)

    def of_key_id(self, key_id_: UUID) -> CustomField | None:
        """The field that an id made of entity and key stands for."""
        rows = self._work.session.execute(
            select(custom_fields.c.id, custom_fields.c.entity, custom_fields.c.key).where(
                same_organisation(self._work.caller, custom_fields)
            )
        )
        found = next((row.id for row in rows if key_id(row.entity, row.key) == key_id_), None)
        return self.get(found) if found else None

    def remember(self, fact: CustomFieldState) -> None:
        """Keep crm's own copy, from which all services read definitions alike."""
        keep_reference(self._work, reference_from(KIND, fact))

    def show(self, custom_field_id: UUID) -> CustomFieldView:
        """One field the caller may know of; ``crm.custom_field_unknown``."""
        row = self._work.session.execute(
            select(custom_fields).where(custom_fields.c.id == custom_field_id, self._seen())
        ).first()
        if row is None:
            raise NotFound("There is no such field.", code=_UNKNOWN, id=custom_field_id)
        return self.view(row)

    def page(self, query: ListQuery) -> Page[CustomFieldView]:
        """A page of the fields the caller may know of; one statement."""
        return _FIELDS.page(
            self._work,
            query,
            where=and_(self._seen(), live(query, custom_fields)),
            to_view=self.view,
        )

    def view(self, field: Any) -> CustomFieldView:
        """A view from a row or a record, named in the caller's language."""
        language = "en" if self._work.caller.locale == "en" else "nb"
        return CustomFieldView(
            **{name: getattr(field, name) for name in _PLAIN},
            name=field.names[language],
            names=field.names,
            options=[
                CustomFieldOptionView(**each, name=each["names"][language])
                for each in field.options
            ],
        )

    def _seen(self) -> ColumnElement[bool]:
        """Fields whose values he may see, and all for who defines them."""
        caller = self._work.caller
        mine = same_organisation(caller, custom_fields)
        if caller.scope("custom_field", "update") != "none":
            return mine
        classes = [each for each in FIELD_CLASSES if each == "normal" or caller.sees(each)]
        return and_(mine, custom_fields.c.field_class.in_(classes))

    def _first(self, *conditions: ColumnElement[bool]) -> CustomField | None:
        found = self._work.session.execute(
            select(CustomField)
            .where(same_organisation(self._work.caller, custom_fields))
            .where(*conditions)
        )
        return found.scalar_one_or_none()
