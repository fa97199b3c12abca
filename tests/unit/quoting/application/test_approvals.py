"""Whatever people try, and in whatever order: nothing below a floor goes out unapproved."""

from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from quoting.application.approvals import decide_quote, send_quote, submit_quote
from quoting.application.quotes import change_quote
from quoting.application.rooms import room_of
from quoting.domain.approvals import Decision, content_hash
from quoting.domain.quotes import QuoteStatus
from quoting.persistence.tables import metadata
from shared.contracts.quoting.views import QuoteFields, QuoteLineFields
from shared.kernel.errors import PlatformError
from shared.kernel.money import Money
from shared.testing.callers import an_administrator
from support.quoting import a_floor, a_quote

SELLER = an_administrator()
MANAGER = an_administrator(organisation_id=SELLER.organisation_id)


class FakeWork:
    """One quote, one floor of 35 percent, and whatever approvals are asked for; no database."""

    def __init__(self):
        self.quote = a_quote(owner_id=SELLER.actor_id, organisation_id=SELLER.organisation_id)
        self.caller = SELLER
        self.floors, self.asked, self.facts = [a_floor(35)], [], []
        self.quotes = SimpleNamespace(
            get=lambda _, lock: self.quote,
            other_revisions=lambda _: [],
            no_longer_primary=lambda _: None,
        )
        self.products = SimpleNamespace(many=lambda ids: {})
        self.price_lists = SimpleNamespace(for_customer=lambda customer_id, currency: None)
        self.margin_policies = SimpleNamespace(begun_by=lambda day: self.floors)
        self.approvals = SimpleNamespace(latest=lambda _: self.asked[-1] if self.asked else None)
        self.links = SimpleNamespace(add=lambda token_hash, quote: None)
        self.session = SimpleNamespace(execute=self._the_open_case)
        self.table = metadata.tables.__getitem__

    def _the_open_case(self, question):
        if "custom_field" in question.compile().params.values():
            return []
        case = {"kind": "case", "id": self.quote.sales_case_id, "version": 1, "name": "CRM"}
        more = {"number": None, "owner_id": None, "unit_id": None, "archived": False, "data": {}}
        row = {**case, **more, "status": "open"}
        return [SimpleNamespace(id=row["id"], _mapping=row)]

    def save(self, record):
        record.version += 1
        if record is not self.quote and record not in self.asked:
            self.asked.append(record)

    def publish(self, fact):
        self.facts.append(fact)

    def schedule(self, kind, key, due_at):
        pass

    def now(self):
        return datetime(2026, 12, 1, 12, tzinfo=UTC)

    def today(self):
        return self.now().date()


def cut_price(work, hundreds):
    line = QuoteLineFields(
        description="Advice",
        unit_price=Money(hundreds * 100, "NOK"),
        unit_cost=Money(72_000, "NOK"),
    )
    change_quote(
        work,
        quote_id=work.quote.id,
        expected_version=work.quote.version,
        fields=QuoteFields(lines=[line]),
    )


def forget_cost(work, _):
    line = QuoteLineFields(description="Anything", unit_price=Money(1_000_000, "NOK"))
    fields = QuoteFields(lines=[line])
    where = {"quote_id": work.quote.id, "expected_version": work.quote.version}
    change_quote(work, **where, fields=fields)


def decide(decision, caller):
    def step(work, _):
        work.caller = caller
        try:
            decide_quote(work, quote_id=work.quote.id, decision=decision, reason=None)
        finally:
            work.caller = SELLER

    return step


STEPS = {
    "cut price": cut_price,
    "forget cost": forget_cost,
    "submit": lambda work, _: submit_quote(work, quote_id=work.quote.id),
    "approve": decide(Decision.APPROVED, MANAGER),
    "approve it oneself": decide(Decision.APPROVED, SELLER),
    "reject": decide(Decision.REJECTED, MANAGER),
    "send": lambda work, _: send_quote(work, quote_id=work.quote.id),
}
TRIES = st.lists(
    st.tuples(st.sampled_from(sorted(STEPS)), st.integers(700, 1_300)), min_size=1, max_size=12
)


def attempt(work, tries):
    for name, number in tries:
        if work.quote.status is QuoteStatus.SENT:
            return
        try:
            STEPS[name](work, number)
        except PlatformError:
            continue


@given(TRIES)
def test_what_is_sent_below_its_floor_was_approved_by_somebody_else_as_it_is(tries):
    work = FakeWork()

    attempt(work, tries)

    if work.quote.status is QuoteStatus.SENT and room_of(work, work.quote).violated:
        approval = work.asked[-1]
        assert approval.decision is Decision.APPROVED
        assert approval.content_hash == content_hash(work.quote)
        assert approval.decided_by == MANAGER.actor_id
        assert isinstance(approval.decided_by, UUID)


def test_each_way_out_is_open_to_what_may_go_out():
    above, below = FakeWork(), FakeWork()

    attempt(above, [("cut price", 1_200), ("send", 0)])
    attempt(below, [("cut price", 900), ("submit", 0), ("approve", 0), ("send", 0)])

    assert [work.quote.status for work in (above, below)] == [QuoteStatus.SENT] * 2
    assert room_of(below, below.quote).violated


def test_the_short_cuts_are_closed():
    for steps in (
        [("cut price", 900), ("send", 0)],
        [("cut price", 900), ("submit", 0), ("send", 0)],
        [("cut price", 900), ("submit", 0), ("approve it oneself", 0), ("send", 0)],
        [("cut price", 900), ("submit", 0), ("approve", 0), ("cut price", 899), ("send", 0)],
        [("cut price", 900), ("submit", 0), ("reject", 0), ("send", 0)],
        [("forget cost", 0), ("send", 0)],
    ):
        work = FakeWork()
        attempt(work, steps)
        assert work.quote.status is not QuoteStatus.SENT, steps
