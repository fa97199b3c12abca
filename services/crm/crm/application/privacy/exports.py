"""Use cases of exports."""

from datetime import datetime, timedelta
from uuid import UUID

from shared.capabilities.policy import require
from shared.contracts.crm.events import ExportRequestedV1
from shared.contracts.privacy import PartDone, SubjectState
from shared.kernel.errors import Invalid

from crm.application.ports import CrmWork
from crm.domain.privacy.exports import KINDS, Export
from crm.domain.values.texts import line

_MOST_ENTITIES = 200


def create_export(work: CrmWork, *, kind: str, entities: list[str] | None = None) -> Export:
    """
    Have every service write down what it holds of the organisation.

    Raises:
        Invalid: ``crm.export_kind_unknown``, ``crm.export_entities_missing``.
    """
    require(work.caller, "organisation.export")
    if kind not in KINDS:
        raise Invalid(f"one of {', '.join(KINDS)}", code="crm.export_kind_unknown")
    named = sorted({each for text in entities or [] if (each := line(100)(text))})
    if (kind == "list") != bool(named) or len(named) > _MOST_ENTITIES:
        raise Invalid("a list names its entities", code="crm.export_entities_missing")
    expires_at = work.now() + timedelta(days=work.privacy.retention().export_days)
    return begin_export(work, kind=kind, expires_at=expires_at, entities=named)


def begin_export(
    work: CrmWork,
    *,
    kind: str,
    expires_at: datetime,
    entities: list[str] | None = None,
    subject: SubjectState | None = None,
) -> Export:
    """Store an export and ask every service for its part, within the caller's field classes."""
    export = Export(
        kind=kind,
        status="writing",
        requested_by=work.caller.actor_id,
        expires_at=expires_at,
        entities=entities or [],
    )
    work.save(export)
    work.publish(
        ExportRequestedV1(
            export_id=export.id,
            version=export.version,
            kind=kind,
            field_classes=sorted(work.caller.field_classes),
            expires_at=expires_at,
            subject=subject,
            entities=export.entities,
        )
    )
    return export


def note_written_part(work: CrmWork, *, part: PartDone, services: list[str]) -> UUID | None:
    """A service has written its part; the export's id when it was the last one."""
    export = work.privacy.export(part.request_id, lock=True)
    export.note_part(part.service, part.counts, work.now())
    is_ready = export.settle(services, work.now())
    work.save(export)
    return export.id if is_ready else None
