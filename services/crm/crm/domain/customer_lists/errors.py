"""Rules of customer lists and of what is shared."""

from uuid import UUID

from shared.kernel.errors import RuleBroken


class CustomerListExists(RuleBroken):
    """The owner has a live list with this name already."""

    code = "crm.customer_list_exists"

    def __init__(self, name: str) -> None:
        super().__init__(f"You have a list named {name} already.", name=name)


class ListIsDynamic(RuleBroken):
    """A rule decides who is on the list."""

    code = "crm.list_is_dynamic"

    def __init__(self, list_id: UUID) -> None:
        super().__init__("The members of this list follow from its rule.", id=list_id)


class ListFull(RuleBroken):
    """A static list holds no more."""

    code = "crm.list_full"

    def __init__(self, most: int) -> None:
        super().__init__(f"A static list holds at most {most} records.", most=most)
