"""Which class lives in which table."""

from shared.persistence.mapping import map_child, map_record
from sqlalchemy.orm import registry, relationship

from identity.domain.organisations import Organisation
from identity.domain.roles import Role
from identity.domain.sessions import LoginSession
from identity.domain.tokens import ApiToken
from identity.domain.units import CostCentre, Unit
from identity.domain.users import Password, RoleHeld, User
from identity.persistence import tables

_registry = registry(metadata=tables.metadata)

map_record(_registry, Organisation, tables.organisations)
map_record(_registry, Unit, tables.units)
map_record(_registry, CostCentre, tables.cost_centres)
map_record(_registry, Role, tables.roles)
map_child(_registry, RoleHeld, tables.user_roles)
map_record(
    _registry,
    User,
    tables.users,
    properties={
        "roles_held": relationship(RoleHeld, cascade="all, delete-orphan", lazy="selectin")
    },
)
map_record(_registry, Password, tables.passwords)
map_record(_registry, LoginSession, tables.sessions)
map_record(_registry, ApiToken, tables.api_tokens)
