"""Loads projects: those that accepted quotes opened, internal ones, phases, and all the time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from shared.kernel.periods import Period

from ops.demo.calls import Calls, until
from ops.demo.company.delivering import Project, TimeEntry
from ops.demo.company.plan import Company
from ops.demo.loading.known import Known
from ops.machine.faults import Fault

PHASES = ("Analyse", "Gjennomføring", "Innføring")
BATCH = 500
Phases = dict[str, list[tuple[Period, str]]]


def load_delivery(calls: Calls, company: Company, known: Known) -> None:
    """Wait for the projects the quotes opened, then plan them and register two years of time."""
    units = {each.key: known.units[each.unit] for each in company.people}
    sold = [each for each in company.delivery.projects if each.quote]
    internal = [each for each in company.delivery.projects if not each.quote]
    opened = _opened_projects(calls, sold, known)
    rows = [
        {
            "project_id": opened[each.key]["id"],
            "expected_version": opened[each.key]["version"],
            "fields": {
                "manager_id": known.people[each.manager],
                "unit_id": units[each.manager],
                "start": each.period.first_on,
                "deadline": each.period.last_on,
            },
        }
        for each in sold
    ]
    made = calls.all("projects.change_project", rows)
    rows = [{"fields": _internal(each, known, units)} for each in internal]
    made += calls.all("projects.create_project", rows)
    known.projects |= {
        each.key: project["id"] for each, project in zip([*sold, *internal], made, strict=True)
    }
    phases = _load_phases(calls, sold, opened, known)
    _load_time(calls, company.delivery.time, phases, known)


def _opened_projects(calls: Calls, sold: list[Project], known: Known) -> dict[str, dict[str, Any]]:
    keys = {known.quotes[each.quote or ""]: each.key for each in sold}
    wanted = ",".join(keys)

    def all_open() -> list[dict[str, Any]]:
        found = calls.pages("projects.list_projects", quote_id__in=wanted)
        return found if len(found) == len(keys) else []

    found = until(all_open, what="accepted quotes did not open their projects")
    return {keys[project["quote_id"]]: project for project in found}


def _internal(project: Project, known: Known, units: dict[str, str]) -> dict[str, Any]:
    return {
        "name": project.name,
        "manager_id": known.people[project.manager],
        "unit_id": units[project.manager],
        "status": "active",
        "start": project.period.first_on,
    }


def _load_phases(
    calls: Calls, sold: list[Project], opened: dict[str, dict[str, Any]], known: Known
) -> Phases:
    planned = [
        (project, name, period)
        for project in sold
        for name, period in zip(PHASES, _thirds(project.period), strict=True)
    ]
    made = calls.all(
        "projects.create_phase",
        (
            {
                "project_id": known.projects[project.key],
                "fields": {
                    "name": name,
                    "start": period.first_on,
                    "end": period.last_on,
                    "estimate_minutes": opened[project.key]["planned_minutes"] // len(PHASES),
                },
            }
            for project, name, period in planned
        ),
    )
    phases: Phases = {}
    for (project, _, period), phase in zip(planned, made, strict=True):
        phases.setdefault(project.key, []).append((period, phase["id"]))
    return phases


def _thirds(period: Period) -> list[Period]:
    days = (period.last_on - period.first_on).days // 3
    first, second = (period.first_on + timedelta(days=days * part) for part in (1, 2))
    day = timedelta(days=1)
    return [
        Period(period.first_on, first),
        Period(first + day, second),
        Period(second + day, period.last_on),
    ]


def _load_time(calls: Calls, entries: tuple[TimeEntry, ...], phases: Phases, known: Known) -> None:
    rows = ({"entries": batch} for batch in _batches(entries, phases, known))
    for outcome in calls.each("projects.import_time_entries", rows, in_flight=2):
        if outcome["errors"]:
            raise Fault(f"projects refused time: {outcome['errors'][0]}")


def _batches(
    entries: tuple[TimeEntry, ...], phases: Phases, known: Known
) -> Iterator[list[dict[str, Any]]]:
    """About as many rows each; a person's day is never split, so no batch waits for another."""
    batch: list[dict[str, Any]] = []
    for _, day in groupby(entries, key=lambda each: (each.person, each.day)):
        batch += [_row(each, phases, known) for each in day]
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _row(entry: TimeEntry, phases: Phases, known: Known) -> dict[str, Any]:
    return {
        "user_id": known.people[entry.person],
        "project_id": known.projects[entry.project],
        "phase_id": _phase(phases.get(entry.project, []), entry.day),
        "work_date": entry.day,
        "minutes": entry.minutes,
        "billable": entry.billable,
        "description": entry.description,
        "status": entry.status,
    }


def _phase(phases: list[tuple[Period, str]], day: date) -> str | None:
    return next((phase_id for period, phase_id in phases if day in period), None)
