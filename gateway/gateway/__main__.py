"""Starts the gateway: ``python -m gateway``."""

import os
import shutil
import sys
import tempfile


def main() -> None:
    """Serve until stopped."""
    measured = tempfile.mkdtemp(prefix="gateway-metrics-")
    # Before anything that measures is imported: workers share their numbers through files.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = measured
    from shared.config.env import SettingsInvalid, read
    from shared.observability.logging import set_up_logging

    from gateway.config import Settings
    from gateway.http.serving.server import Server

    try:
        settings = read(Settings, os.environ)
    except SettingsInvalid as fault:
        sys.exit(str(fault))
    set_up_logging("gateway")
    try:
        Server(settings).run()
    finally:
        shutil.rmtree(measured, ignore_errors=True)


if __name__ == "__main__":
    main()
