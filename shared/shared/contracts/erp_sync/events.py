"""
Facts erp_sync publishes.

Owner: erp_sync.  Fields are added, never renamed, retyped or removed; a change
that cannot be an addition is a new version, published beside the old one.
"""

from uuid import UUID

from shared.contracts.declare import Event, event
from shared.contracts.privacy import PartDone


@event("erp_sync", "customer.linked", aggregate="customer_id")
class ErpCustomerLinkedV1(Event):
    """
    A customer stands in an ERP system under a number of its own.

    Read by: crm (timeline).
    """

    customer_id: UUID
    version: int  # of the customer, as the ERP system now has it
    connection_id: UUID
    connection_name: str
    external_id: str


@event("erp_sync", "job.queued", aggregate="job_id")
class JobQueuedV1(Event):
    """
    An update waits for a sync worker: a wake-up only, the row is the truth.

    Read by: erp_sync (its sync workers).
    """

    job_id: UUID
    version: int  # of the record that is wanted there
    connection_id: UUID
    organisation_id: UUID


@event("erp_sync", "probe.requested", aggregate="connection_id")
class ProbeRequestedV1(Event):
    """
    Somebody, or the breaker, wants to know whether an ERP system answers.

    Read by: erp_sync (its sync workers).
    """

    connection_id: UUID
    version: int
    organisation_id: UUID


@event("erp_sync", "privacy.part_finished", aggregate="request_id")
class PrivacyPartFinishedV1(PartDone):
    """
    erp_sync has done its part of a request about a person, or of an export.

    Read by: crm (completes the request when every service has).
    """
