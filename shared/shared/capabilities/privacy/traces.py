"""
Finding a person in texts, and putting a pseudonym in his place.

Strong traces are his alone: full name, e-mail, phone.  A given or a family name by itself is one
only where the row is known to be about him.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from shared.contracts.privacy import SubjectState

_SHORTEST_NUMBER = 8  # digits; a shorter one may be anything
_COUNTRY_DIGITS = (0, 1, 2, 3)  # how many digits a country's code may have; 0 for none
_BETWEEN = r"[\s().-]*"


class Traces:
    """
    One person's traces.

    Args:
        rows: Ids of records that are all about him, besides his contacts.
    """

    def __init__(self, subject: SubjectState, request_id: UUID, rows: Sequence[UUID] = ()) -> None:
        self.pseudonym = f"[slettet {request_id.hex[-6:]}]"
        self._ids = [str(each) for each in (*subject.contact_ids, *rows)]
        self._strong = _any_of(_strong_patterns(subject), ignore_case=True)
        self._given = [each.casefold() for each in subject.given_names]
        self._family = [each.casefold() for each in subject.family_names]
        words = [*subject.given_names, *subject.family_names]
        self._weak = _any_of(
            [re.escape(form) for word in words for form in _forms(word) if len(word) > 1]
        )
        self._needles = _needles(subject)
        self.posix = "|".join([*_posix_patterns(subject), *self._ids])

    @property
    def needles(self) -> list[bytes]:
        """What to look for in bytes, exactly."""
        return [*self._needles, *(each.encode() for each in self._ids)]

    def is_about(self, text: str) -> bool:
        """Whether *text* names the person beyond doubt."""
        return any(each in text for each in self._ids) or bool(
            self._strong and self._strong.search(text)
        )

    def are_about(self, texts: Sequence[str]) -> bool:
        """Whether texts that stand together name him: one does, or given and family name do."""
        words = {each.strip().casefold() for each in texts}
        apart = any(each in words for each in self._given) and any(
            each in words for each in self._family
        )
        return apart or any(self.is_about(each) for each in texts)

    def clean(self, value: Any, *, is_linked: bool) -> Any:
        """
        The value with the pseudonym instead of the person; lists and objects all through.

        Args:
            is_linked: The value stands in a row about him, so that single names count too.
        """
        if isinstance(value, str):
            return self._clean_text(value, is_linked)
        if isinstance(value, list):
            return [self.clean(each, is_linked=is_linked) for each in value]
        if isinstance(value, dict):
            return {key: self.clean(each, is_linked=is_linked) for key, each in value.items()}
        return value

    def _clean_text(self, text: str, is_linked: bool) -> str:
        if self._strong:
            text = self._strong.sub(self.pseudonym, text)
        if is_linked and self._weak:
            text = self._weak.sub(self.pseudonym, text)
        return text


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from texts_in(each)
    elif isinstance(value, UUID):
        yield str(value)


def _any_of(patterns: Iterable[str], *, ignore_case: bool = False) -> re.Pattern[str] | None:
    alternatives = sorted(set(patterns), key=len, reverse=True)
    if not alternatives:
        return None
    flags = re.IGNORECASE if ignore_case else re.NOFLAG
    return re.compile(rf"(?<!\w)(?:{'|'.join(alternatives)})(?!\w)", flags)


def _forms(word: str) -> set[str]:
    return {word, word.upper()}


def _strong_patterns(subject: SubjectState) -> list[str]:
    return [
        *(_spaced(each) for each in _full_names(subject)),
        *(rf"(?<![\w.+-]){re.escape(each)}" for each in subject.emails),
        *(each for phone in subject.phones for each in _number_patterns(phone)),
    ]


def _posix_patterns(subject: SubjectState) -> list[str]:
    """As PostgreSQL reads them; upper case apart, which its ``~*`` may know for ASCII only."""
    names = [
        _spaced(form)
        for each in _full_names(subject)
        for form in {each, each.upper(), each.lower(), each.title()}
    ]
    emails = [re.escape(each) for each in subject.emails]
    numbers = [each for phone in subject.phones for each in _number_patterns(phone)]
    return [*names, *emails, *numbers]


def _full_names(subject: SubjectState) -> list[str]:
    turned = []
    for name in subject.names:
        given, _, family = name.rpartition(" ")
        turned += [f"{family} {given}", f"{family}, {given}"] if given else []
    return [*subject.names, *turned]


def _spaced(name: str) -> str:
    return r"\s+".join(re.escape(word) for word in name.split())


def _number_patterns(phone: str) -> list[str]:
    """A number as people write it: with or without country code, with gaps."""
    digits = re.sub(r"\D", "", phone)
    found = []
    for ahead in _COUNTRY_DIGITS:
        rest = digits[ahead:]
        if len(rest) >= _SHORTEST_NUMBER:
            found.append((r"(?:\+|00)?" if ahead == 0 else "0?") + _BETWEEN.join(rest))
    return found


def _needles(subject: SubjectState) -> list[bytes]:
    names = [form for each in _full_names(subject) for form in (each, each.upper())]
    numbers = [re.sub(r"[^\d+]", "", each) for each in subject.phones]
    national = [each[3:] for each in numbers if len(each) > _SHORTEST_NUMBER + 2]
    return [each.encode() for each in (*names, *subject.emails, *numbers, *national) if each]
