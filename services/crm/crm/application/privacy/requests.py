"""Use cases of requests of people: asking, deciding, and carrying them through all services."""

import hashlib
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from shared.capabilities.policy import require
from shared.contracts.crm.events import PrivacyErasedV1, PrivacyEraseRequestedV1
from shared.contracts.crm.privacy_views import PrivacyRequestFields
from shared.contracts.declare import EVENTS, dump, load, type_of
from shared.contracts.privacy import PartDone, SubjectState
from shared.kernel.context import SYSTEM_ACTOR
from shared.kernel.errors import Invalid

from crm.application.changing import allow, refuse_stale
from crm.application.ports import CrmWork
from crm.application.privacy.exports import begin_export
from crm.domain.privacy.requests import (
    KINDS,
    ROUNDS,
    PrivacyRequest,
    RequestOpen,
    SubjectIsUser,
    due_on,
)
from crm.domain.values.contact_points import email, phone
from crm.domain.values.texts import line, paragraphs

NOUN = "privacy_request"
_COPY_DAYS = 7


def every_service() -> list[str]:
    """The services that take part: all that say when their part is done."""
    parts = (each for each in EVENTS.values() if issubclass(each, PartDone))
    return sorted(type_of(each).source for each in parts)


def create_privacy_request(work: CrmWork, *, fields: PrivacyRequestFields) -> PrivacyRequest:
    """
    Take a person's request; a copy is begun at once, an erasure waits for a second person.

    Raises:
        Invalid: ``crm.privacy_kind_unknown``, ``crm.privacy_subject_missing``.
        RequestOpen, SubjectIsUser: see the classes.
    """
    given = fields.given()
    kind = given.get("kind")
    if kind not in KINDS:
        raise Invalid(f"one of {', '.join(KINDS)}", code="crm.privacy_kind_unknown")
    require(work.caller, "privacy.export" if kind == "export" else "privacy.create")
    subject = _subject(work, given)
    if kind == "erase" and work.privacy.is_user(subject.emails):
        raise SubjectIsUser
    if (earlier := work.privacy.open_request(kind, subject)) is not None:
        raise RequestOpen(earlier)
    reason = paragraphs(2000)(given.get("reason"))
    request = new_request(work, kind, subject, reason=reason, source=work.caller.source)
    if kind == "export":
        _begin_copy(work, request, subject)
    return request


def new_request(
    work: CrmWork, kind: str, subject: SubjectState, *, reason: str | None, source: str
) -> PrivacyRequest:
    """Store a request; one that retention proposes waits for two decisions in one."""
    request = PrivacyRequest(
        kind=kind,
        status="proposed" if source == "retention" else "requested",
        contact_id=subject.contact_ids[0] if subject.contact_ids else None,
        subject=dump(subject),
        reason=reason,
        source=source,
        requested_by=work.caller.actor_id,
        requested_at=work.now(),
        due_on=due_on(work.today()),
    )
    work.save(request)
    return request


def approve_privacy_request(
    work: CrmWork, *, request_id: UUID, expected_version: int | None = None
) -> PrivacyRequest:
    """
    Let an erasure begin, as the second person.

    Raises:
        RequestDecided, SamePerson: see the classes.
    """
    require(work.caller, "privacy.approve")
    request = work.privacy.request(request_id, lock=True)
    refuse_stale(request, NOUN, expected_version)
    request.approve(work.caller.actor_id, work.now())
    known: SubjectState = load(SubjectState, request.subject)
    subject = work.privacy.subject(known.contact_ids, known.emails, known.phones, known.names)
    request.subject = dump(subject)
    work.save(request)
    _ask_all(work, request)
    return request


def refuse_privacy_request(
    work: CrmWork, *, request_id: UUID, reason: str, expected_version: int | None = None
) -> PrivacyRequest:
    """
    Close an erasure without doing anything.

    Raises:
        RequestDecided: It has begun, or is over.
    """
    require(work.caller, "privacy.approve")
    request = work.privacy.request(request_id, lock=True)
    refuse_stale(request, NOUN, expected_version)
    request.refuse(work.caller.actor_id, paragraphs(2000)(reason) or "", work.now())
    work.save(request)
    return request


def note_erased_part(work: CrmWork, *, part: PartDone) -> None:
    """A service has done its part; when all have, the next round begins or it is over."""
    request = work.privacy.request(part.request_id, lock=True)
    if request.status != "running":
        return
    request.note_part(part.service, part.round_no, part.counts, work.now())
    if request.missing(every_service()):
        work.save(request)
    elif request.round_no < ROUNDS:
        request.round_no += 1
        work.save(request)
        _ask_all(work, request)
    else:
        _complete(work, request)


def close_copy(work: CrmWork, *, export_id: UUID) -> None:
    """The copy somebody asked for is written."""
    request = work.privacy.request_of(export_id)
    if request is not None and request.status == "running":
        request.close(work.now())
        work.save(request)


def _ask_all(work: CrmWork, request: PrivacyRequest) -> None:
    work.publish(
        PrivacyEraseRequestedV1(
            request_id=request.id,
            version=request.round_no,
            round_no=request.round_no,
            subject=load(SubjectState, request.subject),
        )
    )


def _begin_copy(work: CrmWork, request: PrivacyRequest, subject: SubjectState) -> None:
    expires_at = work.now() + timedelta(days=_COPY_DAYS)
    export = begin_export(work, kind="subject", expires_at=expires_at, subject=subject)
    request.export_id, request.status = export.id, "running"
    work.save(request)


def _complete(work: CrmWork, request: PrivacyRequest) -> None:
    subject: SubjectState = load(SubjectState, request.subject)
    work.privacy.bury(subject, request.id)
    certificate = certificate_of(request, completed_at=work.now())
    request.close(work.now(), certificate)
    work.save(request)
    work.privacy.forget_requests(request.id)
    work.publish(
        PrivacyErasedV1(
            request_id=request.id,
            version=request.version,
            contact_ids=subject.contact_ids,
            certificate_hash=certificate["hash"],
        )
    )


def certificate_of(request: PrivacyRequest, *, completed_at: Any) -> dict[str, Any]:
    """What was done, by whom and when; the hash shows that nothing of it was changed since."""
    facts = {
        "request_id": request.id,
        "requested_by": request.requested_by,
        "requested_at": request.requested_at,
        "approved_by": request.approved_by or SYSTEM_ACTOR,
        "approved_at": request.approved_at,
        "completed_at": completed_at,
        "services": request.parts,
    }
    plain = dump(facts)
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return {**plain, "hash": hashlib.sha256(text.encode()).hexdigest()}


def _subject(work: CrmWork, given: dict[str, Any]) -> SubjectState:
    """Whom a request is about: a contact the caller may change, or what he is known by."""
    contact_id = given.get("contact_id")
    ids, emails, phones = [], [], []
    if contact_id is not None:
        contact = work.contacts.get(contact_id)
        allow(work, "contact.view", contact, "contact")
        ids.append(contact.id)
    if address := email(given.get("email")):
        emails.append(address)
    if number := phone(given.get("phone")):
        phones.append(number)
    name = line(200)(given.get("name"))
    if not ids and not emails and not phones:
        raise Invalid("a contact, e-mail or phone is needed", code="crm.privacy_subject_missing")
    return work.privacy.subject(ids, emails, phones, [name] if name else [])
