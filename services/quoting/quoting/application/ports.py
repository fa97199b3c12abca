"""What the use cases of quoting need from outside: repositories of one unit of work."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from shared.contracts.declare import Event
from shared.kernel.context import Caller
from shared.kernel.records import Record

from quoting.domain.approvals import Approval
from quoting.domain.margin_policies import MarginPolicy
from quoting.domain.price_lists import PriceList
from quoting.domain.products import Product, ProductGroup
from quoting.domain.quotes import Quote


class Products(Protocol):
    """Products."""

    def get(
        self, product_id: UUID, *, expected_version: int | None = None, lock: bool = False
    ) -> Product: ...

    def many(self, product_ids: Iterable[UUID]) -> dict[UUID, Product]: ...

    def code_taken(self, product: Product) -> bool: ...


class ProductGroups(Protocol):
    """Product groups."""

    def get(self, group_id: UUID, *, expected_version: int | None = None) -> ProductGroup: ...

    def parents(self) -> dict[UUID, UUID | None]: ...


class PriceLists(Protocol):
    """Price lists with their versions."""

    def get(
        self, price_list_id: UUID, *, expected_version: int | None = None, lock: bool = False
    ) -> PriceList: ...

    def for_customer(self, customer_id: UUID, currency: str) -> PriceList | None: ...

    def default_exists(self, price_list: PriceList) -> bool: ...


class MarginPolicies(Protocol):
    """Floors."""

    def get(self, policy_id: UUID, *, expected_version: int | None = None) -> MarginPolicy: ...

    def begun_by(self, day: date) -> list[MarginPolicy]: ...

    def exists(self, policy: MarginPolicy) -> bool: ...


class Quotes(Protocol):
    """Quotes with their lines."""

    def get(
        self, quote_id: UUID, *, expected_version: int | None = None, lock: bool = False
    ) -> Quote: ...

    def other_revisions(self, quote: Quote) -> list[Quote]: ...

    def undecided_of_case(self, case_id: UUID) -> list[Quote]: ...

    def has_primary(self, case_id: UUID) -> bool: ...

    def no_longer_primary(self, quote: Quote) -> None: ...


class Approvals(Protocol):
    """Requests to sell below a floor."""

    def latest(self, quote_id: UUID) -> Approval | None: ...


class Links(Protocol):
    """Links by which customers answer."""

    def add(self, token_hash: str, quote: Quote) -> None: ...

    def find(self, token_hash: str) -> tuple[UUID, UUID] | None: ...

    def use(self, token_hash: str, at: datetime) -> bool: ...


class QuotingWork(Protocol):
    """One transaction of quoting, as its use cases see it."""

    caller: Caller

    @property
    def session(self) -> Any: ...

    @property
    def products(self) -> Products: ...

    @property
    def product_groups(self) -> ProductGroups: ...

    @property
    def price_lists(self) -> PriceLists: ...

    @property
    def margin_policies(self) -> MarginPolicies: ...

    @property
    def quotes(self) -> Quotes: ...

    @property
    def approvals(self) -> Approvals: ...

    @property
    def links(self) -> Links: ...

    def now(self) -> datetime: ...

    def today(self) -> date: ...

    def save(self, record: Record) -> None: ...

    def publish(self, fact: Event, *, at: datetime | None = None) -> None: ...

    def next_number(self, series: str, *, start: int = 1) -> int: ...

    def schedule(
        self, kind: str, key: str, due_at: datetime, payload: dict[str, Any] | None = None
    ) -> None: ...

    def unschedule(self, kind: str, key: str) -> None: ...

    def act_for(self, organisation_id: UUID) -> None: ...

    def table(self, name: str) -> Any: ...
