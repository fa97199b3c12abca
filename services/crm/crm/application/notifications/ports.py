"""What use cases of notifications need from outside."""

from typing import Protocol

from crm.domain.notifications.notices import Notice


class Notifications(Protocol):
    """Notifications of the caller's organisation."""

    def add(self, notice: Notice) -> bool:
        """Store it; False when the person was told already."""
        ...
