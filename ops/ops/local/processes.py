"""The platform's own processes, as data: what runs in the compact and in the full profile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

SERVICES = ("identity", "crm", "sales", "quoting", "projects", "calendar_sync", "erp_sync")
SYNCING = ("crm", "calendar_sync", "erp_sync")

HOST = "shared.capabilities.host"
GATEWAY = "gateway"
PREPARE = "prepare"
ANSWERING = 1  # processes of the compact profile that answer calls


class Profile(StrEnum):
    """How the services are spread over processes."""

    COMPACT = "compact"
    FULL = "full"


@dataclass(frozen=True)
class Process:
    """
    One process of ours: ``python -m`` *module* with *arguments*.

    Its *services* decide which databases and secrets it is given.
    """

    name: str
    module: str
    arguments: tuple[str, ...]
    services: tuple[str, ...]
    after: tuple[str, ...]


def processes(profile: Profile) -> tuple[Process, ...]:
    """Return every process that stays, in the order rpc, workers, gateway."""
    make = _compact if profile == Profile.COMPACT else _full
    rpc = make("rpc", services=SERVICES, after=(PREPARE,))
    if profile == Profile.COMPACT:
        rpc = tuple(replace(each, arguments=(*each.arguments, str(ANSWERING))) for each in rpc)
    answering = tuple(process.name for process in rpc)
    workers = make("worker", services=SERVICES, after=answering)
    syncs = make("sync", services=SYNCING, after=answering)
    gateway = Process(name=GATEWAY, module="gateway", arguments=(), services=(), after=answering)
    return (*rpc, *workers, *syncs, gateway)


def _compact(
    role: str, *, services: tuple[str, ...], after: tuple[str, ...]
) -> tuple[Process, ...]:
    return (_hosted(role, role=role, services=services, after=after),)


def _full(role: str, *, services: tuple[str, ...], after: tuple[str, ...]) -> tuple[Process, ...]:
    return tuple(
        _hosted(f"{folder_name(service)}-{role}", role=role, services=(service,), after=after)
        for service in services
    )


def _hosted(name: str, *, role: str, services: tuple[str, ...], after: tuple[str, ...]) -> Process:
    # What ``python -m crm rpc`` turns itself into, without loading the service twice.
    arguments = (role, ",".join(services))
    return Process(name, HOST, arguments, services=services, after=after)


def folder_name(service: str) -> str:
    """Return the folder of a service: dashes where its package has underscores."""
    return service.replace("_", "-")
