"""Identity's front door: a name and a list of parts."""

from shared.rpc.server import WorkProvider

from identity.entrypoints.rpc_access import AccessRpc
from identity.entrypoints.rpc_api_tokens import ApiTokensRpc
from identity.entrypoints.rpc_audit import AuditRpc
from identity.entrypoints.rpc_organisations import OrganisationsRpc
from identity.entrypoints.rpc_references import ReferencesRpc
from identity.entrypoints.rpc_roles import RolesRpc
from identity.entrypoints.rpc_sessions import SessionsRpc
from identity.entrypoints.rpc_units import CostCentresRpc, UnitsRpc
from identity.entrypoints.rpc_users import UsersRpc


class IdentityService(
    OrganisationsRpc,
    UnitsRpc,
    CostCentresRpc,
    UsersRpc,
    RolesRpc,
    SessionsRpc,
    ApiTokensRpc,
    AuditRpc,
    AccessRpc,
    ReferencesRpc,
):
    """Everything others may ask of identity."""

    name = "identity"
    works = WorkProvider()
