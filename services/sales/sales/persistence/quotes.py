"""What is known of quoting's quotes."""

from uuid import UUID

from shared.contracts.quoting.events import QuoteState
from shared.kernel.money import Money
from shared.persistence.work import Work
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert

from sales.persistence.tables import case_quotes


class KnownQuotes:
    """Copies of quotes of our cases, inside one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def keep(self, quote: QuoteState) -> bool:
        values = {
            "case_id": quote.sales_case_id,
            "version": quote.version,
            "status": quote.status,
            "net_minor": quote.net.amount_minor,
            "net_currency": quote.net.currency,
        }
        statement = upsert(case_quotes).values(
            organisation_id=self._work.caller.organisation_id, quote_id=quote.quote_id, **values
        )
        stored = self._work.session.execute(
            statement.on_conflict_do_update(
                index_elements=["organisation_id", "quote_id"],
                set_=values,
                where=case_quotes.c.version < statement.excluded.version,
            ).returning(case_quotes.c.quote_id)
        )
        return stored.scalar() is not None

    def is_accepted(self, quote_id: UUID) -> bool:
        status = self._work.session.execute(
            select(case_quotes.c.status)
            .where(case_quotes.c.organisation_id == self._work.caller.organisation_id)
            .where(case_quotes.c.quote_id == quote_id)
        ).scalar()
        return status == "accepted"

    def net_of(self, quote_id: UUID, *, case_id: UUID) -> Money | None:
        row = self._work.session.execute(
            select(case_quotes.c.net_minor, case_quotes.c.net_currency)
            .where(case_quotes.c.organisation_id == self._work.caller.organisation_id)
            .where(case_quotes.c.quote_id == quote_id, case_quotes.c.case_id == case_id)
        ).one_or_none()
        return Money(row.net_minor, row.net_currency) if row else None
