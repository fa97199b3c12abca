"""Which class lives in which table; jobs, links and breakers are read and written as rows."""

from shared.persistence.mapping import map_record
from sqlalchemy.orm import registry

from erp_sync.domain.connections import Connection
from erp_sync.persistence import tables

_registry = registry(metadata=tables.metadata)

map_record(_registry, Connection, tables.connections)
