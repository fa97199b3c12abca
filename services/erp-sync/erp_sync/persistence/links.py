"""Links and tries: loading, storing, listing."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from shared.capabilities.policy import same_organisation
from shared.capabilities.references import references_seen
from shared.contracts.erp_sync.views import AttemptView, LinkView
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from shared.persistence.work import Work
from sqlalchemy import Row, exists, insert, not_, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from erp_sync.domain.customers import ErpCustomer
from erp_sync.domain.links import Attempt, Link
from erp_sync.persistence.tables import attempts, links

LINKS = Listing(
    links,
    filters={
        "connection_id": links.c.connection_id,
        "entity_kind": links.c.entity_kind,
        "entity_id": links.c.entity_id,
        "external_id": links.c.external_id,
        "external_number": links.c.external_number,
    },
    sorts={"created_at": links.c.created_at, "updated_at": links.c.updated_at},
)
ATTEMPTS = Listing(
    attempts,
    filters={
        "job_id": attempts.c.job_id,
        "connection_id": attempts.c.connection_id,
        "entity_id": attempts.c.entity_id,
        "outcome": attempts.c.outcome,
    },
    sorts={"started_at": attempts.c.started_at},
    default_sort="-started_at",
)


class StoredLinks:
    """Which record there is which record here, and the tries."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def find(self, connection_id: UUID, entity_id: UUID) -> Link | None:
        """The link of a customer, if there is one."""
        row = self._work.session.execute(
            select(links).where(
                same_organisation(self._work.caller, links),
                links.c.connection_id == connection_id,
                links.c.entity_kind == "customer",
                links.c.entity_id == entity_id,
                links.c.suspended_at.is_(None),
            )
        ).first()
        return _link(row) if row else None

    def put(self, link: Link) -> None:
        """Store a new or changed link."""
        values = {**asdict(link), "base": link.base.to_json(), "seen": link.seen.to_json()}
        changed = {
            name: values[name]
            for name in ("external_id", "external_number", "base", "seen", "synced_version")
        }
        self._work.session.execute(
            upsert(links)
            .values(organisation_id=self._work.caller.organisation_id, **values)
            .on_conflict_do_update(
                index_elements=["connection_id", "entity_kind", "entity_id"],
                index_where=links.c.suspended_at.is_(None),
                set_={**changed, "updated_at": self._work.now()},
            )
        )

    def suspend_second(self, entity_id: UUID, *, beside: UUID) -> None:
        """Of two customers about to be one, the links of the first rest where both have one."""
        other = links.alias()
        self._work.session.execute(
            update(links)
            .where(same_organisation(self._work.caller, links), links.c.entity_id == entity_id)
            .where(links.c.suspended_at.is_(None))
            .where(
                exists().where(
                    other.c.connection_id == links.c.connection_id,
                    other.c.entity_kind == links.c.entity_kind,
                    other.c.entity_id == beside,
                    other.c.suspended_at.is_(None),
                )
            )
            .values(suspended_at=self._work.now())
        )

    def resume_last(self, entity_id: UUID) -> None:
        """Use the link that was suspended last again, wherever no other one is in use."""
        other = links.alias()
        better = exists().where(
            other.c.connection_id == links.c.connection_id,
            other.c.entity_kind == links.c.entity_kind,
            other.c.entity_id == entity_id,
            or_(other.c.suspended_at.is_(None), other.c.suspended_at > links.c.suspended_at),
        )
        self._work.session.execute(
            update(links)
            .where(same_organisation(self._work.caller, links), links.c.entity_id == entity_id)
            .where(links.c.suspended_at.is_not(None), not_(better))
            .values(suspended_at=None)
        )

    def start(self, attempt: Attempt) -> None:
        """Note a try before the call."""
        self._work.session.execute(
            insert(attempts).values(
                organisation_id=self._work.caller.organisation_id, **asdict(attempt)
            )
        )

    def finish(self, attempt: Attempt) -> None:
        """Note what came of a try."""
        self._work.session.execute(
            update(attempts)
            .where(attempts.c.id == attempt.id, same_organisation(self._work.caller, attempts))
            .values(**asdict(attempt))
        )

    def is_taken(self, connection_id: UUID, external_id: str, *, but: UUID) -> bool:
        """Whether the customer there is linked to another customer here."""
        return self._work.session.execute(
            select(
                select(links.c.id)
                .where(
                    same_organisation(self._work.caller, links),
                    links.c.connection_id == connection_id,
                    links.c.external_id == external_id,
                    links.c.entity_id != but,
                )
                .exists()
            )
        ).scalar_one()


def _link(row: Row[Any]) -> Link:
    return Link(
        id=row.id,
        connection_id=row.connection_id,
        entity_kind=row.entity_kind,
        entity_id=row.entity_id,
        external_id=row.external_id,
        external_number=row.external_number,
        base=ErpCustomer.from_json(row.base),
        seen=ErpCustomer.from_json(row.seen),
        synced_version=row.synced_version,
    )


def list_links(work: Work, query: ListQuery) -> Page[LinkView]:
    """One page of links."""
    return LINKS.page(
        work,
        query,
        where=same_organisation(work.caller, links),
        to_views=lambda rows: _link_views(work, rows),
    )


def _link_views(work: Work, rows: Sequence[Row[Any]]) -> list[LinkView]:
    seen = references_seen(work, "customer", (row.entity_id for row in rows))
    names = {each.id: each.name for each in seen}
    shown = [each for each in LinkView.__struct_fields__ if each in links.c]
    return [
        LinkView(
            entity_name=names.get(row.entity_id), **{name: getattr(row, name) for name in shown}
        )
        for row in rows
    ]


def list_attempts(work: Work, query: ListQuery) -> Page[AttemptView]:
    """One page of tries, newest first."""
    return ATTEMPTS.page(
        work,
        query,
        where=same_organisation(work.caller, attempts),
        to_view=lambda row: AttemptView(
            **{name: getattr(row, name) for name in AttemptView.__struct_fields__}
        ),
    )
