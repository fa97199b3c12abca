"""Who is calling: reads the Authorization header and the refresh cookie."""

from flask import Response, request

from gateway.http.callers.access_tokens import refuse_token
from gateway.http.callers.principals import Principal, Principals
from gateway.http.problems import EdgeProblem
from gateway.services.client import CallContext

REFRESH_COOKIE = "__Host-samspill-refresh"
_SAFE_SITES = ("same-origin", "none")


def bearer_token() -> str:
    """
    The token of the Authorization header.

    Raises:
        EdgeProblem: 401 when there is none.
    """
    given = request.headers.get("Authorization")
    if given is None:
        raise EdgeProblem(401, "platform.token_missing", "Send Authorization: Bearer and a token.")
    scheme, _, token = given.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or "," in token or " " in token:
        raise refuse_token()
    return token


def signed_in(principals: Principals, context: CallContext) -> Principal:
    """
    Who is calling.

    Raises:
        EdgeProblem: 401.
    """
    return principals.of(bearer_token(), context=context)


def refuse_expired_trial(principal: Principal) -> None:
    """
    Let an organisation whose trial is over read, and no more.

    Raises:
        EdgeProblem: 403 with code ``identity.trial_expired``.
    """
    if not principal.writes_allowed:
        raise EdgeProblem(
            403, "identity.trial_expired", "The trial is over; everything can still be read."
        )


def refuse_other_sites() -> None:
    """
    Keep other sites from using the refresh cookie.

    Raises:
        EdgeProblem: 403.
    """
    origin = request.headers.get("Origin")
    foreign = origin is not None and origin.partition("://")[2] != request.host
    if foreign or request.headers.get("Sec-Fetch-Site", "none") not in _SAFE_SITES:
        raise EdgeProblem(403, "platform.cross_site", "Another site may not do this.")


def remember_refresh_token(answer: Response, token: str, *, seconds: int) -> None:
    """Keep the refresh token where scripts cannot read it."""
    answer.set_cookie(
        REFRESH_COOKIE,
        token,
        max_age=seconds,
        path="/",
        secure=True,
        httponly=True,
        samesite="Strict",
    )


def forget_refresh_token(answer: Response) -> None:
    """Remove the cookie."""
    answer.set_cookie(
        REFRESH_COOKIE, "", max_age=0, path="/", secure=True, httponly=True, samesite="Strict"
    )
