"""Addresses, affiliations and lists of two records that become one: what both have, once."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, delete, exists, func, insert, select, update

from crm.persistence.activity_tables import activities
from crm.persistence.customer_lists.tables import customer_list_members
from crm.persistence.merging.images import Rows, take
from crm.persistence.tables import addresses, affiliations, contacts

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_SAME_PLACE = ("kind", "street", "postal_code", "city", "region", "country")


def images_of(work: "CrmWork", kind: str, ids: tuple[UUID, UUID]) -> Rows:
    """Every row that may be changed in place when the two become one."""
    column = affiliations.c.customer_id if kind == "customer" else affiliations.c.contact_id
    found = take(work, affiliations, _ids(work, affiliations, column.in_(ids)))
    if kind == "customer":
        its = addresses.c.customer_id.in_(ids)
        return found | take(work, addresses, _ids(work, addresses, its))
    meeting = activities.c.contact_ids.contains([ids[1]])
    return found | take(work, activities, _ids(work, activities, meeting))


def join_addresses(work: "CrmWork", survivor_id: UUID, loser_id: UUID) -> None:
    """The survivor gets the loser's addresses but those it has; its defaults stay."""
    mine = addresses.alias("mine")
    same = exists().where(
        mine.c.customer_id == survivor_id,
        *(mine.c[name].is_not_distinct_from(addresses.c[name]) for name in _SAME_PLACE),
    )
    of_kind = exists().where(mine.c.customer_id == survivor_id, mine.c.kind == addresses.c.kind)
    work.session.execute(
        update(addresses)
        .where(addresses.c.organisation_id == work.caller.organisation_id)
        .where(addresses.c.customer_id == loser_id, ~same)
        .values(
            customer_id=survivor_id, is_default=case((of_kind, False), else_=addresses.c.is_default)
        )
    )


def join_affiliations(
    work: "CrmWork", *, of: str, by: str, survivor_id: UUID, loser_id: UUID
) -> None:
    """
    Places follow the survivor; who has a place with both keeps one.

    A second place stays with the loser, out of sight, and lends the first its roles.  A customer
    keeps one primary contact: the survivor's.

    Args:
        of: ``customer_id`` or ``contact_id``: which side was merged.
        by: The other side.
    """
    its = affiliations
    first = its.alias("first")
    twice = and_(
        first.c[of] == survivor_id,
        first.c[by] == its.c[by],
        first.c.until_on.is_(None),
        its.c.until_on.is_(None),
    )
    mine = and_(its.c.organisation_id == work.caller.organisation_id, its.c[of] == loser_id)
    lending = list(
        work.session.execute(
            select(
                first.c.id,
                first.c.roles,
                its.c.id.label("second_id"),
                its.c.roles.label("more_roles"),
                its.c.is_primary,
            )
            .select_from(its.join(first, twice))
            .where(mine)
        )
    )
    if of == "customer_id":
        rest = _has_primary(work, survivor_id)
        seconds = [row.second_id for row in lending]
        step_back = mine if rest else and_(mine, its.c.id.in_(seconds))
        _set(work, step_back, is_primary=False)
    else:
        rest = False
        _set(work, its.c.id.in_([row.second_id for row in lending]), is_primary=False)
    for row in lending:
        roles = list(dict.fromkeys([*row.roles, *row.more_roles]))
        lent: dict[str, Any] = {"roles": roles, "role": roles[0] if roles else None}
        if row.is_primary and not rest:
            lent["is_primary"] = True
        _set(work, its.c.id == row.id, **lent)
    _set(work, and_(mine, ~exists().where(twice)), **{of: survivor_id})


def join_meetings(work: "CrmWork", survivor_id: UUID, loser_id: UUID) -> None:
    """Activities name the survivor once, in the loser's place or where he stood already."""
    ids = activities.c.contact_ids
    there = ids.contains([survivor_id])
    work.session.execute(
        update(activities)
        .where(activities.c.organisation_id == work.caller.organisation_id)
        .where(ids.contains([loser_id]))
        .values(
            contact_ids=case(
                (there, func.array_remove(ids, loser_id)),
                else_=func.array_replace(ids, loser_id, survivor_id),
            ),
            version=activities.c.version + 1,
            updated_at=work.now(),
        )
    )


def join_lists(work: "CrmWork", survivor_id: UUID, loser_id: UUID) -> list[str]:
    """The survivor stands on the loser's lists; ids of those it was not on before."""
    members = customer_list_members
    columns = ("list_id", "organisation_id", "added_by", "added_at")
    mine = members.alias("mine")
    there = exists().where(mine.c.list_id == members.c.list_id, mine.c.member_id == survivor_id)
    rows = work.session.execute(
        select(*(members.c[name] for name in columns))
        .where(members.c.organisation_id == work.caller.organisation_id)
        .where(members.c.member_id == loser_id, ~there)
    )
    added = [{**row._mapping, "member_id": survivor_id} for row in rows]
    if added:
        work.session.execute(insert(members), added)
    return [str(row["list_id"]) for row in added]


def leave_lists(work: "CrmWork", survivor_id: UUID, list_ids: list[str]) -> None:
    """Take the survivor off the lists it came onto by the merge."""
    members = customer_list_members
    work.session.execute(
        delete(members)
        .where(members.c.organisation_id == work.caller.organisation_id)
        .where(members.c.member_id == survivor_id, members.c.list_id.in_(map(UUID, list_ids)))
    )


def touch_contacts(work: "CrmWork", customer_ids: tuple[UUID, UUID]) -> None:
    """A contact whose place moved has another version."""
    at = affiliations.c.customer_id.in_(customer_ids)
    work.session.execute(
        update(contacts)
        .where(contacts.c.organisation_id == work.caller.organisation_id)
        .where(contacts.c.id.in_(select(affiliations.c.contact_id).where(at)))
        .values(version=contacts.c.version + 1, updated_at=work.now())
    )


def _has_primary(work: "CrmWork", customer_id: UUID) -> bool:
    at = affiliations.c.customer_id == customer_id
    return work.session.execute(select(exists().where(at, affiliations.c.is_primary))).scalar_one()


def _set(work: "CrmWork", where: ColumnElement[bool], **values: Any) -> None:
    same = affiliations.c.organisation_id == work.caller.organisation_id
    work.session.execute(update(affiliations).where(same, where).values(**values))


def _ids(work: "CrmWork", table: Any, where: ColumnElement[bool]) -> list[UUID]:
    same = table.c.organisation_id == work.caller.organisation_id
    return list(work.session.execute(select(table.c.id).where(same, where)).scalars())
