"""What people do with their calendar accounts."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from shared.capabilities.outbound import AddressRefused, check_url
from shared.capabilities.policy import authorise, require
from shared.contracts.calendar_sync.views import AccountFields, BindingFields
from shared.kernel.errors import Conflict, FieldError, Invalid

from calendar_sync.application.ports import CalendarWork
from calendar_sync.application.waking import keep_sweeping, wake
from calendar_sync.domain.accounts import Account, AccountStatus, Binding
from calendar_sync.domain.errors import AccountGone, AccountInvalid
from calendar_sync.domain.operations import SyncState

WINDOW_BACK, WINDOW_AHEAD = timedelta(days=30), timedelta(days=365)
_OF_BINDING = ("kinds", "privacy")
_UNKNOWN = "calendar_sync.account_unknown"


def create_account(work: CalendarWork, *, fields: AccountFields) -> Account:
    """
    Connect a calendar of the caller; a sync worker tries it and then fills it.

    Raises:
        AccountInvalid: With every fault.
        Conflict: ``calendar_sync.account_exists``.
    """
    require(work.caller, "calendar.create")
    caller, given = work.caller, fields.given()
    account = Account(user_id=caller.actor_id, unit_id=caller.unit_id)
    of_binding = {name: given.pop(name) for name in _OF_BINDING if name in given}
    _fill(work, account, given)
    binding = Binding(
        account_id=account.id,
        user_id=account.user_id,
        unit_id=account.unit_id,
        external_calendar_id=account.url,
        **of_binding,
    )
    binding.check()
    work.save(account)
    work.save(binding)
    work.operations.put_state(SyncState(binding_id=binding.id))
    fill_binding(work, binding)
    return account


def change_account(
    work: CalendarWork, *, account_id: UUID, expected_version: int, fields: AccountFields
) -> Account:
    """
    Change user name or password; they are tried at once.

    Raises:
        AccountInvalid: With every fault; another address is another account.
        AccountGone: It is disconnected.
    """
    account = _mine(work, account_id, "calendar.update", expected_version)
    if account.archived_at is not None:
        raise AccountGone(account_id)
    given = fields.given()
    for name, value in (("url", account.url), ("provider", account.provider)):
        if given.get(name, value) != value:
            raise AccountInvalid([FieldError(f"/{name}", "read_only", "never changes")])
    for name in _OF_BINDING:
        if name in given:
            raise AccountInvalid([FieldError(f"/{name}", "read_only", "stands in the binding")])
    _fill(work, account, given)
    account.status = AccountStatus.CONNECTING
    work.save(account)
    for binding in work.accounts.bindings_of(account.id):
        _begin_anew(work, binding)
    return account


def archive_account(
    work: CalendarWork, *, account_id: UUID, expected_version: int | None = None
) -> Account:
    """Disconnect: credentials are destroyed; what stands in the calendar stays there."""
    account = _mine(work, account_id, "calendar.archive", expected_version)
    if account.archived_at is None:
        account.archived_at, account.secret = work.now(), None
        account.status = AccountStatus.DISCONNECTED
        work.save(account)
        for binding in work.accounts.bindings_of(account.id):
            binding.archived_at = work.now()
            work.save(binding)
    return account


def change_binding(
    work: CalendarWork, *, binding_id: UUID, expected_version: int, fields: BindingFields
) -> Binding:
    """
    Change what is sent to a calendar; events that no longer belong there are removed.

    Raises:
        AccountInvalid: An impossible privacy.
    """
    binding = work.accounts.binding(binding_id, expected_version=expected_version, lock=True)
    authorise(
        work.caller,
        "calendar.update",
        binding,
        owner="user_id",
        unknown="calendar_sync.binding_unknown",
    )
    if binding.archived_at is not None:
        raise AccountGone(binding.account_id)
    for name, value in fields.given().items():
        setattr(binding, name, value)
    binding.check()
    work.save(binding)
    fill_binding(work, binding)
    return binding


def fill_binding(work: CalendarWork, binding: Binding) -> None:
    """Queue everything in the window, and what stands in the calendar already."""
    now = work.now()
    work.operations.state(binding.id, lock=True)
    work.operations.queue_everything(binding, since=now - WINDOW_BACK, until=now + WINDOW_AHEAD)
    wake(work, binding.id)
    keep_sweeping(work)


def _begin_anew(work: CalendarWork, binding: Binding) -> None:
    state = work.operations.state(binding.id, lock=True)
    work.operations.put_state(state.begun_anew())
    fill_binding(work, binding)


def _mine(
    work: CalendarWork, account_id: UUID, grant: str, expected_version: int | None
) -> Account:
    account = work.accounts.get(account_id, expected_version=expected_version, lock=True)
    authorise(work.caller, grant, account, owner="user_id", unknown=_UNKNOWN)
    return account


def _fill(work: CalendarWork, account: Account, given: dict[str, Any]) -> None:
    if "password" in given:
        account.secret = work.vault.seal(given.pop("password"), record_id=account.id)
    for name, value in given.items():
        setattr(account, name, value.rstrip("/") + "/" if name == "url" else value)
    account.check()
    try:
        check_url(account.url, allow_private=work.allow_private)
    except AddressRefused as error:
        fault = FieldError("/url", "url_not_allowed", str(error))
        raise Invalid(str(error), code="calendar_sync.url_not_allowed", errors=[fault]) from None
    if work.accounts.exists(account):
        raise Conflict("The calendar is connected already.", code="calendar_sync.account_exists")
