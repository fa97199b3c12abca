"""How notifications read, in Norwegian bokmål and English."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

_TITLES = {
    "nb": {
        "reminder": "Påminnelse: {subject}",
        "mention": "Du er nevnt i et notat",
        "assignment": "Du har fått en aktivitet: {subject}",
        "report": "Rapporten er klar: {subject}",
    },
    "en": {
        "reminder": "Reminder: {subject}",
        "mention": "You are mentioned in a note",
        "assignment": "An activity is yours: {subject}",
        "report": "The report is ready: {subject}",
    },
}
_STARTS = {
    "nb": ("Begynner {day} kl. {time}", "Gjelder {day}"),
    "en": ("Begins on {day} at {time}", "Is due on {day}"),
}
_BUSY = {"nb": "Opptatt", "en": "Busy"}


def language_of(locale: str) -> str:
    """The language we write to somebody in: Norwegian unless he has another."""
    return "nb" if locale.lower().startswith(("nb", "no", "nn")) else "en"


def title_of(kind: str, *, subject: str | None, locale: str) -> str:
    """The first line; *subject* None when its text may not be shown."""
    language = language_of(locale)
    return _TITLES[language][kind].format(subject=subject or _BUSY[language])


def beginning(starts: str | None, *, locale: str, time_zone: str) -> str:
    """When it begins, where the reader is; empty when it has no time."""
    if not starts:
        return ""
    language = language_of(locale)
    with_time, with_day = _STARTS[language]
    if len(starts) <= len("2026-11-24"):
        return with_day.format(day=_day(date.fromisoformat(starts), language))
    at = datetime.fromisoformat(starts).astimezone(ZoneInfo(time_zone))
    return with_time.format(day=_day(at.date(), language), time=f"{at:%H:%M}")


def _day(day: date, language: str) -> str:
    return f"{day:%d.%m.%Y}" if language == "nb" else f"{day:%Y-%m-%d}"
