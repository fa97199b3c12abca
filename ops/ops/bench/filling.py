"""
A large organisation, by seed: 100,000 customers, 250,000 contacts, a million activities.

Written straight into crm's database, because the public API would need a day; the rows are those
the API would have left behind, as far as lists, search, the timeline and reports read them.
"""

from __future__ import annotations

import time

import psycopg

from ops.bench.furnishing import CITIES, Place

CUSTOMERS, CONTACTS, ACTIVITIES = 100_000, 250_000, 1_000_000
SEED = "samspill"

# The id of the n-th record of a kind: the same in every run for one organisation.
_ID = "md5(%(seed)s || %(organisation)s || '{kind}' || {number})::uuid"
_PEOPLE = "%(organisation)s::uuid, 1, at, at, %(me)s::uuid, %(unit)s::uuid"

_CUSTOMERS = f"""
INSERT INTO customers (id, organisation_id, version, created_at, updated_at, owner_id, unit_id,
    name, customer_no, kinds, industry_code, employees, annual_revenue_minor,
    annual_revenue_currency, email, phone, country, city, rating)
SELECT {_ID.format(kind="customer", number="n")}, {_PEOPLE},
    (ARRAY['Fjord','Nord','Sol','Havn','Berg','Elv','Skog','Tind'])[1 + (hashint4(n) & 7)]
        || (ARRAY['bygg','data','kraft','sjø','handel','teknikk','mat'])[1 + n %% 7]
        || ' ' || n || ' AS',
    'S' || n, ARRAY['customer'], (ARRAY['62','70','71','41','46'])[1 + n %% 5],
    abs(hashint4(n)) %% 500, abs(hashint4(n + 1))::bigint * 100, 'NOK',
    'post' || n || '@kunde.example', '+4722' || lpad((n %% 1000000)::text, 6, '0'), 'NO',
    (%(cities)s::text[])[1 + n %% 8], (ARRAY['A','B','C','D'])[1 + n %% 4]
FROM (SELECT n, now() - n * interval '1 minute' AS at FROM generate_series(1, {CUSTOMERS}) n) rows
"""
_CONTACTS = f"""
INSERT INTO contacts (id, organisation_id, version, created_at, updated_at, owner_id, unit_id,
    given_name, family_name, emails, phones)
SELECT {_ID.format(kind="contact", number="n")}, {_PEOPLE},
    (ARRAY['Kari','Ola','Anne','Per','Ingrid','Lars'])[1 + n %% 6],
    (ARRAY['Hansen','Johansen','Olsen','Larsen','Andersen'])[1 + n %% 5] || n,
    ARRAY['person' || n || '@kunde.example'], ARRAY['+4790' || lpad((n %% 1000000)::text, 6, '0')]
FROM (SELECT n, now() - n * interval '1 minute' AS at FROM generate_series(1, {CONTACTS}) n) rows
"""
_AFFILIATIONS = f"""
INSERT INTO affiliations (id, organisation_id, contact_id, customer_id, is_primary)
SELECT {_ID.format(kind="affiliation", number="n")}, %(organisation)s::uuid,
    {_ID.format(kind="contact", number="n")},
    {_ID.format(kind="customer", number=f"(1 + n %% {CUSTOMERS})")}, n <= {CUSTOMERS}
FROM generate_series(1, {CONTACTS}) n
"""
_ACTIVITIES = f"""
INSERT INTO activities (id, organisation_id, version, created_at, updated_at, owner_id, unit_id,
    kind, subject, all_day, due_on, customer_id, contact_ids, status, privacy, priority)
SELECT {_ID.format(kind="activity", number="n")}, {_PEOPLE},
    (ARRAY['meeting','call','task','email'])[1 + n %% 4], 'Oppfølging ' || n, false,
    (now() - n * interval '1 minute')::date,
    {_ID.format(kind="customer", number=f"(1 + n %% {CUSTOMERS})")}, '{{}}'::uuid[],
    'done', 'normal', 'normal'
FROM (SELECT n, now() - n * interval '1 minute' AS at FROM generate_series(1, {ACTIVITIES}) n) rows
"""
_TIMELINE = f"""
INSERT INTO timeline_entries (id, organisation_id, key, customer_id, at, kind, title, ref_kind,
    ref_id, ref_version, owner_id, unit_id, is_private)
SELECT {_ID.format(kind="entry", number="n")}, %(organisation)s::uuid, 'activity:' || n,
    {_ID.format(kind="customer", number=f"(1 + n %% {CUSTOMERS})")},
    now() - n * interval '1 minute',
    'activity.' || (ARRAY['meeting','call','task','email'])[1 + n %% 4], 'Oppfølging ' || n,
    'activity', {_ID.format(kind="activity", number="n")}, 1, %(me)s::uuid, %(unit)s::uuid, false
FROM generate_series(1, {ACTIVITIES}) n
"""
_TABLES = ("customers", "contacts", "affiliations", "activities", "timeline_entries")


def fill_up(place: Place, *, database_url_template: str) -> float:
    """Write the large organisation into *place*; seconds it took."""
    began = time.perf_counter()
    values = {
        "seed": SEED,
        "organisation": place.me["organisation_id"],
        "me": place.me["user_id"],
        "unit": place.me["unit_id"],
        "cities": list(CITIES),
    }
    address = database_url_template.replace("{database}", "crm")
    with psycopg.connect(address) as crm:
        for statement in (_CUSTOMERS, _CONTACTS, _AFFILIATIONS, _ACTIVITIES, _TIMELINE):
            crm.execute(statement, values)  # type: ignore[arg-type]
        crm.commit()
        crm.autocommit = True
        for table in _TABLES:
            crm.execute(f"VACUUM ANALYZE {table}")  # type: ignore[arg-type]
    return time.perf_counter() - began
