"""The stored history of cases: rows are added, never changed."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import zip_longest
from typing import Any
from uuid import UUID

from shared.kernel.money import Money
from shared.persistence.work import Work
from sqlalchemy import insert, select, update

from sales.domain.changes import CaseMoment
from sales.persistence.tables import case_changes

_PLAIN = [name for name in CaseMoment.__dataclass_fields__ if name != "value"]


class StoredChanges:
    """The moments of cases, inside one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, moment: CaseMoment) -> None:
        self._work.session.execute(
            update(case_changes)
            .where(case_changes.c.organisation_id == self._work.caller.organisation_id)
            .where(case_changes.c.case_id == moment.case_id, case_changes.c.valid_until.is_(None))
            .values(valid_until=moment.valid_from)
        )
        self._work.session.execute(insert(case_changes), [self._row(moment, None)])

    def add_histories(self, histories: Iterable[Sequence[CaseMoment]]) -> None:
        rows = [
            self._row(moment, following.valid_from if following else None)
            for history in histories
            for moment, following in zip_longest(history, history[1:])
        ]
        self._work.session.execute(insert(case_changes), rows)

    def of(self, case_id: UUID) -> list[CaseMoment]:
        found = self._work.session.execute(
            select(case_changes)
            .where(case_changes.c.organisation_id == self._work.caller.organisation_id)
            .where(case_changes.c.case_id == case_id)
            .order_by(case_changes.c.valid_from, case_changes.c.seq)
        )
        return [
            CaseMoment(
                value=Money(row.value_minor, row.value_currency),
                **{name: getattr(row, name) for name in _PLAIN},
            )
            for row in found
        ]

    def _row(self, moment: CaseMoment, valid_until: datetime | None) -> dict[str, Any]:
        row = {name: getattr(moment, name) for name in _PLAIN}
        return {
            **row,
            "valid_until": valid_until,
            "organisation_id": self._work.caller.organisation_id,
            "value_minor": moment.value.amount_minor,
            "value_currency": moment.value.currency,
        }
