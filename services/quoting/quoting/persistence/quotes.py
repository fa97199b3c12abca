"""Stored quotes, their approvals and acceptance links."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from shared.capabilities.policy import same_organisation, visible
from shared.capabilities.statements import Statement, is_one_of, parameter
from shared.kernel.errors import invalid_field
from shared.kernel.money import currencies_with
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from shared.persistence.work import Work
from sqlalchemy import (
    ColumnElement,
    Integer,
    Numeric,
    Uuid,
    and_,
    case,
    cast,
    func,
    insert,
    or_,
    select,
    update,
)

from quoting.domain.approvals import Approval
from quoting.domain.quotes import INTERNAL, Quote, QuoteStatus
from quoting.persistence.tables import acceptance_links, approvals, quotes

# Amounts are filtered and sorted in whole units, as people write them, not in minor units.
_NET = cast(quotes.c.net_minor, Numeric) / case(
    (quotes.c.currency.in_(currencies_with(0)), 1),
    (quotes.c.currency.in_(currencies_with(3)), 1000),
    else_=100,
)

APPROVALS = Listing(
    approvals,
    filters={
        "quote_id": approvals.c.quote_id,
        "decision": approvals.c.decision,
        "requested_by": approvals.c.requested_by,
    },
    sorts={"requested_at": approvals.c.requested_at, "created_at": approvals.c.created_at},
    default_sort="-requested_at",
)


_PLAIN = {
    name: quotes.c[name]
    for name in (
        "status", "sales_case_id", "customer_id", "owner_id", "unit_id", "quote_no", "revision",
        "currency", "valid_until", "created_at",
    )
}  # fmt: skip


def quote_listing(today: date) -> Listing:
    """The list of quotes; ``outstanding`` means sent and not past its last day."""
    return Listing(
        quotes,
        filters={**_PLAIN, "is_primary": quotes.c.is_primary, "net": _NET},
        sorts={**_PLAIN, "net": _NET},
        indexed_as="quote",
        special={"outstanding": lambda text: _outstanding(today, text)},
    )


def _outstanding(today: date, text: str) -> ColumnElement[bool]:
    if text not in ("true", "false"):
        raise invalid_field("/outstanding", "must be true or false")
    open_now = and_(
        quotes.c.status == QuoteStatus.SENT.value,
        or_(quotes.c.valid_until.is_(None), quotes.c.valid_until >= today),
    )
    return open_now if text == "true" else ~open_now


_MANY = Statement(
    lambda caller: select(Quote).where(
        same_organisation(caller, quotes), is_one_of(quotes.c.id, "quote_ids")
    )
)
_NEWEST = Statement(
    lambda caller: (
        select(Quote, func.count().over())
        .where(visible(caller, "quote.view", quotes), quotes.c.archived_at.is_(None))
        .where(quotes.c.customer_id == parameter("customer_id", Uuid))
        .order_by(quotes.c.created_at.desc(), quotes.c.id.desc())
        .limit(parameter("limit", Integer))
    )
)


class StoredQuotes:
    """The quotes of this database, inside one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(
        self, quote_id: UUID, *, expected_version: int | None = None, lock: bool = False
    ) -> Quote:
        """Load one quote with its lines.  Raises: NotFound ``quoting.quote_unknown``."""
        return get_record(
            self._work,
            Quote,
            quote_id,
            unknown="quoting.quote_unknown",
            expected_version=expected_version,
            lock=lock,
        )

    def many(self, ids: Sequence[UUID]) -> list[Quote]:
        """Load quotes in the order of their ids; two statements."""
        found = _MANY.run(self._work, quote_ids=list(ids))
        by_id = {quote.id: quote for quote in found.unique().scalars()}
        return [by_id[each] for each in ids if each in by_id]

    def other_revisions(self, quote: Quote) -> list[Quote]:
        """The other revisions of the same quote, locked."""
        found = self._work.session.execute(
            select(Quote)
            .where(quotes.c.organisation_id == self._work.caller.organisation_id)
            .where(quotes.c.root_id == quote.root_id, quotes.c.id != quote.id)
            .with_for_update(of=quotes)
        )
        return list(found.unique().scalars())

    def undecided_of_case(self, case_id: UUID) -> list[Quote]:
        """Quotes of a case that wait for us or for the customer."""
        waiting = [status.value for status in (*INTERNAL, QuoteStatus.SENT)]
        found = self._work.session.execute(
            select(Quote)
            .where(quotes.c.organisation_id == self._work.caller.organisation_id)
            .where(quotes.c.sales_case_id == case_id, quotes.c.status.in_(waiting))
            .with_for_update(of=quotes)
        )
        return list(found.unique().scalars())

    def has_primary(self, case_id: UUID) -> bool:
        """Whether a quote of the case that may still be bought is its primary one."""
        over = [QuoteStatus.DECLINED, QuoteStatus.EXPIRED, QuoteStatus.WITHDRAWN]
        return (
            self._work.session.execute(
                select(quotes.c.id)
                .where(quotes.c.organisation_id == self._work.caller.organisation_id)
                .where(quotes.c.sales_case_id == case_id, quotes.c.is_primary)
                .where(quotes.c.archived_at.is_(None), quotes.c.status.not_in(over))
            ).first()
            is not None
        )

    def no_longer_primary(self, quote: Quote) -> None:
        """A case has one primary quote: take the mark from the others."""
        self._work.session.execute(
            update(quotes)
            .where(quotes.c.organisation_id == self._work.caller.organisation_id)
            .where(quotes.c.sales_case_id == quote.sales_case_id)
            .where(quotes.c.id != quote.id, quotes.c.is_primary)
            .values(is_primary=False)
        )

    def newest_of_customer(self, customer_id: UUID, limit: int) -> tuple[list[Quote], int]:
        """The customer's newest quotes that the caller may see, and how many there are."""
        rows = _NEWEST.run(self._work, customer_id=customer_id, limit=limit).all()
        return [row[0] for row in rows], rows[0][1] if rows else 0


class StoredApprovals:
    """The approvals of this database, inside one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def latest(self, quote_id: UUID) -> Approval | None:
        """The newest request for a quote."""
        found = self._work.session.execute(
            select(Approval)
            .where(approvals.c.organisation_id == self._work.caller.organisation_id)
            .where(approvals.c.quote_id == quote_id)
            .order_by(approvals.c.requested_at.desc(), approvals.c.id.desc())
            .limit(1)
        )
        return found.scalar_one_or_none()


class StoredLinks:
    """Links by which customers answer; found before it is known whose they are."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, token_hash: str, quote: Quote) -> None:
        self._work.session.execute(
            insert(acceptance_links).values(
                token_hash=token_hash,
                organisation_id=quote.organisation_id,
                quote_id=quote.id,
            )
        )

    def find(self, token_hash: str) -> tuple[UUID, UUID] | None:
        """Organisation and quote of a link."""
        row = self._work.session.execute(
            select(acceptance_links.c.organisation_id, acceptance_links.c.quote_id).where(
                acceptance_links.c.token_hash == token_hash
            )
        ).first()
        return (row.organisation_id, row.quote_id) if row else None

    def use(self, token_hash: str, at: datetime) -> bool:
        """Mark a link as used; False when it was used before."""
        taken = self._work.session.execute(
            update(acceptance_links)
            .where(acceptance_links.c.token_hash == token_hash)
            .where(acceptance_links.c.used_at.is_(None))
            .values(used_at=at)
            .returning(acceptance_links.c.quote_id)
        ).scalar()
        return taken is not None
