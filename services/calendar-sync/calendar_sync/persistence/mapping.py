"""Which class lives in which table; copies, operations and states are read and written as rows."""

from shared.persistence.mapping import map_record
from sqlalchemy.orm import registry

from calendar_sync.domain.accounts import Account, Binding
from calendar_sync.domain.feeds import Feed
from calendar_sync.persistence import tables

_registry = registry(metadata=tables.metadata)

map_record(_registry, Account, tables.accounts)
map_record(_registry, Binding, tables.bindings)
map_record(_registry, Feed, tables.feeds)
