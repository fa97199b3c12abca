"""Maintained lists: their values, and making them for a new organisation."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from shared.contracts.crm.classification_views import ListValueView
from shared.kernel.errors import NotFound
from shared.kernel.ids import new_id
from shared.kernel.money import Money
from shared.kernel.paging import ListQuery, Page
from shared.persistence.bulk import insert_many
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from sqlalchemy import Table, and_, select
from sqlalchemy.dialects.postgresql import insert as upsert

from crm.domain.classification import NOUNS, ListValue
from crm.persistence.tables import list_values, seeded_lists
from crm.persistence.visibility import archived, live

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

ValueView = TypeVar("ValueView", bound=ListValueView)


_COLUMNS = ("code", "parent_code", "position", "active", "applies_to", "at_least")


class StoredLists:
    """The maintained lists of this database, inside one unit of work."""

    def __init__(self, work: "CrmWork") -> None:
        self._work = work

    def get(self, list_name: str, value_id: UUID) -> ListValue:
        """Load one value of a list; ``crm.<noun>_unknown``."""
        found = get_record(
            self._work, ListValue, value_id, unknown=f"crm.{NOUNS[list_name]}_unknown"
        )
        if found.list_name != list_name:
            raise _unknown(list_name, value_id)
        return found

    def claim_seeding(self) -> bool:
        """Whether the organisation's lists are still to be made, and are ours to make."""
        claimed = self._work.session.execute(
            upsert(seeded_lists)
            .values(organisation_id=self._work.caller.organisation_id, seeded_at=self._work.now())
            .on_conflict_do_nothing()
            .returning(seeded_lists.c.organisation_id)
        )
        return claimed.scalar() is not None

    def add_all(self, values: Sequence[dict[str, Any]]) -> None:
        """Store the first values of the lists, without audit: the platform makes them."""
        now = self._work.now()
        same = {
            "organisation_id": self._work.caller.organisation_id,
            "version": 1,
            "created_at": now,
            "updated_at": now,
            "active": True,
        }
        rows = [{"id": new_id(), "parent_code": None, **same, **each} for each in values]
        insert_many(self._work.session, list_values, rows)

    def values(self, list_name: str) -> list[Any]:
        """Rows of every live value of a list: id, code, name_nb, name_en."""
        columns = (list_values.c[name] for name in ("id", "code", "name_nb", "name_en"))
        return list(
            self._work.session.execute(
                select(*columns).where(self._mine(list_name), list_values.c.archived_at.is_(None))
            )
        )

    def first_id(self, list_name: str) -> UUID | None:
        """The value that stands first among those offered."""
        return self._work.session.execute(
            select(list_values.c.id)
            .where(self._mine(list_name), list_values.c.archived_at.is_(None))
            .where(list_values.c.active)
            .order_by(list_values.c.position, list_values.c.id)
            .limit(1)
        ).scalar()

    def known_ids(self, list_name: str, ids: Iterable[UUID]) -> set[UUID]:
        """Those of *ids* that are values of the list, retired ones included."""
        found = self._work.session.execute(
            select(list_values.c.id).where(self._mine(list_name), list_values.c.id.in_(set(ids)))
        )
        return set(found.scalars())

    def known_codes(self, list_name: str, codes: Iterable[str]) -> set[str]:
        """Those of *codes* that are values of the list."""
        found = self._work.session.execute(
            select(list_values.c.code).where(
                self._mine(list_name), list_values.c.code.in_(set(codes))
            )
        )
        return set(found.scalars())

    def code_named(self, list_name: str, text: str) -> str | None:
        """The code of the value with this code or name, whatever the case."""
        wanted = text.casefold()
        return next(
            (
                row.code
                for row in self.values(list_name)
                if wanted in (row.code.casefold(), row.name_nb.casefold(), row.name_en.casefold())
            ),
            None,
        )

    def view(self, shape: type[ValueView], value: Any) -> ValueView:
        """A view from a row or a record, named in the caller's language."""
        names = {"nb": value.name_nb, "en": value.name_en}
        language = "en" if self._work.caller.locale == "en" else "nb"
        plain = {
            name: getattr(value, name)
            for name in shape.__struct_fields__
            if name in list_values.c and name != "name"
        }
        if plain.get("at_least") is not None and value.at_least_currency:
            plain["at_least"] = Money(value.at_least, value.at_least_currency)
        return shape(**plain, name=names[language], names=names)

    def page(self, list_name: str, shape: type[ValueView], query: ListQuery) -> Page[ValueView]:
        """A page of a list; one statement."""
        return _listing(list_values, self._work.caller.locale).page(
            self._work,
            query,
            where=and_(self._mine(list_name), live(query, list_values)),
            to_view=lambda row: self.view(shape, row),
        )

    def _mine(self, list_name: str) -> Any:
        return and_(
            list_values.c.organisation_id == self._work.caller.organisation_id,
            list_values.c.list_name == list_name,
        )


def _listing(table: Table, locale: str) -> Listing:
    name = table.c.name_en if locale == "en" else table.c.name_nb
    columns = {key: table.c[key] for key in _COLUMNS}
    columns |= {"name": name}
    return Listing(
        table,
        filters={**columns, "id": table.c.id},
        sorts={**columns, "created_at": table.c.created_at},
        default_sort="position",
        search=[table.c.code, table.c.name_nb, table.c.name_en],
        special={"archived": lambda value: archived(table, value)},
    )


def _unknown(list_name: str, value_id: UUID) -> NotFound:
    noun = NOUNS[list_name]
    return NotFound(f"There is no such {noun}.", code=f"crm.{noun}_unknown", id=value_id)
