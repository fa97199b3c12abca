"""Sessions and principals, as the gateway calls them."""

from uuid import UUID

from shared.capabilities.policy import same_organisation
from shared.contracts.identity.views import OpenSessionView, PrincipalView, SessionView
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from identity.application import api_tokens, sessions
from identity.domain.errors import SessionEnded
from identity.entrypoints.views import open_session_view, session_view
from identity.persistence import tables
from identity.persistence.sessions import SESSION_COLUMNS, SESSIONS
from identity.persistence.work import IdentityWork


class SessionsRpc:
    """Promised in shared.contracts.identity.rpc."""

    @command(anonymous=True, kept=False)
    def log_in(
        self,
        work: IdentityWork,
        *,
        email: str,
        password: str,
        address: str = "",
        client: str = "web",
    ) -> SessionView:
        opened = sessions.log_in(
            work, email=email, password=password, address=address, client=client
        )
        return session_view(opened, work.now())

    @command(anonymous=True, kept=False)
    def refresh_session(
        self, work: IdentityWork, *, refresh_token: str, in_cookie: bool = False
    ) -> SessionView:
        opened = sessions.refresh_session(work, refresh_token=refresh_token, in_cookie=in_cookie)
        return session_view(opened, work.now())

    @command(anonymous=True, kept=False)
    def log_out(self, work: IdentityWork, *, refresh_token: str) -> None:
        sessions.log_out(work, refresh_token=refresh_token)

    @question(anonymous=True)
    def get_principal(
        self,
        work: IdentityWork,
        *,
        user_id: UUID,
        session_id: UUID,
        organisation_id: UUID | None = None,
    ) -> PrincipalView:
        organisation_id = organisation_id or work.logins.organisation_of(user_id)
        if organisation_id is None:
            raise SessionEnded
        return api_tokens.principal_of_session(
            work, user_id=user_id, session_id=session_id, organisation_id=organisation_id
        )

    @command(anonymous=True, kept=False)
    def get_principal_by_api_token(self, work: IdentityWork, *, token: str) -> PrincipalView:
        return api_tokens.principal_of_api_token(work, token=token)

    @question()
    def list_sessions(self, work: IdentityWork, *, query: ListQuery) -> Page[OpenSessionView]:
        own = tables.sessions.c.user_id == work.caller.actor_id
        where = same_organisation(work.caller, tables.sessions) & own
        return SESSIONS.page(
            work, query, where=where, columns=SESSION_COLUMNS, to_view=open_session_view
        )

    @command()
    def end_session(self, work: IdentityWork, *, session_id: UUID) -> None:
        sessions.end_session(work, session_id=session_id)
