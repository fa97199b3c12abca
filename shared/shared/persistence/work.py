"""One transaction: repositories, outbox, audit and idempotency in one place."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from types import TracebackType
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from sqlalchemy import Engine, MetaData, Table, delete, event, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session, attributes
from sqlalchemy.orm.exc import StaleDataError

from shared.contracts.declare import Event
from shared.contracts.envelope import Envelope
from shared.kernel.clock import Clock, FixedClock, SystemClock, day_in
from shared.kernel.context import Caller, system_caller
from shared.kernel.errors import Conflict
from shared.kernel.ids import new_id
from shared.kernel.records import Record
from shared.persistence import audit
from shared.persistence.bulk import insert_all
from shared.persistence.outbox import outbox_row

RECORD_STALE = "platform.record_stale"

# Written out: every command runs these, and building them anew costs more than running them.
_THIS_KEY = "organisation_id = :organisation_id AND actor_id = :actor_id AND key = :key"
_CLAIM_KEY = text(
    "INSERT INTO idempotency_keys (organisation_id, actor_id, key, route, body_hash, expires_at) "
    "VALUES (:organisation_id, :actor_id, :key, :route, :body_hash, :expires_at) "
    "ON CONFLICT DO NOTHING RETURNING key"
)
_READ_KEY = text(f"SELECT route, body_hash, response FROM idempotency_keys WHERE {_THIS_KEY}")
_KEEP_ANSWER = f"UPDATE idempotency_keys SET response = :response WHERE {_THIS_KEY}"
_TAKE_NUMBERS = text(
    "INSERT INTO number_series AS taken (organisation_id, series, next_no) "
    "VALUES (:organisation_id, :series, :first) ON CONFLICT (organisation_id, series) "
    "DO UPDATE SET next_no = taken.next_no + :count RETURNING next_no"
)
_ENTER = text("SELECT set_config('app.organisation_id', :organisation_id, true)")


class Work:
    """
    A unit of work for one caller; services add their repositories as properties.

    Used as a context manager: commits at the end, rolls back on any exception.
    """

    metadata: MetaData
    # Looks at records about to be stored, before they are audited; services that follow merges.
    before_storing: ClassVar[Callable[["Work", Sequence[Any]], None] | None] = None
    envelope: Envelope | None = None  # of the message being handled, in event handlers

    def __init__(self, engine: Engine, caller: Caller, clock: Clock) -> None:
        self.caller = caller
        self.clock = clock
        # Nothing is stored before it is saved: a read in between would count a version twice.
        self.session = _WatchedSession(engine, expire_on_commit=False, autoflush=False)
        self.session.work = self
        self._facts: list[dict[str, Any]] = []
        self._audit: list[dict[str, Any]] = []
        self._answer: dict[str, Any] | None = None  # to be kept beside the idempotency key
        self._entered: UUID | None = None  # the organisation PostgreSQL was told

    def __enter__(self) -> "Work":
        self._enter()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self.commit()
            elif isinstance(error, StaleDataError):
                raise Conflict("Someone changed it first.", code=RECORD_STALE) from error
        finally:
            self.session.close()

    def table(self, name: str) -> Table:
        return self.metadata.tables[name]

    def now(self) -> datetime:
        """The present instant, UTC."""
        return self.clock.now()

    def today(self) -> date:
        """Today's date where the organisation is."""
        return day_in(self.clock.now(), self.caller.time_zone)

    def save(self, record: Record) -> None:
        """Store a new or changed aggregate: its version rises by exactly one."""
        if record not in self.session:
            self.session.add(record)
        if record not in self.session.new:
            record.updated_at = self.now()
            attributes.flag_modified(record, "updated_at")
        self.flush()

    def flush(self) -> None:
        """
        Send pending changes to the database.

        Raises:
            Conflict: ``platform.record_stale``, someone else changed the record meanwhile.
        """
        try:
            self.session.flush()
        except StaleDataError as error:
            raise Conflict("Someone changed it first.", code=RECORD_STALE) from error

    def publish(self, fact: Event, *, at: datetime | None = None) -> None:
        """
        Tell the platform, if and only if this transaction commits.

        Args:
            at: When it happened, for a fact of the past that is written down now.
        """
        clock = self.clock if at is None else FixedClock(at)
        self._facts.append(outbox_row(fact, self.caller, clock))

    def publish_rows(self, rows: list[dict[str, Any]]) -> None:
        """Add outbox rows made in bulk."""
        self._facts.extend(rows)

    def audit_rows(self, rows: list[dict[str, Any]]) -> None:
        """Add audit rows made in bulk, for changes that bypass records."""
        self._audit.extend(rows)

    def next_number(self, series: str, *, start: int = 1) -> int:
        """
        Take the next number of a series of the organisation.

        Gap-free: the row stays locked until the transaction ends, and goes back with it.
        """
        return self.next_numbers(series, 1, start=start)[0]

    def next_numbers(self, series: str, count: int, *, start: int = 1) -> range:
        """Take *count* numbers of a series at once."""
        whose = {"organisation_id": self.caller.organisation_id, "series": series}
        wanted = {**whose, "first": start + count, "count": count}
        taken = self.session.execute(_TAKE_NUMBERS, wanted).scalar_one()
        return range(taken - count, taken)

    def schedule(
        self, kind: str, key: str, due_at: datetime, payload: dict[str, Any] | None = None
    ) -> None:
        """Have the worker run the timer *kind* at *due_at*; a second call with the key moves it."""
        table = self.table("due_items")
        row = {"due_at": due_at, "payload": payload or {}, "attempts": 0, "last_error": None}
        item = {"organisation_id": self.caller.organisation_id, "kind": kind, "key": key}
        self.session.execute(
            upsert(table)
            .values(id=new_id(), **item, **row)
            .on_conflict_do_update(index_elements=list(item), set_=row)
        )

    def unschedule(self, kind: str, key: str) -> None:
        """Forget a scheduled item; nothing happens when there is none."""
        table = self.table("due_items")
        self.session.execute(
            delete(table)
            .where(table.c.organisation_id == self.caller.organisation_id)
            .where(table.c.kind == kind, table.c.key == key)
        )

    def act_for(self, organisation_id: UUID) -> None:
        """Go on as the platform inside one organisation: after an anonymous look-up found it."""
        self.act_as(system_caller(organisation_id, correlation_id=self.caller.correlation_id))

    def act_as(self, caller: Caller) -> None:
        """Go on as another caller within the same transaction."""
        self.flush()
        if self._entered != caller.organisation_id:
            self._store()  # while PostgreSQL still takes rows of the organisation before
            self.caller = caller
            self._enter()
        self.caller = caller

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part that may fail without spoiling the rest: what it stored and told is undone."""
        self.flush()
        self._store()
        try:
            with self.session.begin_nested():
                yield
                self.flush()
        except Exception:
            self._audit, self._facts = [], []
            raise

    def commit(self) -> None:
        """Store everything: changes, their audit, and the facts about them."""
        self.flush()
        self._store()
        self.session.commit()

    def _store(self) -> None:
        """Write audit, facts and the answer, of those there are, by one statement."""
        insert_all(
            self.session,
            {self.table("audit_entries"): self._audit, self.table("outbox_messages"): self._facts},
            finally_do=_KEEP_ANSWER if self._answer else "",
            **(self._answer or {}),
        )
        self._audit, self._facts, self._answer = [], [], None

    def claim_key(self, key: str, *, route: str, body_hash: str) -> tuple[str, bytes | None] | None:
        """
        Take an idempotency key for this transaction.

        Waits while another transaction holds the same key.

        Returns:
            None when the key is new, else the body hash and the answer it was used for.
        """
        request = {"route": route, "body_hash": body_hash}
        claimed = {**self._key(key), **request, "expires_at": self.now() + timedelta(hours=24)}
        if self.session.execute(_CLAIM_KEY, claimed).scalar() is not None:
            return None
        row = self.session.execute(_READ_KEY, self._key(key)).one()
        return f"{row.route} {row.body_hash}", row.response

    def remember_answer(self, key: str, response: bytes) -> None:
        """Keep the answer beside the key, so that a repeated request gets it again."""
        self._answer = {**self._key(key), "response": response}

    def _key(self, key: str) -> dict[str, Any]:
        caller = self.caller
        return {
            "organisation_id": caller.organisation_id,
            "actor_id": caller.actor_id,
            "key": key,
        }

    def _enter(self) -> None:
        self.session.execute(_ENTER, {"organisation_id": str(self.caller.organisation_id)})
        self._entered = self.caller.organisation_id

    def _leave(self) -> None:
        """A rollback, also of a part, may have taken the setting back."""
        self._entered = None

    def _before_flush(self, session: Session) -> None:
        if (prepare := type(self).before_storing) is not None:
            prepare(self, [*session.new, *session.dirty])
        audit.stamp(session, self.caller, self.clock)
        self._audit.extend(audit.entries_for(session, self.caller, self.clock))


class _WatchedSession(Session):
    """A session that tells its unit of work; listening to each anew would cost more than it."""

    work: Work


@event.listens_for(_WatchedSession, "before_flush")
def _about_to_flush(session: _WatchedSession, *_: object) -> None:
    session.work._before_flush(session)


@event.listens_for(_WatchedSession, "after_soft_rollback")
def _rolled_back(session: _WatchedSession, *_: object) -> None:
    session.work._leave()


SomeWork = TypeVar("SomeWork", bound=Work)


class Works(Generic[SomeWork]):
    """
    Opens units of work for a service.

    Args:
        adapters: Whatever the service's use cases need from outside; each becomes an attribute
            of every unit of work.
    """

    def __init__(
        self,
        work: type[SomeWork],
        engine: Engine,
        *,
        clock: Clock | None = None,
        **adapters: Any,
    ) -> None:
        self._work = work
        self.metadata = work.metadata
        self.engine = engine
        self.clock = clock or SystemClock()
        self.adapters = adapters

    def __call__(self, caller: Caller) -> SomeWork:
        """A unit of work for *caller*; enter it with ``with``."""
        work = self._work(self.engine, caller, self.clock)
        for name, adapter in self.adapters.items():
            setattr(work, name, adapter)
        return work

    @contextmanager
    def system(self, organisation_id: UUID, *, correlation_id: str = "") -> Iterator[SomeWork]:
        """A unit of work of the platform itself inside one organisation."""
        with self(system_caller(organisation_id, correlation_id=correlation_id)) as work:
            yield work  # type: ignore[misc]
