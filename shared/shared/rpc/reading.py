"""
Reading without a transaction: connections that cannot write and know whose they were last.

A transaction around a read costs three round trips: it begins, is told the organisation, and ends.
Here a connection is told the organisation when it is another one than before, and nothing else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, text

from shared.kernel.context import Caller
from shared.persistence.engine import reading_engine
from shared.persistence.work import SomeWork, Works

_ENTER = text("SELECT set_config('app.organisation_id', :organisation_id, false)")
_TOLD = "organisation_id"

_engines: WeakKeyDictionary[Engine, Engine] = WeakKeyDictionary()


@contextmanager
def reading(works: Works[SomeWork], caller: Caller) -> Iterator[SomeWork]:
    """
    A unit of work that only reads: each statement sees what is committed when it runs.

    Row-level security holds as in a transaction; a write is refused by the database.
    """
    work = works(caller)
    with readers_of(works.engine).connect() as connection:
        _enter(connection, str(caller.organisation_id))
        work.session.bind = connection
        try:
            yield work
            if work.session.new or work.session.dirty or work.session.deleted:
                raise RuntimeError("a question changed a record")
        finally:
            work.session.close()


def readers_of(engine: Engine) -> Engine:
    """The connections for reading that go with an engine's; made at the first question."""
    if (readers := _engines.get(engine)) is None:
        readers = _engines.setdefault(engine, reading_engine(engine))
    return readers


def _enter(connection: Connection, organisation_id: str) -> None:
    if connection.info.get(_TOLD) == organisation_id:
        return
    connection.info.pop(_TOLD, None)  # should it fail, the next one does not trust it
    connection.execute(_ENTER, {"organisation_id": organisation_id})
    connection.info[_TOLD] = organisation_id
