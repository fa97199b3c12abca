"""Work that is due at a time: rows in a table, claimed by whichever worker comes first."""

import threading
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import msgspec
import structlog
from sqlalchemy import delete, select, update

from shared.kernel.context import system_caller
from shared.persistence.work import Work, Works

log = structlog.get_logger()

SWEEP_SECONDS = 1.0
_FIRST_RETRY_SECONDS, _LONGEST_RETRY_SECONDS = 5, 3600

Method = TypeVar("Method", bound=Callable[..., Any])


class DueItem(msgspec.Struct, frozen=True, kw_only=True):
    """Something scheduled with ``Work.schedule`` whose time has come."""

    id: UUID
    organisation_id: UUID
    kind: str
    key: str
    due_at: datetime
    payload: dict[str, Any]
    attempts: int


def when_due(kind: str) -> Callable[[Method], Method]:
    """
    Mark ``method(self, item, work)`` as what runs when an item of this kind is due.

    It runs in the transaction that removes the item: once, also across restarts.  Scheduling the
    same key again inside it makes a recurring timer.
    """

    def mark(method: Method) -> Method:
        method.runs_when_due = kind  # type: ignore[attr-defined]
        return method

    return mark


def timers_in(parts: Iterable[object]) -> dict[str, Callable[..., None]]:
    """Collect the methods marked with ``when_due`` by kind."""
    return {
        getattr(type(part), name).runs_when_due: getattr(part, name)
        for part in parts
        for name in dir(type(part))
        if hasattr(getattr(type(part), name), "runs_when_due")
    }


class Sweeper:
    """Runs due items of one service, one at a time."""

    def __init__(
        self, service: str, works: Works[Any], timers: dict[str, Callable[..., None]]
    ) -> None:
        self._service = service
        self._works = works
        self._timers = timers
        self._table = works.metadata.tables["due_items"]
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"{service} timers", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join(20)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                while not self._stopping.is_set() and self._run_one():
                    pass
            except Exception as error:
                log.warning("sweep_failed", timers=self._service, error=type(error).__name__)
            self._stopping.wait(SWEEP_SECONDS)

    def _run_one(self) -> bool:
        """Claim and run one due item; whether there was one."""
        anyone = system_caller(UUID(int=0))
        with self._works(anyone) as work:
            item = self._claim(work)
            if item is None:
                return False
            try:
                with work.attempt():
                    work.act_as(system_caller(item.organisation_id))
                    work.session.execute(delete(self._table).where(self._table.c.id == item.id))
                    self._timers[item.kind](item, work)
            except Exception as error:
                log.exception("due_item_failed", timer=item.kind, key=item.key)
                self._postpone(work, item, error)
        return True

    def _claim(self, work: Work) -> DueItem | None:
        due = self._table
        row = work.session.execute(
            select(*(due.c[name] for name in DueItem.__struct_fields__))
            .where(due.c.due_at <= work.now(), due.c.kind.in_(self._timers))
            .order_by(due.c.due_at)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        return DueItem(**row._mapping) if row else None

    def _postpone(self, work: Work, item: DueItem, error: Exception) -> None:
        wait = min(_FIRST_RETRY_SECONDS * 4**item.attempts, _LONGEST_RETRY_SECONDS)
        work.session.execute(
            update(self._table)
            .where(self._table.c.id == item.id)
            .values(
                due_at=work.now() + timedelta(seconds=wait),
                attempts=item.attempts + 1,
                last_error=f"{type(error).__name__}: {error}"[:1000],
            )
        )
