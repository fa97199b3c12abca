"""Answers about queues and messages that could not be handled."""

from shared.contracts.declare import View
from shared.contracts.parking import ParkedMessageView


class Queue(View):
    """A queue of the broker: messages ready to be taken, and who takes them."""

    name: str
    depth: int
    consumers: int


class DeadLetter(ParkedMessageView):
    """A parked message and the service that parked it."""

    service: str  # type: ignore[misc]  # all by name


class DeadLetterPage(View):
    """Some of them; ``missing`` names services that did not answer."""

    items: list[DeadLetter]
    next_cursor: str | None
    missing: list[str]
