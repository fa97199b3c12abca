"""Accounts and bindings: loading, who is concerned, lists."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from shared.capabilities.policy import same_organisation, visible
from shared.capabilities.references import references
from shared.contracts.calendar_sync.views import AccountView, BindingView
from shared.kernel.errors import NotFound
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from shared.persistence.work import Work
from sqlalchemy import ColumnElement, Row, Table, func, or_, select

from calendar_sync.domain.accounts import Account, Binding
from calendar_sync.domain.activities import Activity
from calendar_sync.domain.operations import OperationState
from calendar_sync.persistence.tables import accounts, bindings, links, operations, sync_states

_WORKING = ("invited", "active")


def _archived(table: Table) -> Any:
    column: ColumnElement[Any] = table.c.archived_at
    return lambda value: column.is_not(None) if value == "true" else column.is_(None)


ACCOUNTS = Listing(
    accounts,
    filters={
        "id": accounts.c.id,
        "user_id": accounts.c.user_id,
        "provider": accounts.c.provider,
        "status": accounts.c.status,
    },
    sorts={"created_at": accounts.c.created_at},
    special={"archived": _archived(accounts)},
)
BINDINGS = Listing(
    bindings,
    filters={
        "id": bindings.c.id,
        "account_id": bindings.c.account_id,
        "user_id": bindings.c.user_id,
    },
    sorts={"created_at": bindings.c.created_at},
    special={"archived": _archived(bindings)},
)


class StoredAccounts:
    """The accounts and bindings of the caller's organisation."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(
        self, account_id: UUID, *, expected_version: int | None = None, lock: bool = False
    ) -> Account:
        """
        Load one account.

        Raises:
            NotFound: ``calendar_sync.account_unknown``.
            Conflict: ``calendar_sync.account_stale``.
        """
        return get_record(
            self._work,
            Account,
            account_id,
            unknown="calendar_sync.account_unknown",
            expected_version=expected_version,
            lock=lock,
        )

    def exists(self, account: Account) -> bool:
        """Whether the person has another live account of this address."""
        return self._work.session.execute(
            select(
                select(accounts.c.id)
                .where(
                    same_organisation(self._work.caller, accounts),
                    accounts.c.user_id == account.user_id,
                    accounts.c.url == account.url,
                    accounts.c.id != account.id,
                    accounts.c.archived_at.is_(None),
                )
                .exists()
            )
        ).scalar_one()

    def binding(
        self, binding_id: UUID, *, expected_version: int | None = None, lock: bool = False
    ) -> Binding:
        """
        Load one binding.

        Raises:
            NotFound: ``calendar_sync.binding_unknown``.
            Conflict: ``calendar_sync.binding_stale``.
        """
        return get_record(
            self._work,
            Binding,
            binding_id,
            unknown="calendar_sync.binding_unknown",
            expected_version=expected_version,
            lock=lock,
        )

    def bindings_of(self, account_id: UUID) -> list[Binding]:
        """The live bindings of an account."""
        return self._bindings(bindings.c.account_id == account_id)

    def bindings_for(self, activity: Activity) -> list[Binding]:
        """Live bindings of those who take part, and those the activity stands in."""
        standing = select(links.c.binding_id).where(
            links.c.activity_id == activity.id, links.c.tombstone_at.is_(None)
        )
        return self._bindings(
            or_(bindings.c.user_id.in_(activity.people), bindings.c.id.in_(standing))
        )

    def _bindings(self, condition: ColumnElement[bool]) -> list[Binding]:
        return list(
            self._work.session.execute(
                select(Binding).where(
                    same_organisation(self._work.caller, bindings),
                    bindings.c.archived_at.is_(None),
                    condition,
                )
            ).scalars()
        )

    def is_working(self, user_id: UUID) -> bool:
        """Whether the person may still use the platform, as far as identity told us."""
        user = references(self._work, "user", [user_id]).get(user_id)
        return user is None or (not user.archived and user.status in _WORKING)


def account_view(work: Work, account_id: UUID) -> AccountView:
    """
    One account, if the caller may see it.

    Raises:
        NotFound: ``calendar_sync.account_unknown``.
    """
    return _one(work, accounts, account_id, _account_views)


def binding_view(work: Work, binding_id: UUID) -> BindingView:
    """
    One binding, if the caller may see it.

    Raises:
        NotFound: ``calendar_sync.binding_unknown``.
    """
    return _one(work, bindings, binding_id, _binding_views)


def _one(work: Work, table: Table, record_id: UUID, to_views: Any) -> Any:
    rows = work.session.execute(
        select(table).where(table.c.id == record_id, _seen(work, table))
    ).all()
    if not rows:
        noun = table.name.removesuffix("s")
        raise NotFound(
            "There is no such record.", code=f"calendar_sync.{noun}_unknown", id=record_id
        )
    return to_views(work, rows)[0]


def list_accounts(work: Work, query: ListQuery) -> Page[AccountView]:
    """One page of the accounts the caller may see."""
    return ACCOUNTS.page(
        work,
        query,
        where=_seen(work, accounts),
        to_views=lambda rows: _account_views(work, rows),
    )


def list_bindings(work: Work, query: ListQuery) -> Page[BindingView]:
    """One page of the bindings the caller may see."""
    return BINDINGS.page(
        work,
        query,
        where=_seen(work, bindings),
        to_views=lambda rows: _binding_views(work, rows),
    )


def _seen(work: Work, table: Table) -> ColumnElement[bool]:
    return visible(work.caller, "calendar.view", table, owner="user_id")


def _account_views(work: Work, rows: Sequence[Row[Any]]) -> list[AccountView]:
    ids = [row.id for row in rows]
    found = work.session.execute(
        select(sync_states, bindings.c.account_id)
        .join(bindings, bindings.c.id == sync_states.c.binding_id)
        .where(bindings.c.account_id.in_(ids), same_organisation(work.caller, bindings))
    )
    states = {row.account_id: row for row in found}
    shown = [each for each in AccountView.__struct_fields__ if each in accounts.c]
    return [
        AccountView(
            **{name: getattr(row, name) for name in shown},
            **_told(states.get(row.id)),
        )
        for row in rows
    ]


def _binding_views(work: Work, rows: Sequence[Row[Any]]) -> list[BindingView]:
    ids = [row.id for row in rows]
    counts = {row.binding_id: row for row in work.session.execute(_counts(work, ids))}
    linked = dict(work.session.execute(_linked(work, ids)).tuples().all())
    synced = dict(
        work.session.execute(
            select(sync_states.c.binding_id, sync_states.c.last_synced_at).where(
                sync_states.c.binding_id.in_(ids), same_organisation(work.caller, sync_states)
            )
        )
        .tuples()
        .all()
    )
    shown = [each for each in BindingView.__struct_fields__ if each in bindings.c]
    return [
        BindingView(
            **{name: getattr(row, name) for name in shown},
            linked=linked.get(row.id, 0),
            pending=getattr(counts.get(row.id), "pending", 0),
            failed=getattr(counts.get(row.id), "failed", 0),
            last_synced_at=synced.get(row.id),
        )
        for row in rows
    ]


def _counts(work: Work, ids: Sequence[UUID]) -> Any:
    pending = func.count().filter(operations.c.state == OperationState.PENDING)
    failed = func.count().filter(operations.c.state == OperationState.NEEDS_ATTENTION)
    return (
        select(operations.c.binding_id, pending.label("pending"), failed.label("failed"))
        .where(operations.c.binding_id.in_(ids), same_organisation(work.caller, operations))
        .group_by(operations.c.binding_id)
    )


def _linked(work: Work, ids: Sequence[UUID]) -> Any:
    return (
        select(links.c.binding_id, func.count())
        .where(
            links.c.binding_id.in_(ids),
            same_organisation(work.caller, links),
            links.c.tombstone_at.is_(None),
        )
        .group_by(links.c.binding_id)
    )


def _told(state: Any) -> dict[str, Any]:
    """How far an account is; nothing of one that was never synchronised."""
    names = ("last_error_kind", "last_error_text", "blocked_until", "last_synced_at")
    return {name: getattr(state, name, None) for name in names}
