"""Asks several services at once, with one deadline, and says which part is missing."""

import time
from collections.abc import Callable
from typing import Any

from shared.kernel.errors import Forbidden, NotFound, PlatformError, Unavailable
from shared.observability import metrics

from gateway.services.client import CallContext, Question, Services

Section = dict[str, Any]

OK, UNAVAILABLE, FORBIDDEN = "ok", "unavailable", "forbidden"


class Part:
    """One question of a fan-out: sent, or refused before it was sent."""

    def __init__(self, name: str, question: Question | None, refused: PlatformError | None) -> None:
        self.name = name
        self.question = question
        self.refused = refused


class FanOut:
    """
    The questions of one composed view.

    All are sent before any answer is awaited; waiting ends at the common deadline.
    """

    def __init__(self, services: Services, context: CallContext, *, within_seconds: float) -> None:
        self._services = services
        self._context = context
        self._within_seconds = within_seconds
        self._deadline = time.monotonic() + within_seconds

    def ask(self, method: str, **arguments: Any) -> Part:
        """Send one question, such as ``crm.customer_overview``."""
        name = method.partition(".")[0]
        try:
            question = self._services.ask(
                method, arguments, context=self._context, within_seconds=self._within_seconds
            )
        except Unavailable as error:
            return Part(name, None, error)
        return Part(name, question, None)

    def required(self, part: Part) -> Any:
        """
        The answer the view cannot do without.

        Raises:
            PlatformError: There is none.
        """
        if part.question is None:
            raise part.refused or Unavailable(f"{part.name} is not available.")
        return part.question.answer(deadline=self._deadline).result

    def optional(self, part: Part) -> tuple[str, Any]:
        """The state of a part and its answer, None unless the state is ``ok``."""
        try:
            return OK, self.required(part)
        except (Forbidden, NotFound):
            return FORBIDDEN, None
        except PlatformError:
            metrics.http_partial_responses.labels(part.name).inc()
            return UNAVAILABLE, None


def section(state: str, data: Any, *, pick: Callable[[Any], Any] = lambda data: data) -> Section:
    """
    One section of a composed view.

    Args:
        pick: Takes the section's data from a service's answer; None means that the caller may
            not see it.
    """
    if state != OK:
        return {"status": state, "data": None}
    picked = pick(data)
    return {"status": OK if picked is not None else FORBIDDEN, "data": picked}
