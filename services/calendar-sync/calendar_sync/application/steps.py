"""One activity into one calendar: what to write, writing it, and storing what came of it."""

from dataclasses import dataclass, replace
from uuid import UUID

from shared.kernel.ids import new_id

from calendar_sync.application.ports import (
    Appointment,
    Calendar,
    CalendarError,
    CalendarWork,
    EventChanged,
    EventRefused,
    RemoteEvent,
)
from calendar_sync.domain.accounts import Binding
from calendar_sync.domain.activities import (
    Activity,
    CalendarEvent,
    Showing,
    event_for,
    fields_of,
    uid_of,
)
from calendar_sync.domain.conflicts import SyncConflict
from calendar_sync.domain.operations import MOST_ATTEMPTS, Link, Operation


@dataclass(frozen=True, kw_only=True)
class Step:
    """
    One call to make.

    Args:
        appointment: What must stand there; None when it must go.
        etag: What stands there as far as we know; None when nothing does.
        ask_first: An earlier call may have arrived.
    """

    binding: Binding
    operation: Operation
    version: int
    link: Link | None
    href: str
    generation: int
    appointment: Appointment | None
    etag: str | None
    ask_first: bool


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """
    What came of a step.

    Args:
        etag: Of the event as it stands there now; None when it does not.
        replaced: What somebody had changed there and we wrote over.
        was_removed: Somebody had removed the event there.
    """

    etag: str | None = None
    replaced: RemoteEvent | None = None
    was_removed: bool = False
    error: CalendarError | None = None


def prepare(work: CalendarWork, binding: Binding, operation: Operation) -> Step | None:
    """What an operation needs; None when it needs no call and is settled."""
    activity = work.activities.find(operation.activity_id)
    link = work.operations.link(binding.id, operation.activity_id)
    version = activity.version if activity else operation.wanted_version
    event = _event(binding, activity)
    if operation.tried_at is None and _stands(link, event):
        work.operations.put(operation.done(version))
        return None
    generation = _generation(link)
    appointment = None
    if activity is not None and event is not None:
        appointment = Appointment(
            uid=uid_of(activity, generation),
            event=event,
            version=version,
            changed_at=activity.changed_at,
        )
    marked = operation.tried(work.now())
    work.operations.put(marked)
    return Step(
        binding=binding,
        operation=marked,
        version=version,
        link=link,
        href=_href(operation.activity_id, generation),
        generation=generation,
        appointment=appointment,
        etag=link.etag if _is_there(link) and link else None,
        ask_first=operation.tried_at is not None,
    )


def _is_there(link: Link | None) -> bool:
    return link is not None and link.tombstone_at is None


def _stands(link: Link | None, event: CalendarEvent | None) -> bool:
    """Whether the calendar is as it should be, as far as we know."""
    if event is None or link is None:
        return event is None and not _is_there(link)
    return _is_there(link) and link.digest == event.digest()


def _event(binding: Binding, activity: Activity | None) -> CalendarEvent | None:
    if activity is None:
        return None
    showing = Showing(
        viewer_id=binding.user_id, kinds=binding.kinds, busy_only=binding.privacy == "busy"
    )
    return event_for(activity, showing)


def _generation(link: Link | None) -> int:
    if link is None:
        return 0
    return link.generation + (1 if link.tombstone_at is not None else 0)


def _href(activity_id: UUID, generation: int) -> str:
    """Chosen by us, so that a write whose answer was lost is found again."""
    return f"samspill-{activity_id}{f'-{generation}' if generation else ''}.ics"


def take_step(calendar: Calendar, step: Step) -> Outcome:
    """
    Speak to the calendar; what is not as we left it is read again, five times at most.

    Raises:
        CalendarForbidden, CalendarUnavailable: The calendar is at fault, not the event.
    """
    try:
        return _write(calendar, step)
    except EventRefused as error:
        return Outcome(error=error)


def _write(calendar: Calendar, step: Step) -> Outcome:
    etag, there, was_removed = step.etag, None, False
    look = step.ask_first
    for _ in range(MOST_ATTEMPTS):
        if look:
            there = calendar.get(step.href)
            was_removed = was_removed or (there is None and etag is not None)
            etag = there.etag if there else None
        foreign = there if there and _is_foreign(step, there) else None
        try:
            written = _write_once(calendar, step, etag, there)
            return Outcome(etag=written, replaced=foreign, was_removed=was_removed)
        except EventChanged:
            look = True
    return Outcome(error=EventRefused("The event keeps changing in the calendar."))


def _write_once(
    calendar: Calendar, step: Step, etag: str | None, there: RemoteEvent | None
) -> str | None:
    if step.appointment is None:
        if etag is not None:
            calendar.remove(step.href, etag=etag)
        return None
    if etag is None:
        return calendar.create(step.href, step.appointment)
    if there is not None and _is_wanted(step, there):
        return there.etag  # our earlier call did arrive
    return calendar.replace(step.href, step.appointment, etag=etag)


def _is_wanted(step: Step, there: RemoteEvent) -> bool:
    if step.appointment is None:
        return False
    event = step.appointment.event
    return there.digest == event.digest() and there.fields == fields_of(event)


def _is_foreign(step: Step, there: RemoteEvent) -> bool:
    """
    Whether somebody changed the event there after we wrote it.

    Every write of ours leaves its digest in the event, where an edit by hand leaves it too.
    """
    if step.link is not None and there.etag == step.link.etag:
        return False
    if there.digest is None:
        return True
    if step.appointment is not None and there.digest == step.appointment.event.digest():
        return not _is_wanted(step, there)
    return step.link is not None and there.digest == step.link.digest


def settle(work: CalendarWork, step: Step, outcome: Outcome) -> None:
    """Store what came of a step, and tell the person what we replaced."""
    operation = work.operations.get(step.operation.id)
    if outcome.error is not None:
        kind, text = outcome.error.kind, str(outcome.error)
        work.operations.put(operation.refused(kind, text))
        work.operations.note(_conflict(step, reason="refused", detail=text))
        return
    _keep_link(work, step, outcome)
    work.operations.put(operation.done(step.version))
    was_removed = outcome.was_removed and step.appointment is not None
    if outcome.replaced is not None or was_removed:
        reason = "deleted_there" if was_removed else "changed_there"
        theirs = outcome.replaced.fields if outcome.replaced else {}
        conflict = _conflict(step, reason=reason)
        work.operations.note(replace(conflict, theirs=dict(theirs), resolution="ours_kept"))


def _keep_link(work: CalendarWork, step: Step, outcome: Outcome) -> None:
    appointment, link = step.appointment, step.link
    if appointment is None:
        if link is not None:
            work.operations.put_link(replace(link, tombstone_at=work.now()))
        return
    work.operations.put_link(
        Link(
            id=link.id if link else new_id(),
            binding_id=step.binding.id,
            activity_id=step.operation.activity_id,
            href=step.href,
            etag=outcome.etag or "",
            ical_uid=appointment.uid,
            generation=step.generation,
            digest=appointment.event.digest(),
            synced_version=step.version,
        )
    )


def _conflict(step: Step, *, reason: str, detail: str | None = None) -> SyncConflict:
    ours: dict[str, str | None] = {}
    if step.appointment is not None and not step.appointment.event.is_private:
        ours = {"title": step.appointment.event.title}
    return SyncConflict(
        binding_id=step.binding.id,
        user_id=step.binding.user_id,
        unit_id=step.binding.unit_id,
        activity_id=step.operation.activity_id,
        reason=reason,
        detail=detail,
        ours=ours,
    )
