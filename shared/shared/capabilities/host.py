"""
Hosts one or more services in a process: ``python -m shared.capabilities.host rpc crm,sales``.

A third argument says how many processes are to answer calls; they share what is loaded.
"""

import importlib
import os
import sys

JOBS = ("rpc", "worker", "sync", "migrate")


def main() -> None:
    """Run a job for the packages named, separated by commas."""
    job, names, count = (*sys.argv[1:], "1")[:3] if len(sys.argv) in (3, 4) else ("", "", "")
    if job not in JOBS or not count.isdigit():
        sys.exit(f"Use one of: {', '.join(JOBS)}")
    if job == "rpc":
        from shared.rpc.run import prepare

        prepare()
    processes = importlib.import_module("shared.capabilities.processes")
    mains = [importlib.import_module(f"{name}.__main__") for name in names.split(",")]
    services = [main.build(os.environ) for main in mains]
    environ = dict(os.environ)
    if job == "rpc":
        from shared.rpc.siblings import fork_into

        if not fork_into(int(count)):
            environ.pop("HEALTH_PORT", None)  # the first of them answers for all
    start = {
        "rpc": processes.run_rpc,
        "worker": processes.run_worker,
        "sync": processes.run_sync,
        "migrate": processes.run_migrations,
    }
    start[job](services, environ)


if __name__ == "__main__":
    main()
