"""
Every rule erp_sync can refuse to break.

* Invalid
  - ConnectionInvalid       a connection lacks something, or has something impossible
* RuleBroken
  - JobDone                 there is nothing left to retry or to give up
  - ConnectionArchived      an archived connection sends nothing
"""

from uuid import UUID

from shared.kernel.errors import FieldError, Invalid, RuleBroken


class ConnectionInvalid(Invalid):
    """A connection lacks something its kind needs, or has something impossible."""

    code = "erp_sync.connection_invalid"

    def __init__(self, faults: list[FieldError]) -> None:
        super().__init__("The connection has invalid fields.", errors=faults)


class JobDone(RuleBroken):
    """There is nothing left to retry or to give up."""

    code = "erp_sync.job_done"

    def __init__(self, job_id: UUID) -> None:
        super().__init__("The update is done already.", job_id=job_id)


class ConnectionArchived(RuleBroken):
    """An archived connection sends nothing."""

    code = "erp_sync.connection_archived"

    def __init__(self, connection_id: UUID) -> None:
        super().__init__("The connection is archived.", connection_id=connection_id)
