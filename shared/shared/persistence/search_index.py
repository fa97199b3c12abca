"""
The index behind searches: one table a service, kept by triggers, asked through one function.

Row-level security keeps PostgreSQL from using a trigram or full-text index beside the policy: their
operators are not leakproof, so the policy has to be asked row by row first, and every search reads
the whole table.  The index is therefore a table of its own whose policy binds the application role
but not the owner (not ``FORCE``), and only ``search_matches`` reads it with the owner's rights: it
takes the organisation from the transaction, as the policies do, and answers ids and ranks alone
(docs/decisions/0010-searches-have-an-index-of-their-own.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Index, MetaData, Table, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR

_INSIDE = "organisation_id = NULLIF(current_setting('app.organisation_id', true), '')::uuid"


def search_entries(metadata: MetaData) -> Table:
    """The table of the index; ``info`` says that its owner is not bound by its policy."""
    return Table(
        "search_entries",
        metadata,
        # In this order, so that the key never looks like a way to read a whole organisation.
        Column("record_id", Uuid, primary_key=True),
        Column("kind", Text, primary_key=True),
        Column("organisation_id", Uuid, primary_key=True),
        Column("name", Text, nullable=False),
        Column("keys", ARRAY(Text), nullable=False, comment="numbers and addresses, whole"),
        Column("plain", Text, nullable=False, comment="all words without accents"),
        Column("words", TSVECTOR, comment="long texts, in Norwegian and English"),
        Index(
            "ix_search_entries_plain",
            "organisation_id",
            "plain",
            postgresql_using="gin",
            postgresql_ops={"plain": "gin_trgm_ops"},
            postgresql_with={"gin_pending_list_limit": "256"},
        ),
        Index(
            "ix_search_entries_name",
            "organisation_id",
            "name",
            postgresql_using="gin",
            postgresql_ops={"name": "gin_trgm_ops"},
            postgresql_with={"gin_pending_list_limit": "256"},
        ),
        Index(
            "ix_search_entries_words",
            "organisation_id",
            "words",
            postgresql_using="gin",
            postgresql_where=text("words IS NOT NULL"),
        ),
        Index("ix_search_entries_keys", "organisation_id", "keys", postgresql_using="gin"),
        info={"owner_is_free": True},
    )


@dataclass(frozen=True, kw_only=True)
class Indexed:
    """
    How records of a table are found.  All but the names are SQL over the columns of the table.

    Args:
        name: What a record is called.
        keys: Texts that find it when typed whole; ``text[]`` pieces are given in *key_lists*.
        more: Other words that find it.
        long: A long text, searched by words in both languages.
        only: A condition on the rows that are entered.
    """

    table: str
    kind: str
    name: str
    keys: Sequence[str] = ()
    key_lists: Sequence[str] = ()
    more: Sequence[str] = ()
    long: str | None = None
    only: str = "true"

    def entries(self, source: str) -> str:
        """The entries of the rows of *source* as a select."""
        keys = f"array_remove(ARRAY[{', '.join(self.keys)}]::text[], NULL)"
        for each in self.key_lists:
            keys = f"{keys} || coalesce({each}, '{{}}'::text[])"
        texts = [self.name, *self.more, f"array_to_string({keys}, ' ')"]
        words = "NULL::tsvector"
        if self.long is not None:
            plain = f"search_plain(coalesce({self.long}, ''))"
            words = f"to_tsvector('norwegian', {plain}) || to_tsvector('english', {plain})"
        return (
            f"SELECT organisation_id, '{self.kind}', id, search_plain(coalesce({self.name}, '')), "
            f"search_keys({keys}), ' ' || search_plain(concat_ws(' ', {', '.join(texts)})), "
            f"{words} FROM {source} WHERE {self.only}"
        )


def create_search(op: Any) -> None:
    """Create the table of the index and the functions that fill and ask it."""
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gin")
    metadata = MetaData(naming_convention={"pk": "pk_%(table_name)s"})
    search_entries(metadata).create(op.get_bind())
    op.execute("ALTER TABLE search_entries ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY same_organisation ON search_entries "
        f"USING ({_INSIDE}) WITH CHECK ({_INSIDE})"
    )
    for function in (_PLAIN, _KEYS, _ESCAPED, _QUERY, _MATCHES):
        op.execute(function)


def index_records(op: Any, indexed: Indexed) -> None:
    """Enter all rows of a table into the index, and every change from now on."""
    target = (
        "INSERT INTO search_entries (organisation_id, kind, record_id, name, keys, plain, words)"
    )
    kept = (
        "ON CONFLICT (organisation_id, kind, record_id) DO UPDATE SET name = EXCLUDED.name, "
        "keys = EXCLUDED.keys, plain = EXCLUDED.plain, words = EXCLUDED.words "
        "WHERE (search_entries.name, search_entries.keys, search_entries.plain, "
        "search_entries.words) IS DISTINCT FROM "
        "(EXCLUDED.name, EXCLUDED.keys, EXCLUDED.plain, EXCLUDED.words)"
    )
    entering, leaving = f"index_{indexed.table}", f"unindex_{indexed.table}"
    op.execute(
        f"CREATE FUNCTION {entering}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {target} {indexed.entries('fresh')} {kept}; RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE FUNCTION {leaving}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "DELETE FROM search_entries USING gone WHERE search_entries.organisation_id = "
        f"gone.organisation_id AND kind = '{indexed.kind}' AND record_id = gone.id; "
        "RETURN NULL; END $$"
    )
    for name, when, rows, function in (
        (f"{entering}_made", "INSERT", "NEW TABLE AS fresh", entering),
        (f"{entering}_changed", "UPDATE", "NEW TABLE AS fresh", entering),
        (leaving, "DELETE", "OLD TABLE AS gone", leaving),
    ):
        op.execute(
            f"CREATE TRIGGER {name} AFTER {when} ON {indexed.table} REFERENCING {rows} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
        )
    # The owner of the tables is bound by their policies, too, but must read all rows this once;
    # the lock that this takes is held until the policies are forced again.
    op.execute(f"ALTER TABLE {indexed.table} NO FORCE ROW LEVEL SECURITY")
    op.execute(f"{target} {indexed.entries(indexed.table)}")
    op.execute(f"ALTER TABLE {indexed.table} FORCE ROW LEVEL SECURITY")


_PLAIN = """
CREATE FUNCTION search_plain(given text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, given)) $$
"""

_KEYS = """
CREATE FUNCTION search_keys(given text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT coalesce(array_agg(ltrim(public.search_plain(each), '+')), '{}')
      FROM unnest(given) each WHERE each <> '' $$
"""

_ESCAPED = r"""
CREATE FUNCTION search_escaped(given text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT regexp_replace(given, '([\\%_])', '\\\1', 'g') $$
"""

# Every word, or a word that begins so, stemmed as either language does; words that neither
# language counts ask for nothing.
_QUERY = """
CREATE FUNCTION search_query(terms text[]) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE SET client_min_messages = error AS $$
DECLARE
  one text;
  word tsquery;
  asked tsquery := ''::tsquery;
BEGIN
  FOREACH one IN ARRAY coalesce(terms, '{}') LOOP
    one := regexp_replace(one, '[^[:alnum:]]+', ' ', 'g');
    CONTINUE WHEN btrim(one) = '';
    one := quote_literal(btrim(one)) || ':*';
    word := to_tsquery('norwegian', one) || to_tsquery('english', one);
    asked := asked && word;
  END LOOP;
  RETURN asked;
END $$
"""

_MATCHES = """
CREATE FUNCTION search_matches(
  wanted text, given text[], digits text, is_loose boolean, most integer
) RETURNS TABLE (record_id uuid, rank double precision)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100
SET search_path = pg_catalog, public, pg_temp
SET pg_trgm.word_similarity_threshold = 0.5
AS $$
DECLARE
  inside uuid := NULLIF(current_setting('app.organisation_id', true), '')::uuid;
  terms text[];
  phrase text;
  held text;
  nearly text;
  asked tsquery;
  hits bigint;
BEGIN
  SELECT array_agg(search_plain(each)), string_agg(search_plain(each), ' ')
    INTO terms, phrase FROM unnest(given) each WHERE each <> '';
  IF inside IS NULL OR terms IS NULL THEN RETURN; END IF;
  -- A word of one or two letters finds what begins so; longer ones are found anywhere.
  SELECT string_agg(
      format('e.plain LIKE %L', CASE WHEN length(each) < 3 THEN '% ' ELSE '%' END
             || search_escaped(each) || '%'), ' AND ')
    INTO held FROM unnest(terms) each;
  IF digits IS NOT NULL THEN
    held := format('((%s) OR e.plain LIKE %L)', held, '%' || digits || '%');
  END IF;
  asked := search_query(terms);
  IF numnode(asked) > 0 THEN
    held := format('((%s) OR e.words @@ %L::tsquery)', held, asked);
  END IF;
  RETURN QUERY EXECUTE format(
    'SELECT e.record_id, (CASE
       WHEN e.keys && ARRAY[$3, ltrim($3, ''+''), $4] THEN 1.0
       WHEN e.name = $3 THEN 0.95
       WHEN starts_with(e.name, $3) THEN 0.85
       WHEN $4 IS NOT NULL AND e.plain LIKE ''%%'' || $4 || ''%%'' THEN 0.8
       WHEN strpos('' '' || e.name, '' '' || $3) > 0 THEN 0.75
       WHEN strpos(e.name, $3) > 0 THEN 0.65
       WHEN e.words IS NOT NULL THEN 0.3 + 0.3 * least(1, ts_rank(e.words, $5))
       ELSE 0.5 END)::double precision AS rank
     FROM search_entries e
     WHERE e.organisation_id = $1 AND e.kind = $2 AND %s %s',
    held, CASE WHEN most IS NULL THEN '' ELSE format('ORDER BY 2 DESC, 1 LIMIT %s', most) END)
    USING inside, wanted, phrase, digits, asked;
  GET DIAGNOSTICS hits = ROW_COUNT;
  IF NOT is_loose OR hits > 0 OR digits IS NOT NULL THEN RETURN; END IF;
  -- None is spelt so: names with words that are nearly these.
  SELECT string_agg(format('%L <%% e.name', each), ' AND ')
    INTO nearly FROM unnest(terms) each WHERE each ~ '^[a-z]{4,}$';
  IF nearly IS NULL THEN RETURN; END IF;
  RETURN QUERY EXECUTE format(
    'SELECT e.record_id, (0.45 * word_similarity($3, e.name))::double precision AS rank
     FROM search_entries e
     WHERE e.organisation_id = $1 AND e.kind = $2 AND %s
     ORDER BY 2 DESC, 1 LIMIT %s', nearly, coalesce(most, 1000))
    USING inside, wanted, phrase;
END $$
"""
