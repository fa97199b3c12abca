"""What others are told of records a forgotten person stood in."""

from shared.contracts.crm.events import ActivityUpdatedV1, CustomerUpdatedV1

from crm.application.customer_facts import tell
from crm.application.ports import CrmWork
from crm.domain.activities import Activity
from crm.domain.customers import Customer

_MADE = ("activity_id", "archived")


def retell_activity(work: CrmWork, activity: Activity) -> None:
    """Publish an activity as it stands: calendars replace what they show."""
    same = [name for name in ActivityUpdatedV1.__struct_fields__ if name not in _MADE]
    work.publish(
        ActivityUpdatedV1(
            **{name: getattr(activity, name) for name in same},
            activity_id=activity.id,
            archived=activity.archived_at is not None,
        )
    )


def retell_customer(work: CrmWork, customer: Customer) -> None:
    """Publish a customer as it stands: ERP systems replace what they have."""
    tell(work, CustomerUpdatedV1, customer)
