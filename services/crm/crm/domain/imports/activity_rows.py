"""Reads rows of activities: what happened or is planned, with whom, and whose it is."""

import re
from zoneinfo import ZoneInfo

from shared.kernel.errors import Invalid

from crm.domain.activities import ACTIVITY_KINDS, READERS
from crm.domain.imports.address_rows import read_place
from crm.domain.imports.cells import day_text
from crm.domain.imports.rows import Row
from crm.domain.imports.words import Vocabulary
from crm.domain.values.activity_times import read_times
from crm.domain.values.contact_points import email

_KINDS = {
    "møte": "meeting", "samtale": "call", "telefon": "call", "telefonsamtale": "call",
    "oppgave": "task", "e-post": "email", "epost": "email", "e-mail": "email",
    "forhandling": "negotiation", **{each: each for each in ACTIVITY_KINDS},
}  # fmt: skip
_STATUSES = {
    "planlagt": "planned", "åpen": "planned", "planned": "planned", "open": "planned",
    "utført": "done", "ferdig": "done", "gjennomført": "done", "done": "done", "completed": "done",
    "pågår": "in_progress", "i gang": "in_progress", "in progress": "in_progress",
    "in_progress": "in_progress", "ikke møtt": "no_show", "no show": "no_show",
    "no_show": "no_show", "avlyst": "cancelled", "kansellert": "cancelled",
    "cancelled": "cancelled",
}  # fmt: skip
_TEXTS = ("subject", "body", "location", "outcome")
_CLOCK = re.compile(r"(.+?)[ T]+(?:kl\.?\s*)?(\d{1,2})[:.](\d\d)(?:[:.]\d\d(?:\.\d+)?)?\Z")


def read_activity_row(row: Row, vocabulary: Vocabulary, defaults: dict[str, str]) -> Row:
    """
    Fill in values, keys and issues of a row; ``place`` names customer, ``more`` contact and zone.

    Args:
        defaults: ``kind``, ``time_zone``, ``owner_id`` for rows that do not say.
    """
    for name in _TEXTS:
        if text := row.cells.get(name):
            _read(row, name, text)
    if not row.values.get("subject") and not row.is_wrong:
        row.refuse("subject", "crm.activity_subject_missing", "a subject is needed")
    _read_words(row, vocabulary, defaults)
    _read_times(row, defaults.get("time_zone") or "Europe/Oslo")
    if text := row.cells.get("contact"):
        row.more["contact"] = _mailbox(text)
    if text := row.cells.get("external_id"):
        row.keys["external_id"] = row.values["external_id"] = text.strip()[:100]
    read_place(row)
    row.label = row.values.get("subject")
    return row


def _read(row: Row, name: str, text: str) -> None:
    try:
        row.values[name] = READERS[name](text)
    except Invalid as error:
        row.refuse(name, error.code, error.message)


def _read_words(row: Row, vocabulary: Vocabulary, defaults: dict[str, str]) -> None:
    word = row.cells.get("kind") or defaults.get("kind") or "task"
    own = vocabulary.activity_types.get(word.strip().casefold())
    kind = own or _KINDS.get(word.strip().casefold())
    if kind is None:
        row.refuse("kind", "crm.activity_kind_unknown", f"{word[:40]} is not a kind")
    else:
        row.values["kind"] = kind
    if text := row.cells.get("status"):
        if status := _STATUSES.get(text.strip().casefold()):
            row.values["status"] = status
        else:
            row.refuse("status", "crm.activity_status_unknown", f"{text[:40]} is not a status")
    if text := row.cells.get("owner"):
        owner_id = vocabulary.people.get(text.strip().casefold())
        if owner_id is None:
            row.refuse("owner", "crm.owner_unknown", f"there is no user {text[:60]}")
        else:
            row.values["owner_id"] = str(owner_id)
    elif defaults.get("owner_id"):
        row.values["owner_id"] = defaults["owner_id"]


def _read_times(row: Row, time_zone: str) -> None:
    texts: dict[str, str | None] = {}
    for name in ("start", "end", "due_on"):
        if text := row.cells.get(name):
            try:
                texts[name] = _moment(text, row.formats.get(name), is_day=name == "due_on")
            except Invalid as error:
                row.refuse(name, error.code, error.message)
    if texts.get("due_on"):
        row.values["due_on"] = texts["due_on"]
    if not texts.get("start") or row.is_wrong:
        return
    times = {name: texts.get(name) for name in ("start", "end")}
    all_day = all(len(each) == 10 for each in times.values() if each)
    try:
        read_times(**times, time_zone=ZoneInfo(time_zone).key, all_day=all_day)
    except Invalid as error:
        row.refuse("start", error.code, error.message)
    row.values |= {**times, "all_day": all_day, "time_zone": time_zone}


def _moment(text: str, form: str | None, *, is_day: bool) -> str:
    """A day, or a day and a time, in ISO 8601."""
    match = _CLOCK.match(text.strip())
    if match is None:
        return day_text(text, form)
    day = day_text(match[1], form)
    if is_day or (match[2], match[3]) == ("00", "00"):
        return day
    return f"{day}T{int(match[2]):02}:{match[3]}:00"


def _mailbox(text: str) -> str:
    try:
        return email(text) or ""
    except Invalid:
        return " ".join(text.casefold().split())
