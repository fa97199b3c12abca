"""Accounts, as the gateway may call them.  Promised in shared.contracts.calendar_sync.rpc."""

from uuid import UUID

from shared.contracts.calendar_sync.views import AccountFields, AccountView
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from calendar_sync.application import accounts as use_cases
from calendar_sync.persistence.accounts import account_view, list_accounts
from calendar_sync.persistence.work import CalendarSyncWork


class AccountsRpc:
    """People's calendars at their providers."""

    @command()
    def create_account(self, work: CalendarSyncWork, *, fields: AccountFields) -> AccountView:
        return account_view(work, use_cases.create_account(work, fields=fields).id)

    @question()
    def get_account(self, work: CalendarSyncWork, *, account_id: UUID) -> AccountView:
        return account_view(work, account_id)

    @question()
    def list_accounts(self, work: CalendarSyncWork, *, query: ListQuery) -> Page[AccountView]:
        return list_accounts(work, query)

    @command()
    def change_account(
        self,
        work: CalendarSyncWork,
        *,
        account_id: UUID,
        expected_version: int,
        fields: AccountFields,
    ) -> AccountView:
        use_cases.change_account(
            work, account_id=account_id, expected_version=expected_version, fields=fields
        )
        return account_view(work, account_id)

    @command()
    def archive_account(
        self, work: CalendarSyncWork, *, account_id: UUID, expected_version: int | None = None
    ) -> AccountView:
        use_cases.archive_account(work, account_id=account_id, expected_version=expected_version)
        return account_view(work, account_id)
