"""Signing up, signing in, and who one is."""

from typing import Any

from flask import Response, request
from shared.contracts.identity.views import (
    OpenSessionView,
    PrincipalView,
    SessionView,
    SignedUpView,
)

from gateway.http import answers, authentication
from gateway.http.calls import listing, posting
from gateway.http.exchange import Exchange, refuse_field
from gateway.http.routing import API, Route
from gateway.http.schemas.identity import LoginBody, PasswordBody, RefreshBody, SignUpBody

TAG = "Session"
WEB = "web"


def _sign_up(exchange: Exchange) -> Response:
    made = exchange.ask_patiently("identity.sign_up", fields=exchange.body)
    return exchange.created(made, f"{API}/organisation")


def _log_in(exchange: Exchange) -> Response:
    body = exchange.body
    client = body.get("client", "api")
    session = exchange.ask(
        "identity.log_in",
        email=body["email"],
        password=body["password"],
        address=request.remote_addr or "",
        client="mobile" if client == "mobile" else WEB,
    )
    return _opened(session, in_cookie=client == WEB)


def _refresh(exchange: Exchange) -> Response:
    token, in_cookie = _refresh_token(exchange)
    if token is None:
        raise refuse_field("refresh_token", "required", "Missing data for required field.")
    session = exchange.ask("identity.refresh_session", refresh_token=token, in_cookie=in_cookie)
    return _opened(session, in_cookie=in_cookie)


def _log_out(exchange: Exchange) -> Response:
    token, _ = _refresh_token(exchange)
    if token is not None:
        exchange.ask("identity.log_out", refresh_token=token)
    elif "Authorization" in request.headers:
        exchange.end_own_session()
    exchange.principals.forget(request.headers.get("Authorization", "").partition(" ")[2].strip())
    answer = answers.nothing()
    authentication.forget_refresh_token(answer)
    return answer


def _who(exchange: Exchange) -> Response:
    return exchange.one(exchange.principal.view)


def _refresh_token(exchange: Exchange) -> tuple[str | None, bool]:
    """The token of the body, or of the cookie; and whether it came in the cookie."""
    if (given := exchange.body.get("refresh_token")) is not None:
        return given, False
    cookie = request.cookies.get(authentication.REFRESH_COOKIE)
    if cookie is None:
        return None, False
    authentication.refuse_other_sites()
    return cookie, True


def _opened(session: dict, *, in_cookie: bool) -> Response:
    token = session["refresh_token"]
    shown = session | {"refresh_token": None} if in_cookie else session
    answer = answers.json_response(shown)
    answer.headers["Cache-Control"] = "no-store"
    if in_cookie:
        seconds = session["refresh_expires_in_seconds"]
        authentication.remember_refresh_token(answer, token, seconds=seconds)
    return answer


def _public(path: str, summary: str, **more: Any) -> Route:
    return Route(verb="POST", path=path, tag=TAG, summary=summary, is_public=True, **more)


ROUTES = (
    _public(
        "/organisations",
        "Open a trial of 30 days for a new organisation.",
        view=_sign_up,
        body=SignUpBody,
        answer=SignedUpView,
        status=201,
        refusals=(409, 429),
    ),
    _public(
        "/auth/login",
        "Sign in.  For client web the refresh token is kept in a cookie, else it is answered.",
        view=_log_in,
        body=LoginBody,
        answer=SessionView,
        refusals=(401, 429),
    ),
    _public(
        "/auth/refresh",
        "Continue a session; the refresh token is used up and a new one given.",
        view=_refresh,
        body=RefreshBody,
        body_needed=False,
        answer=SessionView,
        refusals=(401, 403),
    ),
    _public(
        "/auth/logout",
        "End the session of the refresh token; without one, that of the access token.",
        view=_log_out,
        body=RefreshBody,
        body_needed=False,
        status=204,
        refusals=(403,),
    ),
    Route(
        verb="GET",
        path="/auth/me",
        tag=TAG,
        summary="Who the token stands for and what he may do.",
        view=_who,
        answer=PrincipalView,
    ),
    posting(
        "/auth/password",
        "identity.change_password",
        tag=TAG,
        answer=None,
        summary="Change the caller's own password.",
        body=PasswordBody,
        is_session=True,
        refusals=(401,),
    ),
    listing(
        "/auth/sessions",
        "identity.list_sessions",
        tag=TAG,
        answer=OpenSessionView,
        summary="List the caller's own sessions.",
    ),
    posting(
        "/auth/sessions/{session_id}/end",
        "identity.end_session",
        tag=TAG,
        answer=None,
        summary="End a session.",
        is_session=True,
    ),
)
