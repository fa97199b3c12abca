"""What the worker runs when it is due: imports, chunk by chunk."""

from dataclasses import replace
from uuid import UUID

from shared.kernel.context import system_caller
from shared.messaging.timers import DueItem, when_due

from crm.application.attachments.files import SWEEP_TIMER, sweep_orphans
from crm.application.imports.checks import (
    CHECK_TIMER,
    caller_with,
    continue_check,
)
from crm.application.imports.commits import COMMIT_TIMER, continue_commit, give_up
from crm.persistence.work import CrmWork

_MOST_ATTEMPTS = 4


class CrmTimers:
    """Each runs in a transaction of its own and schedules the next chunk in it."""

    @when_due(CHECK_TIMER)
    def check_import(self, item: DueItem, work: CrmWork) -> None:
        """Try the next rows of an import, with the rights of whoever asked."""
        if item.attempts >= _MOST_ATTEMPTS:
            give_up(work, import_id=UUID(item.key))
            return
        work.act_as(caller_with(item.payload, item.organisation_id))
        continue_check(work, import_id=UUID(item.key), rights=item.payload)

    @when_due(SWEEP_TIMER)
    def sweep_attachments(self, item: DueItem, work: CrmWork) -> None:
        """Forget contents that failed uploads left behind."""
        sweep_orphans(work)

    @when_due(COMMIT_TIMER)
    def commit_import(self, item: DueItem, work: CrmWork) -> None:
        """Write the next rows of an import; rights were asked when it was checked."""
        if item.attempts >= _MOST_ATTEMPTS:
            give_up(work, import_id=UUID(item.key))
            return
        actor_id = UUID(item.payload["actor_id"])
        platform = system_caller(item.organisation_id, source="import")
        work.act_as(replace(platform, actor_id=actor_id))
        continue_commit(work, import_id=UUID(item.key))
