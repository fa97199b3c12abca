"""
Facts calendar_sync publishes.

Owner: calendar_sync.  Fields are added, never renamed, retyped or removed; a change
that cannot be an addition is a new version, published beside the old one.
"""

from uuid import UUID

from shared.contracts.declare import Event, event
from shared.contracts.privacy import PartDone


@event("calendar_sync", "binding.outdated", aggregate="binding_id")
class BindingOutdatedV1(Event):
    """
    A calendar is out of step with us: a wake-up only, the rows are the truth.

    Read by: calendar_sync (its sync workers).
    """

    binding_id: UUID
    version: int
    organisation_id: UUID


@event("calendar_sync", "account.degraded", aggregate="account_id", optional=True)
class AccountDegradedV1(Event):
    """
    A calendar account stopped working: it does not answer, or wants new credentials.

    Read by: nobody yet.
    """

    account_id: UUID
    version: int
    user_id: UUID
    status: str
    reason: str


@event("calendar_sync", "account.restored", aggregate="account_id", optional=True)
class AccountRestoredV1(Event):
    """
    A calendar account works again.

    Read by: nobody yet.
    """

    account_id: UUID
    version: int
    user_id: UUID


@event("calendar_sync", "privacy.part_finished", aggregate="request_id")
class PrivacyPartFinishedV1(PartDone):
    """
    calendar_sync has done its part of a request about a person, or of an export.

    Read by: crm (completes the request when every service has).
    """
