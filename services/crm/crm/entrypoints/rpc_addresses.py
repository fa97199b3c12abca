"""Addresses of a customer, as others may call them."""

from uuid import UUID

from shared.contracts.crm.views import AddressFields, AddressView
from shared.rpc.server import command, question

from crm.application import addresses
from crm.persistence.customer_views import address_view
from crm.persistence.work import CrmWork


class AddressesRpc:
    """Promised in ``shared.contracts.crm.rpc.CustomerCalls``."""

    @question()
    def list_addresses(self, work: CrmWork, *, customer_id: UUID) -> list[AddressView]:
        return work.customers.show(customer_id).addresses

    @command()
    def create_address(
        self,
        work: CrmWork,
        *,
        customer_id: UUID,
        fields: AddressFields,
        expected_version: int | None = None,
    ) -> AddressView:
        return address_view(
            addresses.create_address(
                work, customer_id=customer_id, fields=fields, expected_version=expected_version
            )
        )

    @command()
    def change_address(
        self,
        work: CrmWork,
        *,
        customer_id: UUID,
        address_id: UUID,
        fields: AddressFields,
        expected_version: int | None = None,
    ) -> AddressView:
        whose = {"customer_id": customer_id, "address_id": address_id}
        return address_view(
            addresses.change_address(
                work, **whose, fields=fields, expected_version=expected_version
            )
        )

    @command()
    def remove_address(
        self,
        work: CrmWork,
        *,
        customer_id: UUID,
        address_id: UUID,
        expected_version: int | None = None,
    ) -> None:
        whose = {"customer_id": customer_id, "address_id": address_id}
        addresses.remove_address(work, **whose, expected_version=expected_version)
