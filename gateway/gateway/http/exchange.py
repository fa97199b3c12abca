"""One request on its way through the gateway: what it asks, for whom, and of which service."""

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from flask import Response, g, request
from shared.kernel.errors import Conflict, FieldError

from gateway.http import answers, authentication, bodies, preconditions, queries
from gateway.http.problems import EdgeProblem, platform_problem, status_of
from gateway.http.validation import check
from gateway.services.client import CallContext
from gateway.services.fan_out import FanOut

if TYPE_CHECKING:
    from gateway.bootstrap import Gateway
    from gateway.http.callers.principals import Principal, Principals
    from gateway.http.routing import Route

REPLAYED = "Idempotency-Replayed"


class Exchange:
    """What views work with; it knows the request, and every way to answer it."""

    def __init__(
        self,
        route: "Route",
        *,
        gateway: "Gateway",
        principals: "Principals",
        path: dict[str, str],
    ) -> None:
        self.route = route
        self.gateway = gateway
        self.principals = principals
        self.path = path
        self._replayed = False

    # Who ------------------------------------------------------------------------------------

    def admit(self) -> None:
        """Refuse a caller who may not come in at all, before anything of the body is read."""
        if self.route.is_public:
            return
        principal = self.principal
        free = self.route.is_session or self.route.after_trial
        if self.route.writes and not free:
            authentication.refuse_expired_trial(principal)

    @cached_property
    def principal(self) -> "Principal":
        """Who is calling."""
        bare = CallContext(request_id=g.request_id, trace_parent=g.trace_parent)
        return authentication.signed_in(self.principals, bare)

    @cached_property
    def context(self) -> CallContext:
        """What travels with the calls of this request."""
        context = CallContext(
            request_id=g.request_id,
            trace_parent=g.trace_parent,
            caller_token="" if self.route.is_public else self.principal.token,
        )
        if not self.route.writes:
            return context
        key = preconditions.idempotency_key(is_public=self.route.is_public)
        body = b"" if self.route.upload else request.get_data(cache=True)
        return replace(
            context,
            idempotency_key=key,
            request_hash=preconditions.request_hash(body) if key else "",
        )

    def renew(self) -> None:
        """Sign the caller again, for answers that take longer than a signature lives."""
        for kept in ("principal", "context"):
            self.__dict__.pop(kept, None)

    def end_own_session(self) -> None:
        """End the session whose access token the caller sent, on a route open to all."""
        principal = self.principal
        self.context = replace(self.context, caller_token=principal.token)
        if (session_id := principal.view["session_id"]) is not None:
            self.ask("identity.end_session", session_id=session_id)

    # What -----------------------------------------------------------------------------------

    @cached_property
    def body(self) -> dict[str, Any]:
        """The body, checked against the route's schema, as plain JSON."""
        if self.route.body is None:
            return {}
        given = bodies.json_body(needed=self.route.body_needed)
        return check(self.route.body, given, is_partial=self.route.is_partial)

    def list_query(self) -> dict[str, Any]:
        """What of a list is asked for."""
        return queries.list_query()

    @cached_property
    def query(self) -> dict[str, str]:
        """The query parameters of a route that declares them."""
        return queries.named(tuple(each.name for each in self.route.parameters))

    # Asking ---------------------------------------------------------------------------------

    def ask(self, method: str, **arguments: Any) -> Any:
        """
        Call a service with this request's context and return what it answers.

        Raises:
            PlatformError: What the service raised, or ``Unavailable``.
        """
        settings = self.gateway.settings
        within = settings.write_within_seconds
        if not self.route.writes:
            within = settings.read_within_seconds
        return self._call(method, arguments, within_seconds=within)

    def ask_patiently(self, method: str, **arguments: Any) -> Any:
        """As ``ask``, for calls that may take many seconds."""
        within = self.gateway.settings.slow_within_seconds
        return self._call(method, arguments, within_seconds=within)

    def fan_out(self) -> FanOut:
        """Questions to several services, under one deadline."""
        within = self.gateway.settings.views_within_seconds
        return FanOut(self.gateway.services, self.context, within_seconds=within)

    def change(self, method: str, *, read: str, **arguments: Any) -> Any:
        """
        Call a method that needs the version the client read.

        Args:
            read: The method that answers the present representation.

        Raises:
            Stale: The client's version is an old one.
        """
        version: int | str | None = None
        try:
            version = preconditions.expected_version(needed=True)
            if version == preconditions.ANY:
                version = self.ask(read, **self.path)["version"]
            return self.ask(method, **self.path, expected_version=version, **arguments)
        except preconditions.ForeignTag as error:
            stale = Conflict(error.detail, code=error.code)
        except Conflict as error:
            if status_of(error) != 412:
                raise
            stale = error
        sent = {"version": version, "fields": arguments.get("fields")}
        raise Stale(stale, self.ask(read, **self.path), sent)

    def archived(self, data: Any) -> Response:
        """Answer that a record was put away; its tag is that of the archived version."""
        return self.done(tag=answers.entity_tag(data))

    def optional_version(self) -> dict[str, int]:
        """
        ``expected_version`` when the client sent If-Match, else nothing.

        Raises:
            EdgeProblem: 412 where nothing ever had a tag.
        """
        version = preconditions.expected_version(needed=False)
        if version in (None, preconditions.ANY):
            return {}
        if not self.route.is_versioned:
            raise EdgeProblem(412, "platform.version_stale", "There are no versions here.")
        return {"expected_version": version}

    def _call(self, method: str, arguments: dict[str, Any], *, within_seconds: float) -> Any:
        reply = self.gateway.services.call(
            method,
            arguments,
            context=self.context,
            within_seconds=within_seconds,
            repeatable=not self.route.writes,
        )
        self._replayed = self._replayed or reply.replayed
        return reply.result

    # Answering ------------------------------------------------------------------------------

    def one(self, data: Any) -> Response:
        """Answer with one record, or with 304 when the client has it."""
        tag = answers.entity_tag(data)
        if not self.route.writes and preconditions.is_known(tag):
            known = answers.nothing(tag=tag)
            known.status_code = 304
            return known
        return self._marked(answers.representation(data, status=self.route.status))

    def created(self, data: Any, location: str) -> Response:
        """Answer that a record was made, and where it is."""
        return self._marked(answers.representation(data, status=201, location=location))

    def many(self, data: Any) -> Response:
        """Answer with a page or a list; ``total`` is there when it was asked for."""
        if isinstance(data, dict) and data.get("total", 0) is None:
            data = {name: each for name, each in data.items() if name != "total"}
        return answers.json_response(data)

    def done(self, *, tag: str | None = None) -> Response:
        """Answer that it is done."""
        return self._marked(answers.nothing(tag=tag))

    def _marked(self, answer: Response) -> Response:
        if self._replayed:
            answer.headers[REPLAYED] = "true"
        return answer


class Stale(Exception):
    """Somebody else changed the record first."""

    def __init__(self, error: Conflict, current: Any, sent: dict[str, Any]) -> None:
        super().__init__(error.message)
        self.error = error
        self.current = current
        self.sent = sent


def answer_stale(stale: Stale) -> Response:
    """Answer 412 with both versions: what the record is now, and what it was to become."""
    answer = platform_problem(stale.error, more={"current": stale.current, "sent": stale.sent})
    if (tag := answers.entity_tag(stale.current)) is not None:
        answer.headers["ETag"] = tag
    return answer


def refuse_field(name: str, code: str, message: str) -> EdgeProblem:
    """The refusal of one field of a body."""
    return EdgeProblem(
        422,
        "platform.invalid_fields",
        "The request has invalid fields.",
        errors=[FieldError(f"/{name}", code, message)],
    )
