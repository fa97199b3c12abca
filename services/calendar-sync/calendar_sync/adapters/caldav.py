"""
A calendar on a CalDAV server (RFC 4791): one collection, one resource for each event.

Names of resources are ours, every write has a precondition, and redirects are not followed.
"""

from collections.abc import Callable, Mapping
from functools import partial
from urllib.parse import quote, unquote
from uuid import UUID
from xml.sax.saxutils import escape

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from shared.capabilities.outbound import AddressRefused, Answer, Outbound, Unreachable
from shared.persistence.vault import SecretUnreadable

from calendar_sync.adapters.ical import event_text, read_event
from calendar_sync.application.ports import (
    Appointment,
    Calendar,
    CalendarForbidden,
    CalendarUnavailable,
    Changes,
    CursorExpired,
    EventChanged,
    EventRefused,
    RemoteEvent,
    Vault,
)
from calendar_sync.domain.accounts import Account, Binding

_WHAT = (
    b'<?xml version="1.0" encoding="utf-8"?>'
    b'<propfind xmlns="DAV:"><prop><resourcetype/></prop></propfind>'
)
_CHANGES = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<sync-collection xmlns="DAV:"><sync-token>{cursor}</sync-token>'
    "<sync-level>1</sync-level><prop><getetag/></prop></sync-collection>"
)
_CALENDAR = "{urn:ietf:params:xml:ns:caldav}calendar"
_TEXT = {"Content-Type": "text/calendar; charset=utf-8"}
_MISSING = (404, 410)
_CHANGED = 412
_REFUSED = (400, 405, 409, 413, 415, 422)


class CalDavCalendar:
    """
    One calendar collection.

    Args:
        url: Of the collection, with a slash at the end.
        password: Unseals the password when it is needed.
        allow_private: Let the address lead into our own network.
    """

    def __init__(
        self, *, url: str, username: str, password: Callable[[], str], allow_private: bool
    ) -> None:
        self._url = url
        self._username, self._password = username, password
        self._outbound = Outbound(allow_private=allow_private)

    def check(self) -> None:
        headers = {"Depth": "0", "Content-Type": "application/xml; charset=utf-8"}
        answer = self._call("PROPFIND", "", body=_WHAT, headers=headers)
        if answer.status != 207 or not _is_calendar(answer.body):
            raise CalendarForbidden("There is no calendar at this address.")

    def get(self, href: str) -> RemoteEvent | None:
        answer = self._call("GET", href)
        if answer.status in _MISSING:
            return None
        if answer.status != 200:
            raise CalendarUnavailable(f"The calendar answered with status {answer.status}.")
        etag = answer.headers.get("etag", "")
        return RemoteEvent(href=href, etag=etag, **read_event(answer.body))

    def create(self, href: str, appointment: Appointment) -> str:
        return self._put(href, appointment, {"If-None-Match": "*"})

    def replace(self, href: str, appointment: Appointment, *, etag: str) -> str:
        return self._put(href, appointment, {"If-Match": etag})

    def remove(self, href: str, *, etag: str) -> None:
        answer = self._call("DELETE", href, headers={"If-Match": etag})
        if answer.status in _MISSING:
            return
        _refuse(answer)

    def changes_since(self, cursor: str | None) -> Changes:
        body = _CHANGES.format(cursor=escape(cursor or "")).encode()
        headers = {"Content-Type": "application/xml; charset=utf-8"}
        answer = self._call("REPORT", "", body=body, headers=headers)
        if answer.status == 207:
            return _read_changes(answer.body)
        if cursor:
            raise CursorExpired("The calendar forgot how far we had read.")
        return Changes(cursor=None)  # it does not know this question (RFC 6578)

    def _put(self, href: str, appointment: Appointment, condition: Mapping[str, str]) -> str:
        headers = {**_TEXT, **condition}
        answer = self._call("PUT", href, body=event_text(appointment), headers=headers)
        if answer.status in _MISSING or _lacks_calendar(answer):
            raise CalendarForbidden("There is no calendar at this address any more.")
        _refuse(answer)
        if etag := answer.headers.get("etag"):
            return etag
        there = self.get(href)  # the server changed what we wrote, so it gave no etag
        if there is None:
            raise EventChanged("The event is gone already.")
        return there.etag

    def _call(
        self,
        method: str,
        href: str,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        try:
            auth = (self._username, self._password())
            answer = self._outbound.call(
                method, self._url + quote(href), body=body, headers=headers, auth=auth
            )
        except SecretUnreadable as error:
            raise CalendarForbidden(
                "The stored password cannot be read; enter it again."
            ) from error
        except AddressRefused as error:
            raise CalendarForbidden(str(error)) from error
        except Unreachable as error:
            raise CalendarUnavailable(f"The calendar gave {error}.") from error
        _refuse_account(answer)
        return answer


def _refuse_account(answer: Answer) -> None:
    """What is about the calendar, whatever was asked of it."""
    if answer.status == 401 or (answer.status == 403 and b"error" not in answer.body):
        raise CalendarForbidden("The calendar does not let us in, or not write.")
    if 300 <= answer.status < 400:
        raise CalendarForbidden("The calendar has moved to another address.")
    if answer.status in (423, 429) or (answer.status >= 500 and answer.status != 501):
        wait = answer.headers.get("retry-after", "")
        raise CalendarUnavailable(
            f"The calendar answered with status {answer.status}.",
            retry_after_seconds=float(wait) if wait.isdigit() else None,
        )


def _refuse(answer: Answer) -> None:
    """What is about the event."""
    if answer.status == _CHANGED:
        raise EventChanged("The event is not as we left it.")
    if answer.status in _REFUSED or answer.status == 403:
        raise EventRefused(f"The calendar does not take the event (status {answer.status}).")
    if not 200 <= answer.status < 300:
        raise CalendarUnavailable(f"The calendar answered with status {answer.status}.")


def _lacks_calendar(answer: Answer) -> bool:
    """A conflict that names no condition is about the collection, which is not there."""
    return answer.status == 409 and b"error" not in answer.body


def _read_changes(body: bytes) -> Changes:
    try:
        whole = ElementTree.fromstring(body)
    except (ElementTree.ParseError, DefusedXmlException):
        raise CalendarUnavailable("The calendar answered something that is not XML.") from None
    etags, removed = {}, []
    for each in whole.findall("{DAV:}response"):
        name = unquote(each.findtext("{DAV:}href", "").rstrip("/").rpartition("/")[2])
        etag = each.findtext("{DAV:}propstat/{DAV:}prop/{DAV:}getetag")
        if etag:
            etags[name] = etag
        elif "404" in each.findtext("{DAV:}status", ""):
            removed.append(name)
    cursor = whole.findtext("{DAV:}sync-token")
    return Changes(cursor=cursor, etags=etags, removed=removed)


def _is_calendar(body: bytes) -> bool:
    try:
        return any(each.tag == _CALENDAR for each in ElementTree.fromstring(body).iter())
    except (ElementTree.ParseError, DefusedXmlException):
        return False


class CalDavCalendars:
    """Opens calendars; one connection for each, kept until the account is changed."""

    def __init__(self, vault: Vault, *, allow_private: bool) -> None:
        self._vault = vault
        self._allow_private = allow_private
        self._open: dict[UUID, tuple[int, CalDavCalendar]] = {}

    def open(self, account: Account, binding: Binding) -> Calendar:
        """The calendar, without calling it."""
        version, calendar = self._open.get(binding.id, (-1, None))
        if calendar is None or version != account.version:
            calendar = CalDavCalendar(
                url=binding.external_calendar_id,
                username=account.username,
                password=partial(self._vault.open, account.secret or b"", record_id=account.id),
                allow_private=self._allow_private,
            )
            self._open[binding.id] = (account.version, calendar)
        return calendar
