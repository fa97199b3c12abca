"""Hosts one or more services in a process: ``python -m shared.capabilities.host rpc crm,sales``."""

import importlib
import os
import sys

JOBS = ("rpc", "worker", "sync", "migrate")


def main() -> None:
    """Run a job for the packages named, separated by commas."""
    job, names = sys.argv[1:3] if len(sys.argv) == 3 else ("", "")
    if job not in JOBS:
        sys.exit(f"Use one of: {', '.join(JOBS)}")
    if job == "rpc":
        from shared.rpc.run import prepare

        prepare()
    processes = importlib.import_module("shared.capabilities.processes")
    mains = [importlib.import_module(f"{name}.__main__") for name in names.split(",")]
    start = {
        "rpc": processes.run_rpc,
        "worker": processes.run_worker,
        "sync": processes.run_sync,
        "migrate": processes.run_migrations,
    }
    start[job]([main.build(os.environ) for main in mains], os.environ)


if __name__ == "__main__":
    main()
