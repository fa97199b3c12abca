"""What a caller may do at all, wherever it is asked: at the edge as in services."""

from shared.kernel.context import Caller
from shared.kernel.errors import Forbidden


def require(caller: Caller, grant: str) -> str:
    """
    Stop unless the caller has the grant in any scope; return the scope.

    Raises:
        Forbidden: He has not.
    """
    scope = caller.scope(*grant.split(".", 1))
    if scope == "none":
        raise Forbidden("You may not do this.", code="platform.action_forbidden", action=grant)
    return scope
