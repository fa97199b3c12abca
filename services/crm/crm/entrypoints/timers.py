"""What the worker runs when it is due: imports, chunk by chunk."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from shared.messaging.timers import DueItem, when_due

from crm.application.attachments.files import SWEEP_TIMER, sweep_orphans
from crm.application.imports.checks import (
    CHECK_TIMER,
    caller_with,
    continue_check,
)
from crm.application.imports.commits import COMMIT_TIMER, continue_commit, give_up
from crm.application.imports.undoing import UNDO_TIMER, continue_undo
from crm.persistence.work import CrmWork

_MOST_ATTEMPTS = 4


class CrmTimers:
    """Each runs in a transaction of its own and schedules the next chunk in it."""

    @when_due(CHECK_TIMER)
    def check_import(self, item: DueItem, work: CrmWork) -> None:
        """Try the next rows of an import, with the rights of whoever asked."""
        _go_on(continue_check, item, work)

    @when_due(SWEEP_TIMER)
    def sweep_attachments(self, item: DueItem, work: CrmWork) -> None:
        """Forget contents that failed uploads left behind."""
        sweep_orphans(work)

    @when_due(COMMIT_TIMER)
    def commit_import(self, item: DueItem, work: CrmWork) -> None:
        """Write the next rows of an import, with the rights of whoever asked."""
        _go_on(continue_commit, item, work)

    @when_due(UNDO_TIMER)
    def undo_import(self, item: DueItem, work: CrmWork) -> None:
        """Take back the next rows of an import, with the rights of whoever asked."""
        _go_on(continue_undo, item, work)


def _go_on(step: Callable[..., None], item: DueItem, work: CrmWork) -> None:
    if item.attempts >= _MOST_ATTEMPTS:
        give_up(work, import_id=UUID(item.key))
        return
    caller = caller_with(item.payload, item.organisation_id)
    work.act_as(replace(caller, correlation_id=item.key))  # the audit trail names the import
    step(work, import_id=UUID(item.key), rights=item.payload)
