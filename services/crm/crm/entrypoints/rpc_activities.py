"""Activities, as others may call them."""

from uuid import UUID

from shared.contracts.crm.activities.occurrence_views import OccurrenceFields
from shared.contracts.crm.timeline_views import ActivityFields, ActivityView
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from crm.application import activities
from crm.application.occurrences import changing
from crm.application.occurrences.changing import Which
from crm.domain.activities import Activity
from crm.persistence.occurrences.views import view_of
from crm.persistence.work import CrmWork


class ActivitiesRpc:
    """Promised in ``shared.contracts.crm.timeline_rpc.ActivityCalls``."""

    @command()
    def create_activity(self, work: CrmWork, *, fields: ActivityFields) -> ActivityView:
        return _view(work, activities.create_activity(work, fields=fields))

    @question()
    def get_activity(self, work: CrmWork, *, activity_id: UUID) -> ActivityView:
        return work.activities.show(activity_id)

    @question()
    def list_activities(self, work: CrmWork, *, query: ListQuery) -> Page[ActivityView]:
        return work.activities.page(query)

    @command()
    def change_activity(
        self, work: CrmWork, *, activity_id: UUID, expected_version: int, fields: ActivityFields
    ) -> ActivityView:
        changed = activities.change_activity(
            work, activity_id=activity_id, expected_version=expected_version, fields=fields
        )
        return _view(work, changed)

    @command()
    def complete_activity(
        self,
        work: CrmWork,
        *,
        activity_id: UUID,
        outcome: str | None = None,
        occurrence_start: str | None = None,
        expected_version: int | None = None,
    ) -> ActivityView:
        which = Which(activity_id, occurrence_start, expected_version)
        return _view(work, changing.settle_activity(work, which, status="done", outcome=outcome))

    @command()
    def cancel_activity(
        self,
        work: CrmWork,
        *,
        activity_id: UUID,
        occurrence_start: str | None = None,
        expected_version: int | None = None,
    ) -> ActivityView:
        which = Which(activity_id, occurrence_start, expected_version)
        return _view(work, changing.settle_activity(work, which, status="cancelled"))

    @command()
    def no_show_activity(
        self,
        work: CrmWork,
        *,
        activity_id: UUID,
        outcome: str | None = None,
        occurrence_start: str | None = None,
        expected_version: int | None = None,
    ) -> ActivityView:
        which = Which(activity_id, occurrence_start, expected_version)
        return _view(work, changing.settle_activity(work, which, status="no_show", outcome=outcome))

    @command()
    def change_occurrence_activity(
        self,
        work: CrmWork,
        *,
        activity_id: UUID,
        occurrence_start: str,
        scope: str = "this",
        fields: OccurrenceFields,
        expected_version: int | None = None,
    ) -> ActivityView:
        which = Which(activity_id, occurrence_start, expected_version)
        return _view(work, changing.change_occurrence(work, which, scope=scope, fields=fields))

    @command()
    def archive_activity(
        self, work: CrmWork, *, activity_id: UUID, expected_version: int | None = None
    ) -> ActivityView:
        archived = activities.archive_activity(
            work, activity_id=activity_id, expected_version=expected_version
        )
        return _view(work, archived)

    @command()
    def restore_activity(self, work: CrmWork, *, activity_id: UUID) -> ActivityView:
        return _view(work, activities.restore_activity(work, activity_id=activity_id))


def _view(work: CrmWork, activity: Activity) -> ActivityView:
    return view_of(activity, activity.participants, work.caller, changes=activity.changes)
