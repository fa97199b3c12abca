"""Import profiles: found by headers, listed."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.policy import visible
from shared.contracts.crm.imports.views import ImportProfileView
from shared.kernel.errors import NotFound
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from sqlalchemy import and_, select

from crm.domain.imports.profiles import ImportProfile
from crm.persistence.import_tables import import_profiles
from crm.persistence.visibility import archived, live

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_SORTED = ("name", "kind", "owner_id", "created_at", "updated_at")
_PROFILES = Listing(
    import_profiles,
    filters={name: import_profiles.c[name] for name in (*_SORTED, "id")},
    sorts={name: import_profiles.c[name] for name in _SORTED},
    special={"archived": lambda value: archived(import_profiles, value)},
)


def profile_view(profile: Any) -> ImportProfileView:
    """A view from a row or a record; columns by their headers."""
    return ImportProfileView(
        **{
            name: getattr(profile, name)
            for name in ImportProfileView.__struct_fields__
            if name not in ("mapping", "formats")
        },
        mapping=_by_header(profile.headers, profile.mapping),
        formats=_by_header(profile.headers, profile.formats),
    )


def matching(work: "CrmWork", kind: str, headers_key: str) -> ImportProfile | None:
    """The newest profile the caller may see for these headers."""
    table = import_profiles
    return work.session.execute(
        select(ImportProfile)
        .where(visible(work.caller, "import.view", table), table.c.archived_at.is_(None))
        .where(table.c.kind == kind, table.c.headers_key == headers_key)
        .order_by(table.c.updated_at.desc())
        .limit(1)
    ).scalar()


def show(work: "CrmWork", import_profile_id: UUID) -> ImportProfileView:
    """One profile the caller may see; ``crm.import_profile_unknown``."""
    table = import_profiles
    row = work.session.execute(
        select(table).where(
            table.c.id == import_profile_id, visible(work.caller, "import.view", table)
        )
    ).first()
    if row is None:
        raise NotFound(
            "There is no such profile.", code="crm.import_profile_unknown", id=import_profile_id
        )
    return profile_view(row)


def page(work: "CrmWork", query: ListQuery) -> Page[ImportProfileView]:
    """A page of the profiles the caller may see; one statement."""
    where = and_(visible(work.caller, "import.view", import_profiles), live(query, import_profiles))
    return _PROFILES.page(work, query, where=where, to_view=profile_view)


def _by_header(headers: list[str], said: dict[str, Any]) -> dict[str, Any]:
    named = {index: headers[int(index)] for index in said}
    names = list(named.values())
    return {
        name if names.count(name) == 1 and name else index: said[index]
        for index, name in named.items()
    }
