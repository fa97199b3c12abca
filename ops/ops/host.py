"""Hosts all services in one process, role by role: the compact profile of ``./samspill up``."""

from __future__ import annotations

import os
import sys

ROLES = ("rpc", "worker", "sync", "migrate", "prepare")


def main() -> None:
    """Run the role named by the only argument."""
    role = sys.argv[1] if len(sys.argv) == 2 else ""
    if role not in ROLES:
        sys.exit(f"Use: python -m ops.host {' | '.join(ROLES)}")
    if role == "rpc":
        # Before anything else is imported: what is loaded earlier keeps blocking calls.
        os.environ.setdefault("PSYCOPG_WAIT_FUNC", "wait_selector")
        import eventlet

        eventlet.monkey_patch()
    from ops.local import hosting

    getattr(hosting, role)(dict(os.environ))


if __name__ == "__main__":
    main()
