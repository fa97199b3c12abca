"""Own fields through calls: what the trail says of them, and how much is asked for a page."""

from sqlalchemy import select


def test_the_trail_names_each_own_field_that_changed(platform, org, crm, new_customer):
    for key in ("floors", "lifts"):
        crm.create_custom_field(
            fields={"entity": "customer", "key": key, "type": "number", "name": key}
        )
    made = new_customer(custom={"floors": 3, "lifts": 1})

    crm.change_customer(
        customer_id=made["id"], expected_version=1, fields={"custom": {"floors": 4, "lifts": 1}}
    )

    with platform.work("crm", org) as work:
        trail = work.table("audit_entries")
        changes = (
            work.session.execute(
                select(trail.c.changes)
                .where(trail.c.entity == "Customer", trail.c.organisation_id == org.organisation_id)
                .order_by(trail.c.at)
            )
            .scalars()
            .all()
        )
    assert (changes[0]["custom.floors"], changes[0]["custom.lifts"]) == ([None, "3"], [None, "1"])
    assert changes[1] == {"custom.floors": ["3", "4"]}
